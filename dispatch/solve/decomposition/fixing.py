"""What the master may move: what was off its side in a solution of the whole or of the windows, or loosely at it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..problem import Floats, Problem
from ..sparse import over_rows
from .partition import Part

Mask: TypeAlias = NDArray[np.bool_]
Packed: TypeAlias = tuple[NDArray[np.uint8], ...]
"""The masks of ActiveBounds, a bit each."""

AT = 1e-9
"""How near to its bound a value counts as at it."""


@dataclass(frozen=True, eq=False)
class ActiveBounds:
    """Columns and rows that are at their lower and at their upper side: masks, shapes (columns,) and (rows,)."""

    lower: Mask
    upper: Mask
    row_lower: Mask
    row_upper: Mask

    @classmethod
    def of(cls, problem: Problem, part: Part, primal: Floats, activity: Floats) -> ActiveBounds:
        """Bounds of the columns and rows of a part, from their values and activities, in the order of the part."""
        columns, rows = part.columns, part.rows
        return cls(
            primal <= problem.lower[columns] + AT,
            primal >= problem.upper[columns] - AT,
            activity <= problem.row_lower[rows] + AT,
            activity >= problem.row_upper[rows] - AT,
        )

    @classmethod
    def every(cls, columns: int, rows: int) -> ActiveBounds:
        """All columns and rows at both sides."""
        return cls(*(np.ones(count, dtype=bool) for count in (columns, columns, rows, rows)))

    @property
    def masks(self) -> tuple[Mask, Mask, Mask, Mask]:
        """Lower, upper, row_lower, row_upper."""
        return self.lower, self.upper, self.row_lower, self.row_upper

    def packed(self) -> Packed:
        """The same in an eighth of the memory."""
        return tuple(np.packbits(mask) for mask in self.masks)

    def narrow(self, part: Part, packed: Packed) -> None:
        """Keep only what is at the same side in a part."""
        places = (part.columns, part.columns, part.rows, part.rows)
        for mask, at, bits in zip(self.masks, places, packed, strict=True):
            mask[at] &= np.unpackbits(bits, count=len(at)).astype(bool)

    def __and__(self, other: ActiveBounds) -> ActiveBounds:
        return ActiveBounds(*(one & another for one, another in zip(self.masks, other.masks, strict=True)))


class FreeSet:
    """What was off its side, or only loosely at it, in one of the last few solutions of the whole; and what is off its
    side in a feasible point or in the mixture of the windows' solutions that settled their prices.

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
        self._seen: deque[ActiveBounds] = deque(maxlen=self.MEMORY)
        self._kept = ActiveBounds.every(len(problem.cost), len(problem.row_lower))

    def see(self, primal: Floats, reduced: Floats, activity: Floats, dual: Floats) -> None:
        """Take note of a Lagrangian solution: values and reduced costs, activities and duals, each of the whole."""
        problem = self.problem
        self._seen.append(
            ActiveBounds(
                (primal <= problem.lower + AT) & (reduced > self.tie) & self._short,
                (primal >= problem.upper - AT) & (reduced < -self.tie) & self._short,
                (activity <= problem.row_lower + AT) & (dual > self.tie) & self._short_row,
                (activity >= problem.row_upper - AT) & (dual < -self.tie) & self._short_row,
            )
        )

    def see_point(self, primal: Floats) -> None:
        """Keep what a feasible point has off its side free from now on, so that the master has one too."""
        problem = self.problem
        whole = Part(np.arange(len(problem.cost)), np.arange(len(problem.row_lower)), problem.matrix)
        self._kept = self._kept & ActiveBounds.of(problem, whole, primal, problem.matrix @ primal)

    def see_mixture(self, solutions: Iterable[tuple[Part, Packed]]) -> None:
        """Keep what is off its side in these solutions of parts free from now on: mixed they meet the coupling rows,
        which no single one of them does."""
        for part, packed in solutions:
            self._kept.narrow(part, packed)

    def let_rows_go(self) -> None:
        """Hold no row from now on. Rows held at their sides are equations, and where they follow one another for days
        presolve adds their rounding up and takes it for a contradiction."""
        self._kept.row_lower[:] = self._kept.row_upper[:] = False

    def sides(self) -> ActiveBounds:
        """What is held."""
        return reduce(and_, self._seen) & self._kept
