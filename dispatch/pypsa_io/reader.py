"""Reads components of a network: active ones, numbers or series; gathers what becomes a case folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from dispatch.arrays import Floats
from dispatch.errors import Fault
from dispatch.messages import Message, message

from .naming import Names

Row = dict[str, Any]

_ANNUITY = ("capital_cost", "overnight_cost", "fom_cost", "discount_rate", "lifetime")
"""What PyPSA works out the cost of capacity from."""
LARGEST = 1e9
"""Largest size of a value of a series in a case."""


@dataclass(frozen=True)
class Owner:
    """Component of the network that a row or a series comes from; ``attribute`` is empty for a row."""

    kind: str
    label: str
    attribute: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.label!r} {self.attribute}".strip()


@dataclass
class Content:
    """What becomes a case folder: rows by table in the units of tables, hourly series, keys of case.toml, notes.

    ``owners``: the component of each row of each table; ``series_owners``: that of each series; ``file``: name of the network's file, for faults.
    """

    file: str = "network"
    tables: dict[str, list[Row]] = field(default_factory=dict)
    owners: dict[str, list[Owner]] = field(default_factory=dict)
    series: dict[str, Floats] = field(default_factory=dict)
    series_owners: dict[str, Owner] = field(default_factory=dict)
    settings: Row = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _equal: dict[bytes, str] = field(default_factory=dict)
    _names: Names = field(default_factory=Names)

    def add(self, table: str, row: Row, owner: Owner) -> None:
        """Add a row; what is None is left out, so that the default of the column holds."""
        self.tables.setdefault(table, []).append({key: value for key, value in row.items() if value is not None})
        self.owners.setdefault(table, []).append(owner)

    def store(self, owner: Owner, column: str, values: Floats) -> str:
        """Keep a series (hours,) and return its name: that of an equal series, or a new one that no other has."""
        values = np.ascontiguousarray(values, dtype=np.float64) + 0.0  # no negative zero
        digest = sha256(values.tobytes()).digest()
        if digest not in self._equal:
            name = self._names.fresh(f"{owner.kind} {owner.label} {column}")
            self._equal[digest] = name
            self.series[name], self.series_owners[name] = values, owner
            self._check(owner, values)
        return self._equal[digest]

    def _check(self, owner: Owner, values: Floats) -> None:
        bad = np.flatnonzero(~(np.abs(values) <= LARGEST))
        if bad.size:
            rule = message("fault.pypsa.snapshot_value", largest=-LARGEST, largest2=LARGEST, bad=bad[0] + 1)
            self.fault(owner, f"{values[bad[0]]:g}", rule, message("remedy.pypsa.correct_network"))

    def fault(self, owner: Owner | str, value: str, rule: Message, remedy: Message) -> None:
        """Add a fault of a component's attribute, or of the network as a whole."""
        self.faults.append(Fault(self.file, 0, str(owner), value, rule, remedy))


class Component:
    """Active components of one class of a network."""

    def __init__(self, network: Any, name: str, content: Content) -> None:
        self.name, self.content = name, content
        self._component = network.c[name]
        static = self._component.static
        active = static["active"].to_numpy(dtype=bool) if "active" in static else np.ones(len(static), dtype=bool)
        self.static: pd.DataFrame = static[active]
        self.hours = len(network.snapshots)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.static.index)

    def owner(self, label: Any, attribute: str = "") -> Owner:
        """Where a value comes from."""
        return Owner(self.name, str(label), attribute)

    def fault(self, label: Any, attribute: str, value: str, rule: Message, remedy: Message) -> None:
        """Add a fault of an attribute."""
        self.content.fault(self.owner(label, attribute), value, rule, remedy)

    def value(self, label: Any, attribute: str) -> Any:
        """Return the attribute as it stands in the static table."""
        return self.static.at[label, attribute]

    def number(self, label: Any, attribute: str) -> float:
        """Return a number; a series that changes is a fault."""
        number, series = self.hourly(label, attribute)
        if series is not None:
            rule = message("fault.pypsa.time_varying")
            self.fault(label, attribute, "a series", rule, message("remedy.pypsa.make_constant"))
        return number

    def hourly(self, label: Any, attribute: str) -> tuple[float, Floats | None]:
        """Return the number, or a series that changes over time (then the number is its first). Missing is NaN."""
        dynamic = self._component.dynamic.get(attribute)
        if dynamic is not None and label in dynamic:
            values = dynamic[label].to_numpy(dtype=float)
            first = float(values[0])
            same = np.array_equal(values, np.full(len(values), first), equal_nan=True)
            return first, None if same else values
        value = self.static.at[label, attribute] if attribute in self.static else np.nan
        return float("nan" if value is None else value), None  # type: ignore[arg-type]

    def series(self, label: Any, attribute: str) -> Floats:
        """Return the attribute in every hour, shape (hours,)."""
        number, values = self.hourly(label, attribute)
        return np.full(self.hours, number) if values is None else values

    def pair(self, label: Any, attribute: str, column: str, scale: float = 1.0) -> Row:
        """Return ``column`` as a number, or ``column_profile`` as a series."""
        number, values = self.hourly(label, attribute)
        if values is None:
            return {column: number * scale}
        return {f"{column}_profile": self.content.store(self.owner(label, attribute), column, values * scale)}

    def profile(self, label: Any, attribute: str, column: str, values: Floats) -> Row:
        """Return given values, which come from an attribute, as a number if all are the same, otherwise as a series."""
        if (values == values[0]).all():
            return {column: float(values[0])}
        return {f"{column}_profile": self.content.store(self.owner(label, attribute), column, values)}

    def periodized_cost(self, label: Any) -> float:
        """Return what a MW (or MWh) that is built costs over the horizon; a fault names what makes it no finite number."""
        cost = float(np.asarray(self._component.periodized_cost.sel(name=label)).ravel()[0])
        if np.isfinite(cost):
            return cost
        given = {name: float(self.value(label, name)) for name in _ANNUITY if name in self.static}
        wrong = [name for name, value in given.items() if np.isinf(value) and name != "lifetime"]
        if np.isnan(given["overnight_cost"]):
            wrong.append("capital_cost")
        name = [*wrong, "discount_rate" if np.isnan(given["discount_rate"]) else "lifetime"][0]
        rule = message("fault.pypsa.capital_cost")
        self.fault(label, name, f"{given[name]:g}", rule, message("remedy.pypsa.give_finite_number"))
        return 0.0

    def given_size(self, label: Any, nominal: str) -> tuple[float, float | None]:
        """Return least and most capacity of a component that is extendable; both are ``…_set`` where it is given."""
        least, most = (float(self.value(label, f"{nominal}_{end}")) for end in ("min", "max"))
        given = float(self.static[f"{nominal}_set"].get(label, np.nan)) if f"{nominal}_set" in self.static else np.nan
        if np.isnan(given):
            return least, unlimited(most)
        if given < least or given > most:
            rule = message("fault.pypsa.set_capacity_bounds")
            self.fault(label, f"{nominal}_set", f"{given:g}", rule, message("remedy.pypsa.correct_bounds"))
        return given, given


def optional(value: float) -> float | None:
    """Return a number, or None where it is missing."""
    return None if np.isnan(value) else float(value)


def unlimited(value: float) -> float | None:
    """Return an upper limit, or None where it is missing or infinite."""
    return None if np.isnan(value) or value == np.inf else float(value)
