"""Partition of an LP along time: windows of hours, and the few rows that couple them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from ..problem import Floats, Integers, Problem
from ..sparse import pick, row_sizes


@dataclass(frozen=True, eq=False)
class Part:
    """Columns and rows of a problem, by number, and their matrix, shape (rows, columns) of the part."""

    columns: Integers
    rows: Integers
    matrix: sparse.csr_matrix


@dataclass(frozen=True, eq=False)
class CouplingRows:
    """The rows that couple windows, by number, each divided by its ``unit``, the mean size of its entries. In any unit of the
    row, its multiplier then has the size of the costs.

    rows, unit, lower, upper: shape (rows,). matrix: shape (rows, columns of the problem). Multipliers are those of the divided
    rows, shape (rows,).
    """

    rows: Integers
    unit: Floats
    matrix: sparse.csr_matrix
    lower: Floats
    upper: Floats

    @classmethod
    def of(cls, problem: Problem, rows: Integers) -> CouplingRows:
        """Return the given rows of a problem, by number, as coupling rows."""
        matrix = problem.matrix[rows]
        unit = row_sizes(matrix)
        divided = sparse.csr_matrix(sparse.diags(1.0 / unit) @ matrix)
        return cls(rows, unit, divided, problem.row_lower[rows] / unit, problem.row_upper[rows] / unit)

    def __len__(self) -> int:
        return len(self.rows)

    def duals(self, multipliers: Floats) -> Floats:
        """Return the duals of the rows in the unit of the problem, shape (rows,)."""
        return multipliers / self.unit

    def multipliers(self, duals: Floats) -> Floats:
        """Return the multipliers of the rows from the duals of all rows of the problem, shape (rows of the problem,)."""
        return duals[self.rows] * self.unit

    def priced(self, cost: Floats, multipliers: Floats) -> Floats:
        """Return the cost of every column in the Lagrangian function, shape (columns,): c - A' p for dualised rows A with
        multipliers p."""
        return np.asarray(cost - self.matrix.T @ multipliers)

    @cached_property
    def columns(self) -> Integers:
        """Columns with an entry in the rows, by number."""
        return np.unique(self.matrix.indices).astype(np.int64)

    def constants(self, multipliers: Floats) -> Floats:
        """Return the constant of each dualised row in the Lagrangian function, shape (rows,): its multiplier times its lower
        bound where the multiplier is positive, its upper bound where it is negative."""
        bound = np.where(multipliers > 0, self.lower, self.upper)
        # A zero multiplier gives zero, even where the bound is infinite.
        return np.asarray(multipliers * np.where(multipliers == 0, 0.0, bound))

    def constant(self, multipliers: Floats) -> float:
        """Return the sum of the constants."""
        return float(np.sum(self.constants(multipliers)))

    def admissible(self, multipliers: Floats) -> Floats:
        """Return the nearest multipliers that are dual feasible, shape (rows,): at least zero for a row without an upper bound, at
        most zero for a row without a lower bound."""
        high = np.where(np.isfinite(self.lower), multipliers, np.minimum(multipliers, 0.0))
        return np.where(np.isfinite(self.upper), high, np.maximum(high, 0.0))


class TimePartition:
    """Windows of ``length`` hours from hour 0. A row is a coupling row if it has no hours or touches more than two windows. All
    other rows are local: they touch one window, or two neighbouring windows (the last and the first are neighbours).

    windows: hours [first, last) of each. coupling: the coupling rows. local: mask of the local rows, shape (rows,).
    """

    def __init__(self, problem: Problem, length: int) -> None:
        self.problem = problem
        end = int(problem.column_last.max(initial=0)) + 1
        # Remaining hours that are fewer than a window belong to the last full window.
        starts = [length * k for k in range(max(1, end // length))]
        self.windows = list(zip(starts, [*starts[1:], end], strict=True))
        couples = (problem.row_first < 0) | self._wide(length)
        chosen = np.flatnonzero(couples)
        self.coupling = CouplingRows.of(problem, chosen)
        self.local = ~couples

    def _wide(self, length: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return which rows touch more than two windows, shape (rows,)."""
        problem, count = self.problem, len(self.windows)
        first, last, begin = (
            np.minimum(hours // length, count - 1)
            for hours in (problem.row_first, problem.row_last, problem.column_first)
        )
        wide = np.zeros(len(problem.row_lower), dtype=bool)
        far = np.flatnonzero(last - first >= 2)
        if far.size:
            part = problem.matrix[far].tocoo()
            timed = begin[part.col] >= 0  # a column without hours belongs to no window
            touched = np.unique(part.row[timed].astype(np.int64) * count + begin[part.col[timed]])
            wide[far] = np.bincount(touched // count, minlength=far.size) > 2
        return wide

    def part(self, first: int, last: int) -> Part:
        """Return the columns and local rows whose hours all lie within [first, last)."""
        problem = self.problem
        columns = np.flatnonzero((problem.column_first >= first) & (problem.column_last < last))
        rows = np.flatnonzero(self.local & (problem.row_first >= first) & (problem.row_last < last))
        return Part(columns, rows, pick(problem.matrix, rows, columns))
