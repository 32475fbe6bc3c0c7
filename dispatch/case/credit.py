"""Capacity credit (保证容量) of wind, PV and hydro: the share of capacity that is exceeded on most days, by month and hour
of the day.

Definition: with a guarantee rate (保证率) of 95 %, the credit of a month and hour is the 5 % quantile of what is
available then, over all days of that month and all weather years. Exceedance method: A. Keane et al., "Capacity Value
of Wind Power", IEEE Trans. Power Systems 26(2), 2011; M. Milligan, K. Porter, NREL/CP-500-43433, 2008.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from dispatch.arrays import Floats

HOURS = tuple(f"h{hour:02}" for hour in range(24))
"""Columns of the table ``capacity_credits``: hours of the day by their start."""
DIGITS = 4
"""Digits of a credit: a hundredth of a percent, far below what weather statistics can claim."""


def climatology(time: pd.DatetimeIndex, years: Iterable[Floats], quantile: float) -> Floats:
    """Return the credit by month and hour of the day, shape (12, 24).

    ``years``: hourly availability as a share of capacity, one array (hours of ``time``,) a weather year. A month without
    hours takes the credit of the nearest month that has some, and so does an hour of the day of its month.
    """
    drawn = np.array(list(years), dtype=float)
    credit = np.full((12, 24), np.nan)
    month, hour = np.asarray(time.month) - 1, np.asarray(time.hour)
    for cell in np.unique(month * 24 + hour):
        credit[cell // 24, cell % 24] = np.quantile(drawn[:, month * 24 + hour == cell], quantile)
    return np.round(_filled(credit), DIGITS)


def _filled(credit: Floats) -> Floats:
    """The credit with gaps taken from the nearest month, then from the least of the hours that are known."""
    known = np.isfinite(credit)
    for hour in np.flatnonzero(known.any(axis=0)):
        has = np.flatnonzero(known[:, hour])
        apart = np.abs(np.arange(12)[:, None] - has[None, :])
        nearest = has[np.minimum(apart, 12 - apart).argmin(axis=1)]
        credit[:, hour] = credit[nearest, hour]
    return np.where(np.isfinite(credit), credit, np.nanmin(credit))


def at(credit: Floats, time: pd.DatetimeIndex) -> Floats:
    """Return the credit in each hour, shape (hours,): linear between the middles of months, so that no month begins
    with a step.

    An hour of day d of a month of n days lies at (d - 1/2)/n - 1/2 months from the middle of its month.
    """
    place = (np.asarray(time.day) - 0.5) / np.asarray(time.days_in_month) - 0.5
    month, hour = np.asarray(time.month) - 1, np.asarray(time.hour)
    other = (month + np.where(place < 0.0, -1, 1)) % 12
    share = np.abs(place)
    return np.asarray((1.0 - share) * credit[month, hour] + share * credit[other, hour], dtype=float)


def given(table: pd.DataFrame) -> dict[str, Floats]:
    """Return the credits of the table ``capacity_credits``: profile -> (12, 24), months without a row as nan."""
    found: dict[str, Floats] = {}
    hours = table[list(HOURS)].to_numpy(dtype=float)
    for profile, month, row in zip(table["profile"], table["month"], hours, strict=True):
        found.setdefault(str(profile), np.full((12, 24), np.nan))[int(month) - 1] = row
    return {profile: _filled(credit) for profile, credit in found.items()}
