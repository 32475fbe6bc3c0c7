"""Break-even value of a driver: the factor at which a target is just met, found by search with warm starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from dispatch.app.assemble import build, least_losses
from dispatch.case import Case
from dispatch.lp import LP, Floats
from dispatch.results.fields import Number
from dispatch.solve import Basis

from .basis_mapping import map_basis
from .solver import Solver
from .targets import SampleScaling

STEPS = 30
"""Most solves of a search."""
SEARCH_TOLERANCE = 1e-6
"""Relative width at which a search ends, where no other is given."""
WIDEN = 1.3
"""By what factor a search for a change of sign steps out."""


@dataclass(frozen=True)
class BreakEven:
    """driver: what is scaled. value: its factor at which the margin is zero; None where the target is met, or missed, at both
    ends. low, high: (factor, margin) at the ends of the search. solves: how many were needed."""

    driver: str
    value: float | None
    low: tuple[float, Number]
    high: tuple[float, Number]
    solves: int


class MarginSolver:
    """Solve cases that differ in numbers and return the margins of their targets: each from the basis of the last solve, the
    first from that of ``lp``; without one from a cold start."""

    def __init__(
        self,
        solver: Solver,
        lp: LP | None = None,
        basis: Basis | None = None,
        scaling: SampleScaling = SampleScaling(),  # noqa: B008
    ) -> None:
        self.solver, self.lp, self.basis, self.scaling, self.solves = solver, lp, basis, scaling, 0

    def margins(self, case: Case) -> dict[str, float]:
        """Margin of each target that has a number; NaN for all where the case cannot be dispatched."""
        return self.dispatched(case)[0]

    def dispatched(self, case: Case) -> tuple[dict[str, float], LP, Floats | None]:
        """The same, with the LP of the case and its optimum; None where it cannot be dispatched."""
        lp = build(case)
        start = map_basis(self.basis, self.lp, lp) if self.basis is not None and self.lp is not None else None
        solution = self.solver(lp.matrix(), start)
        self.solves += 1
        found = self.scaling.targets(case, lp)
        if solution.primal is None:
            return {target.name: float("nan") for target in found}, lp, None
        self.lp, self.basis = lp, solution.start or self.basis
        primal = least_losses(lp, solution.primal)
        return {target.name: target.margin(primal) for target in found}, lp, primal


def bracket(margin: Callable[[float], float], known: Iterable[float], low: float, high: float) -> tuple[float, float]:
    """Two points between ``low`` and ``high`` within which a falling margin changes its sign, or beyond which nothing is.
    Stepped out from points that are known already: near ones are solved sooner than far ones."""
    points = sorted(known)
    above = [point for point in points if margin(point) >= 0]
    below = [point for point in points if margin(point) < 0]
    if not above and not below:
        return low, high
    first = above[-1] if above else below[0]
    last = below[0] if below else above[-1]
    while margin(last) >= 0 and last < high:
        first, last = last, min(last * WIDEN, high)
    while margin(first) < 0 and first > low:
        first, last = max(first / WIDEN, low), first
    return first, last


def root(
    margin: Callable[[float], float], low: float, high: float, close: float = SEARCH_TOLERANCE
) -> tuple[float | None, float, float]:
    """Where a margin crosses zero between two ends, and the margins there; None where it does not. By the Illinois
    rule: a secant that keeps the sign on both sides, halving the side that stays. close: relative width at which it ends."""
    at_low, at_high = first, last = margin(low), margin(high)
    if not np.isfinite([at_low, at_high]).all() or (at_low >= 0) == (at_high >= 0):
        return None, first, last
    for _ in range(STEPS):
        middle = high - at_high * (high - low) / (at_high - at_low)
        value = margin(middle)
        if not np.isfinite(value):
            return None, first, last
        if abs(high - low) <= close * abs(middle) or value == 0.0:
            return middle, first, last
        if (value >= 0) == (at_high >= 0):
            high, at_high, at_low = middle, value, at_low / 2
        else:
            low, at_low, high, at_high = high, at_high, middle, value
        if abs(value) <= close * max(abs(first), abs(last)):
            return middle, first, last
    return middle, first, last


def scaled(case: Case, driver: str, factor: float) -> Case:
    """The case with all load, all contracted export, or all wind and PV times a factor."""
    tables = dict(case.tables)
    if driver == "demand":
        tables["load"] = tables["load"].assign(energy=tables["load"]["energy"] * factor)
    elif driver == "export":
        level = f"energy_{case.settings.export_level}"
        rows = tables["corridors"]
        tables["corridors"] = rows.assign(
            **{level: rows[level] * factor, "capacity": rows["capacity"] * max(factor, 1.0)}
        )
    elif driver == "new_energy":
        assets = set(tables["renewables"]["asset"][tables["renewables"]["technology"] != "hydro"])
        ledger = tables["capacity"]
        share = np.where(ledger["asset"].isin(assets), factor, 1.0)
        tables["capacity"] = ledger.assign(capacity=ledger["capacity"] * share)
    else:
        raise ValueError(driver)
    return replace(case, tables=tables)


def break_even_value(case: Case, name: str, driver: str, ends: tuple[float, float], warm: MarginSolver) -> BreakEven:
    """Return the break-even value of a driver: the factor at which a target is just met."""
    before = warm.solves

    def margin(factor: float) -> float:
        return warm.margins(scaled(case, driver, factor))[name]

    value, first, last = root(margin, *ends)
    return BreakEven(driver, value, (ends[0], first), (ends[1], last), warm.solves - before)
