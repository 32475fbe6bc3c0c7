"""Each target evaluated; where it is not met, enforced; where that cannot be, the best that can be reached."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from dispatch.app.assemble import as_run, nothing_to_show
from dispatch.app.clock import Clock
from dispatch.case import Case
from dispatch.lp import LP, Expression, Matrix, with_cost, with_row
from dispatch.results import Run
from dispatch.solve import Basis, Solution

from .base_case import Base, base_of
from .binding_limits import Limit, limits
from .full_use_margin import all_used
from .relevant_measures import touching
from .sampling import Sample, sample_of
from .solver import REACHED, Solver, no_more_short, shortfalls
from .targets import Goal, all_goals

Answer = Literal["met", "enforced", "out_of_reach", "missed", "given", "not_tested"]
STEPS = 20
"""Most steps of the search for the best ratio."""


@dataclass(frozen=True, eq=False)
class Verdict:
    """One target. ``answer``: ``met`` as the case is; ``enforced``: not met, but a dispatch of the same plants meets
    it; ``out_of_reach``: none does; ``missed``: not met, and no other dispatch was searched; ``given``: no dispatch moves it, only the tables do; ``not_tested``: a target of
    another year than that of the case, without a margin.

    achieved, margin: as the case is, in the unit of the target. cost: what enforcing adds [million CNY]. shadow_price:
    million CNY per unit of the requirement (CNY/MWh where the unit is TWh). run: the enforced dispatch. best: the best
    value that can be reached, and limits: what the margin there is made of, in the unit of the target. all_used: the
    margin if all available wind and sun were used; None where no dispatch moves the target. touched:
    measures of the case that can change the target.
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
    all_used: float | None = None
    touched: tuple[str, ...] = ()

    @property
    def missed(self) -> bool:
        """Whether the target is tested and not met."""
        return self.answer not in ("met", "not_tested")


def judge(case: Case, solver: Solver) -> tuple[Base, list[Verdict]]:
    """The case as given, and the verdict on each of its targets that has a number."""
    base = base_of(case, solver)
    return base, verdicts(sample_of(base, (), None, solver), solver)


def verdicts(sample: Sample, solver: Solver, search: bool = True) -> list[Verdict]:
    """The verdict on each target of the window. How far a dispatch may take it is searched on the sample; where that is
    far enough, it is enforced on the window. Without ``search``: as the case is. Raises SolverError."""
    furthest = Furthest(sample.base, solver) if search else None
    inner = {goal.name: goal for goal in sample.scaling.goals(sample.base.case, sample.base.lp)}
    whole = sample.whole
    return [
        _verdict(sample, goal, inner[goal.name], solver, furthest)
        if whole.case.tests(goal.year)
        else Verdict(goal, "not_tested", goal.achieved(whole.primal), float("nan"))
        for goal in all_goals(whole.case, whole.lp)
    ]


def _verdict(sample: Sample, goal: Goal, inner: Goal, solver: Solver, furthest: Furthest | None) -> Verdict:
    base = sample.whole
    achieved, margin = goal.achieved(base.primal), goal.margin(base.primal)
    bound = all_used(base.case, base.lp, base.primal, goal) if goal.movable else None
    known: dict[str, Any] = {"all_used": bound, "touched": tuple(touching(base.case, goal))}
    if goal.met(base.primal):
        return Verdict(goal, "met", achieved, margin, **known)
    if not goal.movable:
        return Verdict(goal, "given", achieved, margin, **known)
    if furthest is None:
        return Verdict(goal, "missed", achieved, margin, **known)
    size = max(1.0, abs(float(inner.gap.constant)))
    if furthest(inner, inner.required).objective <= REACHED * size:
        solution, matrix = enforce(base, goal.gap, solver)
        assert solution.row_dual is not None and solution.primal is not None
        price = float(solution.row_dual[-1]) * float(goal.denominator.value(solution.primal))
        run = as_run(base.case, base.lp, matrix, solution, Clock())
        cost = solution.objective - base.solution.objective
        return Verdict(goal, "enforced", achieved, margin, cost, price, run, **known)
    best, reasons = best_of(sample.base, inner, furthest)
    best = achieved + (best - inner.achieved(sample.base.primal)) / inner.share
    reasons = [replace(limit, share=limit.share / inner.share) for limit in reasons]
    return Verdict(goal, "out_of_reach", achieved, margin, best=best, limits=reasons, **known)


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
    solution = solver(matrix, base.solution.start)
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
            self._start = solution.start or self._start
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
        if reasons is None:
            below = float(goal.denominator.value(solution.primal))
            found = limits(base.lp, furthest.problem(goal, value), solution)
            reasons = [replace(limit, share=limit.share / below) for limit in found]
        reached = goal.achieved(solution.primal)
        if abs(reached - value) <= 1e-9 * max(1.0, abs(value)) or not goal.denominator.columns.size:
            return reached, reasons
        value = reached
    return value, reasons or []
