"""A run: results, summary and record, in memory or on disk."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import xarray as xr

from dispatch.case.suggestions import options
from dispatch.errors import CaseError, Fault
from dispatch.messages import message
from dispatch.notebook import described, html_table

from .duals import FILE, Duals, open_duals, save_duals
from .memory import peak_memory_mb
from .partial import appearing
from .plot import RunPlot
from .run_folder import write_json, write_results
from .stored import read_folder
from .warm import WARM

NO_BASIS = message("note.no_basis")
"""Note of a run that keeps no basis although one was requested."""


@dataclass(frozen=True, eq=False)
class Run:
    """A dispatched window of a case.

    summary: ``region``, ``areas``, ``targets``. inputs: what the planner gave. record: what ``run.json`` holds; ``seconds.write`` and
    ``peak_memory_mb`` are those of the saved run. interrupted: the user stopped it. folder: where it was saved, or None.
    duals: of each block of rows, where the method gave them; of a saved run, those that it keeps.
    """

    summary: dict[str, Any]
    record: dict[str, Any]
    inputs: dict[str, Any]
    open_results: Callable[[], xr.Dataset]
    save_warm: Callable[[Path], None] | None = None
    interrupted: bool = False
    folder: Path | None = None
    duals: Duals = field(default_factory=dict)

    def __repr__(self) -> str:
        return described(f"Run({self.record['case']}, {self.record['hours']} hours, {self.status})", self._facts())

    def _repr_html_(self) -> str:
        """Return the headline for a notebook."""
        return html_table(f"Run {self.record['case']}: {self.record['title']}", list(self._facts().items()))

    def _facts(self) -> dict[str, object]:
        region = self.summary["region"]
        gap = self.record["gap"]
        return {
            "status": f"{self.status}, method {self.record['method']}, gap {'none' if gap is None else f'{gap:.1e}'}",
            "window": f"{self.record['from']}, {self.record['hours']} hours",
            "cost": f"{region['cost_cny'] * 1e-6:,.2f} million CNY",
            "load": f"{region['load_twh']:,.3f} TWh, export {region['export_twh']:,.3f} TWh",
            "new energy": f"{region['new_energy_twh']:,.3f} TWh, thermal {region['thermal_twh']:,.3f} TWh",
            "curtailment": f"{sum(region['curtailment_twh'].values()):,.3f} TWh",
            "unserved": f"{region['unserved_gwh']:,.3f} GWh",
            "folder": self.folder or "not saved",
            "see": "run.results, run.summary, run.dual(block), run.plot, run.save(folder)",
        }

    @property
    def plot(self) -> RunPlot:
        """Figures for a notebook: ``run.plot.stack(area=…)``, ``price_duration()``, ``curtailment_heatmap()``, ``map()``."""
        return RunPlot(self)

    @property
    def status(self) -> str:
        """``optimal``, ``feasible`` (within the requested gap, or by a method without proof) or ``stopped``."""
        return str(self.record["status"])

    @cached_property
    def results(self) -> xr.Dataset:
        """Every variable, hour by hour."""
        return self.open_results()

    def dual(self, name: str) -> xr.DataArray:
        """Return the duals of a block of rows of the LP, ``run.dual("T6_minimum")`` or that of a constraint of your own,
        on the axes of the block (``time`` for hours).

        Unit: million CNY per unit of the row as the LP is written (GW, GWh, ktce, kt; number x 1,000 is CNY per MW, MWh,
        tce, t); the weight of an hour that represents several is in it. Sign: change of the least cost per unit by which
        the right-hand side is raised, with all variables on the left: >= 0 for a row ``>=``, <= 0 for a row ``<=``.
        Proven only where the status is ``optimal``. A fresh run has every block; a saved one those of own constraints,
        or all with ``keep_duals``. Raises CaseError for a block that is not there.
        """
        if name in self.duals:
            return self.duals[name]()
        if not self.duals:
            remedy = message("remedy.results.keep_duals")
            raise CaseError([Fault("dual", 0, "", name, message("fault.results.no_duals"), remedy)])
        raise CaseError(
            [
                Fault(
                    "dual",
                    0,
                    "",
                    name,
                    message("fault.results.block"),
                    options(name, self.duals, message("list.results.blocks")),
                )
            ]
        )

    def save(self, place: str | Path, keep_warm: bool = False, keep_duals: bool = False) -> Run:
        """Write the run folder, whole or not at all, and return the run as it was saved. ``keep_warm``: also the basis
        and prices, for ``start``; a note says so where the method ended without a basis. ``keep_duals``: the duals of
        all rows, where otherwise only those of own constraints are kept. Raises FileExistsError."""
        with appearing(Path(place)) as folder:
            written = self.write(folder, keep_warm, keep_duals=keep_duals)
        return replace(written, folder=Path(place))

    def write(self, folder: Path, keep_warm: bool = False, hourly: bool = True, keep_duals: bool = False) -> Run:
        """Write the files of a run into an existing folder, and return the run as it was written. ``hourly``: also
        ``dispatch.nc``; without it the folder is no run that can be opened, but its headline stays."""
        began = time.perf_counter()
        if hourly:
            write_results(self.results, folder / "dispatch.nc")
        write_json(folder / "summary.json", self.summary)
        write_json(folder / "inputs.json", self.inputs)
        if keep_warm and self.save_warm is not None:
            self.save_warm(folder / WARM)
        own = [block["name"] for block in self.record.get("own_blocks", []) if block["kind"] == "constraint"]
        kept = [name for name in (self.duals if keep_duals else own) if name in self.duals]
        if kept:
            save_duals(self.duals, kept, folder / FILE)
        seconds = self.record["seconds"] | {"write": time.perf_counter() - began}
        record = self.record | {"seconds": seconds, "peak_memory_mb": peak_memory_mb()}
        if keep_warm and self.save_warm is None:
            record["notes"] = [*record["notes"], str(NO_BASIS)]
            record["note_messages"] = [*record["note_messages"], NO_BASIS.record()]
        write_json(folder / "run.json", record)
        return replace(self, record=record)


def open_run(place: str | Path) -> Run:
    """A saved run; its Dataset is read at first use. Raises CaseError where there is no whole run."""
    place = Path(place)
    results, summary, record, inputs = read_folder(place)
    return Run(summary, record, inputs, results, folder=place, duals=open_duals(place / FILE))
