"""What a planner asks of a weather year: measures of a series, and how those of many years lie about the observed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from dispatch.arrays import Floats

from .parameters import Parameters
from .region import Observed

CALM = 0.10
"""A calm is a run of hours below this share of capacity."""
LEVELS = (0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99)
"""Quantiles of the hourly distribution."""
BAND = (0.10, 0.90)
"""Quantiles over years between which a year usually lies."""


def _correlation(a: Floats, b: Floats) -> float:
    return float(np.corrcoef(a, b)[0, 1]) if a.std() > 0 and b.std() > 0 else float("nan")


def _lag(hours: int) -> Callable[[Floats], float]:
    return lambda values: _correlation(values[:-hours], values[hours:])


def _quantile(level: float) -> Callable[[Floats], float]:
    return lambda values: float(np.quantile(values, level))


def longest_run(mask: NDArray[np.bool_]) -> int:
    """Length of the longest run of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _day(values: Floats) -> Floats:
    """Mean of each hour of the day over the mean of all, shape (24,), of whole days."""
    return np.asarray(values.reshape(-1, 24).mean(axis=0) / values.mean())


MEASURES: dict[str, Callable[[Floats], float]] = {
    "mean": lambda values: float(values.mean()),
    "deviation": lambda values: float(values.std()),
    "hours": lambda values: float(values.sum()),
    "highest": lambda values: float(values.max()),
    "load_factor": lambda values: float(values.mean() / values.max()),
    "lowest_over_mean": lambda values: float(values.min() / values.mean()),
    "lag_1": _lag(1),
    "lag_6": _lag(6),
    "lag_24": _lag(24),
    "below_5_percent": lambda values: float((values < 0.05).mean()),
    "above_80_percent": lambda values: float((values > 0.80).mean()),
    "ramp_p50": lambda values: float(np.quantile(np.abs(np.diff(values)), 0.50)),
    "ramp_p99": lambda values: float(np.quantile(np.abs(np.diff(values)), 0.99)),
    "lowest_over_highest": lambda values: float(values.min() / values.max()),
    "below_8_percent_of_highest": lambda values: float((values < 0.08 * values.max()).mean()),
    "day_highest": lambda values: float(_day(values).max()),
    "day_lowest": lambda values: float(_day(values).min()),
    "longest_calm": lambda values: float(longest_run(values < CALM)),
    **{f"q{round(level * 100)}": _quantile(level) for level in LEVELS},
}
"""Measure -> function of hourly values. ``longest_calm`` [h] and ``hours`` [h] are of the window, the rest 1;
``day_highest`` is the highest hour of the mean day over its mean;
``ramp_p99`` is the 99th percentile of the change per hour, ``q90`` the value that a tenth of the hours exceeds."""


def values_of(dataset: xr.Dataset, name: str, start: str = "01-01", end: str = "12-31") -> Floats:
    """Hours of one series from a day of the year to another, both included (MM-DD), shape (hours,)."""
    time = dataset.indexes["time"]
    first, last = (int(side.replace("-", "")) for side in (start, end))
    day = np.asarray(time.month * 100 + time.day)  # type: ignore[attr-defined]
    values = np.asarray(dataset["value"].sel(series=name).to_numpy(), dtype=np.float64)
    return np.asarray(values[(day >= first) & (day <= last)])


def statistics(dataset: xr.Dataset) -> pd.DataFrame:
    """All measures of all series, shape (series, measures)."""
    names = [str(name) for name in dataset["series"].values]
    rows = [[measure(values_of(dataset, name)) for measure in MEASURES.values()] for name in names]
    return pd.DataFrame(rows, index=names, columns=list(MEASURES))


def monthly(dataset: xr.Dataset) -> pd.DataFrame:
    """Mean of each month, shape (series, 12)."""
    months = dataset["value"].groupby(dataset["time"].dt.month).mean("time")
    return pd.DataFrame(months.transpose("series", "month").to_pandas())


def correlations(dataset: xr.Dataset, names: Sequence[str]) -> pd.DataFrame:
    """Correlation of each pair of the named series, shape (names, names)."""
    values = np.array([values_of(dataset, name) for name in names])
    return pd.DataFrame(np.corrcoef(values), index=list(names), columns=list(names))


def with_groups(dataset: xr.Dataset, parameters: Parameters) -> xr.Dataset:
    """Return the series of a year with ``wind-NAME`` and ``pv-NAME`` of each group, means weighted by capacity."""
    names, values = [], []
    for group in parameters.group:
        for kind, capacity in (("wind", group.wind), ("pv", group.pv)):
            whole = sum(capacity.values())
            names.append(f"{kind}-{group.name}")
            values.append(sum(own / whole * values_of(dataset, f"{kind}-{zone}") for zone, own in capacity.items()))
    if not names:
        return dataset
    coordinates = {"series": names, "time": dataset["time"]}
    extra = xr.Dataset({"value": (("series", "time"), np.array(values))}, coords=coordinates)
    return xr.concat([dataset, extra], dim="series", combine_attrs="override")


def measure(dataset: xr.Dataset, row: Observed) -> float:
    """The generated figure of an observed one, over the same days of the year."""
    values = values_of(dataset, row.series, row.start, row.end)
    if row.measure == "correlation":
        return _correlation(values, values_of(dataset, row.other, row.start, row.end))
    if row.measure == "relative_mean":
        return float(values.mean() / values_of(dataset, row.series).mean())
    return MEASURES[row.measure](values)


def compare(years: Sequence[xr.Dataset], parameters: Parameters) -> pd.DataFrame:
    """Each observed figure beside those of many years: ``years`` of the first one, ``low`` and ``high`` of the band
    of all, ``inside`` whether the observed lies in it; one row a figure."""
    rows = []
    years = [with_groups(year, parameters) for year in years]
    for row in parameters.observed:
        drawn = [measure(year, row) for year in years]
        low, high = np.quantile(drawn, BAND)
        rows.append(
            {
                "series": row.series + (f" with {row.other}" if row.other else ""),
                "measure": row.measure,
                "days": f"{row.start}…{row.end}",
                "this year": drawn[0],
                "low": float(low),
                "mean": float(np.mean(drawn)),
                "high": float(high),
                "observed": row.value,
                "inside": bool(low <= row.value <= high),
                "source": row.source,
            }
        )
    return pd.DataFrame(rows)


def between_years(years: Sequence[xr.Dataset], names: Sequence[str]) -> pd.DataFrame:
    """How years differ: the hours of each series, its hours of July, the spread over the years."""
    rows = {}
    for name in names:
        hours = np.array([values_of(year, name).sum() for year in years])
        july = np.array([values_of(year, name, "07-01", "07-31").mean() for year in years])
        rows[name] = [hours.min(), hours.mean(), hours.max(), hours.std() / hours.mean()]
        rows[name] += [july.min(), july.mean(), july.max(), july.max() / july.min()]
    columns = [
        "fewest hours",
        "mean",
        "most hours",
        "spread",
        "poorest July",
        "mean July",
        "best July",
        "best / poorest",
    ]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)
