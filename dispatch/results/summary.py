"""The yearly figures of a run: every one a sum over its Dataset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from dispatch.technologies import NEW_ENERGY, TECHNOLOGIES, THERMAL, WEATHER

from .attribution import attribute
from .saved_run import Saved
from .targets import TargetResult
from .utilisation import official_rates

Figures = dict[str, Any]
OF_AREAS = (
    "generation",
    "available",
    "curtailment",
    "capacity",
    "reserve_shortfall",
    "load",
    "unserved",
    "energy_lost",
    "energy_wasted",
    "cost",
)
"""Variables with figures of areas. To select areas in all variables takes ten times as long."""


def summarise(results: xr.Dataset, target_results: Sequence[TargetResult], given: dict[str, Any]) -> Figures:
    """``region``, ``areas`` and ``targets``. Capacity is that at the end of the window; a technology that a place
    lacks is left out. given: the inputs as ``inputs.json`` has them, for the causes of curtailment."""
    areas = [str(area) for area in results["area"].values]
    region = _figures(results, areas)
    # What belongs to no area (a cost term that a planner added) is in the region alone.
    region["cost_cny"] = float(results["cost_of_region"].sum())
    saved = Saved(results, {}, {}, given)
    rates = official_rates(saved, attribute(saved))
    return {
        "region": region | {"official_utilisation": rates[""]},
        "areas": {area: _figures(results, [area]) | {"official_utilisation": rates[area]} for area in areas},
        "targets": [_target(verdict) for verdict in target_results],
    }


def _target(verdict: TargetResult) -> Figures:
    return {
        "id": verdict.id,
        "text": verdict.text_en,
        "unit": verdict.unit,
        "required": verdict.required,
        "achieved": verdict.achieved,
        "margin": verdict.margin,
        "met": verdict.met,
        "achieved_gross": verdict.achieved_gross,
        "year": verdict.year,
        "tested": verdict.tested,
    }


def _figures(results: xr.Dataset, areas: list[str]) -> Figures:
    hours = results["hour_weight"]
    here = results[list(OF_AREAS)].sel(area=areas)
    by_technology = {
        name: dict(zip(TECHNOLOGIES, (here[name] * hours).sum(("time", "area")).values * 1e-6, strict=True))
        for name in ("generation", "available", "curtailment")
    }
    capacity = dict(zip(TECHNOLOGIES, here["capacity"].isel(time=-1).sum("area").values * 1e-3, strict=True))
    ever = dict(zip(TECHNOLOGIES, here["capacity"].max(("time", "area")).values > 0, strict=True))
    present = [name for name in TECHNOLOGIES if ever[name]]
    weather = [name for name in WEATHER if ever[name]]
    made, offered = by_technology["generation"], by_technology["available"]
    shortfall = (here["reserve_shortfall"] * hours).sum(("time", "area"))
    sending = results["corridor_area"].isin(areas).values
    return {
        "capacity_gw": {name: float(capacity[name]) for name in present},
        "generation_twh": {name: float(made[name]) for name in present},
        "available_twh": {name: float(offered[name]) for name in weather},
        "curtailment_twh": {name: float(by_technology["curtailment"][name]) for name in weather},
        "utilisation_rate": {
            name: float(made[name] / offered[name]) if offered[name] > 0 else None for name in weather
        },
        "new_energy_twh": float(sum(made[name] for name in NEW_ENERGY)),
        "thermal_twh": float(sum(made[name] for name in THERMAL)),
        "load_twh": float((here["load"] * hours).sum()) * 1e-6,
        "export_twh": float(results["export"].values[:, sending].sum()) * 1e-6,
        "unserved_gwh": float((here["unserved"] * hours).sum()) * 1e-3,
        "reserve_shortfall_gwh": {way: float(shortfall.sel(direction=way)) * 1e-3 for way in ("up", "down")},
        "lost_twh": _by_component(here["energy_lost"]),
        "wasted_twh": _by_component(here["energy_wasted"]),
        "cost_cny": float(here["cost"].sum()),
    } | _fuel(results, areas)


def _by_component(energy: xr.DataArray) -> dict[str, float]:
    """TWh by component, over the areas."""
    totals = energy.sum("area")
    return {
        str(name): float(total) * 1e-6 for name, total in zip(totals["component"].values, totals.values, strict=True)
    }


def _fuel(results: xr.Dataset, areas: list[str]) -> Figures:
    """Coal, CO2, and the net coal rate: coal less what is allocated to heat, over net generation of coal plants."""
    inside, boilers = (results[f"{dim}_area"].isin(areas).values for dim in ("fleet", "network"))
    burnt = inside & (results["coal"].values > 0)
    plants = inside & (results["fleet_technology"].values == "coal")
    net = float((results["thermal_output"].sum("time") * (1.0 - results["fleet_own_use"])).values[plants].sum())
    power = float((results["coal"] - results["fuel_heat"]).values[burnt].sum())
    coal_known = _coal_known(results, areas)
    generic = float(sum(_inside(results, areas, kind, f"{kind}_co2").sum() for kind in ("unit", "reservoir")))
    return {
        "coal_mtce": _mega(results, "coal", burnt, boilers) if coal_known else None,
        "net_coal_rate_gce_per_kwh": power / net * 1e3 if net > 0 and coal_known else None,
        "co2_mt": _mega(results, "co2", inside, boilers) + generic * 1e-6 if np.isfinite(generic) else None,
    }


def _mega(results: xr.Dataset, name: str, fleets: Any, boilers: Any) -> float:
    """Return the sum over these fleets and over the boilers of these heat networks, in Mtce or Mt."""
    of_boilers = results[f"boiler_{name}"].values[boilers].sum()
    return float(results[name].values[fleets].sum() + of_boilers) * 1e-6


def _coal_known(results: xr.Dataset, areas: list[str]) -> bool:
    """Return whether no generic unit that may burn coal has output: tables state no fuel of units."""
    burning = np.isin(_inside(results, areas, "unit", "unit_technology"), ("coal", "other"))
    return not bool((_inside(results, areas, "unit", "unit_output")[:, burning] != 0).any())


def _inside(results: xr.Dataset, areas: list[str], kind: str, name: str) -> Any:
    """Return values of a variable or coordinate of the units or reservoirs of some areas, which are on its last axis."""
    return results[name].values[..., results[f"{kind}_area"].isin(areas).values]
