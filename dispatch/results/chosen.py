"""What an expansion chose, and what limits on sums cost."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from dispatch.case import Case

from .reader import KILO

Figures = dict[str, Any]
_MEASURES = {
    # table: dimension, key of the summary -> variable
    "units": ("unit", {"capacity_mw": "unit_capacity"}),
    "links": ("link", {"capacity_mw": "link_capacity"}),
    "reservoirs": ("reservoir", {"capacity_mw": "reservoir_capacity", "content_mwh": "reservoir_volume"}),
}


def chosen(case: Case, results: xr.Dataset) -> Figures:
    """Return ``expansion``: table -> name -> capacity [MW] and content [MWh], null: no limit; ``limits``: name -> quantity,
    sense, amount in the window, sum, price [CNY per unit of the amount]. A key is left out where there is nothing to state."""
    sizes = {table: _sizes(case, results, table) for table in _MEASURES}
    sizes = {table: rows for table, rows in sizes.items() if rows}
    found: Figures = {"expansion": sizes} if sizes else {}
    if len(case.tables["limits"]):
        found["limits"] = _limits(case, results)
    return found


def _sizes(case: Case, results: xr.Dataset, table: str) -> dict[str, dict[str, float | None]]:
    dimension, measures = _MEASURES[table]
    extendable = case.tables[table]["extendable"].to_numpy(dtype=bool)
    names = results[dimension].values
    values = {key: results[variable].values for key, variable in measures.items()}
    return {
        str(names[k]): {key: _finite(array[k]) for key, array in values.items()} for k in np.flatnonzero(extendable)
    }


def _limits(case: Case, results: xr.Dataset) -> dict[str, Figures]:
    rows = case.tables["limits"]
    share = np.where(rows["quantity"] == "energy", case.fraction, 1.0)
    amounts = rows["amount"].to_numpy(dtype=float) * KILO * share
    found = {}
    for k, name in enumerate(results["limit"].values):
        found[str(name)] = {
            "quantity": str(rows["quantity"].iloc[k]),
            "sense": str(rows["sense"].iloc[k]),
            "amount": float(amounts[k]),
            "sum": float(results["limit_sum"].values[k]),
            "price_cny": _finite(results["limit_price"].values[k]),
        }
    return found


def _finite(value: float) -> float | None:
    return float(value) + 0.0 if np.isfinite(value) else None
