"""Shares of several stores in one power, by time to go (hours of full output that a store still has)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dispatch.arrays import Floats

Use = Callable[[Floats], Floats]
"""Serve deficits from the power available at each node, (nodes, columns) [MW]. Returns the power used, same shape."""


def fill(low: Floats, most: Floats, slope: Floats, total: Floats) -> Floats:
    """Return x_k = clip((s - low_k) slope_k, 0, most_k) with the level s at which they sum to ``total``.

    low, most, slope: (stores, columns); total: (columns,), at most the sum of ``most``. The sum is piecewise linear in s:
    it is evaluated at all ends of pieces, and the piece that holds the total is interpolated."""
    if len(low) == 1:
        return np.minimum(total[None], most)
    width = np.divide(most, slope, out=np.zeros(most.shape), where=slope > 0.0)
    points = np.sort(np.concatenate([low, low + width]), axis=0)
    sums = np.clip((points[:, None] - low) * slope, 0.0, most).sum(axis=1)
    last = np.clip((sums <= total).sum(axis=0), 1, len(points) - 1)
    column = np.arange(points.shape[1])
    left, right = points[last - 1, column], points[last, column]
    below, above = sums[last - 1, column], sums[last, column]
    rise = above - below
    part = np.divide(total - below, rise, out=np.zeros(rise.shape), where=rise > 0.0)
    level = left + np.clip(part, 0.0, 1.0) * (right - left)
    return np.asarray(np.clip((level - low) * slope, 0.0, most), dtype=float)


def discharge(content: Floats, power: Floats, out: Floats, total: Floats) -> Floats:
    """Return the discharge of each store of a node [MW], (stores, columns): the longest time to go gives first, until all
    are equal (greatest discharge duration first; Cruise and Zachary, arXiv 1808.05901; Evans, Tindemans and Angeli,
    IEEE Trans. Power Systems 2019).

    content: deliverable energy is content x out [MWh]; power: most [MW]; total: sum of the discharge, (columns,)."""
    togo = np.divide(content * out, power, out=np.zeros(content.shape), where=power > 0.0)
    return fill(-togo, np.minimum(power, content * out), power, total)


def charge(content: Floats, power: Floats, room: Floats, gain: Floats, total: Floats) -> Floats:
    """Return the charge of each store of a node [MW], (stores, columns): the shortest time to go takes first, until all are
    equal.

    power: most discharge [MW]; room: most charge [MW]; gain: deliverable energy per energy charged; total: sum."""
    togo = np.divide(content, power, out=np.zeros(content.shape), where=power > 0.0)
    slope = np.where(room > 0.0, np.maximum(power, 1e-9) / gain, 0.0)
    return fill(togo, room, slope, total)
