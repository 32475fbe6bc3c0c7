"""Opened runs, the latest few in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from dispatch.arrays import Floats
from dispatch.report import Saved, read
from dispatch.report.balance_terms import flows
from dispatch.results.attribution import attribute

MOST = 4
"""Runs in memory, as many as are compared: a year of nine areas takes 81 MB."""


class Opened:
    """A run of the workspace. path: relative to the workspace."""

    def __init__(self, path: str, folder: Path) -> None:
        """Read a run folder. Raises CaseError where there is no whole run."""
        self.path, self.folder = path, folder
        self.saved: Saved = read(folder)
        self.flows: dict[tuple[int, ...], dict[str, Floats]] = {}
        self._lock = threading.Lock()

    @property
    def summary(self) -> dict[str, Any]:
        """Content of ``summary.json``."""
        return self.saved.summary

    @property
    def record(self) -> dict[str, Any]:
        """Content of ``run.json``."""
        return self.saved.record

    @property
    def causes(self) -> Floats:
        """Curtailment by cause, (hours, areas, causes) [MW]; computed once."""
        with self._lock:
            return self._causes

    @cached_property
    def _causes(self) -> Floats:
        found: Floats = np.einsum("tak,takc->tac", self.saved.array("curtailment"), attribute(self.saved).share)
        return found.astype("float32")


class Runs:
    """Runs by path; one that changed on disk is read again."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._open: OrderedDict[str, tuple[float, Opened]] = OrderedDict()

    def open(self, path: str, folder: Path) -> Opened:
        """Return a run. Raises CaseError where there is no whole run."""
        with self._lock:
            try:
                changed = (folder / "run.json").stat().st_mtime
            except OSError:
                changed = 0.0
            stored = self._open.get(path)
            if stored is None or stored[0] != changed:
                stored = changed, Opened(path, folder)
                self._open[path] = stored
            self._open.move_to_end(path)
            while len(self._open) > self.most:
                self._open.popitem(last=False)
            return stored[1]

    def paths(self) -> list[str]:
        """Return the paths of the runs in memory, the one used last at the end."""
        return list(self._open)


def load_libraries() -> None:
    """Import what xarray imports with the first file, which takes half a second of processor time: the first run that a browser opens
    need not wait for it. No file is opened: the netCDF library is for one thread at a time."""
    for name in ("netCDF4", "dask.array"):
        import_module(name)


def flows_of(run: Opened, members: tuple[int, ...]) -> dict[str, Floats]:
    """Return sources and sinks of some areas together, (hours,) [MW] by name; computed once."""
    if members not in run.flows:
        run.flows[members] = {
            name: values.astype("float32") for name, values in flows(run.saved, list(members)).items()
        }
    return run.flows[members]
