"""A synthetic year of a case: every hourly series that its tables may name, from one seed."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from dispatch.case import Weather, gather
from dispatch.errors import CaseError, Fault
from dispatch.messages import message

from .clock import Clock
from .demand import demand_series
from .parameters import Parameters
from .read import read_parameters
from .record import Forcing, forcing_of
from .sun import ClearSky, Sunlight
from .temperature import Air
from .wind import WindField

VERSION = "3"
"""Raised whenever the same seed gives other numbers."""
_KIND = {
    False: "yes: drawn from a seed, calibrated on published statistics; no measured hour is in it",
    True: "in part: wind and PV of the region follow a record hour by hour; where in the region, temperature, loads and "
    "heat are drawn from a seed",
}
"""Attribute ``synthetic`` of a file of series, by whether its year follows a record."""
_KEPT = 4
"""Drawn years that a process keeps, 2 MB each. A comparison, or a page that is shown again, reads the same case several
times, and a year that follows a record takes 10 s to draw."""


def generate(case_folder: Path, weather: Weather) -> xr.Dataset:
    """``value(series, time)`` for the calendar year of the case, time in UTC+8 without daylight saving.

    The parameters lie in the case folder or in those that it extends, so that variants share them. Shares and shapes
    are dimensionless. Raises CaseError for a case without parameters or without a whole year, and where ``weather``
    names a record or a pseudo-year that they do not have.
    """
    return draw(gather(case_folder).chain, case_year(case_folder), weather)


def case_weather(case_folder: Path) -> tuple[Parameters, int]:
    """Parameters and calendar year of a case. Raises CaseError as ``generate`` does."""
    year = case_year(case_folder)
    return read_parameters(*gather(case_folder).chain), year


def case_year(case_folder: Path) -> int:
    """Calendar year of a case. Raises CaseError where it has none."""
    sources = gather(case_folder)
    year = sources.settings.get("year")
    if not isinstance(year, int):
        remedy = message("remedy.weather.year")
        fault = Fault("case.toml", 0, "year", "", message("fault.common.no_calendar_year"), remedy)
        raise CaseError([*sources.faults, fault])
    return year


def draw(folders: Sequence[Path], year: int, weather: Weather) -> xr.Dataset:
    """Return the year that ``weather`` states, of the parameters in these folders (nearest first); see ``generate``."""
    parameters = read_parameters(*folders)
    forcing = forcing_of(parameters, weather, Clock(year), folders)
    return _drawn(pickle.dumps((parameters, year, weather.first_seed, forcing))).copy(deep=True)


@lru_cache(maxsize=_KEPT)
def _drawn(content: bytes) -> xr.Dataset:
    """Return the year drawn from the pickled parameters, calendar year, seed and forcing."""
    parameters, year, seed, forcing = pickle.loads(content)
    return next(draws(parameters, year, [seed], forcing))


def draws(
    parameters: Parameters, year: int, seeds: Iterable[int], forcing: Forcing | None = None
) -> Iterator[xr.Dataset]:
    """A year for each seed. The sun above the clouds and the mean wind are the same in all, and are found once."""
    clock, forcing = Clock(year), forcing or Forcing()
    sky, wind = ClearSky(parameters, clock), WindField(parameters, clock)
    for seed in seeds:
        light = Sunlight(sky, seed, forcing)
        air = Air(parameters, clock, seed, light.index)
        series = wind.series(seed, forcing) | light.series(air)
        series |= demand_series(parameters, clock, seed, air)
        yield _dataset(series, clock.time, parameters, seed, forcing)


def _dataset(
    series: dict[str, np.ndarray], time: pd.DatetimeIndex, parameters: Parameters, seed: int, forcing: Forcing
) -> xr.Dataset:
    names = list(series)
    data = xr.Dataset(
        {"value": (("series", "time"), np.array([series[name] for name in names]))},
        coords={"series": names, "time": time},
        attrs={
            "title": parameters.title,
            "synthetic": _KIND[forcing.wind is not None],
            "seed": str(seed),
            "generator": f"dispatch.weather {VERSION}",
            "time_zone": "UTC+8 without daylight saving; each hour is named by its beginning",
            "sources": " | ".join((parameters.wind.source, parameters.sun.source, parameters.temperature.source)),
        },
    )
    if forcing.steers:
        data.attrs |= {"weather": forcing.name, "months": forcing.months, "follows": " | ".join(forcing.sources)}
    data["value"].attrs = {"units": "1", "long_name": "share of capacity or of peak, or shape of mean about one"}
    return data
