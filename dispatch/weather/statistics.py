"""What a planner asks of a weather year, series by series."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

CALM = 0.10
"""A calm is a run of hours below this share of capacity."""


def _lag(values: NDArray[np.float64], hours: int) -> float:
    a, b = values[:-hours], values[hours:]
    return float(np.corrcoef(a, b)[0, 1]) if a.std() > 0 and b.std() > 0 else 1.0


def _longest(mask: NDArray[np.bool_]) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def statistics(dataset: xr.Dataset) -> pd.DataFrame:
    """One row a series: mean, hours of the year, highest, load factor, lag-1 and lag-24 correlation, share of hours
    below 5 %, the 99th percentile of the change per hour, the longest calm [h]."""
    rows = {}
    for name in dataset["series"].values:
        values = dataset["value"].sel(series=name).to_numpy()
        rows[str(name)] = {
            "mean": values.mean(),
            "hours": values.sum(),
            "highest": values.max(),
            "load_factor": values.mean() / values.max(),
            "lag_1": _lag(values, 1),
            "lag_24": _lag(values, 24),
            "below_5_percent": float((values < 0.05).mean()),
            "ramp_p99": float(np.quantile(np.abs(np.diff(values)), 0.99)),
            "longest_calm": _longest(values < CALM),
        }
    return pd.DataFrame(rows).T


def monthly(dataset: xr.Dataset) -> pd.DataFrame:
    """Mean of each month, shape (series, 12)."""
    months = dataset["value"].groupby(dataset["time"].dt.month).mean("time")
    return pd.DataFrame(months.transpose("series", "month").to_pandas())


def correlations(dataset: xr.Dataset, names: list[str]) -> pd.DataFrame:
    """Correlation of each pair of the named series, shape (names, names)."""
    values = dataset["value"].sel(series=names).transpose("series", "time").to_numpy()
    return pd.DataFrame(np.corrcoef(values), index=names, columns=names)
