"""Two-stage rolling horizon over LPs of one structure: realised values, and forecasts by lead. Early columns are decided a day ahead on
forecasts, the others block by block on realised values.

Rows with columns behind the look-ahead are dualised at given multipliers. These multipliers value the state that a block leaves to
later hours. Rows that couple the horizon keep to the cumulative use of a plan (``horizon_budgets``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dispatch.messages import message

from .. import highs
from ..certificate import certify
from ..problem import Basis, End, Floats, Integers, Options, Problem, Progress, Solution, Stop
from ..sparse import over_rows, pick
from ..threads import in_background
from .fixing import Mask
from .horizon_block import Block, Members
from .horizon_budgets import Budgets, Reach
from .horizon_rows import HorizonRows
from .horizon_units import WholeUnits, with_whole_units

NOTICED = 1e-6
"""Least reported violation of a row, relative to the larger of its activity and one."""


@dataclass(frozen=True)
class Stages:
    """The calendar of the stages [h].

    day: hours that are decided ahead at once. look_ahead: hours behind a day, or behind the day of a block, that a solve sees.
    block: hours that are decided at once on realised values; a divisor of ``day``.
    """

    day: int = 24
    look_ahead: int = 48
    block: int = 6


@dataclass(frozen=True, eq=False)
class Masks:
    """Masks of columns, shape (columns,). early: decided by the first stage. certain: with realised bounds and costs in every lead; contains
    the early columns."""

    early: Mask
    certain: Mask


@dataclass(frozen=True, eq=False)
class Day:
    """State behind a day, from which a run can continue.

    start: first hour. columns, rows: changed columns and rows, by number. decided: mask of the decided columns. primal, ahead: values and
    first-stage values of the columns. of_rows: ``Staged.row_dual`` and ``foreseen`` of the rows, shape (2, rows). statuses: of both.
    budgets: ``Budgets.used``, ``planned`` and ``open``, shape (6, coupling rows). relaxed, relaxed_ahead: first hours of infeasible
    blocks, and of the day if its first stage was infeasible. iterations: of HiGHS so far.
    """

    start: int
    columns: Integers
    rows: Integers
    decided: Mask
    primal: Floats
    ahead: Floats
    of_rows: Floats
    statuses: Basis
    budgets: Floats
    relaxed: tuple[int, ...]
    relaxed_ahead: tuple[int, ...]
    iterations: int


@dataclass(frozen=True, eq=False)
class Staged:
    """Operated horizon.

    primal: values of all columns, shape (columns,). row_dual: duals of the blocks, and of the plan for coupling rows, shape (rows,).
    ahead: values in the first stage, shape (columns,). foreseen: largest violation of each row in the LP of a stage, at the forecasts of
    that stage, shape (rows,), positive above its upper bound. relaxed, relaxed_ahead: first hours of infeasible blocks, and of days with
    an infeasible first stage. violation: of each realised row, in the same form. violation_cost: violations at the duals of the plan.
    iterations: of HiGHS.
    """

    primal: Floats
    row_dual: Floats
    ahead: Floats
    foreseen: Floats
    relaxed: tuple[int, ...] = ()
    relaxed_ahead: tuple[int, ...] = ()
    violation: Floats = field(default_factory=lambda: np.zeros(0))
    violation_cost: float = 0.0
    iterations: int = 0


def operate_in_stages(
    leads: Sequence[Problem],
    masks: Masks,
    plan: Solution,
    values: Basis | None,
    stages: Stages,
    options: Options,
    done: Iterable[Day] = (),
    keep: Callable[[Day], None] = lambda day: None,
    whole: WholeUnits | None = None,
) -> tuple[Solution, Staged] | None:
    """Operate a horizon in stages. Return the solution of the realised LP, with the bound by the duals of the plan, and the decisions of the
    stages; None at the time limit. Raises KeyboardInterrupt.

    plan: optimum of the realised LP. values: duals, values and basis of another horizon, for dualised rows and budgets; None: those of
    the plan. done: days of an earlier run. keep: receives each further day. Other arguments: ``StagedHorizon``.
    """
    assert plan.primal is not None and plan.row_dual is not None
    start = values or plan.start
    if start is None:
        statuses = np.zeros(len(plan.primal), np.int8), np.full(len(plan.row_dual), highs.BASIC, np.int8)
        start = Basis(*statuses, plan.row_dual, plan.primal)
    highs.reset_scheduler()
    stop = Stop(options.time_limit)

    def report(share: float) -> None:
        options.report(Progress(message("stage.operating"), share))

    horizon = StagedHorizon(leads, masks, start, stages, stop, report, whole)
    found = in_background(lambda: horizon.run(done, keep), stop, patience=5.0)
    if stop.interrupted:
        raise KeyboardInterrupt
    if found is None:
        return None
    proof = certify(leads[0], found.primal, plan.row_dual)
    violation = _violation(leads[0], found.primal)
    staged = replace(found, violation=violation, violation_cost=proof.violation_cost if violation.any() else 0.0)
    solution = replace(
        proof.solution("feasible", "operate"),
        row_dual=found.row_dual,
        end=End(found.iterations),
        notes=(message("note.operated", rows=int(np.count_nonzero(violation))),) if violation.any() else (),
    )
    return solution, staged


def _violation(problem: Problem, primal: Floats) -> Floats:
    """Return the violation of each row, shape (rows,): positive above its upper bound, negative below its lower bound."""
    activity = problem.matrix @ primal
    found = np.maximum(activity - problem.row_upper, 0.0) - np.maximum(problem.row_lower - activity, 0.0)
    size = np.maximum(np.abs(activity), 1.0)
    return np.where(np.abs(found) > NOTICED * size, found, 0.0)


@dataclass(eq=False)
class Decided:
    """Decisions so far. primal, ahead: values, and values in the first stage. known: mask of the decided columns. duals, foreseen: of the
    rows. basis: start of the next block. Others: see ``Staged``."""

    primal: Floats
    ahead: Floats
    known: Mask
    duals: Floats
    foreseen: Floats
    basis: Basis
    relaxed: list[int] = field(default_factory=list)
    relaxed_ahead: list[int] = field(default_factory=list)
    iterations: int = 0


class StagedHorizon:
    """Run over a horizon.

    leads: LPs of one structure: realised, then forecasts of increasing lead, for the same day, the next day and later days (the last LP
    serves all later days). Columns without hours, and of more than a day, keep the values of the plan. plan: values, duals and basis of a
    similar horizon. whole: integer columns. Raises ValueError for leads of different size.
    """

    def __init__(
        self,
        leads: Sequence[Problem],
        masks: Masks,
        plan: Basis,
        stages: Stages,
        stop: Stop,
        report: Callable[[float], None] = lambda share: None,
        whole: WholeUnits | None = None,
    ) -> None:
        problem = leads[0]
        if any(other.matrix.shape != problem.matrix.shape for other in leads[1:]):
            raise ValueError("the LPs of the leads differ in structure")
        assert plan.primal is not None and plan.prices is not None
        self.leads, self.masks, self.stages, self.stop, self.report = leads, masks, stages, stop, report
        self.whole = whole
        nothing = np.zeros(len(problem.cost), dtype=bool)
        integer = nothing if whole is None else whole.steps > 0
        self.layout = HorizonRows.of(problem, integer, stages.day, stages.look_ahead)
        self.planned = np.clip(np.nan_to_num(plan.primal), problem.lower, problem.upper)
        prices = np.nan_to_num(plan.prices)
        # A dual that points to an infinite bound is not dual feasible: ``leads`` may lack rows of the LP of the plan.
        self.prices = np.where(np.isfinite(np.where(prices > 0, problem.row_lower, problem.row_upper)), prices, 0.0)
        known = (problem.column_first < 0) | (problem.column_last - problem.column_first >= stages.day)
        basis = Basis(plan.columns.copy(), plan.rows.copy())
        none = np.zeros(len(self.prices))
        self.decided = Decided(self.planned.copy(), self.planned.copy(), known, self.prices.copy(), none, basis)
        self.budgets = Budgets.of(problem, self.layout.coupling, self.prices, self.planned, known)

    def run(self, done: Iterable[Day] = (), keep: Callable[[Day], None] = lambda day: None) -> Staged | None:
        """Operate the horizon behind the completed days ``done``, which count up to the first missing day. None: the run was stopped, or a
        block has no optimum even with violations."""
        day, block, end = self.stages.day, self.stages.block, self.layout.end
        begin = 0
        for one in done:
            if one.start != begin:
                break
            self._restore(one)
            begin = one.start + day
        for start in range(begin, end, day):
            finish = min(start + day, end)
            before = len(self.decided.relaxed), len(self.decided.relaxed_ahead)
            if self.masks.early.any() and not self._decide(start, start, finish, ahead=True):
                return None
            for hour in range(start, finish, block):
                if not self._decide(hour, start, min(hour + block, finish), ahead=False):
                    return None
            keep(self._day(start, *before))
            self.report(finish / end)
        now = self.decided
        return Staged(
            now.primal,
            now.duals,
            now.ahead,
            now.foreseen,
            tuple(now.relaxed),
            tuple(now.relaxed_ahead),
            iterations=now.iterations,
        )

    def _seen(self, start: int) -> int:
        """Return the end of the look-ahead of a day."""
        return min(start + self.stages.day + self.stages.look_ahead, self.layout.end)

    def _day(self, start: int, relaxed: int, relaxed_ahead: int) -> Day:
        """Return the state behind a day. relaxed, relaxed_ahead: numbers of infeasible blocks and days before this day."""
        now, seen, open_ = self.decided, self._seen(start), self.budgets.open
        columns, rows = self.layout.columns_of(start, seen), self.layout.rows_of(start - self.stages.day, seen)
        return Day(
            start,
            columns,
            rows,
            now.known[columns],
            now.primal[columns],
            now.ahead[columns],
            np.array([now.duals[rows], now.foreseen[rows]]),
            Basis(now.basis.columns[columns], now.basis.rows[rows]),
            np.array(
                [
                    self.budgets.used,
                    self.budgets.planned,
                    open_.least,
                    open_.most,
                    open_.endless_least,
                    open_.endless_most,
                ]
            ),
            tuple(now.relaxed[relaxed:]),
            tuple(now.relaxed_ahead[relaxed_ahead:]),
            now.iterations,
        )

    def _restore(self, day: Day) -> None:
        """Continue behind a day."""
        now, columns, rows = self.decided, day.columns, day.rows
        now.known[columns] = day.decided
        now.primal[columns], now.ahead[columns] = day.primal, day.ahead
        now.duals[rows], now.foreseen[rows] = day.of_rows
        now.basis.columns[columns], now.basis.rows[rows] = day.statuses.columns, day.statuses.rows
        now.relaxed += day.relaxed
        now.relaxed_ahead += day.relaxed_ahead
        now.iterations = day.iterations
        used, planned, least, most, endless_least, endless_most = day.budgets
        self.budgets.used, self.budgets.planned = used, planned
        self.budgets.open = Reach(least, most, endless_least.astype(np.int64), endless_most.astype(np.int64))

    def _leads(self, hours: Integers, start: int, realised: int) -> Integers:
        """Return the lead of each hour, by number in ``leads``. Hours before ``realised`` have lead zero, the rest of the day from ``start`` has
        lead one, and each later day one more."""
        later = 1 + (hours - start) // self.stages.day
        return np.minimum(np.where(hours < realised, 0, later), len(self.leads) - 1)

    def _decide(self, hour: int, start: int, realised: int, ahead: bool) -> bool:
        """Solve the block from ``hour`` and its look-ahead, and fix the columns of this stage. start: first hour of the day. realised: end of the
        block. ahead: first stage, with forecasts only, which fixes the early columns of the day. False: stopped, or no optimum."""
        if self.stop.reached:
            return False
        now, problem, seen = self.decided, self.leads[0], self._seen(start)
        window = self.layout.columns_of(hour, seen)
        columns = window[~now.known[window]]
        if not columns.size:
            return True
        first = self.layout.first[columns]
        own = (first < realised) & (self.masks.early[columns] if ahead else True)
        # The first stage uses the forecast of the day before: one lead more than in real time.
        base = start - self.stages.day if ahead else start
        lead = np.where(self.masks.certain[columns], 0, self._leads(first, base, base if ahead else realised))
        members, cost = self._members(columns, lead, (hour, seen), (base, base if ahead else realised))
        budgets = self.budgets.of_block(columns, own, self.planned[columns], now.primal, seen)
        block = Block.of(self.leads, members, cost, now.primal, budgets, self.budgets.penalty)
        if self.whole is not None:
            here = columns[own]
            allowed = self.whole.gap * float(np.sum(np.abs(problem.cost[here] * self.planned[here])))
            block = with_whole_units(block, np.where(own, self.whole.steps[columns], 0.0), allowed, self.stop)
        start_at = Basis(now.basis.columns[columns], now.basis.rows[members.rows])
        solved = block.solve(start_at, self.stop)
        if solved is None:
            return False
        now.iterations += solved.iterations
        if solved.basis is not None:
            now.basis.columns[columns], now.basis.rows[members.rows] = solved.basis.columns, solved.basis.rows
        if solved.relaxed:
            (now.relaxed_ahead if ahead else now.relaxed).append(hour)
            # Rows of the decided hours have realised values: their violation is that of the result.
            open_ = (
                solved.violation
                if ahead
                else np.where(self.layout.last[members.rows] < realised, 0.0, solved.violation)
            )
            worst = now.foreseen[members.rows]
            larger = np.abs(open_) > np.maximum(np.abs(worst), NOTICED)
            now.foreseen[members.rows] = np.where(larger, open_, worst)
        values = np.clip(solved.values, problem.lower[columns], problem.upper[columns])
        if ahead:
            foreseen = first < realised
            now.ahead[columns[foreseen]] = np.where(own, values, solved.values)[foreseen]
        else:
            mine = self.layout.last[members.rows] < realised
            now.duals[members.rows[mine]] = solved.duals[mine]
        kept = columns[own]
        now.primal[kept], now.known[kept] = values[own], True
        self.budgets.decide(kept, values[own], self.planned[kept])
        return True

    def _members(
        self, columns: Integers, lead: Integers, span: tuple[int, int], known: tuple[int, int]
    ) -> tuple[Members, Floats]:
        """Return the members of a block and the costs of its columns. Rows without later columns are enforced, the others are dualised.

        columns: by number. lead: of each column. span: first hour of the block and end of its look-ahead. known: arguments of ``_leads``.
        """
        problem, (hour, seen) = self.leads[0], span
        rows = self.layout.rows_of(hour - self.stages.day, seen)
        part = problem.matrix[rows]
        inside = np.zeros(len(problem.cost), dtype=np.int64)
        inside[columns] = 1
        touches = over_rows(np.maximum, inside[part.indices], part, 0) > 0
        beyond = self.layout.later(part, hour, seen, self.decided.known)
        enforced, priced = rows[touches & ~beyond], rows[touches & beyond]
        cost = self.budgets.prices(columns, seen) - pick(problem.matrix, priced, columns).T @ self.prices[priced]
        for number, one in enumerate(self.leads):
            here = lead == number
            cost[here] += one.cost[columns[here]]
        own = part[np.flatnonzero(touches & ~beyond)]
        at = np.clip(self.layout.first_hour(own), hour, seen - 1)
        # A row of certain columns only has realised bounds in every stage.
        decided = over_rows(np.minimum, self.masks.certain[own.indices].astype(np.int64), own, 0) > 0
        return Members(columns, enforced, lead, np.where(decided, 0, self._leads(at, *known))), cost
