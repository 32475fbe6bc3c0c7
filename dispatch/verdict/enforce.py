"""Each target evaluated; where it is not met, enforced; where that cannot be, the best that can be reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dispatch.assemble import as_run, basis_of_run, build, nothing_to_show
from dispatch.case import Case
from dispatch.clock import Clock
from dispatch.errors import InfeasibleError
from dispatch.lp import LP, Expression, Floats, Matrix
from dispatch.results import Run
from dispatch.solve import Basis, Solution

from .goals import Goal, goals
from .limits import Limit, limits
from .variant import REACHED, Solver, no_more_short, shortfalls, start_of, with_cost, with_row

Answer = Literal["met", "enforced", "out_of_reach", "given"]
STEPS = 20
"""Most steps of the search for the best ratio."""


@dataclass(frozen=True, eq=False)
class Base:
    """The case as given: its LP and its optimum."""

    case: Case
    lp: LP
    matrix: Matrix
    solution: Solution
    run: Run

    @property
    def primal(self) -> Floats:
        """The optimum, shape (columns,)."""
        assert self.solution.primal is not None
        return self.solution.primal


@dataclass(frozen=True, eq=False)
class Verdict:
    """One target. ``answer``: ``met`` as the case is; ``enforced``: not met, but a dispatch of the same plants meets
    it; ``out_of_reach``: none does; ``given``: no dispatch moves it, only the tables do.

    achieved, margin: as the case is, in the unit of the target. cost: what enforcing adds [million CNY]. shadow_price:
    million CNY per unit of the requirement (CNY/MWh where the unit is TWh). run: the enforced dispatch. best: the best
    value that can be reached, and limits: what it is made of, in the unit of the numerator.
    """

    goal: Goal
    answer: Answer
    achieved: float
    margin: float
    cost: float = 0.0
    shadow_price: float = 0.0
    run: Run | None = None
    best: float | None = None
    limits: list[Limit] = field(default_factory=list)


def base_of(case: Case, solver: Solver, start: Path | None = None) -> Base:
    """Dispatch the case as it is, from the basis of a saved run where there is one. Raises InfeasibleError, SolverError,
    Interrupted; CaseError for a run that keeps no basis."""
    lp = build(case)
    matrix = lp.matrix()
    solution = solver(matrix, None if start is None else basis_of_run(start, lp))
    if solution.status == "infeasible":
        raise InfeasibleError(f"No dispatch of {case.name} meets its constraints: `dispatch diagnose` says which.")
    if solution.primal is None:
        raise nothing_to_show(solution)
    return Base(case, lp, matrix, solution, as_run(case, lp, matrix, solution, Clock()))


def judge(case: Case, solver: Solver, start: Path | None = None) -> tuple[Base, list[Verdict]]:
    """The case as given, from the basis of a saved run where there is one, and the verdict on each of its targets that
    has a number."""
    base = base_of(case, solver, start)
    furthest = Furthest(base, solver)
    return base, [_verdict(base, goal, solver, furthest) for goal in goals(case, base.lp)]


def _verdict(base: Base, goal: Goal, solver: Solver, furthest: Furthest) -> Verdict:
    achieved, margin = goal.achieved(base.primal), goal.margin(base.primal)
    if goal.met(base.primal):
        return Verdict(goal, "met", achieved, margin)
    if not goal.movable:
        return Verdict(goal, "given", achieved, margin)
    size = max(1.0, abs(float(goal.gap.constant)))
    if furthest(goal, goal.required).objective <= REACHED * size:
        solution, matrix = enforce(base, goal.gap, solver)
        assert solution.row_dual is not None and solution.primal is not None
        price = float(solution.row_dual[-1]) * float(goal.denominator.value(solution.primal))
        run = as_run(base.case, base.lp, matrix, solution, Clock())
        cost = solution.objective - base.solution.objective
        return Verdict(goal, "enforced", achieved, margin, cost, price, run)
    best, reasons = best_of(base, goal, furthest)
    return Verdict(goal, "out_of_reach", achieved, margin, best=best, limits=reasons)


def kept(base: Base, lp: LP | None = None, matrix: Matrix | None = None) -> Matrix:
    """The LP (of the base, or a larger one) in which nothing falls shorter than in the base, hour by hour, and each
    corridor exports no less over the window: a target is not met at the expense of load, export or reserve."""
    lp, matrix = lp or base.lp, matrix or base.matrix
    matrix = no_more_short(matrix, lp, shortfalls(base.lp, base.primal))
    for total, before in loose_exports(base, lp):
        matrix = with_row(matrix, total, before, before)
    return matrix


def loose_exports(base: Base, lp: LP) -> list[tuple[Expression, float]]:
    """Energy over the window, and its value in the base, of corridors whose energy the contract leaves open."""
    rows = base.case.tables["corridors"]
    loose = rows["corridor"][(rows["band"] > 0) & (rows["tolerance"] > 0)].astype(str)
    found = []
    for name in loose:
        one = lp.quantities["export"].axis("corridor").select([name])
        before = base.lp.quantities["export"].select(one).sum().value(base.primal)
        found.append((lp.quantities["export"].select(one).sum(), float(before)))
    return found


def enforce(base: Base, gap: Expression, solver: Solver) -> tuple[Solution, Matrix]:
    """The cheapest dispatch with ``gap >= 0``, whose price is the last of the duals. Raises SolverError."""
    matrix = with_row(kept(base), gap)
    solution = solver(matrix, start_of(base.solution))
    if solution.primal is None:
        raise nothing_to_show(solution)
    return solution, matrix


class Furthest:
    """The dispatch that takes a target furthest, each found from the prices of the one before. Nothing in it falls
    shorter than in the base."""

    def __init__(self, base: Base, solver: Solver) -> None:
        self.solver, self.matrix = solver, kept(base)
        self._start: Basis | None = None
        self._last: tuple[Goal, float, Solution] | None = None

    def problem(self, goal: Goal, value: float) -> Matrix:
        """The LP that minimises what a target lacks to a value."""
        return with_cost(self.matrix, -goal.gap_at(value))

    def __call__(self, goal: Goal, value: float) -> Solution:
        """Its optimum; that of the last question is known. Raises SolverError where there is none."""
        if self._last is None or self._last[0] is not goal or self._last[1] != value:
            solution = self.solver(self.problem(goal, value), self._start)
            if solution.primal is None:
                raise nothing_to_show(solution)
            self._start = start_of(solution) or self._start
            self._last = goal, value, solution
        return self._last[2]


def best_of(base: Base, goal: Goal, furthest: Furthest) -> tuple[float, list[Limit]]:
    """The best value of a target that any dispatch reaches, and what the distance to the requirement is made of.

    A ratio is led to its best by Dinkelbach's steps: maximise numerator - value x denominator, take the value there,
    until it moves no more.
    """
    value, reasons = goal.required, None
    for _ in range(STEPS):
        solution = furthest(goal, value)
        assert solution.primal is not None
        reasons = reasons or limits(base.lp, furthest.problem(goal, value), solution)
        reached = goal.achieved(solution.primal)
        if abs(reached - value) <= 1e-9 * max(1.0, abs(value)) or not goal.denominator.columns.size:
            return reached, reasons
        value = reached
    return value, reasons or []
