"""How far the headline quantities may move at no more than a little above the least cost."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dispatch.app.assemble import nothing_to_show
from dispatch.arrays import Flags
from dispatch.lp import Expression, Parameter
from dispatch.results import AreaLookup
from dispatch.results.fields import Number
from dispatch.technologies import THERMAL, WIND_AND_PV

from .base_case import Base
from .sampling import Sample
from .solver import Solver

MAX_COST_INCREASE = 1e-3
"""Largest cost of a near-optimal solution above the least cost, relative to the cost without its constant part."""
FIRST, LEAST = 0.01, 1e-3
"""Share of a quantity, and size of it [TWh, Mtce], at which the search for its end begins."""
SMALLEST = 1e-3
"""Room [million CNY] for which the first weight is chosen where there is less or none."""
HEAVIER = 8.0
"""By how much more a quantity is weighed where the room is not used up."""
BOUND_TOLERANCE, STEPS = 1e-3, 30
"""Share of the way from the optimum to an end to which the end is found; most solves for one."""


@dataclass(frozen=True)
class Range:
    """A quantity: its value in the run, and its least and most among all dispatches that cost at most ``MAX_COST_INCREASE`` more."""

    name: str
    place: str
    unit: str
    value: Number
    least: Number
    most: Number


def headline(base: Base) -> list[tuple[str, str, str, Expression]]:
    """(name, area, unit, expression) of what a report is quoted for: new energy, thermal, coal; curtailment by area."""
    found = []
    for name, technologies in (("new_energy_twh", _WEATHER), ("thermal_twh", THERMAL)):
        form = _generation(base, technologies)
        if form is not None and not (name == "thermal_twh" and "thermal_generation" in base.case.unmeasured):
            found.append((name, "", "TWh", form * 1e-3))
    coal = _coal(base)
    if coal is not None:
        found.append(("coal_mtce", "", "Mtce", coal * 1e-3))
    return found + _curtailment(base)


_WEATHER = (*WIND_AND_PV, "csp")


def _generation(base: Base, technologies: tuple[str, ...]) -> Expression | None:
    total: Expression | None = None
    for table, name in (
        ("renewables", "renewable_output"),
        ("thermal", "thermal_output"),
        ("csp", "csp_output"),
        ("units", "unit_feed_in"),
    ):
        if name not in base.lp.quantities:
            continue
        rows = base.case.tables[table]
        kinds = rows["technology"] if "technology" in rows else rows["asset"].map(lambda _: "csp")
        form = base.lp.quantities[name]
        part = (form * Parameter((form.axes[0],), np.asarray(kinds.isin(technologies), dtype=float))).sum()
        total = part if total is None else total + part
    return total


def _coal(base: Base) -> Expression | None:
    if "thermal_fuel" not in base.lp.quantities or "coal" in base.case.unmeasured:
        return None
    form, fleets = base.lp.quantities["thermal_fuel"], base.case.tables["thermal"]
    coal = base.case.tables["fuels"].set_index("fuel")["coal"]
    return (form * Parameter(form.axes, coal.loc[fleets["fuel"]].to_numpy(dtype=float))).sum()


def _curtailment(base: Base) -> list[tuple[str, str, str, Expression]]:
    places, found = AreaLookup(base.case), []
    for k, name in enumerate(places.areas):
        total: Expression | None = None
        for lost, kind in _unused(base):
            inside = (places.of(lost.axes[0]) == k) & kind
            if inside.any():
                part = (lost * Parameter((lost.axes[0],), inside.astype(float))).sum()
                total = part if total is None else total + part
        if total is not None:
            found.append(("curtailment_twh", name, "TWh", total * 1e-3))
    return found


def _unused(base: Base) -> list[tuple[Expression, Flags]]:
    """Unused output on (asset, hour) of plants and of units, and which assets are wind or PV with a limited capacity."""
    lp, found = base.lp, []
    if "renewable_output" in lp.quantities:
        kind = base.case.tables["renewables"]["technology"].isin(WIND_AND_PV).to_numpy()
        found.append((lp.quantities["renewable_available"] - lp.quantities["renewable_output"], kind))
    if "unit_feed_in" in lp.quantities:
        rows = base.case.tables["units"]
        fed_in = lp.quantities["unit_feed_in"]
        sign = Parameter((fed_in.axes[0],), rows["sign"].to_numpy(dtype=float))
        limited = np.isfinite(rows["capacity"].to_numpy(dtype=float)) | rows["extendable"].to_numpy(dtype=bool)
        kind = rows["technology"].isin(WIND_AND_PV).to_numpy() & limited
        found.append((lp.quantities["unit_most"] * sign - fed_in, kind))
    return found


def ranges(sample: Sample, solver: Solver, near: float = MAX_COST_INCREASE) -> list[Range]:
    """Least and most of each headline quantity over all dispatches within ``near`` of the least cost. On a sample: the
    value of the window, and what the sample moves over its share of the window. Raises SolverError."""
    base = sample.base
    variable = base.solution.objective - base.matrix.offset
    room = near * abs(variable)
    found = []
    values = [float(form.value(sample.whole.primal)) for _, _, _, form in headline(sample.whole)]
    for value, (name, place, unit, form) in zip(values, headline(base), strict=True):
        here = float(form.value(base.primal))
        least, most = (sign * _Furthest(base, solver, form * sign, room).find() for sign in (1.0, -1.0))
        ends = (value + (there - here) / sample.share for there in (least, most))
        found.append(Range(name, place, unit, value, *ends))
    return found


@dataclass(frozen=True)
class _Point:
    """What a dispatch costs beyond the least, and its value of the form."""

    cost: float
    value: float


class _Furthest:
    """The least value of a form among all dispatches of an LP that cost at most ``room`` more than the least.

    A row of the cost would couple all hours. It is priced instead: cost + weight x form is minimised, an LP like the one
    of the base, from the last of which the next continues. The best values by cost are a convex curve; each minimum is a
    point of it, and a bound for all of it. Between a point of less cost and one of more the room is met by their mixture,
    which is a dispatch, as the LP is convex.
    """

    def __init__(self, base: Base, solver: Solver, form: Expression, room: float) -> None:
        self.base, self.solver, self.form, self.room = base, solver, form, room
        self.start = base.solution.start

    def find(self) -> float:
        """The least value, as that of a dispatch, to BOUND_TOLERANCE of the way to it."""
        inside, outside = _Point(0.0, float(self.form.value(self.base.primal))), None
        first = inside.value
        size = max(abs(first), LEAST)
        weight, bound = max(self.room, SMALLEST) / (FIRST * size), -np.inf
        best = first
        for _ in range(STEPS):
            point = self._cheapest(weight)
            bound = max(bound, point.value - (self.room - point.cost) / weight)
            if point.cost <= self.room:
                inside = point if point.value <= inside.value else inside
            else:
                outside = point
            best = inside.value if outside is None else _met(inside, outside, self.room)
            if best - bound <= BOUND_TOLERANCE * max(first - best, FIRST * size):
                break
            if outside is None:
                weight *= HEAVIER
            elif inside.value - outside.value <= 0.0:
                break
            else:
                weight = (outside.cost - inside.cost) / (inside.value - outside.value)
        return best

    def _cheapest(self, weight: float) -> _Point:
        problem = self.base.matrix
        cost = problem.cost.copy()
        np.add.at(cost, self.form.columns, weight * self.form.coefficients)
        solution = self.solver(replace(problem, cost=cost), self.start)
        if solution.primal is None:
            raise nothing_to_show(solution)
        self.start = solution.start or self.start
        dearer = float(problem.cost @ (solution.primal - self.base.primal))
        return _Point(dearer, float(self.form.value(solution.primal)))


def _met(inside: _Point, outside: _Point, room: float) -> float:
    """Value of the mixture of two points that costs ``room``."""
    share = (room - inside.cost) / (outside.cost - inside.cost)
    return inside.value + share * (outside.value - inside.value)
