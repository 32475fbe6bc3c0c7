"""Unbounded LPs: whether an LP is unbounded, infeasible or neither, where HiGHS does not determine which.

An LP is unbounded if it has a feasible point and its recession cone contains a direction of negative cost: a ray.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from dispatch.messages import message

from . import highs
from .problem import End, Floats, Options, Problem, Progress, Solution, Stop
from .threads import in_background

LEAST = 1e-9
"""Cost of a ray, relative to the largest cost times the largest entry of the ray, below which the cost counts as rounding."""


def may_be_unbounded(problem: Problem) -> bool:
    """Return whether a column may grow without limit at a negative cost. Without such a column an LP is bounded."""
    up = (problem.cost < 0) & np.isposinf(problem.upper)
    down = (problem.cost > 0) & np.isneginf(problem.lower)
    return bool((up | down).any())


def find_ray(problem: Problem, options: Options) -> Floats | None:
    """Return a ray of an LP that is unbounded, shape (columns,), its largest entry 1; None where the LP is not unbounded.
    Raises KeyboardInterrupt on Ctrl-C."""
    if not may_be_unbounded(problem):
        return None
    stop = Stop(options.time_limit)
    solution = in_background(lambda: resolve(problem, "simplex", options, stop), stop, patience=0.0)
    if solution is None or stop.interrupted:
        raise KeyboardInterrupt
    return solution.ray


def resolve(problem: Problem, method: str, options: Options, stop: Stop) -> Solution:
    """``unbounded`` with a ray, ``infeasible``, or ``failed`` where the LP is neither or HiGHS does not find out in time."""
    ray = ray_of(problem, options, stop)
    state = _feasibility(problem, options, stop)
    if state in highs.INFEASIBLE:
        return Solution("infeasible", method)
    if ray is not None and state == highs.OPTIMAL:
        return Solution("unbounded", method, ray=ray)
    return Solution("stopped" if stop.reached else "failed", method, end=End(interrupted=stop.interrupted))


def ray_of(problem: Problem, options: Options, stop: Stop) -> Floats | None:
    """Return the direction of least cost in the recession cone whose entries are at most 1, shape (columns,), with the smallest sum of
    entries at that cost; None if no direction has a negative cost. With a ray, the LP is unbounded if it is feasible."""
    if not may_be_unbounded(problem):
        return None
    options.report(Progress(message("stage.unbounded")))
    highs.reset_scheduler()
    down, up = np.isneginf(problem.lower), np.isposinf(problem.upper)
    columns = np.flatnonzero(down | up)
    part = sparse.csr_matrix(sparse.csc_matrix(problem.matrix)[:, columns])
    rows = np.flatnonzero(np.diff(part.indptr))
    part = part[rows]
    # Each row is divided by its largest entry, so that the unit of a row has no effect.
    largest = np.asarray(abs(part).max(axis=1).todense()).ravel() if rows.size else np.zeros(0)
    part = sparse.csr_matrix(sparse.diags(1.0 / np.where(largest > 0, largest, 1.0)) @ part)
    cost = problem.cost[columns] / np.max(np.abs(problem.cost[columns]))
    low, high = np.where(down[columns], -1.0, 0.0), np.where(up[columns], 1.0, 0.0)
    row_low = np.where(np.isfinite(problem.row_lower[rows]), 0.0, -np.inf)
    row_high = np.where(np.isfinite(problem.row_upper[rows]), 0.0, np.inf)
    found = _cheapest(cost, low, high, part, row_low, row_high, options, stop)
    if found is None or float(cost @ found) >= -LEAST:
        return None
    # The same cost with the smallest sum of entries: columns that grow without an effect on the cost are no cause.
    none = np.zeros(len(cost))
    with_cost = sparse.csr_matrix(sparse.vstack([part, sparse.csr_matrix(cost[None, :])]))
    ways = sparse.csr_matrix(sparse.hstack([with_cost, -with_cost]))
    limit = (1.0 - 1e-6) * float(cost @ found)
    least = _cheapest(
        np.ones(2 * len(cost)),
        np.concatenate([none, none]),
        np.concatenate([high, -low]),
        ways,
        np.append(row_low, -np.inf),
        np.append(row_high, limit),
        options,
        stop,
    )
    if least is not None:
        found = least[: len(cost)] - least[len(cost) :]
    ray = np.zeros(len(problem.cost))
    ray[columns] = np.where(np.abs(found) > LEAST, found, 0.0) / np.max(np.abs(found))
    return ray


def _cheapest(
    cost: Floats,
    lower: Floats,
    upper: Floats,
    matrix: sparse.csr_matrix,
    row_lower: Floats,
    row_upper: Floats,
    options: Options,
    stop: Stop,
) -> Floats | None:
    """Return the optimum of an LP with tight tolerances, shape (columns,); None if HiGHS was stopped."""
    tight: dict[str, highs.Option] = {"primal_feasibility_tolerance": LEAST, "dual_feasibility_tolerance": LEAST}
    solver = highs.load(
        cost, lower, upper, matrix, row_lower, row_upper, solver="simplex", threads=options.threads, **tight
    )
    return np.asarray(solver.getSolution().col_value) if highs.run(solver, stop) == highs.OPTIMAL else None


def _feasibility(problem: Problem, options: Options, stop: Stop) -> object:
    """Return the status of the LP without its costs: optimal if it is feasible."""
    p = problem
    nothing = np.zeros(len(p.cost))
    solver = highs.load(
        nothing, p.lower, p.upper, p.matrix, p.row_lower, p.row_upper, solver="simplex", threads=options.threads
    )
    return highs.run(solver, stop)
