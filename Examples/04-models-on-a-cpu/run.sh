#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# No node may lie above a roof: `check` then ends with 1.
set -euo pipefail
source ../expect.sh

for machine in one all; do
  for model in resnet50 mobilenet-v2 vit-b-16 decoder; do
    "$RAFTER" check "$model-$machine.json" --on "$machine.yaml" --quiet >/dev/null || {
      echo "$model-$machine.json: a node lies above a roof" >&2
      exit 1
    }
  done
done
