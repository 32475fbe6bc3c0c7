"""Which area a label of an axis of the LP belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from dispatch.case import Case
from dispatch.lp import Axis, Integers

Lookup: TypeAlias = Callable[[str], str | None]

_TABLES = {
    "fleet": "thermal",
    "chp": "thermal",
    "renewable": "renewables",
    "csp": "csp",
    "storage": "storage",
    "load": "load",
    "shiftable": "load",
    "programme": "demand_response",
    "shift_programme": "demand_response",
    "electrolyser": "electrolysers",
    "corridor": "corridors",
    "park": "parks",
    "network": "heat",
    "pocket": "pockets",
    "unit": "units",
    "reservoir": "reservoirs",
}
"""Axes whose labels are the first column of a table that has a column ``area``."""


class AreaLookup:
    """Areas of a case as the positions of ``areas``; -1 where a label belongs to none."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.areas = tuple(str(name) for name in case.tables["areas"]["area"])
        self._number = {area: k for k, area in enumerate(self.areas)}
        lookups: dict[str, dict[str, str]] = {"area": {area: area for area in self.areas}}
        for axis, table in _TABLES.items():
            rows = case.tables[table]
            lookups[axis] = dict(zip(rows[rows.columns[0]].astype(str), rows["area"].astype(str), strict=True))
        lines = case.tables["lines"]
        lookups["line"] = dict(zip(lines["line"].astype(str), lines["from_area"].astype(str), strict=True))
        links = case.tables["links"]
        lookups["link"] = dict(zip(links["link"].astype(str), links["from_area"].astype(str), strict=True))
        keepers = case.tables["dispatchers"]
        lookups["zone"] = {
            f"{dispatcher}@{area}": str(area)
            for dispatcher, area in zip(keepers["dispatcher"], keepers["area"], strict=True)
        }
        self._lookups: dict[str, Lookup] = {axis: known.get for axis, known in lookups.items()}
        areas_of = lookups["pocket"]
        pockets = sorted(areas_of, key=len, reverse=True)

        def by_pocket(label: str) -> str | None:
            """``pocket/...``: the longest pocket that the label starts with."""
            return next((areas_of[name] for name in pockets if label.startswith(f"{name}/")), None)

        self._lookups |= {"place": by_pocket, "group": by_pocket}

    def __len__(self) -> int:
        return len(self.areas)

    def known(self, axis: Axis) -> bool:
        """Whether labels of the axis belong to areas."""
        return axis.name in self._lookups

    def of(self, axis: Axis) -> Integers:
        """Position of the area of each label, shape (len(axis),)."""
        lookup = self._lookups[axis.name]
        return np.array([self._number.get(lookup(label) or "", -1) for label in axis.labels], dtype=np.int64)
