"""A Gaussian process that is made to agree with a record of its region: what the region did is known, where in the
region it happened is drawn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .clock import Clock

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_WIDEST = 8.0
"""Standard deviations of the region's mean among which the root is sought."""
_HALVINGS = 40
"""Halvings of that interval: 16 / 2^40 is below 2e-11. A fixed number, so that every machine takes the same steps."""


def conditioned(
    state: Floats,
    correlation: Floats,
    share: Floats,
    groups: Integers,
    output: Callable[[Floats], Floats],
    target: Floats,
) -> Floats:
    """Return the process at which the region's output has the mean stated in each group of hours; shape of ``state``.

    state: standard Gaussian process (places, hours); correlation: between places (places, places); share: of each place
    in the region (places,); groups: number of the group of each hour (hours,), for instance its day; output: hourly
    output of the region (hours,) for a process, rising with it; target: mean output of each group (groups,).

    The region's mean m of the process is replaced, the rest is kept: x - b (m - d), with b = R a / (a' R a) the
    regression on m, and d the one number of each group that gives the target (simulation by residuals, Journel and
    Huijbregts, Mining Geostatistics, 1978, with the aggregate as the datum). A target out of reach gets the nearest end.
    """
    toward = np.array([float((row * share).sum()) for row in correlation])
    toward = toward / float((toward * share).sum())
    mode = np.zeros(state.shape[1])
    for own, row in zip(share, state, strict=True):
        mode += own * row
    count = np.bincount(groups)

    def mean(hourly: Floats) -> Floats:
        return np.asarray(np.bincount(groups, hourly) / count)

    rest = state - toward[:, None] * mean(mode)[groups]
    low, high = np.full(len(count), -_WIDEST), np.full(len(count), _WIDEST)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        short = mean(output(rest + toward[:, None] * middle[groups])) < target
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.asarray(rest + toward[:, None] * (0.5 * (low + high))[groups])


def scaled_months(hourly: Floats, clock: Clock, target: Floats, most: float) -> Floats:
    """Return a record whose months have other means, shape (hours,): each month times one factor, cut off at ``most``.
    ``target``: mean of each month (12,); one above ``most`` gets ``most``."""
    scaled = np.zeros_like(hourly)
    for month in range(12):
        inside = clock.month == month
        own, low, high = hourly[inside], 0.0, 100.0
        for _ in range(_HALVINGS):
            factor = 0.5 * (low + high)
            if np.minimum(own * factor, most).mean() < target[month]:
                low = factor
            else:
                high = factor
        scaled[inside] = np.minimum(own * factor, most)
    return scaled
