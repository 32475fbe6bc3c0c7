"""A run: results, summary and record, in memory or on disk."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import xarray as xr

from .folder import appearing, read_folder, write_json, write_results
from .memory import peak_memory_mb

NO_BASIS = "no basis was kept: the method ended without one"


@dataclass(frozen=True, eq=False)
class Run:
    """A dispatched window of a case.

    summary: ``region``, ``areas``, ``targets``. inputs: what the planner gave. record: what ``run.json`` holds; ``seconds.write`` and
    ``peak_memory_mb`` are those of the saved run. interrupted: the user stopped it. folder: where it was saved, or None.
    """

    summary: dict[str, Any]
    record: dict[str, Any]
    inputs: dict[str, Any]
    open_results: Callable[[], xr.Dataset]
    save_warm: Callable[[Path], None] | None = None
    interrupted: bool = False
    folder: Path | None = None

    def __repr__(self) -> str:
        return f"Run({self.record['case']}, {self.record['hours']} hours, {self.status})"

    @property
    def status(self) -> str:
        """``optimal``, ``feasible`` (within the gap asked for, or by a method without proof) or ``stopped``."""
        return str(self.record["status"])

    @cached_property
    def results(self) -> xr.Dataset:
        """Every variable, hour by hour."""
        return self.open_results()

    def save(self, place: str | Path, keep_warm: bool = False) -> Run:
        """Write the run folder, whole or not at all, and return the run as it was saved. ``keep_warm``: also the basis
        and prices, for ``start``; a note says so where the method ended without a basis. Raises FileExistsError."""
        with appearing(Path(place)) as folder:
            written = self.write(folder, keep_warm)
        return replace(written, folder=Path(place))

    def write(self, folder: Path, keep_warm: bool = False, hourly: bool = True) -> Run:
        """Write the files of a run into an existing folder, and return the run as it was written. ``hourly``: also
        ``dispatch.nc``; without it the folder is no run that can be opened, but its headline stays."""
        began = time.perf_counter()
        if hourly:
            write_results(self.results, folder / "dispatch.nc")
        write_json(folder / "summary.json", self.summary)
        write_json(folder / "inputs.json", self.inputs)
        if keep_warm and self.save_warm is not None:
            self.save_warm(folder / "warm.npz")
        seconds = self.record["seconds"] | {"write": time.perf_counter() - began}
        notes = self.record["notes"] + ([NO_BASIS] if keep_warm and self.save_warm is None else [])
        record = self.record | {"seconds": seconds, "peak_memory_mb": peak_memory_mb(), "notes": notes}
        write_json(folder / "run.json", record)
        return replace(self, record=record)


def open_run(place: str | Path) -> Run:
    """A saved run; its Dataset is read when it is asked for. Raises CaseError where there is no whole run."""
    place = Path(place)
    results, summary, record, inputs = read_folder(place)
    return Run(summary, record, inputs, results, folder=place)
