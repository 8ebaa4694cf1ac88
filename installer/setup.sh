#!/usr/bin/env bash
# Everything a fresh Debian 12 needs to build Headroom: packages, LibTorch, configure, compile. run.sh and test.sh stand on it.
# Safe to run again at any time: what is there already is left alone.
set -euo pipefail

HEADROOM_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
HEADROOM_CACHE=${HEADROOM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/headroom}
HEADROOM_BUILD=${HEADROOM_BUILD:-$HEADROOM_ROOT/build/release}
LIBTORCH=$HEADROOM_CACHE/libtorch-2.11.0
export HEADROOM_CACHE
declare -a PHASES=()

say() { printf '%s\n' "$*"; }
die() { printf 'headroom: %s\n' "$*" >&2; exit 1; }

# phase NAME COMMAND…: runs it, remembers how long it took, and says which phase failed. Bash ignores `set -e` inside a command that stands
# before ||, so every step of a phase that matters says `|| return 1` itself.
phase() {
  local name=$1 start=$SECONDS
  shift
  say "── $name"
  "$@" || die "$name failed; the lines above say why. Run the same command again once that is mended: finished steps are kept."
  PHASES+=("$(printf '%-28s %4d s' "$name" $((SECONDS - start)))")
}

print_phases() {
  say "── time"
  printf '   %s\n' "${PHASES[@]}"
  printf '   %-28s %4d s\n' together "$SECONDS"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; return; fi
  command -v sudo >/dev/null || die "installing packages needs root; run as root or install sudo"
  sudo "$@"
}

install_packages() {
  local missing
  # dpkg-query fails when a package is unknown; its list of the installed ones is still right.
  missing=$(grep -vE '^(#|$)' "$HEADROOM_ROOT/installer/packages.txt" |
    grep -vxF -f <(dpkg-query -W -f '${db:Status-Abbrev}|${Package}\n' 2>/dev/null | sed -n 's/^ii *|//p') || true)
  if [ -z "$missing" ]; then say "   all packages are installed"; return; fi
  say "   installing: $(echo $missing)"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq || return 1
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >"$HEADROOM_CACHE/apt.log" 2>&1 ||
    { tail -5 "$HEADROOM_CACHE/apt.log" >&2; return 1; }
}

find_nvcc() {
  local dir
  for dir in "${CUDA_HOME:-}" "${CUDA_PATH:-}" /usr/local/cuda; do
    if [ -n "$dir" ] && [ -x "$dir/bin/nvcc" ]; then realpath "$dir"; return; fi
  done
  if command -v nvcc >/dev/null; then dirname "$(dirname "$(readlink -f "$(command -v nvcc)")")"; fi
}

# A LibTorch that Torch_DIR or CMAKE_PREFIX_PATH names is used as it is.
existing_libtorch() {
  local dir
  for dir in ${Torch_DIR:+"$Torch_DIR/../../.."} ${CMAKE_PREFIX_PATH:+${CMAKE_PREFIX_PATH//:/ }}; do
    for dir in "$dir" "$dir/../.."; do
      if [ -e "$dir/include/torch/csrc/api/include/torch/torch.h" ]; then realpath "$dir"; return; fi
    done
  done
}

# fetch_wheels LIST: downloads the wheels of a list, checks their hashes, unpacks them into LIBTORCH.
# pip is told the platform, so that whatever Python runs it, the same files arrive.
fetch_wheels() {
  local list=$1 stamp platforms=() tag
  stamp=$LIBTORCH/.done-$(sha256sum <"$list" | cut -c1-16)
  [ -e "$stamp" ] && return
  for tag in 28 27 26 25 24 18 17; do platforms+=(--platform "manylinux_2_${tag}_x86_64"); done
  platforms+=(--platform manylinux2014_x86_64 --platform manylinux1_x86_64)
  rm -rf "$LIBTORCH.wheels"
  mkdir -p "$LIBTORCH.wheels" "$LIBTORCH"
  say "   downloading $(grep -vcE '^(#|$)' "$list") wheels ($(basename "$list" .txt)); once, into $HEADROOM_CACHE"
  python3 -m pip download -q --disable-pip-version-check --no-cache-dir --no-deps --require-hashes --only-binary=:all: \
    --python-version 3.12 --implementation cp "${platforms[@]}" -d "$LIBTORCH.wheels" -r "$list" || return 1
  say "   unpacking"
  local wheel
  for wheel in "$LIBTORCH.wheels"/*.whl; do python3 -m zipfile -e "$wheel" "$LIBTORCH" && rm "$wheel" || return 1; done
  rmdir "$LIBTORCH.wheels"
  : >"$stamp"
}

obtain_libtorch() {
  local found cuda
  found=$(existing_libtorch)
  if [ -n "$found" ]; then
    say "   using the LibTorch in $found"
    TORCH_ARGUMENT=-DHEADROOM_TORCH_ROOT=$found
    return
  fi
  fetch_wheels "$HEADROOM_ROOT/installer/libtorch-cpu.txt" || return 1
  cuda=$(find_nvcc)
  if [ -n "$cuda" ]; then
    fetch_wheels "$HEADROOM_ROOT/installer/libtorch-cuda.txt" || return 1
    ls "$cuda"/lib64/libcudnn.so* >/dev/null 2>&1 || fetch_wheels "$HEADROOM_ROOT/installer/libtorch-cudnn.txt" || return 1
    ls "$cuda"/lib64/libnccl.so* >/dev/null 2>&1 || fetch_wheels "$HEADROOM_ROOT/installer/libtorch-nccl.txt" || return 1
    say "   LibTorch is in $LIBTORCH; CUDA Toolkit in $cuda"
  else
    say "   LibTorch is in $LIBTORCH; no CUDA Toolkit found: a CPU-only build"
  fi
  TORCH_ARGUMENT=-DHEADROOM_TORCH_ROOT=$LIBTORCH/torch
}

configure() { # configure [CMAKE ARGUMENT…]
  local cuda
  cuda=$(find_nvcc)
  cmake -S "$HEADROOM_ROOT" --preset release -B "$HEADROOM_BUILD" "$TORCH_ARGUMENT" ${cuda:+-DHEADROOM_NVCC="$cuda/bin/nvcc"} "$@" \
    >"$HEADROOM_BUILD.configure.log" 2>&1 || { tail -20 "$HEADROOM_BUILD.configure.log" >&2; return 1; }
}

compile() { cmake --build "$HEADROOM_BUILD" ${PROGRAMS_ONLY:+--target headroom headroom-gui headroom-train}; }

# set_up [CMAKE ARGUMENT…]
set_up() {
  mkdir -p "$HEADROOM_CACHE" "$(dirname "$HEADROOM_BUILD")"
  phase "Debian packages" install_packages
  phase "LibTorch 2.11.0" obtain_libtorch
  phase "configure" configure "$@"
  phase "compile" compile
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  case "${1:-}" in
    -h | --help)
      say "usage: installer/setup.sh          install what Headroom needs (Debian packages, LibTorch) and build it into build/release"
      say "  HEADROOM_CACHE=DIR               where LibTorch is kept (now $HEADROOM_CACHE)"
      say "  Torch_DIR, CMAKE_PREFIX_PATH     use this LibTorch 2.11 instead of downloading one"
      say "  CUDA_HOME                        the CUDA Toolkit 13, when it is not in /usr/local/cuda or on PATH; without one: CPU only"
      exit 0 ;;
    "") ;;
    *) printf 'headroom: unknown argument %q; see installer/setup.sh --help\n' "$1" >&2; exit 2 ;;
  esac
  set_up
  print_phases
fi
