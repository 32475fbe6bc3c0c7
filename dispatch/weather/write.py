"""Series of a year on disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import xarray as xr

from dispatch.netcdf import netcdf_path


def write(dataset: xr.Dataset, path: Path) -> None:
    """Write ``value(series, time)`` as compressed netCDF, without rounding: a case that reads the file has the same
    numbers, to the last bit, as one that draws the year. The file appears whole or not at all. Raises OSError."""
    coding: dict[str, Any] = {"zlib": True, "complevel": 9, "shuffle": True}
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with netcdf_path(beside) as place:
            dataset.to_netcdf(place, encoding={"value": coding, "time": {"units": "hours since 1970-01-01"}})
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
