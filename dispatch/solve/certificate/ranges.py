"""Implied ranges of columns without a bound, by which the dual bound counts reduced costs that point to infinity.

At a feasible point of limited cost, other bounds imply a range of every column. Two sources are rigorous: rows and costs. If
neither implies a range, a multiple of the largest value of the point is assumed. Theorem and proof: docs/certificate.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ..problem import Floats, Problem

PASSES = 20
"""Largest number of passes of bound propagation. Each pass reaches one row further, along a path of a network for example."""
ASSUMED = 1e3
"""Assumed range of a column that has none, relative to the largest value of the point."""
ROUNDING = 1e-9
"""Relative allowance for rounding in an implied bound."""


@dataclass(frozen=True, eq=False)
class OpenTerms:
    """Lower bound of the sum of reduced cost times value over some columns, and the columns whose range is assumed, by number."""

    value: float
    assumed: NDArray[np.int64]


def open_terms(
    problem: Problem, reduced: Floats, columns: NDArray[np.int64], primal: Floats, ceiling: float, noticeable: float
) -> OpenTerms:
    """Bound ``sum of d_j x_j`` from below, over the columns whose reduced cost d_j points to an infinite bound.

    The bound holds at every feasible point of a cost of at most ``ceiling`` (constant costs left out), unless the range of a
    column is assumed. reduced, primal: shape (columns of the problem,). A second source of ranges is used for a loss above ``noticeable``.
    """
    by_cost, room = _by_cost(problem, reduced, columns, ceiling)
    joint = np.zeros(len(problem.cost), dtype=bool)
    joint[columns[by_cost]] = True
    value, loss = _joint(problem, reduced, np.flatnonzero(joint), room)
    rest = columns[~by_cost] if loss <= noticeable else columns
    if not rest.size:
        return OpenTerms(value, rest)
    limit = _limits(problem, reduced, rest)
    own = reduced[rest] * limit
    if loss > noticeable:
        # For columns with both sources, rows are used where they give the higher bound of all these columns together.
        finite = np.isfinite(own) & joint[rest]
        by_rows = float(np.sum(own[finite]))
        joint[rest[finite]] = False
        kept, _ = _joint(problem, reduced, np.flatnonzero(joint), room)
        if by_rows + kept > value:
            value = by_rows + kept
        own, rest = own[~by_cost], rest[~by_cost]
    assumed = rest[~np.isfinite(own)]
    largest = ASSUMED * float(np.max(np.abs(primal), initial=0.0))
    value += float(np.sum(own[np.isfinite(own)])) - float(np.sum(np.abs(reduced[assumed]))) * largest
    return OpenTerms(value, assumed)


def _by_cost(
    problem: Problem, reduced: Floats, columns: NDArray[np.int64], ceiling: float
) -> tuple[NDArray[np.bool_], float]:
    """Return the columns whose range the costs limit, shape (columns,), and by how much the total cost may exceed its minimum."""
    cost = problem.cost
    base = np.where(cost > 0, problem.lower, problem.upper)
    priced = cost != 0
    if not np.isfinite(base[priced]).all():
        return np.zeros(len(columns), dtype=bool), np.inf
    room = ceiling - float(np.sum(cost[priced] * base[priced]))
    return reduced[columns] * cost[columns] < 0, max(room, 0.0)


def _joint(problem: Problem, reduced: Floats, columns: NDArray[np.int64], room: float) -> tuple[float, float]:
    """Return the minimum of the sum of d_j x_j if the costs of these columns together exceed their minimum by at most ``room``, and
    the share of this excess in it."""
    if not columns.size:
        return 0.0, 0.0
    cost, d = problem.cost[columns], reduced[columns]
    base = np.where(cost > 0, problem.lower[columns], problem.upper[columns])
    excess = float(np.max(np.abs(d) / np.abs(cost))) * room
    return float(np.sum(d * base)) - excess, excess


def _limits(problem: Problem, reduced: Floats, columns: NDArray[np.int64]) -> Floats:
    """Return the bound that rows imply for each column, at the end to which its reduced cost points, shape (columns,); infinite:
    none."""
    lower, upper = problem.lower.copy(), problem.upper.copy()
    wanted = np.zeros(len(lower), dtype=bool)
    wanted[columns] = True
    up = reduced[columns] < 0
    for number in range(PASSES):
        changed = _propagate(problem, lower, upper, wanted)
        limit = np.where(up, upper[columns], lower[columns])
        if np.isfinite(limit).all() or not (changed or number == 0):
            break
        wanted = ~np.isfinite(lower) | ~np.isfinite(upper)  # from the second pass, every column with an infinite bound
    return limit


def _propagate(problem: Problem, lower: Floats, upper: Floats, wanted: NDArray[np.bool_]) -> bool:
    """Replace infinite bounds of the wanted columns by bounds that their rows imply. Return whether any has become finite."""
    whole = problem.matrix
    touched = np.zeros(whole.shape[0], dtype=bool)
    touched[np.repeat(np.arange(whole.shape[0]), np.diff(whole.indptr))[wanted[whole.indices]]] = True
    rows = np.flatnonzero(touched)
    part = sparse.csr_matrix(whole[rows])
    row, column, a = np.repeat(np.arange(len(rows)), np.diff(part.indptr)), part.indices, part.data
    keep = a != 0
    row, column, a = row[keep], column[keep], a[keep]
    changed = False
    # The upper bound of a row less the minimum of the other terms, then its lower bound less their maximum.
    for row_bound, sign in ((problem.row_upper[rows], 1.0), (problem.row_lower[rows], -1.0)):
        term = a * np.where(sign * a > 0, lower[column], upper[column])
        infinite = ~np.isfinite(term)
        finite = np.where(infinite, 0.0, term)
        total = np.bincount(row, finite, len(rows))
        size = np.bincount(row, np.abs(finite), len(rows))
        count = np.bincount(row, infinite, len(rows))
        usable = wanted[column] & np.isfinite(row_bound[row]) & (count[row] - infinite == 0)
        at, r, c, b = np.flatnonzero(usable), row[usable], column[usable], a[usable]
        bound = (row_bound[r] - (total[r] - finite[at])) / b
        slack = ROUNDING * (np.abs(row_bound[r]) + size[r]) / np.abs(b)
        above = sign * b > 0
        for limits, chosen, direction, reduce in (
            (upper, above, 1.0, np.minimum),
            (lower, ~above, -1.0, np.maximum),
        ):
            before = np.isfinite(limits)
            found = limits.copy()
            reduce.at(found, c[chosen], (bound + direction * slack)[chosen])
            limits[~before] = found[~before]
            changed |= bool((np.isfinite(limits) & ~before).any())
    return changed
