"""Energy that is left unused though nothing in the case is worth more to feed in."""

from __future__ import annotations

import numpy as np

from dispatch.case.schema.generic import ENDLESS
from dispatch.lp import Floats

from .reader import KILO, Reader

ROUNDING = 1e-9
"""Relative distance within which two rewards are the same."""


def nodes(reader: Reader) -> dict[str, int]:
    """Return the node of each pocket: its place in the table of pockets."""
    return {str(pocket): k for k, pocket in enumerate(reader.case.tables["pockets"]["pocket"])}


def unused_energy(reader: Reader, node: dict[str, int]) -> Floats:
    """Return the net power of the greatest reward (``Case.greatest_reward``) that is left unused, (hours, nodes) [MW].

    Counted are curtailed wind, PV and hydro of the highest ``order``, where no generic component is paid more than the price of curtailment,
    and the room of units that are paid as much. Not counted are plants in parks, and units that are free in no single
    hour: committed, with ramps, a given output, a limit on their energy, or reserve. Nor is any unit where
    a target is imposed: what the target pays for other generation is in no table.
    """
    unused = np.zeros((reader.hours, max(node.values()) + 1))
    reward = reader.case.reward_of_curtailed
    least = reader.case.greatest_reward * (1.0 - ROUNDING)
    imposed = bool(reader.case.tables["targets"]["imposed"].any())
    parts = [] if imposed else [("units", _room_of_units(reader, least))]
    if reward is not None and reward >= least:
        order = reader.column("renewables", "order")
        left = np.maximum(reader.hourly("renewable_available") - reader.hourly("renewable_output"), 0.0)
        parts += [("renewables", left * (order == order.max(initial=0.0)))]
    for table, power in parts:
        if not power.shape[1]:
            continue
        rows = reader.case.tables[table]
        net = power * (1.0 - reader.column(table, "own_use")) if "own_use" in rows else power
        in_grid = ~rows["settles"].isin(reader.case.tables["parks"]["park"]).to_numpy()
        for k, pocket in enumerate(reader.texts(table, "pocket")):
            if in_grid[k]:
                unused[:, node[pocket]] += net[:, k]
    return unused


def _room_of_units(reader: Reader, least: float) -> Floats:
    """Room up to their most output of units whose reward is at least ``least`` (hours, units) [MW]."""
    rows = reader.case.tables["units"]
    if rows.empty:
        return np.zeros((reader.hours, 0))
    free = ~rows["committed"].to_numpy(dtype=bool) & (
        rows["energy_most"].to_numpy() >= ENDLESS / KILO * (1.0 - ROUNDING)
    )
    for column in ("ramp_up", "ramp_down"):
        free &= (rows[column].to_numpy() < 0.0) & (rows[f"{column}_profile"].to_numpy() == "")
    free &= (rows["given_profile"].to_numpy() == "") & (rows["reserve_up"].to_numpy() == 0.0)
    room = np.maximum(reader.hourly("unit_most") - reader.hourly("unit_output"), 0.0)
    paid = least <= reader.case.rewards.of_units.T
    return np.asarray(room * paid * free * np.maximum(reader.column("units", "sign"), 0.0), dtype=float)
