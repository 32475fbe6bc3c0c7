"""A workbook as a case folder: each sheet becomes the file that a planner would have written, and each line knows its row.

The folder stands in the user's cache under the hash of the workbook, so that a year of series is converted once.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import tempfile
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dispatch.errors import Fault
from dispatch.messages import message, sentences

from ..cell_values import WrongValueError
from ..files import one_fault
from ..schema import SCHEMA, TableSchema
from ..suggestions import clip, options
from ..tables import HEADING
from .cells import hour_of, text_of
from .grid import Grid, Grids, letters
from .settings_sheet import SHEET, Entry, document, is_key, literal

WORKBOOKS = (".xlsx", ".xlsm")
"""Endings of workbooks that are cases."""
OWN = "_"
"""First character of sheets that are the planner's own."""
KEPT_DAYS = 30.0
"""Days after which an unused converted workbook is removed from the cache."""
FAULTY_DAYS = 1.0 / 24.0
"""Days after which a workbook with faults is removed: it is converted again each time."""
_PARTIAL = ".partial"
"""Ending of a folder that is being written, or whose workbook has faults."""
_SEARCHED = 10
"""Rows that are searched for the heading."""
LONGEST = 100
"""Characters that the name of a sheet may have. Excel accepts 31, other programs more."""
_RESERVED = frozenset("[]:*?/\\")
"""Characters that Excel refuses in the name of a sheet. Other programs may write them: a name with ``/`` would lead to a file
outside the folder."""


@dataclass
class Place:
    """Where the lines of a file stand in the workbook. rows: line -> row; columns: heading -> letter."""

    sheet: str
    rows: dict[int, int] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)


@dataclass
class Unpacked:
    """A workbook as a folder, with the places of its lines. faults: cells that could not be converted."""

    folder: Path
    places: dict[str, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def placed(self, faults: Sequence[Fault]) -> list[Fault]:
        """Return faults with the cell in place of file and line, ``thermal!D7``, or with the sheet that is missing; of a cell with
        several faults those of its conversion only."""
        found = [self._placed(fault) for fault in faults]
        converted = {fault.file for fault in self.faults}
        return [*self.faults, *(fault for fault in found if fault.file not in converted or fault in self.faults)]

    def _placed(self, fault: Fault) -> Fault:
        found = self.place(fault.file, fault.row, fault.column)
        return fault if found == fault.file else replace(fault, file=found, row=0)

    def place(self, file: str, line: int, column: str) -> str:
        """Return the cell, the column, the row or the sheet of a line and a column of a file; another file as it is."""
        table = file.removesuffix(".csv")
        place = self.places.get(file) or (Place(table) if table in SCHEMA else None)
        if place is None:
            return file
        row, letter = place.rows.get(line, 0), place.columns.get(column, "")
        cell = f"{letter}{row}" if letter and row else (letter and f"{letter}:{letter}") or (row and f"{row}:{row}")
        return f"{place.sheet}!{cell}" if cell else place.sheet


def is_workbook(path: str | Path) -> bool:
    """Whether a path names a workbook."""
    return Path(path).suffix.lower() in WORKBOOKS and Path(path).is_file()


_opened: dict[tuple[str, int, int], Unpacked] = {}
_homes: dict[Path, Path] = {}


def home_of(folder: Path) -> Path:
    """Return the folder beside which a case looks for the one that it extends: of a workbook, that of its file."""
    return _homes.get(folder, folder.parent)


def unpacked_to(folder: Path) -> Unpacked | None:
    """Return the workbook that this process unpacked to a folder."""
    return next((book for book in _opened.values() if book.folder == folder), None)


def unpack(path: str | Path) -> Unpacked:
    """Return a workbook as a folder. Raises CaseError for a file that is no workbook."""
    path = Path(path).resolve()
    stat = path.stat()
    key = (str(path), stat.st_mtime_ns, stat.st_size)
    found = _opened.get(key)
    if found is None or not found.folder.is_dir():
        found = _opened[key] = _cached(path)
        _homes[found.folder] = path.parent
    return found


def _cached(path: Path) -> Unpacked:
    content = hashlib.sha256(path.read_bytes() + version("neimenggu-dispatch").encode()).hexdigest()[:32]
    root = _root()
    whole = root / content
    place = whole / path.stem
    with suppress(OSError, ValueError, LookupError, TypeError):
        stored = json.loads((whole / "places.json").read_text(encoding="utf-8"))
        if place.is_dir():
            os.utime(whole)
            rows = {name: {int(line): row for line, row in one["rows"].items()} for name, one in stored.items()}
            return Unpacked(place, {n: Place(one["sheet"], rows[n], one["columns"]) for n, one in stored.items()})
    _prune(root)
    part = Path(tempfile.mkdtemp(prefix=".", suffix=_PARTIAL, dir=root))
    folder = part / path.stem
    folder.mkdir()
    try:
        found = _convert(path, folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    if found.faults:  # read again, with its faults, each time
        whole = part
    else:
        stored = {name: {"sheet": p.sheet, "rows": p.rows, "columns": p.columns} for name, p in found.places.items()}
        (part / "places.json").write_text(json.dumps(stored), encoding="utf-8")
        shutil.rmtree(whole, ignore_errors=True)
        try:
            os.replace(part, whole)
        except OSError:  # another process was first
            shutil.rmtree(part, ignore_errors=True)
    found.folder = whole / path.stem
    return found


def _root() -> Path:
    """Return the folder of converted workbooks: in the user's cache, else a folder of this user in the temporary one."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "neimenggu-dispatch" / "workbooks"
    try:
        cache.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=cache):
            return cache
    except OSError:
        return Path(tempfile.mkdtemp(prefix="dispatch-workbooks-"))


def _prune(root: Path) -> None:
    """Remove workbooks that were not used for KEPT_DAYS, and those with faults or of a killed process."""
    for old in root.iterdir():
        days = FAULTY_DAYS if old.suffix == _PARTIAL else KEPT_DAYS
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > days * 86400.0:
                shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Raise CaseError for an error of openpyxl, which has no class of its own for the errors of a damaged file."""
    try:
        yield
    except (
        OSError,
        EOFError,
        RuntimeError,
        SyntaxError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        ArithmeticError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        rule = message("fault.workbook.unreadable", error=clip(str(error)))
        raise one_fault(path.name, rule, message("remedy.workbook.unreadable")) from None


def _convert(path: Path, folder: Path) -> Unpacked:
    found = Unpacked(folder)
    with _readable(path):
        grids = Grids(path)
    with closing(grids):
        if SHEET not in grids.names:
            rule = message("fault.workbook.no_case_sheet", sheet=SHEET)
            raise one_fault(path.name, rule, message("remedy.workbook.no_case_sheet", sheet=SHEET))
        for name in grids.names:
            if name.startswith(OWN):
                continue
            if not _is_sheet_name(name):
                rule, remedy = message("fault.workbook.sheet_name"), message("remedy.workbook.sheet_name")
                found.faults.append(Fault(clip(name), 0, "", "", rule, remedy))
                continue
            with _readable(path):
                grid = grids.read(name)
            found.faults.extend(grid.faults)
            if name == SHEET:
                _settings(grid, found)
            elif name in SCHEMA:
                _table(grid, SCHEMA[name], found)
            elif _is_series(grid):
                _series(grid, found)
            elif grid.rows:
                remedy = sentences(
                    options(name, [SHEET, *SCHEMA], message("list.case.tables")),
                    message("remedy.workbook.own_sheet", mark=OWN),
                )
                found.faults.append(Fault(name, 0, "", "", message("fault.workbook.no_such_table"), remedy))
    return found


def _is_sheet_name(name: str) -> bool:
    """Whether the name of a sheet can be the name of a file in the folder."""
    return 0 < len(name) <= LONGEST and name.isprintable() and _RESERVED.isdisjoint(name)


def _fault(found: Unpacked, grid: Grid, row: int, column: int, name: str, wrong: WrongValueError) -> None:
    cell = f"{grid.name}!{letters(column)}{row}"
    value = grid.shown(row, column)
    found.faults.append(Fault(cell, 0, name, clip(value), wrong.rule, wrong.remedy))


def _settings(grid: Grid, found: Unpacked) -> None:
    entries: list[Entry] = []
    columns = {"": "B"}
    for row, cells in grid.rows:
        key = unicodedata.normalize("NFKC", str(cells[0].value or "")).strip().strip("[]")
        value = cells[1].value if len(cells) > 1 else None
        if key in ("", "key") or value is None or not str(value).strip():
            continue
        if not is_key(key):
            _fault(
                found, grid, row, 1, key, WrongValueError(message("fault.workbook.key"), message("remedy.workbook.key"))
            )
            continue
        if any(entry.key == key for entry in entries):
            twice = WrongValueError(message("fault.case.duplicate_key"), message("remedy.common.keep_one"))
            _fault(found, grid, row, 1, key, twice)
            continue
        columns[key] = "B"
        try:
            entries.append(Entry(key, literal(key, value), row))
        except WrongValueError as wrong:
            _fault(found, grid, row, 2, key, wrong)
    text, rows = document(entries)
    (found.folder / "case.toml").write_text(text, encoding="utf-8")
    found.places["case.toml"] = Place(grid.name, rows, columns)


def _heading(grid: Grid, schema: TableSchema) -> int:
    """Return the position of the row of the heading: the first of the first rows with a column of the table."""
    names = {column.name for column in schema.columns}
    for k, (_, cells) in enumerate(grid.rows[:_SEARCHED]):
        titles = [HEADING.fullmatch(_title(cell.value)) for cell in cells]
        if sum(bool(title and title[1] in names) for title in titles) * 2 >= sum(bool(_title(c.value)) for c in cells):
            return k
    return 0


def _title(value: Any) -> str:
    return "" if value is None else " ".join(unicodedata.normalize("NFKC", str(value)).split())


def _table(grid: Grid, schema: TableSchema, found: Unpacked) -> None:
    if not grid.rows:
        return
    first = _heading(grid, schema)
    row_of_heading, heading = grid.rows[first]
    titles = [_title(cell.value) for cell in heading]
    place = Place(grid.name)
    fields = []
    for k, title in enumerate(titles):
        if not title:
            continue
        match = HEADING.fullmatch(title)
        column = schema.column(match[1]) if match else None
        fields.append((k, column, (match[2] or "") if match else ""))
        for name in (title, match[1] if match else title):
            place.columns.setdefault(name, letters(k + 1))
    _merged(grid, row_of_heading, len(titles), found)
    lines = [(row_of_heading, [titles[k] for k, _, _ in fields])]
    known = {k for k, _, _ in fields}
    for row, cells in grid.rows[first + 1 :]:
        texts = []
        for k, column, unit in fields:
            cell = cells[k] if k < len(cells) else None
            try:
                texts.append("" if cell is None else text_of(cell.value, cell.number_format, column, unit))
            except WrongValueError as wrong:
                _fault(found, grid, row, k + 1, column.name if column else "", wrong)
                texts.append(grid.shown(row, k + 1))
        for k, cell in enumerate(cells):
            if k not in known and str("" if cell.value is None else cell.value).strip():
                _fault(
                    found,
                    grid,
                    row,
                    k + 1,
                    "",
                    WrongValueError(message("fault.workbook.no_heading"), message("remedy.workbook.no_heading")),
                )
        if any(texts):
            lines.append((row, texts))
    _write(found, f"{schema.name}.csv", lines, place)


def _merged(grid: Grid, row_of_heading: int, width: int, found: Unpacked) -> None:
    """Report merged cells in the heading and below it: all but one of them are empty."""
    for first_column, last_row, name in grid.merged:
        if last_row >= row_of_heading and first_column <= max(width, 1):
            rule, remedy = message("fault.workbook.merged"), message("remedy.workbook.merged")
            found.faults.append(Fault(f"{grid.name}!{name}", 0, "", "", rule, remedy))


def _is_series(grid: Grid) -> bool:
    return bool(grid.rows) and any(_title(cell.value) == "time" for cell in grid.rows[0][1])


def _series(grid: Grid, found: Unpacked) -> None:
    row_of_heading, heading = grid.rows[0]
    titles = [_title(cell.value) for cell in heading]
    used = [k for k, title in enumerate(titles) if title]
    place = Place(grid.name, columns={titles[k]: letters(k + 1) for k in used})
    time_at = titles.index("time")
    lines = [(row_of_heading, [titles[k] for k in used])]
    for row, cells in grid.rows[1:]:
        texts = []
        for k in used:
            value = cells[k].value if k < len(cells) else None
            try:
                texts.append(hour_of(value) if k == time_at and value is not None else text_of(value, "", _NUMBER))
            except WrongValueError as wrong:
                _fault(found, grid, row, k + 1, titles[k], wrong)
                texts.append("")
        if any(texts):
            lines.append((row, texts))
    _write(found, f"{grid.name}.csv", lines, place)


_NUMBER = SCHEMA["capacity"].column("capacity")
"""A column of numbers, for the cells of series."""


def _write(found: Unpacked, name: str, lines: Sequence[tuple[int, list[str]]], place: Place) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    line = 1
    for row, cells in lines:
        place.rows[line] = row
        writer.writerow(cells)
        line += 1 + sum(cell.count("\n") for cell in cells)
    (found.folder / name).write_text(text.getvalue(), encoding="utf-8", newline="")
    found.places[name] = place
