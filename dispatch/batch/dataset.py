"""A batch as arrays: headline quantities over the axes, and every hour, read on demand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from dispatch.errors import CaseError, Fault
from dispatch.messages import message
from dispatch.netcdf import lasting_netcdf_path

from .plan import Plan, load
from .store import Store
from .table import table


@dataclass(frozen=True)
class Batch:
    """A batch folder. Where all combinations of levels are among the cases, arrays have a dimension an axis; otherwise
    one dimension ``case``, with the axes as coordinates."""

    folder: Path
    plan: Plan

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a case, as the files say now."""
        return table(self.plan, self.folder)

    @property
    def axes(self) -> list[str]:
        """Names of the axes."""
        return [axis.name for axis in self.plan.axes]

    @property
    def crossed(self) -> bool:
        """Whether every combination of levels is there, once."""
        counts = [0 if axis.levels is None else len(axis.levels) for axis in self.plan.axes]
        return len(self.plan.cases) == int(np.prod(counts))

    @cached_property
    def headline(self) -> xr.Dataset:
        """Every number of the table that is no number of the run itself."""
        frame = self.table[self.table["case"] > 0]
        numbers = frame.drop(columns=[*self.axes, "case"]).select_dtypes("number")
        data = {str(name): ("case", numbers[name].to_numpy(dtype=float)) for name in numbers}
        return self._over_axes(xr.Dataset(data, coords=self._coordinates(list(frame["case"]))))

    def hourly(self) -> xr.Dataset:
        """``dispatch.nc`` of the cases that keep theirs, lazily: arrays of Dask over the files. A variable with the name of
        an axis is called ``run_NAME``. Raises CaseError where no case keeps its hours."""
        store = Store(Path(self.plan.store))
        kept = [case for case in self.plan.cases if (store.place(case.name) / "dispatch.nc").is_file()]
        if not kept:
            remedy = message("remedy.batch.keep_hours")
            raise CaseError([Fault(str(self.folder), 0, "", "", message("fault.batch.no_hours"), remedy)])
        opened = [
            xr.open_dataset(file, engine="netcdf4", chunks={}).drop_attrs(deep=False)
            for file in (lasting_netcdf_path(store.place(case.name) / "dispatch.nc") for case in kept)
        ]
        joined = xr.concat(opened, "case", data_vars="all", coords="minimal", compat="override", join="outer")
        # An axis may be called as something in dispatch.nc is, such as storage: both are kept.
        joined = joined.rename({axis: f"run_{axis}" for axis in self.axes if axis in joined.variables})
        return self._over_axes(joined.assign_coords(self._coordinates([case.number for case in kept])))

    def _coordinates(self, numbers: list[int]) -> dict[str, tuple[str, list[object]]]:
        cases = {case.number: case for case in self.plan.cases}
        named = {axis: ("case", [cases[number].point[axis] for number in numbers]) for axis in self.axes}
        return {"case": ("case", list(numbers)), **named}  # type: ignore[dict-item]

    def _over_axes(self, data: xr.Dataset) -> xr.Dataset:
        if not self.crossed:
            return data
        data = data.drop_vars("case")
        if len(self.axes) == 1:  # there is nothing to unstack
            spread = data.swap_dims(case=self.axes[0])
        else:
            spread = data.set_index(case=self.axes).unstack("case")
        return spread.reindex({axis.name: axis.levels for axis in self.plan.axes if axis.levels is not None})


def open_batch(folder: str | Path) -> Batch:
    """A batch folder, read. Raises CaseError where there is none."""
    return Batch(Path(folder), load(Path(folder)))
