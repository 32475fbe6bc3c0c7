"""Mixed-integer LP of whole units: some columns are whole multiples of a step. Branch and bound of HiGHS, then the LP with these columns
fixed, which gives the duals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dispatch.messages import message

from . import highs
from .certificate import certify
from .components import Component
from .decomposition import Masks, Stages, WholeUnits, operate_in_stages
from .problem import (
    GAP,
    Basis,
    End,
    Floats,
    Options,
    Problem,
    Progress,
    Solution,
    Status,
    Stop,
    costs_reach,
    relative_gap,
)
from .strategy import solve
from .threads import in_background
from .unbounded import resolve


def solve_whole_units(problem: Problem, steps: Floats, options: Options = Options()) -> Solution:  # noqa: B008
    """Solve with integer columns: a column whose step, shape (columns,), is above zero is a whole multiple of the step.

    ``optimal`` within the gap of the LP (1e-6), ``feasible`` within the requested gap. ``bound`` is that of branch and bound; duals are
    those of the LP with the integer columns fixed. Ctrl-C and the time limit give the best solution so far, ``stopped``.
    """
    if not (steps > 0).any():
        solved = solve(problem, options)
        return replace(solved, notes=(*solved.notes, message("note.nothing_committed")))
    stop = Stop(options.time_limit)
    solution = in_background(lambda: _search(problem, steps, options, stop), stop, patience=5.0)
    if solution is not None:
        return solution
    return Solution("stopped", "integer", (message("note.interrupted"),), end=End(interrupted=True))


WEEK, AHEAD = 168, 72
"""Hours of a window with integer columns in a longer horizon, and of its continuous look-ahead."""
WINDOW_GAP = 0.0005
"""Gap of a window, relative to its cost in the optimum of the relaxation."""


def solve_week_by_week(
    problem: Problem, steps: Floats, options: Options, start: Basis | None = None
) -> tuple[Solution, Floats]:
    """Solve with integer columns over a long horizon: the relaxation first, then week by week (``decomposition.staged_horizon``). The
    columns of a week are integer, those of its look-ahead continuous. Last follows the LP over the whole horizon with the integer
    columns fixed. Return the solution, and the violation of each row, shape (rows,), where that LP has no point.

    start: basis of the relaxation. The status is ``feasible``, with the gap to the bound of the relaxation. Without a feasible point: the
    status of the relaxation, or ``stopped``. Raises KeyboardInterrupt.
    """
    plan = solve(problem, options, start)
    none = np.zeros(len(problem.row_lower))
    if plan.primal is None or plan.status in ("infeasible", "unbounded"):
        return plan, none
    if plan.end.interrupted:
        return Solution("stopped", "integer", (message("note.interrupted"),), end=plan.end), none
    nothing = np.zeros(len(problem.cost), dtype=bool)
    whole = WholeUnits(steps, WINDOW_GAP if options.gap is None else options.gap / 2.0)
    stages = Stages(WEEK, AHEAD, WEEK)
    done = operate_in_stages([problem], Masks(nothing, nothing), plan, None, stages, options, whole=whole)
    if done is None:
        return Solution("stopped", "integer", plan.notes), none
    solution, staged = done
    assert solution.primal is not None
    # A week misses limits of the horizon by a little; dispatch of the same units over the whole horizon meets them, at a lower cost.
    last = _with_units(problem, steps, solution.primal, options, plan.start)
    solution, violation = (solution, staged.violation) if last is None else (last, none)
    notes = (message("note.whole_units_by_week", columns=int((steps > 0).sum())),)
    gap = relative_gap(solution.objective - problem.offset, plan.bound - problem.offset)
    return replace(solution, method="integer", bound=plan.bound, gap=gap, notes=notes), violation


def _with_units(
    problem: Problem, steps: Floats, numbers: Floats, options: Options, start: Basis | None
) -> Solution | None:
    """Solve the LP with the integer columns at their values, shape (columns,). None: it has no point."""
    fixed = _rounded(steps, numbers)
    rest = Component(problem, np.flatnonzero(steps == 0), np.arange(len(problem.row_lower)), given=fixed)
    found = solve(rest, replace(options, gap=None), rest.own(start))
    if found.primal is None or found.row_dual is None:
        return None
    fixed[rest.columns] = found.primal
    proof = certify(problem, fixed, found.row_dual)
    return replace(proof.solution("feasible", "integer"), end=found.end) if proof.feasible else None


def _rounded(steps: Floats, numbers: Floats) -> Floats:
    """Return the values of integer columns as whole multiples of their step, zero for the others, shape (columns,)."""
    return np.asarray(np.round(numbers / np.where(steps > 0, steps, 1.0)) * steps, dtype=float)


def empty_ranges(problem: Problem, steps: Floats) -> NDArray[np.bool_]:
    """Return which integer columns have no multiple of their step within their bounds, shape (columns,)."""
    lower, upper = highs.whole_bounds(problem.lower, problem.upper, steps)
    return np.asarray((steps > 0) & (lower > upper), dtype=bool)


def _search(problem: Problem, steps: Floats, options: Options, stop: Stop) -> Solution:
    whole = steps > 0
    empty = int(empty_ranges(problem, steps).sum())
    if empty:
        return Solution("infeasible", "integer", (message("note.empty_integer_ranges", columns=empty),))
    options.report(Progress(message("stage.branch_and_bound", columns=int(whole.sum()))))
    wanted = GAP if options.gap is None else options.gap
    solver = _load(problem, steps, options, wanted)
    status = _run(solver, stop)
    if status in highs.INFEASIBLE:
        return Solution("infeasible", "integer", (message("note.whole_units_infeasible"),))
    if status in highs.UNBOUNDED:
        return resolve(problem, "integer", options, stop)
    info, found = solver.getInfo(), solver.getSolution()
    if not found.value_valid:
        state: Status = "stopped" if stop.reached else "failed"
        return Solution(
            state, "integer", (message("note.highs_status", status=status.name),), end=End(interrupted=stop.interrupted)
        )
    numbers = np.asarray(found.col_value) * np.where(whole, steps, 1.0)
    bound = float(info.mip_dual_bound) + problem.offset
    return _with_fixed(problem, whole, steps, numbers, bound, wanted, options, stop)


def _load(problem: Problem, steps: Floats, options: Options, gap: float) -> highspy.Highs:
    """Return a HiGHS instance of a problem with integer columns."""
    highs.reset_scheduler()
    solver = highs.load_integer(
        problem.cost,
        problem.lower,
        problem.upper,
        problem.matrix,
        problem.row_lower,
        problem.row_upper,
        steps,
        threads=options.threads,
        mip_rel_gap=gap,
        mip_abs_gap=1e-9,
    )
    if options.verbose:
        highs.configure(solver, output_flag=True, log_to_console=True)
    return solver


def _run(solver: highspy.Highs, stop: Stop) -> highspy.HighsModelStatus:
    """Run branch and bound until it ends, or until ``stop``."""

    def look(event: Any) -> None:
        if stop.interrupted:
            event.interrupt()

    solver.cbMipInterrupt.subscribe(look)
    try:
        return highs.run(solver, stop)
    finally:
        solver.cbMipInterrupt.unsubscribe(look)


def _with_fixed(
    problem: Problem,
    whole: Any,
    steps: Floats,
    numbers: Floats,
    bound: float,
    wanted: float,
    options: Options,
    stop: Stop,
) -> Solution:
    """Solve the LP with the integer columns fixed at their values, shape (columns,): it gives the continuous columns and the duals."""
    fixed = _rounded(steps, numbers)
    lower, upper = (np.where(whole, fixed, limit) for limit in (problem.lower, problem.upper))
    solver = highs.load(
        problem.cost, lower, upper, problem.matrix, problem.row_lower, problem.row_upper, threads=options.threads
    )
    # After the time limit of the search this LP is solved too, so that its best solution is returned.
    highs.run(solver, Stop())
    solution = solver.getSolution()
    primal = np.clip(np.asarray(solution.col_value), lower, upper)
    dual = np.asarray(solution.row_dual) if solution.dual_valid else np.zeros(len(problem.row_lower))
    proof = certify(problem, primal, dual)
    terms = problem.cost * primal
    variable = float(np.sum(terms)) + proof.violation_cost
    gap = relative_gap(variable, bound - problem.offset, float(np.sum(np.abs(terms))), costs_reach(problem))
    reached = gap <= max(wanted, GAP) * (1.0 + 1e-6)
    state: Status = "optimal" if gap <= GAP * (1.0 + 1e-6) else "feasible" if reached else "stopped"
    if not proof.feasible:
        return Solution("failed", "integer", (message("note.point_infeasible"),))
    notes = (message("note.whole_units", columns=int(whole.sum())),)
    done = proof.solution(state, "integer")
    return replace(done, bound=bound, gap=gap, notes=notes, end=End(interrupted=stop.interrupted))


def relax_whole_units(problem: Problem, steps: Floats, options: Options, weights: Floats) -> Floats:
    """Return the violation of each row, shape (rows,), positive above its upper bound and negative below its lower bound, at a small
    sum of ``weights`` x |violation| with integer columns: the best that branch and bound finds within the time limit."""
    count = len(problem.row_lower)
    unit, free = sparse.identity(count), np.zeros(2 * count)
    highs.reset_scheduler()
    solver = highs.load_integer(
        np.concatenate([np.zeros(len(steps)), weights, weights]),
        np.concatenate([problem.lower, free]),
        np.concatenate([problem.upper, free + np.inf]),
        sparse.csr_matrix(sparse.hstack([problem.matrix, unit, -unit])),
        problem.row_lower,
        problem.row_upper,
        np.concatenate([steps, free]),
        threads=options.threads,
        mip_rel_gap=0.05,
    )
    _run(solver, Stop(options.time_limit))
    solution = solver.getSolution()
    if not solution.value_valid:
        return np.zeros(count)
    below, above = np.split(np.asarray(solution.col_value)[len(steps) :], 2)
    return np.where(np.abs(above - below) > 1e-6, above - below, 0.0)
