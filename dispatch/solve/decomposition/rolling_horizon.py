"""A feasible point by rolling horizon: windows in turn, each with the next window as look-ahead and all earlier columns fixed.

Coupling constraints: l <= sum over w of A_w x_w <= u, with multipliers p. Window w has columns x_w, its look-ahead x_v with
v = w + 1; earlier columns have values. The LP of window w is

    minimise    (c - A'p)_w x_w + (c - A'p)_v x_v + short's + over't
    subject to  the local rows of w and v, with the earlier values
                L_w - U_{w-1} <= A_w x_w + s - t <= H_w - U_{w-1},   s, t >= 0.

U_{w-1}: use of the coupling constraints by the earlier windows, sum over them of A x. [L_w, H_w]: their use up to the end of
window w that the multiplier iteration found, cumulative (``WindowShares``). short, over: cost of a unit below and above it. A
deviation s or t is carried to the next window through U_w; where the last window of a row is reached, [L_w, H_w] = [l, u].

A window starts from the basis of the multiplier iteration, with the coupling constraints dualised. That basis is nearly dual
feasible. Dual simplex repairs the rest: the hours before the window, and its share of the coupling constraints.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import highspy
import numpy as np
from scipy import sparse

from dispatch.arrays import Flags

from .. import highs
from ..problem import Basis, Floats, Integers, Stop
from ..sparse import over_rows, pick
from ..threads import Deferred
from .partition import CouplingRows, TimePartition
from .sampled_weeks import PENALTY
from .window_pricing import WindowPrices

ELASTIC = 1.0
"""Cost of a deviation from the share of a window, in addition to the multiplier of the row, relative to the size of the multiplier."""


@dataclass(frozen=True, eq=False)
class WindowShares:
    """The share of every coupling constraint up to the end of each window.

    least, most: cumulative use up to the end of a window, shape (windows, rows). reach: cost of a unit beyond it, shape (rows,).
    ends: last window that each row touches, shape (rows,). penalty: cost of a unit by which a row is violated.
    """

    coupling: CouplingRows
    multipliers: Floats
    least: Floats
    most: Floats
    reach: Floats
    ends: Integers
    penalty: float

    @classmethod
    def of(cls, partition: TimePartition, scale: float, pricing: WindowPrices) -> Self:
        """Return the shares that the windows used when the multiplier iteration ended."""
        problem, coupling = partition.problem, partition.coupling
        total = pricing.shares.sum(axis=0)
        # Where the shares violate a row, all are scaled alike; where they leave slack, every window may use all of it.
        want = np.clip(total, coupling.lower, coupling.upper)
        stretch = np.divide(want, total, out=np.ones_like(total), where=total != 0)
        upto = np.cumsum(pricing.shares * stretch, axis=0)
        starts = np.array([first for first, _ in partition.windows])
        begin = np.searchsorted(starts, problem.column_first, "right") - 1
        return cls(
            coupling,
            pricing.multipliers,
            upto - (want - coupling.lower),
            upto + (coupling.upper - want),
            ELASTIC * (np.abs(pricing.multipliers) + scale),
            over_rows(np.maximum, begin[coupling.matrix.indices], coupling.matrix, -1),
            PENALTY * float(np.abs(problem.cost).max(initial=1.0)),
        )

    def bounds(self, number: int) -> tuple[Floats, Floats, Floats, Floats]:
        """Return the least and the most use of each coupling row up to the end of a window, and the cost of a unit less and more
        in addition to its multiplier, shapes (rows,).

        A row with a multiplier is used up to the bound to which the sign of the multiplier points. The dualised term is then a
        constant, and the costs are those of the multiplier iteration.
        """
        coupling, multipliers = self.coupling, self.multipliers
        ending = self.ends <= number
        least = np.where(ending, coupling.lower, self.least[number])
        most = np.where(ending, coupling.upper, self.most[number])
        # At the end of a row, slack to an infinite bound is free, and the dualised term is lost.
        short = np.where(np.isfinite(least), self.penalty, np.maximum(-multipliers, 0.0))
        over = np.where(np.isfinite(most), self.penalty, np.maximum(multipliers, 0.0))
        return (
            np.where(multipliers < 0, most, least),
            np.where(multipliers > 0, least, most),
            np.where(ending, short, self.reach),
            np.where(ending, over, self.reach),
        )


class RollingHorizon:
    """Windows in turn, each with the columns of the earlier windows fixed. A window keeps to its share of every coupling
    constraint, less what the earlier windows used. A deviation is carried to the next windows at a cost, and where a row ends
    the row must be met.

    scale: size of the costs. pricing: the end of the multiplier iteration. Its values in the last hours precede the first hour,
    as the horizon is periodic.
    """

    def __init__(self, partition: TimePartition, scale: float, pricing: WindowPrices) -> None:
        problem = partition.problem
        self.partition = partition
        self.shares = WindowShares.of(partition, scale, pricing)
        self.basis = Basis(pricing.cyclic.columns.copy(), pricing.cyclic.rows.copy())
        self.cost = partition.coupling.priced(problem.cost, pricing.multipliers)
        self.primal = pricing.primal.copy()
        self.known = np.zeros(len(problem.cost), dtype=bool)
        self.used = np.zeros(len(partition.coupling))
        starts = np.array([first for first, _ in partition.windows])
        self.closing = partition.local & (problem.row_first < starts[1]) & (problem.row_last >= starts[-1])
        self._wanted = True

    def drop(self) -> None:
        """End the run after the present window: its result is not needed."""
        self._wanted = False

    def run(self, stop: Stop) -> Floats | None:
        """Return values of all columns, shape (columns,). None: a window has no optimum, or the run was stopped or dropped."""
        return self.primal if all(self._window(number, stop) for number in range(len(self.partition.windows))) else None

    def _window(self, number: int, stop: Stop) -> bool:
        """Solve a window and fix its columns. False: it has no optimum, or the run was stopped or dropped."""
        problem = self.partition.problem
        columns = np.flatnonzero(~self.known & (problem.column_first < self._seen(number)))
        rows = self._rows(number, columns)
        own = problem.column_first[columns] < self.partition.windows[number][1]
        use = self._use(columns, own)
        solver = self._load(number, columns, rows, use)
        if stop.reached or not self._wanted or highs.run(solver, stop) != highs.OPTIMAL:
            return False
        basis = highs.basis_of(solver)
        if basis is not None:  # the next window starts from the basis of its look-ahead
            self.basis.columns[columns], self.basis.rows[rows] = basis.columns[: len(columns)], basis.rows[: len(rows)]
        value = np.asarray(solver.getSolution().col_value)[: len(columns)]
        fixed = columns[own]
        self.primal[fixed] = np.clip(value[own], problem.lower[fixed], problem.upper[fixed])
        self.known[fixed] = True
        self.used += use @ value
        return True

    def _use(self, columns: Integers, own: Flags) -> sparse.csr_matrix:
        """Return A_w on the columns of the LP, shape (coupling rows, columns). The share binds the window itself; in the look-ahead
        the coupling rows are dualised."""
        matrix = self.partition.coupling.matrix
        return sparse.csr_matrix(pick(matrix, np.arange(matrix.shape[0]), columns) @ sparse.diags(own.astype(float)))

    def _load(self, number: int, columns: Integers, rows: Integers, use: sparse.csr_matrix) -> highspy.Highs:
        """Return the LP of a window, with its starting basis: columns x_w and x_v, then s and t; local rows, then coupling rows."""
        problem, coupling = self.partition.problem, self.partition.coupling
        elsewhere = self.primal.copy()
        elsewhere[columns] = 0.0
        given = problem.matrix[rows] @ elsewhere
        lower, upper, short, over = self.shares.bounds(number)
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
        dualised = np.full(len(coupling), highs.BASIC, dtype=np.int8)
        start = Basis(
            np.concatenate([self.basis.columns[columns], none]), np.concatenate([self.basis.rows[rows], dualised])
        )
        highs.set_basis(solver, start)
        return solver

    def _seen(self, number: int) -> int:
        """Return the end of the look-ahead of a window, which is the end of the next window [h]."""
        return self.partition.windows[min(number + 1, len(self.partition.windows) - 1)][1]

    def _rows(self, number: int, columns: Integers) -> Integers:
        """Return the local rows that touch the window or its look-ahead and no column after it."""
        problem = self.partition.problem
        first = self.partition.windows[number][0]
        wanted = self.partition.local & (problem.row_last >= first) & (problem.row_last < self._seen(number))
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
            # In the rows that close the horizon, columns of the last hours count as known.
            beyond[problem.column_first >= self.partition.windows[-1][0]] = 0
        touches = over_rows(np.maximum, here[part.indices], part, 0) > 0
        inside = over_rows(np.maximum, beyond[part.indices], part, 0) == 0
        return np.asarray(chosen[touches & inside])


class BackgroundPoint:
    """The point of a rolling horizon that runs in a background task; used once, or dropped."""

    def __init__(self, horizon: RollingHorizon, task: Deferred[Floats | None]) -> None:
        self._horizon, self._task = horizon, task
        self._open = True

    def result(self) -> Floats | None:
        """Wait for the values of all columns, shape (columns,); a task in the queue runs now. None: no point was found,
        or it was used or dropped before."""
        if not self._open:
            return None
        self._open = False
        return self._task.result()

    def drop(self) -> None:
        """End the background task: its point is not needed."""
        self._open = False
        self._horizon.drop()
