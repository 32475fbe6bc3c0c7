"""Reading text and TOML as planners save them: UTF-8 with or without BOM, or GB18030."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from dispatch.errors import CaseError, Fault

_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE = "Save it as CSV in UTF-8."


def one_fault(file: str, rule: str, remedy: str, row: int = 0) -> CaseError:
    """An error of a file as a whole."""
    return CaseError([Fault(file, row, "", "", rule, remedy)])


def read_text(path: Path, name: str) -> str:
    """Content of a text file; ``name`` is how messages call it. Raises CaseError if it is not text, or not readable."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise one_fault(name, f"the file cannot be read: {error.strerror}", "Mend the file or its rights.") from None
    if raw.startswith(_WORKBOOK):
        raise one_fault(name, "the file is a workbook under another name", f"Open it in a spreadsheet. {_SAVE}")
    if raw.startswith(_UTF16):
        raise one_fault(name, "the file is UTF-16 text", _SAVE)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise one_fault(name, "the file holds binary data", _SAVE)
        return text
    raise one_fault(name, "the file is neither UTF-8 nor GB18030 text", _SAVE)


def inside(folder: Path, path: Path, name: str) -> Path:
    """The path, if what it leads to lies in the folder itself. Raises CaseError for a link that leaves it."""
    try:
        real = path.resolve()
    except (OSError, RuntimeError, ValueError):
        real = path.parent.parent
    if real.parent != folder:
        raise one_fault(name, "the file is a link out of the case folder", "Put the file itself there.")
    return path


def read_toml(path: Path, name: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Content of a TOML file, and the line of each key, ``table.key``. Raises CaseError if missing or malformed."""
    if not path.is_file():
        raise one_fault(name, "there is no such file", "A case is a folder with case.toml and tables in it.")
    text = read_text(path, name)
    try:
        return tomllib.loads(text), _lines(text)
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        row = int(line[1]) if line else 0
        raise one_fault(name, f"it is not TOML: {error}", "Mend the line; texts are quoted.", row) from None


def _lines(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            table = f"{heading[1]}."
            found.setdefault(heading[1], number)
        elif key := re.match(r"\s*([\w.-]+)\s*=", line):
            found.setdefault(table + key[1], number)
    return found
