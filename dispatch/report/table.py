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
    """Tables under one heading."""

    key: str
    title: str
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Report:
    """Everything that is written, and the words that the writers themselves need: ``labels`` by key, ``phrases`` of the
    chart library by what it says in English."""

    title: str
    lines: tuple[str, ...]
    lang: str
    chapters: tuple[Chapter, ...]
    labels: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, in order."""
        return tuple(table for chapter in self.chapters for table in chapter.tables)
