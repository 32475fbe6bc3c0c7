"""The restricted master: the LP over the columns that move, which closes the coupling rows and prices them.

Every Lagrangian solution shows, for each column and each row, whether it is at a side. What has been at the same side
in all of them is held there; the rest is free. The optimum over what is free is a feasible point of the whole LP
wherever the coupling rows can be met, and its duals are the next prices. This is column generation in the extended
formulation (Sadykov and Vanderbeck, 2013): the solutions recombine hour by hour, not as wholes, so a few of them do.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from . import kernel
from .problem import Floats, Integers, Problem, Stop
from .split import Coupling, over_rows, pick

Mask: TypeAlias = NDArray[np.bool_]

AT = 1e-9
"""How near to its bound a value counts as at it."""


@dataclass(frozen=True, eq=False)
class Sides:
    """Columns and rows that are at their lower and at their upper side: masks, shapes (columns,) and (rows,)."""

    lower: Mask
    upper: Mask
    row_lower: Mask
    row_upper: Mask

    def __and__(self, other: Sides) -> Sides:
        return Sides(
            self.lower & other.lower,
            self.upper & other.upper,
            self.row_lower & other.row_lower,
            self.row_upper & other.row_upper,
        )


class Support:
    """What was off its side, or only loosely at it, in one of the last few solutions of the whole.

    Memory is short on purpose: what moved at prices that are far from the present ones only makes the master larger.
    Columns and rows of more than one hour are few and decide for many hours: they are never held.
    tie: reduced costs up to it count as zero, so that what is nearly indifferent is free.
    """

    MEMORY = 3

    def __init__(self, problem: Problem, tie: float) -> None:
        self.problem, self.tie = problem, tie
        span = problem.column_last - problem.column_first
        self._short = span == 0
        self._short_row = over_rows(np.minimum, span[problem.matrix.indices], problem.matrix, 0) == 0
        self._seen: deque[Sides] = deque(maxlen=self.MEMORY)
        self._point: Sides | None = None

    def see(self, primal: Floats, reduced: Floats, activity: Floats, dual: Floats) -> None:
        """Take note of a Lagrangian solution: values and reduced costs, activities and duals, each of the whole."""
        problem = self.problem
        self._seen.append(
            Sides(
                (primal <= problem.lower + AT) & (reduced > self.tie) & self._short,
                (primal >= problem.upper - AT) & (reduced < -self.tie) & self._short,
                (activity <= problem.row_lower + AT) & (dual > self.tie) & self._short_row,
                (activity >= problem.row_upper - AT) & (dual < -self.tie) & self._short_row,
            )
        )

    def see_point(self, primal: Floats, activity: Floats) -> None:
        """Keep what a feasible point has off its side free from now on, so that the master has one too."""
        problem = self.problem
        self._point = Sides(
            primal <= problem.lower + AT,
            primal >= problem.upper - AT,
            activity <= problem.row_lower + AT,
            activity >= problem.row_upper - AT,
        )

    def sides(self) -> Sides:
        """What is held."""
        seen = reduce(and_, self._seen)
        return seen if self._point is None else seen & self._point


@dataclass(frozen=True, eq=False)
class Closed:
    """An optimum of the restricted master.

    primal: shape (columns,). prices: of the coupling rows. value: its optimum, offset left out, the cost of what is
    bought at the edges of the price box included. bought: of which rows anything is, shape (rows,).
    """

    primal: Floats
    prices: Floats
    value: float
    bought: Mask


def close(
    problem: Problem,
    rows: Integers,
    coupling: Coupling,
    held: Sides,
    near: Floats,
    low: Floats,
    high: Floats,
    stop: Stop,
) -> Closed | None:
    """Optimum over the columns that are not held and the given local rows, with prices of the coupling rows
    within [low, high], near ``near`` one hopes. None where HiGHS was stopped or failed."""
    free = ~(held.lower | held.upper)
    primal = np.where(held.lower, problem.lower, problem.upper)
    primal[free] = 0.0
    columns = np.flatnonzero(free)
    every = np.concatenate([rows, coupling.rows])
    local = np.arange(len(every)) < len(rows)
    base = (problem.matrix @ primal)[every]
    row_low, row_high = problem.row_lower[every], problem.row_upper[every]
    tight_low, tight_high = held.row_lower[every] & local, held.row_upper[every] & local
    row_high = np.where(tight_low, row_low, row_high) - base
    row_low = np.where(tight_high, problem.row_upper[every], row_low) - base
    part = pick(problem.matrix, every, columns)
    kept = np.flatnonzero((np.diff(part.indptr) > 0) | ~local)
    count = len(coupling)
    place = np.arange(len(kept) - count, len(kept))
    ones = np.ones(count)
    slack = sparse.csr_matrix(
        (np.concatenate([ones, -ones]), (np.concatenate([place, place]), np.arange(2 * count))),
        shape=(len(kept), 2 * count),
    )
    highs = kernel.load(
        np.concatenate([problem.cost[columns], high, -low]),
        np.concatenate([problem.lower[columns], np.zeros(2 * count)]),
        np.concatenate([problem.upper[columns], np.full(2 * count, np.inf)]),
        sparse.hstack([part[kept], slack], format="csr"),
        row_low[kept],
        row_high[kept],
        solver="simplex",
        threads=1,
    )
    optimum = kernel.run_reduced(highs, stop, (place, near))
    if optimum is None:
        return None
    values, duals = optimum
    primal[columns] = values[: len(columns)]
    bought = np.asarray((values[len(columns) :] > AT).reshape(2, count).any(axis=0))
    prices = coupling.admissible(duals[len(kept) - count :])
    value = float(problem.cost @ primal + np.concatenate([high, -low]) @ values[len(columns) :])
    return Closed(np.clip(primal, problem.lower, problem.upper), prices, value, bought)
