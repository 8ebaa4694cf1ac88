#!/usr/bin/env bash
# An installation into a folder of its own has what a desktop and a shell look for. usage: install.sh BUILD
set -euo pipefail
build=$1
for program in headroom headroom-gui; do
  [ -x "$build/bin/$program" ] || { echo "skipped: $program is not built"; exit 77; }
done
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install "$build" --prefix "$prefix" >"$prefix/log" 2>&1 || { cat "$prefix/log"; exit 1; }
share=$prefix/share
for file in bin/headroom bin/headroom-gui share/applications/org.headroom.Headroom.desktop \
  share/metainfo/org.headroom.Headroom.metainfo.xml share/mime/packages/org.headroom.Headroom.xml \
  share/icons/hicolor/scalable/apps/org.headroom.Headroom.svg share/icons/hicolor/symbolic/apps/org.headroom.Headroom-symbolic.svg \
  share/man/man1/headroom.1 share/man/man1/headroom-gui.1 share/bash-completion/completions/headroom \
  share/zsh/site-functions/_headroom share/fish/vendor_completions.d/headroom.fish; do
  [ -s "$prefix/$file" ] || { echo "$file is missing or empty"; exit 1; }
done
# Icons that the MIME types name are there.
for name in $(sed -n 's/.*<icon name="\([^"]*\)".*/\1/p' "$share/mime/packages/org.headroom.Headroom.xml"); do
  [ -s "$share/icons/hicolor/scalable/mimetypes/$name.svg" ] || { echo "no icon $name"; exit 1; }
done
version=$("$prefix/bin/headroom" --version)
grep -q "<release version=\"${version#headroom }\"" "$share/metainfo/org.headroom.Headroom.metainfo.xml" || { echo "metainfo does not know $version"; exit 1; }
if command -v desktop-file-validate >/dev/null; then desktop-file-validate "$share/applications/org.headroom.Headroom.desktop"; fi
if command -v appstreamcli >/dev/null; then appstreamcli validate --no-net "$share/metainfo/org.headroom.Headroom.metainfo.xml" >/dev/null; fi
if command -v update-mime-database >/dev/null; then
  update-mime-database "$share/mime"
  grep -q 'application/vnd.headroom.bundle+zip' "$share/mime/globs"
fi
# What bash would offer.
bash -c '
  source "$1"; COMP_WORDS=(headroom study st); COMP_CWORD=2; _headroom; [[ " ${COMPREPLY[*]} " == *" start "* ]] || exit 1
  COMP_WORDS=(headroom train gpt2 --scale na); COMP_CWORD=4; _headroom; [[ "${COMPREPLY[*]}" == nano ]] || exit 1
  COMP_WORDS=(headroom ru); COMP_CWORD=1; _headroom; [[ "${COMPREPLY[*]}" == runs ]]' - "$share/bash-completion/completions/headroom" ||
  { echo "bash does not complete"; exit 1; }
if command -v zsh >/dev/null; then zsh -n "$share/zsh/site-functions/_headroom"; fi
if command -v fish >/dev/null; then fish -n "$share/fish/vendor_completions.d/headroom.fish"; fi
echo "installed, found and completed"
