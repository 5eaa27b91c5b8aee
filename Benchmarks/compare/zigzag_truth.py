#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes cases for `rafter validate zigzag --data FILE` with ZigZag itself: its own machines, its mapper and its cost model.

    python3 zigzag_truth.py OUTPUT.yaml [SEED [COUNT [FACTORS]]]

Layers (convolutions, strided, grouped, with and without padding, and matrix products), formats and unrollings are chosen by
the seed, so that another seed gives other cases; half of the machines are varied too, in the sides of the array, capacities,
widths and energies. ZigZag searches orders of FACTORS merged loop factors; whatever it finds is a
mapping that both cost models can be held to. What it refuses to map is counted and left out.
"""

import contextlib
import io
import logging
import pathlib
import random
import sys
import tempfile

import yaml
import zigzag
from zigzag.api import get_hardware_performance_zigzag
from zigzag.mapping.data_movement import DataDirection

INPUTS = pathlib.Path(zigzag.__file__).parent / "inputs"
# Machines of the package whose energies need no other program and whose arrays multiply one by one.
MACHINES = ["tpu_like", "edge_tpu_like", "meta_prototype", "tesla_npu_like", "ascend_like", "eyeriss_like", "gemm_l1_l3"]
CODES = {
    DataDirection.RD_OUT_TO_LOW: "tl",
    DataDirection.WR_IN_BY_LOW: "fl",
    DataDirection.RD_OUT_TO_HIGH: "th",
    DataDirection.WR_IN_BY_HIGH: "fh",
}


def convolution(random, number):
    """A convolution, as a layer of ZigZag's own form."""
    groups = random.choice([1, 1, 1, 1, 4, 32])
    kernel = random.choice([1, 3, 3, 5, 7])
    stride = random.choice([1, 1, 2])
    side = random.choice([7, 12, 14, 20, 28, 31])
    sizes = {
        "B": random.choice([1, 1, 2]),
        "K": random.choice([1, 4]) if groups > 1 else random.choice([16, 24, 40, 64, 96, 100, 130]),
        "G": groups,
        "OY": side,
        "OX": random.choice([side, side, side + 3]),
        "C": random.choice([1, 2]) if groups > 1 else random.choice([3, 16, 21, 32, 48, 80]),
        "FY": kernel,
        "FX": random.choice([kernel, kernel, 1]),
    }
    layer = {
        "id": 0,
        "name": f"conv{sizes['FY']}x{sizes['FX']}s{stride}_{number}",
        "operator_type": "Conv",
        "equation": "O[b][g][k][oy][ox]+=W[g][k][c][fy][fx]*I[b][g][c][iy][ix]",
        "dimension_relations": [f"ix={stride}*ox+1*fx", f"iy={stride}*oy+1*fy"],
        "loop_dims": list(sizes),
        "loop_sizes": list(sizes.values()),
        "operand_source": {"I": 0, "W": 0},
    }
    if random.random() < 0.5:
        before = {dimension: sizes[dimension] // 2 for dimension in ("FX", "FY")}
        layer["pr_loop_dims"] = ["IX", "IY"]
        layer["padding"] = [[before["FX"], before["FX"]], [before["FY"], before["FY"]]]
    return layer


def product(random, number):
    """A matrix product."""
    sizes = {
        "B": random.choice([1, 1, 4]),
        "D": random.choice([1, 16, 50, 128, 200]),
        "K": random.choice([32, 64, 100, 192, 512]),
        "C": random.choice([20, 64, 128, 300]),
    }
    return {
        "id": 0,
        "name": f"gemm_{number}",
        "operator_type": "Gemm",
        "equation": "O[b][d][k]+=W[k][c]*I[b][d][c]",
        "dimension_relations": [],
        "loop_dims": list(sizes),
        "loop_sizes": list(sizes.values()),
        "operand_source": {"I": 0, "W": 0},
    }


def unrolling(random, layer, array):
    """Which loop each side of the array unrolls; a side may stay idle."""
    sizes = dict(zip(layer["loop_dims"], layer["loop_sizes"]))
    loops = [loop for loop in ("K", "C", "OX", "OY", "D") if sizes.get(loop, 1) > 1]
    random.shuffle(loops)
    chosen = {}
    for side, width in array.items():
        loop = loops.pop() if loops else None
        # Half of the layers leave a part of a side unused.
        most = width if random.random() < 0.7 else max(2, width - random.choice([0, 1, 3]))
        chosen[side] = [f"{loop}, {min(most, sizes[loop])}"] if loop else ["K, 1"]
    return chosen


def varied(random, description):
    """The machine with other sides, capacities, widths and energies."""
    array = description["operational_array"]
    array["sizes"] = [max(2, size * random.choice([1, 1, 2]) // random.choice([1, 1, 2])) for size in array["sizes"]]
    array["systolic_dimensions"] = [side for side in array["dimensions"] if random.random() < 0.3]
    memories = list(description["memories"].values())
    for memory in memories[:-1]:
        memory["size"] = int(memory["size"] * random.choice([1, 1, 2, 4]))
        memory["r_cost"] = memory["r_cost"] * random.choice([1, 0.5, 1.5])
        memory["force_double_buffering"] = random.random() < 0.2
        for port in memory["ports"]:
            if port["bandwidth_max"] >= 128:
                port["bandwidth_max"] //= random.choice([1, 2])
                port["bandwidth_min"] = min(port["bandwidth_min"], port["bandwidth_max"])
    return description


def run(description, layer, mapping, factors):
    """ZigZag's best evaluation of a layer."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()), \
            contextlib.redirect_stderr(io.StringIO()):
        file = pathlib.Path(folder) / "mapping.yaml"
        file.write_text(yaml.safe_dump([mapping]))
        machine = pathlib.Path(folder) / "machine.yaml"
        machine.write_text(yaml.safe_dump(description, sort_keys=False))
        _, _, found = get_hardware_performance_zigzag(
            workload=[layer], accelerator=str(machine), mapping=str(file), opt="EDP", dump_folder=folder,
            pickle_filename=f"{folder}/result.pickle", lpf_limit=factors, loma_show_progress_bar=False)
    return found[0][1][0][0]


def number(value):
    """A number without a point where it is whole."""
    return int(value) if float(value).is_integer() else float(value)


def loops(levels):
    return "[" + ", ".join("[" + ", ".join(f"[{d}, {number(f)}]" for d, f in level) + "]" for level in levels) + "]"


def hardware(name, accelerator):
    lines = [
        "hardware:", f"  name: {name}",
        f"  source: zigzag inputs/hardware/{name}.yaml, varied where a number follows its name",
        "  levels_inner_to_outer:",
    ]
    for memory in accelerator.memory_hierarchy.mem_level_list:
        lines += [
            f"  - name: {memory.name}",
            f"    size_bits: {memory.memory_instance.size}",
            f"    read_pj: {memory.read_energy}",
            f"    write_pj: {memory.write_energy}",
            f"    operands: [{', '.join(map(str, memory.operands))}]",
            f"    shared_across_array_dims: [{', '.join(sorted(map(str, memory.served_dimensions)))}]",
            f"    double_buffered: {str(bool(memory.memory_instance.force_double_buffering)).lower()}",
            "    ports:",
        ]
        for port in memory.ports:
            serves = ", ".join(f"'{operand},{CODES[way]}'" for operand, _, way in port.served_op_lv_dir)
            lines += [f"    - type: {port.type.value}", f"      bw_min: {port.bw_min}", f"      bw_max: {port.bw_max}",
                      f"      serves: [{serves}]"]
    array = accelerator.operational_array
    lines += [
        "  array:",
        f"    dims: [{', '.join(map(str, array.dimension_sizes))}]",
        f"    sizes: [{', '.join(str(size) for size in array.dimension_sizes.values())}]",
        f"    mac_energy_pj: {array.unit.energy_cost}",
        f"    systolic_dims: [{', '.join(sorted(map(str, array.systolic_dimensions)))}]",
    ]
    return lines


def case(machine, found):
    layer = found.layer
    operands = layer.layer_operands
    precision = {str(k): v for k, v in layer.operand_precision.data.items()}
    lines = [
        f"- name: {machine}/{layer.name}", "  mapper: loma", f"  equation: {layer.equation}",
        f"  relations: [{', '.join(map(str, layer.dimension_relations))}]",
        "  dims: {" + ", ".join(f"{d}: {s}" for d, s in layer.layer_dim_sizes.items()) + "}",
        "  precision_bits: {" + ", ".join(f"{k}: {v}" for k, v in precision.items()) + "}",
    ]
    if layer.pr_layer_dim_sizes and len(layer.pr_layer_dim_sizes):
        lines.append("  input_extent: {" + ", ".join(f"{d}: {s}" for d, s in layer.pr_layer_dim_sizes.items()) + "}")
    lines += ["  cycles_per_op: 1", "  array_unrolling:"]
    for side, unrolled in layer.spatial_mapping.items():
        lines.append(f"    {side}: {{" + ", ".join(f"{d}: {number(f)}" for d, f in unrolled.items()) + "}")
    for key, mapping in (
        ("spatial_per_level", found.spatial_mapping_int.mapping_dict_origin),
        ("spatial_per_level_fractional", found.spatial_mapping.mapping_dict_origin),
        ("temporal_per_level_inner_to_outer", found.temporal_mapping.mapping_dic_origin),
    ):
        lines += [f"  {key}:"] + [f"    {operand}: {loops(mapping[operand])}" for operand in operands]
    lines += [
        "  temporal_mapping_type: uneven", "  expect:",
        f"    energy_pj: {found.energy_total!r}", f"    mac_energy_pj: {found.mac_energy!r}",
        f"    latency_cycles: {found.latency_total2!r}", f"    onload: {found.data_onloading_cycle!r}",
        f"    compute_plus_stall: {found.latency_total0!r}", f"    stall: {found.stall_slack_comb!r}",
        f"    offload: {found.data_offloading_cycle!r}", f"    drain: {found.systolic_drain_cycle!r}",
        f"    offload_plus_drain: {found.data_offloading_cycle + found.systolic_drain_cycle!r}", "    accesses:",
    ]
    for operand in operands:
        levels = [[number(access.get(way)) for way in CODES] for access in found.memory_word_access[operand]]
        lines.append(f"      {operand}: {levels}")
    lines.append("    double_buffered:")
    for operand in operands:
        flags = ", ".join(str(bool(flag)).lower() for flag in found.double_buffer_true[operand][1:])
        lines.append(f"      {operand}: [{flags}]")
    lines.append(
        "    util: {" + f"ideal: {float(found.mac_spatial_utilization)!r}, stalls: {float(found.mac_utilization0)!r}, "
        f"stalls_onloading: {float(found.mac_utilization1)!r}, "
        f"stalls_onloading_offloading: {float(found.mac_utilization2)!r}" + "}")
    return lines


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 21
    factors = int(sys.argv[4]) if len(sys.argv) > 4 else 4
    logging.disable(logging.CRITICAL)
    chance = random.Random(seed)
    documents = []
    refused = []
    mapped = 0
    for index in range(count):
        machine = MACHINES[index % len(MACHINES)]
        description = yaml.safe_load((INPUTS / f"hardware/{machine}.yaml").read_text())
        if index >= len(MACHINES) and chance.random() < 0.5:
            description = varied(chance, description)
            machine += f"_{index}"
        array = dict(zip(description["operational_array"]["dimensions"], description["operational_array"]["sizes"]))
        make = product if machine.startswith("gemm") or chance.random() < 0.25 else convolution
        layer = make(chance, index)
        narrow = chance.choice([8, 8, 8, 4, 16])
        layer["operand_precision"] = {
            "W": narrow, "I": chance.choice([narrow, 8]), "O": 2 * max(8, narrow), "O_final": max(8, narrow)}
        mapping = {
            "name": "default", "spatial_mapping": unrolling(chance, layer, array),
            "memory_operand_links": {"O": "O", "W": "I2", "I": "I1"},
        }
        try:
            found = run(description, layer, mapping, factors)
        except Exception as error:
            refused.append(f"{machine}/{layer['name']}: {type(error).__name__} {error}".splitlines()[0][:160])
            continue
        mapped += 1
        documents.append("\n".join(
            hardware(machine, found.accelerator) + [
                "operand_links: {O: O, W: I2, I: I1}",
                "access_order: [read_to_lower, write_from_lower, read_to_higher, write_from_higher]",
                "cases:",
            ] + case(machine, found)) + "\n")
    pathlib.Path(sys.argv[1]).write_text("---\n".join(documents))
    print(f"zigzag_truth: {mapped} cases with seed {seed}; {len(refused)} that ZigZag does not map")
    for line in refused:
        print(f"  {line}")


if __name__ == "__main__":
    main()
