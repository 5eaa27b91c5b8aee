# SPDX-License-Identifier: Apache-2.0
# For the run.sh of an example: runs a command and compares all it prints with a file.
#
#   source ../expect.sh
#   expect FILE STATUS COMMAND...
#
# RECORD_GOLDEN=1 writes the file anew; review the difference like code.

: "${RAFTER:?is to be the path of the rafter command}"

expect() {
  local file=$1 status=$2 printed code=0
  shift 2
  printed=$(mktemp)
  "$@" >"$printed" 2>&1 </dev/null || code=$?
  if [ "${RECORD_GOLDEN:-}" = 1 ]; then
    cp "$printed" "$file"
  fi
  if ! diff -u "$file" "$printed"; then
    echo "$file: the output is not as expected (RECORD_GOLDEN=1 make examples records it)" >&2
    rm -f "$printed"
    return 1
  fi
  rm -f "$printed"
  if [ "$code" -ne "$status" ]; then
    echo "$file: exit status $code instead of $status" >&2
    return 1
  fi
}
