"""A window of the LP with a HiGHS of its own."""

from __future__ import annotations

import highspy
import numpy as np

from . import kernel
from .problem import Basis, Floats, Stop
from .ring import Ring
from .split import Part, Split, pick
from .support import Packed, Sides
from .tree import Statement, load_part


class Window:
    """One window with a HiGHS of its own, warm from visit to visit; closed on itself."""

    def __init__(self, split: Split, ring: Ring, number: int) -> None:
        first, last = ring.hours[number]
        problem = split.problem
        columns = np.flatnonzero((problem.column_first >= first) & (problem.column_last < last))
        rows = np.flatnonzero(ring.owner == number)
        self.split, self.number = split, number
        self.part = Part(columns, rows, pick(ring.matrix, rows, columns))
        self.closing = np.flatnonzero((problem.row_first[rows] < first) | (problem.row_last[rows] >= last))
        self.coupled = np.flatnonzero(np.isin(columns, split.coupling.columns))
        self.coupling = pick(split.coupling.matrix, np.arange(len(split.coupling)), columns)
        self.value, self.primal = np.nan, np.zeros(len(columns))
        self.highs: highspy.Highs | None = None
        self.basis: Basis | None = None
        self.opened = False

    def visit(self, cost: Floats, stop: Stop) -> bool:
        """Solve at some cost of all columns; ``value`` is the optimum, ``primal`` the values of the window's columns.
        A window that cannot be closed on itself is left open. False where there is no optimum."""
        if self.highs is None:
            self.highs = self._loaded(cost)
        if self.basis is not None:
            # However far the prices went, primal simplex from the last basis is as quick as dual or quicker.
            kernel.configure(self.highs, **kernel.PRIMAL)
            kernel.change_costs(self.highs, self.coupled, cost[self.part.columns[self.coupled]])
        found = self._run(stop)
        if not found and self.highs.getModelStatus() in (*kernel.INFEASIBLE, *kernel.UNBOUNDED):
            # What grows within the window (capacity that comes into service) may have no way back to its first hour.
            self.opened = True
            self._open(self.highs)
            found = self._run(stop)
        self.value = float(self.highs.getInfo().objective_function_value)
        self.primal = np.asarray(self.highs.getSolution().col_value)
        if self.basis is None:
            # A new HiGHS goes on from here, of half the size: what presolve has made stays in this one.
            self.basis, self.highs = kernel.basis_of(self.highs), None
        return found

    def _loaded(self, cost: Floats) -> highspy.Highs:
        """A HiGHS with the window as it was left."""
        highs = load_part(self.split, self.part, cost)
        if self.opened:
            self._open(highs)
        if self.basis is not None:
            kernel.set_basis(highs, self.basis)
        return highs

    def _open(self, highs: highspy.Highs) -> None:
        """Let the rows go that close the window on itself."""
        free = np.full(len(self.closing), np.inf)
        kernel.change_rows(highs, self.closing, -free, free)

    def _run(self, stop: Stop) -> bool:
        """Whether HiGHS found the optimum before it was stopped."""
        assert self.highs is not None
        if stop.reached:
            return False
        if np.isfinite(stop.remaining):
            kernel.configure(self.highs, time_limit=self.highs.getRunTime() + stop.remaining)
        self.highs.run()
        return bool(self.highs.getModelStatus() == kernel.OPTIMAL)

    def use(self, cost: Floats) -> tuple[float, Floats]:
        """Cost of the last solution at the costs of all columns, and what it uses of each coupling row."""
        return float(cost[self.part.columns] @ self.primal), np.asarray(self.coupling @ self.primal)

    def sides(self) -> Packed:
        """What is at a side in the last solution, of the window's columns and rows. The rows that close the window on
        itself are another thing in the whole, and count as at none."""
        sides = Sides.of(self.split.problem, self.part, self.primal, self.part.matrix @ self.primal)
        sides.row_lower[self.closing] = sides.row_upper[self.closing] = False
        return sides.packed()

    def leave(self, statement: Statement, closed: Statement) -> None:
        """Hand the basis over, to ``statement`` with the rows that close the window on itself let go, and free the
        memory."""
        basis = self.basis if self.highs is None else kernel.basis_of(self.highs)
        self.highs = None
        if basis is not None:
            closed.keep(self.part, basis)
            basis.rows[self.closing] = kernel.BASIC
            statement.keep(self.part, basis)
