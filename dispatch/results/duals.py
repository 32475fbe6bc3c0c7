"""Duals of the rows of an LP as labelled arrays: of a fresh run, or of those that a run folder keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from dispatch.errors import CaseError, Fault
from dispatch.lp import LP, Block, Floats
from dispatch.messages import message
from dispatch.netcdf import netcdf_path

FILE = "duals.nc"
UNITS = "million CNY per unit of the row"
SIGN = (
    "Change of the least cost [million CNY] per unit by which the right-hand side of the row is raised, all variables on "
    "its left, in the units of the LP: GW, GWh, ktce, kt; times 1,000 it is CNY per MW, MWh, tce, t. "
    "Of a row >= never negative, of a row <= never positive. NaN where the block has no row."
)
_SLASH = "∕"
"""Replacement of a slash in the name of a group of a netCDF file."""

Duals = Mapping[str, Callable[[], xr.DataArray]]
"""Name of a block of rows -> its duals, computed at first use."""


def duals_of(lp: LP, row_dual: Floats | None) -> Duals:
    """Return the duals of every block of an LP; nothing where the method gave none. row_dual: shape (rows,) or longer."""
    if row_dual is None:
        return {}

    def make(block: Block) -> Callable[[], xr.DataArray]:
        return lambda: _array(block, row_dual)

    return {name: make(block) for name, block in lp.constraints.items()}


def _array(block: Block, row_dual: Floats) -> xr.DataArray:
    there = block.index >= 0
    values = np.full(block.index.shape, np.nan)
    values[there] = row_dual[block.index[there]]
    axes = {}
    for axis in block.axes:
        labels = np.array(axis.labels, dtype=str)
        if axis.name == "hour":
            axes["time"] = pd.DatetimeIndex(labels).to_numpy().astype("datetime64[ns]")
        else:
            axes[axis.name] = labels
    about = {"units": UNITS, "long_name": f"dual of {block.text or block.name}", "comment": SIGN, "block": block.name}
    return xr.DataArray(values, dims=tuple(axes), coords=axes, name="dual", attrs=about)


def save_duals(duals: Duals, names: Iterable[str], path: Path) -> None:
    """Write the duals of some blocks as netCDF, a group a block, with the variable ``dual``."""
    groups = {name.replace("/", _SLASH): duals[name]().to_dataset() for name in names}
    coding = {"dual": {"zlib": True, "complevel": 4, "shuffle": True}}
    sized = {f"/{name}": coding for name, group in groups.items() if group["dual"].ndim}
    with netcdf_path(path) as place:
        xr.DataTree.from_dict(groups).to_netcdf(place, encoding=sized, engine="netcdf4")


def open_duals(path: Path) -> Duals:
    """Return the duals that a run folder keeps; nothing where it keeps none. Raises CaseError for a damaged file."""
    if not path.is_file():
        return {}
    try:
        with netcdf_path(path) as place, xr.open_datatree(place, engine="netcdf4") as stored:
            groups = [node.to_dataset()["dual"].load() for node in stored.children.values()]
            arrays = {str(array.attrs["block"]): array for array in groups}
    except (OSError, RuntimeError, ValueError, LookupError, TypeError, AttributeError) as error:
        rule = message("fault.results.cannot_read", error=" ".join(str(error).split()))
        raise CaseError([Fault(str(path), 0, "", "", rule, message("remedy.results.make_run_again"))]) from None

    def give(array: xr.DataArray) -> Callable[[], xr.DataArray]:
        return lambda: array

    return {name: give(array) for name, array in arrays.items()}
