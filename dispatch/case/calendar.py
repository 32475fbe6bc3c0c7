"""Parts of the year by their first and last day, MM-DD, both included; over the new year where the first is later."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def inside(time: pd.DatetimeIndex, first: str, last: str) -> NDArray[np.bool_]:
    """Return whether each hour lies between two days of the year, shape (hours,)."""
    day = np.asarray(time.month) * 100 + np.asarray(time.day)
    start, end = (int(text.replace("-", "")) for text in (first, last))
    return np.asarray((day >= start) & (day <= end) if start <= end else (day >= start) | (day <= end))


def within(time: pd.DatetimeIndex, periods: Iterable[str]) -> NDArray[np.bool_]:
    """Return whether each hour lies in one of the periods MM-DD/MM-DD, shape (hours,)."""
    covered = np.zeros(len(time), dtype=bool)
    for period in periods:
        first, last = period.split("/")
        covered |= inside(time, first, last)
    return covered
