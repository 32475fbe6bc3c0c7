"""Turns frames in the units of a run into tables in the words and units of a reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dispatch.escape import document
from dispatch.messages import Lang, Words
from dispatch.messages.units import unit
from dispatch.results.attribution import Attribution, attribute
from dispatch.results.saved_run import Saved
from dispatch.results.utilisation import Rates, official_rates

from .palette import COLOURS
from .table import Chapter, Chart, Kind, Role, Series, Table, TableColumn

SIGNIFICANT = 12
"""Digits that a number keeps: what lies beyond is rounding of sums."""
REGION = ""
"""Name of the whole region where an area is named."""


@dataclass(frozen=True)
class Col:
    """A requested column: ``kind`` is a quantity of ``units``, or ``text`` (as given), ``word`` (a key of the
    catalogue, or as given where it is none), ``area``, ``flag``. ``title`` where it is no word of the catalogue."""

    key: str
    kind: str
    title: str | None = None


def columns(**kinds: str) -> list[Col]:
    """Several columns that are titled by the catalogue: key=kind."""
    return [Col(key, kind) for key, kind in kinds.items()]


class TableBuilder:
    """Writes tables in one language. ``saved`` gives the names of areas."""

    def __init__(self, saved: Saved, lang: Lang) -> None:
        self.saved, self.lang, self.words = saved, lang, Words(lang)

    @cached_property
    def areas(self) -> dict[str, str]:
        """Area -> its name, the whole region among them."""
        names = dict(zip(self.saved.areas, self.saved.labels(f"area_{self.lang}"), strict=True))
        return {area: document(name) or document(area) for area, name in names.items()} | {REGION: self.words("region")}

    @cached_property
    def attribution(self) -> Attribution:
        """The causes of the curtailment of the run."""
        return attribute(self.saved)

    @cached_property
    def rates(self) -> Rates:
        """The official utilisation rates of new energy in the region."""
        return official_rates(self.saved, self.attribution)[REGION]["new_energy"]

    @property
    def places(self) -> list[tuple[str, list[int]]]:
        """(area, its position) of each area, then the region with all of them where there are several."""
        each = [(area, [k]) for k, area in enumerate(self.saved.areas)]
        return each if len(each) == 1 else [(REGION, list(range(len(each)))), *each]

    def chapter(self, key: str, *tables: Table | None) -> Chapter:
        """A chapter of what is not None."""
        return Chapter(key, self.words(f"chapter_{key}"), tuple(table for table in tables if table is not None))

    def table(
        self,
        key: str,
        frame: pd.DataFrame,
        columns: Sequence[Col],
        charts: Iterable[Chart] = (),
        values: dict[str, object] | None = None,
    ) -> Table | None:
        """A table titled ``table_KEY``, with the note ``note_KEY`` (filled with ``values``) and what ``define_COLUMN``
        says of its columns; None where it has no rows."""
        if frame.empty:
            return None
        shown = [self._column(column) for column in columns]
        data = pd.DataFrame({column.key: self._values(column, frame[column.key]) for column in columns})
        notes = [self.words(f"note_{key}", **(values or {}))] if f"note_{key}" in self.words else []
        notes += [f"{column.title}: {column.definition}" for column in shown if column.definition]
        title = self.words(f"table_{key}")
        drawn = tuple(chart for chart in charts if chart.series)
        return Table(key, title, tuple(shown), data.reset_index(drop=True), tuple(dict.fromkeys(notes)), drawn)

    def figure(self, value: float, quantity: str, digits: int = 1) -> str:
        """A number with its unit as a sentence shows it; a dash where it is not known.

        value: in the unit of a run."""
        return " ".join(part for part in self.figure_parts(value, quantity, digits) if part).replace(" %", "%")

    def figure_parts(self, value: float, quantity: str, digits: int = 1) -> tuple[str, str]:
        """Number and unit as texts, with ``digits`` after the point, or more where the number is small."""
        in_unit = unit(quantity, self.lang)
        if not np.isfinite(value):
            return "–", ""
        return shown(value * in_unit.factor, digits, in_unit.digits), in_unit.name

    def _column(self, column: Col) -> TableColumn:
        title = document(column.title) if column.title is not None else self.words(column.key)
        known = f"define_{column.key}"
        definition = self.words(known) if column.title is None and known in self.words else ""
        if column.kind in ("text", "word", "area", "flag"):
            return TableColumn(column.key, title, definition=definition)
        in_unit = unit(column.kind, self.lang)
        return TableColumn(column.key, title, in_unit.name, in_unit.digits, definition)

    def _values(self, column: Col, values: pd.Series[Any]) -> list[object]:
        if column.kind == "text":
            return [document(value) for value in values]
        if column.kind == "area":
            return [self.areas.get(str(value), document(value)) for value in values]
        if column.kind == "word":
            return [self.words(str(value)) if value in self.words else document(value) for value in values]
        if column.kind == "flag":
            return [self.words("yes" if value else "no") for value in values]
        factor = unit(column.kind, self.lang).factor
        return [_rounded(float(value) * factor) for value in values]

    def chart(
        self,
        title: str,
        kind: Kind,
        x: str,
        series: Sequence[Series],
        rows: tuple[int, int],
        quantity: str | None = None,
        axis: str = "",
    ) -> Chart:
        """A chart of some rows of a table; its axis bears the unit of the quantity, or the words of ``axis``."""
        in_unit = unit(quantity, self.lang).name if quantity else axis
        return Chart(document(title), kind, x, tuple(series), rows[0], rows[1], in_unit)

    def series(self, keys: Iterable[str], role: Role = "above") -> list[Series]:
        """Series in the colours that their keys have everywhere."""
        return [Series(key, COLOURS[key], role) for key in keys]


def shown(value: float, digits: int, most: int) -> str:
    """Return a number for a sentence: two significant digits at least, as far as ``most`` digits after the point show them.

    >>> shown(3082.7, 1, 3), shown(0.0248, 1, 4), shown(0.0, 1, 3)
    ('3,082.7', '0.025', '0')
    """
    if value == 0:
        return "0"
    while digits < most and abs(value) < 10.0 ** (1 - digits):
        digits += 1
    return f"{value:z,.{min(digits, most)}f}"


def _rounded(value: float) -> float | None:
    return float(f"{value:.{SIGNIFICANT}g}") + 0.0 if np.isfinite(value) else None
