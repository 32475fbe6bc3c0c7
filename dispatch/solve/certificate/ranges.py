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
    base = _cheap_bounds(problem)
    room = ceiling - float(np.sum(problem.cost * base))
    by_cost = reduced[columns] * problem.cost[columns] < 0 if np.isfinite(room) else np.zeros(len(columns), dtype=bool)
    joint = np.zeros(len(problem.cost), dtype=bool)
    joint[columns[by_cost]] = True
    value, loss = _joint(problem, reduced, np.flatnonzero(joint), base, room)
    rest = columns[~by_cost] if loss <= noticeable else columns
    if not rest.size:
        return OpenTerms(value, rest)
    limit = _limits(problem, reduced, rest, base, room)
    own = reduced[rest] * limit
    if loss > noticeable:
        # For columns with both sources, rows are used where they give the higher bound of all these columns together.
        finite = np.isfinite(own) & joint[rest]
        by_rows = float(np.sum(own[finite]))
        joint[rest[finite]] = False
        kept, _ = _joint(problem, reduced, np.flatnonzero(joint), base, room)
        if by_rows + kept > value:
            value = by_rows + kept
        own, rest = own[~by_cost], rest[~by_cost]
    assumed = rest[~np.isfinite(own)]
    largest = ASSUMED * float(np.max(np.abs(primal), initial=0.0))
    value += float(np.sum(own[np.isfinite(own)])) - float(np.sum(np.abs(reduced[assumed]))) * largest
    return OpenTerms(value, assumed)


def _cheap_bounds(problem: Problem) -> Floats:
    """Return the bound of each column at which its cost is least, zero for a column without a cost, shape (columns,). Rows imply it
    where it is infinite, if they do: models of linopy state the bounds of a variable as constraints."""
    lower, upper = problem.lower.copy(), problem.upper.copy()
    wanted = ((problem.cost > 0) & np.isneginf(lower)) | ((problem.cost < 0) & np.isposinf(upper))
    if wanted.any():
        _propagate(problem, lower, upper, wanted)
    cheap = np.where(problem.cost > 0, lower, upper)
    cheap[problem.cost == 0] = 0.0
    return cheap


def _joint(
    problem: Problem, reduced: Floats, columns: NDArray[np.int64], base: Floats, room: float
) -> tuple[float, float]:
    """Return the minimum of the sum of d_j x_j if the costs of these columns together exceed those at ``base`` by at most ``room``,
    and the share of this excess in it."""
    if not columns.size:
        return 0.0, 0.0
    cost, d = problem.cost[columns], reduced[columns]
    excess = float(np.max(np.abs(d) / np.abs(cost))) * max(room, 0.0)
    return float(np.sum(d * base[columns])) - excess, excess


def _limits(problem: Problem, reduced: Floats, columns: NDArray[np.int64], base: Floats, room: float) -> Floats:
    """Return the bound that rows and costs imply for each column, at the end to which its reduced cost points, shape (columns,);
    infinite: none."""
    lower, upper = problem.lower.copy(), problem.upper.copy()
    if np.isfinite(room):
        priced = np.flatnonzero(problem.cost)
        cost = problem.cost[priced]
        dearest = base[priced] + (1 + ROUNDING) * max(room, 0.0) / cost
        up = (cost > 0) & np.isposinf(upper[priced])
        down = (cost < 0) & np.isneginf(lower[priced])
        upper[priced[up]], lower[priced[down]] = dearest[up], dearest[down]
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
    """Tighten the bounds of the wanted columns to those that their rows imply. Return whether any has become finite."""
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
            reduce.at(limits, c[chosen], (bound + direction * slack)[chosen])
            changed |= bool((np.isfinite(limits) & ~before).any())
    return changed
