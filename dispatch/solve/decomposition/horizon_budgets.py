"""Coupling rows of a horizon that is operated block by block: what was used, what the plan uses, and what the other hours can still do.

A row that ends within a look-ahead is enforced there. Any other row keeps to the cumulative use of the plan in the hours that are
decided, and leaves the use that the later hours need at least.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse

from ..problem import Floats, Integers, Problem
from ..sparse import over_rows
from .fixing import Mask
from .horizon_rows import product
from .initial_multipliers import PENALTY
from .partition import CouplingRows

ELASTIC = 1.0
"""Cost of a deviation from the plan's use of a coupling row, in addition to its multiplier, relative to the size of the multiplier."""


@dataclass(frozen=True, eq=False)
class BlockBudgets:
    """Coupling rows of a block, shape (rows,): their use by its columns, the least and the most, the cost of a unit less or more, and
    how much less and more leaves what later hours need; beyond, a unit costs the penalty."""

    use: sparse.csr_matrix
    least: Floats
    most: Floats
    price: Floats
    less: Floats
    more: Floats


@dataclass(frozen=True, eq=False)
class Reach:
    """The range of the use of some rows by some columns, shape (rows,): least and most of the terms with finite bounds, and the number of
    terms without."""

    least: Floats
    most: Floats
    endless_least: Integers
    endless_most: Integers

    @classmethod
    def of(cls, part: sparse.csr_matrix, lower: Floats, upper: Floats) -> Self:
        """Return the range of a part by the bounds of its columns, shape (columns of the part,)."""
        filled = part.data != 0
        bounds = [
            np.where(filled, part.data, 1.0) * np.where(filled, limit[part.indices], 0.0) for limit in (lower, upper)
        ]
        row = np.repeat(np.arange(part.shape[0]), np.diff(part.indptr))
        ranges = (np.minimum(*bounds), np.maximum(*bounds))
        sums = [
            np.asarray(np.bincount(row, np.where(np.isfinite(terms), terms, 0.0), part.shape[0]), dtype=float)
            for terms in ranges
        ]
        endless = [np.bincount(row[~np.isfinite(terms)], minlength=part.shape[0]).astype(np.int64) for terms in ranges]
        return cls(sums[0], sums[1], endless[0], endless[1])

    def less(self, other: Reach) -> Reach:
        """Return the range without the columns of another one."""
        return Reach(
            self.least - other.least,
            self.most - other.most,
            self.endless_least - other.endless_least,
            self.endless_most - other.endless_most,
        )

    def at(self, rows: Integers) -> tuple[Floats, Floats]:
        """Return the least and the most use of some rows, by place."""
        return (
            np.where(self.endless_least[rows] > 0, -np.inf, self.least[rows]),
            np.where(self.endless_most[rows] > 0, np.inf, self.most[rows]),
        )


@dataclass(eq=False)
class Budgets:
    """The coupling rows of a horizon, shape (rows,).

    coupling, multipliers: the rows and their multipliers. by_column: their matrix by columns. ends: last hour of each. total: use by the
    plan. deviation: cost of a unit beyond the plan's use; penalty: cost of a unit by which a row is violated. used, planned: use by
    the columns that are decided, and by the same columns of the plan. open: range of the use by all others.
    """

    coupling: CouplingRows
    multipliers: Floats
    by_column: sparse.csc_matrix
    ends: Integers
    total: Floats
    deviation: Floats
    penalty: float
    used: Floats
    planned: Floats
    open: Reach

    @classmethod
    def of(cls, problem: Problem, rows: Integers, duals: Floats, plan: Floats, decided: Mask) -> Self:
        """Return the budgets of a problem, at duals of all rows, with some columns decided as in the plan."""
        coupling = CouplingRows.of(problem, rows)
        multipliers = coupling.admissible(coupling.multipliers(duals))
        costs = np.abs(problem.cost[problem.cost != 0])
        size = float(np.median(costs)) if costs.size else 1.0
        matrix = coupling.matrix
        used = matrix @ np.where(decided, plan, 0.0)
        open_ = matrix @ sparse.diags((~decided).astype(float))
        open_.eliminate_zeros()
        return cls(
            coupling,
            multipliers,
            sparse.csc_matrix(matrix),
            over_rows(np.maximum, problem.column_last[matrix.indices], matrix, -1),
            matrix @ plan,
            ELASTIC * (np.abs(multipliers) + size),
            PENALTY * float(np.abs(problem.cost).max(initial=1.0)),
            used,
            used.copy(),
            Reach.of(sparse.csr_matrix(open_), problem.lower, problem.upper),
        )

    def decide(self, problem: Problem, columns: Integers, values: Floats, plan: Floats) -> None:
        """Add the use of columns that are decided, by number, at their values, shape (columns,)."""
        part = self.by_column[:, columns].tocsr()
        self.used = self.used + part @ values
        self.planned = self.planned + part @ plan
        self.open = self.open.less(Reach.of(part, problem.lower[columns], problem.upper[columns]))

    def prices(self, columns: Integers, seen: int) -> Floats:
        """Return what the rows that reach beyond the look-ahead add to the costs of some columns."""
        return np.asarray(-(self.by_column[:, columns].T @ np.where(self.ends < seen, 0.0, self.multipliers)))

    def of_block(self, problem: Problem, columns: Integers, own: Mask, plan: Floats, seen: int) -> BlockBudgets:
        """Return the rows that a block touches. own: which of its columns are decided in it. plan: their values in the plan."""
        touched = self.by_column[:, columns].tocsr()
        rows = np.flatnonzero(np.diff(touched.indptr)).astype(np.int64)
        rows = np.concatenate([rows[self.ends[rows] < seen], rows[self.ends[rows] >= seen]])
        ending = self.ends[rows] < seen
        part = sparse.csr_matrix(touched @ sparse.diags(own.astype(float)))
        part.eliminate_zeros()
        use = sparse.vstack([touched[rows[ending]], part[rows[~ending]]], format="csr")
        later = self.open.less(Reach.of(part, problem.lower[columns], problem.upper[columns]))
        lowest, highest = self._room(rows, *later.at(rows))
        least, most = self._share(rows, (self.planned + product(part, plan[part.indices]))[rows])
        least, most = (np.clip(bound, lowest, highest) for bound in (least, most))
        lower, upper, used = self.coupling.lower[rows], self.coupling.upper[rows], self.used[rows]
        return BlockBudgets(
            use,
            np.where(ending, lower, least) - used,
            np.where(ending, upper, most) - used,
            np.where(ending, self.penalty, self.deviation[rows]),
            np.where(ending, np.inf, _distance(lowest, least)),
            np.where(ending, np.inf, _distance(most, highest)),
        )

    def _share(self, rows: Integers, planned: Floats) -> tuple[Floats, Floats]:
        """Return the least and the most cumulative use of some rows, by place, of which the plan uses ``planned``.

        A row with a multiplier is used as far as the plan uses it, so that its dualised term is a constant.
        """
        total, lower, upper = self.total[rows], self.coupling.lower[rows], self.coupling.upper[rows]
        want = np.clip(total, lower, upper)
        scale = np.divide(want, total, out=np.ones_like(total), where=total != 0)
        least, most = planned * scale - (want - lower), planned * scale + (upper - want)
        multipliers = self.multipliers[rows]
        return np.where(multipliers < 0, most, least), np.where(multipliers > 0, least, most)

    def _room(self, rows: Integers, least: Floats, most: Floats) -> tuple[Floats, Floats]:
        """Return the least and the most cumulative use from which later hours, whose use lies within a range, can meet some rows."""
        lowest, highest = self.coupling.lower[rows] - most, self.coupling.upper[rows] - least
        return np.minimum(lowest, highest), np.maximum(lowest, highest)


def _distance(low: Floats, high: Floats) -> Floats:
    """Return how far a bound is above another, at least zero; zero where both are infinite."""
    both = np.isinf(low) & (low == high)
    distance: Floats = np.maximum(np.where(both, 0.0, high) - np.where(both, 0.0, low), 0.0)
    return distance
