"""Groups of hours: months, seasons, hours of the day, and the days that a report shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from lunar_python import Lunar
from numpy.typing import NDArray

from dispatch.arrays import Floats

SEASONS = ("spring", "summer", "autumn", "winter")


@dataclass(frozen=True, eq=False)
class Groups:
    """``labels`` of groups in order, and the group of each hour."""

    labels: Sequence[str]
    of_hour: NDArray[np.int64]

    def sum(self, values: Floats) -> Floats:
        """(hours, ...) summed into (groups, ...)."""
        out = np.zeros((len(self.labels), *values.shape[1:]))
        np.add.at(out, self.of_hour, values)
        return out

    @property
    def hours(self) -> Floats:
        """Hours in each group."""
        return np.bincount(self.of_hour, minlength=len(self.labels)).astype(float)

    def mean(self, values: Floats) -> Floats:
        """(hours, ...) averaged into (groups, ...)."""
        return self.sum(values) / self.hours.reshape(-1, *[1] * (values.ndim - 1))

    def at(self, group: int) -> NDArray[np.int64]:
        """Hours of a group."""
        return np.flatnonzero(self.of_hour == group)


def _groups(names: Sequence[str]) -> Groups:
    of_hour, labels = pd.factorize(np.asarray(names, dtype=object))
    return Groups([str(label) for label in labels], np.asarray(of_hour, dtype=np.int64))


def months(time: pd.DatetimeIndex) -> Groups:
    """Calendar months, as 2030-04."""
    return _groups(list(time.strftime("%Y-%m")))


def days(time: pd.DatetimeIndex) -> Groups:
    """Calendar days, as 2030-04-12."""
    return _groups(list(time.strftime("%Y-%m-%d")))


def seasons(time: pd.DatetimeIndex) -> Groups:
    """Spring is March to May, and so on: keys of the catalogue, in the order of the year."""
    names = [SEASONS[(month - 3) % 12 // 3] for month in time.month]
    present = [season for season in SEASONS if season in set(names)]
    return Groups(present, np.array([present.index(name) for name in names], dtype=np.int64))


def hours_of_day(time: pd.DatetimeIndex) -> Groups:
    """Hours 0 to 23."""
    return Groups([str(hour) for hour in range(24)], np.asarray(time.hour, dtype=np.int64))


def month_by_hour(time: pd.DatetimeIndex) -> tuple[Sequence[str], Groups]:
    """Months, and groups of month x hour of day: group ``24 m + h``."""
    by_month = months(time)
    labels = [f"{month} {hour}" for month in by_month.labels for hour in range(24)]
    return by_month.labels, Groups(labels, by_month.of_hour * 24 + np.asarray(time.hour))


def spring_festival(time: pd.DatetimeIndex) -> list[str]:
    """The days of 春节 that begin within these hours: first day of the first lunar month."""
    years = range(int(time[0].year), int(time[-1].year) + 1)
    return [str(Lunar.fromYmd(year, 1, 1).getSolar().toYmd()) for year in years]
