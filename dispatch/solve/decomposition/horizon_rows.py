"""Rows and columns of an LP in the order of their hours: local rows, closing rows of the periodic boundary, coupling rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse

from ..problem import Floats, Integers, Problem
from ..sparse import over_rows
from .fixing import Mask

WIDE = 240
"""Largest span of a row in hours that does not couple the horizon."""


@dataclass(frozen=True, eq=False)
class HorizonRows:
    """Rows and columns of a horizon of ``end`` hours, by number.

    first: first hour of each column, -1 for none. by_hour, hours: columns in the order of their first hours, and these hours.
    rows, begin: rows that neither couple nor close the horizon, in the order of their first hours, and these hours. reach: largest span
    of these rows in hours. last: last hour of every row. closing: rows of the periodic boundary, with entries at both ends of the horizon
    only. loose: which closing rows have integer columns, shape (closing,). coupling: rows without hours, rows of more than ``WIDE``
    hours other than moving sums, and the budgets of a period that no solve sees whole.
    """

    end: int
    first: Integers
    by_hour: Integers
    hours: Integers
    rows: Integers
    begin: Integers
    reach: int
    last: Integers
    closing: Integers
    coupling: Integers
    loose: Mask

    @classmethod
    def of(cls, problem: Problem, whole: Mask, day: int, look_ahead: int) -> Self:
        """Divide the rows of an LP. whole: mask of the integer columns, shape (columns,). day, look_ahead: hours that are decided at
        once, and hours behind them that a solve sees."""
        first, matrix = problem.column_first, problem.matrix
        end = int(problem.column_last.max(initial=0)) + 1
        entries = first[matrix.indices]
        begin = over_rows(np.minimum, np.where(entries < 0, end, entries), matrix, end)
        last = over_rows(np.maximum, problem.column_last[matrix.indices], matrix, -1)
        middle = (entries > end // 4) & (entries < 3 * end // 4)
        crosses = over_rows(np.maximum, middle.astype(np.int64), matrix, 0) > 0
        span = last - begin
        closes = (span > end // 2) & ~crosses
        hidden = (span >= day) & (last >= (begin // day + 1) * day + look_ahead)
        wide = ((span > WIDE) | hidden) & ~closes
        # A moving sum across the periodic boundary is wide too.
        couples = (problem.row_first < 0) | (wide & ~_moving(problem, begin, last, wide))
        timed = np.flatnonzero(~couples & ~closes)
        order = np.argsort(begin[timed], kind="stable")
        part = matrix[np.flatnonzero(closes)]
        by_hour = np.argsort(first, kind="stable")
        return cls(
            end,
            first,
            by_hour,
            first[by_hour],
            timed[order],
            begin[timed][order],
            int(span[timed].max(initial=0)),
            last,
            np.flatnonzero(closes),
            np.flatnonzero(couples),
            over_rows(np.maximum, whole[part.indices].astype(np.int64), part, 0) > 0,
        )

    def columns_of(self, hour: int, seen: int) -> Integers:
        """Return the columns whose first hour lies within [hour, seen)."""
        return self.by_hour[np.searchsorted(self.hours, hour) : np.searchsorted(self.hours, seen)]

    def rows_of(self, hour: int, seen: int) -> Integers:
        """Return the rows, without coupling rows, that may touch a column of [hour, seen). The closing rows come last."""
        low = np.searchsorted(self.begin, hour - self.reach)
        return np.concatenate([self.rows[low : np.searchsorted(self.begin, seen)], self.closing])

    def first_hour(self, part: sparse.csr_matrix) -> Integers:
        """Return the hour of each row of a part: the latest first hour of its columns."""
        return over_rows(np.maximum, self.first[part.indices], part, 0)

    def later(self, part: sparse.csr_matrix, hour: int, seen: int, known: Mask) -> Mask:
        """Return which rows of a part, in the order of ``rows_of``, have an undecided column behind ``seen``."""
        later = (self.first[part.indices] >= seen) & ~known[part.indices]
        if hour < self.end // 2 and len(self.closing):
            # The first hours follow the last hours of the plan. With integer columns they do not: the last hours cannot repeat fractions of the plan.
            kept = np.concatenate([np.zeros(part.shape[0] - len(self.closing), dtype=bool), ~self.loose])
            closing = np.repeat(kept, np.diff(part.indptr))
            later &= ~(closing & (self.first[part.indices] > self.end // 2))
        return np.asarray(over_rows(np.maximum, later.astype(np.int64), part, 0) > 0)


def _moving(problem: Problem, begin: Integers, last: Integers, rows: Mask) -> Mask:
    """Return which rows are moving sums, such as a minimum up time, shape (rows,). A moving sum overlaps a row of the same series, each
    as often, and of other columns. Budgets of successive periods do not overlap. rows: mask of the rows in question."""
    if not rows.any():
        return rows
    matrix, series = problem.matrix, problem.column_series
    row = np.repeat(np.arange(len(begin)), np.diff(matrix.indptr))
    # The sums of one random number for each entry identify the series and the columns of a row.
    marks = np.random.default_rng(0).integers(2**62, size=(2, matrix.shape[1]), dtype=np.uint64)
    kind, members = np.zeros((2, len(begin)), dtype=np.uint64)
    np.add.at(kind, row, marks[0][series[matrix.indices]])
    np.add.at(members, row, marks[1][matrix.indices])
    alike = np.flatnonzero(np.isin(kind, kind[rows]))
    alike = alike[np.lexsort((members[alike], begin[alike], kind[alike]))]
    before, after = alike[:-1], alike[1:]
    overlaps = (kind[before] == kind[after]) & (members[before] != members[after]) & (begin[after] <= last[before])
    return np.asarray(np.isin(kind, kind[before[overlaps]]))


def product(part: sparse.csr_matrix, values: Floats) -> Floats:
    """Return the product of a part with values given for each entry, shape (rows,)."""
    row = np.repeat(np.arange(part.shape[0]), np.diff(part.indptr))
    return np.asarray(np.bincount(row, part.data * values, part.shape[0]), dtype=float)
