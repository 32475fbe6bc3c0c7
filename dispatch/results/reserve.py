"""Spinning reserve by zone, by area and by who holds it; and what it costs."""

from __future__ import annotations

import numpy as np

from dispatch.lp import Floats

from .reader import Reader

DIRECTIONS = ("up", "down")
ROWS = {"up": "Y1_reserve_up", "down": "Y2_reserve_down"}
PARTS = ("required", "held", "shortfall")


def providers(reader: Reader) -> tuple[str, ...]:
    """Kinds of provider that the LP knows, in the order of the LP."""
    known = {f"reserve_{part}_{direction}" for part in PARTS for direction in DIRECTIONS}
    kinds = dict.fromkeys(
        name.removeprefix(f"reserve_{direction}_")
        for name in reader.lp.quantities
        for direction in DIRECTIONS
        if name.startswith(f"reserve_{direction}_") and name not in known
    )
    return tuple(kinds)


def both_ways(reader: Reader, kind: str, table: str) -> Floats:
    """Return the reserve that each asset holds (hours, assets, 2) [MW]; zero where it may hold none."""
    held = np.zeros((reader.hours, len(reader.case.tables[table]), len(DIRECTIONS)))
    for way, direction in enumerate(DIRECTIONS):
        if reader.has(f"{kind}_reserve_{direction}"):
            held[:, :, way] = reader.hourly(f"{kind}_reserve_{direction}")
    return held


def reserve(reader: Reader) -> dict[str, Floats]:
    """Arrays (hours, zones, 2), of areas (hours, areas, 2), by provider (hours, zones, providers, 2), in MW;
    price (hours, zones, 2) in CNY/MW."""
    axis = reader.axis("reserve_required_up")
    arrays: dict[str, Floats] = {}
    for part in PARTS:
        both = [reader.hourly(f"reserve_{part}_{direction}") for direction in DIRECTIONS]
        arrays[f"zone_reserve_{part}"] = np.stack(both, axis=-1)
        arrays[f"reserve_{part}"] = np.stack([reader.into_areas(one, axis) for one in both], axis=-1)
    held = np.zeros((reader.hours, len(axis), len(providers(reader)), 2))
    prices = np.zeros((reader.hours, len(axis), 2))
    for way, direction in enumerate(DIRECTIONS):
        for k, kind in enumerate(providers(reader)):
            if reader.has(f"reserve_{direction}_{kind}"):
                held[:, :, k, way] = reader.hourly(f"reserve_{direction}_{kind}")
        if len(axis):
            prices[:, :, way] = reader.dual(ROWS[direction])
    return arrays | {"reserve_by_provider": held, "reserve_price": prices}
