"""A window of the LP with a HiGHS of its own."""

from __future__ import annotations

import highspy
import numpy as np

from .. import highs
from ..problem import Basis, Floats, Stop
from ..sparse import pick
from .cyclic_windows import CyclicWindows
from .fixing import ActiveBounds, Packed
from .merge_tree import BasisStatus, load_part
from .partition import Part, TimePartition


class WindowSubproblem:
    """One window with a HiGHS of its own, warm from visit to visit; closed on itself."""

    def __init__(self, split: TimePartition, ring: CyclicWindows, number: int) -> None:
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
        self.solver: highspy.Highs | None = None
        self.basis: Basis | None = None
        self.opened = False

    def visit(self, cost: Floats, stop: Stop) -> bool:
        """Solve at some cost of all columns; ``value`` is the optimum, ``primal`` the values of the window's columns.
        A window that cannot be closed on itself is left open. False where there is no optimum."""
        if self.solver is None:
            self.solver = self._loaded(cost)
        if self.basis is not None:
            # However far the prices went, primal simplex from the last basis is as quick as dual or quicker.
            highs.configure(self.solver, **highs.PRIMAL)
            highs.change_costs(self.solver, self.coupled, cost[self.part.columns[self.coupled]])
        found = self._run(stop)
        if not found and self.solver.getModelStatus() in (*highs.INFEASIBLE, *highs.UNBOUNDED):
            # What grows within the window (capacity that comes into service) may have no way back to its first hour.
            self.opened = True
            self._open(self.solver)
            found = self._run(stop)
        self.value = float(self.solver.getInfo().objective_function_value)
        self.primal = np.asarray(self.solver.getSolution().col_value)
        if self.basis is None:
            # A new HiGHS goes on from here, of half the size: what presolve has made stays in this one.
            self.basis, self.solver = highs.basis_of(self.solver), None
        return found

    def _loaded(self, cost: Floats) -> highspy.Highs:
        """A HiGHS with the window as it was left."""
        solver = load_part(self.split, self.part, cost)
        if self.opened:
            self._open(solver)
        if self.basis is not None:
            highs.set_basis(solver, self.basis)
        return solver

    def _open(self, solver: highspy.Highs) -> None:
        """Let the rows go that close the window on itself."""
        free = np.full(len(self.closing), np.inf)
        highs.change_rows(solver, self.closing, -free, free)

    def _run(self, stop: Stop) -> bool:
        """Whether HiGHS found the optimum before it was stopped."""
        assert self.solver is not None
        if stop.reached:
            return False
        if np.isfinite(stop.remaining):
            highs.configure(self.solver, time_limit=self.solver.getRunTime() + stop.remaining)
        self.solver.run()
        return bool(self.solver.getModelStatus() == highs.OPTIMAL)

    def use(self, cost: Floats) -> tuple[float, Floats]:
        """Cost of the last solution at the costs of all columns, and what it uses of each coupling row."""
        return float(cost[self.part.columns] @ self.primal), np.asarray(self.coupling @ self.primal)

    def sides(self) -> Packed:
        """What is at a side in the last solution, of the window's columns and rows. The rows that close the window on
        itself are another thing in the whole, and count as at none."""
        sides = ActiveBounds.of(self.split.problem, self.part, self.primal, self.part.matrix @ self.primal)
        sides.row_lower[self.closing] = sides.row_upper[self.closing] = False
        return sides.packed()

    def leave(self, statement: BasisStatus, closed: BasisStatus) -> None:
        """Hand the basis over, to ``statement`` with the rows that close the window on itself let go, and free the
        memory."""
        basis = self.basis if self.solver is None else highs.basis_of(self.solver)
        self.solver = None
        if basis is not None:
            closed.keep(self.part, basis)
            basis.rows[self.closing] = highs.BASIC
            statement.keep(self.part, basis)
