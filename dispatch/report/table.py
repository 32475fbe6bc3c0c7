"""What a report is made of: chapters of tables with charts, in one language and its units. Writers know nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

Kind = Literal["stack", "bar", "line", "heat"]
Role = Literal["above", "below", "curtailed", "line"]


@dataclass(frozen=True)
class TableColumn:
    """A column as people read it. ``digits`` None: text. ``unit`` stands in the heading. ``definition`` is printed under
    the table."""

    key: str
    title: str
    unit: str = ""
    digits: int | None = None
    definition: str = ""

    @property
    def heading(self) -> str:
        """Title and unit."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


@dataclass(frozen=True)
class Series:
    """A column drawn in a chart: its colour, and whether it stacks above or below zero, is hatched, or is a line."""

    column: str
    colour: str
    role: Role = "above"
    dashed: bool = False


@dataclass(frozen=True)
class Chart:
    """Columns of a table drawn over its column ``x``, for the rows ``first`` to ``last`` (not included). A heat map
    draws the columns as they stand, row by row."""

    title: str
    kind: Kind
    x: str
    series: tuple[Series, ...]
    first: int
    last: int
    axis: str


@dataclass(frozen=True)
class Table:
    """``key`` is an ASCII name, of the CSV file and of the anchor in the page. ``data`` has the columns of ``columns``, in
    their units; ``notes`` are definitions with their sources."""

    key: str
    title: str
    columns: tuple[TableColumn, ...]
    data: pd.DataFrame
    notes: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()

    def column(self, key: str) -> TableColumn:
        """The column of that key."""
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True)
class Chapter:
    """Tables under one heading. ``message`` states its finding in one sentence; an appendix follows the other chapters in
    the page, with its sources as footnotes."""

    key: str
    title: str
    tables: tuple[Table, ...]
    message: str = ""
    appendix: bool = False


@dataclass(frozen=True)
class Card:
    """A headline figure of the summary: ``value`` as text, ``detail`` below it; ``alarm`` marks a shortfall."""

    title: str
    value: str
    unit: str
    detail: str = ""
    alarm: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart of the summary: number ``chart`` of a table, under a title and its rule."""

    title: str
    table: str
    chart: int
    rule: str = ""


@dataclass(frozen=True)
class Node:
    """An area of the schematic: centre, name and lines of figures."""

    x: float
    y: float
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Flow:
    """An arrow of the schematic from one point to another, with its label at ``place``; ``width`` in units of the drawing."""

    start: tuple[float, float]
    end: tuple[float, float]
    label: str
    place: tuple[float, float]
    width: float


@dataclass(frozen=True)
class Schematic:
    """Areas and what they exchange over the window, in a drawing of ``size``; ``box`` is the size of a node."""

    title: str
    size: tuple[float, float]
    box: tuple[float, float]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    note: str


@dataclass(frozen=True)
class Summary:
    """The first page: sentences, cards, charts, schematic."""

    title: str
    sentences: tuple[str, ...]
    cards: tuple[Card, ...]
    pictures: tuple[Picture, ...]
    schematic: Schematic | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """Everything that is written, and the words that the writers themselves need: ``labels`` by key, ``phrases`` of the
    chart library by what it says in English. ``other`` is the same report in the other language, for the page."""

    title: str
    lines: tuple[str, ...]
    lang: str
    chapters: tuple[Chapter, ...]
    labels: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)
    summary: Summary | None = None
    other: Report | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, in order."""
        return tuple(table for chapter in self.chapters for table in chapter.tables)

    def table(self, key: str) -> Table:
        """The table of that key."""
        return next(table for table in self.tables if table.key == key)
