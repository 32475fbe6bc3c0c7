"""First values of the coupling columns and first multipliers of the coupling rows, from LPs of a few sampled weeks."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from .. import highs
from ..problem import Floats, Integers, Stop
from ..sparse import pick
from ..threads import ThreadBudget
from .coupling_columns import CouplingColumns
from .partition import TimePartition
from .sampled_weeks import SampledWeeks, mean_determined, samples

SAMPLES, STRETCHES = 2, 6
"""Number of samples, and of weeks in each, spread evenly over the horizon: with twelve weeks each month of a year has one. The time of a
sample grows faster than its size."""
NEAR = 1e-5
"""Distance to a bound, relative to the range, within which a value of interior points counts as at it."""


def first_columns(
    coupling_columns: CouplingColumns, partition: TimePartition, stop: Stop, threads: ThreadBudget
) -> tuple[Floats, Floats] | None:
    """Return values of the coupling columns, shape (coupling columns,), and multipliers of the coupling rows, shape (coupling rows,), NaN
    where no sample determines one: means over the samples. None where HiGHS has no values.

    partition: of the columns with hours, the coupling columns at zero.
    """
    starts = samples(partition.windows[-1][1], SAMPLES, STRETCHES)
    found = threads.map(lambda weeks: _sample(coupling_columns, partition, weeks, stop), starts)
    solved = [each for each in found if each is not None]
    if not solved:
        return None
    values, multipliers = zip(*solved, strict=True)
    problem, chosen = coupling_columns.problem, coupling_columns.columns
    near = _at_near_bounds(np.mean(values, axis=0), problem.lower[chosen], problem.upper[chosen])
    return near, partition.coupling.admissible(mean_determined(multipliers))


def _sample(
    coupling_columns: CouplingColumns, partition: TimePartition, starts: Integers, stop: Stop
) -> tuple[Floats, Floats] | None:
    """Return values and multipliers, as ``first_columns``, of a sample of weeks with these first hours.

    Costs and uses of the sample are scaled to the horizon, and so the coupling columns are not.
    """
    inner, coupling, problem = partition.problem, partition.coupling, coupling_columns.problem
    weeks = SampledWeeks.of(partition, starts)
    columns, rows = weeks.columns, weeks.rows
    chosen, own = coupling_columns.columns, coupling_columns.own
    unit, slack = sparse.identity(len(coupling), format="csr"), np.full(2 * len(coupling), np.inf)
    local = sparse.hstack(
        [
            coupling_columns.entries(coupling_columns.rows[rows]),
            weeks.matrix,
            sparse.csr_matrix((len(rows), len(slack))),
        ]
    )
    coupled = sparse.hstack([coupling_columns.adds(coupling), weeks.use, unit, -unit])
    rest = sparse.csr_matrix((len(own), len(columns) + len(slack)))
    limits = sparse.hstack([pick(problem.matrix, own, chosen), rest])
    seen = weeks.scale > 0
    solver = highs.load(
        np.concatenate([problem.cost[chosen], weeks.cost, np.full(len(slack), weeks.penalty)]),
        np.concatenate([problem.lower[chosen], inner.lower[columns], np.zeros(len(slack))]),
        np.concatenate([problem.upper[chosen], inner.upper[columns], slack]),
        sparse.vstack([local, coupled, limits], format="csr"),
        np.concatenate([inner.row_lower[rows], np.where(seen, coupling.lower, -np.inf), problem.row_lower[own]]),
        np.concatenate([inner.row_upper[rows], np.where(seen, coupling.upper, np.inf), problem.row_upper[own]]),
        solver="hipo",
        run_crossover="off",
        threads=1,
    )
    if highs.run(solver, stop) in highs.INFEASIBLE:
        # Capacity that comes into service within a week may be unable to return to its state of the first hour.
        infinite = np.full(len(weeks.closing), np.inf)
        highs.change_rows(solver, weeks.closing, -infinite, infinite)
        highs.run(solver, stop)
    solution = solver.getSolution()
    if not solution.value_valid:
        return None
    values, duals = np.asarray(solution.col_value), np.asarray(solution.row_dual)
    multipliers = duals[len(rows) : len(rows) + len(coupling)]
    return values[: len(chosen)], weeks.determined(multipliers)


def _at_near_bounds(values: Floats, lower: Floats, upper: Floats) -> Floats:
    """Return values within their bounds, those near a bound at it."""
    infinite = np.isinf(upper - lower)
    near = NEAR * np.where(infinite, np.maximum(np.abs(values), 1.0), upper - lower)
    return np.where(values <= lower + near, lower, np.where(values >= upper - near, upper, values))
