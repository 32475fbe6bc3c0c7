"""Names of places of a case in texts: the file of a table; of a workbook the cell."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from dispatch.errors import Fault

from .unpack import unpacked_to


def with_cells(folder: Path, faults: Sequence[Fault]) -> list[Fault]:
    """Return faults of a case that was read from a folder; of an unpacked workbook with the cell in place of file and line."""
    book = unpacked_to(folder)
    return list(faults) if book is None else book.placed(faults)


def place_of(folder: Path, table: str, column: str = "", keys: Mapping[str, str] | None = None) -> str:
    """Return the file of a table, ``thermal.csv``; of an unpacked workbook the cell of the row with these keys, ``thermal!D7``, the
    column, or the sheet."""
    book = unpacked_to(folder)
    if book is None:
        return f"{table}.csv"
    row = line_of(folder, table, keys) if keys else 0
    if keys and not row:  # the row is of a case that the workbook extends
        column = ""
    return book.place(f"{table}.csv", row, column)


def line_of(folder: Path, table: str, keys: Mapping[str, str]) -> int:
    """Return the line of the row of a table with these texts in its columns; 0 where the folder does not have the row."""
    path = folder / f"{table}.csv"
    if not path.is_file():
        return 0
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.DictReader(file)
        return next((rows.line_num for row in rows if all(row.get(name) == text for name, text in keys.items())), 0)
