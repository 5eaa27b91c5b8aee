#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs `rafter measure`, likwid-bench and STREAM in turn on this computer and prints the ratios.

    compare.py RAFTER [--rounds N] [--threads N] [--results FILE]

Like is held against like: the same loop with the same stores, the same width of registers, the same bytes in each thread, the same
count of bytes (each array once; nothing for the line that is read before it is written), one thread and all. Of all tries of a tool
the best counts, since whatever else runs makes a try slower. --results keeps the best of earlier runs. A computer at rest is wanted; for
root, others on it get less of the processors meanwhile.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
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
# What likwid-bench goes through for a peak: it loads one element for each multiplication.
PEAK_BYTES = 16_000
# A try of about so many seconds, as short as those of `rafter measure`.
SECONDS = 0.003
# Threads of the tool begin and end apart, by up to a millisecond: a longer try hides it.
SEVERAL = 25
# In a shared cache the bandwidth rises over many passes; the tool times all of them.
SHARED_SECONDS = 0.15


# Elements beyond a power of two: arrays that begin at the same place in their pages wait for one another's stores.
STAGGER = 2784


def priority():
    """The words before a command that keep others from its processors, where this user may.

    Not the priority of real time: tools whose threads spin for one another would wait for ever on two processors.
    """
    group = pathlib.Path("/proc/self/autogroup")
    if os.geteuid() != 0 or not group.exists() or not shutil.which("setsid"):
        return []
    return ["setsid", "--wait", "sh", "-c", "echo -20 >/proc/self/autogroup 2>/dev/null; exec nice -n -20 \"$@\"", "sh"]


def likwid(loop, total, threads, iterations, words):
    """Operations or bytes per second of one run; 0 where the tool does not say."""
    command = words + [
        "likwid-bench", "-t", loop, "-i", str(max(1, iterations)), "-w", f"S0:{max(1, round(total / 1000))}kB:{threads}",
    ]
    text = subprocess.run(command, capture_output=True, text=True).stdout
    key = "MFlops/s" if loop.startswith("peakflops") else "MByte/s"
    found = re.search(rf"^{key}:\s+([0-9.]+)", text, re.MULTILINE)
    return float(found[1]) * 1e6 if found else 0.0


def build_stream(folder, bytes_each):
    """STREAM with arrays of that size; without the compiler's replacement of a loop by memcpy, whose stores go past the caches."""
    compiler = next((name for name in ("gcc", "clang") if shutil.which(name)), None)
    if compiler is None:
        sys.exit("compare-measure: no C compiler is here; install gcc")
    program = folder / "stream"
    subprocess.run(
        [
            compiler, "-O3", "-march=native", "-fopenmp", "-fno-tree-loop-distribute-patterns", "-mcmodel=medium",
            f"-DELEMENTS={bytes_each // 8 + STAGGER}", "-DTRIES=20", str(HERE / "stream.c"), "-o", str(program),
        ],
        check=True,
    )
    return program


def stream(program, threads, words):
    """Bytes per second of each loop."""
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads), OMP_PROC_BIND="true")
    text = subprocess.run(words + [str(program)], env=environment, capture_output=True, text=True, check=True).stdout
    return {name: float(rate) for name, rate in (line.split() for line in text.splitlines())}


class Results:
    """The best of each tool, by what was timed."""

    def __init__(self, path):
        self.path = path
        self.best = json.loads(path.read_text()) if path and path.exists() else {}

    def add(self, tool, what, threads, rate):
        entry = self.best.setdefault(f"{what}|{threads}", {})
        entry[tool] = max(rate, entry.get(tool, 0.0))
        if self.path:
            self.path.write_text(json.dumps(self.best, indent=1, sort_keys=True) + "\n")

    def rows(self):
        """Peaks, then memories from the innermost out; one thread before all."""
        def order(key):
            what, threads = key.split("|")
            level = what.split(" ")[0]
            return (not level.startswith("fp"), level == "dram", level, int(threads), what)

        return [(*key.split("|"), self.best[key]) for key in sorted(self.best, key=order)]


def round_of(rafter, results, words, repeats, tries, only):
    text = subprocess.run(
        words + [str(rafter), "measure", "--format", "json", "--quiet", "--tries", str(tries)],
        capture_output=True, text=True, check=True,
    ).stdout
    measured = json.loads(text)
    wide = "avx512" if any(peak["loop"] == "AVX-512 fp32" for peak in measured["peaks"]) else "avx"
    loops = LOOPS[wide]
    for peak in measured["peaks"]:
        form = peak["format"].split(" ")[0]
        if form not in loops or "vector" in peak["loop"]:
            continue
        rate, threads = peak["operations_per_s"]["best"], peak["threads"]
        if only and threads != only:
            continue
        results.add("rafter", f"{form} multiply-add", threads, rate)
        if peak["loop"].startswith("portable"):
            continue
        # A round of likwid-bench does some thirty operations for each element.
        passes = int(SECONDS * rate / (30 * PEAK_BYTES / (4 if form == "fp32" else 8)) / threads)
        for _ in range(repeats):
            found = likwid(loops[form], PEAK_BYTES * threads, threads, passes, words)
            results.add("likwid-bench", f"{form} multiply-add", threads, found)
    largest = 0
    last = f"l{max(cache['level'] for cache in measured['caches'])}" if measured["caches"] else ""
    for row in measured["streams"]:
        rate, threads, each = row["bytes_per_s"]["best"], row["threads"], row["bytes_per_thread"]
        if only and threads != only:
            continue
        what = f"{row['level']} {row['pattern']}"
        results.add("rafter", what, threads, rate)
        total = each * threads
        if row["level"] == "dram" and row["pattern"] == "read":
            largest = max(largest, total)
        for turn in range(repeats):
            seconds = SHARED_SECONDS if row["level"] == last else SECONDS * (SEVERAL if threads > 1 else 1)
            passes = max(2, int(seconds * rate / total))
            names = loops[row["pattern"]].split()
            found = likwid(names[turn % len(names)], total, threads, passes, words)
            results.add("likwid-bench", what, threads, found)
    with tempfile.TemporaryDirectory() as folder:
        program = build_stream(pathlib.Path(folder), int(largest))
        for threads in sorted({row["threads"] for row in measured["streams"] if only in (0, row["threads"])}):
            for name, rate in stream(program, threads, words).items():
                if name in ("copy", "triad"):
                    results.add("STREAM", f"dram {name}", threads, rate)
    return measured["processor"]


def table(results):
    """The rates and our best over theirs."""
    lines = ["| what | threads | rafter measure | likwid-bench | STREAM | ratio |", "|---|---:|---:|---:|---:|---:|"]
    outside = 0
    for what, threads, best in results.rows():
        ours = best.get("rafter")
        others = [best[tool] for tool in ("likwid-bench", "STREAM") if best.get(tool)]
        if not ours or not others:
            continue
        unit = "Gop/s" if "multiply" in what else "GB/s"
        cells = [f"{best[tool] / 1e9:.4g} {unit}" if best.get(tool) else "" for tool in ("rafter", "likwid-bench", "STREAM")]
        ratios = [ours / other for other in others]
        outside += any(abs(ratio - 1) > 0.1 for ratio in ratios)
        lines.append(f"| {what} | {threads} | " + " | ".join(cells) + f" | {', '.join(f'{ratio:.2f}' for ratio in ratios)} |")
    return "\n".join(lines), outside


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("rafter", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=3, help="runs of likwid-bench for each number in a round")
    parser.add_argument("--tries", type=int, default=50, help="of rafter measure")
    parser.add_argument("--threads", type=int, default=0, help="compare so many threads alone")
    parser.add_argument("--results", type=pathlib.Path, help="keeps the best of earlier runs here")
    options = parser.parse_args()
    if not shutil.which("likwid-bench"):
        sys.exit("compare-measure: likwid-bench is not here; apt-get install likwid")
    results = Results(options.results)
    words = priority()
    for _ in range(options.rounds):
        processor = round_of(options.rafter, results, words, options.repeats, options.tries, options.threads)
    if options.rounds:
        print(processor + "\n")
    text, outside = table(results)
    print(text)
    print(f"\n{outside} rows differ by more than 10 %")


if __name__ == "__main__":
    main()
