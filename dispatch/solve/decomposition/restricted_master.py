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


@dataclass(frozen=True, eq=False)
class MasterSolution:
    """An optimum of the restricted master.

    primal: shape (columns,). prices: of the coupling rows. value: its optimum, offset left out, the cost of what is
    bought at the edges of the price box included. bought: of which rows anything is, at their lowest and at their
    highest price, shape (2, rows). basis: of the whole LP, the vertex of the point; None where something is bought.
    """

    primal: Floats
    prices: Floats
    value: float
    bought: Mask
    basis: Basis | None


def solve_master(
    problem: Problem,
    rows: Integers,
    coupling: CouplingRows,
    held: ActiveBounds,
    near: Floats,
    low: Floats,
    high: Floats,
    stop: Stop,
) -> MasterSolution | None:
    """Optimum over the columns that are not held and the given local rows, with prices of the coupling rows
    within [low, high], near ``near`` one hopes. None where HiGHS was stopped or failed."""
    free = ~(held.lower | held.upper)
    primal = np.where(held.lower, problem.lower, problem.upper)
    primal[free] = 0.0
    columns = np.flatnonzero(free)
    local = np.arange(len(rows) + len(coupling)) < len(rows)
    base = np.concatenate([(problem.matrix @ primal)[rows], coupling.matrix @ primal])
    low_side, high_side = problem.row_lower[rows], problem.row_upper[rows]
    row_low = np.concatenate([np.where(held.row_upper[rows], high_side, low_side), coupling.lower]) - base
    row_high = np.concatenate([np.where(held.row_lower[rows], low_side, high_side), coupling.upper]) - base
    coupled = pick(coupling.matrix, np.arange(len(coupling)), columns)
    part = sparse.vstack([pick(problem.matrix, rows, columns), coupled], format="csr")
    kept = np.flatnonzero((np.diff(part.indptr) > 0) | ~local)
    count = len(coupling)
    place = np.arange(len(kept) - count, len(kept))
    ones = np.ones(count)
    slack = sparse.csr_matrix(
        (np.concatenate([ones, -ones]), (np.concatenate([place, place]), np.arange(2 * count))),
        shape=(len(kept), 2 * count),
    )
    solver = highs.load(
        np.concatenate([problem.cost[columns], high, -low]),
        np.concatenate([problem.lower[columns], np.zeros(2 * count)]),
        np.concatenate([problem.upper[columns], np.full(2 * count, np.inf)]),
        sparse.hstack([part[kept], slack], format="csr"),
        row_low[kept],
        row_high[kept],
        solver="simplex",
        threads=1,
    )
    optimum = highs.solve_dualised_first(solver, stop, place, near)
    if optimum is None:
        return None
    values, duals, vertex = optimum
    primal[columns] = values[: len(columns)]
    bought = np.asarray((values[len(columns) :] > AT).reshape(2, count)[::-1])
    prices = coupling.admissible(duals[len(kept) - count :])
    value = float(problem.cost @ primal + np.concatenate([high, -low]) @ values[len(columns) :])
    basis = None
    if vertex is not None and not bought.any():
        tight = np.concatenate([rows, coupling.rows])[kept[vertex.rows != highs.BASIC]]
        basis = _whole_basis(problem, primal, columns[vertex.columns[: len(columns)] == highs.BASIC], tight)
    return MasterSolution(np.clip(primal, problem.lower, problem.upper), prices, value, bought, basis)


def _whole_basis(problem: Problem, primal: Floats, basic: Integers, tight: Integers) -> Basis:
    """Return the basis of the whole LP at a vertex of the restricted master problem, from its basic columns and nonbasic rows, by
    number. All other columns are at a bound; all other rows, those without a free column included, are basic."""
    columns = highs.nearest(primal, problem.lower, problem.upper)
    columns[basic] = highs.BASIC
    rows = np.full(len(problem.row_lower), highs.BASIC, dtype=np.int8)
    rows[tight] = highs.nearest((problem.matrix @ primal)[tight], problem.row_lower[tight], problem.row_upper[tight])
    return Basis(columns, rows)
