#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Converts every hardware file inside the installed packages of ZigZag and AccelForge and prints what was refused, and why.

    python3 convert_packages.py RAFTER

Exit 1 where a file is refused for another reason than cells narrower than a weight, or where what came out is not read again.
"""

import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile


def files():
    """Each hardware file with the tool it is for; files that others include are none."""
    zigzag = importlib.util.find_spec("zigzag")
    if zigzag:
        folder = pathlib.Path(zigzag.origin).parent / "inputs/hardware"
        yield from (("zigzag", file) for file in sorted(folder.rglob("*.yaml")))
    accelforge = importlib.util.find_spec("accelforge")
    if accelforge:
        folder = pathlib.Path(accelforge.origin).parents[1] / "examples/arches"
        for file in sorted(folder.rglob("*.yaml")):
            if "\narch:" in "\n" + file.read_text():
                yield "accelforge", file


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    command = sys.argv[1]
    failed = False
    print("| tool | file | result | keys without counterpart | chosen or open |")
    print("|---|---|---|---:|---:|")
    for tool, file in files():
        run = subprocess.run([command, "convert", str(file), "--diagnostics", "json"], capture_output=True, text=True)
        said = [json.loads(line) for line in run.stderr.splitlines() if line.startswith("{")]
        errors = [item for item in said if item.get("severity") == "error"]
        ids = [item.get("id") for item in said]
        if run.returncode == 0:
            with tempfile.NamedTemporaryFile("w", suffix=".yaml") as out:
                out.write(run.stdout)
                out.flush()
                again = subprocess.run([command, "show", out.name], capture_output=True, text=True)
            result = "converted" if again.returncode == 0 else "converted, and not read again"
            failed |= again.returncode != 0
        else:
            result = "refused: " + "; ".join(sorted({item.get("message", item.get("id", "?")) for item in errors}))
            failed |= any(item.get("id") != "convert.narrow-cells" for item in errors) or not errors
        print(f"| {tool} | {file.name} | {result} | {ids.count('convert.no-counterpart')} | "
              f"{ids.count('convert.chosen') + ids.count('convert.left-open')} |")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
