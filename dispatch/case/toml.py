"""TOML files as planners write them: the line of each key, and what is wrong with a line in plain words."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from dispatch.errors import CaseError, Fault

from .files import one_fault, read_text
from .words import clip

A_CASE = "A case is a folder with case.toml and tables in it."
_BARE = re.compile(r"[A-Za-z0-9_.-]+")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_KEY = re.compile(r"(?:^|[{,])\s*([^\s\"'=#\[\]{},][^\"'=#\[\]{},]*?)\s*=")
_HEADING = re.compile(r"\s*\[+\s*([^\[\]]*?)\s*\]+\s*$")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_WIDE = dict(zip("“”‘’＂＇＝，［］｛｝．：", "\"\"''\"'=,[]{}.:", strict=True))
"""Full-width punctuation that an input method writes, and what TOML needs."""


def read_toml(path: Path, name: str, remedy: str = A_CASE) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the content of a TOML file, and the line of each key, ``table.key``; of the second table of an array also
    ``table.1.key``. remedy: where the file is missing. Raises CaseError if missing or malformed."""
    if not path.is_file():
        raise one_fault(name, "there is no such file", remedy)
    text = read_text(path, name)
    try:
        return tomllib.loads(text), _lines(text)
    except (ValueError, RecursionError) as error:
        raise CaseError([_fault(name, text, str(error))]) from None


def _lines(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    tables: Counter[str] = Counter()
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := re.match(r"\s*(\[+)\s*([^\]]+?)\s*\]", line):
            table = heading[2]
            tables[table] += heading[1] == "[["
            keys = [table]
        elif key := re.match(r"\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+))\s*=", line):
            own = next(part for part in key.groups() if part is not None)
            keys = [f"{table}.{own}" if table else own]
        else:
            continue
        array = next((one for one in tables if tables[one] and f"{table}.".startswith(f"{one}.")), "")
        if array:
            keys.append(f"{array}.{tables[array] - 1}{keys[0].removeprefix(array)}")
        for one in keys:
            found.setdefault(one, number)
    return found


def _fault(name: str, text: str, error: str) -> Fault:
    lines = text.splitlines()
    found = re.search(r"at line (\d+)", error)
    if found is None:
        rule = "a bracket or a quotation mark is not closed at the end of the file"
        return Fault(name, len(lines), "", "", rule, "Close the list, the table or the text.")
    row = int(found[1])
    line = lines[row - 1] if row <= len(lines) else ""
    bare = _QUOTED.sub('""', line).split("#")[0]
    heading, keys = _HEADING.match(bare), _KEY.findall(bare)
    wide = next((mark for mark in bare if mark in _WIDE), "")
    if wide:
        rule = f"{wide} is no punctuation mark of TOML"
        return Fault(name, row, "", clip(line.strip()), rule, f"Write the half-width character: {_WIDE[wide]}")
    for key in [heading[1]] if heading and '"' not in heading[1] else keys:
        if not _BARE.fullmatch(key):
            remedy = f'Write "{key}" in its place.'
            return Fault(
                name,
                row,
                clip(key),
                "",
                "a key of other characters than a-z, 0-9, _ and - needs quotation marks",
                remedy,
            )
    column = keys[0] if keys else ""
    if "Cannot" in error:
        return Fault(name, row, column, "", "the key or the table appears twice", "Keep one of them.")
    rule, remedy = _value(error, bare.partition("=")[2].strip())
    return Fault(name, row, column, clip(line.partition("=")[2].strip() if column else line.strip()), rule, remedy)


def _value(error: str, value: str) -> tuple[str, str]:
    """Rule and remedy of a line whose key is right."""
    if "Unescaped" in error or "escape" in error:
        return "a backslash in a text begins a special character", "Write / or two backslashes in its place."
    if "Illegal character" in error or "Unterminated" in error:
        return "a quotation mark is not closed on the line", "Close the text."
    if day := _DAY.fullmatch(value):
        remedy = "Write year, month and day with hyphens: 2030-01-07."
        return f"not a date: {_reason(*map(int, day.groups()))}", remedy
    if re.match(r"[^\W\d]", value):
        return "a text needs quotation marks", f'Write "{value}" in its place.'
    if re.match(r"[+-]?[\d.]", value):
        return "not a number", "Write the number with a decimal point, without unit and separators."
    return f"it is not TOML: {error}", "Write KEY = VALUE on one line; texts stand in quotation marks."


def _reason(year: int, month: int, day: int) -> str:
    """Why three numbers are no date of the calendar; else their form is wrong."""
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    try:
        datetime.date(year, month, day)
    except ValueError:
        return f"month {month} has no day {day}"
    return "it is written otherwise"
