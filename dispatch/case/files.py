"""Reading text, CSV and TOML as planners save them: UTF-8 with or without BOM, or GB18030."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from dispatch.errors import CaseError, Fault

from .schema import UNITS, Column, TableSchema

_HEADING = re.compile(r"^\s*([^\[\]]+?)\s*(?:\[\s*([^\[\]]*?)\s*\])?\s*$")


class Cell(NamedTuple):
    """A value as it was found. Numbers of a column with a unit are already in the column's usual unit."""

    value: str | float
    text: str
    file: str
    row: int


Row = dict[str, Cell]


@dataclass
class RawTable:
    """Rows of one table in one folder, before they are merged and checked."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def text(path: Path) -> str:
    """Content of a text file, decoded. Raises CaseError if it is neither UTF-8 nor GB18030."""
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CaseError(
        [Fault(path.name, 0, "", "", "the file is neither UTF-8 nor GB18030 text", "Save it as CSV in UTF-8.")]
    )


def toml(path: Path) -> dict[str, Any]:
    """A TOML file. Raises CaseError if it is missing or malformed."""
    if not path.is_file():
        raise CaseError(
            [
                Fault(
                    str(path), 0, "", "", "there is no such file", "A case is a folder with case.toml and tables in it."
                )
            ]
        )
    try:
        return tomllib.loads(text(path))
    except tomllib.TOMLDecodeError as error:
        raise CaseError([Fault(path.name, 0, "", "", f"it is not TOML: {error}", "Mend the line named.")]) from None


def table(path: Path, schema: TableSchema, name: str) -> RawTable:
    """A CSV table with headings ``name`` or ``name [unit]``; ``name`` is how messages call the file."""
    raw = RawTable()
    lines = csv.reader(io.StringIO(text(path), newline=""))
    try:
        heading = next(lines, [])
        columns = _heading(heading, schema, name, raw.faults)
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            row = lines.line_num
            if len(cells) > len(heading):
                extra = " ".join(cells[len(heading) :])
                raw.faults.append(
                    Fault(
                        name, row, "", extra, "the row is longer than the heading", "Quote a text with a comma in it."
                    )
                )
                continue
            raw.rows.append(
                {
                    column.name: _cell(cell.strip(), factor, name, row)
                    for cell, (column, factor) in zip(cells, columns, strict=False)
                    if column is not None and cell.strip()
                }
            )
    except csv.Error as error:
        raw.faults.append(Fault(name, lines.line_num, "", "", f"it is not CSV: {error}", "Save it as CSV again."))
    return raw


def _cell(cell: str, factor: float, name: str, row: int) -> Cell:
    if factor == 1.0:
        return Cell(cell, cell, name, row)
    try:
        return Cell(float(cell) * factor, cell, name, row)
    except ValueError:
        return Cell(cell, cell, name, row)


def _heading(
    heading: list[str], schema: TableSchema, name: str, faults: list[Fault]
) -> list[tuple[Column | None, float]]:
    """Column and factor into its usual unit, per field of the heading."""
    known = {column.name: column for column in schema.columns}
    found: list[tuple[Column | None, float]] = []
    seen: set[str] = set()
    for title in heading:
        match = _HEADING.match(title)
        column = known.get(match[1]) if match else None
        if match is None or column is None:
            rule = f"table {schema.name} has no such column"
            faults.append(Fault(name, 1, title, "", rule, f"Columns are: {', '.join(known)}."))
            found.append((None, 1.0))
            continue
        if column.name in seen:
            faults.append(Fault(name, 1, column.name, "", "the column appears twice", "Keep one of them."))
        seen.add(column.name)
        found.append((column, _factor(column, match[2], name, title, faults)))
    return found


def _factor(column: Column, unit: str | None, name: str, title: str, faults: list[Fault]) -> float:
    if not column.unit:
        if unit:
            remedy = f"Write the heading as {column.name}."
            faults.append(Fault(name, 1, title, unit, "the column has no unit", remedy))
        return 1.0
    units = UNITS[column.unit]
    if unit not in units:
        rule = f"unknown unit {unit!r}" if unit else "the heading does not say the unit"
        remedy = f"Write the heading as {column.name} [{column.unit}]; units known: {', '.join(units)}."
        faults.append(Fault(name, 1, title, "", rule, remedy))
        return 1.0
    return units[unit] / units[column.unit]
