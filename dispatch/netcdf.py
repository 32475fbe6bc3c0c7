"""Paths for the netCDF library."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def netcdf_path(path: Path) -> Iterator[Path]:
    """Give a path by which the netCDF library opens or makes a file. The library takes a backslash in a path, which other
    systems than Windows allow, for a slash: such a file is reached by a link."""
    whole = os.path.abspath(path)
    if os.sep == "\\" or "\\" not in whole:
        yield path
        return
    with tempfile.TemporaryDirectory() as place:
        link = Path(place) / "file.nc"
        link.symlink_to(whole)
        yield link
