"""What an area has and owes in an hour: the figures beside a conflict."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dispatch.case import Case
from dispatch.lp import LP, Floats
from dispatch.results import AreaLookup

Figures = dict[str, float]


def figures(case: Case, lp: LP, area: str, hour: int) -> Figures:
    """Powers [GW] of an area in an hour, by the key of their word; those that are zero are left out."""
    places = AreaLookup(case)
    here = places.areas.index(area)

    def given(name: str) -> float:
        """A quantity that holds no variable, summed over the labels of the area."""
        if name not in lp.quantities:
            return 0.0
        form = lp.quantities[name]
        inside = places.of(form.axes[0]) == here
        return float(form.constant[inside, hour].sum())

    def bound(name: str, values: Callable[[str], Floats]) -> float:
        """Bounds of a variable in that hour, summed over the labels of the area."""
        if name not in lp.variables:
            return 0.0
        block, numbers = lp.variables[name], values(name)
        inside = np.flatnonzero(places.of(block.axes[0]) == here)
        column = _position(block.axes[1].first, block.axes[1].last, hour)
        return float(numbers[inside, column].sum())

    matrix = lp.matrix()

    def most(name: str) -> Floats:
        index = lp.variables[name].index
        return np.where(index >= 0, matrix.upper[np.maximum(index, 0)], 0.0)

    def least(name: str) -> Floats:
        index = lp.variables[name].index
        return np.where(index >= 0, matrix.lower[np.maximum(index, 0)], 0.0)

    found = {
        "dx_load": given("load"),
        "dx_firm": given("load") - bound("unserved", most),
        "dx_contract": given("contract"),
        "dx_weather": given("renewable_available"),
        "dx_thermal": bound("online", most),
        "dx_must_run": _must_run(case, lp, places, here, hour, most),
        "dx_storage": bound("discharge", most),
        "dx_electrolysers": bound("electrolyser_load", least),
    }
    return {key: value for key, value in found.items() if abs(value) > 1e-9}


def _position(first: object, last: object, hour: int) -> int:
    starts, ends = np.asarray(first), np.asarray(last)
    return int(np.flatnonzero((starts <= hour) & (hour <= ends))[0])


def _must_run(case: Case, lp: LP, places: AreaLookup, here: int, hour: int, most: Callable[[str], Floats]) -> float:
    """Output that the smallest share online and the minimum output of each fleet require, without heat [GW]."""
    if "online" not in lp.variables:
        return 0.0
    block = lp.variables["online"]
    column = _position(block.axes[1].first, block.axes[1].last, hour)
    available = most("online")[:, column]
    fleets = case.tables["thermal"]
    season = np.array([bool(case.heating(str(area))[hour]) for area in fleets["area"]])
    minimum = np.where(season, fleets["minimum_heating"], fleets["minimum_other"])
    own = 1.0 - fleets["own_use"].to_numpy(dtype=float)
    inside = places.of(block.axes[0]) == here
    return float((available * fleets["minimum_online"].to_numpy(dtype=float) * minimum * own)[inside].sum())
