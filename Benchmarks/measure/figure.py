#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws measured nodes under the roofs of the computer they ran on, from the JSON of `rafter check`.

    figure.py OUT.svg [--dark] "one thread=resnet50:a.json,vit:b.json" "two threads=..."

A panel for each argument. Roofs are those that the bounds of the nodes state: nothing is drawn that was not checked.
"""

import argparse
import json
import math
import pathlib

LIGHT = {"page": "#ffffff", "ink": "#1b1f24", "faint": "#d8dde3", "soft": "#5b6570", "marks": ["#0072b2", "#d55e00", "#009e73", "#b35c9e"]}
DARK = {"page": "#0d1117", "ink": "#e6edf3", "faint": "#30363d", "soft": "#9aa4af", "marks": ["#56b4e9", "#f0a030", "#2fc799", "#e08fc4"]}
# Told apart in shape as well as in colour.
SHAPES = ["circle", "square", "triangle", "diamond"]
WIDTH, HEIGHT, TOP, BOTTOM, LEFT, GAP = 1040, 500, 92, 62, 74, 64
# What takes less is the runtime's own.
LEAST = 30e-6


class Axis:
    """Decades between two places."""

    def __init__(self, values, begin, end):
        self.low, self.high = math.floor(math.log10(min(values)) * 2) / 2, math.ceil(math.log10(max(values)) * 2) / 2
        self.begin, self.end = begin, end

    def __call__(self, value):
        return self.begin + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.begin)

    def decades(self):
        return range(math.ceil(self.low), math.floor(self.high) + 1)


def mark(shape, x, y, color, page, size=4.4):
    style = f'fill="{color}" fill-opacity="0.8" stroke="{page}" stroke-width="0.8"'
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" {style}/>'
    corners = {
        "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        "triangle": [(0, -1.25), (1.15, 0.9), (-1.15, 0.9)],
        "diamond": [(0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)],
    }[shape]
    points = " ".join(f"{x + dx * size * 0.9:.1f},{y + dy * size * 0.9:.1f}" for dx, dy in corners)
    return f'<polygon points="{points}" {style}/>'


def text(x, y, words, color, size=12, anchor="start", extra=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{color}" text-anchor="{anchor}" {extra}>{words}</text>'


def read(argument):
    title, files = argument.split("=", 1)
    models = []
    for entry in files.split(","):
        name, path = entry.split(":", 1)
        points = json.loads(pathlib.Path(path).read_text())["points"]
        models.append((name, [p for p in points if p["time_s"] >= LEAST and p["operations"] > 0 and p["bytes"]]))
    return title, models


def roofs(models):
    """Peaks in operations and bandwidths in bytes per second, by name."""
    peaks, slopes = {}, {}
    for _, points in models:
        for point in points:
            levels = {entry["level"]: entry["bytes"] for entry in point["bytes"]}
            for bound in point["bounds"]:
                name = bound["roof"]
                if name.startswith("bandwidth of "):
                    level = name.removeprefix("bandwidth of ")
                    slopes[level] = levels[level] / bound["time_s"]
                else:
                    # The vector unit counts its own operations, all of a node that has no product.
                    if len([b for b in point["bounds"] if not b["roof"].startswith("bandwidth")]) == 1:
                        peaks[name.removeprefix("peak of ")] = point["operations"] / bound["time_s"]
    return peaks, slopes


def intensity(point):
    return point["operations"] / sum(entry["bytes"] for entry in point["bytes"])


def ceilings(peaks):
    """Peaks from the highest down; those within two percent of one another are one line."""
    found = []
    for name, peak in sorted(peaks.items(), key=lambda entry: (-entry[1], entry[0])):
        short = "vector unit" if name.startswith("vector") else name.split(" x ")[0]
        if found and found[-1][1] < 1.02 * peak:
            found[-1][0].append(short)
        else:
            found.append(([short], peak))
    return found


def panel(title, models, left, right, theme, unit):
    peaks, slopes = roofs(models)
    points = [point for _, some in models for point in some]
    x = Axis([intensity(point) for point in points] + [0.05, 200], left, right)
    y = Axis([point["operations_per_s"] for point in points] + [1.6 * max(peaks.values())], HEIGHT - BOTTOM, TOP)
    out = [text(left, TOP - 14, title, theme["ink"], 14, extra='font-weight="600"')]
    for decade in x.decades():
        out.append(f'<line x1="{x(10**decade):.1f}" y1="{TOP}" x2="{x(10**decade):.1f}" y2="{HEIGHT - BOTTOM}" stroke="{theme["faint"]}"/>')
        out.append(text(x(10**decade), HEIGHT - BOTTOM + 17, f"{10.0**decade:g}", theme["soft"], 11.5, "middle"))
    for decade in y.decades():
        value = 10.0**decade
        name = next(f"{value / size:g}{prefix}" for size, prefix in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1, "")) if value >= size)
        out.append(f'<line x1="{left}" y1="{y(value):.1f}" x2="{right}" y2="{y(value):.1f}" stroke="{theme["faint"]}"/>')
        out.append(text(left - 6, y(value) + 4, name, theme["soft"], 11.5, "end"))
    top = max(peaks.values())
    bottom = 10**y.low
    for level, bandwidth in slopes.items():
        begin = max(10**x.low, bottom / bandwidth)
        end = top / bandwidth
        out.append(
            f'<line x1="{x(begin):.1f}" y1="{y(begin * bandwidth):.1f}" x2="{x(end):.1f}" y2="{y(top):.1f}" stroke="{theme["ink"]}" stroke-width="1.7"/>'
        )
        angle = math.degrees(math.atan2(y(top) - y(begin * bandwidth), x(end) - x(begin)))
        at = begin * (end / begin) ** 0.06 if bandwidth == max(slopes.values()) else 0.11
        out.append(
            text(0, -6, f"{level} {bandwidth / 1e9:.0f} GB/s", theme["ink"], 12, extra=f'transform="translate({x(at):.1f} {y(at * bandwidth):.1f}) rotate({angle:.1f})"')
        )
    for names, peak in ceilings(peaks):
        begin = peak / max(slopes.values())
        dash = "" if peak == top else ' stroke-dasharray="5 4"'
        out.append(f'<line x1="{x(begin):.1f}" y1="{y(peak):.1f}" x2="{right}" y2="{y(peak):.1f}" stroke="{theme["ink"]}" stroke-width="1.7"{dash}/>')
        lift = -6 if peak == top else 15
        out.append(text(right - 4, y(peak) + lift, f"{' and '.join(names)} {peak / 1e9:.3g} G{unit}", theme["ink"], 12, "end"))
    for (name, some), color, shape in zip(models, theme["marks"], SHAPES):
        for point in some:
            out.append(mark(shape, x(intensity(point)), y(point["operations_per_s"]), color, theme["page"]))
    out.append(text((left + right) / 2, HEIGHT - BOTTOM + 38, "operations per byte moved", theme["ink"], 12.5, "middle"))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("panels", nargs="+")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--title", default="ONNX Runtime under the measured roofs of this computer")
    options = parser.parse_args()
    theme = DARK if options.dark else LIGHT
    panels = [read(argument) for argument in options.panels]
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="Helvetica, Arial, DejaVu Sans, sans-serif">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{theme["page"]}"/>',
        text(LEFT - 44, 28, options.title, theme["ink"], 17, extra='font-weight="600"'),
    ]
    at = LEFT - 44
    for (name, _), color, shape in zip(panels[0][1], theme["marks"], SHAPES):
        out.append(mark(shape, at + 5, 48, color, theme["page"], 5.5))
        out.append(text(at + 16, 52, name, theme["ink"], 13))
        at += 36 + 8 * len(name)
    out.append(text(WIDTH - 14, 52, f"each mark a node that takes {LEAST * 1e6:g} us or more", theme["soft"], 12.5, "end"))
    width = (WIDTH - LEFT - 16 - GAP * (len(panels) - 1)) / len(panels)
    for place, (title, models) in enumerate(panels):
        left = LEFT + place * (width + GAP)
        out += panel(title, models, left, left + width, theme, "op/s")
    out.append(
        text(0, 0, "operations per second", theme["ink"], 12.5, "middle", extra=f'transform="translate(20 {(TOP + HEIGHT - BOTTOM) / 2:.0f}) rotate(-90)"')
    )
    options.output.write_text("\n".join(out) + "\n</svg>\n")


if __name__ == "__main__":
    main()
