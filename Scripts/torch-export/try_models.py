# SPDX-License-Identifier: Apache-2.0
"""Exports networks of torchvision and transformers and compares what `rafter` counts with published figures.

    python try_models.py .build/release/rafter

Needs torch, torchvision and transformers; weights are random. Published MACs and parameters of torchvision are those of
its weight metadata; those of transformers follow from their configurations.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch

try:
    import torchvision
except RuntimeError:
    # Its wheel may lack the operators that its own build of torch would register. Where they are there, defining them ends
    # the process, so they are defined only after that.
    for module in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
        del sys.modules[module]
    library = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    import torchvision

import transformers  # noqa: E402

from rafter_torch_export import dump  # noqa: E402

IMAGE = torch.zeros(1, 3, 224, 224)
# Published GMAC, to the digits given there.
VISION = {
    "resnet18": 1.814, "resnet50": 4.089, "mobilenet_v2": 0.301, "mobilenet_v3_large": 0.217,
    "vit_b_16": 17.564, "convnext_tiny": 4.456, "swin_t": 4.491,
}


def language():
    """Models of transformers with their tokens and GMAC: blocks, attention and head by their formulas."""
    tokens = torch.zeros(1, 128, dtype=torch.long)
    t, d = 128, 768
    block = 4 * d * d + 2 * d * 4 * d
    yield (
        "gpt2", transformers.GPT2LMHeadModel(transformers.GPT2Config()), tokens,
        {"use_cache": False}, (12 * (t * block + 2 * t * t * d) + t * d * 50257) / 1e9,
    )
    yield (
        "bert-base", transformers.BertModel(transformers.BertConfig()), tokens, {},
        (12 * (t * block + 2 * t * t * d) + d * d) / 1e9,
    )
    h, f, kv, layers, v = 512, 1408, 128, 4, 32000
    config = transformers.LlamaConfig(
        hidden_size=h, intermediate_size=f, num_hidden_layers=layers, num_attention_heads=8,
        num_key_value_heads=2, vocab_size=v)
    yield (
        "llama-small", transformers.LlamaForCausalLM(config), tokens, {"use_cache": False},
        (layers * (t * (2 * h * h + 2 * h * kv + 3 * h * f) + 2 * t * t * h) + t * h * v) / 1e9,
    )


def models():
    for name, published in VISION.items():
        yield name, getattr(torchvision.models, name)(weights=None), IMAGE, {}, published
    yield from language()


def main():
    rafter = sys.argv[1] if len(sys.argv) > 1 else "rafter"
    wrong = 0
    print(f"{'model':20} {'nodes':>6} {'export s':>8} {'read s':>7} {'GMAC':>8} {'expected':>8}")
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        for name, model, example, options, expected in models():
            start = time.time()
            program = torch.export.export(model.eval(), (example,), options)
            path = Path(folder) / f"{name}.json"
            dump(program, path, name=name)
            exported = time.time()
            result = subprocess.run(
                [rafter, "workload", str(path), "--format", "json"], capture_output=True, text=True)
            took = time.time() - exported
            if result.returncode != 0:
                print(f"{name:20} {result.stderr}")
                wrong += 1
                continue
            totals = json.loads(result.stdout)
            nodes = len(json.loads(path.read_text())["nodes"])
            gmac = totals["totals"]["macs"] / 1e9
            isRight = abs(gmac - expected) <= max(0.0006, expected * 1e-4)
            wrong += not isRight or bool(totals["diagnostics"])
            print(
                f"{name:20} {nodes:6} {exported - start:8.1f} {took:7.2f} {gmac:8.4f} {expected:8.4f}"
                + ("" if isRight else "  WRONG")
                + "".join(f"\n    {one['message']}" for one in totals["diagnostics"]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
