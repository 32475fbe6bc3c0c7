"""The statistics of weather years as a page of Markdown."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import xarray as xr

from .parameters import Parameters
from .regional import Recorded, side_by_side
from .statistics import BAND, between_years, compare, correlations, monthly, statistics


def page(years: Sequence[xr.Dataset], parameters: Parameters, records: Recorded) -> str:
    """The region beside its records, the first of the years in figures, each observed figure beside all of them."""
    year = years[0]
    resource = [str(n) for n in year["series"].values if str(n).startswith(("wind-", "pv-", "csp-"))]
    wind = [name for name in resource if name.startswith("wind-")]
    beside = compare(years, parameters)
    count = int(beside["inside"].sum()) if len(beside) else 0
    beside["inside"] = ["yes" if inside else "no" for inside in beside["inside"]]
    seeds = ", ".join(str(one.attrs["seed"]) for one in years)
    region = side_by_side(years, parameters, records)
    parts = [
        f"# {year.attrs['title']}: seed {year.attrs['seed']}, {int(year['time'].dt.year[0])}",
        f"Synthetic. {year.attrs['generator']}. {year.attrs['time_zone']}.",
        "## The region: years drawn, reanalysis, observation",
        f"Low and high are the {BAND[0]:.0%} and {BAND[1]:.0%} quantiles of the years. A record is shown at the level that "
        "weather.toml gives it; it is one year, so its months are those of that year. Months and hours of the day are "
        "relative to the year.",
        _table(region, "figure"),
        "## Beside what was observed",
        f"Low and high are the {BAND[0]:.0%} and {BAND[1]:.0%} quantiles of {len(years)} years (seeds {seeds}). An "
        f"observed figure is of one year: {count} of {len(beside)} lie between; of as many figures of any year drawn "
        f"here some {BAND[1] - BAND[0]:.0%} would.",
        _table(beside.set_index("series"), "series"),
        "## How years differ",
        _table(between_years(years, resource), "series"),
        "## Series of this year",
        _table(statistics(year), "series"),
        "## Monthly means of this year",
        _table(monthly(year), "series"),
        "## Correlation of wind between zones in this year",
        _table(correlations(year, wind), "zone"),
    ]
    return "\n\n".join(parts) + "\n"


def _table(frame: pd.DataFrame, corner: str) -> str:
    def cell(value: object) -> str:
        if isinstance(value, float):
            if value != value:
                return ""
            return f"{value:.0f}" if abs(value) >= 20 else f"{value:.3f}"
        return str(value).replace("|", "/")

    lines = ["| " + " | ".join([corner, *map(str, frame.columns)]) + " |", "|---" * (len(frame.columns) + 1) + "|"]
    for name, row in zip(frame.index, frame.itertuples(index=False), strict=True):
        lines.append("| " + " | ".join([str(name), *map(cell, row)]) + " |")
    return "\n".join(lines)
