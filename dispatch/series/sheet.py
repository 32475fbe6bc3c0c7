"""A rectangular table from CSV (UTF-8 or GB18030) or from a workbook, as text with the line of each row."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from dispatch.case.files import one_fault, read_text
from dispatch.case.suggestions import options
from dispatch.case.tables import heading_fault, length_fault, records
from dispatch.errors import CaseError, Fault
from dispatch.messages import message

_WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class SeriesSheet:
    """Heading and rows of text; ``lines``: the line, or the row of the workbook, of each row; ``comments``: what stood
    above the heading."""

    name: str
    heading: list[str]
    rows: list[list[str]]
    lines: list[int]
    comments: tuple[str, ...] = ()

    def column(self, title: str) -> list[str]:
        """Cells of a column. Raises CaseError if there is no such column, or two."""
        if self.heading.count(title) != 1:
            rule = (
                message("fault.series.heading_column_twice")
                if title in self.heading
                else message("fault.series.no_such_column")
            )
            raise CaseError(
                [
                    Fault(
                        self.name,
                        self._first,
                        title,
                        "",
                        rule,
                        options(title, self.heading, message("list.common.columns")),
                    )
                ]
            )
        place = self.heading.index(title)
        return [row[place] for row in self.rows]

    @property
    def _first(self) -> int:
        return self.lines[0] - 1 if self.lines else 1


def read_sheet(path: Path, sheet: str = "", comment: str = "") -> SeriesSheet:
    """The table of a file. ``comment``: what lines above the heading begin with. Raises CaseError."""
    if not path.is_file():
        raise one_fault(path.name, message("fault.common.no_such_file"), message("remedy.series.file_beside_map"))
    if path.suffix.lower() in _WORKBOOKS:
        return _workbook(path, sheet)
    if sheet:
        raise one_fault(
            path.name, message("fault.series.only_workbook_sheets"), message("remedy.series.leave_sheet_out")
        )
    text = read_text(path, path.name)
    kept = text.splitlines(keepends=True)
    skipped = 0
    while comment and skipped < len(kept) and kept[skipped].startswith(comment):
        skipped += 1
    lines = [(row + skipped, cells) for row, cells in records("".join(kept[skipped:]), path.name)]
    return _sheet(path.name, lines, tuple(kept[:skipped]))


def _sheet(name: str, lines: list[tuple[int, list[str]]], comments: tuple[str, ...] = ()) -> SeriesSheet:
    if len(lines) < 2:
        raise one_fault(name, message("fault.series.no_rows"), message("remedy.series.heading"))
    heading = lines[0][1]
    if fault := heading_fault(heading, name):
        raise CaseError([fault])
    faults = [fault for row, cells in lines[1:] if (fault := length_fault(cells, heading, name, row))]
    if faults:
        raise CaseError(faults[:5])
    return SeriesSheet(name, heading, [cells for _, cells in lines[1:]], [row for row, _ in lines[1:]], comments)


def _workbook(path: Path, sheet: str) -> SeriesSheet:
    try:
        book: Any = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever a damaged archive makes it trip over
        raise one_fault(
            path.name,
            message("fault.series.no_readable_workbook", error=error),
            message("remedy.series.save_anew_xlsx"),
        ) from None
    try:
        if sheet and sheet not in book.sheetnames:
            raise one_fault(
                path.name,
                message("fault.series.no_sheet", sheet=sheet),
                options(sheet, book.sheetnames, message("list.series.sheets")),
            )
        rows = (book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True)
        lines = [(row, [_text(cell) for cell in cells]) for row, cells in enumerate(rows, start=1)]
    finally:
        book.close()
    lines = [(row, cells) for row, cells in lines if any(cells)]
    width = max((k + 1 for _, cells in lines[:1] for k, cell in enumerate(cells) if cell), default=0)
    return _sheet(path.name, [(row, cells[:width]) for row, cells in lines])


def _text(cell: Any) -> str:
    """What a cell shows, in full precision."""
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        # Serial days hold a time to some microseconds: the hour is meant.
        return (cell + datetime.timedelta(seconds=30)).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell).strip()
