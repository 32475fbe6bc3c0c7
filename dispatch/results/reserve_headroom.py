"""What plants and stores of a reserve zone could still give each way, beyond what they make: the room behind reserve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch.arrays import Flags, Floats

from .saved_run import Saved

DIRECTIONS = ("up", "down")
PRICED = 1e-3
"""Least price of reserve that binds [CNY/MW]."""
_ENDLESS = 1e9
"""Room of a component without a limit [MW]."""
_SHORTEST = 1e-9
"""Lower bound of the duration by which a content is divided [h]."""


@dataclass(frozen=True, eq=False)
class Room:
    """(hours, areas, directions) [MW]: ``spinning`` of thermal fleets and units (online capacity less output; output less
    minimum), ``stored`` of storage and reservoirs within power and content."""

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
        np.stack([saved.inside(np.maximum(way, 0.0), "fleet") for way in spinning], axis=-1) + _of_units(saved),
        np.stack([saved.inside(np.maximum(way, 0.0), "storage") for way in stored], axis=-1) + _of_reservoirs(saved),
    )


def _of_reservoirs(saved: Saved) -> Floats:
    """Return the room of reservoirs that may hold reserve, (hours, areas, directions) [MW]: within V8 to V11 and the shares of the table."""
    lasts = saved.column("reservoirs", "reserve_hours", saved.labels("reservoir"))
    most, net = (
        saved.array("reservoir_most_discharge"),
        saved.array("reservoir_discharge") - saved.array("reservoir_charge"),
    )
    content, efficiency = saved.array("reservoir_content"), saved.array("reservoir_efficiency")
    sustained = efficiency / np.maximum(lasts, _SHORTEST)
    charge = saved.array("reservoir_most_charge")
    above = np.maximum(content - saved.array("reservoir_floor"), 0.0) * sustained
    below = np.maximum(saved.array("reservoir_ceiling") - content, 0.0) * sustained + net
    rooms = [np.minimum(most - net, above), np.minimum(charge + net, np.where(charge > 0.0, below, np.inf))]
    return _shared(saved, "reservoirs", "reservoir", rooms, most)


def _of_units(saved: Saved) -> Floats:
    """Return the room of generic units that may hold reserve, (hours, areas, directions) [MW]: within U2, U3, U16 and U17."""
    output = saved.array("unit_output")
    rooms = [saved.array("unit_ceiling") - output, output - saved.array("unit_floor")]
    return _shared(saved, "units", "unit", rooms, saved.array("unit_capacity"))


def _shared(saved: Saved, table: str, dim: str, rooms: Sequence[Floats], size: Floats) -> Floats:
    """Return rooms up and down of assets, each (hours, assets) [MW], up to their shares of a size, summed by area."""
    names, zones = saved.labels(dim), in_zone(saved, table, dim)
    found = []
    for way, space in zip(DIRECTIONS, rooms, strict=True):
        share = np.nan_to_num(saved.column(table, f"reserve_{way}", names)) * zones
        most = np.where(share > 0.0, np.where(share > 0.0, share, 1.0) * size, 0.0)
        found.append(saved.inside(np.minimum(np.maximum(space, 0.0), np.minimum(most, _ENDLESS)), dim))
    return np.stack(found, axis=-1)
