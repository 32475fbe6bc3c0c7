"""Windows with a periodic boundary: the last hours of a window precede its first.

A window cut out of a year loses the rows that link it to its neighbours, so a store could start full and capacity could start
up without cost. The periodic boundary keeps these rows, and multipliers found on such windows are nearly those of the year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from ..problem import Integers, Problem
from ..sparse import pick
from .partition import Part


@dataclass(frozen=True, eq=False)
class CyclicWindows:
    """Windows with a periodic boundary.

    hours: the windows, [first, last). matrix: that of the problem, with the columns before a window replaced by those at its end,
    shape (rows, columns). owner: the window of each row, shape (rows,); -1 for a row in no window.
    """

    hours: list[tuple[int, int]]
    matrix: sparse.csr_matrix
    owner: Integers

    def part(self, problem: Problem, number: int) -> tuple[Part, Integers]:
        """Return columns and rows of a window, and the rows that close its period, by place in the part."""
        first, last = self.hours[number]
        columns = np.flatnonzero((problem.column_first >= first) & (problem.column_last < last))
        rows = np.flatnonzero(self.owner == number)
        closing = np.flatnonzero((problem.row_first[rows] < first) | (problem.row_last[rows] >= last))
        return Part(columns, rows, pick(self.matrix, rows, columns)), closing


def with_cyclic_boundary(problem: Problem, hours: list[tuple[int, int]], local: np.ndarray) -> CyclicWindows:
    """Give each window a periodic boundary. A local row belongs to the window of the latest hour at which one of its columns
    begins. A column that ends before the window is replaced by the column of the same series that begins one window length
    later. A row without such a column belongs to no window.

    hours: the windows, [first, last). local: mask of the local rows, shape (rows,).
    """
    end = int(problem.column_last.max(initial=0)) + 1
    window = np.full(end, -1, dtype=np.int64)
    for number, (first, last) in enumerate(hours):
        window[first:last] = number
    start = np.array([first for first, _ in hours] + [0])
    length = np.array([last - first for first, last in hours] + [0])
    matrix = problem.matrix
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    begin, over = problem.column_first[matrix.indices], problem.column_last[matrix.indices]
    # A row that closes the horizon touches both of its ends: columns at the far end precede hour 0.
    around = (problem.row_last - problem.row_first > end // 2)[row] & (begin > end // 2)
    begin, over = np.where(around, begin - end, begin), np.where(around, over - end, over)
    latest = np.full(matrix.shape[0], -end)
    np.maximum.at(latest, row, begin)
    owner = np.where(local & (latest >= 0), window[np.maximum(latest, 0)], -1)
    home = owner[row]
    before = (home >= 0) & (over < start[home])
    indices = matrix.indices.copy()
    moved = np.flatnonzero(before)
    order = _Order(problem)
    indices[moved] = order.find(problem.column_series[indices[moved]], begin[moved] + length[home[moved]])
    lost = np.unique(row[moved[indices[moved] < 0]])
    owner[lost] = -1
    indices[indices < 0] = 0
    return CyclicWindows(hours, sparse.csr_matrix((matrix.data, indices, matrix.indptr), shape=matrix.shape), owner)


class _Order:
    """Columns in the order of their series and first hour."""

    def __init__(self, problem: Problem) -> None:
        self.span = int(problem.column_last.max(initial=0)) + 2
        key = problem.column_series * self.span + problem.column_first + 1
        self.order = np.argsort(key, kind="stable")
        self.key = key[self.order]

    def find(self, series: Integers, first: Integers) -> Integers:
        """Return the columns of some series that begin at some hours, by number, in the shape of the arguments; -1: no such column."""
        wanted = series * self.span + first + 1
        at = np.minimum(np.searchsorted(self.key, wanted), len(self.key) - 1)
        return np.where(self.key[at] == wanted, self.order[at], -1)
