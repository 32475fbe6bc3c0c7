"""PyPSA itself, which only exchange needs."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from logging import ERROR, getLogger
from pathlib import Path
from typing import Any

from dispatch.errors import CaseError, Fault
from dispatch.messages import message


def pypsa() -> Any:
    """The module. Raises CaseError where it is not installed."""
    try:
        with quietly():
            import pypsa as module
        getLogger("pypsa").setLevel(ERROR)
    except ImportError:
        rule = message("fault.pypsa.not_installed")
        raise CaseError([Fault("pypsa", 0, "", "", rule, message("remedy.pypsa.install"))]) from None
    return module


@contextmanager
def quietly() -> Iterator[None]:
    """Keep warnings of the libraries below PyPSA from the terminal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def read_network(path: Path) -> Any:
    """A network from a netCDF or HDF5 file or a folder of CSVs. Raises CaseError, FileNotFoundError."""
    if not path.exists():
        raise FileNotFoundError(f"{path}: there is no such file")
    module = pypsa()
    try:
        with quietly():
            return module.Network(str(path))
    except Exception as error:  # the libraries below it raise whatever they please on a file that is no network
        rule = message("fault.pypsa.unreadable", error=error)
        raise CaseError([Fault(path.name, 0, "", "", rule, message("remedy.pypsa.file"))]) from None
