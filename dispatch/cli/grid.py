"""Tables of the terminal: no cell is cut or wrapped, whatever the width. What does not fit is split or listed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, OverflowMethod, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from dispatch.escape import terminal

if TYPE_CHECKING:
    from dispatch.report import Table as ReportTable

SIGNIFICANT = 3
"""Digits that a number keeps at least, however small."""
NOTHING = 1e-9
"""Size below which a number is rounding of sums."""
PARTS = 3
"""Most parts that a table is split into; beyond, each row is a list."""


def plain(text: object, style: str = "", overflow: OverflowMethod | None = None, no_wrap: bool | None = None) -> Text:
    """Return text for the terminal: all that the commands print passes here. Nothing in the text is obeyed, neither a
    control character nor markup.

    >>> plain("[red]a" + chr(27) + "[31mb").plain
    '[red]a\\\\u001b[31mb'
    """
    return Text(terminal(text), style, overflow=overflow, no_wrap=no_wrap)


def number(value: float | None, digits: int = 3) -> str:
    """A number as people read it: so many digits after the point, more where it is small; a dash for none.

    >>> number(1234.5678), number(0.0648, 1), number(0.1188, 1), number(-0.00012, 2), number(0.0), number(None)
    ('1,234.568', '0.0648', '0.119', '-0.000120', '0.000', '–')
    """
    if value is None or value != value:
        return "–"
    size = abs(value)
    if size < NOTHING:
        return f"{0:.{digits}f}"
    if size != round(size, digits):
        digits = max(digits, SIGNIFICANT - 1 - math.floor(math.log10(size)))
    return f"{value:,.{digits}f}"


@dataclass(frozen=True)
class Grid:
    """A table of one heading and rows of cells, of which the first ``keys`` columns say what a row is. ``right``: whether
    a column is of numbers. It is drawn as one table where it fits; else in parts, each with the keys; else as a list."""

    headings: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    keys: int
    right: tuple[bool, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Draw at the width of the console."""
        every = range(len(self.headings))
        for stacked in (False, True):
            whole = self._table(every, stacked)
            if self._fits(whole, console, options):
                yield whole
                return
        parts = self._parts(console, options)
        if parts:
            yield from (self._table(part, True) for part in parts)
        else:
            yield from self._list(options.max_width)

    def _fits(self, drawn: Table, console: Console, options: ConsoleOptions) -> bool:
        return console.measure(drawn, options=options.update(width=100_000)).maximum <= options.max_width

    def _table(self, places: Sequence[int], stacked: bool) -> Table:
        drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for k in places:
            heading = self.headings[k].plain
            if stacked:
                heading = heading.replace(" ", "\n").replace("-", "-\n")
            drawn.add_column(Text(heading), justify="right" if self.right[k] else "left", no_wrap=True)
        for row in self.rows:
            drawn.add_row(*(row[k] for k in places))
        return drawn

    def _parts(self, console: Console, options: ConsoleOptions) -> list[list[int]]:
        """Columns of each part; empty where the table needs too many."""
        keys = list(range(self.keys))
        parts: list[list[int]] = [[]]
        for k in range(self.keys, len(self.headings)):
            if not self._fits(self._table([*keys, *parts[-1], k], True), console, options):
                parts.append([])
                if not self._fits(self._table([*keys, k], True), console, options):
                    return []
            parts[-1].append(k)
        if not parts[0]:
            return []
        return [[*keys, *part] for part in parts] if len(parts) <= PARTS else []

    def _list(self, width: int) -> Iterator[RenderableType]:
        """Rows as lists: the keys on a line, then heading and cell, as many on a line as it holds."""
        for row in self.rows:
            line = Text("  ").join(cell for cell in row[: self.keys] if cell.plain)
            held = [line]
            line = Text(" ")
            for heading, cell in zip(self.headings[self.keys :], row[self.keys :], strict=True):
                if not cell.plain:
                    continue
                pair = Text.assemble(heading.plain, " " if heading.plain else "", cell)
                if line.plain.strip() and cell_len(line.plain) + cell_len(pair.plain) + 2 > width:
                    held.append(line)
                    line = Text(" ")
                line = Text.assemble(line, " ", pair)
            yield from (_Whole(text) for text in (*held, line) if text.plain.strip())


@dataclass(frozen=True)
class _Whole:
    """A line that is given to the terminal whole: where it is too long the terminal wraps it, and nothing is lost."""

    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType | Segment]:
        yield from self.text.render(console, end="\n")


def table(
    columns: Sequence[str], rows: Sequence[Sequence[object]], text_columns: int = 1, texts_at_end: int = 0
) -> Grid:
    """A table; the first ``text_columns`` say what a row is, and the last ``texts_at_end`` hold text too."""
    count = len(columns)
    right = tuple(text_columns <= k < count - texts_at_end for k in range(count))
    cells = tuple(tuple(cell if isinstance(cell, Text) else plain(cell) for cell in row) for row in rows)
    keys = text_columns if text_columns < count else 1  # of a table of texts alone the first column says what a row is
    return Grid(tuple(plain(column) for column in columns), cells, keys, right)


def report_table(shown: ReportTable) -> Iterator[RenderableType]:
    """Yield a table of a report for the terminal: title, cells, notes. A column of texts that is empty in every row is left out."""
    used = [
        place
        for place, column in enumerate(shown.columns)
        if column.digits is not None or (shown.data.iloc[:, place].astype(str) != "").any()
    ]
    columns = [shown.columns[place] for place in used]
    texts = [column.digits is None for column in columns]
    first = next((place for place, text in enumerate(texts) if not text), len(texts))
    last = next((place for place, text in enumerate(reversed(texts)) if not text), 0)
    rows = [
        [
            str(cell) if column.digits is None else number(cell, column.digits)
            for column, cell in zip(columns, row, strict=True)
        ]
        for row in shown.data.iloc[:, used].itertuples(index=False)
    ]
    yield plain(shown.title, style="bold")
    yield table([column.heading for column in columns], rows, first, last)
    for note in shown.notes:
        yield plain(note)
