"""A Gaussian process that is made to agree with a record of its region: what the region did is known, where in the
region it happened is drawn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dispatch.arrays import Floats, Integers

from .clock import Clock

_WIDEST = 8.0
"""Standard deviations of the region's mean among which the root is sought."""
_HALVINGS = 5
"""Halvings of that interval, until the output changes throughout it."""
_SECANTS = 11
"""Secant steps in what is left. Fixed numbers, so that every machine takes the same steps."""
_MONTH_HALVINGS = 48
"""Halvings for the factor of a month."""


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

    def excess(mode: Floats) -> Floats:
        return mean(output(rest + toward[:, None] * mode[groups])) - target

    return np.asarray(rest + toward[:, None] * _root(excess, len(count))[groups])


def _root(excess: Callable[[Floats], Floats], count: int) -> Floats:
    """Return the root of each of ``count`` rising functions of one number each: halvings, then secants that keep the
    root between them (Illinois: Dowell and Jarratt, BIT 11, 1971). Without a root, near the end that is nearest to one.

    The ends are not evaluated: at the upper one turbines have stopped in a storm, and the output no longer rises."""
    low, high = np.full(count, -_WIDEST), np.full(count, _WIDEST)
    below, above, side = np.full(count, -1.0), np.ones(count), np.zeros(count)
    for step in range(_HALVINGS + _SECANTS):
        middle = 0.5 * (low + high)
        if step >= _HALVINGS:
            middle = np.where(above > below, low - below * (high - low) / np.maximum(above - below, 1e-300), middle)
        found = excess(middle)
        up = found > 0.0
        # The end that stays twice in a row counts half, or one end would never move.
        below = np.where(up & (side > 0.0), 0.5 * below, below)
        above = np.where(~up & (side < 0.0), 0.5 * above, above)
        low, below = np.where(up, low, middle), np.where(up, below, found)
        high, above = np.where(up, middle, high), np.where(up, found, above)
        side = np.where(up, 1.0, -1.0)
    return np.asarray(middle)


def scaled_months(hourly: Floats, clock: Clock, target: Floats, most: float) -> Floats:
    """Return a record whose months have other means, shape (hours,): each month times one factor, cut off at ``most``.
    ``target``: mean of each month (12,); one above ``most`` gets ``most``."""
    scaled = np.zeros_like(hourly)
    for month in range(12):
        inside = clock.month == month
        own, low, high = hourly[inside], 0.0, 100.0
        for _ in range(_MONTH_HALVINGS):
            factor = 0.5 * (low + high)
            if np.minimum(own * factor, most).mean() < target[month]:
                low = factor
            else:
                high = factor
        scaled[inside] = np.minimum(own * factor, most)
    return scaled
