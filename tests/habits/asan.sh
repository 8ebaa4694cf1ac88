#!/usr/bin/env bash
# Builds the asan preset (targets without torch or window) and runs its unit tests. usage: asan.sh ROOT BUILD
set -euo pipefail
cmake -S "$1" --preset asan -B "$2" >"$2.log" 2>&1 || { tail -20 "$2.log"; exit 1; }
cmake --build "$2" 2>&1 | tail -20
cd "$2"
ctest --output-on-failure -L unit -j "$(nproc)"
