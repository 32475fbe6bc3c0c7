"""One CSV file of one table: its rows as typed cells, and every fault of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from dispatch.errors import CaseError, Fault
from dispatch.messages import message, sentences

from .cell_values import Value, WrongValueError, parse
from .files import one_fault, read_text
from .remedies import bracketed, meant_heading
from .schema import UNITS, Column, TableSchema
from .suggestions import clip, meant, options

HEADING = re.compile(r"([^\[\]]+?)\s*(?:\[\s*([^\[\]]*?)\s*\])?")
"""``name`` or ``name [unit]``."""


class Cell(NamedTuple):
    """A cell as it was found: typed value in the column's usual unit (None: faulty, with a fault reported), text, place."""

    value: Value | None
    text: str
    file: str
    row: int


Row = dict[str, Cell]


@dataclass
class RawTable:
    """Rows of one table in one file. ``columns`` are those of the heading; ``whole`` is false if rows may be lost."""

    rows: list[Row] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    whole: bool = True


@dataclass(frozen=True)
class _Field:
    """What a field of the rows is: its column, the unit of its heading, and whether its heading is at fault."""

    column: Column | None
    unit: str = ""
    faulty: bool = False


def records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """(line, stripped fields) of a CSV, blank lines left out; a field in quotes may span lines. Raises CaseError."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 0
    try:
        for fields in reader:
            cells = [cell.strip() for cell in fields]
            if any(cells):
                yield line + 1, cells
            line = reader.line_num
    except csv.Error as error:
        raise one_fault(
            name, message("fault.case.not_csv", error=error), message("remedy.case.look_quotes_line"), line + 1
        ) from None


def heading_fault(heading: list[str], name: str) -> Fault | None:
    """What is wrong with the first line as a line of CSV."""
    for mark, rule in (
        (";", message("fault.case.separated_by_semicolons")),
        ("\t", message("fault.case.separated_by_tabs")),
    ):
        if len(heading) == 1 and mark in heading[0]:
            return Fault(
                name,
                1,
                "",
                clip(heading[0]),
                rule,
                message("remedy.case.separate_commas"),
            )
    if "" in heading:
        place = heading.index("") + 1
        return Fault(
            name,
            1,
            "",
            "",
            message("fault.case.field_heading_empty", place=place),
            message("remedy.case.name_column_delete"),
        )
    return None


def length_fault(fields: list[str], heading: list[str], name: str, row: int) -> Fault | None:
    """What is wrong with the number of fields of a row."""
    if len(fields) == len(heading):
        return None
    rule = message("fault.case.row_fields_heading", count=len(fields), count2=len(heading))
    remedy = message("remedy.case.fields")
    return Fault(name, row, "", clip(",".join(fields)), rule, remedy)


def read_table(path: Path, schema: TableSchema, name: str) -> RawTable:
    """A CSV table with headings ``name`` or ``name [unit]``; ``name`` is how messages call the file."""
    raw = RawTable()
    try:
        lines = records(read_text(path, name), name)
        _, heading = next(lines, (1, []))
        fields = _fields(heading, schema, name, raw)
        for row, cells in lines if fields else ():
            if fault := length_fault(cells, heading, name, row):
                raw.faults.append(fault)
                raw.whole = False
                continue
            pairs = zip(fields, cells, strict=True)
            found = {f.column.name: _cell(f, text, name, row, raw) for f, text in pairs if f.column and text}
            if found:
                raw.rows.append(found)
    except CaseError as error:
        raw.faults.extend(error.faults)
        raw.whole = False
    return raw


def _cell(own: _Field, text: str, name: str, row: int, raw: RawTable) -> Cell:
    assert own.column is not None
    if own.faulty:
        return Cell(None, text, name, row)
    try:
        return Cell(parse(own.column, text, own.unit), text, name, row)
    except WrongValueError as wrong:
        found_fault = Fault(name, row, own.column.name, text, wrong.rule, wrong.remedy, replacement=wrong.replacement)
        raw.faults.append(found_fault)
        return Cell(None, text, name, row)


def _fields(heading: list[str], schema: TableSchema, name: str, raw: RawTable) -> list[_Field]:
    """What each field is; empty if the first line is no heading of this table."""
    names = [column.name for column in schema.columns]
    matches = [HEADING.fullmatch(title) for title in heading]
    listed = tuple(names)
    titles = [match[1] if match else title for match, title in zip(matches, heading, strict=True)]
    raw.whole = False
    if not heading:
        remedy = sentences(
            message("list.of", what=message("list.common.columns"), names=listed),
            message("remedy.case.leave_table_out"),
        )
        raw.faults.append(Fault(name, 0, "", "", message("fault.case.file_empty"), remedy))
        return []
    if fault := heading_fault(heading, name):
        raw.faults.append(fault)
        return []
    if not set(titles) & set(names):
        remedy = message("list.of", what=message("list.case.first_line"), names=listed)
        raw.faults.append(Fault(name, 1, "", clip(",".join(heading)), message("fault.case.heading_line"), remedy))
        return []
    raw.whole = True
    fields: list[_Field] = []
    for title, match, full in zip(titles, matches, heading, strict=True):
        fields.append(_field(title, match[2] if match else None, full, schema, titles, name, raw))
    raw.columns |= {own.column.name for own in fields if own.column}
    return fields


def _field(
    title: str, unit: str | None, full: str, schema: TableSchema, titles: list[str], name: str, raw: RawTable
) -> _Field:
    names = [column.name for column in schema.columns]
    column = schema.column(title)
    if column is None:
        other = bracketed(full)
        if other and (known := schema.column(other[0])) and known.unit and other[0] not in raw.columns:
            raw.columns.add(other[0])
            remedy, replacement = meant_heading(*other, known.unit)
            rule = message("fault.case.unit_brackets")
            raw.faults.append(Fault(name, 1, full, "", rule, remedy, replacement=replacement))
            return _Field(known, faulty=True)
        rule = message("fault.case.unknown_column", name=schema.name)
        raw.faults.append(Fault(name, 1, full, "", rule, options(title, names, message("list.common.columns"))))
        close = meant(title, [other for other in names if other not in titles])
        return _Field(schema.column(close) if close else None, faulty=True)
    if title in raw.columns:
        raw.faults.append(
            Fault(name, 1, title, "", message("fault.case.column_appears_twice"), message("remedy.common.keep_one"))
        )
        return _Field(column, faulty=True)
    raw.columns.add(title)
    if not column.unit:
        if unit is not None:
            raw.faults.append(
                Fault(
                    name,
                    1,
                    full,
                    unit,
                    message("fault.case.column_no_unit"),
                    message("remedy.case.write_heading", title=title),
                )
            )
        return _Field(column)
    units = UNITS[column.unit]
    if unit not in units:
        rule = message("fault.case.unit_unknown", unit=clip(unit)) if unit else message("fault.case.heading_unit")
        remedy, replacement = meant_heading(title, unit or "", column.unit)
        raw.faults.append(Fault(name, 1, full, unit or "", rule, remedy, replacement=replacement))
        return _Field(column, faulty=True)
    return _Field(column, unit)
