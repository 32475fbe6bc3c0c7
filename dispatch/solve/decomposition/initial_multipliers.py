"""Initial multipliers of the coupling constraints, from LPs of a few sampled weeks with these constraints scaled to them."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from .. import highs
from ..problem import Floats, Integers, Problem, Stop
from ..sparse import over_rows, pick
from ..threads import ThreadBudget
from .cyclic_windows import CyclicWindows, with_cyclic_boundary
from .partition import TimePartition

SAMPLES, STRETCHES = 4, 3
"""Number of samples, and of weeks in each, spread evenly over the horizon. The time of a sample grows with the square of its size,
and the multiplier iteration converges as soon from the mean over small samples as from the multipliers of a large one."""
STRETCH = 168
"""Length of a sampled week [h]."""
PENALTY = 100.0
"""Cost of a unit by which a coupling row is violated in a sample, relative to the largest cost of a column."""


def initial_multipliers(partition: TimePartition, stop: Stop, threads: ThreadBudget) -> Floats:
    """Return initial multipliers of the coupling rows, shape (coupling rows,): the mean over the samples that determine a
    multiplier, zero where none does."""
    end = partition.windows[-1][1]
    count = min(SAMPLES * STRETCHES, max(1, end // (2 * STRETCH)))
    samples = -(-count // STRETCHES)
    starts = np.array([int((k + 0.5) * end / count - STRETCH / 2) // 24 * 24 for k in range(count)])
    starts = np.maximum(starts, 0)
    found = threads.map(lambda k: _sample(partition, starts[k::samples], stop), range(samples))
    determined = [np.isfinite(multipliers) for multipliers in found]
    total = np.sum([np.nan_to_num(multipliers) for multipliers in found], axis=0)
    return np.asarray(partition.coupling.admissible(total / np.maximum(np.sum(determined, axis=0), 1)))


def _sample(partition: TimePartition, starts: Integers, stop: Stop) -> Floats:
    """Return the multipliers of the coupling rows in a sample of weeks, shape (coupling rows,); NaN where the sample does not
    determine one.

    starts: first hours of the weeks, shape (weeks,). Each week has a periodic boundary. A column counts by the share of its hours
    that are in the sample. A local row counts if all its columns touch the same week. A coupling row is scaled by the number of
    hours that it spans, divided by the number of those hours in the sample.
    """
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
    rows = rows_inside(problem, cyclic, starts, overlap)
    share = overlap[columns] / (last - first + 1)[columns]
    scale = sample_scale(partition, upto)
    use = sparse.diags(scale) @ (coupling.matrix[:, columns] @ sparse.diags(share))
    unit = sparse.identity(len(coupling), format="csr")
    local = sparse.hstack([pick(cyclic.matrix, rows, columns), sparse.csr_matrix((len(rows), 2 * len(coupling)))])
    matrix = sparse.vstack([local, sparse.hstack([use, unit, -unit])], format="csr")
    weight = end / (len(starts) * STRETCH)
    penalty = PENALTY * float(np.abs(problem.cost).max(initial=1.0))
    solver = highs.load(
        np.concatenate([problem.cost[columns] * share * weight, np.full(2 * len(coupling), penalty)]),
        np.concatenate([problem.lower[columns], np.zeros(2 * len(coupling))]),
        np.concatenate([problem.upper[columns], np.full(2 * len(coupling), np.inf)]),
        matrix,
        np.concatenate([problem.row_lower[rows], coupling.lower]),
        np.concatenate([problem.row_upper[rows], coupling.upper]),
        solver="simplex",
        threads=1,
    )
    optimum = highs.solve_presolved(solver, stop)
    if optimum is None:
        return np.full(len(coupling), np.nan)
    multipliers = optimum[1][len(rows) :]
    # A row that the sample cannot meet has the penalty as its multiplier, which is no information on the whole LP.
    return np.where((scale > 0) & (np.abs(multipliers) < 0.99 * penalty), multipliers, np.nan)


def rows_inside(problem: Problem, cyclic: CyclicWindows, starts: Integers, overlap: Integers) -> Integers:
    """Return the local rows whose columns all touch the week that owns the row, by number."""
    week = np.minimum(np.searchsorted(starts + STRETCH, problem.column_first, "right"), len(starts) - 1)
    week = np.where(overlap > 0, week, -1)[cyclic.matrix.indices]
    low, high = (over_rows(extreme, week, cyclic.matrix, -1) for extreme in (np.minimum, np.maximum))
    return np.flatnonzero((cyclic.owner >= 0) & (low == cyclic.owner) & (high == cyclic.owner))


def sample_scale(partition: TimePartition, upto: Integers) -> Floats:
    """Return the number of hours that each coupling row spans, divided by the number of those hours in the sample, shape (coupling
    rows,); zero where the sample has none. upto: number of sampled hours before each hour, shape (hours + 1,)."""
    problem, matrix = partition.problem, partition.coupling.matrix
    first = over_rows(np.minimum, problem.column_first[matrix.indices], matrix, 0)
    last = over_rows(np.maximum, problem.column_last[matrix.indices], matrix, 0)
    inside = upto[last + 1] - upto[first]
    return np.where(inside > 0, (last - first + 1) / np.maximum(inside, 1), 0.0)
