"""First values of the coupling columns and first multipliers of the coupling rows, from the LP of a few sampled weeks."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from .. import highs
from ..problem import Floats, Stop
from ..sparse import pick
from .coupling_columns import CouplingColumns
from .partition import TimePartition
from .sampled_weeks import SampledWeeks, spread_evenly

WEEKS = 4
"""Largest number of sampled weeks."""


def first_columns(
    coupling_columns: CouplingColumns, partition: TimePartition, stop: Stop
) -> tuple[Floats, Floats] | None:
    """Return values of the coupling columns, shape (coupling columns,), and multipliers of the coupling rows, shape (coupling rows,), zero
    where the sample does not determine one; None where HiGHS has no values.

    partition: of the columns with hours, the coupling columns at zero. Costs and uses of the sample are scaled to the horizon, and so the
    coupling columns are not.
    """
    inner, coupling, problem = partition.problem, partition.coupling, coupling_columns.problem
    weeks = SampledWeeks.of(partition, spread_evenly(partition.windows[-1][1], WEEKS))
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
    found = np.clip(values[: len(chosen)], problem.lower[chosen], problem.upper[chosen])
    multipliers = weeks.determined(duals[len(rows) : len(rows) + len(coupling)])
    return found, coupling.admissible(np.nan_to_num(multipliers))
