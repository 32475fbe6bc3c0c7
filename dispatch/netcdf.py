"""Paths for the netCDF library."""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def netcdf_path(path: Path) -> Iterator[Path]:
    """Give a path by which the netCDF library opens or makes a file. The library takes a backslash in a path, which other
    systems than Windows allow, for a slash: such a file is reached by a link."""
    if not _needs_link(path):
        yield path
        return
    with tempfile.TemporaryDirectory() as place:
        yield _link(Path(place), path)


def lasting_netcdf_path(path: Path) -> Path:
    """Return a path as ``netcdf_path`` gives it that lasts as long as the process, for files that are read lazily."""
    if not _needs_link(path):
        return path
    place = tempfile.TemporaryDirectory()
    atexit.register(place.cleanup)
    return _link(Path(place.name), path)


def _needs_link(path: Path) -> bool:
    return os.sep != "\\" and "\\" in os.path.abspath(path)


def _link(place: Path, path: Path) -> Path:
    link = place / "file.nc"
    link.symlink_to(os.path.abspath(path))
    return link
