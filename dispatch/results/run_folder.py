"""The files of a run folder: hourly results as netCDF, figures as JSON."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from dispatch.netcdf import netcdf_path

from .rounding import step_of

ATTEMPTS = 3
"""Most times that a netCDF file is written where each write fails and leaves no cause."""


def write_results(results: xr.Dataset, path: Path) -> None:
    """Compressed netCDF. What has a time is in whole steps (see ``rounding``) and stored as 32-bit integers, which are read
    back as 64-bit floats: the file holds the numbers that the summary was summed from. The rest is stored as it is.

    Raises OSError, also where the disk is full. netCDF reports a full disk as an unknown error or as a missing permission,
    so a write that fails is followed by a plain write, which reports the cause. Where the plain write succeeds (another
    process freed space in between), the file is written again.
    """
    encoding: dict[str, dict[str, Any]] = {}
    for name, variable in results.data_vars.items():
        if not variable.size:
            continue
        encoding[str(name)] = {"zlib": True, "complevel": 4, "shuffle": True}
        if "time" in variable.dims:
            step = step_of(variable.values)
            encoding[str(name)] |= {"dtype": "int32", "scale_factor": step, "_FillValue": -(2**31)}
    first = str(results["time"].values[0])[:19].replace("T", " ")
    encoding["time"] = {"units": f"hours since {first}", "dtype": "int32", "calendar": "proleptic_gregorian"}
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with netcdf_path(path) as place:
                results.to_netcdf(place, engine="netcdf4", format="NETCDF4", encoding=encoding)
            return
        except (RuntimeError, PermissionError):
            path.unlink(missing_ok=True)
            _probe(path.parent)
            if attempt == ATTEMPTS:
                raise


def _probe(folder: Path, size: int = 1 << 20) -> None:
    """Raise the OSError that writing another file of so many bytes gives, if it does."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(size))
        file.flush()
        os.fsync(file.fileno())


def write_json(path: Path, content: Any) -> None:
    """JSON as UTF-8; what is not a finite number is null."""
    text = json.dumps(_finite(content), ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(part) for part in value]
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    return value
