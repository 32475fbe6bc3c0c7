"""Cost by term and area."""

from __future__ import annotations

import numpy as np

from dispatch.lp import Floats

from .reader import Reader

MILLION = 1e6


def terms(reader: Reader) -> tuple[str, ...]:
    """Terms of the objective, in the order of the LP."""
    return tuple(dict.fromkeys(name for name, _ in reader.lp.cost_parts))


def cost(reader: Reader) -> dict[str, Floats]:
    """``cost`` (areas, terms) and ``cost_of_region`` (terms), in CNY. A part of the objective belongs to an area by the
    labels of its first axis that does; what has no such axis is in the region only."""
    names = terms(reader)
    by_area, whole = np.zeros((len(reader.places), len(names))), np.zeros(len(names))
    for name, part in reader.lp.cost_parts:
        values = np.asarray(part.value(reader.point.primal)) * MILLION
        term = names.index(name)
        whole[term] += values.sum()
        placed = [k for k, axis in enumerate(part.axes) if reader.places.known(axis)]
        if not placed:
            continue
        others = tuple(k for k in range(values.ndim) if k != placed[0])
        for area, amount in zip(reader.places.of(part.axes[placed[0]]), values.sum(axis=others), strict=True):
            if area >= 0:
                by_area[area, term] += amount
    return {"cost": by_area, "cost_of_region": whole}
