"""Elastic LP: the minimum total violation of the rows of an infeasible LP, first window by window, then as a whole."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from dispatch.messages import message

from . import highs
from .problem import Floats, Integers, Options, Problem, Progress, Stop
from .threads import in_background

WINDOW = 168
"""Length of a window that is solved alone [h]."""
NOTICEABLE = 1e-6
"""Smallest violation that is reported, in the unit of the row."""


def relax(problem: Problem, options: Options, weights: Floats | None = None) -> Floats:
    """Return the violation of each row, shape (rows,), in the unit of the row: positive above its upper bound, negative below its
    lower bound, zero if the row holds. The sum of ``weights`` x |violation| is minimal (weights of 1 by default) in each window of
    ``WINDOW`` hours that is infeasible alone, or over the whole LP if no window is.

    weights: shape (rows,), per unit of the row. Rows of a window have all their hours inside it. Bounds of columns hold. At the time
    limit the violations so far are returned. Raises KeyboardInterrupt on Ctrl-C.
    """
    highs.reset_scheduler()
    stop = Stop(options.time_limit)
    every = np.ones(len(problem.row_lower)) if weights is None else weights

    def work() -> Floats:
        found = np.zeros(len(problem.row_lower))
        windows = _windows(problem)
        for number, rows in enumerate(windows):
            if stop.reached:
                return found
            options.report(Progress(message("stage.infeasible_window"), number / len(windows)))
            found[rows] = _elastic(problem, rows, every, options, stop)
        if not found.any() and not stop.reached:
            options.report(Progress(message("stage.least_violation")))
            found = _elastic(problem, np.arange(len(found)), every, options, stop)
        return found

    found = in_background(work, stop, patience=0.0)
    if found is None or stop.interrupted:
        raise KeyboardInterrupt
    return found


def _windows(problem: Problem) -> list[Integers]:
    """Return the rows of each window with rows, by number."""
    first, last = problem.row_first // WINDOW, problem.row_last // WINDOW
    inside = np.flatnonzero((problem.row_first >= 0) & (first == last))
    order = inside[np.argsort(first[inside], kind="stable")]
    edges = np.flatnonzero(np.diff(first[order])) + 1
    return [part for part in np.split(order, edges) if part.size]


def _elastic(problem: Problem, rows: Integers, weights: Floats, options: Options, stop: Stop) -> Floats:
    """Return the violation of some rows, by number, at the minimum of its weighted sum, shape (rows,). Columns keep their bounds."""
    part = problem.matrix[rows]
    used = np.unique(part.indices)
    low, high = problem.row_lower[rows], problem.row_upper[rows]
    size = len(rows)
    below, above = np.flatnonzero(np.isfinite(low)), np.flatnonzero(np.isfinite(high))
    slack = [
        sparse.csr_matrix((np.full(len(at), sign), (at, np.arange(len(at)))), shape=(size, len(at)))
        for at, sign in ((below, 1.0), (above, -1.0))
    ]
    whole = sparse.hstack([part[:, used], *slack], format="csr")
    price = np.concatenate([np.zeros(len(used)), weights[rows][below], weights[rows][above]])
    free = np.zeros(len(below) + len(above))
    solver = highs.load(
        price,
        np.concatenate([problem.lower[used], free]),
        np.concatenate([problem.upper[used], free + np.inf]),
        whole,
        low,
        high,
        threads=options.threads,
        solver="simplex",
    )
    highs.run(solver, stop)
    solution = solver.getSolution()
    violation = np.zeros(size)
    if solution.value_valid:
        values = np.asarray(solution.col_value)[len(used) :]
        np.add.at(violation, below, -values[: len(below)])
        np.add.at(violation, above, values[len(below) :])
    return np.where(np.abs(violation) > NOTICEABLE, violation, 0.0)
