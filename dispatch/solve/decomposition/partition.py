"""An LP cut along time: windows of hours, and the few rows that couple them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from ..problem import Floats, Integers, Problem
from ..sparse import pick


@dataclass(frozen=True, eq=False)
class Part:
    """Some columns and rows of a problem, by number, and their matrix, shape (rows, columns) of the part."""

    columns: Integers
    rows: Integers
    matrix: sparse.csr_matrix


@dataclass(frozen=True, eq=False)
class CouplingRows:
    """The rows that couple windows, by number, each divided by its ``unit``, the mean size of its entries: whatever it is
    written in, its price is of the size of costs. matrix has shape (rows, columns of the problem); prices are those of
    the divided rows, shape (rows,)."""

    rows: Integers
    unit: Floats
    matrix: sparse.csr_matrix
    lower: Floats
    upper: Floats

    @classmethod
    def of(cls, problem: Problem, rows: Integers) -> CouplingRows:
        """These rows of a problem."""
        matrix = problem.matrix[rows]
        size = np.asarray(abs(matrix).sum(axis=1)).ravel() / np.maximum(np.diff(matrix.indptr), 1)
        unit = np.where(size > 0.0, size, 1.0)
        divided = sparse.csr_matrix(sparse.diags(1.0 / unit) @ matrix)
        return cls(rows, unit, divided, problem.row_lower[rows] / unit, problem.row_upper[rows] / unit)

    def __len__(self) -> int:
        return len(self.rows)

    def duals(self, prices: Floats) -> Floats:
        """Prices as duals of the rows of the problem."""
        return prices / self.unit

    def prices(self, duals: Floats) -> Floats:
        """Of the duals of all rows of the problem, shape (rows of the problem,), those of these rows as prices."""
        return duals[self.rows] * self.unit

    def priced(self, cost: Floats, prices: Floats) -> Floats:
        """Cost of every column when the rows are sold at ``prices``, shape (rows,), instead of kept."""
        return np.asarray(cost - self.matrix.T @ prices)

    @cached_property
    def columns(self) -> Integers:
        """Columns that the rows touch."""
        return np.unique(self.matrix.indices).astype(np.int64)

    def constants(self, prices: Floats) -> Floats:
        """Return the constant of each dualised row in the Lagrangian function, shape (rows,): its multiplier times its lower
        bound where the multiplier is positive, its upper bound where it is negative."""
        pointed = np.where(prices > 0, self.lower, self.upper)
        return np.asarray(prices * np.where(prices == 0, 0.0, pointed))  # zero, even where the bound is infinite

    def constant(self, prices: Floats) -> float:
        """Return the sum of the constants."""
        return float(np.sum(self.constants(prices)))

    def admissible(self, prices: Floats) -> Floats:
        """Prices with the sign that a row with one side allows."""
        high = np.where(np.isfinite(self.lower), prices, np.minimum(prices, 0.0))
        return np.where(np.isfinite(self.upper), high, np.maximum(high, 0.0))


class TimePartition:
    """Windows of ``length`` hours from hour 0 on. A row couples if it has no hours, or touches more than two windows;
    all other rows are local to a window, or link two that are neighbours (the last and the first are)."""

    def __init__(self, problem: Problem, length: int) -> None:
        self.problem = problem
        end = int(problem.column_last.max(initial=0)) + 1
        # A rest shorter than a window goes with the last whole one.
        starts = [length * k for k in range(max(1, end // length))]
        self.windows = list(zip(starts, [*starts[1:], end], strict=True))
        couples = (problem.row_first < 0) | self._wide(length)
        chosen = np.flatnonzero(couples)
        self.coupling = CouplingRows.of(problem, chosen)
        self.local = ~couples

    def _wide(self, length: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        problem, count = self.problem, len(self.windows)
        first, last, begin = (
            np.minimum(hours // length, count - 1)
            for hours in (problem.row_first, problem.row_last, problem.column_first)
        )
        wide = np.zeros(len(problem.row_lower), dtype=bool)
        far = np.flatnonzero(last - first >= 2)
        if far.size:
            part = problem.matrix[far].tocoo()
            timed = begin[part.col] >= 0  # a column of no hour belongs to no window
            touched = np.unique(part.row[timed].astype(np.int64) * count + begin[part.col[timed]])
            wide[far] = np.bincount(touched // count, minlength=far.size) > 2
        return wide

    def part(self, first: int, last: int) -> Part:
        """Columns and local rows that lie wholly within hours [first, last)."""
        problem = self.problem
        columns = np.flatnonzero((problem.column_first >= first) & (problem.column_last < last))
        rows = np.flatnonzero(self.local & (problem.row_first >= first) & (problem.row_last < last))
        return Part(columns, rows, pick(problem.matrix, rows, columns))
