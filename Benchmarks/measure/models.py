#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs four models with ONNX Runtime on this computer and holds every node against the computer's own roofs.

    models.py record RAFTER FOLDER     profiles the models on one thread and on all, measures the computer before and after each
    models.py report RAFTER FOLDER     prints the tables from what was recorded
    models.py figure RAFTER FOLDER IMAGES     draws it, light and dark

The totals are predicted for one model from the others: the times of its nodes that do not overlap, by what bounds them, over the share
that such nodes of the other three models reach together. A node is bound by the longest of its times at multipliers, vector unit and
memories; what it takes is nearer to their sum and the time to wake the threads, since it hides little of one behind another.
"""

import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[2]
BUILT_IN = ROOT / "Sources/CRafterResources/models"
# Names, files and how often each runs.
MODELS = {
    "resnet50": (BUILT_IN / "resnet50.dynamo.onnx", 30),
    "mobilenet-v2": (BUILT_IN / "mobilenet_v2.legacy.onnx", 150),
    "vit-b-16": (BUILT_IN / "vit_b_16.dynamo.onnx", 15),
    "decoder": (None, 60),
}
MACHINES = {"one": "1", "all": "0"}
LEAST_US = 30
# Shorter nodes are not kept: their time is the runtime's own more than the processor's.
KEPT_US = 10


def record(rafter, folder, names):
    folder.mkdir(parents=True, exist_ok=True)
    if "machine" in names:
        # Before and after each model: a host that others use may be faster in between.
        around = []
        for name in names:
            if name != "machine":
                around += ["--around", shlex.join([sys.executable, __file__, "record", rafter, str(folder), name])]
        subprocess.run(
            [
                rafter, "measure", "--save", str(folder / "all.yaml"), "--save-one", str(folder / "one.yaml"),
                *around,
            ],
            check=True, stdout=subprocess.DEVNULL,
        )
        return
    for name, (file, runs) in MODELS.items():
        if name not in names:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            if file is None:
                file = pathlib.Path(scratch) / "decoder.onnx"
                subprocess.run([sys.executable, str(ROOT / "Scripts/onnx-decoder"), str(file)], check=True)
            for machine, threads in MACHINES.items():
                subprocess.run(
                    [
                        sys.executable, str(ROOT / "Scripts/onnxruntime-profile"), str(file), "--threads", threads,
                        "--runs", str(runs), "--fastest", "--least", str(KEPT_US),
                        "--output", str(folder / f"{name}-{machine}.json"),
                    ],
                    check=True,
                )


def checked(rafter, folder, name, machine):
    """The points of a profile, and the fastest run of the whole model."""
    profile = folder / f"{name}-{machine}.json"
    run = subprocess.run(
        [rafter, "check", str(profile), "--on", str(folder / f"{machine}.yaml"), "--format", "json", "--quiet"],
        capture_output=True, text=True,
    )
    points = json.loads(run.stdout)["points"]
    total = min(event["dur"] for event in json.loads(profile.read_text()) if event["name"] == "model_run")
    return points, total * 1e-6


def kind(point):
    """What bounds a node."""
    roof = point["bounds"][0]["roof"] if point["bounds"] else "nothing"
    if roof.startswith("peak"):
        return "multipliers"
    return roof.removeprefix("bandwidth of ") if roof.startswith("bandwidth") else "vector"


def bound(point):
    return point["bounds"][0]["time_s"] if point["bounds"] else 0.0


def launch(folder, machine):
    """Seconds to wake the threads, as `rafter measure` found them; none for one thread, which sleeps for nobody."""
    found = re.search(r"^launch: ([0-9.]+) us$", (folder / f"{machine}.yaml").read_text(), re.MULTILINE)
    return float(found[1]) * 1e-6 if found else 0.0


def apart(wake):
    """The time of a node of which nothing overlaps: all that its bounds allow at least, and the start."""
    return lambda point: sum(entry["time_s"] for entry in point["bounds"]) + wake


def sums(points, time=bound):
    """Least and measured times by what bounds."""
    found = {}
    for point in points:
        entry = found.setdefault(kind(point), [0.0, 0.0])
        entry[0] += time(point)
        entry[1] += point["time_s"]
    return found


def predicted(points, others, time):
    """The total that nodes like these took in other models."""
    seen = {}
    for some in others:
        for name, (least, time_s) in sums(some, time).items():
            entry = seen.setdefault(name, [0.0, 0.0])
            entry[0] += least
            entry[1] += time_s
    every = [sum(entry[side] for entry in seen.values()) for side in (0, 1)]
    total = 0.0
    for name, (least, _) in sums(points, time).items():
        known = seen.get(name) or every
        share = known[0] / known[1] if known[0] > 0 else every[0] / every[1]
        total += least / share
    return total


def report(rafter, folder):
    print("| model | threads | fastest run | nodes | bound | share of roof | not overlapped | share | from the other models | error | by bounds alone | nodes of 30 us | above a roof | nearest |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    worst = 0.0
    for machine in MACHINES:
        read = {name: checked(rafter, folder, name, machine) for name in MODELS}
        for name, (points, total) in read.items():
            least = sum(bound(point) for point in points)
            nodes = sum(point["time_s"] for point in points)
            others = [some for other, (some, _) in read.items() if other != name]
            own = apart(launch(folder, machine))
            sum_of_all = sum(own(point) for point in points)
            guess = predicted(points, others, own)
            error = guess / nodes - 1
            before = predicted(points, others, bound) / nodes - 1
            worst = max(worst, abs(error))
            long = [point for point in points if point["time_s"] >= LEAST_US * 1e-6]
            above = sum(point["share_of_roof"] > 1.02 for point in long)
            nearest = max(point["share_of_roof"] for point in long)
            print(
                f"| {name} | {machine} | {total * 1e3:.1f} ms | {nodes * 1e3:.1f} ms | {least * 1e3:.1f} ms | {least / nodes:.0%} | "
                f"{sum_of_all * 1e3:.1f} ms | {sum_of_all / nodes:.0%} | {guess * 1e3:.1f} ms | {error:+.0%} | {before:+.0%} | {len(long)} | {above} | {nearest:.0%} |"
            )
        print(file=sys.stderr)
        joined = {}
        for points, _ in read.values():
            for what, (least, time) in sums(points).items():
                entry = joined.setdefault(what, [0.0, 0.0])
                entry[0] += least
                entry[1] += time
        for what, (least, time) in sorted(joined.items()):
            print(f"{machine}: bound by {what}: {least / time:.0%} of {time * 1e3:.1f} ms", file=sys.stderr)
    print(f"\nthe largest error of a total is {worst:.0%}")


def figure(rafter, folder, images):
    with tempfile.TemporaryDirectory() as scratch:
        panels = []
        for machine, title in (("one", "one thread"), ("all", "two threads")):
            files = []
            for name in MODELS:
                path = pathlib.Path(scratch) / f"{name}-{machine}.json"
                path.write_text(json.dumps({"points": checked(rafter, folder, name, machine)[0]}))
                files.append(f"{name}:{path}")
            panels.append(f"{title}={','.join(files)}")
        for file, options in (("models-on-a-cpu.svg", []), ("models-on-a-cpu-dark.svg", ["--dark"])):
            script = str(pathlib.Path(__file__).parent / "figure.py")
            subprocess.run([sys.executable, script, str(images / file), *panels, *options], check=True)


def main():
    if len(sys.argv) < 4 or sys.argv[1] not in ("record", "report", "figure"):
        sys.exit(__doc__)
    task, rafter, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    if task == "record":
        record(rafter, folder, sys.argv[4:] or ["machine", *MODELS])
    elif task == "figure":
        figure(rafter, folder, pathlib.Path(sys.argv[4]))
    else:
        report(rafter, folder)


if __name__ == "__main__":
    main()
