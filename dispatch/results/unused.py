"""Unused energy of the greatest reward: curtailed energy and free room of rewarded units."""

from __future__ import annotations

import numpy as np

from dispatch.case.schema import ENDLESS
from dispatch.lp import Floats

from .reader import KILO, Reader

ROUNDING = 1e-9
"""Relative distance within which two rewards are the same."""


def nodes(reader: Reader) -> dict[str, int]:
    """Return the node of each pocket: its place in the table of pockets."""
    return {str(pocket): k for k, pocket in enumerate(reader.case.tables["pockets"]["pocket"])}


def unused_energy(reader: Reader, node: dict[str, int]) -> Floats:
    """Return the unused net power of the greatest reward (``Case.greatest_reward``), shape (hours, nodes) [MW].

    Counted: curtailed wind, PV and hydro of the highest ``order``, if no generic component has a greater reward; and the free
    room of units with the greatest reward. Not counted: plants in parks, and units with commitment, ramps, a given output, a
    limit on energy, or reserve, as a single hour of such a unit is not free. Units do not count if a target is imposed: the
    tables do not state the reward by the target.
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
    """Return the room to maximum output of units with a reward of at least ``least``, shape (hours, units) [MW]."""
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
