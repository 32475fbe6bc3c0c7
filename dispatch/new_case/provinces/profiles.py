"""Hourly series of a province in the base year."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Mapping
from datetime import date

import numpy as np

from dispatch.arrays import Floats

from .facts import Facts, hourly

_LEAP_DAY = slice(59 * 24, 60 * 24)
"""29 February in the series of 2020."""
_FLOOR = 0.002
"""Least share of the wind series before the transformation: an area mean of zero has no power that is above zero."""
_NOON, _DIP = slice(10, 16), 0.3
"""Hours of the day in which contracted export is lower, and by which share (as neimenggu-2023: guess)."""


def at_mean(shares: Floats, mean: float) -> Floats:
    """Return a power of shares whose mean is as given. Order and bounds (0, 1) of the hours are kept.

    >>> round(float(at_mean(np.array([0.1, 0.2, 0.4]), 0.5).mean()), 6)
    0.5
    """
    low, high = 0.01, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if (shares**middle).mean() > mean else (low, middle)
    return np.asarray(shares**low, dtype=float)


def load_of_year(load: Floats, year: int) -> Floats:
    """Return the load of a year from that of 2018, which begins on a Monday. 2024 does too: day by day that of 2018, the last day twice.
    2023 begins on a Sunday: its first day is the last of 2018, then day by day from the first.

    >>> len(load_of_year(np.arange(8760.0), 2024)), float(load_of_year(np.arange(8760.0), 2023)[24])
    (8784, 0.0)
    """
    first = 0 if date(year, 1, 1).weekday() == 0 else -1
    wanted = np.minimum(first + np.arange(366 if isleap(year) else 365), 364)
    return np.asarray(load[:8760].reshape(365, 24)[wanted].ravel(), dtype=float)


def series(facts: Facts, key: str) -> dict[str, Floats]:
    """Return shares by hour of the year of ``wind``, ``wind_offshore``, ``pv``, ``heat``, ``hydro``, and ``load`` over its
    mean."""
    raw = hourly(key)
    if facts.hours < len(raw["wind"]):
        raw |= {name: np.delete(raw[name], _LEAP_DAY) for name in raw if name not in ("load", "hydro")}
        raw["hydro"] = np.delete(raw["hydro"], _LEAP_DAY.start // 24)
    found = {
        "wind": at_mean(_FLOOR + (1 - _FLOOR) * raw["wind"], facts.value(key, "wind_hours") / facts.hours),
        "pv": np.minimum(raw["pv"] * facts.value(key, "pv_hours") / raw["pv"].sum(), 1.0),
        "heat": np.clip(raw["heat"], 0.0, 1.0),
        "load": load_of_year(raw["load"][~np.isnan(raw["load"])], facts.year),
        "hydro": _water(raw["hydro"], facts.value(key, "hydro_hours")),
    }
    if "wind_offshore" in raw:
        found["wind_offshore"] = offshore_wind(raw)
    return found


def offshore_wind(raw: Mapping[str, Floats]) -> Floats:
    """Return the shares of offshore wind by hour, from the series of a province on the coast."""
    return np.clip(raw["wind_offshore"], 0.0, 1.0)


def _water(days: Floats, hours: float) -> Floats:
    """Return inflow over capacity by hour, with the energy of so many full-load hours."""
    inflow = np.repeat(days, 24)
    return np.asarray(inflow * hours / inflow.sum(), dtype=float)


def export_curve(hydro: Floats, hydro_share: float) -> Floats:
    """Return the shape of contracted export: flat but for noon; the part of hydro follows the inflow by month."""
    shape = (1 - hydro_share) + hydro_share * hydro / hydro.mean()
    day = np.ones(24)
    day[_NOON] -= _DIP
    return np.asarray(shape * np.tile(day, len(hydro) // 24), dtype=float)
