"""Prices of energy by area: mean, duration, hours at zero, hours at which a shortage sets the price."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from dispatch.case import Case
from dispatch.lp import Floats

from ..tolerances import MIN_POWER_MW

ZERO = 1.0
"""Most that a MWh is worth in an hour at zero price [CNY/MWh]: tie-breaks and own use move a price of zero by less."""
QUANTILES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
"""Shares of the hours of the price duration."""


def prices(case: Case, results: xr.Dataset) -> dict[str, dict[str, Any]]:
    """Return the figures of the price of each area [CNY/MWh], over the hours in which it has load, contracted export or
    capacity: a base has none before it is commissioned."""
    price, load = results["price"].values, results["load"].values
    weight = results["hour_weight"].values
    short = shortages(results)
    active = _active(results)
    highest = _penalty(case)
    found = {}
    for k, area in enumerate(results["area"].values.tolist()):
        there = active[:, k] if active[:, k].any() else np.ones(len(price), dtype=bool)
        own, hours = price[there, k], weight[there]
        energy = load[there, k] * hours
        scarce = short[there, k] | (own >= highest * 0.999)
        bill = float((own * energy).sum())
        found[str(area)] = {
            "mean_cny_per_mwh": float(np.average(own, weights=hours)) if hours.any() else 0.0,
            "by_load_cny_per_mwh": bill / float(energy.sum()) if energy.sum() > 0 else None,
            "quantiles_cny_per_mwh": {f"{share:g}": float(np.quantile(own, share)) for share in QUANTILES},
            "hours_at_zero": float(hours[own <= ZERO].sum()),
            "hours_below_zero": float(hours[own < -ZERO].sum()),
            "hours_of_shortage": float(hours[scarce].sum()),
            "shortage_share_of_load_payment": float((own * energy)[scarce].sum()) / bill if bill > 0 else None,
        }
    return found


def _active(results: xr.Dataset) -> NDArray[np.bool_]:
    """Return the hours in which each area has load, contracted export or capacity, shape (hours, areas)."""
    active = (results["load"].values > 0.0) | (results["capacity"].values.sum(axis=2) > 0.0)
    areas = results["area"].values.tolist()
    for c, area in enumerate(results["corridor_area"].values.tolist()):
        active[:, areas.index(area)] |= results["contract"].values[:, c] > 0.0
    return np.asarray(active)


def shortages(results: xr.Dataset) -> NDArray[np.bool_]:
    """Return the hours of each area in which load, reserve or contracted export is short, shape (hours, areas)."""
    short = results["unserved"].values > MIN_POWER_MW
    short = short | (results["reserve_shortfall"].values > MIN_POWER_MW).any(axis=2)
    areas = results["area"].values.tolist()
    for c, area in enumerate(results["corridor_area"].values.tolist()):
        short[:, areas.index(area)] |= results["undelivered"].values[:, c] > MIN_POWER_MW
    return np.asarray(short)


def _penalty(case: Case) -> float:
    """Least price of a shortage of energy [CNY/MWh]; infinite where there is none."""
    given = [case.settings.prices.lost_load, case.settings.prices.undelivered_export]
    return min((price for price in given if price > 0.0), default=np.inf)


def penalties(case: Case, results: xr.Dataset) -> list[dict[str, Any]]:
    """Return the penalty prices of the case, with the hours and the energy of each shortage in the region."""
    given, weight = case.settings.prices, results["hour_weight"].values
    reserve = results["reserve_shortfall"].values
    hourly: dict[str, tuple[float, Floats]] = {
        "lost_load": (given.lost_load, results["unserved"].values),
        "undelivered_export": (given.undelivered_export, results["undelivered"].values),
        "reserve_shortfall_up": (given.reserve_shortfall_up, reserve[:, :, 0]),
        "reserve_shortfall_down": (given.reserve_shortfall_down, reserve[:, :, 1]),
        "curtailment": (given.curtailment, results["curtailment"].values.sum(axis=2)),
    }
    return [
        {
            "term": term,
            "price_cny_per_mwh": price,
            "hours": float(weight[(values > MIN_POWER_MW).any(axis=1)].sum()),
            "energy_gwh": float((values.sum(axis=1) * weight).sum()) * 1e-3,
        }
        for term, (price, values) in hourly.items()
    ]
