"""Each target evaluated; where it is not met, enforced; where that cannot be, the best that can be reached."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from dispatch.app.assemble import as_run, nothing_to_show
from dispatch.app.clock import Clock
from dispatch.case import Case
from dispatch.lp import LP, Expression, Matrix, with_cost, with_row
from dispatch.results import Run
from dispatch.results.fields import Number
from dispatch.solve import Basis, Solution

from .base_case import Base, base_of
from .binding_limits import Limit, binding_limits
from .full_use_margin import all_used
from .relevant_measures import measures_that_change
from .sampling import Sample, sample_of
from .solver import REACHED, Solver, no_more_short, shortfalls, unbounded_reach
from .targets import Target, TargetStatement, all_targets

Answer = Literal["met", "enforced", "out_of_reach", "missed", "given", "not_tested"]
NAN = float("nan")
STEPS = 20
"""Most steps of the search for the best ratio."""


@dataclass(frozen=True)
class Change:
    """Changes against the case as given: new energy, thermal generation and curtailment [TWh], coal [Mtce], CO2 [Mt]; NaN
    where unknown."""

    new_energy: Number
    thermal: Number
    curtailed: Number
    coal: Number
    co2: Number

    @staticmethod
    def between(before: Run, after: Run) -> Change:
        """Return the changes from one run to another."""
        one, other = before.summary["region"], after.summary["region"]
        new, thermal, coal, co2 = (
            NAN if other[key] is None or one[key] is None else other[key] - one[key]
            for key in ("new_energy_twh", "thermal_twh", "coal_mtce", "co2_mt")
        )
        curtailed = sum(other["curtailment_twh"].values()) - sum(one["curtailment_twh"].values())
        return Change(new, thermal, curtailed, coal, co2)


@dataclass(frozen=True)
class Assessment:
    """One target. movable: whether a dispatch moves it. ``answer``: ``met`` as the case is; ``enforced``: not met, but a dispatch of the same plants meets
    it; ``out_of_reach``: none does; ``missed``: not met, and no other dispatch was searched; ``given``: no dispatch moves it, only the tables do; ``not_tested``: a target of
    another year than that of the case, without a margin.

    achieved, margin: as the case is, in the unit of the target. cost: what enforcing adds [million CNY]. shadow_price:
    million CNY per unit of the requirement (CNY/MWh where the unit is TWh). change: what the enforced dispatch changes. best: the best
    value that can be reached, and limits: what the margin there is made of, in the unit of the target. all_used: the
    margin if all available wind and sun were used; None where no dispatch moves the target. touched:
    measures of the case that can change the target.
    """

    target: TargetStatement
    movable: bool
    answer: Answer
    achieved: Number
    margin: Number
    cost: Number = 0.0
    shadow_price: Number = 0.0
    change: Change | None = None
    best: float | None = None
    limits: tuple[Limit, ...] = ()
    all_used: float | None = None
    touched: tuple[str, ...] = ()

    @property
    def missed(self) -> bool:
        """Whether the target is tested and not met."""
        return self.answer not in ("met", "not_tested")

    @property
    def measured(self) -> bool:
        """Whether the target has a value."""
        return self.achieved == self.achieved


def assess_targets(case: Case, solver: Solver) -> tuple[Base, list[Assessment]]:
    """The case as given, and the assessment of each of its targets that has a number."""
    base = base_of(case, solver)
    return base, assessments(sample_of(base, (), None, solver), solver)


def assessments(sample: Sample, solver: Solver, search: bool = True) -> list[Assessment]:
    """The assessment of each target of the window. How far a dispatch may take it is searched on the sample; where that is
    far enough, it is enforced on the window. Without ``search``: as the case is. Raises SolverError."""
    furthest = Furthest(sample.base, solver) if search else None
    inner = {target.name: target for target in sample.scaling.targets(sample.base.case, sample.base.lp)}
    whole = sample.whole
    return [
        _assessed(sample, target, inner[target.name], solver, furthest)
        if whole.case.tests(target.year)
        else Assessment(target.statement, target.movable, "not_tested", target.achieved(whole.primal), NAN)
        for target in all_targets(whole.case, whole.lp)
    ]


def _assessed(sample: Sample, target: Target, inner: Target, solver: Solver, furthest: Furthest | None) -> Assessment:
    base = sample.whole
    achieved, margin = target.achieved(base.primal), target.margin(base.primal)
    bound = all_used(base.case, base.lp, base.primal, target) if target.movable else None
    known: dict[str, Any] = {"all_used": bound, "touched": tuple(measures_that_change(base.case, target))}
    first = (target.statement, target.movable)
    if target.met(base.primal):
        return Assessment(*first, "met", achieved, margin, **known)
    if not target.movable:
        return Assessment(*first, "given", achieved, margin, **known)
    if furthest is None:
        return Assessment(*first, "missed", achieved, margin, **known)
    size = max(1.0, abs(float(inner.gap.constant)))
    if furthest(inner, inner.required).objective <= REACHED * size:
        solution, matrix = enforce(base, target.gap, solver)
        assert solution.row_dual is not None and solution.primal is not None
        price = float(solution.row_dual[-1]) * float(target.denominator.value(solution.primal))
        change = Change.between(base.run, as_run(base.case, base.lp, matrix, solution, Clock()))
        cost = solution.objective - base.solution.objective
        return Assessment(*first, "enforced", achieved, margin, cost, price, change, **known)
    best, reasons = best_of(sample.base, inner, furthest)
    best = achieved + (best - inner.achieved(sample.base.primal)) / inner.share
    limits = tuple(replace(limit, share=limit.share / inner.share) for limit in reasons)
    return Assessment(*first, "out_of_reach", achieved, margin, best=best, limits=limits, **known)


def service_held(base: Base, lp: LP | None = None, matrix: Matrix | None = None) -> Matrix:
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
    matrix = with_row(service_held(base), gap)
    solution = solver(matrix, base.solution.start)
    if solution.primal is None:
        raise nothing_to_show(solution)
    return solution, matrix


class Furthest:
    """The dispatch that takes a target furthest, each found from the prices of the one before. Nothing in it falls
    shorter than in the base."""

    def __init__(self, base: Base, solver: Solver) -> None:
        self.solver, self.matrix = solver, service_held(base)
        self._start: Basis | None = None
        self._last: tuple[Target, float, Solution] | None = None

    def problem(self, target: Target, value: float) -> Matrix:
        """The LP that minimises what a target lacks to a value."""
        return with_cost(self.matrix, -target.gap_at(value))

    def __call__(self, target: Target, value: float) -> Solution:
        """Return its optimum; that of the last question is known. The objective is -inf where the target has no upper bound. Raises
        SolverError where there is no optimum."""
        if self._last is None or self._last[0] is not target or self._last[1] != value:
            solution = unbounded_reach(self.solver(self.problem(target, value), self._start))
            if solution.primal is None and solution.status != "unbounded":
                raise nothing_to_show(solution)
            self._start = solution.start or self._start
            self._last = target, value, solution
        return self._last[2]


def best_of(base: Base, target: Target, furthest: Furthest) -> tuple[float, list[Limit]]:
    """The best value of a target that any dispatch reaches, and what the distance to the requirement is made of.

    A ratio is led to its best by Dinkelbach's steps: maximise numerator - value x denominator, take the value there,
    until it moves no more.
    """
    value, reasons = target.required, None
    for _ in range(STEPS):
        solution = furthest(target, value)
        assert solution.primal is not None
        if reasons is None:
            below = float(target.denominator.value(solution.primal))
            found = binding_limits(base.lp, furthest.problem(target, value), solution)
            reasons = [replace(limit, share=limit.share / below) for limit in found]
        reached = target.achieved(solution.primal)
        if abs(reached - value) <= 1e-9 * max(1.0, abs(value)) or not target.denominator.columns.size:
            return reached, reasons
        value = reached
    return value, reasons or []
