"""What plants and stores of a reserve zone could still give each way, beyond what they make: the room behind reserve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch.arrays import Flags, Floats

from .saved_run import Saved

DIRECTIONS = ("up", "down")
PRICED = 1e-3
"""Least price of reserve that binds [CNY/MW]."""
_NUMBERS = ("reserve_up", "reserve_down", "reserve_hours", "charge", "discharge_efficiency")
"""Columns of reservoirs that limit their reserve."""
_MOMENT = 1e-9
"""A duration of no reserve [h]."""


@dataclass(frozen=True, eq=False)
class Room:
    """(hours, areas, directions) [MW]: ``spinning`` of thermal fleets (online capacity less output; output less minimum),
    ``stored`` of storage and reservoirs within power and content."""

    spinning: Floats
    stored: Floats


def kept_areas(saved: Saved) -> list[int]:
    """Areas in which reserve is required in some hour."""
    return [int(k) for k in np.flatnonzero(saved.array("reserve_required").any(axis=(0, 2)))]


def zone_of(saved: Saved, table: str, dim: str) -> NDArray[np.int64]:
    """Position of the reserve zone of each asset; -1 where its dispatcher keeps no reserve."""
    rows, zones = saved.given(table), saved.labels("zone")
    of = {str(row.iloc[0]): f"{row['dispatcher']}@{row['area']}" for _, row in rows.iterrows()}
    where = {zone: k for k, zone in enumerate(zones)}
    return np.array([where.get(of[name], -1) for name in saved.labels(dim)], dtype=np.int64)


def in_zone(saved: Saved, table: str, dim: str) -> Flags:
    """Whether each asset belongs to a dispatcher that keeps reserve in its area."""
    return zone_of(saved, table, dim) >= 0


def binding_down(saved: Saved, table: str, dim: str) -> Flags:
    """Whether downward reserve has a price where each asset is, (hours, assets): where it has none, what is held could
    be held by others at no cost. In a run without prices it always counts."""
    zones = zone_of(saved, table, dim)
    if not len(saved.labels("zone")):
        return np.zeros((len(saved.time), len(zones)), dtype=bool)
    price = saved.array("reserve_price")[:, :, 1]
    return np.where(np.isfinite(price), price > PRICED, True)[:, zones] & (zones >= 0)


def room(saved: Saved) -> Room:
    """Room of fleets and stores in reserve zones."""
    fleets, stores = in_zone(saved, "thermal", "fleet"), in_zone(saved, "storage", "storage")
    output = saved.array("thermal_output")
    spinning = [(saved.array("thermal_maximum") - output) * fleets, (output - saved.array("thermal_minimum")) * fleets]
    power, net = saved.array("storage_power"), saved.array("discharge") - saved.array("charge")
    names, content = saved.labels("storage"), saved.array("energy")
    into, out = (saved.column("storage", f"{way}_efficiency", names) for way in ("charge", "discharge"))
    above = np.maximum(content - saved.array("storage_floor"), 0.0) * out
    below = np.maximum(saved.array("storage_size") - content, 0.0) / into
    stored = [np.minimum(power - net, above) * stores, np.minimum(power + net, below) * stores]
    return Room(
        np.stack([saved.inside(np.maximum(way, 0.0), "fleet") for way in spinning], axis=-1),
        np.stack([saved.inside(np.maximum(way, 0.0), "storage") for way in stored], axis=-1) + _of_reservoirs(saved),
    )


def _of_reservoirs(saved: Saved) -> Floats:
    """Return the room of reservoirs that may hold reserve, (hours, areas, directions) [MW]: within V8 to V11 and the shares of the table."""
    names = saved.labels("reservoir")
    numbers = {name: saved.column("reservoirs", name, names) for name in _NUMBERS}
    most, net = (
        saved.array("reservoir_most_discharge"),
        saved.array("reservoir_discharge") - saved.array("reservoir_charge"),
    )
    content, zones = saved.array("reservoir_content"), in_zone(saved, "reservoirs", "reservoir")
    charge, lasts = np.nan_to_num(numbers["charge"], nan=np.inf), numbers["reserve_hours"]
    kept = saved.array("reservoir_inflow").clip(0.0) - saved.array("reservoir_spill")
    sides = {
        "reserve_up": (most - net, content - saved.array("reservoir_floor")),
        "reserve_down": (charge + net, saved.array("reservoir_ceiling") - content + lasts * kept),
    }
    rooms = []
    for way, (power, energy) in sides.items():
        sustained = np.maximum(energy, 0.0) * numbers["discharge_efficiency"] / np.maximum(lasts, _MOMENT)
        share = np.nan_to_num(numbers[way]) * zones
        within = np.minimum(np.maximum(power, 0.0), sustained)
        rooms.append(np.where(share > 0.0, np.minimum(within, np.where(share > 0.0, share, 1.0) * most), 0.0))
    return np.stack([saved.inside(each, "reservoir") for each in rooms], axis=-1)
