"""Cells of the sheets of a workbook: values that were calculated, number formats, merged ranges."""

from __future__ import annotations

import re
import zipfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from dispatch.errors import Fault
from dispatch.messages import message

_MERGED = re.compile(rb'<mergeCell [^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')


class GridCell(NamedTuple):
    """A cell: its value and its number format."""

    value: Any
    number_format: str = ""


@dataclass
class Grid:
    """The rows of a sheet that hold something: (row as Excel counts it, cells from column A on). merged: (first column, last row,
    name) of each merged range. faults: formulas without a value."""

    name: str
    rows: list[tuple[int, list[GridCell]]] = field(default_factory=list)
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def shown(self, row: int, column: int) -> str:
        """Return the value of a cell as text; columns count from 1."""
        for number, cells in self.rows:
            if number == row:
                return str(cells[column - 1].value) if column <= len(cells) else ""
        return ""


def letters(column: int) -> str:
    """Return the letters of a column that is counted from 1."""
    from openpyxl.utils import get_column_letter  # a case in a folder need not load this library

    return str(get_column_letter(column))


class Grids:
    """An open workbook. Opening and reading raise what openpyxl raises for a damaged file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files = ExitStack()
        self.book: Any = self._load(data_only=False)
        self.values: Any = None
        self.names: list[str] = [sheet.title for sheet in self.book.worksheets]

    def _load(self, data_only: bool) -> Any:
        """Open the workbook. openpyxl leaves a damaged file open that it opened itself."""
        import openpyxl  # a case in a folder need not load this library

        with ExitStack() as files:
            file = files.enter_context(self.path.open("rb"))
            book = openpyxl.load_workbook(file, read_only=True, data_only=data_only)
            files.callback(book.close)
            self._files.push(files.pop_all())
        return book

    def close(self) -> None:
        """Close the file."""
        self._files.close()

    def read(self, name: str) -> Grid:
        """Return the cells of a sheet, formulas by their value."""
        grid = Grid(name)
        formulas = self._rows(self.book[name], grid)
        if formulas:
            if self.values is None:
                self.values = self._load(data_only=True)
            grid.rows.clear()
            self._rows(self.values[name], grid)
            known = {row: cells for row, cells in grid.rows}
            for row, column in formulas:
                cells = known.get(row, [])
                if column > len(cells) or cells[column - 1].value is None:
                    rule, remedy = message("fault.workbook.formula"), message("remedy.workbook.formula")
                    grid.faults.append(Fault(f"{name}!{letters(column)}{row}", 0, "", "", rule, remedy))
        grid.merged = self._merged(name)
        return grid

    @staticmethod
    def _rows(sheet: Any, grid: Grid) -> list[tuple[int, int]]:
        """Append the rows that hold something, and return the cells with formulas, (row, column)."""
        sheet.reset_dimensions()
        formulas = []
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            found = [GridCell(cell.value, _format(cell)) for cell in cells]
            while found and (found[-1].value is None or not str(found[-1].value).strip()):
                found.pop()
            if not found:
                continue
            grid.rows.append((number, found))
            formulas += [
                (number, k + 1)
                for k, cell in enumerate(cells)
                if getattr(cell, "data_type", "") == "f" and cell.value is not None
            ]
        return formulas

    def _merged(self, name: str) -> list[tuple[int, int, str]]:
        from openpyxl.utils import range_boundaries  # a case in a folder need not load this library

        path = str(self.book[name]._worksheet_path)
        with zipfile.ZipFile(self.path) as archive:
            content = archive.read(path.lstrip("/"))
        found = []
        for ref in _MERGED.findall(content):
            first_column, _, _, last_row = range_boundaries(ref.decode())
            found.append((int(first_column or 1), int(last_row or 1), ref.decode()))
        return found


def _format(cell: Any) -> str:
    """Return the number format of a number; empty cells have none."""
    return str(cell.number_format or "") if isinstance(cell.value, int | float) else ""
