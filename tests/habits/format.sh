#!/usr/bin/env bash
# Every tracked source file stands as clang-format 14 lays it out. usage: format.sh ROOT CLANG_FORMAT
set -euo pipefail
cd "$1"
command -v "${2:-}" >/dev/null || { echo "skipped: clang-format is not installed"; exit 77; }
git ls-files -- '*.h' '*.cpp' '*.cu' | xargs "$2" --dry-run -Werror
