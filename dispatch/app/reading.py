"""A case as the program reads it: with its weather drawn, where it names a seed, a record or a pseudo-year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xarray as xr

from dispatch.case import Case, Weather
from dispatch.case import read_case as read_tables


def read_case(
    path: str | Path, settings: Sequence[str] = (), start: str | None = None, hours: int | None = None
) -> Case:
    """Read a case folder, apply ``PATH=VALUE`` settings, check everything, and cut the window from ``start`` (a date or
    an hour of the horizon) over ``hours``. Raises CaseError with every fault."""
    return read_tables(path, settings, start, hours, _draw)


def _draw(folders: Sequence[Path], year: int, weather: Weather) -> xr.Dataset:
    # Where the series are a file, as mostly, the libraries of the sun need not be loaded.
    from dispatch.weather import draw

    return draw(folders, year, weather)
