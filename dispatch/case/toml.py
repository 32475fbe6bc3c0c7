"""TOML files as planners write them: the line of each key, and what is wrong with a line, in simple words."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from dispatch.errors import CaseError, Fault
from dispatch.messages import Message, message

from .files import one_fault, read_text
from .suggestions import clip

A_CASE = message("remedy.case.folder")
_BARE = re.compile(r"[A-Za-z0-9_.-]+")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_KEY = re.compile(r"(?:^|[{,])\s*([^\s\"'=#\[\]{},][^\"'=#\[\]{},]*?)\s*=")
_HEADING = re.compile(r"\s*\[+\s*([^\[\]]*?)\s*\]+\s*$")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_WIDE = dict(zip("“”‘’＂＇＝，［］｛｝．：", "\"\"''\"'=,[]{}.:", strict=True))
"""Full-width punctuation that an input method writes, and what TOML needs."""


def read_toml(path: Path, name: str, remedy: Message = A_CASE) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the content of a TOML file, and the line of each key, ``table.key``; of the second table of an array also
    ``table.1.key``. remedy: where the file is missing. Raises CaseError if missing or malformed."""
    if not path.is_file():
        raise one_fault(name, message("fault.common.no_such_file"), remedy)
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
        rule = message("fault.case.unclosed")
        return Fault(name, len(lines), "", "", rule, message("remedy.case.close"))
    row = int(found[1])
    line = lines[row - 1] if row <= len(lines) else ""
    bare = _QUOTED.sub('""', line).split("#")[0]
    heading, keys = _HEADING.match(bare), _KEY.findall(bare)
    wide = next((mark for mark in bare if mark in _WIDE), "")
    if wide:
        rule = message("fault.case.punctuation", wide=wide)
        return Fault(name, row, "", clip(line.strip()), rule, message("remedy.case.half_width", wide=_WIDE[wide]))
    for key in [heading[1]] if heading and '"' not in heading[1] else keys:
        if not _BARE.fullmatch(key):
            remedy = message("remedy.case.write_place", key=key)
            return Fault(
                name,
                row,
                clip(key),
                "",
                message("fault.case.key_characters"),
                remedy,
            )
    column = keys[0] if keys else ""
    if "Cannot" in error:
        return Fault(name, row, column, "", message("fault.case.duplicate_key"), message("remedy.common.keep_one"))
    rule, remedy = _value(error, bare.partition("=")[2].strip())
    return Fault(name, row, column, clip(line.partition("=")[2].strip() if column else line.strip()), rule, remedy)


def _value(error: str, value: str) -> tuple[Message, Message]:
    """Rule and remedy of a line whose key is right."""
    if "Unescaped" in error or "escape" in error:
        return message("fault.case.backslash"), message("remedy.case.two_backslashes")
    if "Illegal character" in error or "Unterminated" in error:
        return message("fault.case.quotation_mark"), message("remedy.case.close_text")
    if day := _DAY.fullmatch(value):
        remedy = message("remedy.case.write_date_with_hyphens")
        return _reason(*map(int, day.groups())), remedy
    if re.match(r"[^\W\d]", value):
        return message("fault.case.unquoted_text"), message("remedy.case.write_place", key=value)
    if re.match(r"[+-]?[\d.]", value):
        return message("fault.common.not_number"), message("remedy.case.number_form")
    return message("fault.case.not_toml", error=error), message("remedy.case.key_value")


def _reason(year: int, month: int, day: int) -> Message:
    """Why three numbers are no date of the calendar; else their form is wrong."""
    if not 1 <= month <= 12:
        return message("fault.case.no_such_month", month=month)
    try:
        datetime.date(year, month, day)
    except ValueError:
        return message("fault.case.no_such_day", month=month, day=day)
    return message("fault.case.not_date")
