#!/usr/bin/env python3
"""Rooms include only what lies below them: app → ui → core → kernels. usage: layering.py ROOT"""
import pathlib
import re
import sys

# room → prefixes of project headers it may include, and whether Qt or torch may appear.
QT, TORCH = "qt", "torch"
RULES = {
    "core/base": ({"core/base"}, set()),
    "core/arch": ({"core/base", "core/arch", "core/blocks"}, set()),
    "core/blocks": ({"core/base", "core/arch", "core/blocks"}, set()),
    "core/runs": ({"core/base", "core/runs"}, set()),
    "core/devices": ({"core/base", "core/runs", "core/devices"}, set()),
    "core/analysis": ({"core/base", "core/analysis"}, set()),
    "core/study": ({"core/base", "core/devices", "core/arch", "core/blocks", "core/runs", "core/analysis", "core/train/data", "core/study"}, set()),
    "core/engine": ({"core/base", "core/devices", "core/runs", "core/analysis", "core/arch", "core/blocks", "core/study", "core/engine"}, {QT}),
    "core/train/data": ({"core/base", "core/train/data"}, set()),
    "core/train": ({"core/base", "core/devices", "core/arch", "core/blocks", "core/runs", "core/train", "kernels"}, {TORCH}),
    "kernels": ({"kernels"}, set()),
    "ui": ({"core/base", "core/devices", "core/arch", "core/blocks", "core/runs", "core/analysis", "core/study", "core/engine", "core/train/data", "ui"}, {QT}),
    "app/train": ({"core", "kernels", "app/train"}, {TORCH}),
    "app/cli": ({"core/base", "core/devices", "core/arch", "core/blocks", "core/runs", "core/analysis", "core/engine", "core/study", "core/train/data", "app/cli"}, {QT}),
    "app/gui": ({"core/base", "core/arch", "core/runs", "core/engine", "ui", "app/gui"}, {QT}),
}
OURS = re.compile(r'^\s*#\s*include\s+"((?:core|ui|app|kernels)/[^"]+)"')
ANY = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]')
IS_QT = re.compile(r"^(Q[A-Z]\w*|Qt\w*/.*|qcustomplot\.h|q[a-z]+\.h)$")
IS_TORCH = re.compile(r"^(torch|ATen|c10)/")
SQL = re.compile(r"^(sqlite3\.h|SQLiteCpp/)")


def room_of(path):
    matches = [room for room in RULES if path.startswith(room + "/")]
    return max(matches, key=len, default=None)


def problems(root):
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root).as_posix()
        room = room_of(path)
        if room is None or file.suffix not in {".h", ".cpp", ".cu"}:
            continue
        allowed, outside = RULES[room]
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            where = f"{path}:{number}"
            if ours := OURS.match(line):
                target = ours.group(1)
                if not any(target.startswith(prefix + "/") for prefix in allowed):
                    yield f"{where}: {room} must not include {target}"
                if not (root / target).exists():
                    yield f"{where}: {target} does not exist"
            if header := ANY.match(line):
                name = header.group(1)
                if IS_QT.match(name) and QT not in outside:
                    yield f"{where}: {room} must not know Qt ({name})"
                if IS_TORCH.match(name) and TORCH not in outside:
                    yield f"{where}: {room} must not know LibTorch ({name})"
                if SQL.match(name) and room != "core/runs":
                    yield f"{where}: SQL stays in core/runs ({name})"


if __name__ == "__main__":
    found = list(problems(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "every include keeps the direction app → ui → core → kernels")
    sys.exit(1 if found else 0)
