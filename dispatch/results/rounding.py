"""Hourly numbers come in whole steps, so that they fit 32 bits on disk and are the same in memory."""

from __future__ import annotations

import numpy as np

from dispatch.lp import Floats

STEP = 1e-4
"""Step of hourly numbers, in their unit (MW, MWh, CNY/MWh): a ten-thousandth; coarser only where one would not fit."""
_MOST = 2**31 - 2


def step_of(values: Floats) -> float:
    """The step of an array: ``STEP``, or the next power of ten with which its largest number fits 32 bits.

    >>> step_of(np.array([1.0, 40000.0])), step_of(np.array([3e6]))
    (0.0001, 0.01)
    """
    known = np.abs(values[np.isfinite(values)])
    largest = float(known.max(initial=0.0))
    step = STEP
    while largest / step > _MOST:
        step *= 10.0
    return round(step, 4) if step < 1 else step


def in_steps(values: Floats) -> Floats:
    """Rounded to whole steps.

    >>> float(in_steps(np.array([20.00004]))[0])
    20.0
    """
    step = step_of(values)
    return np.asarray(np.rint(values / step) * step)
