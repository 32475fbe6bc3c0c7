"""The restricted master problem: the whole LP with most variables fixed at a bound; its duals are the next multipliers.

Each solution of the relaxed LP shows for each column and row whether it is at a bound. A column or row that was at the same
bound in all of them is fixed there; the others are free. The optimum over the free ones is a feasible point of the whole LP
wherever the coupling constraints can be met. This is column generation in the extended formulation (Sadykov and Vanderbeck,
2013): the solutions recombine hour by hour, not as wholes, so a few of them suffice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .. import highs
from ..problem import Basis, Floats, Integers, Problem, Stop
from ..sparse import pick
from .fixing import AT, ActiveBounds, Mask
from .partition import CouplingRows

TIGHTEST = 1e-10
"""Least feasibility tolerance of HiGHS. Presolve takes a column whose range is within its tolerance, by default 1e-7, for fixed at a bound. Rows
with many such columns then contradict each other."""


@dataclass(frozen=True, eq=False)
class MasterSolution:
    """An optimum of the restricted master problem.

    primal: values of all columns, shape (columns,). multipliers: of the coupling rows, shape (coupling rows,). value: its optimum
    without the offset, with the cost of violations of the coupling rows. at_edge: which rows are violated, at the lowest and at
    the highest multiplier of the trust region, shape (2, coupling rows). basis: of the whole LP, the vertex of the point; None
    where a coupling row is violated.
    """

    primal: Floats
    multipliers: Floats
    value: float
    at_edge: Mask
    basis: Basis | None


def solve_master(
    problem: Problem,
    rows: Integers,
    coupling: CouplingRows,
    fixed: ActiveBounds,
    near: Floats,
    lowest: Floats,
    highest: Floats,
    stop: Stop,
    contained: Floats | None = None,
) -> MasterSolution | None:
    """Minimise the cost over the free columns, subject to the given local rows, by number, and the coupling rows.

    fixed: bounds at which columns and rows are fixed. lowest, highest: the trust region, shapes (coupling rows,). The dual of a
    coupling row stays within it, as the row may be violated downward at the cost ``highest`` and upward at ``-lowest`` for each
    unit. near: multipliers close to the optimum, from which the solve starts. contained: values that violate local
    rows by rounding, shape (columns,): the rows are shifted to contain them, and presolve has the tolerance TIGHTEST. None: HiGHS
    failed, or was stopped.
    """
    free = ~(fixed.lower | fixed.upper)
    primal = np.where(fixed.lower, problem.lower, problem.upper)
    primal[free] = 0.0
    columns = np.flatnonzero(free)
    local = np.arange(len(rows) + len(coupling)) < len(rows)
    row_lower, row_upper = _row_bounds(problem, rows, coupling, fixed, primal, contained)
    coupled = pick(coupling.matrix, np.arange(len(coupling)), columns)
    part = sparse.vstack([pick(problem.matrix, rows, columns), coupled], format="csr")
    kept = np.flatnonzero((np.diff(part.indptr) > 0) | ~local)
    count = len(coupling)
    place = np.arange(len(kept) - count, len(kept))
    ones = np.ones(count)
    violation = sparse.csr_matrix(
        (np.concatenate([ones, -ones]), (np.concatenate([place, place]), np.arange(2 * count))),
        shape=(len(kept), 2 * count),
    )
    penalty = np.concatenate([highest, -lowest])
    solver = highs.load(
        np.concatenate([problem.cost[columns], penalty]),
        np.concatenate([problem.lower[columns], np.zeros(2 * count)]),
        np.concatenate([problem.upper[columns], np.full(2 * count, np.inf)]),
        sparse.hstack([part[kept], violation], format="csr"),
        row_lower[kept],
        row_upper[kept],
        solver="simplex",
        threads=1,
        **({} if contained is None else {"primal_feasibility_tolerance": TIGHTEST}),
    )
    optimum = highs.solve_dualised_first(solver, stop, place, near)
    if optimum is None:
        return None
    values, duals, vertex = optimum
    primal[columns], violations = values[: len(columns)], values[len(columns) :]
    at_edge = np.asarray((violations > AT).reshape(2, count)[::-1])
    multipliers = coupling.admissible(duals[len(kept) - count :])
    value = float(problem.cost @ primal + penalty @ violations)
    basis = None
    if vertex is not None and not at_edge.any():
        tight = np.concatenate([rows, coupling.rows])[kept[vertex.rows != highs.BASIC]]
        basis = _whole_basis(problem, primal, columns[vertex.columns[: len(columns)] == highs.BASIC], tight)
    return MasterSolution(np.clip(primal, problem.lower, problem.upper), multipliers, value, at_edge, basis)


def _row_bounds(
    problem: Problem,
    rows: Integers,
    coupling: CouplingRows,
    fixed: ActiveBounds,
    primal: Floats,
    contained: Floats | None,
) -> tuple[Floats, Floats]:
    """Return bounds of local and coupling rows for the free columns. primal: values of the others, zero for the free ones."""
    base = np.concatenate([(problem.matrix @ primal)[rows], coupling.matrix @ primal])
    lower, upper = problem.row_lower[rows], problem.row_upper[rows]
    row_lower = np.concatenate([np.where(fixed.row_upper[rows], upper, lower), coupling.lower]) - base
    row_upper = np.concatenate([np.where(fixed.row_lower[rows], lower, upper), coupling.upper]) - base
    if contained is not None:
        # A fixed row stays an equation, at another value: without fixed rows the LP of a year has twice the rows after presolve.
        free = ~(fixed.lower | fixed.upper)
        activity = (problem.matrix @ np.where(free, contained, 0.0))[rows]
        low, high = row_lower[: len(rows)], row_upper[: len(rows)]
        equation = low == high
        row_lower[: len(rows)] = np.where(equation, activity, np.minimum(low, activity))
        row_upper[: len(rows)] = np.where(equation, activity, np.maximum(high, activity))
    return row_lower, row_upper


def _whole_basis(problem: Problem, primal: Floats, basic: Integers, tight: Integers) -> Basis:
    """Return the basis of the whole LP at a vertex of the restricted master problem, from its basic columns and nonbasic rows, by
    number. All other columns are at a bound; all other rows, those without a free column included, are basic."""
    columns = highs.nearest(primal, problem.lower, problem.upper)
    columns[basic] = highs.BASIC
    rows = np.full(len(problem.row_lower), highs.BASIC, dtype=np.int8)
    rows[tight] = highs.nearest((problem.matrix @ primal)[tight], problem.row_lower[tight], problem.row_upper[tight])
    return Basis(columns, rows)
