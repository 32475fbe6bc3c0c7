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
"""Samples, and stretches of hours in each, all spread evenly. The time of a sample grows with the square of its size,
and windows settle as soon from the mean of small ones as from the prices of a large one."""
STRETCH = 168
"""Length of each [h]."""
PENALTY = 100.0
"""Price of leaving a coupling row unmet in the sample, times the largest cost of a column."""


def initial_multipliers(split: TimePartition, stop: Stop, crew: ThreadBudget) -> Floats:
    """Prices of the coupling rows, shape (rows,): the mean of those samples that say something, zero where none does."""
    end = split.windows[-1][1]
    count = min(SAMPLES * STRETCHES, max(1, end // (2 * STRETCH)))
    samples = -(-count // STRETCHES)
    starts = np.array([int((k + 0.5) * end / count - STRETCH / 2) // 24 * 24 for k in range(count)])
    starts = np.maximum(starts, 0)
    found = crew.map(lambda k: _prices(split, starts[k::samples], stop), range(samples))
    told = [np.isfinite(prices) for prices in found]
    total = np.sum([np.nan_to_num(prices) for prices in found], axis=0)
    return np.asarray(split.coupling.admissible(total / np.maximum(np.sum(told, axis=0), 1)))


def _prices(split: TimePartition, starts: Integers, stop: Stop) -> Floats:
    """Prices of the coupling rows in a sample of stretches, shape (rows,), NaN where it says nothing.

    Each stretch is closed on itself. A column counts by the share of its hours that are in the sample, a local row if
    every column of it touches one and the same stretch, and a coupling row is scaled by the hours that it spans over
    those of them that are sampled.
    """
    problem, coupling = split.problem, split.coupling
    end = split.windows[-1][1]
    sampled = np.zeros(end + 1, dtype=np.int64)
    for start in starts:
        sampled[start + 1 : start + STRETCH + 1] = 1
    upto = np.cumsum(sampled)
    first, last = problem.column_first, problem.column_last
    overlap = upto[last + 1] - upto[first]
    columns = np.flatnonzero(overlap > 0)
    ring = with_cyclic_boundary(problem, [(int(start), int(start) + STRETCH) for start in starts], split.local)
    rows = _rows(problem, ring, starts, overlap)
    share = overlap[columns] / (last - first + 1)[columns]
    scaled = coupling.matrix[:, columns] @ sparse.diags(share)
    scale = _scale(split, upto)
    scaled = sparse.diags(scale) @ scaled
    slack = sparse.identity(len(coupling), format="csr")
    whole = sparse.vstack(
        [
            sparse.hstack(
                [
                    pick(ring.matrix, rows, columns),
                    sparse.csr_matrix((len(rows), 2 * len(coupling))),
                ]
            ),
            sparse.hstack([scaled, slack, -slack]),
        ],
        format="csr",
    )
    weight = end / (len(starts) * STRETCH)
    penalty = PENALTY * float(np.abs(problem.cost).max(initial=1.0))
    solver = highs.load(
        np.concatenate([problem.cost[columns] * share * weight, np.full(2 * len(coupling), penalty)]),
        np.concatenate([problem.lower[columns], np.zeros(2 * len(coupling))]),
        np.concatenate([problem.upper[columns], np.full(2 * len(coupling), np.inf)]),
        whole,
        np.concatenate([problem.row_lower[rows], coupling.lower]),
        np.concatenate([problem.row_upper[rows], coupling.upper]),
        solver="simplex",
        threads=1,
    )
    optimum = highs.solve_presolved(solver, stop)
    if optimum is None:
        return np.full(len(coupling), np.nan)
    prices = optimum[1][len(rows) :]
    # A row that the sample cannot meet costs the penalty, which says nothing of the whole.
    return np.where((scale > 0) & (np.abs(prices) < 0.99 * penalty), prices, np.nan)


def _rows(problem: Problem, ring: CyclicWindows, starts: Integers, overlap: Integers) -> Integers:
    """Rows of the ring whose columns all touch the stretch that owns them."""
    stretch = np.minimum(np.searchsorted(starts + STRETCH, problem.column_first, side="right"), len(starts) - 1)
    stretch = np.where(overlap > 0, stretch, -1)[ring.matrix.indices]
    low, high = (over_rows(extreme, stretch, ring.matrix, -1) for extreme in (np.minimum, np.maximum))
    return np.flatnonzero((ring.owner >= 0) & (low == ring.owner) & (high == ring.owner))


def _scale(split: TimePartition, upto: Integers) -> Floats:
    """Hours that each coupling row spans over those of them that are in the sample; zero where none is."""
    problem, matrix = split.problem, split.coupling.matrix
    first = over_rows(np.minimum, problem.column_first[matrix.indices], matrix, 0)
    last = over_rows(np.maximum, problem.column_last[matrix.indices], matrix, 0)
    inside = upto[last + 1] - upto[first]
    return np.where(inside > 0, (last - first + 1) / np.maximum(inside, 1), 0.0)
