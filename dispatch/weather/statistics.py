"""What a planner asks of a weather year: measures of a series, and a page that sets them beside what was observed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from .parameters import Observed, Parameters

Floats = NDArray[np.float64]

CALM = 0.10
"""A calm is a run of hours below this share of capacity."""


def _correlation(a: Floats, b: Floats) -> float:
    return float(np.corrcoef(a, b)[0, 1]) if a.std() > 0 and b.std() > 0 else float("nan")


def _lag(hours: int) -> Callable[[Floats], float]:
    return lambda values: _correlation(values[:-hours], values[hours:])


def longest_run(mask: NDArray[np.bool_]) -> int:
    """Length of the longest run of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


MEASURES: dict[str, Callable[[Floats], float]] = {
    "mean": lambda values: float(values.mean()),
    "hours": lambda values: float(values.sum()),
    "highest": lambda values: float(values.max()),
    "load_factor": lambda values: float(values.mean() / values.max()),
    "lowest_over_mean": lambda values: float(values.min() / values.mean()),
    "lag_1": _lag(1),
    "lag_24": _lag(24),
    "below_5_percent": lambda values: float((values < 0.05).mean()),
    "above_80_percent": lambda values: float((values > 0.80).mean()),
    "ramp_p99": lambda values: float(np.quantile(np.abs(np.diff(values)), 0.99)),
    "longest_calm": lambda values: float(longest_run(values < CALM)),
}
"""Measure -> function of hourly values. ``longest_calm`` [h] and ``hours`` [h] are of the window, the rest 1;
``ramp_p99`` is the 99th percentile of the change per hour."""


def values_of(dataset: xr.Dataset, name: str, start: str = "01-01", end: str = "12-31") -> Floats:
    """Hours of one series from a day of the year to another, both included (MM-DD), shape (hours,)."""
    day = dataset["time"].dt.strftime("%m-%d").to_numpy()
    values = np.asarray(dataset["value"].sel(series=name).to_numpy(), dtype=np.float64)
    return np.asarray(values[(day >= start) & (day <= end)])


def statistics(dataset: xr.Dataset) -> pd.DataFrame:
    """All measures of all series, shape (series, measures)."""
    names = [str(name) for name in dataset["series"].values]
    rows = [[measure(values_of(dataset, name)) for measure in MEASURES.values()] for name in names]
    return pd.DataFrame(rows, index=names, columns=list(MEASURES))


def monthly(dataset: xr.Dataset) -> pd.DataFrame:
    """Mean of each month, shape (series, 12)."""
    months = dataset["value"].groupby(dataset["time"].dt.month).mean("time")
    return pd.DataFrame(months.transpose("series", "month").to_pandas())


def quantiles(dataset: xr.Dataset) -> pd.DataFrame:
    """Hourly distribution: quantiles of each series, shape (series, quantiles)."""
    levels = [0.05, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99]
    values = np.quantile(dataset["value"].transpose("series", "time").to_numpy(), levels, axis=1).T
    return pd.DataFrame(values, index=[str(name) for name in dataset["series"].values], columns=levels)


def correlations(dataset: xr.Dataset, names: list[str]) -> pd.DataFrame:
    """Correlation of each pair of the named series, shape (names, names)."""
    values = np.array([values_of(dataset, name) for name in names])
    return pd.DataFrame(np.corrcoef(values), index=names, columns=names)


def measure(dataset: xr.Dataset, row: Observed) -> float:
    """The generated figure of an observed one, over the same days of the year."""
    values = values_of(dataset, row.series, row.start, row.end)
    if row.measure == "correlation":
        return _correlation(values, values_of(dataset, row.other, row.start, row.end))
    return MEASURES[row.measure](values)


def compare(dataset: xr.Dataset, parameters: Parameters) -> pd.DataFrame:
    """Each observed figure beside the generated one, with the band in which a year may lie; one row a figure."""
    rows = [
        {
            "series": row.series + (f" with {row.other}" if row.other else ""),
            "measure": row.measure,
            "days": f"{row.start}…{row.end}",
            "generated": measure(dataset, row),
            "observed": row.value,
            "low": row.low,
            "high": row.high,
            "source": row.source,
        }
        for row in parameters.observed
    ]
    return pd.DataFrame(rows)


def page(dataset: xr.Dataset, parameters: Parameters) -> str:
    """The statistics of a year as Markdown, each observed figure beside the generated one."""
    beside = compare(dataset, parameters)
    beside["in band"] = np.where(beside["generated"].between(beside["low"], beside["high"]), "yes", "no")
    resource = [str(n) for n in dataset["series"].values if str(n).startswith(("wind-", "pv-", "csp-"))]
    some = dataset.sel(series=resource)
    wind = [name for name in resource if name.startswith("wind-")]
    parts = [
        f"# {dataset.attrs['title']}: seed {dataset.attrs['seed']}, {int(dataset['time'].dt.year[0])}",
        f"Synthetic. {dataset.attrs['generator']}. {dataset.attrs['time_zone']}.",
        "## Beside what was observed\n\nOne year is one draw: the band is where a single year may lie.",
        _table(beside.set_index("series"), "series"),
        "## Series",
        _table(statistics(dataset), "series"),
        "## Monthly means",
        _table(monthly(dataset), "series"),
        "## Hourly distribution (quantiles)",
        _table(quantiles(some), "series"),
        "## Correlation of wind between zones",
        _table(correlations(dataset, wind), "zone"),
    ]
    return "\n\n".join(parts) + "\n"


def _table(frame: pd.DataFrame, corner: str) -> str:
    def cell(value: object) -> str:
        if isinstance(value, float):
            return f"{value:.0f}" if abs(value) >= 20 else f"{value:.3f}"
        return str(value).replace("|", "/")

    lines = ["| " + " | ".join([corner, *map(str, frame.columns)]) + " |", "|---" * (len(frame.columns) + 1) + "|"]
    for name, row in zip(frame.index, frame.itertuples(index=False), strict=True):
        lines.append("| " + " | ".join([str(name), *map(cell, row)]) + " |")
    return "\n".join(lines)
