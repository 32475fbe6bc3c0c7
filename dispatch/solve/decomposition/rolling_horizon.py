"""A feasible year by rolling: one window after the other with a look at the next one, what came before it fixed.

A window starts from the bases of settled windows, with the coupling rows sold at their prices: there they are dual
feasible, or nearly, and dual simplex goes on from what does not fit: the hours before the window, and its share of the
rows.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from .. import highs
from ..problem import Basis, Floats, Integers, Stop
from ..sparse import over_rows, pick
from .initial_multipliers import PENALTY
from .partition import TimePartition
from .window_pricing import WindowPrices

ELASTIC = 1.0
"""What leaving a target to the next windows costs beside the price of the row, relative to its size."""


class RollingHorizon:
    """Windows in turn. A window keeps to its share of every coupling row: what settled windows would use up to its end,
    less what has been used; what it leaves it leaves to the next ones, at a price. Where a row ends it must be met.

    scale: the size of costs. settled: prices, shares, values and bases of windows that have settled. The last hours of
    their values are what the first hours of the year follow on: time closes on itself.
    """

    def __init__(self, split: TimePartition, scale: float, settled: WindowPrices) -> None:
        problem, coupling = split.problem, split.coupling
        self.split, self.prices, self.statement = split, settled.prices, settled.closed.copy()
        self.cost = coupling.priced(problem.cost, settled.prices)
        self.primal = settled.primal.copy()
        self.known = np.zeros(len(problem.cost), dtype=bool)
        self.used = np.zeros(len(coupling))
        total = settled.shares.sum(axis=0)
        # Shares that miss a row are all stretched alike; those that leave room let every window take of it.
        want = np.clip(total, coupling.lower, coupling.upper)
        stretch = np.divide(want, total, out=np.ones_like(total), where=total != 0)
        upto = np.cumsum(settled.shares * stretch, axis=0)
        self.least, self.most = upto - (want - coupling.lower), upto + (coupling.upper - want)
        self.reach = ELASTIC * (np.abs(settled.prices) + scale)
        starts = np.array([first for first, _ in split.windows])
        begin = np.searchsorted(starts, problem.column_first, side="right") - 1
        self.ends = over_rows(np.maximum, begin[coupling.matrix.indices], coupling.matrix, -1)
        self.closing = split.local & (problem.row_first < starts[1]) & (problem.row_last >= starts[-1])
        self.penalty = PENALTY * float(np.abs(problem.cost).max(initial=1.0))
        self._wanted = True

    def let_go(self) -> None:
        """End with the window at hand: nobody waits for the year any more."""
        self._wanted = False

    def run(self, stop: Stop) -> Floats | None:
        """Values of all columns, shape (columns,); None where a window has no optimum, or it was stopped or let go."""
        return self.primal if all(self._window(number, stop) for number in range(len(self.split.windows))) else None

    def _window(self, number: int, stop: Stop) -> bool:
        problem, coupling = self.split.problem, self.split.coupling
        columns = np.flatnonzero(~self.known & (problem.column_first < self._seen(number)))
        rows = self._rows(number, columns)
        elsewhere = self.primal.copy()
        elsewhere[columns] = 0.0
        given = problem.matrix[rows] @ elsewhere
        own = problem.column_first[columns] < self.split.windows[number][1]
        # The window itself keeps to its share; what it sees ahead pays the price of the rows.
        use = sparse.csr_matrix(
            pick(coupling.matrix, np.arange(len(coupling)), columns) @ sparse.diags(own.astype(float))
        )
        lower, upper, short, over = self._share(number)
        unit = sparse.identity(len(coupling), format="csr")
        slack = np.zeros(2 * len(coupling))
        local = sparse.hstack([pick(problem.matrix, rows, columns), sparse.csr_matrix((len(rows), len(slack)))])
        solver = highs.load(
            np.concatenate([self.cost[columns], short, over]),
            np.concatenate([problem.lower[columns], slack]),
            np.concatenate([problem.upper[columns], slack + np.inf]),
            sparse.vstack([local, sparse.hstack([use, unit, -unit])], format="csr"),
            np.concatenate([problem.row_lower[rows] - given, lower - self.used]),
            np.concatenate([problem.row_upper[rows] - given, upper - self.used]),
            solver="simplex",
            threads=1,
            **highs.DEVEX,
        )
        none = np.full(len(slack), highs.LOWER, dtype=np.int8)
        sold = np.full(len(coupling), highs.BASIC, dtype=np.int8)
        told = self.statement
        start = Basis(np.concatenate([told.columns[columns], none]), np.concatenate([told.rows[rows], sold]))
        highs.set_basis(solver, start)
        if stop.reached or not self._wanted or highs.run(solver, stop) != highs.OPTIMAL:
            return False
        basis = highs.basis_of(solver)
        if basis is not None:  # the next window begins with what this one saw of it
            told.columns[columns], told.rows[rows] = basis.columns[: len(columns)], basis.rows[: len(rows)]
        value = np.asarray(solver.getSolution().col_value)[: len(columns)]
        fixed = columns[own]
        self.primal[fixed] = np.clip(value[own], problem.lower[fixed], problem.upper[fixed])
        self.known[fixed] = True
        self.used += use @ value
        return True

    def _share(self, number: int) -> tuple[Floats, Floats, Floats, Floats]:
        """Least and most use of each coupling row up to the end of a window, and what a unit less or more costs beside
        the price of the row, shapes (rows,). A row with a price is used up to the side that the sign of it points to:
        then what it brings is a constant, and costs are those of the settled windows."""
        coupling, prices = self.split.coupling, self.prices
        ending = self.ends <= number
        least = np.where(ending, coupling.lower, self.least[number])
        most = np.where(ending, coupling.upper, self.most[number])
        # At the end a side that is infinite is free to be left, and the price is lost.
        short = np.where(np.isfinite(least), self.penalty, np.maximum(-prices, 0.0))
        over = np.where(np.isfinite(most), self.penalty, np.maximum(prices, 0.0))
        return (
            np.where(prices < 0, most, least),
            np.where(prices > 0, least, most),
            np.where(ending, short, self.reach),
            np.where(ending, over, self.reach),
        )

    def _seen(self, number: int) -> int:
        """The hour up to which a window sees: the end of the next one."""
        return self.split.windows[min(number + 1, len(self.split.windows) - 1)][1]

    def _rows(self, number: int, columns: Integers) -> Integers:
        """Local rows that touch the window or the look ahead and no column beyond it."""
        problem = self.split.problem
        first = self.split.windows[number][0]
        wanted = self.split.local & (problem.row_last >= first) & (problem.row_last < self._seen(number))
        if number == 0:
            wanted |= self.closing
        chosen = np.flatnonzero(wanted)
        part = problem.matrix[chosen]
        here = np.zeros(len(problem.cost), dtype=np.int64)
        here[columns] = 1
        beyond = np.ones(len(problem.cost), dtype=np.int64)
        beyond[columns] = 0
        beyond[self.known] = 0
        if number == 0:
            # The last hours of the year count as known to the rows that close it.
            beyond[problem.column_first >= self.split.windows[-1][0]] = 0
        touches = over_rows(np.maximum, here[part.indices], part, 0) > 0
        inside = over_rows(np.maximum, beyond[part.indices], part, 0) == 0
        return np.asarray(chosen[touches & inside])
