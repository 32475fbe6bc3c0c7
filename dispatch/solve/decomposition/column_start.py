"""First values of the coupling columns and first multipliers of the coupling rows, from the LP of a few sampled weeks."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from .. import highs
from ..problem import Floats, Stop
from ..sparse import pick
from .coupling_columns import CouplingColumns
from .cyclic_windows import with_cyclic_boundary
from .initial_multipliers import PENALTY, STRETCH, rows_inside, sample_scale
from .partition import TimePartition

WEEKS = 4
"""Largest number of sampled weeks."""


def first_columns(
    coupling_columns: CouplingColumns, partition: TimePartition, stop: Stop
) -> tuple[Floats, Floats] | None:
    """Return values of the coupling columns, shape (coupling columns,), and multipliers of the coupling rows, shape (coupling rows,).

    partition: of the columns with hours, the coupling columns at zero. Weeks are spread evenly; costs and uses of coupling rows are scaled
    from the sample to the horizon (``initial_multipliers``), coupling columns are not. None where there is no optimum.
    """
    inner, coupling, problem = partition.problem, partition.coupling, coupling_columns.problem
    end = partition.windows[-1][1]
    count = min(WEEKS, max(1, end // (2 * STRETCH)))
    starts = np.maximum([int((k + 0.5) * end / count - STRETCH / 2) // 24 * 24 for k in range(count)], 0)
    sampled = np.zeros(end + 1, dtype=np.int64)
    for start in starts:
        sampled[start + 1 : start + STRETCH + 1] = 1
    upto = np.cumsum(sampled)
    first, last = inner.column_first, inner.column_last
    overlap = upto[last + 1] - upto[first]
    columns = np.flatnonzero(overlap > 0)
    cyclic = with_cyclic_boundary(inner, [(int(start), int(start) + STRETCH) for start in starts], partition.local)
    rows = rows_inside(inner, cyclic, starts, overlap)
    share = overlap[columns] / (last - first + 1)[columns]
    scale = sample_scale(partition, upto)
    seen = scale > 0
    use = sparse.diags(scale) @ (coupling.matrix[:, columns] @ sparse.diags(share))
    unit = sparse.identity(len(coupling), format="csr")
    adds = sparse.diags(1.0 / coupling.unit) @ coupling_columns.entries(coupling_columns.rows[coupling.rows])
    chosen, own = coupling_columns.columns, coupling_columns.own
    local = [coupling_columns.entries(coupling_columns.rows[rows]), pick(cyclic.matrix, rows, columns), None, None]
    limits = [[pick(problem.matrix, own, chosen), None, None, None]] if len(own) else []
    matrix = sparse.csr_matrix(sparse.bmat([local, [adds, use, unit, -unit], *limits]))
    weight = end / (len(starts) * STRETCH)
    penalty = PENALTY * float(np.abs(inner.cost).max(initial=1.0))
    slack = np.full(2 * len(coupling), np.inf)
    solver = highs.load(
        np.concatenate([problem.cost[chosen], inner.cost[columns] * share * weight, np.full(len(slack), penalty)]),
        np.concatenate([problem.lower[chosen], inner.lower[columns], np.zeros(len(slack))]),
        np.concatenate([problem.upper[chosen], inner.upper[columns], slack]),
        matrix,
        np.concatenate([inner.row_lower[rows], np.where(seen, coupling.lower, -np.inf), problem.row_lower[own]]),
        np.concatenate([inner.row_upper[rows], np.where(seen, coupling.upper, np.inf), problem.row_upper[own]]),
        solver="hipo",
        run_crossover="off",
        threads=1,
    )
    if highs.run(solver, stop) in highs.INFEASIBLE:
        # Capacity that comes into service within a week may be unable to return to its state of the first hour.
        begins = starts[cyclic.owner[rows]]
        closing = np.flatnonzero((inner.row_first[rows] < begins) | (inner.row_last[rows] >= begins + STRETCH))
        infinite = np.full(len(closing), np.inf)
        highs.change_rows(solver, closing, -infinite, infinite)
        highs.run(solver, stop)
    solution = solver.getSolution()
    if not solution.value_valid:
        return None
    values, duals = np.asarray(solution.col_value), np.asarray(solution.row_dual)
    multipliers = duals[len(rows) : len(rows) + len(coupling)]
    multipliers = np.where(seen & (np.abs(multipliers) < 0.99 * penalty), multipliers, 0.0)
    found = np.clip(values[: len(chosen)], problem.lower[chosen], problem.upper[chosen])
    return found, coupling.admissible(multipliers)
