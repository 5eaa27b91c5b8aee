# SPDX-License-Identifier: Apache-2.0
"""Writes what an exported PyTorch program computes as JSON that `rafter` reads.

From Python, with a model and example inputs:

    import torch
    from rafter_torch_export import dump
    program = torch.export.export(model, (example,))
    dump(program, "model.json", name="my-model")

From a shell, with a program that `torch.export.save` wrote:

    python rafter_torch_export.py model.pt2 model.json

Operators, shapes and types are written, weights are not. Sizes that were exported as open take the value that the
example had. Then: `rafter workload model.json`.
"""

import argparse
import json
import operator
import sys
from pathlib import Path

import torch

SCHEMA = "rafter/torch-export/1"


def side(size):
    """A side of a tensor as a number; of an open one the value it had in the example."""
    if isinstance(size, int):
        return size
    hint = getattr(size.node, "hint", None)
    return int(size) if hint is None else int(hint)


def is_tensor(value):
    return isinstance(value, torch.Tensor)


def flat(value):
    """The tensors of a result, which may be a tensor, a list of them, or none."""
    if is_tensor(value):
        return [value]
    if isinstance(value, (list, tuple)):
        return [one if is_tensor(one) else None for one in value]
    return []


class Dump:
    def __init__(self, program, name):
        self.program = program
        self.name = name
        self.tensors = []
        self.nodes = []
        self.names = {}  # a node of the graph -> the names of its tensors

    def tensor(self, name, value, kind, storage=None):
        entry = {
            "name": name,
            "shape": [side(size) for size in value.shape],
            "dtype": str(value.dtype).removeprefix("torch."),
            "kind": kind,
        }
        if storage is not None:
            entry["storage"] = storage
        self.tensors.append(entry)

    def argument(self, value):
        """An argument as JSON: tensors by name."""
        if isinstance(value, torch.fx.Node):
            made = self.names.get(value)
            if made is None:
                return None
            if len(made) == 1:
                return {"tensor": made[0]}
            return [{"tensor": one} for one in made]
        if isinstance(value, (list, tuple)):
            return [self.argument(one) for one in value]
        if value is None or isinstance(value, (bool, int, str)):
            return value
        if isinstance(value, float):
            return value if abs(value) < 1e308 and value == value else None
        if isinstance(value, torch.SymInt):
            return side(value)
        return str(value)

    def placeholder(self, node):
        signature = self.program.graph_signature
        value = node.meta.get("val")
        kind, storage = "input", None
        target = signature.inputs_to_parameters.get(node.name)
        if target is not None:
            kind = "parameter"
            stored = self.program.state_dict.get(target)
            # Tied weights are one storage under several names.
            storage = self.storages.setdefault(self.key(stored), target)
        elif node.name in signature.inputs_to_buffers:
            kind = "buffer"
        elif node.name in signature.inputs_to_lifted_tensor_constants:
            kind = "constant"
        if is_tensor(value):
            self.tensor(node.name, value, kind, storage)
            self.names[node] = [node.name]

    @staticmethod
    def key(stored):
        if stored is None:
            return object()
        return (stored.data_ptr(), tuple(stored.shape), tuple(stored.stride()))

    def call(self, node):
        if node.target is operator.getitem:
            source = self.names.get(node.args[0], [])
            index = node.args[1]
            if isinstance(index, int) and index < len(source):
                self.names[node] = [source[index]]
            return
        values = flat(node.meta.get("val"))
        schema = getattr(node.target, "_schema", None)
        arguments = {}
        names = [one.name for one in schema.arguments] if schema else []
        for place, value in enumerate(node.args):
            arguments[names[place] if place < len(names) else f"arg{place}"] = self.argument(value)
        for key, value in node.kwargs.items():
            arguments[key] = self.argument(value)
        outputs = []
        for place, value in enumerate(values):
            if value is None:
                outputs.append(None)
                continue
            name = node.name if len(values) == 1 else f"{node.name}.{place}"
            self.tensor(name, value, "activation")
            outputs.append(name)
        self.names[node] = outputs
        if not outputs:
            return
        entry = {
            "name": node.name,
            "target": str(node.target),
            "arguments": arguments,
            "outputs": outputs,
        }
        stack = node.meta.get("nn_module_stack")
        if stack:
            module = list(stack.values())[-1][0]
            if module:
                entry["module"] = module.removeprefix("L['self'].")
        self.nodes.append(entry)

    def run(self):
        self.storages = {}
        outputs = []
        for node in self.program.graph.nodes:
            if node.op == "placeholder":
                self.placeholder(node)
            elif node.op == "call_function":
                self.call(node)
            elif node.op == "output":
                for value in torch.utils._pytree.tree_leaves(node.args):
                    outputs += [one for one in self.names.get(value, []) if one]
        return {
            "schema": SCHEMA,
            "name": self.name,
            "torch": torch.__version__,
            "tensors": self.tensors,
            "nodes": self.nodes,
            "outputs": list(dict.fromkeys(outputs)),
        }


def dump(program, path, name="model"):
    """Writes an exported program to a file."""
    text = json.dumps(Dump(program, name).run(), indent=1, sort_keys=True)
    Path(path).write_text(text + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="a .pt2 file that torch.export.save wrote")
    parser.add_argument("output", help="the JSON to write")
    options = parser.parse_args()
    try:
        program = torch.export.load(options.program)
    except Exception as error:
        sys.exit(f"{options.program} is no exported program: {error}")
    dump(program, options.output, name=Path(options.program).stem)


if __name__ == "__main__":
    main()
