#!/usr/bin/env bash
# Builds the rooms without torch or window under AddressSanitizer and UBSan and runs their unit tests. The command line is left out: it is
# wiring, and a third of the compiling. Prints what failed and a summary. usage: asan.sh ROOT
set -euo pipefail
root=$1 build=$1/build/asan jobs=$(nproc)
log=$build/habit_asan.log
mkdir -p "$build"

# Into the preset's own folder, so that an earlier build and what ccache holds of it are met again.
cmake -S "$root" --preset asan >"$log" 2>&1 || { tail -20 "$log"; exit 1; }
choice=(--test-dir "$build" -L unit -E '^tst_cli')
mapfile -t tests < <(ctest "${choice[@]}" -N | sed -n 's/^ *Test *#[0-9]*: //p')
[ "${#tests[@]}" -gt 0 ] || { echo "the asan preset has no unit tests"; exit 1; }

# A test's target has the test's name.
cmake --build "$build" -j "$jobs" --target "${tests[@]}" >"$log" 2>&1 || { grep -E -A 12 'FAILED:|error:' "$log" | head -60; exit 1; }

status=0
ctest "${choice[@]}" -j "$jobs" --output-on-failure >"$log" 2>&1 || status=$?
grep -vE '^ *Start +[0-9]+:|Passed +[0-9.]+ sec$|^Internal ctest|^Test project|^$' "$log" || true
exit "$status"
