"""Sets that all components share: hours, commitment periods, days, weeks, months; areas, pockets, reserve zones, parks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dispatch.arrays import Flags
from dispatch.case import Case
from dispatch.lp import Axis, Expression, Floats, Integers, Mapping, Parameter, constant

if TYPE_CHECKING:
    from .expansion import Expansion

Amount = Parameter | Expression
"""A number, or what holds variables: a capacity to which measures add."""


def numbers(rows: pd.DataFrame, name: str) -> Floats:
    """A number column, shape (rows,)."""
    return np.asarray(rows[name].to_numpy(), dtype=float)


def texts(rows: pd.DataFrame, name: str) -> list[str]:
    """A text column."""
    return [str(value) for value in rows[name]]


def flags(rows: pd.DataFrame, name: str) -> Flags:
    """A flag column, shape (rows,)."""
    return np.asarray(rows[name].to_numpy(), dtype=bool)


def among(rows: pd.DataFrame, name: str, values: Sequence[str]) -> Flags:
    """Whether a text column has one of the values, shape (rows,)."""
    return np.asarray(rows[name].isin(list(values)).to_numpy(), dtype=bool)


def keeper(rows: pd.DataFrame) -> list[str]:
    """``dispatcher@area`` of each row: who dispatches it where."""
    return [f"{who}@{area}" for who, area in zip(texts(rows, "dispatcher"), texts(rows, "area"), strict=True)]


class Blocks:
    """Consecutive blocks of hours as an axis. ``first``, ``last``: their end hours; ``group``: block of each hour."""

    def __init__(self, hour: Axis, name: str, group: Integers) -> None:
        self.group = np.asarray(group, dtype=np.int64)
        self.first = np.flatnonzero(np.diff(self.group, prepend=-1)).astype(np.int64)
        self.last = np.append(self.first[1:], len(self.group)).astype(np.int64) - 1
        self.axis = Axis(name, tuple(hour.labels[k] for k in self.first), self.first, self.last)
        self.of_hour = Mapping(hour, self.axis, self.group)
        self._hour = hour

    def __len__(self) -> int:
        return len(self.axis)

    @property
    def length(self) -> Parameter:
        """Hours in each block [h]; the last may be shorter than the others."""
        return Parameter((self.axis,), (self.last - self.first + 1).astype(float))

    @property
    def opening(self) -> Parameter:
        """One in the first hour of each block, on (hour,)."""
        first = np.zeros(len(self._hour))
        first[self.first] = 1.0
        return Parameter((self._hour,), first)

    def least(self, hourly: Floats) -> Floats:
        """Smallest of (rows, hours) in each block, shape (rows, blocks)."""
        return np.asarray(np.minimum.reduceat(hourly, self.first, axis=1), dtype=float)

    def mean(self, hourly: Floats) -> Floats:
        """Mean of (rows, hours) in each block, shape (rows, blocks)."""
        return np.asarray(np.add.reduceat(hourly, self.first, axis=1) / self.length.values, dtype=float)


class Sets:
    """Axes and mappings of a case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        steps = np.arange(len(case.time), dtype=np.int64)
        self.hour = Axis("hour", tuple(case.time.strftime("%Y-%m-%d %H:%M")), steps, steps)
        self.period = self.blocks("period", case.settings.commitment.period_hours)
        self.week = self.blocks("week", 168)
        self.day = Blocks(self.hour, "day", pd.factorize(case.time.strftime("%Y-%m-%d"))[0])
        self.month = Blocks(self.hour, "month", pd.factorize(case.time.strftime("%Y-%m"))[0])
        tables = case.tables
        self.area = Axis("area", tuple(tables["areas"]["area"]))
        self.pocket = Axis("pocket", tuple(tables["pockets"]["pocket"]))
        rules = tables["dispatchers"]
        amounts = rules[["load_up", "vre_up", "largest_unit", "load_down", "vre_down", "largest_load"]]
        self.rules = rules[(amounts > 0).any(axis=1)].reset_index(drop=True)
        self.zone = Axis("zone", tuple(keeper(self.rules)))
        self.park = Axis("park", tuple(tables["parks"]["park"]))
        self.expansion: Expansion

    @property
    def week_of_period(self) -> Mapping:
        """The week of each commitment period. A period never spans two weeks: 1, 24 and 168 divide 168, and both count from the first
        hour."""
        return Mapping(self.period.axis, self.week.axis, self.week.group[self.period.first])

    @property
    def area_of_pocket(self) -> Mapping:
        """The area of each pocket."""
        return Mapping(self.pocket, self.area, self.area.positions(self.table("pockets")["area"]))

    def blocks(self, name: str, hours: int) -> Blocks:
        """Consecutive blocks of so many hours, counted from the first hour; the last may be shorter."""
        return Blocks(self.hour, name, np.arange(len(self.hour), dtype=np.int64) // hours)

    def table(self, name: str) -> pd.DataFrame:
        """A table of the case, in GW, GWh, million CNY."""
        return self.case.tables[name]

    def shortfall_limit(self, kind: str, axis: Axis) -> Parameter:
        """Return the largest shortfall [GW] on (axis, hour): infinite where no limit names a label, zero in an hour that the
        limits of a label do not list."""
        rows = self.table("shortfall_limits")
        of_kind = {"unserved": rows["name"] + "/" + rows["settles"], "undelivered": rows["name"]}
        rows = rows.assign(name=of_kind.get(kind, rows["name"] + "@" + rows["area"]))
        rows = rows[among(rows, "kind", (kind,)) & among(rows, "name", axis.labels)]
        values = np.full((len(axis), len(self.hour)), np.inf)
        label = axis.positions(texts(rows, "name"))
        values[label] = 0.0
        times = pd.to_datetime(rows["date"]) + pd.to_timedelta(numbers(rows, "hour"), unit="h")
        hour = self.case.time.get_indexer(pd.DatetimeIndex(times))
        values[label[hour >= 0], hour[hour >= 0]] = numbers(rows, "limit")[hour >= 0]
        return self.hourly(axis, values)

    def assets(self, rows: pd.DataFrame, name: str) -> Assets:
        """The axis of a table's rows (its first column) with where each row belongs."""
        axis = Axis(name, tuple(rows[rows.columns[0]]))
        return Assets(self, axis, rows.reset_index(drop=True))

    def hourly(self, axis: Axis, values: Floats) -> Parameter:
        """Numbers (labels, hours) as a parameter."""
        return Parameter((axis, self.hour), values)

    def zeros(self, *axes: Axis) -> Expression:
        """An empty expression."""
        return constant(axes)

    @property
    def every_hour(self) -> Parameter:
        """One in every hour."""
        return Parameter((self.hour,), np.ones(len(self.hour)))


@dataclass(frozen=True, eq=False)
class Assets:
    """The rows of a table as an axis, with parameters by column and the mappings to pocket, zone and park."""

    sets: Sets
    axis: Axis
    rows: pd.DataFrame

    def __len__(self) -> int:
        return len(self.axis)

    def numbers(self, name: str) -> Floats:
        """A number column, shape (rows,)."""
        return numbers(self.rows, name)

    def texts(self, name: str) -> list[str]:
        """A text column."""
        return texts(self.rows, name)

    def column(self, name: str) -> Parameter:
        """A number column, on the axis."""
        return Parameter((self.axis,), self.numbers(name))

    def flag(self, name: str) -> Parameter:
        """One where a flag column holds, on the axis."""
        return self.where(flags(self.rows, name))

    def where(self, mask: Flags) -> Parameter:
        """One where the mask holds, on the axis."""
        return Parameter((self.axis,), mask.astype(float))

    def capacity(self) -> Parameter:
        """Gross capacity in service [GW], on (axis, hour)."""
        return self.sets.hourly(self.axis, self.sets.case.capacity(self.axis.labels))

    def added(self, *kinds: str) -> Expression | None:
        """Capacity [GW] that measures of these kinds add to the rows, on the axis; None where there are none."""
        return self.sets.expansion.capacity(self.axis, *kinds)

    def profile(self) -> Parameter:
        """The series named in column ``profile``, on (axis, hour)."""
        series = [self.sets.case.series[name] for name in self.texts("profile")]
        return self.sets.hourly(self.axis, np.array(series).reshape(len(self), len(self.sets.hour)))

    def normalised(self) -> Parameter:
        """The profile over its sum over the whole horizon [1/h], on (axis, hour)."""
        sums = np.array([self.sets.case.series_year[name] for name in self.texts("profile")], dtype=float)
        return self.profile() / Parameter((self.axis,), sums)

    def subset(self, mask: Flags, name: str) -> Assets:
        """Some of the rows as an axis of another name."""
        return self.sets.assets(self.rows[mask], name)

    def to_pocket(self) -> Mapping:
        """Which pocket each row is in."""
        return Mapping(self.axis, self.sets.pocket, self.sets.pocket.positions(self.texts("pocket")))

    def to_zone(self) -> Mapping:
        """Which reserve zone each row is in; none where its dispatcher keeps no reserve."""
        return _to(self.axis, self.sets.zone, keeper(self.rows))

    def to_park(self) -> Mapping:
        """Which park each row settles in; none where it is not in a park."""
        return _to(self.axis, self.sets.park, self.texts("settles"))

    def in_zone(self) -> Parameter:
        """One where the row is in a reserve zone, on the axis."""
        return self.where(self.to_zone().group >= 0)


def plus(given: Parameter, added: Expression | None, *axes: Axis) -> Amount:
    """What is given and what is added, the latter repeated along further axes."""
    if added is None:
        return given
    for axis in axes:
        added = added.over(axis)
    return added + given


def _to(fine: Axis, coarse: Axis, names: list[str]) -> Mapping:
    where = {label: place for place, label in enumerate(coarse.labels)}
    return Mapping(fine, coarse, np.array([where.get(name, -1) for name in names], dtype=np.int64))


@dataclass(frozen=True, eq=False)
class Contribution:
    """What a component gives the rest: net injection by pocket and by park, reserve by zone; all on (…, hour) [GW].

    lost: energy that leaves the system in the component (losses of stores and lines, hydrogen beyond the
    demand), unmet: load or contract that it leaves unserved, and consumed: what generic units take beyond what the
    tables require; summed over the hours, on (pocket,) [GWh]."""

    injection: list[Expression] = field(default_factory=list)
    park: list[Expression] = field(default_factory=list)
    up: dict[str, Expression] = field(default_factory=dict)
    down: dict[str, Expression] = field(default_factory=dict)
    lost: list[Expression] = field(default_factory=list)
    unmet: list[Expression] = field(default_factory=list)
    consumed: list[Expression] = field(default_factory=list)


def inject(assets: Assets, net: Expression) -> tuple[list[Expression], list[Expression]]:
    """Net injection on (assets, hour), summed into pockets and parks."""
    parks = [net.group(assets.to_park())] if len(assets.sets.park) and "settles" in assets.rows else []
    return [net.group(assets.to_pocket())], parks
