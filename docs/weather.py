"""Draw docs/weather.png: observed hours beside those of twenty synthetic years.

    python docs/weather.py DATA [--case inputs/neimenggu-2030] [--out docs/weather.png]

DATA holds mengdong_hourly_2021.csv (Power-Lab/JEPO_ResourceAdequacy_2026, MIT) and neimenggu_load_2018.csv
(pik-piam/PyPSA-China-PIK); neither is part of the project.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from dispatch.weather import case_weather, draws
from dispatch.weather.statistics import values_of

matplotlib.use("Agg")

Floats = NDArray[np.float64]

OBSERVED, MODEL = "#c0392b", "#2a6f97"
DAYS = ("08-09", "10-31")
"""What was observed of Mengdong."""


def weeks(hourly: Floats) -> tuple[int, int]:
    """First hours of the windiest and of the calmest week, from midnight to midnight."""
    means = np.convolve(hourly, np.ones(168) / 168, mode="valid")[::24]
    return int(np.argmax(means)) * 24, int(np.argmin(means)) * 24


def draw_week(axes: Axes, observed: Floats, model: Floats, seed: object, windiest: bool) -> None:
    """One week of each, hour by hour."""
    days = np.arange(168) / 24
    for values, colour, label in ((observed, OBSERVED, "2021"), (model, MODEL, f"seed {seed}")):
        first = weeks(values)[0 if windiest else 1]
        axes.plot(days, values[first : first + 168], color=colour, lw=1.2, label=label)
    axes.set(
        xlim=(0, 7), ylim=(0, 1), xlabel="day", title=f"{'windiest' if windiest else 'calmest'} week, Mengdong wind"
    )
    axes.legend(frameon=False, loc="upper right")


def draw_duration(axes: Axes, observed: Floats | None, years: list[Floats], title: str) -> None:
    """Hours in falling order; the band holds 10 to 90 % of the years."""
    drawn = np.sort(np.array(years), axis=1)[:, ::-1]
    share = np.linspace(0, 100, drawn.shape[1])
    axes.fill_between(
        share, *np.quantile(drawn, (0.1, 0.9), axis=0), color=MODEL, alpha=0.3, lw=0, label="10–90 % of years"
    )
    axes.plot(share, drawn.mean(axis=0), color=MODEL, lw=1.2, label="mean of years")
    if observed is not None:
        axes.plot(np.linspace(0, 100, len(observed)), np.sort(observed)[::-1], color=OBSERVED, lw=1.2, label="observed")
    axes.set(xlim=(0, 100), xlabel="% of hours", title=title)
    axes.legend(frameon=False)


def main() -> None:
    """Read the observed hours, draw twenty years, write the picture."""
    import matplotlib.pyplot as plt

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("data", type=Path, help="folder of the observed hours")
    parser.add_argument("--case", type=Path, default=Path("inputs/neimenggu-2030"))
    parser.add_argument("--out", type=Path, default=Path("docs/weather.png"))
    options = parser.parse_args()
    mengdong = pd.read_csv(options.data / "mengdong_hourly_2021.csv")
    load = pd.read_csv(options.data / "neimenggu_load_2018.csv")["load_mw"].to_numpy(dtype=float)
    parameters, year = case_weather(options.case, 1)
    years = list(draws(parameters, year, range(1, 21)))

    def drawn(name: str, *days: str) -> list[Floats]:
        return [values_of(one, name, *days) for one in years]

    wind, sun = (mengdong[name].to_numpy(dtype=float) for name in ("wind_cf", "pv_cf"))
    own = mengdong["mengdong_load_mw"].to_numpy(dtype=float)
    figure, axes = plt.subplots(3, 2, figsize=(11, 11), constrained_layout=True)
    draw_week(axes[0, 0], wind, drawn("wind-mengdong", *DAYS)[14], 15, windiest=True)
    draw_week(axes[0, 1], wind, drawn("wind-mengdong", *DAYS)[14], 15, windiest=False)
    draw_duration(axes[1, 0], wind, drawn("wind-mengdong", *DAYS), "wind of Mengdong, 9 August to 31 October")
    draw_duration(axes[1, 1], sun, drawn("pv-mengdong", *DAYS), "PV of Mengdong, 9 August to 31 October")
    shapes = [values / values.mean() for values in drawn("load-mengdong", *DAYS)]
    draw_duration(axes[2, 0], own / own.mean(), shapes, "load of Mengdong over its mean, 9 August to 31 October")
    draw_duration(
        axes[2, 1], load / load.mean(), drawn("load-mengxi"), "load over its mean: region 2018, Mengxi of the model"
    )
    figure.savefig(options.out, dpi=110)


if __name__ == "__main__":
    main()
