"""Members of a conflict by block and place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.lp import LP, Block, Integers, Matrix, equation_of
from dispatch.messages import Message

from .conflict import Conflict
from .requirement_columns import BOUNDS, Rule


@dataclass(frozen=True, eq=False)
class Member:
    """One requirement: a block of rows or of bounds at one place, in some hours. side: +1 an upper, -1 a lower limit.
    hours: first and last hour, -1 where it is of none in particular. count: rows or bounds. least, most: of the limits
    themselves."""

    block: str
    text: str | Message
    place: tuple[str, ...]
    axes: tuple[str, ...]
    side: int
    hours: tuple[int, int]
    count: int
    least: float
    most: float
    row: bool
    at: Integers
    demand: str = ""

    @property
    def rule(self) -> Rule | None:
        """Table and columns that set the requirement; None for a definition."""
        return Rule.of(self.demand) if self.row else BOUNDS.get(self.block, (None, None))[int(self.side > 0)]

    @property
    def number(self) -> str:
        """Number of the equation, or the name of the variable."""
        return equation_of(self.block) or self.block


def members(lp: LP, problem: Matrix, conflict: Conflict) -> list[Member]:
    """Requirements of a conflict; lower bounds at zero, which say that nothing runs backwards, are
    left out."""
    rows = _grouped(lp.constraints, conflict.rows, conflict.row_sides, problem, True)
    bounds = _grouped(lp.variables, conflict.columns, conflict.column_sides, problem, False)
    return [*rows, *(member for member in bounds if member.side > 0 or member.least != 0)]


def _grouped(blocks: dict[str, Block], numbers: Integers, sides: Integers, problem: Matrix, row: bool) -> list[Member]:
    low, high = (problem.row_lower, problem.row_upper) if row else (problem.lower, problem.upper)
    first, last = (problem.row_first, problem.row_last) if row else (problem.column_first, problem.column_last)
    found = []
    side_of = dict(zip(numbers.tolist(), sides.tolist(), strict=True))
    for name, block in blocks.items():
        index = block.index.ravel()
        cells = np.flatnonzero(np.isin(index, numbers) & (index >= 0))
        others = [k for k, axis in enumerate(block.axes) if axis.first is None]
        where = np.unravel_index(cells, block.index.shape) if block.axes else ()
        groups: dict[tuple[tuple[str, ...], int], list[int]] = {}
        for k, cell in enumerate(cells):
            place = tuple(block.axes[other].labels[where[other][k]] for other in others)
            number = int(index[cell])
            groups.setdefault((place, side_of[number]), []).append(number)
        for (place, side), at in groups.items():
            limits = (high if side > 0 else low)[at]
            axes = tuple(block.axes[k].name for k in others)
            hours = (int(first[at].min()), int(last[at].max()))
            spread = (float(limits.min()), float(limits.max()))
            found.append(
                Member(name, block.text, place, axes, side, hours, len(at), *spread, row, np.array(at), block.demand)
            )
    return found
