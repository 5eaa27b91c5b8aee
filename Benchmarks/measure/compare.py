#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the loops of `rafter measure`, of likwid-bench and of STREAM in turn on this computer and prints the ratios.

    compare.py RAFTER [--pairs N] [--only WORD ...] [--results FILE]

Like is held against like: the same loop with the same stores, the same width of registers, the same bytes in each thread, the same
count of bytes (each array once; nothing for the line that is read before it is written), one thread and all, and the same clock, that
on the wall. `window.c` runs one loop of `rafter measure` for a short while; a window of the other tool stands right before or after it, so
that a host that is slower for some seconds slows both. Of all windows of a tool the best counts, and of all pairs the median ratio with
the middle half of them. What `rafter measure` itself gives is printed beside them.

A pass over a small set takes a fixed time beside that of its bytes: the call of the loop and a branch that ends it. For the first-level
cache both tools are timed with four sizes of the set. --results keeps the windows of earlier runs.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
KERNELS = HERE.parent.parent / "Sources" / "CRafterKernels"
# Loops of likwid-bench for ours, by the widest registers that there are; where two do the same, the better counts.
LOOPS = {
    "avx512": {
        "read": "load_avx512", "copy": "copy_avx512", "triad": "stream_avx512 stream_avx512_fma",
        "copy past caches": "copy_mem_avx512", "triad past caches": "stream_mem_avx512",
        "fp32": "peakflops_sp_avx512_fma", "fp64": "peakflops_avx512_fma",
    },
    "avx": {
        "read": "load_avx", "copy": "copy_avx", "triad": "stream_avx stream_avx_fma",
        "copy past caches": "copy_mem_avx", "triad past caches": "stream_mem_avx stream_mem_avx_fma",
        "fp32": "peakflops_sp_avx_fma", "fp64": "peakflops_avx_fma",
    },
}
# The numbers of CRafterKernels.h.
PATTERNS = {"read": 0, "copy": 1, "triad": 2, "copy past caches": 3, "triad past caches": 4}
PEAKS = {("avx", "fp32"): 1, ("avx", "fp64"): 2, ("avx512", "fp32"): 4, ("avx512", "fp64"): 5}
ARRAYS = {"read": 1, "copy": 2, "triad": 3}
# What likwid-bench goes through for a peak: it loads one element for each multiplication.
PEAK_BYTES = 16_000
# A window: long beside the millisecond by which threads of a tool begin apart, short beside the moods of a host.
SECONDS = 0.2
# A window where only the best counts.
SHORT = 0.05
# Elements beyond a power of two: arrays that begin at the same place in their pages wait for one another's stores.
STAGGER = 2784
# Sizes of a set in the first-level cache, as shares of it: three arrays that each begin with a page fit its ways up to three quarters.
SHARES = (0.25, 0.4, 0.55, 0.72)


def priority():
    """The words before a command that keep others from its processors, where this user may.

    Not the priority of real time: tools whose threads spin for one another would wait for ever on two processors.
    """
    group = pathlib.Path("/proc/self/autogroup")
    if os.geteuid() != 0 or not group.exists() or not shutil.which("setsid"):
        return []
    return ["setsid", "--wait", "sh", "-c", "echo -20 >/proc/self/autogroup 2>/dev/null; exec nice -n -20 \"$@\"", "sh"]


def compiler():
    name = next((name for name in ("clang", "gcc") if shutil.which(name)), None)
    if name is None:
        sys.exit("compare-measure: no C compiler is here; install gcc")
    return name


def build_window(folder):
    """Our loops, as the release build compiles them."""
    program = folder / "window"
    sources = [str(path) for path in sorted(KERNELS.glob("*.c"))]
    subprocess.run(
        [compiler(), "-O2", "-pthread", f"-I{KERNELS / 'include'}", str(HERE / "window.c"), *sources, "-o", str(program)],
        check=True,
    )
    return program


def build_stream(folder, bytes_each):
    """STREAM with arrays of that size; without the compiler's replacement of a loop by memcpy, whose stores go past the caches."""
    name = "gcc" if shutil.which("gcc") else "clang"
    words = ["-fno-tree-loop-distribute-patterns"] if name == "gcc" else ["-fno-builtin"]
    program = folder / "stream"
    subprocess.run(
        [
            name, "-O3", "-march=native", "-fopenmp", *words, "-mcmodel=medium",
            f"-DELEMENTS={bytes_each // 8 + STAGGER}", "-DTRIES=6", str(HERE / "stream.c"), "-o", str(program),
        ],
        check=True,
    )
    return program


class Tools:
    """Runs a window of each tool."""

    def __init__(self, window, stream, wide):
        self.window, self.stream, self.wide = window, stream, wide
        self.words = priority()

    def output(self, command, environment=None):
        return subprocess.run(
            self.words + [str(word) for word in command], env=environment, capture_output=True, text=True, check=True
        ).stdout

    def ours(self, row, seconds=SECONDS):
        if row["level"] == "peak":
            words = ["peak", PEAKS[self.wide, row["pattern"]], row["threads"], seconds]
        else:
            words = ["stream", PATTERNS[row["pattern"]], row["threads"], row["bytes"], seconds]
        return float(self.output([self.window, *words]).split()[0])

    def likwid(self, row, rate, seconds=SECONDS):
        """The better of the loops that do the same; `rate` only tells how often to run them."""
        best = 0.0
        is_peak = row["level"] == "peak"
        total = (PEAK_BYTES if is_peak else row["bytes"]) * row["threads"]
        # A round of a peak does some thirty operations for each element.
        work = 30 * total / (4 if row["pattern"] == "fp32" else 8) if is_peak else total
        for loop in LOOPS[self.wide][row["pattern"]].split():
            text = self.output([
                "likwid-bench", "-t", loop, "-i", max(2, int(seconds * rate / work)),
                "-w", f"S0:{max(1, round(total / 1000))}kB:{row['threads']}",
            ])
            key = "MFlops/s" if is_peak else "MByte/s"
            found = re.search(rf"^{key}:\s+([0-9.]+)", text, re.MULTILINE)
            best = max(best, float(found[1]) * 1e6 if found else 0.0)
        return best

    def stream_rates(self, threads):
        """Bytes per second of each loop of STREAM."""
        environment = dict(os.environ, OMP_NUM_THREADS=str(threads), OMP_PROC_BIND="true")
        lines = (line.split() for line in self.output([self.stream], environment).splitlines())
        return {name: float(rate) for name, rate in lines}


def rows_of(measured):
    """What `rafter measure` timed that the other tools have a loop for, with its own best."""
    rows = []
    wide = "avx512" if any(peak["loop"] == "AVX-512 fp32" for peak in measured["peaks"]) else "avx"
    for peak in measured["peaks"]:
        form = peak["format"].split(" ")[0]
        if (wide, form) in PEAKS and "vector" not in peak["loop"] and not peak["loop"].startswith("portable"):
            rows.append(dict(level="peak", pattern=form, threads=peak["threads"], bytes=0,
                             measured=peak["operations_per_s"]["best"]))
    for stream in measured["streams"]:
        rows.append(dict(level=stream["level"], pattern=stream["pattern"], threads=stream["threads"],
                         bytes=stream["bytes_per_thread"], measured=stream["bytes_per_s"]["best"]))
    rows.sort(key=lambda row: (row["level"] != "peak", row["level"] == "dram", row["level"], row["threads"], row["pattern"]))
    return rows, wide


def key_of(row):
    return f"{row['level']} {row['pattern']}|{row['threads']}"


def run_pairs(tools, rows, pairs, results, save):
    """Windows in pairs; who comes first alternates. What is there is saved after each round of them."""
    for turn in range(pairs):
        streams = {}
        for row in rows:
            entry = results.setdefault(key_of(row), {"pairs": [], "stream": []})
            rate = entry.get("rate") or row["measured"]
            if turn % 2:
                theirs = tools.likwid(row, rate)
                ours = tools.ours(row)
            else:
                ours = tools.ours(row)
                theirs = tools.likwid(row, ours)
            entry["rate"] = ours
            entry["measured"] = max(row["measured"], entry.get("measured", 0.0))
            entry["pairs"].append([ours, theirs])
            if row["level"] == "dram" and row["pattern"] in ("copy", "triad"):
                threads = row["threads"]
                if threads not in streams:
                    streams[threads] = tools.stream_rates(threads)
                entry["stream"].append([ours, streams[threads][row["pattern"]]])
        save()


def run_sizes(tools, rows, repeats, results):
    """Seconds of a pass over sets of four sizes in the first-level cache: the quickest of some windows."""
    for row in rows:
        if row["level"] != "l1" or row["threads"] != 1:
            continue
        # `rafter measure` takes half of the cache.
        whole = 2 * row["bytes"]
        entry = results.setdefault(f"sizes {row['pattern']}", {})
        for _ in range(repeats):
            for share in SHARES:
                # Whole steps of both tools' loops in each array.
                arrays = ARRAYS[row["pattern"]]
                each = int(whole * share / 1000) * 1000
                ours_each = each // arrays // 256 * 256 * arrays
                sized = dict(row, bytes=each)
                ours = tools.ours(sized, SHORT)
                theirs = tools.likwid(sized, ours, SHORT)
                best = entry.setdefault(str(each), [0.0, 0.0, ours_each])
                best[0], best[1] = max(best[0], ours), max(best[1], theirs)


def spread(values):
    """The median, and the middle half."""
    ordered = sorted(values)
    middle = statistics.median(ordered)
    low, high = ordered[len(ordered) // 4], ordered[-1 - len(ordered) // 4]
    return middle, low, high


def table(results):
    lines = [
        "| what | threads | rafter measure | its loop, best window | likwid-bench, best window | best over best | median of pairs (middle half) | STREAM: best over best | median of pairs |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    outside, outside_pairs, count = 0, 0, 0
    for key, entry in results.items():
        if key.startswith("sizes") or not entry["pairs"]:
            continue
        what, threads = key.split("|")
        scale, unit = 1e9, "Gop/s" if what.startswith("peak") else "GB/s"
        ours = max(pair[0] for pair in entry["pairs"])
        theirs = max(pair[1] for pair in entry["pairs"])
        middle, low, high = spread([pair[0] / pair[1] for pair in entry["pairs"]])
        cells = [f"{entry['measured'] / scale:.4g} {unit}", f"{ours / scale:.4g}", f"{theirs / scale:.4g}", f"{ours / theirs:.2f}",
                 f"{middle:.2f} ({low:.2f} to {high:.2f})"]
        verdicts = [(ours / theirs, middle)]
        if entry["stream"]:
            best = max(pair[1] for pair in entry["stream"])
            middle = statistics.median(pair[0] / pair[1] for pair in entry["stream"])
            verdicts.append((ours / best, middle))
            cells += [f"{ours / best:.2f}", f"{middle:.2f}"]
        else:
            cells += ["", ""]
        count += len(verdicts)
        outside += sum(abs(best - 1) > 0.1 for best, _ in verdicts)
        outside_pairs += sum(abs(middle - 1) > 0.1 for _, middle in verdicts)
        lines.append(f"| {what} | {threads} | " + " | ".join(cells) + " |")
    lines += ["", f"Of {count} ratios {count - outside} of the best and {count - outside_pairs} of the medians are within 10 %."]
    return "\n".join(lines)


def sizes_table(results):
    """What a pass of each tool takes in the first-level cache, by the size of the set."""
    lines = [
        "| first-level cache | set | rafter: a pass takes | likwid-bench: a pass takes | more than rafter for as many bytes |",
        "|---|---:|---:|---:|---:|",
    ]
    for key, entry in results.items():
        if not key.startswith("sizes"):
            continue
        for size, best in sorted(entry.items(), key=lambda item: int(item[0])):
            ours, theirs = best[2] / best[0] * 1e9, float(size) / best[1] * 1e9
            lines.append(
                f"| {key[6:]} | {float(size) / 1000:g} kB | {ours:.1f} ns | {theirs:.1f} ns | {theirs - ours * float(size) / best[2]:.1f} ns |")
    return "\n".join(lines) if len(lines) > 2 else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("rafter", type=pathlib.Path)
    parser.add_argument("--pairs", type=int, default=15, help="pairs of windows for each number")
    parser.add_argument("--tries", type=int, default=50, help="of rafter measure")
    parser.add_argument("--only", nargs="*", default=[], help="words of what is compared: peak, l1, read, sizes")
    parser.add_argument("--threads", type=int, default=0, help="compare so many threads alone")
    parser.add_argument("--results", type=pathlib.Path, help="keeps the windows of earlier runs here")
    options = parser.parse_args()
    if not shutil.which("likwid-bench"):
        sys.exit("compare-measure: likwid-bench is not here; apt-get install likwid")
    kept = json.loads(options.results.read_text()) if options.results and options.results.exists() else {}
    results = kept.setdefault("rows", {})
    if "measured" not in kept or options.pairs == 0:
        text = subprocess.run(
            priority() + [str(options.rafter), "measure", "--format", "json", "--quiet", "--tries", str(options.tries)],
            capture_output=True, text=True, check=True,
        ).stdout
        kept["measured"] = json.loads(text)
    rows, wide = rows_of(kept["measured"])
    words = set(options.only)
    chosen = [
        row for row in rows
        if (not words - {"sizes"} or words & {row["level"], row["pattern"]}) and options.threads in (0, row["threads"])
        and words != {"sizes"}
    ]

    def save():
        if options.results:
            options.results.write_text(json.dumps(kept, indent=1) + "\n")

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        largest = max((row["bytes"] // ARRAYS["triad"] * row["threads"] for row in rows if row["pattern"] == "triad"), default=0)
        tools = Tools(build_window(folder), build_stream(folder, int(largest)), wide)
        run_pairs(tools, chosen, options.pairs, results, save)
        if (not words or "sizes" in words) and options.pairs:
            run_sizes(tools, rows, 6, results)
    save()
    print(kept["measured"]["processor"] + "\n")
    print(table(results))
    print()
    print(sizes_table(results))


if __name__ == "__main__":
    main()
