#!/usr/bin/env bash
# From a clone to a live curve: sets everything up, then opens the window on the demo, or trains the demo and writes a report where no display is.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() {
  say "usage: installer/run.sh [--headless] [--steps N]"
  say "Installs what is missing, builds Headroom, and starts it."
  say "  with a display      opens the window on the demo experiment, which starts to train"
  say "  without, --headless trains the demo (a baseline and one arm, about a minute on two cores) and writes headroom-demo/report.html and .pdf"
  say "  --steps N           length of each demo run (default 300)"
  say "Settings from the environment: see installer/setup.sh --help"
}

headless=$([ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && echo no || echo yes)
steps=300
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --headless) headless=yes ;;
    --steps) steps=${2:-}; shift ;;
    *) printf 'headroom: unknown argument %q; see installer/run.sh --help\n' "$1" >&2; exit 2 ;;
  esac
  shift
done
[[ $steps =~ ^[1-9][0-9]{0,8}$ ]] || { printf 'headroom: --steps needs a whole number from 1, not %q\n' "$steps" >&2; exit 2; }

demo=$HEADROOM_ROOT/headroom-demo
bin=$HEADROOM_BUILD/bin

# One run after the other: on two cores they would only slow each other down.
train_demo() {
  mkdir -p "$demo"
  "$bin/headroom" train paper/none --scale nano --data grammar --steps "$steps" --seed 1 --name "$baseline" --db "$demo/headroom.db" || return 1
  "$bin/headroom" train paper/none --scale nano --arm layernorm --data grammar --steps "$steps" --seed 1 --name "$arm" --db "$demo/headroom.db"
}

measure_roofs() { "$bin/headroom" doctor --wait --db "$demo/headroom.db"; }

write_report() {
  "$bin/headroom" report "$baseline" "$arm" --to "$demo/report.html" --db "$demo/headroom.db" || return 1
  "$bin/headroom" report "$baseline" "$arm" --to "$demo/report.pdf" --db "$demo/headroom.db"
}

PROGRAMS_ONLY=yes # the tests take as long again to compile
set_up
if [ "$headless" = no ]; then
  print_phases
  say "Opening the window on the demo, which trains while you watch. Close it whenever you like: runs go on."
  mkdir -p "$demo"
  exec "$bin/headroom-gui" --db "$demo/headroom.db" --page runs --demo
fi
# Every demo has runs of its own, so that the names stay unique.
stamp=$(date +%H%M%S)
baseline=baseline-$stamp
arm=layernorm-$stamp
phase "train the demo" train_demo
phase "measure this machine" measure_roofs
phase "write the report" write_report
print_phases
say "The demo is done: open $demo/report.html (or report.pdf); its runs are in $demo/headroom.db"
