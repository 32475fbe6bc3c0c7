"""The subproblem of one time window, with a HiGHS instance of its own."""

from __future__ import annotations

import highspy
import numpy as np

from .. import highs
from ..problem import Basis, Floats, Stop
from ..sparse import pick
from .cyclic_windows import CyclicWindows
from .fixing import ActiveBounds, Packed
from .merge_tree import PartBasis, load_part
from .partition import TimePartition


class WindowSubproblem:
    """The subproblem of one window with a periodic boundary. Each solve is a warm start from the one before.

    value: optimum of the last solve. primal: its values, shape (columns of the window,). closing: rows that close the period,
    by place in the part. acyclic: whether these rows are dropped, as the window has no periodic solution.
    """

    def __init__(self, partition: TimePartition, cyclic: CyclicWindows, number: int) -> None:
        self.partition, self.number = partition, number
        self.part, self.closing = cyclic.part(partition.problem, number)
        columns = self.part.columns
        self.coupled = np.flatnonzero(np.isin(columns, partition.coupling.columns))
        self.coupling = pick(partition.coupling.matrix, np.arange(len(partition.coupling)), columns)
        self.value, self.primal = np.nan, np.zeros(len(columns))
        self.solver: highspy.Highs | None = None
        self.basis: Basis | None = None
        self.acyclic = False

    def solve(self, cost: Floats, stop: Stop) -> bool:
        """Solve at some cost of all columns, shape (columns of the problem,). False where there is no optimum.

        The periodic boundary is dropped where the window is infeasible or unbounded with it.
        """
        if self.solver is None:
            self.solver = self._loaded(cost)
        if self.basis is not None:
            # Primal simplex from the last basis is at least as quick as dual simplex, however far the multipliers went.
            highs.configure(self.solver, **highs.PRIMAL)
            highs.change_costs(self.solver, self.coupled, cost[self.part.columns[self.coupled]])
        found = self._run(stop)
        if not found and self.solver.getModelStatus() in (*highs.INFEASIBLE, *highs.UNBOUNDED):
            # Capacity that comes into service within the window may be unable to return to its state of the first hour.
            self.acyclic = True
            self._drop_closing(self.solver)
            found = self._run(stop)
        self.value = float(self.solver.getInfo().objective_function_value)
        self.primal = np.asarray(self.solver.getSolution().col_value)
        if self.basis is None:
            # The next solve uses a new instance of half the size: this one keeps what presolve has made.
            self.basis, self.solver = highs.basis_of(self.solver), None
        return found

    def _loaded(self, cost: Floats) -> highspy.Highs:
        solver = load_part(self.partition, self.part, cost)
        if self.acyclic:
            self._drop_closing(solver)
        if self.basis is not None:
            highs.set_basis(solver, self.basis)
        return solver

    def _drop_closing(self, solver: highspy.Highs) -> None:
        free = np.full(len(self.closing), np.inf)
        highs.change_rows(solver, self.closing, -free, free)

    def _run(self, stop: Stop) -> bool:
        """Return whether HiGHS found the optimum before it was stopped."""
        assert self.solver is not None
        return highs.run_until(self.solver, stop) == highs.OPTIMAL

    def use(self, cost: Floats) -> tuple[float, Floats]:
        """Return the cost of the last solution at some cost of all columns, and its use of the coupling rows, shape (coupling
        rows,)."""
        return float(cost[self.part.columns] @ self.primal), np.asarray(self.coupling @ self.primal)

    def active(self) -> Packed:
        """Return the active bounds of the last solution. The rows that close the period differ in the whole LP and count as
        inactive."""
        active = ActiveBounds.of(self.partition.problem, self.part, self.primal, self.part.matrix @ self.primal)
        active.row_lower[self.closing] = active.row_upper[self.closing] = False
        return active.packed()

    def release(self) -> tuple[PartBasis, PartBasis] | None:
        """Free the memory of HiGHS. Return the basis with the periodic boundary, and the same with the closing rows basic, from
        which a merge starts; None where there is no basis."""
        basis = self.basis if self.solver is None else highs.basis_of(self.solver)
        self.solver = None
        if basis is None:
            return None
        rows = basis.rows.copy()
        rows[self.closing] = highs.BASIC
        columns, numbers = self.part.columns, self.part.rows
        return (columns, numbers, basis), (columns, numbers, Basis(basis.columns, rows))
