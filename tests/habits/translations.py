#!/usr/bin/env python3
"""No text of a translation is unfinished, and each keeps what it is to say: places (%1, %n), mnemonics, patterns of files.
usage: translations.py ROOT"""
import pathlib
import re
import sys
import xml.etree.ElementTree as tree

PLACES = re.compile(r"%(?:L?\d+|n)")
PATTERNS = re.compile(r"\*\.[a-z.]+")


def forms_of(translation):
    forms = translation.findall("numerusform")
    return ["".join(form.itertext()) for form in forms] if forms else ["".join(translation.itertext())]


def problems_in(path):
    for context in tree.parse(path).getroot().findall("context"):
        name = context.findtext("name")
        for message in context.findall("message"):
            source, translation = message.findtext("source") or "", message.find("translation")
            where = f"{path.name}: {name}: {source[:70]!r}"
            if translation is None or translation.get("type") == "unfinished":
                yield f"{where} is not translated"
                continue
            for form in forms_of(translation):
                plural = message.get("numerus") == "yes"
                if not form.strip() and source.strip():
                    yield f"{where} is empty"
                asked, given = sorted(PLACES.findall(source)), sorted(PLACES.findall(form))
                if asked != given and not (plural and sorted(p for p in asked if p != "%n") == sorted(p for p in given if p != "%n")):
                    yield f"{where} has other places: {form[:70]!r}"
                if sorted(PATTERNS.findall(source)) != sorted(PATTERNS.findall(form)):
                    yield f"{where} has other patterns of files: {form[:70]!r}"
                if re.match(r"^[^ ]*&[^& ]", source) and len(source) < 40 and "&" not in form and "<" not in source:
                    yield f"{where} has no mnemonic: {form[:70]!r}"


def main():
    folder = pathlib.Path(sys.argv[1]) / "resources" / "translations"
    files = sorted(folder.glob("*.ts"))
    problems = [problem for path in files for problem in problems_in(path)]
    print("\n".join(problems[:40]) or f"{len(files)} translations are complete")
    if len(problems) > 40:
        print(f"and {len(problems) - 40} more")
    return 1 if problems or not files else 0


if __name__ == "__main__":
    sys.exit(main())
