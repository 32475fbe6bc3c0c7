"""A synthetic year on disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

STEP = 1e-4
"""Drawn values are kept as whole multiples of it: a hundredth of a percent, far below what such a year can claim."""


def write(dataset: xr.Dataset, path: Path, packed: bool = True) -> None:
    """Write ``value(series, time)`` as compressed netCDF; ``packed``: in whole steps. It appears whole or not at all."""
    coding: dict[str, Any] = {"zlib": True, "complevel": 9, "shuffle": True}
    if packed:
        if float(dataset["value"].max()) / STEP >= np.iinfo(np.uint16).max:
            raise ValueError("a value is too large to be packed")
        coding |= {"dtype": "uint16", "scale_factor": STEP, "add_offset": 0.0, "_FillValue": 65535}
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        dataset.to_netcdf(beside, encoding={"value": coding, "time": {"units": "hours since 1970-01-01"}})
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
