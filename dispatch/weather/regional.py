"""The region side by side: years that are drawn, the reanalysis, what was observed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
import xarray as xr

from dispatch.arrays import Floats

from .parameters import Parameters
from .statistics import BAND, MEASURES, values_of, with_groups

Recorded: TypeAlias = Mapping[str, tuple[pd.DatetimeIndex, Floats, Floats]]
"""Name of a record -> its time, wind and PV of the region, shape (hours,) each."""

LISTED = ("hours", "deviation", "below_5_percent", "highest", "lag_1", "lag_6", "lag_24", "ramp_p50", "ramp_p99")
"""Measures of the hourly series that are set side by side."""
EVERY = 3
"""Hours of the day between those that are shown."""


def figures(time: pd.DatetimeIndex, wind: Floats, pv: Floats) -> dict[str, float]:
    """Return the figures of one year of a region: figure -> value. Months and hours of the day are relative
    to the year."""
    found: dict[str, float] = {}
    for name, values in (("wind", wind), ("pv", pv)):
        found |= {f"{name}, {one}": MEASURES[one](values) for one in LISTED}
        for month in range(1, 13):
            found[f"{name}, month {month}"] = float(values[time.month == month].mean() / values.mean())
        for hour in range(0, 24, EVERY):
            found[f"{name}, hour {hour}"] = float(values[time.hour == hour].mean() / values.mean())
    found["wind and pv, correlation"] = float(np.corrcoef(wind, pv)[0, 1])
    return found


def side_by_side(years: Sequence[xr.Dataset], parameters: Parameters, records: Recorded) -> pd.DataFrame:
    """Return each figure of the region: ``low``, ``mean`` and ``high`` of the years drawn (band of all), then for each
    record (time, wind, pv at its level) its own figure and the mean over it, then ``observed`` figures.

    The spread of months is the mean over the months of the standard deviation between years, over the month's mean;
    the spread of years is that of the hours. They need two years. The observed ones are of the pseudo-years.
    """
    if parameters.region is None or not years:
        return pd.DataFrame()
    grouped = [with_groups(year, parameters) for year in years]
    drawn = pd.DataFrame([_of_year(year) for year in grouped])
    table = pd.DataFrame({"low": drawn.quantile(BAND[0]), "mean": drawn.mean(), "high": drawn.quantile(BAND[1])})
    for name, (time, wind, pv) in records.items():
        table[name] = pd.Series(figures(time, wind, pv))
        table[f"mean / {name}"] = table["mean"] / table[name]
    spread = _spreads(drawn) if len(years) > 1 else {}
    table = table.reindex([*table.index, *spread])
    for name, value in spread.items():
        table.loc[name, "mean"] = value
    table["observed"] = pd.Series(_observed(parameters), dtype=float)
    return table


def _of_year(year: xr.Dataset) -> dict[str, float]:
    time = year.indexes["time"]
    assert isinstance(time, pd.DatetimeIndex)
    return figures(time, values_of(year, "wind-region"), values_of(year, "pv-region"))


def _spreads(drawn: pd.DataFrame) -> dict[str, float]:
    found = {}
    for kind in ("wind", "pv"):
        hours = drawn[f"{kind}, hours"]
        months = [drawn[f"{kind}, month {month}"] * hours for month in range(1, 13)]
        found[f"{kind}, spread of months"] = float(np.mean([month.std() / month.mean() for month in months]))
        found[f"{kind}, spread of years"] = float(hours.std() / hours.mean())
    return found


def _observed(parameters: Parameters) -> dict[str, float]:
    """Spreads of the pseudo-years, without the months that are unknown (1 in each); and observed months."""
    rows = {}
    for kind in ("wind", "pv"):
        factors = np.array([getattr(year, kind) for year in parameters.pseudo_year])
        if len(factors) > 1:
            known = factors[:, factors.std(axis=0) > 0]
            rows[f"{kind}, spread of months"] = float((known.std(axis=0, ddof=1) / known.mean(axis=0)).mean())
            hours = np.array([getattr(year, f"{kind}_hours") for year in parameters.pseudo_year])
            rows[f"{kind}, spread of years"] = float(hours.std(ddof=1) / hours.mean())
    for row in parameters.observed:
        kind, _, group = row.series.partition("-")
        if group == "region" and row.measure == "relative_mean" and row.start[:2] == row.end[:2]:
            rows[f"{kind}, month {int(row.start[:2])}"] = row.value
    return rows
