"""Sets that all components share: hours, commitment periods, days, weeks, months; areas, pockets, reserve zones, parks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dispatch.case import Case
from dispatch.lp import Axis, Expression, Floats, Integers, Mapping, Parameter, constant


def _blocks(hour: Axis, name: str, group: Integers) -> tuple[Axis, Mapping]:
    """An axis of consecutive blocks of hours; ``group`` (hours,) counts them from 0."""
    first = np.flatnonzero(np.diff(group, prepend=-1))
    last = np.append(first[1:], len(group)) - 1
    axis = Axis(name, tuple(hour.labels[k] for k in first), first.astype(np.int64), last.astype(np.int64))
    return axis, Mapping(hour, axis, group.astype(np.int64))


class Frame:
    """Axes and mappings of a case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        count = len(case.time)
        steps = np.arange(count)
        self.hour = Axis("hour", tuple(case.time.strftime("%Y-%m-%d %H:%M")), steps, steps)
        self.period_hours = case.settings.commitment.period_hours
        self.period, self.period_of_hour = _blocks(self.hour, "period", steps // self.period_hours)
        self.week, self.week_of_hour = _blocks(self.hour, "week", steps // 168)
        self.day, self.day_of_hour = _blocks(self.hour, "day", _counted(case.time.strftime("%Y-%m-%d")))
        self.month, self.month_of_hour = _blocks(self.hour, "month", _counted(case.time.strftime("%Y-%m")))
        first = self.period.first
        assert first is not None
        self.week_of_period = Mapping(self.period, self.week, self.week_of_hour.group[first])
        tables = case.tables
        self.area = Axis("area", tuple(tables["areas"]["area"]))
        self.pocket = Axis("pocket", tuple(tables["pockets"]["pocket"]))
        self.area_of_pocket = Mapping(self.pocket, self.area, self.area.positions(tables["pockets"]["area"]))
        rules = tables["dispatchers"]
        amounts = rules[["load_up", "vre_up", "largest_unit", "load_down", "vre_down", "largest_load"]]
        self.rules = rules[(amounts > 0).any(axis=1)].reset_index(drop=True)
        self.zone = Axis("zone", tuple(self.rules["dispatcher"] + "@" + self.rules["area"]))
        self.park = Axis("park", tuple(tables["parks"]["park"]))

    def blocks(self, name: str, hours: int) -> tuple[Axis, Mapping]:
        """Consecutive windows of so many hours."""
        return _blocks(self.hour, name, np.arange(len(self.hour)) // hours)

    def table(self, name: str) -> pd.DataFrame:
        """A table of the case, in GW, GWh, million CNY."""
        return self.case.tables[name]

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


def _counted(labels: pd.Index) -> Integers:
    return pd.factorize(labels)[0].astype(np.int64)


@dataclass(frozen=True, eq=False)
class Assets:
    """The rows of a table as an axis, with parameters by column and the mappings to pocket, zone and park."""

    frame: Frame
    axis: Axis
    rows: pd.DataFrame

    def __len__(self) -> int:
        return len(self.axis)

    def column(self, name: str) -> Parameter:
        """A number column, on the axis."""
        return Parameter((self.axis,), self.rows[name].to_numpy(dtype=float))

    def flag(self, mask: Sequence[bool] | Floats) -> Parameter:
        """One where the mask holds, on the axis."""
        return Parameter((self.axis,), np.asarray(mask, dtype=float))

    def capacity(self) -> Parameter:
        """Gross capacity in service [GW], on (axis, hour)."""
        return self.frame.hourly(self.axis, self.frame.case.capacity(self.axis.labels))

    def profile(self) -> Parameter:
        """The series named in column ``profile``, on (axis, hour)."""
        series = [self.frame.case.series[name] for name in self.rows["profile"]]
        return self.frame.hourly(self.axis, np.array(series).reshape(len(self), len(self.frame.hour)))

    def subset(self, mask: Sequence[bool] | pd.Series[bool], name: str) -> Assets:
        """Some of the rows as an axis of another name."""
        return self.frame.assets(self.rows[np.asarray(mask, dtype=bool)], name)

    def to_pocket(self) -> Mapping:
        """Which pocket each row is in."""
        return Mapping(self.axis, self.frame.pocket, self.frame.pocket.positions(self.rows["pocket"]))

    def to_zone(self) -> Mapping:
        """Which reserve zone each row is in; none where its dispatcher keeps no reserve."""
        where = {zone: place for place, zone in enumerate(self.frame.zone.labels)}
        zones = self.rows["dispatcher"] + "@" + self.rows["area"]
        return Mapping(self.axis, self.frame.zone, np.array([where.get(z, -1) for z in zones], dtype=np.int64))

    def to_park(self) -> Mapping:
        """Which park each row settles in; none where it is not in a park."""
        where = {park: place for place, park in enumerate(self.frame.park.labels)}
        at = np.array([where.get(name, -1) for name in self.rows["settles"]], dtype=np.int64)
        return Mapping(self.axis, self.frame.park, at)

    def reserves(self) -> Parameter:
        """One where the row is in a reserve zone, on the axis."""
        return self.flag((self.to_zone().group >= 0).astype(float))


@dataclass(frozen=True, eq=False)
class Contribution:
    """What a component gives the rest: net injection by pocket and by park, reserve by zone; all on (…, hour) [GW]."""

    injection: list[Expression] = field(default_factory=list)
    park: list[Expression] = field(default_factory=list)
    up: dict[str, Expression] = field(default_factory=dict)
    down: dict[str, Expression] = field(default_factory=dict)


def inject(assets: Assets, net: Expression) -> tuple[list[Expression], list[Expression]]:
    """Net injection on (assets, hour), summed into pockets and parks."""
    parks = [net.group(assets.to_park())] if len(assets.frame.park) and "settles" in assets.rows else []
    return [net.group(assets.to_pocket())], parks
