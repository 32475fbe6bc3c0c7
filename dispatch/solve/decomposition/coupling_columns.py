"""Columns without hours, which couple the windows as coupling rows do: capacities, contracts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from ..components import Component
from ..problem import Floats, Integers, Problem
from ..sparse import pick
from .partition import CouplingRows


@dataclass(frozen=True, eq=False)
class CouplingColumns:
    """The columns without hours, by number, and the rows that hold columns with hours.

    columns: shape (coupling columns,). timed: columns with hours. rows: rows with a column with hours; own: all other rows, which
    limit the coupling columns alone.
    """

    problem: Problem
    columns: Integers
    timed: Integers
    rows: Integers
    own: Integers

    @classmethod
    def of(cls, problem: Problem) -> CouplingColumns:
        """Find the coupling columns of a problem."""
        timed = problem.column_first >= 0
        entries = np.add.reduceat(np.append(timed[problem.matrix.indices], 0), problem.matrix.indptr[:-1])
        holds = (entries > 0) & (np.diff(problem.matrix.indptr) > 0)
        return cls(
            problem,
            np.flatnonzero(~timed),
            np.flatnonzero(timed),
            np.flatnonzero(holds),
            np.flatnonzero(~holds),
        )

    def __len__(self) -> int:
        return len(self.columns)

    def whole(self, values: Floats) -> Floats:
        """Return values of all columns, shape (columns of the problem,), those with hours at zero. values: shape (coupling columns,)."""
        found = np.zeros(len(self.problem.cost))
        found[self.columns] = values
        return found

    def fixed_at(self, values: Floats) -> Component:
        """Return the LP of the columns with hours, with the coupling columns fixed, shape (coupling columns,)."""
        return Component(self.problem, self.timed, self.rows, given=self.whole(values))

    def entries(self, rows: Integers) -> sparse.csr_matrix:
        """Return the coefficients of the coupling columns in some rows of the problem, shape (rows, coupling columns)."""
        return pick(self.problem.matrix, rows, self.columns)

    def adds(self, coupling: CouplingRows) -> sparse.csr_matrix:
        """Return what the coupling columns add to coupling rows of the LP with them fixed, shape (coupling rows, coupling columns)."""
        return sparse.csr_matrix(sparse.diags(1.0 / coupling.unit) @ self.entries(self.rows[coupling.rows]))
