#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
source ../expect.sh

expect roofline.txt 0 "$RAFTER" roofline edge-npu --quiet
expect analyze.txt 0 "$RAFTER" analyze resnet50 --on edge-npu --quiet
