"""Rows of the system: areas, load, heat, reserve, minimum online capacity, exchange, ties, template of targets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dispatch.arrays import Floats

from .balance import Balance
from .facts import Facts
from .names import Province
from .plants import Rows, place

LOSS = 0.045
"""Line losses over consumption (guess)."""


def area(facts: Facts, one: Province, balance: Balance) -> Rows:
    """Yield the area, its zone, its dispatcher and its load."""
    season = one.heating or ("12-01", "02-28")
    note = "heating season: guess" if one.heating else "no district heating in the case: the season has no effect"
    yield (
        "areas",
        {
            "area": one.name,
            "name_zh": one.zh,
            "name_en": one.english,
            "grid": one.name,
            "heating_start": season[0],
            "heating_end": season[1],
            "source": f"P: province; {note}",
        },
    )
    yield (
        "pockets",
        {"pocket": one.name, "area": one.name, "source": "default: the province is one zone, without limits inside"},
    )
    yield (
        "dispatchers",
        {
            "dispatcher": one.name,
            "area": one.name,
            **{"load_up": 0.03, "vre_up": 0.05, "load_down": 0.03, "vre_down": 0.05},
            "largest_unit": 1000.0,
            "largest_load": 500.0,
            "source": "default: F 3 % of load + 5 % of wind and PV (WWSIS, in SWITCH) each way; largest unit 1000 MW and load 500 MW: guess",
        },
    )
    use = facts(one.key, "consumption")
    yield (
        "load",
        {
            "load": f"{one.name}-load",
            **place(one),
            "basis": "consumption",
            "energy": round(use.value * 1e6, 3),
            "profile": f"load-{one.name}",
            "own_use": round(balance.own_use / use.value, 4),
            "line_loss": LOSS,
            "source": f"{use.source}; shape: F Rick10119/PyPSA-China (CC0), modelled hours of 2018, day by day; own use: calc, 6 % of thermal, 2 % of wind, 1.5 % of PV; line loss: guess",
        },
    )


def heat(one: Province, chp: float, shares: Floats) -> Rows:
    """Yield the heat network of a province with CHP [MW] in the heating zone."""
    if chp > 0 and one.heating:
        yield (
            "heat",
            {
                "network": one.name,
                "area": one.name,
                "profile": f"heat-{one.name}",
                "peak": round(0.9 * chp, 1),
                "boiler_cost": 9.0,
                "boiler_fuel": f"gas-{one.name}",
                "boiler_efficiency": 0.9,
                "boiler_capacity": round(0.6 * chp, 1),
                "source": f"peak: guess, 0.9 of CHP capacity (neimenggu-2030: 0.9 from heat statistics), {0.9 * chp * float(shares.sum()) / 1e6:.1f} TWh; shape: F Rick10119/PyPSA-China (CC0), degree hours of 2020; boilers: guess",
            },
        )


def minimum_online(one: Province, chp: float, thermal: float, load: float) -> Rows:
    """Yield the minimum online thermal capacity by month. chp, thermal: capacity [MW]; load: mean [MW]."""
    months = _heating_months(one)
    for month in range(1, 13):
        wanted = 0.2 * load + (0.5 * chp if month in months else 0.0)
        yield (
            "minimum_online",
            {
                "area": one.name,
                "dispatcher": one.name,
                "month": month,
                "online": round(min(wanted, 0.55 * thermal), 1),
                "source": "default, guess: a fifth of the mean load for voltage and inertia"
                + (", and half of CHP for heat" if month in months else "")
                + "; at most 55 % of thermal capacity",
            },
        )


def _heating_months(one: Province) -> set[int]:
    if one.heating is None:
        return set()
    first, last = (int(day[:2]) for day in one.heating)
    return {*range(first, 13), *range(1, last + 1)}


def exchange(
    one: Province, balance: Balance, energy: float, curve: Floats, load: Floats
) -> tuple[list[tuple[str, dict[str, object]]], dict[str, Floats]]:
    """Return rows and series of the contracted exchange with others [TWh a year]; below zero: import."""
    source = f"{balance.export.source}; exchange with provinces outside the case"
    if abs(energy) < 0.05:
        return [], {}
    if energy > 0:
        shape = curve / curve.mean()
        mean = energy * 1e6 / len(curve)
        row: dict[str, object] = {
            "corridor": f"{one.name}-export",
            "area": one.name,
            "pocket": one.name,
            "receiver": "other provinces",
            "capacity": round(1.25 * mean * float(shape.max()), 1),
            "profile": f"export-{one.name}",
            **dict.fromkeys(("energy_low", "energy_mid", "energy_high"), round(energy * 1e6)),
            "band": 0.1,
            "day_ahead": True,
            "price": 1.0,
            "source": f"{source}; shape: guess, flat, 30 % less from 10 to 16 h, hydro by inflow; band of 10 % set a day ahead: guess, as neimenggu-2023; capability: 1.25 of the highest hour (guess)",
        }
        return [("corridors", row)], {f"export-{one.name}": shape / shape.max()}
    flow = np.round(-energy * 1e6 * load / load.sum(), 1)
    row = {
        "unit": f"{one.name}-import",
        **place(one),
        "technology": "other",
        "carrier": "contracted import",
        "capacity": float(np.ceil(flow.max())),
        "given_profile": f"import-{one.name}",
        "source": f"{source}; a contracted curve in the shape of the load: guess; CO2 unknown",
    }
    return [("units", row)], {f"import-{one.name}": flow}


def lines(facts: Facts, chosen: Sequence[Province]) -> Rows:
    """Yield the ties between chosen provinces."""
    names = {one.key: one.name for one in chosen}
    for a, b, capacity in facts.ties:
        if a in names and b in names:
            yield (
                "lines",
                {
                    "line": f"{names[a]}-{names[b]}",
                    "from_area": names[a],
                    "from_pocket": names[a],
                    "to_area": names[b],
                    "to_pocket": names[b],
                    "forward": capacity,
                    "backward": capacity,
                    "loss": 0.02,
                    "cost": 5.0,
                    "source": "F Power-Lab/CellReports_NDC_2025 (MIT), transfer capacity of AC and DC, updated set: with lines of about 2022 to 2025 and lines under construction; loss and cost of use: guess",
                },
            )


def targets(year: int) -> Rows:
    """Yield a template of targets of the base year: the required values are for the planner to enter."""
    for name, kind, unit, zh, en in (
        ("capacity", "new_energy_capacity", "GW", "风电、太阳能发电装机容量", "capacity of wind and solar"),
        ("obligation", "renewable_obligation", "share", "可再生能源电力消纳责任权重", "renewable share of consumption"),
    ):
        row = {"target": name, "kind": kind, "unit": unit, "year": year, "text_zh": zh, "text_en": en}
        yield "targets", row | {"source": "P: enter the value of your plan in the column `required`"}
