"""A basis of one LP carried to another of like blocks, by name and label."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dispatch.lp import LP, Block
from dispatch.solve import Basis

_Number = TypeVar("_Number", np.int8, np.float64)
NONBASIC, BASIC = np.int8(0), np.int8(1)


def map_basis(basis: Basis, old: LP, new: LP) -> Basis:
    """The basis of ``old`` as a start of ``new``: what is not known there is at its bound (columns) or slack (rows).
    Rows that were added behind those of ``old`` are left out."""
    columns = map_values(basis.columns, old.variables, new.variables, new.columns, NONBASIC)
    rows = map_values(basis.rows, old.constraints, new.constraints, new.rows, BASIC)
    prices = None
    if basis.prices is not None:
        prices = map_values(basis.prices, old.constraints, new.constraints, new.rows, np.float64(np.nan))
    primal = None
    if basis.primal is not None:
        primal = map_values(basis.primal, old.variables, new.variables, new.columns, np.float64(np.nan))
    return Basis(columns, rows, prices, primal, basis.gap)


def map_values(
    values: NDArray[_Number], old: dict[str, Block], new: dict[str, Block], size: int, other: _Number
) -> NDArray[_Number]:
    """Return values of columns or rows of one LP as those of another, shape (size,): where a block of ``new`` has the name of one of ``old``,
    by label, and ``other`` elsewhere."""
    out = np.full(size, other, dtype=values.dtype)
    for name, block in new.items():
        if name not in old or len(old[name].axes) != len(block.axes):
            continue
        places = []
        for axis, before in zip(block.axes, old[name].axes, strict=True):
            if axis.same(before):
                places.append(np.arange(len(axis)))
            else:
                where = {label: k for k, label in enumerate(before.labels)}
                places.append(np.array([where.get(label, -1) for label in axis.labels], dtype=np.int64))
        there = old[name].index[np.ix_(*[np.maximum(place, 0) for place in places])] if places else old[name].index
        known = (block.index >= 0) & (there >= 0)
        for k, place in enumerate(places):
            known &= (place >= 0).reshape([-1 if k == other_axis else 1 for other_axis in range(len(places))])
        out[block.index[known]] = values[there[known]]
    return out
