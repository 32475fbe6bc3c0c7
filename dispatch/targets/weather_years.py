"""One plan for several weather years: the capacities are shared, each year has a dispatch of its own, and targets hold in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dispatch.case import Case
from dispatch.errors import CaseError, Fault
from dispatch.lp import Floats, Risk, Scenarios, columns_of, side_by_side
from dispatch.messages import message
from dispatch.solve import Basis, Solution

from .base_case import Base, base_of
from .basis_mapping import BASIC, NONBASIC
from .expansion import GENERIC, MEASURES, Expansion, OpenYear, for_size, open_capacities
from .measures import LeastCost
from .solver import Solver


@dataclass(frozen=True, eq=False)
class WeatherYears:
    """Weather years of a plan. labels, weights: of each year, that of the case first; the weights are positive and their sum is 1. further:
    the case in the weather of the other years. risk: weight of the most expensive years in the cost; None: the mean."""

    labels: tuple[str, ...]
    weights: tuple[float, ...]
    further: tuple[Case, ...]
    risk: Risk | None = None


@dataclass(frozen=True, eq=False)
class PlannedDispatch:
    """The dispatch of a weather year in a plan. expansion: that of the year alone. primal: point of its LP. start: the same with its duals.
    prices: of the enforced targets [million CNY per unit of their gap], as if there were this year alone."""

    label: str
    weight: float
    expansion: Expansion
    primal: Floats
    start: Basis
    prices: dict[str, float]


def open_over_years(base: Base, years: WeatherYears, solver: Solver) -> tuple[Expansion, Scenarios]:
    """Return the expansion of a case over weather years, and how their LPs stand side by side. base: the case in its own weather, the first
    of the years. Raises CaseError where a year has other capacities to choose, and all that ``base_of`` raises."""
    opened = [open_capacities(base, solver)]
    for case in years.further:
        opened.append(open_capacities(base_of(case, solver), solver))
    owns = [own for own in opened if own is not None]
    assert len(owns) == len(years.labels)
    shared = [columns_of(own.lp, [*MEASURES, *GENERIC.values()]) for own in owns]
    try:
        joined = side_by_side([own.matrix for own in owns], shared, years.weights, years.risk)
    except ValueError:
        rule, remedy = message("fault.plan.years_differ"), message("remedy.plan.same_tables")
        raise CaseError([Fault("--weather-years", 0, "", ",".join(years.labels), rule, remedy)]) from None
    each = zip(years.labels, years.weights, owns, joined.columns, strict=True)
    open_years = tuple(OpenYear(*one) for one in each)
    return replace(owns[0], matrix=joined.matrix, solver=for_size(solver, joined.matrix), years=open_years), joined


def planned_dispatches(expansion: Expansion, found: LeastCost, joined: Scenarios | None) -> Iterator[PlannedDispatch]:
    """Yield the dispatch of each weather year of a plan. joined: how their LPs stand side by side; None: the plan has one weather."""
    if joined is None:
        yield PlannedDispatch("", 1.0, expansion, found.primal, start_of(found.solution), found.prices)
        return
    duals = found.solution.row_dual
    assert duals is not None
    weights, targets = joined.cost_weights(duals), found.duals
    each = zip(expansion.years, joined.rows, weights.tolist(), range(len(weights)), strict=True)
    for year, rows, weight, number in each:
        primal = found.primal[year.columns]
        basis = Basis(np.full(len(primal), NONBASIC), np.full(len(rows), BASIC), duals[rows] / weight, primal)
        prices = {target.name: float(targets[place, number]) / weight for place, target in enumerate(found.targets)}
        yield PlannedDispatch(year.label, year.weight, year.own, primal, replace(basis, gap=found.solution.gap), prices)


def start_of(solution: Solution) -> Basis:
    """Return values and duals of a solution as a start; with the basis of slacks where the method leaves none."""
    if solution.start is not None:
        return solution.start
    assert solution.primal is not None and solution.row_dual is not None
    columns = np.full(len(solution.primal), NONBASIC)
    rows = np.full(len(solution.row_dual), BASIC)
    return Basis(columns, rows, solution.row_dual, solution.primal, solution.gap)
