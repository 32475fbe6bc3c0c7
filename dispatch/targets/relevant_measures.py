"""Which measures can change a target: by kind, and by the place of the row that they extend."""

from __future__ import annotations

from dispatch.case import Case, located
from dispatch.case.schema import MEASURES_OF, SCHEMA
from dispatch.technologies import NEW_STORAGE

from .targets import Target

_PLANTS = ("wind", "pv")
_DISPATCH = (
    *_PLANTS,
    "storage",
    "retrofit",
    "retirement",  # a fleet with a minimum share online generates less with less capacity
    "demand_response",
    "electrolyser",
    "line",
    "section",
    "corridor",
)
_FUEL = (*_DISPATCH, "efficiency")
_BEHIND = (*_PLANTS, "storage", "retrofit", "corridor")

CHANGED_BY: dict[str, tuple[str, ...]] = {
    "new_energy_capacity": _PLANTS,
    "new_energy_capacity_over_thermal": (*_PLANTS, "retirement"),
    "new_energy_generation": _DISPATCH,
    "new_energy_over_thermal": _DISPATCH,
    "new_energy_with_biomass_over_thermal": _DISPATCH,
    "new_energy_export": _BEHIND,
    "pumped_hydro_capacity": ("storage",),
    "new_storage_capacity": ("storage",),
    "demand_response_share": ("demand_response",),
    "flexible_coal_capacity": ("retrofit",),
    "efficient_coal_capacity": ("efficiency",),
    "coal_rate": _FUEL,
    "corridor_renewable_share": _BEHIND,
    "nonfossil_share": _FUEL,
    "coal_share": _FUEL,
    "renewable_obligation": _DISPATCH,
    "thermal_generation": _DISPATCH,
    "coal": _FUEL,
    "co2": _FUEL,
}
"""Kind of target -> kinds of measure that change its value."""

_STORAGE = {"pumped_hydro_capacity": ("pumped_hydro",), "new_storage_capacity": NEW_STORAGE}
_FLAGS = {"flexible_coal_capacity": "flexible", "efficient_coal_capacity": "efficient"}
_BY_CORRIDOR = ("new_energy_export", "corridor_renewable_share")


def measures_that_change(case: Case, target: Target) -> list[str]:
    """Return the measures of the case that can change a target, in the order of their table."""
    rows = case.tables["measures"]
    return [
        str(name)
        for name, kind, extends, site in rows[["measure", "kind", "extends", "located_at"]].astype(str).to_numpy()
        if kind in CHANGED_BY[target.kind] and _fits(case, target, kind, extends, site)
    ]


def _fits(case: Case, target: Target, kind: str, extends: str, site: str) -> bool:
    """Whether what a measure adds lies where the target is counted."""
    table = MEASURES_OF[kind]
    rows = case.tables[table]
    row = rows[rows[SCHEMA[table].columns[0].name] == extends].iloc[0]
    place = target.name.partition("@")[2]
    if target.kind in _BY_CORRIDOR:
        settles = extends if kind == "corridor" else located(case, site).get("settles", row["settles"])
        return settles == place if place else settles in set(case.tables["corridors"]["corridor"].astype(str))
    if target.kind in _STORAGE:
        return bool(row["technology"] in _STORAGE[target.kind])
    if target.kind in _FLAGS:
        return not bool(row[_FLAGS[target.kind]])
    if target.kind == "demand_response_share":
        grids = case.tables["areas"].set_index("area")["grid"]
        return str(grids[str(row["area"])]) == place
    return True
