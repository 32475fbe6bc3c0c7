"""Tables of a case as records for a grid: texts with unit, description, choices, source file and faults; and the changes of cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from dispatch.case import Sources
from dispatch.case.cell_values import WrongValueError, parse
from dispatch.case.schema import SCHEMA, UNITS, Column, TableSchema
from dispatch.case.tables import HEADING, Cell
from dispatch.errors import CaseError, Fault
from dispatch.messages import Lang, message

from .csv_text import CsvText, decoded
from .draft import Draft

FLAGS = ("true", "false")
SETTINGS = "case.toml"
"""Name of the file of settings."""


@dataclass(frozen=True)
class ColumnView:
    """A column of the grid. unit: of the texts that are shown. choices: all that a cell may hold, empty for free text."""

    name: str
    unit: str
    text: str
    choices: tuple[str, ...]
    required: bool
    key: bool
    default: str

    @property
    def heading(self) -> str:
        """Name with unit, as in a file."""
        return heading(self.name, self.unit)


@dataclass
class RowView:
    """A row of the grid. line: in the file of the case, 0 for a row of a case that it extends. texts, origin, before by column:
    what is shown; the file it is from; what the extended case has, where the case has something else. faults: by column."""

    line: int
    texts: dict[str, str] = field(default_factory=dict)
    origin: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    places: set[tuple[str, int]] = field(default_factory=set)


@dataclass(frozen=True)
class Grid:
    """A table. others: faults that belong to no cell of it."""

    table: str
    columns: tuple[ColumnView, ...]
    rows: list[RowView]
    others: tuple[str, ...]


def file_of(table: str) -> str:
    """Return the name of the file of a table."""
    return f"{table}.csv"


def text_of(draft: Draft, table: str) -> CsvText | None:
    """Return the file of a table in the case itself. Raises CaseError for a file that cannot be decoded."""
    raw = draft.content(file_of(table))
    if raw is None:
        return None
    with _decodable(file_of(table)):
        return CsvText.of(raw)


@contextmanager
def _decodable(file: str) -> Iterator[None]:
    """Raise CaseError for a file that cannot be decoded."""
    try:
        yield
    except UnicodeDecodeError:
        rule, remedy = message("fault.case.encoding"), message("remedy.case.utf_8")
        raise CaseError([Fault(file, 0, "", "", rule, remedy)]) from None


def settings_text(draft: Draft) -> str:
    """Return the text of case.toml. A byte that cannot be decoded is shown as a replacement character."""
    raw = draft.content(SETTINGS) or b""
    try:
        return decoded(raw)[0]
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")


def set_settings(draft: Draft, text: str) -> bool:
    """Write case.toml in its encoding and with its line ends, and return whether the text differs. Raises CaseError where the file cannot be decoded: its text would
    be lost."""
    with _decodable(SETTINGS):
        old, encoding = decoded(draft.content(SETTINGS) or b"")
    if "\r\n" in old:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    if text == old:
        return False
    draft.put(SETTINGS, encoding.encode(text))
    return True


def titles(text: CsvText | None) -> dict[str, tuple[int, str]]:
    """Return name -> (position, unit) of the headings of a file."""
    found: dict[str, tuple[int, str]] = {}
    for place, title in enumerate(text.heading if text else []):
        if match := HEADING.fullmatch(title):
            found.setdefault(match[1], (place, match[2] or ""))
    return found


def units_of(draft: Draft, sources: Sources, table: str) -> dict[str, str]:
    """Return the unit in which each column is shown: that of the file of the case, else of the nearest case that it
    extends, else the usual one."""
    schema = SCHEMA[table]
    units = {column.name: column.unit for column in schema.columns}
    for folder in reversed(sources.chain):
        own = folder == sources.folder
        path = folder / file_of(table)
        if not own and not path.is_file():
            continue
        try:
            text = text_of(draft, table) if own else CsvText.of(path.read_bytes())
        except (OSError, UnicodeDecodeError):
            continue
        for name, (_, unit) in titles(text).items():
            column = schema.column(name)
            if column is not None and unit in UNITS.get(column.unit, {}):
                units[name] = unit
    return units


def grid(draft: Draft, sources: Sources, faults: Iterable[Fault], table: str, lang: Lang) -> Grid:
    """Return a table of a case with its changes, and the faults at their cells."""
    schema, units = SCHEMA[table], units_of(draft, sources, table)
    text = text_of(draft, table)
    files = {file_of(table)} | {f"{folder.name}/{file_of(table)}" for folder in sources.chain[1:]}
    parents = _parent_cells(sources, schema)
    rows = [_row(row, schema, units, parents) for row in sources.rows[table]]
    shown = {row.line for row in rows}
    place = titles(text)
    for line, texts in text.rows() if text else []:
        if line not in shown:  # blank as yet, or with another number of fields than the heading
            row = RowView(line, places={(file_of(table), line)})
            row.texts = {name: texts[k] for name, (k, _) in place.items() if k < len(texts) and schema.column(name)}
            row.origin = {name: file_of(table) for name, cell in row.texts.items() if cell}
            rows.append(row)
    others = []
    at = {where: row for row in rows for where in row.places}
    for fault in faults:
        own = at.get((fault.file, fault.row))
        if own is not None and schema.column(fault.column):
            stated = own.faults.get(fault.column)
            own.faults[fault.column] = f"{stated}\n{fault.text(lang)}" if stated else fault.text(lang)
        elif fault.file in files:
            others.append(fault.text(lang))
    columns = tuple(_view(column, units[column.name], sources, lang) for column in schema.columns)
    return Grid(table, columns, rows, tuple(others))


def _row(row: Mapping[str, Cell], schema: TableSchema, units: Mapping[str, str], parents: Mapping[Any, Any]) -> RowView:
    own = file_of(schema.name)
    view = RowView(next((cell.row for cell in row.values() if cell.file == own), 0))
    for name, cell in row.items():
        column = schema.column(name)
        if column is None:
            continue
        view.texts[name] = shown(cell, column, units[name])
        view.origin[name] = cell.file
        view.places.add((cell.file, cell.row))
    key = tuple(view.texts.get(name, "") for name in schema.keys)
    for name, cell in parents.get(key, {}).items():
        column = schema.column(name)
        if column is None or row.get(name) is None:
            continue
        before = shown(cell, column, units[name])
        if view.origin[name] == own and before != view.texts[name]:
            view.before[name] = before
    return view


def _parent_cells(sources: Sources, schema: TableSchema) -> dict[tuple[str, ...], Mapping[str, Cell]]:
    """Return the rows of the extended case by key."""
    if len(sources.chain) < 2:
        return {}
    from dispatch.case import gather

    try:
        rows = gather(sources.chain[1]).rows[schema.name]
    except CaseError:
        return {}
    return {tuple(row[name].text if name in row else "" for name in schema.keys): row for row in rows}


def shown(cell: Cell, column: Column, unit: str) -> str:
    """Return the text of a cell in a unit: as it was typed where the value is the same in both."""
    if column.kind != "number" or not isinstance(cell.value, float) or not column.unit:
        return cell.text
    factor = UNITS[column.unit][unit] / UNITS[column.unit][column.unit]
    value = float(f"{cell.value / factor:.12g}")
    try:
        if abs(float(cell.text) - value) <= 1e-9 * max(1.0, abs(value)):
            return cell.text
    except ValueError:
        return cell.text
    return f"{value:.12g}"


def _view(column: Column, unit: str, sources: Sources, lang: Lang) -> ColumnView:
    choices: tuple[str, ...] = column.choices
    if column.kind == "flag":
        choices = FLAGS
    elif column.refers:
        key = SCHEMA[column.refers].keys[0]
        choices = tuple(dict.fromkeys(row[key].text for row in sources.rows[column.refers] if key in row))
    if choices and column.default is not None:
        choices = ("", *(choice for choice in choices if choice))
    text = column.text if lang is Lang.en else column.zh
    return ColumnView(column.name, unit, text, choices, column.default is None, column.key, column.filled)


def cell_fault(table: str, column: str, text: str, unit: str, line: int, lang: Lang) -> str:
    """Return the fault of the text of one cell, as `dispatch check` states it; empty without a fault."""
    known = SCHEMA[table].column(column)
    stated = text.strip()
    if known is None:
        return ""
    if not stated:
        if known.default is not None:
            return ""
        from dispatch.case.cell_values import describe

        return Fault(file_of(table), line, column, "", message("fault.case.value_missing"), describe(known)).text(lang)
    try:
        parse(known, stated, unit if known.unit else "")
    except WrongValueError as wrong:
        return Fault(file_of(table), line, column, stated, wrong.rule, wrong.remedy).text(lang)
    return ""


def set_cells(draft: Draft, sources: Sources, table: str, changes: Iterable[tuple[RowView, str, str]]) -> None:
    """Change cells, (row, column, text), as one step of undo. A cell of an extended case is overridden by a row of the case
    itself, with the key and this cell."""
    schema = SCHEMA[table]
    file: CsvText | None = None
    lines: dict[int, int] = {}
    for row, column, text in changes:
        if file is None:
            file = _editable(draft, sources, schema, row)
        _column(file, draft, sources, schema, column)
        line = lines.get(id(row), row.line)
        if not line:
            line = _append(file, draft, sources, schema, {name: row.texts.get(name, "") for name in schema.keys})
            lines[id(row)] = line
        file.set(line, titles(file)[column][0], " ".join(text.splitlines()).strip())
    if file is not None:
        draft.put(file_of(table), file.raw())


def add_row(draft: Draft, sources: Sources, table: str, texts: Mapping[str, str]) -> None:
    """Append a row with some texts, which may be none."""
    schema = SCHEMA[table]
    file = _editable(draft, sources, schema, None)
    for name, text in texts.items():
        if text:
            _column(file, draft, sources, schema, name)
    _append(file, draft, sources, schema, texts)
    draft.put(file_of(table), file.raw())


def remove_row(draft: Draft, table: str, row: RowView) -> None:
    """Delete a row of the case itself. Raises CaseError for a row of an extended case."""
    file = text_of(draft, table)
    if file is None or not row.line:
        rule, remedy = message("fault.workbench.inherited"), message("remedy.workbench.inherited", table=table)
        raise CaseError([Fault(file_of(table), 0, "", "", rule, remedy)])
    file.remove(row.line)
    draft.put(file_of(table), file.raw())


def _editable(draft: Draft, sources: Sources, schema: TableSchema, row: RowView | None) -> CsvText:
    file = text_of(draft, schema.name)
    if file is not None:
        return file
    units = units_of(draft, sources, schema.name)
    overrides = row is not None or bool(sources.rows[schema.name])
    wanted = [c for c in schema.columns if c.key or (not overrides and (c.default is None or c.name == "source"))]
    return CsvText.new([heading(column.name, units[column.name]) for column in wanted])


def heading(name: str, unit: str) -> str:
    """Return the heading of a column."""
    return f"{name} [{unit}]" if unit else name


def _column(file: CsvText, draft: Draft, sources: Sources, schema: TableSchema, name: str) -> tuple[int, str]:
    """Return position and unit of a column; a column that the file lacks is inserted before the source."""
    known = titles(file)
    if name not in known:
        column = schema.column(name)
        assert column is not None
        place = known["source"][0] if "source" in known else len(file.heading)
        file.add_column(heading(column.name, units_of(draft, sources, schema.name)[name]), place)
    return titles(file)[name]


def _append(file: CsvText, draft: Draft, sources: Sources, schema: TableSchema, texts: Mapping[str, str]) -> int:
    known = titles(file)
    if missing := [name for name in schema.keys if name not in known]:
        for name in missing:
            _column(file, draft, sources, schema, name)
        known = titles(file)
    values = [""] * len(file.heading)
    for name, (place, _) in known.items():
        values[place] = texts.get(name, "")
    return file.add(values)


def tidy(draft: Draft) -> None:
    """Delete rows that were added and stayed empty."""
    for table in SCHEMA:
        if file_of(table) not in draft.changed:
            continue
        file = text_of(draft, table)
        if file is not None:
            while len(file.records) > 1 and file.records[-1].blank and file.records[-1].fields != [""]:
                file.records.pop()
            draft.put(file_of(table), file.raw())
