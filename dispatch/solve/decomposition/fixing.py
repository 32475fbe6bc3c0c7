"""Fixed and free variables of the restricted master problem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..problem import Floats, Problem
from ..sparse import over_rows
from .partition import Part

Mask: TypeAlias = NDArray[np.bool_]
Packed: TypeAlias = tuple[NDArray[np.uint8], ...]
"""The masks of ActiveBounds, one bit each."""

AT = 1e-9
"""Largest distance from a bound at which the bound counts as active."""
MEMORY = 3
"""Latest solutions of the relaxed LP that decide what is free. Columns that moved at multipliers far from the present ones only
make the restricted master problem larger."""


@dataclass(frozen=True, eq=False)
class ActiveBounds:
    """Active lower and upper bounds of columns and rows: masks, shapes (columns,) and (rows,)."""

    lower: Mask
    upper: Mask
    row_lower: Mask
    row_upper: Mask

    @classmethod
    def of(cls, problem: Problem, part: Part, primal: Floats, activity: Floats) -> Self:
        """Return the active bounds of a part from its values and row activities, in the order of the part."""
        columns, rows = part.columns, part.rows
        return cls(
            primal <= problem.lower[columns] + AT,
            primal >= problem.upper[columns] - AT,
            activity <= problem.row_lower[rows] + AT,
            activity >= problem.row_upper[rows] - AT,
        )

    @classmethod
    def every(cls, columns: int, rows: int) -> Self:
        """Return all bounds as active."""
        return cls(*(np.ones(count, dtype=bool) for count in (columns, columns, rows, rows)))

    @property
    def masks(self) -> tuple[Mask, Mask, Mask, Mask]:
        """Lower, upper, row_lower, row_upper."""
        return self.lower, self.upper, self.row_lower, self.row_upper

    def packed(self) -> Packed:
        """Return the masks in an eighth of the memory."""
        return tuple(np.packbits(mask) for mask in self.masks)

    def narrowed(self, parts: Iterable[tuple[Part, Packed]]) -> ActiveBounds:
        """Return the bounds that are active here and in the solutions of the parts too."""
        masks = [mask.copy() for mask in self.masks]
        for part, packed in parts:
            places = (part.columns, part.columns, part.rows, part.rows)
            for mask, at, bits in zip(masks, places, packed, strict=True):
                mask[at] &= np.unpackbits(bits, count=len(at)).astype(bool)
        return ActiveBounds(*masks)

    def __and__(self, other: ActiveBounds) -> ActiveBounds:
        return ActiveBounds(*(one & another for one, another in zip(self.masks, other.masks, strict=True)))


@dataclass(frozen=True, eq=False)
class FreeSet:
    """Columns and rows that are free in the restricted master problem. A column or row is fixed at a bound if the bound was
    active, with a reduced cost or dual above ``tie``, in the latest MEMORY solutions of the relaxed LP, and active in feasible
    points and in the mixture of window solutions that ended the multiplier iteration.

    tie: reduced costs up to this count as zero, so that nearly indifferent columns are free. short, short_rows: columns and
    rows of one hour, shapes (columns,) and (rows,). Those of more hours are few and decide for many hours: they are free. primal: the latest
    solution of the relaxed LP, shape (columns,). shifted: whether the rows of the restricted master problem are shifted to it.
    """

    problem: Problem
    tie: float
    short: Mask
    short_rows: Mask
    latest: tuple[ActiveBounds, ...]
    always: ActiveBounds
    primal: Floats | None = None
    shifted: bool = False

    @classmethod
    def of(cls, problem: Problem, tie: float) -> Self:
        """Return the set before any solution."""
        span = problem.column_last - problem.column_first
        short_rows = over_rows(np.minimum, span[problem.matrix.indices], problem.matrix, 0) == 0
        every = ActiveBounds.every(len(problem.cost), len(problem.row_lower))
        return cls(problem, tie, span == 0, short_rows, (), every)

    def with_solution(self, primal: Floats, reduced: Floats, activity: Floats, dual: Floats) -> Self:
        """Take a solution of the relaxed LP: values and reduced costs, shape (columns,), activities and duals, shape (rows,)."""
        problem = self.problem
        active = ActiveBounds(
            (primal <= problem.lower + AT) & (reduced > self.tie) & self.short,
            (primal >= problem.upper - AT) & (reduced < -self.tie) & self.short,
            (activity <= problem.row_lower + AT) & (dual > self.tie) & self.short_rows,
            (activity >= problem.row_upper - AT) & (dual < -self.tie) & self.short_rows,
        )
        return replace(self, latest=(*self.latest, active)[-MEMORY:], primal=primal)

    def with_point(self, primal: Floats) -> Self:
        """Free the columns and rows off their bounds in a feasible point, so that the master problem contains the point."""
        problem = self.problem
        whole = Part(np.arange(len(problem.cost)), np.arange(len(problem.row_lower)), problem.matrix)
        return replace(self, always=self.always & ActiveBounds.of(problem, whole, primal, problem.matrix @ primal))

    def with_mixture(self, solutions: Iterable[tuple[Part, Packed]]) -> Self:
        """Free the columns and rows off their bounds in solutions of windows. A mixture of them meets the coupling constraints,
        which no single one does."""
        return replace(self, always=self.always.narrowed(solutions))

    @property
    def contained(self) -> Floats | None:
        """The solution of the relaxed LP to which the rows are shifted; None: rows have their bounds."""
        return self.primal if self.shifted else None

    def as_shifted(self) -> Self:
        """Shift the rows so that they contain the latest solution of the relaxed LP.

        HiGHS solutions violate rows by up to 2e-7. The restricted master problem has their columns fixed exactly at bounds, and their rows
        fixed as equations. Presolve adds up the differences over chains of days, and reports infeasibility: in a year with 15,000 such
        rows, and 29,000 free columns with ranges below 1e-6.
        """
        return replace(self, shifted=True)

    def fixed(self) -> ActiveBounds:
        """Return the bounds at which columns and rows are fixed."""
        return reduce(and_, self.latest) & self.always
