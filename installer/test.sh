#!/usr/bin/env bash
# Sets everything up as run.sh does, builds with warnings as errors, and runs all tests. ctest's summary stands at the end.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

case "${1:-}" in
  -h | --help)
    say "usage: installer/test.sh [CTEST ARGUMENT…]     e.g. installer/test.sh -R journal, installer/test.sh -L unit"
    say "Installs what is missing, builds with warnings as errors, runs all tests (no GPU, display or network needed)."
    say "Settings from the environment: see installer/setup.sh --help"
    exit 0 ;;
esac

set_up -DHEADROOM_WERROR=ON
print_phases
cd "$HEADROOM_BUILD"
exec ctest --output-on-failure -j "$(nproc)" "$@"
