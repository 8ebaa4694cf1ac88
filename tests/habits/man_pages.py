#!/usr/bin/env python3
"""The man pages name every command and option of the programs' own --help, and no command that there is not.
usage: man_pages.py ROOT BIN"""
import pathlib
import re
import subprocess
import sys


def help_of(words):
    done = subprocess.run([*words, "--help"], capture_output=True, text=True, timeout=60)
    return done.stdout


def commands_below(words):
    """Commands as CLI11 lists them, with theirs: ["headroom study", "headroom study plan", …]."""
    text = help_of(words)
    if "Subcommands:" not in text:
        return []
    names = re.findall(r"^  ([a-z][a-z-]*)\s", text.split("Subcommands:", 1)[1], re.M)
    found = []
    for name in names:
        deeper = commands_below([*words, name])
        found += deeper if deeper else [" ".join([pathlib.Path(words[0]).name, *words[1:], name])]
    return found


def plain(page):
    text = re.sub(r"\\f(\[[^]]*\]|.)", "", page).replace("\\-", "-").replace('"', "")
    return re.sub(r"^\.[A-Z]+ ", "", text, flags=re.M)


def main():
    root, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    problems, checked = [], 0
    for program in ("headroom", "headroom-train", "headroom-gui"):
        if not (folder / program).exists():
            continue  # a build without this part
        checked += 1
        page = plain((root / "resources" / "man" / f"{program}.1").read_text(encoding="utf-8"))
        known = commands_below([str(folder / program)])
        for command in known:
            if not re.search(rf"\b{re.escape(command)}\b", page):
                problems.append(f"{program}.1 does not name `{command}`")
        for command in set(re.findall(rf"^(?:.*, )?({program} [a-z][a-z-]*(?: [a-z][a-z-]*)?)", page, re.M)):
            first = " ".join(command.split()[:2])
            if known and not any(name == first or name.startswith(first + " ") for name in known):
                problems.append(f"{program}.1 names `{first}`, which the program does not know")
        if program != "headroom":  # its options are those of its commands, which --help tells
            words = [str(folder / program)]
            texts = [help_of(words)] + [help_of([*words, name.split()[1]]) for name in known]
            for option in sorted({o for text in texts for o in re.findall(r"(--[a-z][a-z-]+)", text)} - {"--help-all"}):
                if option not in page:
                    problems.append(f"{program}.1 does not name {option}")
    print("\n".join(problems) or f"{checked} man pages agree with their programs")
    return 1 if problems or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
