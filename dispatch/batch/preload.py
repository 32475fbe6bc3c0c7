"""What the process that cases are forked from loads once: everything that a case would otherwise load itself.

pandas and xarray load parts of theirs, and xarray looks for Dask and for engines of files, when they are first used: so they
are used.
"""

from __future__ import annotations

import gc

import netCDF4  # noqa: F401
import pandas as pd
import xarray as xr

import dispatch.cli.commands  # noqa: F401  a process begins with the main module of those before it

from . import task  # noqa: F401
from .case_hash import versions

versions()
xr.backends.list_engines()
pd.DataFrame({"load": [0.0], "name": ["a"]}).to_csv(index=False)
xr.Dataset({"load": ("time", [0.0])}).sum()
# What is loaded stays: a collection in a forked process need not look through it, and its pages stay shared.
gc.collect()
gc.freeze()
