"""Budgets: coupling rows of a horizon that is operated block by block.

A budget that ends within a look-ahead is enforced. Any other budget keeps to the cumulative use of the plan, and leaves enough to later
hours to meet the row within the bounds of their columns and the limits of their change (``horizon_chains``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse

from ..problem import Floats, Integers, Problem
from ..sparse import over_rows
from .fixing import Mask
from .horizon_chains import Chains, Cuts
from .horizon_rows import product
from .partition import CouplingRows
from .rolling_horizon import ELASTIC
from .sampled_weeks import PENALTY


@dataclass(frozen=True, eq=False)
class BlockBudgets:
    """Budgets of a block, shape (rows,).

    use: matrix of the use by the columns of the block. least, most: bounds of the use. price: cost of a unit outside these bounds. less,
    more: largest deviation below and above at this price, within which later hours can meet the row; a unit beyond costs the penalty.
    """

    use: sparse.csr_matrix
    least: Floats
    most: Floats
    price: Floats
    less: Floats
    more: Floats

    def with_cuts(self, penalty: float, *cuts: tuple[sparse.csr_matrix, Floats, Floats]) -> BlockBudgets:
        """Return the budgets with further rows, given as matrix, lower and upper bounds. A violation of these costs the penalty."""
        count = sum(len(lower) for _, lower, _ in cuts)
        if not count:
            return self
        matrices, lowers, uppers = zip(*cuts, strict=True)
        nothing = np.zeros(count)
        return BlockBudgets(
            sparse.vstack([self.use, *matrices], format="csr"),
            np.concatenate([self.least, *lowers]),
            np.concatenate([self.most, *uppers]),
            np.concatenate([self.price, nothing + penalty]),
            np.concatenate([self.less, nothing]),
            np.concatenate([self.more, nothing]),
        )


@dataclass(frozen=True, eq=False)
class Reach:
    """Range of the use of rows by columns within their bounds, shape (rows,).

    least, most: sums of the terms with finite bounds. endless_least, endless_most: number of terms with an infinite bound.
    """

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
        """Return the range without the columns of another range."""
        return Reach(
            self.least - other.least,
            self.most - other.most,
            self.endless_least - other.endless_least,
            self.endless_most - other.endless_most,
        )

    def at(self, rows: Integers) -> tuple[Floats, Floats]:
        """Return the least and the most use of some rows, by position."""
        return (
            np.where(self.endless_least[rows] > 0, -np.inf, self.least[rows]),
            np.where(self.endless_most[rows] > 0, np.inf, self.most[rows]),
        )


@dataclass(eq=False)
class Budgets:
    """Budgets of a horizon, shape (rows,).

    coupling, multipliers: the rows and their multipliers. by_column: their matrix in compressed columns. ends: last hour of each row.
    chains: columns of the rows with a limit of change. total: use by the plan. deviation: cost of a unit of deviation from the plan.
    penalty: cost of a unit of violation. used, planned: use by the decided columns, at their values and at those of the plan. open: range
    of the use by the other columns.
    """

    coupling: CouplingRows
    multipliers: Floats
    by_column: sparse.csc_matrix
    ends: Integers
    chains: Chains
    total: Floats
    deviation: Floats
    penalty: float
    used: Floats
    planned: Floats
    open: Reach

    @classmethod
    def of(cls, problem: Problem, rows: Integers, duals: Floats, plan: Floats, decided: Mask) -> Self:
        """Return the budgets of a problem. rows: by number. duals: of all rows. decided: columns with the value of the plan."""
        coupling = CouplingRows.of(problem, rows)
        multipliers = coupling.admissible(coupling.multipliers(duals))
        costs = np.abs(problem.cost[problem.cost != 0])
        size = float(np.median(costs)) if costs.size else 1.0
        matrix = coupling.matrix
        used = matrix @ np.where(decided, plan, 0.0)
        open_ = matrix @ sparse.diags((~decided).astype(float))
        open_.eliminate_zeros()
        members = np.zeros(len(plan), dtype=bool)
        members[matrix.indices] = True
        chains = Chains.of(problem, members & ~decided)
        return cls(
            coupling,
            multipliers,
            sparse.csc_matrix(matrix),
            over_rows(np.maximum, problem.column_last[matrix.indices], matrix, -1),
            chains,
            matrix @ plan,
            ELASTIC * (np.abs(multipliers) + size),
            PENALTY * float(np.abs(problem.cost).max(initial=1.0)),
            used,
            used.copy(),
            Reach.of(sparse.csr_matrix(open_), chains.lower, chains.upper),
        )

    def decide(self, columns: Integers, values: Floats, plan: Floats) -> None:
        """Add the use by newly decided columns, by number. values, plan: shape (columns,)."""
        part = self.by_column[:, columns].tocsr()
        self.used = self.used + part @ values
        self.planned = self.planned + part @ plan
        self.open = self.open.less(self._reach(part, columns))

    def prices(self, columns: Integers, seen: int) -> Floats:
        """Return the cost that the dualised budgets, which end behind the look-ahead, add to columns, shape (columns,)."""
        return np.asarray(-(self.by_column[:, columns].T @ np.where(self.ends < seen, 0.0, self.multipliers)))

    def _reach(self, part: sparse.csr_matrix, columns: Integers) -> Reach:
        """Return the range of the use of rows by some columns, by number."""
        return Reach.of(part, self.chains.lower[columns], self.chains.upper[columns])

    def of_block(self, columns: Integers, own: Mask, plan: Floats, given: Floats, seen: int) -> BlockBudgets:
        """Return the budgets of a block. own: mask of the columns that the block decides. plan: values of its columns in the plan. given:
        values of all columns of the horizon, used for decided columns."""
        touched = self.by_column[:, columns].tocsr()
        rows = np.flatnonzero(np.diff(touched.indptr)).astype(np.int64)
        rows = np.concatenate([rows[self.ends[rows] < seen], rows[self.ends[rows] >= seen]])
        ending = self.ends[rows] < seen
        part = sparse.csr_matrix(touched @ sparse.diags(own.astype(float)))
        part.eliminate_zeros()
        use = sparse.vstack([touched[rows[ending]], part[rows[~ending]]], format="csr")
        later = self.open.less(self._reach(part, columns))
        lowest, highest = self._room(rows, *later.at(rows))
        least, most = self._share(rows, (self.planned + product(part, plan[part.indices]))[rows])
        least, most = (np.clip(bound, lowest, highest) for bound in (least, most))
        lower, upper, used = self.coupling.lower[rows], self.coupling.upper[rows], self.used[rows]
        found = BlockBudgets(
            use,
            np.where(ending, lower, least) - used,
            np.where(ending, upper, most) - used,
            np.where(ending, self.penalty, self.deviation[rows]),
            np.where(ending, np.inf, _distance(lowest, least)),
            np.where(ending, np.inf, _distance(most, highest)),
        )
        above, below = self.chains.cuts(self.by_column, columns[own], given)
        return found.with_cuts(
            self.penalty,
            *(self._cut(cuts, sign, part, columns, later, seen) for cuts, sign in ((above, 1), (below, -1))),
        )

    def _cut(
        self, cuts: Cuts, sign: int, part: sparse.csr_matrix, columns: Integers, later: Reach, seen: int
    ) -> tuple[sparse.csr_matrix, Floats, Floats]:
        """Return the rows of cuts, and their bounds. sign: 1 for what later columns can add at most, -1 at least. part: use by the columns
        that the block decides. later: range of the use by later columns."""
        least, most = later.at(cuts.rows)
        limit, rest = (self.coupling.lower, most) if sign > 0 else (self.coupling.upper, least)
        bound = limit[cuts.rows] - self.used[cuts.rows] - rest + cuts.shifts
        holds = np.isfinite(bound) & (self.ends[cuts.rows] >= seen)
        rows, bound = cuts.rows[holds], bound[holds]
        order = np.argsort(columns)
        place = order[np.searchsorted(columns, cuts.columns[holds], sorter=order)]
        slope = sparse.csr_matrix((cuts.slopes[holds], (np.arange(len(rows)), place)), shape=(len(rows), len(columns)))
        none = np.full(len(rows), sign * np.inf)
        lower, upper = (bound, none) if sign > 0 else (none, bound)
        return sparse.csr_matrix(part[rows] + slope), lower, upper

    def _share(self, rows: Integers, planned: Floats) -> tuple[Floats, Floats]:
        """Return the least and the most cumulative use of some rows, by position. planned: cumulative use of the plan.

        A row with a multiplier keeps to the use of the plan: its dualised term is then constant.
        """
        total, lower, upper = self.total[rows], self.coupling.lower[rows], self.coupling.upper[rows]
        want = np.clip(total, lower, upper)
        scale = np.divide(want, total, out=np.ones_like(total), where=total != 0)
        least, most = planned * scale - (want - lower), planned * scale + (upper - want)
        multipliers = self.multipliers[rows]
        return np.where(multipliers < 0, most, least), np.where(multipliers > 0, least, most)

    def _room(self, rows: Integers, least: Floats, most: Floats) -> tuple[Floats, Floats]:
        """Return the least and the most cumulative use with which later hours can meet some rows. least, most: range of the later use."""
        lowest, highest = self.coupling.lower[rows] - most, self.coupling.upper[rows] - least
        return np.minimum(lowest, highest), np.maximum(lowest, highest)


def _distance(low: Floats, high: Floats) -> Floats:
    """Return the positive part of ``high - low``; zero where both are infinite."""
    both = np.isinf(low) & (low == high)
    distance: Floats = np.maximum(np.where(both, 0.0, high) - np.where(both, 0.0, low), 0.0)
    return distance
