"""Reads a solved LP by label: quantities in the units of tables, summed into areas."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dispatch.case import Case, hourly_values
from dispatch.lp import Axis, Floats, Integers, Point

from .area_lookup import AreaLookup

NONE = Axis("none", ())
KILO = 1e3
"""GW to MW, GWh to MWh, million CNY/GWh to CNY/MWh, ktce to tce, kt to t."""


class Reader:
    """Quantities of one point of the LP of a case. Hourly arrays are (hours, labels)."""

    def __init__(self, case: Case, point: Point) -> None:
        self.case, self.point, self.lp = case, point, point.lp
        self.places = AreaLookup(case)
        self.hours = len(case.time)

    def has(self, name: str) -> bool:
        """Whether the LP has a quantity or variable of that name: components without rows add none."""
        return name in self.lp.quantities or name in self.lp.variables

    def axis(self, name: str) -> Axis:
        """The first axis of a quantity or variable; one without labels where the LP has it not."""
        if name in self.lp.quantities:
            return self.lp.quantities[name].axes[0]
        return self.lp.variables[name].axes[0] if name in self.lp.variables else NONE

    def hourly(self, name: str) -> Floats:
        """A quantity on (label, hour) [GW, GWh] as [MW, MWh], shape (hours, labels)."""
        if not self.has(name):
            return np.zeros((self.hours, 0))
        return np.ascontiguousarray(self.point.value(name).T) * KILO

    def total(self, name: str) -> Floats:
        """A quantity on (label) [ktce] as [tce], shape (labels,)."""
        return self.point.value(name) * KILO if self.has(name) else np.zeros(0)

    def dual(self, row: str) -> Floats:
        """Return the duals of rows on (label, hour) per MW or MWh of one hour, shape (hours, labels); NaN where the
        point has none. An hour that represents several costs so many times as much: its weight is divided out."""
        if self.point.row_dual is None:
            block = self.lp.constraints[row]
            return np.full(block.index.T.shape, np.nan)
        return np.ascontiguousarray(self.point.dual(row).T) * KILO / self.weight("cost")[:, None]

    def weight(self, name: str) -> Floats:
        """Return the number of hours that each hour represents in ``cost``, ``content`` or ``energy``, shape (hours,)."""
        series = getattr(self.case.settings.weights, name)
        return self.case.series[series] if series else np.ones(self.hours)

    def column(self, table: str, name: str) -> Floats:
        """A number column of a table."""
        return np.asarray(self.case.tables[table][name].to_numpy(), dtype=float)

    def given(self, table: str, name: str) -> Floats:
        """Return a number column, or the series that its profile names instead, shape (hours, rows)."""
        return hourly_values(self.case.tables[table], name, self.case.series, self.hours).T

    def texts(self, table: str, name: str) -> list[str]:
        """A text column of a table."""
        return [str(value) for value in self.case.tables[table][name]]

    def into_areas(self, values: Floats, axis: Axis) -> Floats:
        """(hours, labels) summed into (hours, areas)."""
        return self.gather(values, self.places.of(axis) if len(axis) else np.zeros(0, dtype=np.int64), len(self.places))

    @staticmethod
    def gather(values: Floats, group: Integers | Sequence[int], count: int) -> Floats:
        """(hours, labels) summed into (hours, count) by ``group`` (labels,); -1: left out."""
        out = np.zeros((len(values), count))
        for label, place in enumerate(group):
            if place >= 0:
                out[:, place] += values[:, label]
        return out
