"""Whole weeks of a window, put one behind the other: a short stand-in for a long window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dispatch.messages import message

from .case import Case

WEEK = 168
"""Hours of a week."""


def weeks_like_the_whole(case: Case, count: int) -> NDArray[np.int64]:
    """Hours of ``count`` weeks, spread evenly over the window, shape (168 count,), as places in it.

    Each is at the same place in its share of the window: the one, of all that begin with a day, at which the means of
    all series are nearest those of the window, each deviation relative to its mean. Raises ValueError where the window
    is shorter.
    """
    whole = len(case.time)
    step = whole // count
    if step < WEEK:
        raise ValueError(message("fault.common.weeks", count=count, whole=whole))
    series = np.array([values for values in case.series.values() if values.any()]).reshape(-1, whole)
    mean = np.abs(series).mean(axis=1)
    upto = np.concatenate([np.zeros((len(series), 1)), np.cumsum(series, axis=1)], axis=1)
    begin = np.arange(count) * whole // count // 24 * 24

    def deviation(place: int) -> float:
        first = begin + place
        means = (upto[:, first + WEEK] - upto[:, first]).sum(axis=1) / (WEEK * count)
        return float(np.square((means - series.mean(axis=1)) / mean).sum())

    places = range(0, step - WEEK + 1, 24)
    best = min(places, key=deviation)
    return np.asarray((begin[:, None] + best + np.arange(WEEK)).ravel(), dtype=np.int64)


def at_hours(case: Case, hours: NDArray[np.int64]) -> Case:
    """The case at some hours of its window, in order, one behind the other: it has their share of every amount
    of the horizon, as any window is."""
    return replace(case, time=case.time[hours], series={name: values[hours] for name, values in case.series.items()})
