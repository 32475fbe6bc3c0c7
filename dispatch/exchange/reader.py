"""Reads components of a network: active ones, numbers or series, names that tables take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dispatch.errors import Fault

Floats = NDArray[np.float64]
Row = dict[str, Any]

_RESERVED = re.compile(r"[\[\],/\\@=>\x00-\x1f]")


@dataclass
class Content:
    """What becomes a case folder: rows by table in the units of tables, hourly series, keys of case.toml, notes."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    series: dict[str, Floats] = field(default_factory=dict)
    settings: Row = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add(self, table: str, row: Row) -> None:
        """A row; what is None is left out, so that the default of the column holds."""
        self.tables.setdefault(table, []).append({key: value for key, value in row.items() if value is not None})

    def store(self, name: str, values: Floats) -> str:
        """Keep a series, under that name or, if it is taken, that of the equal one."""
        for known, own in self.series.items():
            if np.array_equal(own, values):
                return known
        self.series[name] = values
        return name


class Names:
    """Names of one table as tables take them: reserved characters become ``;``, and no two are the same.

    >>> names = Names()
    >>> names("coal", "Generator"), names("a/b", "Load"), names("coal", "Load"), names("coal", "Generator")
    ('coal', 'a;b', 'coal (Load)', 'coal')
    """

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}

    def __call__(self, name: Any, kind: str = "") -> str:
        """The name in tables of a component of that kind."""
        key = (kind, str(name))
        if key not in self._given:
            text, taken = plain(name).strip() or "unnamed", set(self._given.values())
            if text in taken:
                text = f"{text} ({kind})"
            while text in taken:
                text += "'"
            self._given[key] = text
        return self._given[key]

    def changed(self) -> dict[str, str]:
        """Names that are not as they were: new to old."""
        return {new: old for (_, old), new in self._given.items() if new != old}


class Component:
    """Active components of one class of a network."""

    def __init__(self, network: Any, name: str, content: Content, file: str) -> None:
        self.name, self.file, self.content = name, file, content
        self._component = network.c[name]
        static = self._component.static
        active = static["active"].to_numpy(dtype=bool) if "active" in static else np.ones(len(static), dtype=bool)
        self.static: pd.DataFrame = static[active]
        self.hours = len(network.snapshots)
        idle = [str(label) for label in static.index[~active]]
        if idle:
            content.notes.append(f"{name} {', '.join(idle)}: not active, left out")

    def __iter__(self) -> Iterator[Any]:
        return iter(self.static.index)

    def value(self, label: Any, attribute: str) -> Any:
        """The attribute as it stands in the static table."""
        return self.static.at[label, attribute]

    def number(self, label: Any, attribute: str) -> float:
        """A number; a series that changes is a fault."""
        number, series = self.hourly(label, attribute)
        if series is not None:
            rule = "it changes over time, where a case has one number"
            owner = f"{self.name} {label!r} {attribute}"
            self.content.faults.append(Fault(self.file, 0, owner, "a series", rule, "Make it constant."))
        return number

    def hourly(self, label: Any, attribute: str) -> tuple[float, Floats | None]:
        """The number, or a series that changes over time (then the number is its first). Missing is NaN."""
        dynamic = self._component.dynamic.get(attribute)
        if dynamic is not None and label in dynamic:
            values = dynamic[label].to_numpy(dtype=float)
            first = float(values[0])
            same = np.array_equal(values, np.full(len(values), first), equal_nan=True)
            return first, None if same else values
        value = self.static.at[label, attribute] if attribute in self.static else np.nan
        return float("nan" if value is None else value), None  # type: ignore[arg-type]

    def series(self, label: Any, attribute: str) -> Floats:
        """The attribute in every hour."""
        number, values = self.hourly(label, attribute)
        return np.full(self.hours, number) if values is None else values

    def pair(self, label: Any, attribute: str, column: str, scale: float = 1.0) -> Row:
        """``column`` as a number, or ``column_profile`` as a series."""
        number, values = self.hourly(label, attribute)
        if values is None:
            return {column: number * scale}
        return {f"{column}_profile": self.content.store(f"{self.name} {plain(label)} {column}", values * scale)}

    def profile(self, label: Any, column: str, values: Floats) -> Row:
        """Given values as a number if they are all the same, otherwise as a series."""
        if (values == values[0]).all():
            return {column: float(values[0])}
        return {f"{column}_profile": self.content.store(f"{self.name} {plain(label)} {column}", values)}

    def periodized_cost(self, label: Any) -> float:
        """What a MW (or MWh) that is built costs over the horizon."""
        cost = self._component.periodized_cost.sel(name=label)
        return float(np.asarray(cost).ravel()[0])


def plain(label: Any) -> str:
    """A label without reserved characters."""
    return _RESERVED.sub(";", str(label))


def optional(value: float) -> float | None:
    """A limit, or None where it is missing or infinite."""
    return None if not np.isfinite(value) else float(value)
