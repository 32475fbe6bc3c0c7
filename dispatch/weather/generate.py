"""A synthetic year of a case: every hourly series that its tables may name, from one seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from dispatch.case.merge import gather
from dispatch.errors import CaseError, Fault

from .clock import Clock
from .demand import demand_series
from .parameters import Parameters, read_parameters
from .sun import ClearSky, Sunlight
from .temperature import Air
from .wind import mean_scales, wind_series

VERSION = "2"
"""Raised whenever the same seed gives other numbers."""


def generate(case_folder: Path, seed: int) -> xr.Dataset:
    """``value(series, time)`` for the calendar year of the case, time in UTC+8 without daylight saving.

    The parameters lie in the case folder or in those that it extends, so that variants share them. Shares and shapes
    are dimensionless. Raises CaseError for a case without parameters or without a whole year.
    """
    return draw(*case_weather(case_folder, seed), seed)


def case_weather(case_folder: Path, seed: int) -> tuple[Parameters, int]:
    """Parameters and calendar year of a case. Raises CaseError as ``generate`` does."""
    sources = gather(case_folder)
    year = sources.settings.get("year")
    faults = []
    if not isinstance(year, int):
        remedy = "Give `year` in case.toml; weather is drawn for a whole calendar year."
        faults = [*sources.faults, Fault("case.toml", 0, "year", "", "the case has no calendar year", remedy)]
    if not 0 <= seed < 2**63:
        rule = "a seed is a whole number of at least 0"
        faults.append(Fault("--year", 0, "", str(seed), rule, "Write it as 2030 or 1."))
    if faults:
        raise CaseError(faults)
    assert isinstance(year, int)
    return read_parameters(*sources.chain), year


def draw(parameters: Parameters, year: int, seed: int) -> xr.Dataset:
    """The year of these parameters; see ``generate``."""
    return next(draws(parameters, year, [seed]))


def draws(parameters: Parameters, year: int, seeds: Iterable[int]) -> Iterator[xr.Dataset]:
    """A year for each seed. The sun above the clouds and the mean wind are the same in all, and are found once."""
    clock = Clock(year)
    sky, scales = ClearSky(parameters, clock), mean_scales(parameters)
    for seed in seeds:
        light = Sunlight(sky, seed)
        air = Air(parameters, clock, seed, light.index)
        series = wind_series(parameters, clock, seed, scales) | light.series(air)
        series |= demand_series(parameters, clock, seed, air)
        yield _dataset(series, clock.time, parameters, seed)


def _dataset(series: dict[str, np.ndarray], time: pd.DatetimeIndex, parameters: Parameters, seed: int) -> xr.Dataset:
    names = list(series)
    data = xr.Dataset(
        {"value": (("series", "time"), np.array([series[name] for name in names]))},
        coords={"series": names, "time": time},
        attrs={
            "title": parameters.title,
            "synthetic": "yes: drawn from a seed, calibrated on published statistics; no measured hour is in it",
            "seed": str(seed),
            "generator": f"dispatch.weather {VERSION}",
            "time_zone": "UTC+8 without daylight saving; each hour is named by its beginning",
            "sources": " | ".join((parameters.wind.source, parameters.sun.source, parameters.temperature.source)),
        },
    )
    data["value"].attrs = {"units": "1", "long_name": "share of capacity or of peak, or shape of mean about one"}
    return data
