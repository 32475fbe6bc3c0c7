"""Chains of columns whose change from one to the next is limited, such as the schedules of a corridor. A budget over a chain can be met
only from some levels: what later columns can still add depends on the last decided one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse

from ..problem import Floats, Integers, Problem
from .fixing import Mask


@dataclass(frozen=True, eq=False)
class Cuts:
    """Rows on the last decided column of a chain.

    rows: budgets, by position. columns: last decided column of each cut, by number. slopes, shifts: what later columns add to the budget,
    beyond their bounds, is at most (``above``) or at least ``slope * x - shift`` at the level x of this column, shape (cuts,).
    """

    rows: Integers
    columns: Integers
    slopes: Floats
    shifts: Floats


@dataclass(frozen=True, eq=False)
class Chains:
    """Chains of a problem, shape (columns,).

    before, after: neighbours of each column, by number, -1 for none. rise, fall: largest change from ``before``, up and down. lower,
    upper: bounds that the limits of change leave: the least and the largest value of each column, and all of a chain at once.
    """

    before: Integers
    after: Integers
    rise: Floats
    fall: Floats
    lower: Floats
    upper: Floats

    @classmethod
    def of(cls, problem: Problem, members: Mask) -> Self:
        """Find the chains among some columns. A limit of change is a row with two entries, a and -a, on columns of different hours."""
        count = len(problem.cost)
        before, after = np.full(count, -1, dtype=np.int64), np.full(count, -1, dtype=np.int64)
        rise, fall = np.full(count, np.inf), np.full(count, np.inf)
        first, then, least, most = _limits(problem, members)
        if first.size:
            # The nearest earlier column comes last, and is the one that stays.
            order = np.lexsort((problem.column_first[first], then))
            before[then[order]] = first[order]
            linked = np.flatnonzero(before >= 0)
            after[before[linked[::-1]]] = linked[::-1]
            linked = linked[after[before[linked]] != linked]
            before[linked] = -1
            kept = before[then] == first
            np.minimum.at(rise, then[kept], most[kept])
            np.minimum.at(fall, then[kept], -least[kept])
        chains = cls(before, after, rise, fall, problem.lower.copy(), problem.upper.copy())
        chains._tighten(problem)
        return chains

    def _tighten(self, problem: Problem) -> None:
        """Tighten the bounds along the chains, forwards and backwards. A chain without any feasible level keeps its bounds."""
        linked = np.flatnonzero(self.before >= 0)
        linked = linked[np.argsort(problem.column_first[linked], kind="stable")]
        for then in linked.tolist():
            at = self.before[then]
            self.upper[then] = min(self.upper[then], self.upper[at] + self.rise[then])
            self.lower[then] = max(self.lower[then], self.lower[at] - self.fall[then])
        for then in linked[::-1].tolist():
            at = self.before[then]
            self.upper[at] = min(self.upper[at], self.upper[then] + self.fall[then])
            self.lower[at] = max(self.lower[at], self.lower[then] - self.rise[then])
        if np.any(self.lower > self.upper):
            self.lower[:], self.upper[:] = problem.lower, problem.upper

    def cuts(self, budgets: sparse.csc_matrix, own: Integers, values: Floats) -> tuple[Cuts, Cuts]:
        """Return the cuts above and below on the last columns of a block. budgets: matrix of the budgets, shape (rows, columns). own: columns
        that the block decides, by number. values: of all columns, used for decided ones.

        The columns of a chain within their limits form a lattice, so all of them can be at their largest values at once:
        min(upper, x + the sum of the limits of rise). The sum of them is concave in x, and each cut is one of its pieces.
        """
        ends = own[(self.after[own] >= 0) & ~np.isin(self.after[own], own)]
        above, below = [], []
        for end in ends.tolist():
            low, high = self._range(end, own, values)
            above += list(self._pieces(budgets, end, self.rise, self.upper, low, 1.0))
            below += list(self._pieces(budgets, end, self.fall, -self.lower, -high, -1.0))
        return _joined(above), _joined(below)

    def _range(self, end: int, own: Integers, values: Floats) -> tuple[float, float]:
        """Return the least and the largest level of the last own column of a chain, by the level before the block."""
        up, down, at, mine = self.rise[end], self.fall[end], int(self.before[end]), set(own.tolist())
        while at in mine:
            up, down, at = up + self.rise[at], down + self.fall[at], int(self.before[at])
        low, high = self.lower[end], self.upper[end]
        return (low, high) if at < 0 else (max(low, values[at] - down), min(high, values[at] + up))

    def _pieces(
        self, budgets: sparse.csc_matrix, end: int, step: Floats, most: Floats, least: float, sign: float
    ) -> Iterator[Cuts]:
        """Yield the pieces of the largest sum of the later columns of a chain, for the budgets in which these columns have positive entries.
        sign: -1 for the least sum, with all levels negated."""
        later, sums, total, at = [], [], 0.0, int(self.after[end])
        while at >= 0:
            total += step[at]
            if most[at] - total <= least:
                break
            later.append(at)
            sums.append(most[at] - total)
            at = int(self.after[at])
        if not later:
            return
        part = budgets[:, later].tocsr()
        for row in np.flatnonzero(np.diff(part.indptr)).tolist():
            entries = part[row].toarray()[0]
            if np.all(entries >= 0):
                here = np.flatnonzero(entries)
                slopes, shifts = np.cumsum(entries[here]), sign * np.cumsum(entries[here] * np.array(sums)[here])
                yield Cuts(np.full(len(here), row), np.full(len(here), end), slopes, shifts)


def _limits(problem: Problem, members: Mask) -> tuple[Integers, Integers, Floats, Floats]:
    """Return the limits of change among some columns: the earlier and the later column, and the least and the largest change."""
    rows = np.flatnonzero(np.diff(problem.matrix.indptr) == 2)
    part = problem.matrix[rows]
    columns, entries = part.indices.reshape(-1, 2).astype(np.int64), part.data.reshape(-1, 2)
    hours = problem.column_first[columns]
    swapped = hours[:, 0] > hours[:, 1]
    columns[swapped], entries[swapped] = columns[swapped, ::-1], entries[swapped, ::-1]
    fits = np.isclose(entries.sum(axis=1), 0.0) & (hours.min(axis=1) >= 0) & (hours[:, 0] != hours[:, 1])
    fits &= members[columns].all(axis=1) & (entries[:, 1] != 0)
    sizes = entries[fits, 1]
    bounds = problem.row_lower[rows[fits]] / sizes, problem.row_upper[rows[fits]] / sizes
    return columns[fits, 0], columns[fits, 1], np.minimum(*bounds), np.maximum(*bounds)


def _joined(cuts: list[Cuts]) -> Cuts:
    """Return cuts as one object."""
    whole, real = np.zeros(0, dtype=np.int64), np.zeros(0)
    return Cuts(
        np.concatenate([whole, *(one.rows for one in cuts)]),
        np.concatenate([whole, *(one.columns for one in cuts)]),
        np.concatenate([real, *(one.slopes for one in cuts)]),
        np.concatenate([real, *(one.shifts for one in cuts)]),
    )
