#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
source ../expect.sh

expect messages.txt 2 "$RAFTER" roofline npu.yaml --quiet
