#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
source ../expect.sh

expect fit.txt 0 "$RAFTER" fit h200-kernels.csv --idle "77.9 W" --quiet
