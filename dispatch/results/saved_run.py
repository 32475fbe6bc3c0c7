"""A saved run, read from its four files as any program could: arrays by name, sums into areas, the tables that were given."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from dispatch.arrays import Floats
from dispatch.messages import Words

from .capacity_plan import FILE, CapacityPlan, load_plan
from .foresight import FILE as OPERATED
from .foresight import Foresight, load_foresight
from .stored import read_folder


class Saved:
    """One run folder. Arrays have time first; powers are MW, energies MWh, money CNY, shares 0-1."""

    def __init__(
        self,
        results: xr.Dataset,
        summary: dict[str, Any],
        record: dict[str, Any],
        inputs: dict[str, Any],
        plan: CapacityPlan | None = None,
        foresight: Foresight | None = None,
    ):
        self.results, self.summary, self.record, self.inputs = results, summary, record, inputs
        self.plan, self.foresight = plan, foresight
        self.time = pd.DatetimeIndex(results["time"].values)
        self.areas = self.labels("area")
        self.technologies = self.labels("technology")

    def labels(self, name: str) -> list[str]:
        """Labels of a dimension, or the texts of a coordinate."""
        return [str(value) for value in self.results[name].values]

    def array(self, name: str) -> Floats:
        """A variable as it is stored."""
        return np.asarray(self.results[name].values, dtype=float)

    def total(self, name: str) -> Floats:
        """A variable summed over its time."""
        return np.asarray(self.array(name).sum(axis=0), dtype=float)

    def place(self, dim: str) -> NDArray[np.int64]:
        """Position of the area of each label of ``dim``."""
        return np.array([self.areas.index(area) for area in self.labels(f"{dim}_area")], dtype=np.int64)

    def inside(self, values: str | Floats, dim: str) -> Floats:
        """(hours, labels of dim) summed into (hours, areas)."""
        values = self.array(values) if isinstance(values, str) else values
        summed = np.zeros((len(self.time), len(self.areas)))
        for label, area in enumerate(self.place(dim)):
            summed[:, area] += values[:, label]
        return summed

    def of(self, name: str, kinds: Sequence[str]) -> Floats:
        """A variable on (time, area, technology) summed over some technologies: (hours, areas)."""
        chosen = [kind in kinds for kind in self.technologies]
        return np.asarray(self.array(name)[:, :, chosen].sum(axis=2), dtype=float)

    def given(self, table: str) -> pd.DataFrame:
        """A table of the case in its usual units, NaN where a number is none; without columns where the case has none."""
        rows = pd.DataFrame(self.inputs["tables"].get(table, {}).get("rows", []))
        return rows.fillna(np.nan).infer_objects()

    def column(self, table: str, name: str, labels: Sequence[str]) -> Floats:
        """A number column of a table whose first key is one of ``labels``, in their order."""
        rows = self.given(table)
        if rows.empty:
            return np.zeros(len(labels))
        return rows.set_index(rows.columns[0])[name].reindex(list(labels)).to_numpy(dtype=float)

    def changes(self, words: Words) -> str:
        """What ``--set`` changed, and what was added to the LP of the case in Python, in words; empty where nothing."""
        own = [words(f"own_{block['kind']}", **_counted(block)) for block in self.record.get("own_blocks", [])]
        return "; ".join([*self.record["set"], *own])

    @cached_property
    def whole_year(self) -> bool:
        """Whether the window is the whole horizon, and that a year."""
        hours = int(self.results.attrs["hours_of_horizon"])
        return len(self.time) == hours and hours >= 8760

    @cached_property
    def net(self) -> Floats:
        """Net over gross generation of each area and hour, (hours, areas); one where nothing is made."""
        made = self.array("generation").sum(axis=2)
        return np.where(made > 0, 1.0 - self.array("own_use") / np.where(made > 0, made, 1.0), 1.0)


def _counted(block: dict[str, Any]) -> dict[str, Any]:
    text = f" ({block['text']})" if block["text"] else ""
    return {"name": block["name"], "text": text, "count": block.get("rows", block.get("columns", 0))}


def ratio(above: Floats, below: Floats) -> Floats:
    """One over the other; NaN where there is nothing to divide by."""
    whole = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=whole, where=np.asarray(below) > 1e-9)
    return whole


def read(place: Path) -> Saved:
    """Read a run folder, with the plan and the price of foresight that it may hold. Raises CaseError where there is no whole run, or a file is damaged."""
    results, summary, record, inputs = read_folder(place)
    plan = load_plan(place) if (place / FILE).is_file() else None
    foresight = load_foresight(place) if (place / OPERATED).is_file() else None
    return Saved(results(), summary, record, inputs, plan, foresight)
