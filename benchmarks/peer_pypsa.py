"""The same system in PyPSA itself, by linopy's direct interface: no LP file."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import pypsa
import xarray as xr
from peer_case import RESERVE_DOWN, RESERVE_UP, SHORTFALL


def run(task: dict[str, Any], factors: Sequence[float]) -> dict[str, Any]:
    """Read the network once, build and solve anew for each case."""
    seconds, total = {"read": 0.0, "build": 0.0, "solve": 0.0}, 0.0
    began = time.perf_counter()
    n = pypsa.Network(task["network"])
    seconds["read"] = time.perf_counter() - began
    wind = n.generators.index[n.generators.carrier == "wind"]
    nominal = n.generators.loc[wind, "p_nom"].copy()
    for factor in factors:
        began = time.perf_counter()
        n.generators.loc[wind, "p_nom"] = nominal * factor
        n.optimize.create_model(linearized_unit_commitment=True, include_objective_constant=False)
        if task["part"] == "b":
            reserves(n)
        built = time.perf_counter()
        status, condition = n.model.solve("highs", io_api="direct", **task["options"])
        if condition != "optimal":
            raise RuntimeError(f"{status} {condition}")
        done = time.perf_counter()
        seconds["build"] += built - began
        seconds["solve"] += done - built
        total += float(n.model.objective.value)
    return seconds | {"cost": total}


def reserves(n: Any) -> None:
    """The reserves of part (b), as a user of PyPSA adds them to its model."""
    m, rows = n.model, n.generators
    names = rows.index[rows.committable].rename("name")
    size = xr.DataArray(rows.loc[names, "p_nom"].to_numpy(), coords=[names])
    least = xr.DataArray(rows.loc[names, "p_min_pu"].to_numpy(), coords=[names])
    where = xr.DataArray(rows.loc[names, "bus"].to_numpy(), coords=[names], name="bus")
    load = n.loads_t.p_set.T.groupby(n.loads.bus).sum().T
    demand = xr.DataArray(load.to_numpy(), coords=[n.snapshots, load.columns.rename("bus")], dims=["snapshot", "bus"])
    power, status = m["Generator-p"].sel(name=names), m["Generator-status"].sel(name=names)
    for way, share in (("up", RESERVE_UP), ("down", RESERVE_DOWN)):
        held = m.add_variables(0, size.expand_dims(snapshot=n.snapshots), name=f"reserve_{way}")
        short = m.add_variables(0, demand * share, name=f"shortfall_{way}")
        if way == "up":
            m.add_constraints(power + held - size * status <= 0, name="headroom")
        else:
            m.add_constraints(power - held - least * size * status >= 0, name="footroom")
        total = held.to_linexpr().groupby(where).sum()
        m.add_constraints(total + short == demand * share, name=f"reserve_{way}_required")
        m.objective = m.objective + SHORTFALL * short.sum()
