"""A run folder: written beside its place, renamed in when whole."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from dispatch.errors import CaseError, Fault

from .steps import step_of

PARTIAL = ".partial"
"""Ending of a folder that is being written: never a result."""


@contextmanager
def appearing(place: Path) -> Iterator[Path]:
    """A folder to write into that becomes ``place`` when the block ends, and vanishes when it fails.

    Raises FileExistsError if ``place`` exists. A process that is killed leaves ``.NAME.….partial`` beside it.
    """
    if place.exists() or place.is_symlink():
        raise FileExistsError(f"{place} exists")
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=PARTIAL, dir=place.parent))
    try:
        yield partial
        for path in (*partial.iterdir(), partial):
            _sync(path)
        partial.chmod(0o777 & ~_umask())
        os.rename(partial, place)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    _sync(place.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_results(results: xr.Dataset, path: Path) -> None:
    """Compressed netCDF. What has a time is in whole steps (see ``steps``) and stored as 32-bit integers, which are read
    back as 64-bit floats: the file holds the numbers that the summary was summed from. The rest is stored as it is.

    Raises OSError, also where the disk is full: HDF5 keeps the cause to itself, so it is asked for again.
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
    try:
        results.to_netcdf(path, engine="netcdf4", format="NETCDF4", encoding=encoding)
    except RuntimeError:
        _probe(path.parent)
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


def read_folder(place: Path) -> tuple[Callable[[], xr.Dataset], dict[str, Any], dict[str, Any], dict[str, Any]]:
    """(opener of the Dataset, summary, record, inputs) of a saved run. Raises CaseError where there is no whole run."""
    whole = not place.name.endswith(PARTIAL)
    needed = ("run.json", "summary.json", "inputs.json", "dispatch.nc")
    missing = [name for name in needed if not (place / name).is_file()]
    if missing or not whole:
        rule = f"there is no run here: {', '.join(missing)} missing" if whole else "the run was never finished"
        raise CaseError([Fault(str(place), 0, "", "", rule, "Name a folder that `dispatch run` wrote.")])
    try:
        record, summary, inputs = (json.loads((place / name).read_text(encoding="utf-8")) for name in needed[:3])
    except ValueError as error:
        raise CaseError([Fault(str(place), 0, "", "", f"it is not JSON: {error}", "Make the run again.")]) from None

    def results() -> xr.Dataset:
        with xr.open_dataset(place / "dispatch.nc", engine="netcdf4") as stored:
            return stored.load()

    return results, summary, record, inputs
