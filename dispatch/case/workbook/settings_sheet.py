"""The sheet ``case``: keys and values, as the lines of a case.toml."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dispatch.escape import toml
from dispatch.messages import message

from ..cell_values import WrongValueError
from ..reference import kind_of
from ..settings import Settings, section
from .cells import EPOCH, SERIALS, digits, text_of

SHEET = "case"
"""Name of the sheet of settings."""
_FREE = ("title", "title_zh", "sources", "source")
"""Keys of free text, which is kept with its spaces."""
_KEY = re.compile(r"[\w.-]+", re.ASCII)
_FLAGS = {"true": "true", "是": "true", "yes": "true", "false": "false", "否": "false", "no": "false"}


@dataclass(frozen=True)
class Entry:
    """A key of case.toml: its literal, and the row of the sheet."""

    key: str
    literal: str
    row: int


def literal(key: str, value: Any) -> str:
    """Return a value of a cell as the TOML literal of its key. Raises WrongValueError."""
    kind = _kind(key)
    if isinstance(value, datetime.datetime | datetime.date):
        if kind != "date":
            raise WrongValueError(message("fault.workbook.date_in_text"), message("remedy.workbook.date_in_text"))
        return f"{value:%Y-%m-%d}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        if kind == "date" and SERIALS[0] <= value <= SERIALS[1]:
            return f"{EPOCH + datetime.timedelta(days=float(value)):%Y-%m-%d}"
        return toml(digits(float(value))) if kind == "text" else digits(float(value))
    text = text_of(value, "", None)
    if key.rpartition(".")[2] in _FREE:
        return toml(str(value))
    narrow = unicodedata.normalize("NFKC", text)
    if kind == "list of texts" or key.startswith("drop."):
        line = " ".join(text.split())
        return (
            line if line.startswith("[") else toml([part.strip() for part in re.split(r"[;；]", text) if part.strip()])
        )
    if kind == "bool" and narrow.casefold() in _FLAGS:
        return _FLAGS[narrow.casefold()]
    if kind in ("number", "integer") and re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", narrow, re.ASCII):
        return digits(float(narrow))
    if kind == "date" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", narrow, re.ASCII):
        return narrow
    return toml(text)


def _kind(key: str) -> str:
    """Return the kind of a key in words; text where there is no such key."""
    model: Any = Settings
    *tables, name = key.split(".")
    for table in tables:
        model = section(model, table)
        if model is None:
            return "text"
    field = model.model_fields.get(name)
    return "text" if field is None else kind_of(field)


def document(entries: Sequence[Entry]) -> tuple[str, dict[int, int]]:
    """Return the lines of case.toml, and the row of the sheet of each line: keys without a table first."""
    lines: list[str] = []
    rows: dict[int, int] = {}
    tables = dict.fromkeys(entry.key.rpartition(".")[0] for entry in entries)
    for table in ["", *(table for table in tables if table)]:
        members = [entry for entry in entries if entry.key.rpartition(".")[0] == table]
        if table:
            lines.append(f"[{table}]")
            rows[len(lines)] = members[0].row
        for entry in members:
            lines.append(f"{entry.key.rpartition('.')[2]} = {entry.literal}")
            rows[len(lines)] = entry.row
    return "\n".join(lines) + "\n", rows


def is_key(text: str) -> bool:
    """Whether a text may be a key: letters, digits, points."""
    return bool(_KEY.fullmatch(text)) and not text.startswith(".") and not text.endswith(".") and ".." not in text
