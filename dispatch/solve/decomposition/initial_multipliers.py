"""Initial multipliers of the coupling constraints, from LPs of a few sampled weeks with these constraints scaled to them."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from .. import highs
from ..problem import Floats, Integers, Stop
from ..threads import ThreadBudget
from .partition import TimePartition
from .sampled_weeks import SampledWeeks, mean_determined, samples

SAMPLES, STRETCHES = 4, 3
"""Number of samples, and of weeks in each, spread evenly over the horizon. The time of a sample grows with the square of its size,
and the multiplier iteration converges as soon from the mean over small samples as from the multipliers of a large one."""


def initial_multipliers(partition: TimePartition, stop: Stop, threads: ThreadBudget) -> Floats:
    """Return initial multipliers of the coupling rows, shape (coupling rows,): the mean over the samples that determine a
    multiplier, zero where none does."""
    starts = samples(partition.windows[-1][1], SAMPLES, STRETCHES)
    found = threads.map(lambda weeks: _sample(partition, weeks, stop), starts)
    return np.asarray(partition.coupling.admissible(np.nan_to_num(mean_determined(found))))


def _sample(partition: TimePartition, starts: Integers, stop: Stop) -> Floats:
    """Return the multipliers of the coupling rows in a sample of weeks with these first hours, shape (coupling rows,); NaN where the
    sample does not determine one."""
    problem, coupling, weeks = partition.problem, partition.coupling, SampledWeeks.of(partition, starts)
    columns, rows, slack = weeks.columns, weeks.rows, 2 * len(coupling)
    unit = sparse.identity(len(coupling), format="csr")
    local = sparse.hstack([weeks.matrix, sparse.csr_matrix((len(rows), slack))])
    solver = highs.load(
        np.concatenate([weeks.cost, np.full(slack, weeks.penalty)]),
        np.concatenate([problem.lower[columns], np.zeros(slack)]),
        np.concatenate([problem.upper[columns], np.full(slack, np.inf)]),
        sparse.vstack([local, sparse.hstack([weeks.use, unit, -unit])], format="csr"),
        np.concatenate([problem.row_lower[rows], coupling.lower]),
        np.concatenate([problem.row_upper[rows], coupling.upper]),
        solver="simplex",
        threads=1,
    )
    optimum = highs.solve_presolved(solver, stop)
    return np.full(len(coupling), np.nan) if optimum is None else weeks.determined(optimum[1][len(rows) :])
