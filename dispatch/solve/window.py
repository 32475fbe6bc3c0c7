"""A window of the LP with a HiGHS of its own."""

from __future__ import annotations

import highspy
import numpy as np

from . import kernel
from .problem import Floats, Stop
from .ring import Ring
from .split import Part, Split, pick
from .tree import Statement, load_part


class Window:
    """One window with a HiGHS of its own, warm from visit to visit; closed on itself."""

    FAR = 0.1
    """Relative move of prices up to which primal simplex from the last basis beats dual."""

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
        self.value = np.nan
        self.highs: highspy.Highs | None = None

    def visit(self, cost: Floats, moved: float, stop: Stop) -> bool:
        """Solve at some cost of all columns; ``value`` is the optimum. False where there is none."""
        if self.highs is None:
            self.highs = load_part(self.split, self.part, cost)
        else:
            near = moved <= self.FAR
            kernel.configure(self.highs, simplex_strategy=kernel.PRIMAL if near else kernel.DUAL)
            kernel.change_costs(self.highs, self.coupled, cost[self.part.columns[self.coupled]])
        return self._run(stop)

    def _run(self, stop: Stop) -> bool:
        assert self.highs is not None
        if stop.reached:
            return False
        if np.isfinite(stop.remaining):
            kernel.configure(self.highs, time_limit=self.highs.getRunTime() + stop.remaining)
        self.highs.run()
        self.value = float(self.highs.getInfo().objective_function_value)
        return bool(self.highs.getModelStatus() == kernel.OPTIMAL)

    def use(self, cost: Floats) -> tuple[float, Floats]:
        """Cost of the last solution at the costs of all columns, and what it uses of each coupling row."""
        assert self.highs is not None
        value = np.asarray(self.highs.getSolution().col_value)
        return float(cost[self.part.columns] @ value), np.asarray(self.coupling @ value)

    @property
    def primal(self) -> Floats:
        """Values of the window's columns in the last solution."""
        assert self.highs is not None
        return np.asarray(self.highs.getSolution().col_value)

    def leave(self, statement: Statement) -> None:
        """Hand the basis over, with the rows that close the window on itself let go, and free the memory."""
        assert self.highs is not None
        basis = kernel.basis_of(self.highs)
        self.highs = None
        if basis is not None:
            basis.rows[self.closing] = kernel.BASIC
            statement.keep(self.part, basis)
