"""Sampled weeks of a horizon, each with a periodic boundary, as the terms of a small LP that represents the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse

from ..problem import Floats, Integers, Problem
from ..sparse import over_rows, pick
from .cyclic_windows import CyclicWindows, with_cyclic_boundary
from .fixing import Mask
from .partition import TimePartition

STRETCH = 168
"""Length of a sampled week [h]."""
PENALTY = 100.0
"""Cost of a unit by which a coupling row is violated in a sample, relative to the largest cost of a column."""


def spread_evenly(end: int, most: int) -> Integers:
    """Return the first hours of sampled weeks, spread evenly over ``end`` hours: at most ``most``, and at most every second week."""
    count = min(most, max(1, end // (2 * STRETCH)))
    return np.maximum([int((k + 0.5) * end / count - STRETCH / 2) // 24 * 24 for k in range(count)], 0)


def samples(end: int, count: int, stretches: int) -> list[Integers]:
    """Return the first hours of the weeks of up to ``count`` samples of up to ``stretches`` weeks: all of them are spread evenly over
    ``end`` hours, and those of one sample too."""
    starts = spread_evenly(end, count * stretches)
    used = -(-len(starts) // stretches)
    return [starts[number::used] for number in range(used)]


def mean_determined(multipliers: Sequence[Floats]) -> Floats:
    """Return the mean of the multipliers of some samples over those that determine one, shape (coupling rows,); NaN: none does."""
    found = np.stack(multipliers)
    known = np.isfinite(found)
    mean = np.nan_to_num(found).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known.any(axis=0), mean, np.nan)


@dataclass(frozen=True, eq=False)
class SampledWeeks:
    """The terms of a sample. A column counts by the share of its hours that are in the sample; its cost is scaled to the horizon. A local
    row counts if all its columns touch the same week. A coupling row is scaled by the number of hours that it spans, divided by the number
    of those hours in the sample.

    columns, rows: by number. closing: rows that close the period of a week, by place. cost: shape (columns,). matrix: shape (rows, columns).
    use: of the coupling rows, shape (coupling rows, columns). scale: of the coupling rows, zero for one without an hour in the sample.
    penalty: cost of a unit by which a coupling row is violated.
    """

    columns: Integers
    rows: Integers
    closing: Integers
    cost: Floats
    matrix: sparse.csr_matrix
    use: sparse.csr_matrix
    scale: Floats
    penalty: float

    @classmethod
    def of(cls, partition: TimePartition, starts: Integers) -> Self:
        """Cut weeks out of a horizon. starts: their first hours, shape (weeks,)."""
        problem, coupling = partition.problem, partition.coupling
        end = partition.windows[-1][1]
        sampled = np.zeros(end + 1, dtype=np.int64)
        for start in starts:
            sampled[start + 1 : start + STRETCH + 1] = 1
        upto = np.cumsum(sampled)
        first, last = problem.column_first, problem.column_last
        overlap = upto[last + 1] - upto[first]
        columns = np.flatnonzero(overlap > 0)
        weeks = [(int(start), int(start) + STRETCH) for start in starts]
        cyclic = with_cyclic_boundary(problem, weeks, partition.local)
        rows = _inside(problem, cyclic, starts, overlap)
        begins = starts[cyclic.owner[rows]]
        share = overlap[columns] / (last - first + 1)[columns]
        scale = _scale(partition, upto)
        return cls(
            columns,
            rows,
            np.flatnonzero((problem.row_first[rows] < begins) | (problem.row_last[rows] >= begins + STRETCH)),
            problem.cost[columns] * share * (end / (len(starts) * STRETCH)),
            pick(cyclic.matrix, rows, columns),
            sparse.csr_matrix(sparse.diags(scale) @ (coupling.matrix[:, columns] @ sparse.diags(share))),
            scale,
            PENALTY * float(np.abs(problem.cost).max(initial=1.0)),
        )

    def at_penalty(self, multipliers: Floats) -> Mask:
        """Return the coupling rows with the penalty as their multiplier, shape (coupling rows,): the sample violates them, or rows that compete
        with them one to one."""
        return (self.scale > 0) & (np.abs(multipliers) >= 0.99 * self.penalty)

    def determined(self, multipliers: Floats) -> Floats:
        """Return the multipliers of the coupling rows, shape (coupling rows,); NaN for a row without an hour in the sample and for a row at
        the penalty. The penalty is no information on the whole LP."""
        return np.where((self.scale > 0) & ~self.at_penalty(multipliers), multipliers, np.nan)


def _inside(problem: Problem, cyclic: CyclicWindows, starts: Integers, overlap: Integers) -> Integers:
    """Return the local rows whose columns all touch the week that owns the row, by number."""
    week = np.minimum(np.searchsorted(starts + STRETCH, problem.column_first, "right"), len(starts) - 1)
    week = np.where(overlap > 0, week, -1)[cyclic.matrix.indices]
    low, high = (over_rows(extreme, week, cyclic.matrix, -1) for extreme in (np.minimum, np.maximum))
    return np.flatnonzero((cyclic.owner >= 0) & (low == cyclic.owner) & (high == cyclic.owner))


def _scale(partition: TimePartition, upto: Integers) -> Floats:
    """Return the number of hours that each coupling row spans, divided by the number of those hours in the sample, shape (coupling
    rows,); zero where the sample has none. upto: number of sampled hours before each hour, shape (hours + 1,)."""
    problem, matrix = partition.problem, partition.coupling.matrix
    first = over_rows(np.minimum, problem.column_first[matrix.indices], matrix, 0)
    last = over_rows(np.maximum, problem.column_last[matrix.indices], matrix, 0)
    inside = upto[last + 1] - upto[first]
    return np.where(inside > 0, (last - first + 1) / np.maximum(inside, 1), 0.0)
