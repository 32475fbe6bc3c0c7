"""Draw docs/weather.png: the reanalysis of 2020 beside twenty synthetic years of the region.

python docs/weather.py [--case inputs/neimenggu-2030] [--out docs/weather.png]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from dispatch.case.merge import gather
from dispatch.weather import case_weather, draws
from dispatch.weather.record import recorded
from dispatch.weather.statistics import values_of, with_groups

matplotlib.use("Agg")

Floats = NDArray[np.float64]

OBSERVED, MODEL = "#c0392b", "#2a6f97"
RECORD = "era5-2020"


def weeks(hourly: Floats) -> tuple[int, int]:
    """First hours of the windiest and of the calmest week, from midnight to midnight."""
    means = np.convolve(hourly, np.ones(168) / 168, mode="valid")[::24]
    return int(np.argmax(means)) * 24, int(np.argmin(means)) * 24


def draw_week(axes: Axes, observed: Floats, model: Floats, seed: object, windiest: bool) -> None:
    """One week of each, hour by hour."""
    days = np.arange(168) / 24
    for values, colour, label in ((observed, OBSERVED, RECORD), (model, MODEL, f"seed {seed}")):
        first = weeks(values)[0 if windiest else 1]
        axes.plot(days, values[first : first + 168], color=colour, lw=1.2, label=label)
    axes.set(
        xlim=(0, 7),
        ylim=(0, 1),
        xlabel="day",
        title=f"{'windiest' if windiest else 'calmest'} week, wind of the region",
    )
    axes.legend(frameon=False, loc="upper right")


def draw_duration(axes: Axes, observed: Floats, years: list[Floats], title: str) -> None:
    """Hours in falling order; the band holds 10 to 90 % of the years."""
    drawn = np.sort(np.array(years), axis=1)[:, ::-1]
    share = np.linspace(0, 100, drawn.shape[1])
    axes.fill_between(
        share, *np.quantile(drawn, (0.1, 0.9), axis=0), color=MODEL, alpha=0.3, lw=0, label="10–90 % of years"
    )
    axes.plot(share, drawn.mean(axis=0), color=MODEL, lw=1.2, label="mean of years")
    axes.plot(np.linspace(0, 100, len(observed)), np.sort(observed)[::-1], color=OBSERVED, lw=1.2, label=RECORD)
    axes.set(xlim=(0, 100), xlabel="% of hours", title=title)
    axes.legend(frameon=False)


def draw_means(axes: Axes, groups: Sequence[NDArray[np.int64]], series: Sequence[Floats], title: str) -> None:
    """Mean of each month or hour of the day over that of the year: of the record, the first, and of years."""
    means = np.array(
        [
            np.bincount(group, values) / np.bincount(group) / values.mean()
            for group, values in zip(groups, series, strict=True)
        ]
    )
    axes.fill_between(
        range(means.shape[1]), *np.quantile(means[1:], (0.1, 0.9), axis=0), color=MODEL, alpha=0.3, lw=0,
        label="10–90 % of years",
    )  # fmt: skip
    axes.plot(means[1:].mean(axis=0), color=MODEL, lw=1.2, label="mean of years")
    axes.plot(means[0], color=OBSERVED, lw=1.2, label=RECORD)
    axes.set(title=title)
    axes.legend(frameon=False)


def main() -> None:
    """Read the record of the case, draw twenty years, write the picture."""
    import matplotlib.pyplot as plt

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--case", type=Path, default=Path("inputs/neimenggu-2030"))
    parser.add_argument("--out", type=Path, default=Path("docs/weather.png"))
    options = parser.parse_args()
    parameters, year = case_weather(options.case)
    time, wind, sun = recorded(parameters, gather(options.case).chain)[RECORD]
    years = [with_groups(one, parameters) for one in draws(parameters, year, range(1, 21))]
    clock = [time, *[one.indexes["time"] for one in years]]
    drawn = {name: [values_of(one, name) for one in years] for name in ("wind-region", "pv-region")}
    figure, axes = plt.subplots(3, 2, figsize=(11, 11), constrained_layout=True)
    draw_week(axes[0, 0], wind, drawn["wind-region"][0], 1, windiest=True)
    draw_week(axes[0, 1], wind, drawn["wind-region"][0], 1, windiest=False)
    draw_duration(axes[1, 0], wind, drawn["wind-region"], "wind of the region")
    draw_duration(axes[1, 1], sun, drawn["pv-region"], "PV of the region")
    months = [np.asarray(one.month) - 1 for one in clock]
    hours = [np.asarray(one.hour) for one in clock]
    draw_means(axes[2, 0], months, [wind, *drawn["wind-region"]], "wind by month over the year's mean")
    draw_means(axes[2, 1], hours, [wind, *drawn["wind-region"]], "wind by hour of the day over the mean")
    figure.savefig(options.out, dpi=110)


if __name__ == "__main__":
    main()
