"""The cheapest measures that meet targets, all together and each kind alone; and the curve of margin against capacity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

import numpy as np

from dispatch.app.assemble import nothing_to_show
from dispatch.case import Built
from dispatch.lp import Expression, Floats, Matrix, with_cost, with_last_row, with_row
from dispatch.results.fields import Number
from dispatch.solve import Solution

from .expansion import ALL, FULL, Expansion
from .relevant_measures import CHANGED_BY, measures_that_change
from .solver import REACHED, furthest, reached
from .targets import Target

HELPS = 1e-6
"""Share of what the targets lack that a measure must add by its whole bound to be named as one that would help."""
POINTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5)
"""Points of the curve, in shares of the distance to the target."""
LEAST_POINTS = 7
"""Least number of points of the curve: where measures end the curve sooner, or pay for themselves, its longest steps are halved."""
DIGITS = 6
"""Digits of the steps of the curve, in shares of the distance to the target: a shorter step is not halved."""


@dataclass(frozen=True)
class MeasurePlan:
    """Measures that meet some targets at least cost. kind: ``all`` or the only kind allowed. sizes: by measure; None
    where these measures cannot meet them. investment: annual cost, and operation: change of what the dispatch costs,
    both over the window [million CNY]. least: smallest sum of added power [GW] that meets the target, whatever it
    costs (of one kind only). margin: of the first target, beyond its requirement. prices: of the targets [million CNY per unit of their
    gap]. why: where the measures cannot meet the targets: ``untouched`` (no measure of these kinds changes one of the
    targets; names: kinds that would), ``at_bounds`` (more of some measures would help, all of which are at their bound;
    names: these), ``no_help`` (more of no measure helps; names: those that change the target) or ``together`` (each target can
    be met alone; names: the other targets)."""

    targets: tuple[str, ...]
    kind: str
    sizes: dict[str, Built] | None
    investment: Number = 0.0
    operation: Number = 0.0
    least: float | None = None
    margin: Number = 0.0
    prices: dict[str, Number] = field(default_factory=dict)
    why: Literal["", "untouched", "at_bounds", "no_help", "together"] = ""
    names: tuple[str, ...] = ()

    @property
    def power(self) -> float:
        """Sum of added power [GW]."""
        return sum(size.power for size in (self.sizes or {}).values())

    @property
    def total(self) -> float:
        """Change of cost against the case as given [million CNY]."""
        return self.investment + self.operation


@dataclass(frozen=True, eq=False)
class LeastCost:
    """The LP of a plan, whose last rows are the enforced targets, in their order and each in all weather years, and its solution with
    values. years: number of weather years."""

    targets: tuple[Target, ...]
    matrix: Matrix
    solution: Solution
    years: int = 1

    @property
    def primal(self) -> Floats:
        """The optimum, shape (columns,)."""
        assert self.solution.primal is not None
        return self.solution.primal

    @property
    def prices(self) -> dict[str, Number]:
        """Dual of each target [million CNY per unit of its gap, in all weather years]."""
        return dict(zip([target.name for target in self.targets], self.duals.sum(axis=1).tolist(), strict=True))

    @property
    def duals(self) -> Floats:
        """Dual of each target in each weather year, shape (targets, years)."""
        assert self.solution.row_dual is not None
        count = len(self.targets) * self.years
        return self.solution.row_dual[len(self.solution.row_dual) - count :].reshape(-1, self.years)


def least_cost(
    expansion: Expansion, names: Sequence[str], kind: str = ALL, forms: Sequence[Expression] = ()
) -> LeastCost:
    """Return the least-cost capacities and dispatch with which targets are met that can be met together, and further forms are at
    least zero. Raises DispatchError where the solve ends without a feasible point."""
    wanted = tuple(expansion.targets[name] for name in names)
    matrix = expansion.of_kind(kind)
    for form in forms:
        matrix = with_row(matrix, form)
    for form in _gaps(expansion, names):
        matrix = with_row(matrix, form)
    solution = expansion.solver(matrix)
    if solution.primal is None:
        raise nothing_to_show(solution)
    return LeastCost(wanted, matrix, solution, max(1, len(expansion.years)))


def _gaps(expansion: Expansion, names: Sequence[str]) -> list[Expression]:
    """Return the gaps of targets, each in all weather years."""
    return [form for name in names for form in expansion.gaps(name)]


def plan(expansion: Expansion, names: Sequence[str], kind: str = ALL, least: bool = True) -> MeasurePlan:
    """The cheapest measures (of one kind, or all) with which all of these targets are met."""
    cannot = obstacle(expansion, names, kind)
    if cannot is not None:
        return cannot
    found = least_cost(expansion, names, kind)
    smallest = None
    if least and kind != ALL:
        fewest = expansion.solver(with_cost(found.matrix, expansion.power()))
        smallest = fewest.objective if fewest.primal is not None else None
    return _plan(expansion, kind, found, smallest)


def cheapest(expansion: Expansion, names: Sequence[str], kind: str = ALL) -> MeasurePlan:
    """The cheapest measures with which targets are met that can be met together: ``plan`` without its first solve."""
    return _plan(expansion, kind, least_cost(expansion, names, kind), None)


def obstacle(expansion: Expansion, names: Sequence[str], kind: str = ALL) -> MeasurePlan | None:
    """Return a plan without sizes that states why these targets cannot be met together; None where they can be met."""
    wanted = [expansion.targets[name] for name in names]
    none = MeasurePlan(tuple(names), kind, None)
    missed = [target for target in wanted if not expansion.met_before(target.name)]
    fixed = [target for target in missed if not expansion.moves(target, kind)]
    if fixed:
        return replace(none, why="untouched", names=CHANGED_BY[fixed[0].kind])
    forms = _gaps(expansion, names)
    if not forms:
        return None
    asked, best = furthest(expansion.of_kind(kind), forms, expansion.solver)
    return None if reached(best, forms) else because(expansion, none, missed, asked, best)


def because(
    expansion: Expansion, none: MeasurePlan, missed: list[Target], asked: Matrix, best: Solution
) -> MeasurePlan:
    """Say why measures cannot meet targets, from the LP that takes these as far as they go, and its optimum.

    A reduced cost of an added capacity at its upper bound is what one GW more would add to the targets (strong duality).
    Extendable components count as measures of every target that a dispatch changes.
    """
    rows = expansion.case.tables["measures"]
    inside = (rows["kind"] == none.kind) | (none.kind == ALL)
    measures = set(rows["measure"].astype(str))
    open_ones = set(rows["measure"][inside].astype(str))
    generic = [name for name in expansion.powers if name not in measures] if none.kind == ALL else []
    touched = {
        target.name: [m for m in measures_that_change(expansion.case, target) if m in open_ones]
        + (generic if target.movable else [])
        for target in missed
    }
    for target in missed:
        if not touched[target.name]:
            return replace(none, why="untouched", names=CHANGED_BY[target.kind])
    assert best.primal is not None and best.row_dual is not None
    columns = np.array(list(expansion.powers.values()), dtype=np.int64)
    gain = -(asked.cost - asked.matrix.T @ best.row_dual)[columns]
    most = asked.upper[columns]
    ends = np.isfinite(most)
    helps = (gain * np.where(ends, most, 0.0) > HELPS * max(1.0, abs(best.objective))) & (
        best.primal[columns] >= most - FULL
    )
    at_bounds = tuple(name for name, more in zip(expansion.powers, helps, strict=True) if more)
    if at_bounds:
        return replace(none, why="at_bounds", names=at_bounds)
    return replace(
        none, why="no_help", names=tuple(dict.fromkeys(m for target in missed for m in touched[target.name]))
    )


def _plan(expansion: Expansion, kind: str, found: LeastCost, least: float | None) -> MeasurePlan:
    investment = expansion.investment(found.primal)
    operation = found.solution.objective - investment - expansion.base.solution.objective
    margin = found.targets[0].margin(found.primal) if found.targets else 0.0
    share = expansion.scaling.share
    names = tuple(target.name for target in found.targets)
    return MeasurePlan(
        names,
        kind,
        expansion.sizes(found.primal),
        investment / share,
        operation / share,
        least,
        margin,
        found.prices,
    )


def curve(expansion: Expansion, name: str, kind: str = ALL) -> list[MeasurePlan]:
    """Return the cheapest plans from the margin of the base to beyond the target, in the order of their margins. The curve ends
    where these measures reach no further. Where a plan exceeds its requirement, the next point lies beyond it."""
    target, before = expansion.targets[name], expansion.before[name]
    distance = float(before.gap.value(expansion.base.primal))
    opened = expansion.of_kind(kind)
    _, best = furthest(opened, [target.gap], expansion.solver)
    matrix, found = with_row(opened, target.gap), dict[float, MeasurePlan]()

    def add(asked: float) -> bool:
        """Add the plan with at least this gap; whether there is one."""
        solution = expansion.solver(with_last_row(matrix, target.gap, asked))
        if solution.primal is not None:
            at = float(target.gap.value(solution.primal))
            found[at] = _plan(expansion, kind, LeastCost((target,), matrix, solution), None)
        return solution.primal is not None

    for share in POINTS:
        asked = distance * (1.0 - share)
        if found and max(found) >= asked:
            continue
        if asked + best.objective > REACHED * max(1.0, abs(asked)) or not add(asked):
            break
    while 1 < len(found) < LEAST_POINTS:
        places = sorted(found)
        steps = [round((last - first) / abs(distance), DIGITS) for first, last in pairwise(places)]
        longest = int(np.argmax(steps))  # of steps of one length the first, whatever their rounding
        if steps[longest] <= 0 or not add((places[longest] + places[longest + 1]) / 2):
            break
    return [found[at] for at in sorted(found)]
