"""The cheapest measures that meet targets, all together and each kind alone; and the curve of margin against capacity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np

from dispatch.app.assemble import build, nothing_to_show
from dispatch.case import Built, Case, expanding
from dispatch.lp import LP, Expression, Floats, Integers, Matrix, with_cost, with_last_row, with_row, with_upper
from dispatch.solve import Solution

from .assess import service_held
from .base_case import Base
from .fields import Number
from .relevant_measures import CHANGED_BY, measures_that_change
from .solver import REACHED, Solver, furthest, reached
from .targets import SampleScaling, Target

ALL = "all"
NOTHING, FULL = 1e-7, 1e-6
"""Below this [GW, GWh] nothing is added; and so near to its bound [GW] a measure is taken whole. Interior points end a
little inside, and what they leave of a fleet, 40 W of capacity, is smaller than a solver's tolerance: over a year it adds up
to contradictions."""
HELPS = 1e-6
"""Share of what the targets lack that a measure must add by its whole bound to be named as one that would help."""
SIMPLEX_ROWS = 100_000
"""Largest LP [rows] of a plan that cold dual simplex solves. CPU time on one week of 58,000 rows with 60 measures: cold simplex
19 to 29 s, with measures of one kind 6 to 10 s, interior points 28 s, simplex from the basis of the base 50 s (no presolve)."""
POINTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5)
"""Points of the curve, in shares of the distance to the target."""


@dataclass(frozen=True)
class MeasurePlan:
    """Measures that meet some targets at least cost. kind: ``all`` or the only kind allowed. sizes: by measure; None
    where these measures cannot meet them. investment: annual cost, and operation: change of what the dispatch costs,
    both over the window [million CNY]. least: smallest sum of added power [GW] that meets the target, whatever it
    costs (of one kind only). margin: of the first target, beyond its requirement. prices: of the targets [million CNY per unit of their
    gap]. why: where the measures cannot meet the targets: ``untouched`` (no measure of these kinds changes one of the
    targets; names: kinds that would), ``at_bounds`` (more of some measures would help, all of which are at their bound;
    names: these) or ``no_help`` (more of no measure helps; names: those that change the target)."""

    targets: tuple[str, ...]
    kind: str
    sizes: dict[str, Built] | None
    investment: Number = 0.0
    operation: Number = 0.0
    least: float | None = None
    margin: Number = 0.0
    prices: dict[str, Number] = field(default_factory=dict)
    why: Literal["", "untouched", "at_bounds", "no_help"] = ""
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
class Expansion:
    """The case with its measures open: the LP, and the limits on its slack. scaling: the requirements of targets,
    where it is a sample."""

    base: Base
    case: Case
    lp: LP
    matrix: Matrix
    solver: Solver
    scaling: SampleScaling

    @property
    def kinds(self) -> list[str]:
        """Kinds of measure of the case, in the order of the table."""
        return list(dict.fromkeys(self.case.tables["measures"]["kind"].astype(str)))

    @cached_property
    def targets(self) -> dict[str, Target]:
        """Targets, as expressions of this LP."""
        return {target.name: target for target in self.scaling.targets(self.case, self.lp)}

    @cached_property
    def before(self) -> dict[str, Target]:
        """The same of the LP of the base."""
        return {target.name: target for target in self.scaling.targets(self.base.case, self.base.lp)}

    def columns(self, kind: str) -> Integers:
        """Columns of the sizes of all measures but those of a kind."""
        other = (self.case.tables["measures"]["kind"] != kind).to_numpy()
        found = np.concatenate([self.lp.variables[name].index[other] for name in ("added", "added_energy")])
        return found[found >= 0]

    def of_kind(self, kind: str) -> Matrix:
        """The LP in which only measures of that kind are open."""
        return self.matrix if kind == ALL else with_upper(self.matrix, self.columns(kind), 0.0)

    def power(self) -> Expression:
        """Sum of what is added [GW]."""
        return self.lp["added"].sum()

    def sizes(self, primal: Floats) -> dict[str, Built]:
        """Size of each measure at a point, those that are nothing left out."""
        power, energy = (self.lp[name].value(primal) for name in ("added", "added_energy"))
        rows = self.case.tables["measures"]
        names, most = rows["measure"].astype(str), rows["most"].to_numpy(dtype=float)
        power = np.where(power >= most - FULL, most, power)
        sizes = {name: Built(float(p), float(e)) for name, p, e in zip(names, power, energy, strict=True)}
        return {name: size for name, size in sizes.items() if size.power > NOTHING or size.energy > NOTHING}

    def moves(self, target: Target, kind: str) -> bool:
        """Whether measures of a kind can move a target at all: one of capacity alone they move only directly."""
        columns = set(target.gap.columns[target.gap.coefficients != 0].tolist())
        sized = set(np.concatenate([self.lp.variables[n].index for n in ("added", "added_energy")]).tolist())
        if kind == ALL or not columns <= sized:
            return bool(columns)
        return bool(columns - set(self.columns(kind).tolist()))


def open_measures(base: Base, solver: Solver, scaling: SampleScaling = SampleScaling()) -> Expansion | None:  # noqa: B008
    """The expansion of a case; None where it has no measures."""
    if not len(base.case.tables["measures"]):
        return None
    case = expanding(base.case)
    lp = build(case)
    matrix = service_held(base, lp, lp.matrix())
    if solver.options.method == "auto" and len(matrix.row_lower) <= SIMPLEX_ROWS:
        solver = Solver(replace(solver.options, method="simplex"))
    return Expansion(base, case, lp, matrix, solver, scaling)


def plan(expansion: Expansion, names: Sequence[str], kind: str = ALL, least: bool = True) -> MeasurePlan:
    """The cheapest measures (of one kind, or all) with which all of these targets are met."""
    wanted = [expansion.targets[name] for name in names]
    none = MeasurePlan(tuple(names), kind, None)
    missed = [target for target in wanted if not expansion.before[target.name].met(expansion.base.primal)]
    fixed = [target for target in missed if not expansion.moves(target, kind)]
    if fixed:
        return replace(none, why="untouched", names=CHANGED_BY[fixed[0].kind])
    matrix = expansion.of_kind(kind)
    if wanted:
        forms = [target.gap for target in wanted]
        asked, best = furthest(matrix, forms, expansion.solver)
        if not reached(best, forms):
            return _because(expansion, none, missed, asked, best)
    for target in wanted:
        matrix = with_row(matrix, target.gap)
    solution = expansion.solver(matrix)
    smallest = None
    if least and kind != ALL:
        fewest = expansion.solver(with_cost(matrix, expansion.power()))
        smallest = fewest.objective if fewest.primal is not None else None
    return _plan(expansion, none, solution, wanted, smallest)


def _because(
    expansion: Expansion, none: MeasurePlan, missed: list[Target], asked: Matrix, best: Solution
) -> MeasurePlan:
    """Say why measures cannot meet targets, from the LP that takes these as far as they go, and its optimum.

    A reduced cost of an added capacity at its upper bound is what one GW more would add to the targets (strong duality).
    """
    rows = expansion.case.tables["measures"]
    inside = (rows["kind"] == none.kind) | (none.kind == ALL)
    open_ones = set(rows["measure"][inside].astype(str))
    touched = {
        target.name: [m for m in measures_that_change(expansion.case, target) if m in open_ones] for target in missed
    }
    for target in missed:
        if not touched[target.name]:
            return replace(none, why="untouched", names=CHANGED_BY[target.kind])
    assert best.primal is not None and best.row_dual is not None
    columns = expansion.lp.variables["added"].index
    gain = -(asked.cost - asked.matrix.T @ best.row_dual)[columns]
    most = rows["most"].to_numpy(dtype=float)
    helps = (gain * most > HELPS * max(1.0, abs(best.objective))) & (best.primal[columns] >= most - FULL)
    at_bounds = tuple(str(name) for name in rows["measure"][helps & inside.to_numpy()])
    if at_bounds:
        return replace(none, why="at_bounds", names=at_bounds)
    return replace(
        none, why="no_help", names=tuple(dict.fromkeys(m for target in missed for m in touched[target.name]))
    )


def _plan(
    expansion: Expansion, none: MeasurePlan, solution: Solution, wanted: list[Target], least: float | None
) -> MeasurePlan:
    if solution.primal is None:
        raise nothing_to_show(solution)
    investment = float(expansion.lp.costs["measures"].value(solution.primal))
    operation = solution.objective - investment - expansion.base.solution.objective
    margin = wanted[0].margin(solution.primal) if wanted else 0.0
    sizes = expansion.sizes(solution.primal)
    share = expansion.scaling.share
    assert solution.row_dual is not None
    prices = (
        dict(zip([target.name for target in wanted], solution.row_dual[-len(wanted) :].tolist(), strict=True))
        if wanted
        else {}
    )
    return MeasurePlan(none.targets, none.kind, sizes, investment / share, operation / share, least, margin, prices)


def curve(expansion: Expansion, name: str, kind: str = ALL) -> list[MeasurePlan]:
    """Return the cheapest plans from the margin of the base to beyond the target. The curve ends where these measures reach
    no further. Where a plan exceeds its requirement, the next point lies beyond it."""
    target, before = expansion.targets[name], expansion.before[name]
    distance = float(before.gap.value(expansion.base.primal))
    opened = expansion.of_kind(kind)
    _, best = furthest(opened, [target.gap], expansion.solver)
    matrix, found, at = with_row(opened, target.gap), list[MeasurePlan](), -np.inf
    for share in POINTS:
        asked = distance * (1.0 - share)
        if at >= asked:
            continue
        if asked + best.objective > REACHED * max(1.0, abs(asked)):
            break
        matrix = with_last_row(matrix, target.gap, asked)
        solution = expansion.solver(matrix)
        if solution.primal is None:
            break
        at = float(target.gap.value(solution.primal))
        found.append(_plan(expansion, MeasurePlan((name,), kind, None), solution, [target], None))
    return found
