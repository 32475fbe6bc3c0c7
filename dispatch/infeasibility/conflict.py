"""A minimal set of rows and bounds of an LP that cannot hold together, on the smallest window that shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse

from dispatch.lp import Floats, Integers, Matrix, to_highs

WINDOWS = (1, 24, 72, 168)
"""Hours of the windows that are tried in turn, before the whole."""
LARGEST = 3000
"""Maximum number of rows for which HiGHS computes an irreducible set."""
PATIENCE = 60.0
"""Longest that it may take for that [s]."""
CLEAR = 1e-6
"""By how much a row must miss its side for its columns alone to be the conflict."""


@dataclass(frozen=True, eq=False)
class Conflict:
    """Rows and bounds that cannot all hold. rows: numbers, with row_sides; columns: numbers, with column_sides; a side
    is +1 for the upper, -1 for the lower. hours: first and last of the window, -1: the whole. minimal: whether it is
    proven that every row is needed."""

    rows: Integers
    row_sides: Integers
    columns: Integers
    column_sides: Integers
    hours: tuple[int, int]
    minimal: bool


def alone(problem: Matrix) -> Conflict | None:
    """A row that its own columns cannot meet within their bounds: it and those bounds are minimal. The one that misses
    its side by most; None where there is none."""
    positive, negative = problem.matrix.maximum(0), problem.matrix.minimum(0)
    with np.errstate(invalid="ignore"):
        most = _times(positive, problem.upper) + _times(negative, problem.lower)
        least = _times(positive, problem.lower) + _times(negative, problem.upper)
    missing = np.maximum(problem.row_lower - most, least - problem.row_upper)
    row = int(np.argmax(missing)) if missing.size else 0
    if not missing.size or missing[row] <= CLEAR:
        return None
    return _proof(problem, np.array([row]), (int(problem.row_first[row]), int(problem.row_last[row])), True)


def _times(matrix: sparse.csr_matrix, bounds: Floats) -> Floats:
    """matrix @ bounds where bounds may be infinite, and no coefficient is zero."""
    finite = np.isfinite(bounds)
    endless = abs(matrix) @ (~finite).astype(float) > 0
    total = matrix @ np.where(finite, bounds, 0.0)
    sign = np.sign(matrix @ np.where(finite, 0.0, np.sign(bounds)))
    return np.where(endless, sign * np.inf, total)


def conflict(problem: Matrix, near: int) -> Conflict | None:
    """The conflict around a row, on the smallest window that has one; None where not even the whole has one."""
    hours = int(problem.row_last.max(initial=0)) + 1
    first, last = int(problem.row_first[near]), int(problem.row_last[near])
    for length in WINDOWS if first >= 0 else ():
        if last - first >= length:
            continue
        start = first if length == 1 else max(0, min(first - first % 24 - (length - 24) // 2, hours - length))
        end = min(start + length, hours) - 1
        rows = np.flatnonzero((problem.row_first >= start) & (problem.row_last <= end))
        found = _among(problem, rows, (start, end))
        if found is not None:
            return found
    return _among(problem, np.arange(len(problem.row_lower)), (-1, -1))


def _among(problem: Matrix, rows: Integers, hours: tuple[int, int]) -> Conflict | None:
    """The conflict among some rows: first those with a price in the least total violation (a proof of infeasibility
    by Farkas), then HiGHS's irreducible set among them."""
    if not rows.size:
        return None
    part, _ = restricted(problem, rows)
    priced = _priced(part)
    if priced is None:
        return None
    rows = rows[priced]
    part, _ = restricted(problem, rows)
    fewer = _irreducible(part) if len(rows) <= LARGEST else None
    rows = rows if fewer is None else rows[fewer]
    return _proof(problem, rows, hours, fewer is not None)


def _proof(problem: Matrix, rows: Integers, hours: tuple[int, int], minimal: bool) -> Conflict:
    """The sides of rows and the bounds of columns that the proof by Farkas uses: the signs of the prices in the least
    total violation, and of the reduced costs, 0 - matrix' price."""
    part, used = restricted(problem, rows)
    price = np.asarray(solved(elastic(part)).getSolution().row_dual)
    reduced = -(part.matrix.T @ price)
    kept, at = np.flatnonzero(np.abs(price) > 1e-9), np.flatnonzero(np.abs(reduced) > 1e-9)
    return Conflict(
        rows[kept],
        np.where(price[kept] > 0, -1, 1),
        used[at],
        np.where(reduced[at] > 0, -1, 1),
        hours,
        minimal,
    )


def restricted(problem: Matrix, rows: Integers) -> tuple[Matrix, Integers]:
    """Some rows of an LP with the columns that they use, without cost; and the numbers of those columns."""
    matrix = problem.matrix[rows]
    used = np.unique(matrix.indices).astype(np.int64)
    part = replace(
        problem,
        cost=np.zeros(len(used)),
        lower=problem.lower[used],
        upper=problem.upper[used],
        matrix=matrix[:, used].tocsr(),
        row_lower=problem.row_lower[rows],
        row_upper=problem.row_upper[rows],
        row_first=problem.row_first[rows],
        row_last=problem.row_last[rows],
        offset=0.0,
    )
    return part, used


def elastic(problem: Matrix) -> Matrix:
    """The LP that minimises the sum of what its rows are violated by: a slack for each finite side, behind its columns."""
    size = len(problem.row_lower)
    low, high = np.flatnonzero(np.isfinite(problem.row_lower)), np.flatnonzero(np.isfinite(problem.row_upper))
    slack = [
        sparse.csr_matrix((np.full(len(at), sign), (at, np.arange(len(at)))), shape=(size, len(at)))
        for at, sign in ((low, 1.0), (high, -1.0))
    ]
    more = len(low) + len(high)
    return replace(
        problem,
        cost=np.append(np.zeros(len(problem.cost)), np.ones(more)),
        lower=np.append(problem.lower, np.zeros(more)),
        upper=np.append(problem.upper, np.full(more, np.inf)),
        matrix=sparse.hstack([problem.matrix, *slack], format="csr"),
    )


def solved(problem: Matrix) -> highspy.Highs:
    """HiGHS after its simplex."""
    highs = to_highs(problem)
    highs.setOptionValue("solver", "simplex")
    highs.run()
    return highs


def _priced(part: Matrix) -> Integers | None:
    """Rows with a price in the least total violation; None where nothing is violated."""
    highs = solved(elastic(part))
    if highs.getInfo().objective_function_value <= CLEAR:
        return None
    return np.flatnonzero(np.abs(np.asarray(highs.getSolution().row_dual)) > 1e-9)


def _irreducible(part: Matrix) -> Integers | None:
    """Rows of HiGHS's irreducible infeasible set; None where it found none within the time."""
    highs = to_highs(part)
    strategy = int(highspy.IisStrategy.kIisStrategyFromLp) | int(highspy.IisStrategy.kIisStrategyIrreducible)
    highs.setOptionValue("iis_strategy", strategy)
    highs.setOptionValue("time_limit", PATIENCE)
    highs.run()
    status, iis = highs.getIis()
    if status != highspy.HighsStatus.kOk or not iis.valid_ or not len(iis.row_index_):
        return None
    return np.array(iis.row_index_, dtype=np.int64)
