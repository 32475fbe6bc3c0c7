"""The calendar: hours in UTC+8, holidays, seasons."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dispatch.arrays import Floats
from dispatch.errors import CaseError, Fault
from dispatch.messages import message

SPRING_FESTIVAL = {
    2017: "01-28", 2018: "02-16", 2019: "02-05", 2020: "01-25", 2021: "02-12", 2022: "02-01",
    2023: "01-22", 2024: "02-10", 2025: "01-29", 2026: "02-17", 2027: "02-06", 2028: "01-26",
    2029: "02-13", 2030: "02-03", 2031: "01-23", 2032: "02-11", 2033: "01-31", 2034: "02-19",
    2035: "02-08", 2036: "01-28", 2037: "02-15", 2038: "02-04", 2039: "01-24", 2040: "02-12",
}  # fmt: skip
"""New Year's Day of the lunisolar calendar."""


class Clock:
    """The hours of a calendar year in UTC+8 without daylight saving, each named by its beginning."""

    def __init__(self, year: int) -> None:
        if year not in SPRING_FESTIVAL:
            years = f"{min(SPRING_FESTIVAL)}-{max(SPRING_FESTIVAL)}"
            rule = message("fault.weather.spring_festival")
            raise CaseError(
                [Fault("case.toml", 0, "year", str(year), rule, message("remedy.weather.take_one", years=years))]
            )
        self.year = year
        self.time = pd.date_range(f"{year}-01-01", f"{year}-12-31 23:00", freq="h", unit="s")
        self.month = np.asarray(self.time.month, dtype=np.int64) - 1
        self.hour = np.asarray(self.time.hour, dtype=np.int64)
        self.weekday = np.asarray(self.time.day_of_week, dtype=np.int64)
        self.day = np.asarray(self.time.day_of_year, dtype=np.float64)

    def __len__(self) -> int:
        return len(self.time)

    @property
    def middle(self) -> pd.DatetimeIndex:
        """The middle of each hour, with its time zone: where the sun is looked up."""
        return (self.time + pd.Timedelta(minutes=30)).tz_localize("Etc/GMT-8")

    def smooth_months(self, values: tuple[float, ...]) -> Floats:
        """Monthly values as a curve of hours: straight between the middles of the months, and round the year's end."""
        middles = np.cumsum([0.0, 31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30])
        middles = middles + np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) / 2.0
        at = self.day - 1.0 + self.hour / 24.0
        return np.asarray(np.interp(at, middles, np.asarray(values), period=365.25), dtype=np.float64)

    def weights(self, capacity: tuple[float, ...] | None) -> Floats:
        """What each hour counts in the hours of a year, shape (hours,): of a mean year of 8,760 hours, or of this very
        year with the capacity of each month."""
        if capacity is None:
            return np.full(len(self), 8760.0 / len(self))
        monthly = np.asarray(capacity)[self.month]
        return np.asarray(monthly / monthly.mean())

    def season(self, start: str, end: str) -> NDArray[np.bool_]:
        """Whether each hour lies between two days (MM-DD), both included, the year's end between them or not."""
        day = np.asarray(self.time.strftime("%m-%d"))
        inside = (day >= start) & (day <= end) if start <= end else (day >= start) | (day <= end)
        return np.asarray(inside)

    def holidays(self, spring_festival: float, national_day: float) -> Floats:
        """Factor of each hour: a week from the eve of the Spring Festival with three days of coming and going on
        either side, and the week of the National Day."""
        eve = pd.Timestamp(f"{self.year}-{SPRING_FESTIVAL[self.year]}") - pd.Timedelta(days=1)
        since = np.asarray((self.time - eve) / pd.Timedelta(days=1), dtype=np.float64)
        depth = np.interp(since, [-5.0, -1.0, 7.0, 13.0], [0.0, 1.0, 1.0, 0.0])
        october = (self.month == 9) & (np.asarray(self.time.day) <= 7)
        return np.asarray((1.0 + (spring_festival - 1.0) * depth) * np.where(october, national_day, 1.0))
