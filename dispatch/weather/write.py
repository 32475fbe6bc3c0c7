"""A synthetic year on disk."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import xarray as xr

STEP = 1e-4
"""Values are kept as whole multiples of it: a hundredth of a percent, far below what such a year can claim."""


def write(dataset: xr.Dataset, path: Path) -> None:
    """Write a dataset of ``generate`` as netCDF, packed and compressed. It appears whole or not at all."""
    if float(dataset["value"].max()) / STEP >= np.iinfo(np.uint16).max:
        raise ValueError("a value is too large to be packed")
    packed = {
        "dtype": "uint16",
        "scale_factor": STEP,
        "add_offset": 0.0,
        "_FillValue": 65535,
        "zlib": True,
        "complevel": 9,
        "shuffle": True,
    }
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        dataset.to_netcdf(beside, encoding={"value": packed, "time": {"units": "hours since 1970-01-01"}})
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
