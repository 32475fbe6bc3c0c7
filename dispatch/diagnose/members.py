"""Members of a conflict by block and place, and by how much each of them alone would have to give way."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from dispatch.lp import LP, Block, Integers, Matrix

from .conflict import Conflict, restricted, solved

MOST = 60
"""Members that are tried one after another."""


@dataclass(frozen=True, eq=False)
class Member:
    """One requirement: a block of rows or of bounds at one place, in some hours. side: +1 an upper, -1 a lower limit.
    hours: first and last hour, -1 where it is of none in particular. count: rows or bounds. least, most: of the limits
    themselves. relief: how far it alone must give way, the same in every hour, in the unit of the limit; None where it
    cannot mend the conflict alone."""

    block: str
    text: str
    place: tuple[str, ...]
    axes: tuple[str, ...]
    side: int
    hours: tuple[int, int]
    count: int
    least: float
    most: float
    row: bool
    at: Integers
    relief: float | None = None


def members(lp: LP, problem: Matrix, conflict: Conflict) -> list[Member]:
    """Requirements of a conflict with their relief; lower bounds at zero, which say that nothing runs backwards, are
    left out."""
    rows = _grouped(lp.constraints, conflict.rows, conflict.row_sides, problem, True)
    bounds = _grouped(lp.variables, conflict.columns, conflict.column_sides, problem, False)
    found = [*rows, *(member for member in bounds if member.side > 0 or member.least != 0)]
    part = restricted(problem, conflict.rows)
    return [replace(m, relief=_relief(part, conflict, m)) if k < MOST else m for k, m in enumerate(found)]


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
            found.append(Member(name, block.text, place, axes, side, hours, len(at), *spread, row, np.array(at)))
    return found


def _relief(part: tuple[Matrix, Integers], conflict: Conflict, member: Member) -> float | None:
    """The least amount by which the member, alone and in all of its hours alike, must give way."""
    problem, used = part
    size = len(problem.row_lower)
    if member.row:
        column = np.where(np.isin(conflict.rows, member.at), -member.side, 0.0)
        matrix = sparse.hstack([problem.matrix, sparse.csr_matrix(column[:, None])], format="csr")
        sides = (problem.row_lower, problem.row_upper)
        lower, upper = problem.lower, problem.upper
    else:
        at = np.flatnonzero(np.isin(used, member.at))
        picks = sparse.csr_matrix((np.ones(len(at)), (np.arange(len(at)), at)), shape=(len(at), len(used)))
        extra = sparse.hstack([picks, sparse.csr_matrix(np.full((len(at), 1), -float(member.side)))])
        matrix = sparse.vstack([sparse.hstack([problem.matrix, sparse.csr_matrix((size, 1))]), extra], format="csr")
        limit = (problem.upper if member.side > 0 else problem.lower)[at]
        free = np.full(len(at), np.inf)
        low, high = (-free, limit) if member.side > 0 else (limit, free)
        sides = (np.append(problem.row_lower, low), np.append(problem.row_upper, high))
        lower, upper = problem.lower.copy(), problem.upper.copy()
        (upper if member.side > 0 else lower)[at] = np.inf if member.side > 0 else -np.inf
    wider = replace(
        problem,
        cost=np.append(np.zeros(len(used)), 1.0),
        lower=np.append(lower, 0.0),
        upper=np.append(upper, np.inf),
        matrix=matrix,
        row_lower=sides[0],
        row_upper=sides[1],
    )
    highs = solved(wider)
    if highs.modelStatusToString(highs.getModelStatus()) != "Optimal":
        return None
    return float(highs.getInfo().objective_function_value)
