"""Reanalysis files on a grid: netCDF as it is downloaded, variables looked up at sites.

The Copernicus store names a zip of two netCDF files ``.nc``: values of the moment (wind, temperature) in one, sums of the
hour (irradiance) in the other. Each file in such a zip counts as a file of its own.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from dispatch.arrays import Floats
from dispatch.case.files import one_fault
from dispatch.case.suggestions import clip, options
from dispatch.errors import CaseError, Fault
from dispatch.messages import message, names, sentences
from dispatch.netcdf import netcdf_path
from dispatch.weather import Site

UNITS = {
    "u100": {"m s**-1": (1.0, 0.0), "m/s": (1.0, 0.0), "m s-1": (1.0, 0.0)},
    "t2m": {"K": (1.0, -273.15), "degC": (1.0, 0.0), "°C": (1.0, 0.0)},
    "ssrd": {"J m**-2": (1.0 / 3600.0, 0.0), "J m-2": (1.0 / 3600.0, 0.0), "W m**-2": (1.0, 0.0), "W m-2": (1.0, 0.0)},
}
UNITS["v100"] = UNITS["u100"]
"""Variable -> unit of the file -> factor and offset into m/s, °C and W/m²."""
_NAMES = {"valid_time": "time", "lat": "latitude", "lon": "longitude"}
_TAKEN = "expver"
"""Dimension of final and preliminary values: each hour has a value on one of them."""
_NETCDF, _ZIP, _GRIB = (b"CDF", b"\x89HDF"), b"PK", b"GRIB"


@dataclass(frozen=True, eq=False)
class Gridded:
    """The opened files of a source: (name of the file, its content), and how messages call them all."""

    files: Sequence[tuple[str, xr.Dataset]]
    name: str

    def __contains__(self, variable: str) -> bool:
        return any(variable in data for _, data in self.files)

    def at(self, variable: str, sites: Sequence[Site]) -> tuple[pd.DatetimeIndex, Floats]:
        """Return times (UTC) and values in m/s, °C or W/m², shape (times, sites), bilinear between grid points; where
        several files have the variable, their hours follow one another. Raises CaseError."""
        found = [_at(data[variable], variable, sites, file) for file, data in self.files if variable in data]
        if not found:
            known = [str(name) for _, data in self.files for name in data.data_vars]
            remedy = options(variable, known, message("list.series.variables"))
            if len(self.files) == 1:
                remedy = sentences(remedy, message("remedy.series.rest_file"))
            raise one_fault(self.name, message("fault.series.no_variable", variable=variable), remedy)
        times = np.concatenate([times.to_numpy() for times, _ in found])
        order = np.argsort(times, kind="stable")
        return pd.DatetimeIndex(times[order]), np.vstack([values for _, values in found])[order]


@contextmanager
def opened(paths: Sequence[Path]) -> Iterator[Gridded]:
    """Open the files of a source; what lies in a zip is unpacked into a folder that vanishes. Raises CaseError."""
    with ExitStack() as stack:
        files: list[tuple[str, xr.Dataset]] = []
        for path in paths:
            if not path.is_file():
                raise one_fault(
                    path.name, message("fault.common.no_such_file"), message("remedy.series.file_beside_map")
                )
            start = _start(path)
            if start.startswith(_ZIP):
                scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dispatch-")))
                inner = _unpacked(path, scratch)
            else:
                inner = [(path.name, path)]
            places = [(name, stack.enter_context(netcdf_path(one))) for name, one in inner]
            files += [(name, stack.enter_context(_dataset(one, name))) for name, one in places]
        yield Gridded(files, ", ".join(path.name for path in paths))


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError as error:
        raise one_fault(
            path.name,
            message("fault.common.file_cannot_read", strerror=error.strerror),
            message("remedy.common.correct_file_rights"),
        ) from None


def _unpacked(path: Path, scratch: Path) -> list[tuple[str, Path]]:
    """Unpack the netCDF files of a zip under names of our own: (name for messages, file)."""
    found = []
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if one.filename.endswith((".nc", ".nc4"))]
            for number, member in enumerate(members):
                place = scratch / f"{number}.nc"
                with archive.open(member) as source, place.open("wb") as target:
                    shutil.copyfileobj(source, target)
                found.append((f"{path.name}, {Path(member.filename).name}", place))
            held = [one.filename for one in archive.infolist()]
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise one_fault(
            path.name,
            message("fault.series.zip_unreadable", error=clip(error)),
            message("remedy.series.download_anew"),
        ) from None
    except OSError as error:
        rule = message("fault.series.zip_disk_full", strerror=error.strerror)
        raise one_fault(path.name, rule, message("remedy.series.unpack")) from None
    if not found:
        rule = message("fault.series.zip_without_netcdf")
        raise one_fault(path.name, rule, options("", held, message("list.series.download_netcdf_holds")))
    return found


def _dataset(path: Path, name: str) -> xr.Dataset:
    start = _start(path)
    if not start.startswith(_NETCDF):
        raise _no_netcdf(name, start)
    try:
        data = xr.open_dataset(path, decode_timedelta=False)
    except Exception as error:  # the libraries below it raise whatever they please on a damaged file
        rule = message("fault.series.no_readable_netcdf", error=clip(" ".join(str(error).split())))
        raise one_fault(name, rule, message("remedy.series.download_anew")) from None
    data = data.rename({old: new for old, new in _NAMES.items() if old in data.dims and new not in data.dims})
    missing = [one for one in ("time", "latitude", "longitude") if one not in data.dims]
    if missing or not isinstance(data.indexes.get("time"), pd.DatetimeIndex):
        data.close()
        raise one_fault(
            name,
            message("fault.series.no_dimension", missing=", ".join(missing) or "time"),
            message("remedy.series.coordinates"),
        )
    return data.sortby(["latitude", "longitude"])


def _no_netcdf(name: str, start: bytes) -> CaseError:
    if start.startswith(_GRIB):
        return one_fault(
            name,
            message("fault.series.grib_file"),
            message("remedy.series.grib"),
        )
    if start.lstrip()[:1] in (b"<", b"{"):
        rule = message("fault.series.server_message")
        return one_fault(name, rule, message("remedy.series.download_again"))
    return one_fault(name, message("fault.series.no_netcdf_file"), message("remedy.series.downloaded_file"))


def _at(grid: xr.DataArray, name: str, sites: Sequence[Site], file: str) -> tuple[pd.DatetimeIndex, Floats]:
    """Times and values of one file at the sites, in our units."""
    if _TAKEN in grid.dims:
        grid = _either(grid)
    others = [str(one) for one in grid.dims if one not in ("time", "latitude", "longitude")]
    if any(grid.sizes[one] > 1 for one in others):
        raise one_fault(
            file,
            message("fault.series.more_than_one", name=name, others=names(others)),
            message("remedy.common.keep_one"),
        )
    grid = grid.squeeze(others, drop=True)
    unit = str(grid.attrs.get("units", ""))
    if unit not in UNITS[name]:
        rule = (
            message("fault.series.unit_unknown", name=name) if unit else message("fault.series.not_say_unit", name=name)
        )
        raise CaseError([Fault(file, 0, name, unit, rule, options(unit, UNITS[name], message("list.series.units")))])
    factor, shift = UNITS[name][unit]
    values = grid.interp(_places(grid, sites, file)).transpose("time", "site").to_numpy().astype(np.float64)
    times = pd.DatetimeIndex(grid.indexes["time"]).as_unit("s")
    bad = np.flatnonzero(~np.isfinite(values).all(axis=1))
    if bad.size:
        rule = message("fault.series.no_value", name=name, count=bad.size)
        raise CaseError([Fault(file, 0, name, str(times[bad[0]]), rule, message("remedy.series.download_hours_anew"))])
    return times, values * factor + shift


def _either(grid: xr.DataArray) -> xr.DataArray:
    """Final values, and preliminary ones of the hours that have no final ones yet."""
    versions = [grid.isel({_TAKEN: k}, drop=True) for k in range(grid.sizes[_TAKEN])]
    whole = versions[0]
    for other in versions[1:]:
        whole = whole.fillna(other)
    return whole.assign_attrs(grid.attrs)


def _places(grid: xr.DataArray, sites: Sequence[Site], file: str) -> dict[str, xr.DataArray]:
    south, north = float(grid["latitude"][0]), float(grid["latitude"][-1])
    west, east = float(grid["longitude"][0]), float(grid["longitude"][-1])
    longitudes = [(site.longitude - west) % 360.0 + west for site in sites]
    for site, longitude in zip(sites, longitudes, strict=True):
        if not (south <= site.latitude <= north and west <= longitude <= east):
            rule = message(
                "fault.series.site_outside", site=site.site, latitude=site.latitude, longitude=site.longitude
            )
            raise one_fault(file, rule, message("remedy.series.download_larger_area"))
    latitudes = [site.latitude for site in sites]
    return {"latitude": xr.DataArray(latitudes, dims="site"), "longitude": xr.DataArray(longitudes, dims="site")}
