"""The least change of a number in bounds and sides of an LP with which all rows can hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from dispatch.lp import Floats, Integers, Matrix

from .conflict import restricted, solved

WHOLE = 300_000
"""Maximum number of rows that are relaxed at once; of a larger LP, each violated week."""
WEEK = 168
SAME = 1e-9
"""Relative difference of two numbers that are the same but for rounding."""


def least_change(
    base: Matrix, other: Matrix, step: float, room: tuple[float, float], violated: Integers
) -> float | None:
    """Return the least change of a number, up or down, with which the rows hold.

    base, other: the LP as it is, and where the number is greater by ``step``. room: how far it may fall (<= 0) and rise.
    violated: rows that are, shape (rows,). None where the number moves coefficients or columns, 0 where no change is
    enough. For an LP of more than WHOLE rows it is a lower bound: what each week with a violated row needs.
    """
    rate = _rates(base, other, step)
    if rate is None:
        return None
    if len(base.row_lower) <= WHOLE:
        return _least(base, rate, room, np.arange(len(base.row_lower)))
    weeks = np.unique(base.row_first[violated][base.row_first[violated] >= 0] // WEEK)
    inside = (base.row_first >= 0) & (base.row_first // WEEK == base.row_last // WEEK)
    needs = [_least(base, rate, room, np.flatnonzero(inside & (base.row_first // WEEK == week))) for week in weeks]
    if not needs or 0.0 in needs or min(needs) < 0.0 < max(needs):
        return 0.0
    return max(needs, key=abs)


Rates = tuple[Floats, Floats, Floats, Floats]
"""How lower and upper bounds of columns, lower and upper sides of rows move with the number."""


def _rates(base: Matrix, other: Matrix, step: float) -> Rates | None:
    one, two = base.matrix, other.matrix
    if one.shape != two.shape or one.nnz != two.nnz or (one.indices != two.indices).any():
        return None
    if not np.allclose(one.data, two.data, rtol=SAME, atol=0.0):
        return None
    rates = []
    for before, after in (
        (base.lower, other.lower),
        (base.upper, other.upper),
        (base.row_lower, other.row_lower),
        (base.row_upper, other.row_upper),
    ):
        ends = np.isfinite(before)
        if (ends != np.isfinite(after)).any():
            return None
        moved = np.where(ends, after, 0.0) - np.where(ends, before, 0.0)
        moved[np.abs(moved) <= SAME * np.maximum(1.0, np.abs(np.where(ends, before, 0.0)))] = 0.0
        rates.append(moved / step)
    return rates[0], rates[1], rates[2], rates[3]


def _least(base: Matrix, rate: Rates, room: tuple[float, float], rows: Integers) -> float:
    """The change for some rows: every row and bound that moves is a row ``form - rate x change`` of its own."""
    part, used = restricted(base, rows)
    falls, rises, low, high = rate[0][used], rate[1][used], rate[2][rows], rate[3][rows]
    count = len(used)
    moving = (low != 0) | (high != 0)
    blocks = [sparse.hstack([part.matrix[~moving], sparse.csr_matrix((int((~moving).sum()), 2))])]
    lower, upper = [part.row_lower[~moving]], [part.row_upper[~moving]]
    free_low, free_high = part.lower.copy(), part.upper.copy()
    single = sparse.identity(count, format="csr")
    for form, sides, pace, above in (
        (part.matrix, part.row_lower, low, False),
        (part.matrix, part.row_upper, high, True),
        (single, part.lower, falls, False),
        (single, part.upper, rises, True),
    ):
        at = np.flatnonzero((moving if form is part.matrix else pace != 0) & np.isfinite(sides))
        change = sparse.csr_matrix(np.column_stack([-pace[at], pace[at]]))
        blocks.append(sparse.hstack([form[at], change]))
        endless = np.full(len(at), np.inf)
        lower.append(-endless if above else sides[at])
        upper.append(sides[at] if above else endless)
        if form is single:
            (free_high if above else free_low)[at] = np.inf if above else -np.inf
    fall, rise = (max(0.0, -room[0]), max(0.0, room[1]))
    asked = replace(
        part,
        cost=np.append(np.zeros(count), [1.0, 1.0]),
        lower=np.append(free_low, [0.0, 0.0]),
        upper=np.append(free_high, [rise, fall]),
        matrix=sparse.vstack(blocks, format="csr"),
        row_lower=np.concatenate(lower),
        row_upper=np.concatenate(upper),
    )
    highs = solved(asked)
    if highs.modelStatusToString(highs.getModelStatus()) != "Optimal":
        return 0.0
    up, down = list(highs.getSolution().col_value)[-2:]
    return float(up - down)
