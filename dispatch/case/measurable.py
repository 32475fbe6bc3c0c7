"""Targets that a case cannot measure, as a generic unit or reservoir lacks its technology, fuel, CO2 or direction.

Such a component would count as zero. A dispatch could then move generation to the component to meet a target.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dispatch.arrays import Flags, Floats
from dispatch.technologies import EMITTING, FOSSIL, NEW_STORAGE, THERMAL, WIND_AND_PV

from .schema import TARGETS_OF_ENERGY
from .schema.generic import FREE, stated

UNSTATED = ("other",)
"""Technology of a unit without a stated technology."""
_MAY_BURN_COAL = ("coal", *UNSTATED)
_NEEDS_TECHNOLOGY = (
    "new_energy_over_thermal",
    "new_energy_with_biomass_over_thermal",
    "new_energy_capacity_over_thermal",
    "thermal_generation",
)
_NEEDS_FUEL = {
    "coal_rate": _MAY_BURN_COAL,
    "coal": _MAY_BURN_COAL,
    "flexible_coal_capacity": _MAY_BURN_COAL,
    "efficient_coal_capacity": _MAY_BURN_COAL,
    "coal_share": (*FOSSIL, *UNSTATED),
    "nonfossil_share": (*FOSSIL, *UNSTATED),
}
"""Kind of target -> technologies of units whose fuel or retrofit the target counts and no table states."""
_NEEDS_SIZE = {
    "new_energy_capacity": ("units", WIND_AND_PV),
    "new_energy_capacity_over_thermal": ("units", (*WIND_AND_PV, *THERMAL)),
    "pumped_hydro_capacity": ("reservoirs", ("pumped_hydro",)),
    "new_storage_capacity": ("reservoirs", NEW_STORAGE),
}
"""Kind of target -> table and technologies whose capacity the target counts."""


@dataclass(frozen=True)
class Gap:
    """A missing statement about a component. ``what``: last part of the keys of fault and warning."""

    table: str
    name: str
    what: str


def gaps(tables: Mapping[str, pd.DataFrame], series: Mapping[str, Floats]) -> dict[str, list[Gap]]:
    """Return the gaps by kind of target; kinds without gaps are left out. Tables are in GW and GWh.

    technology: a unit of technology ``other`` generates and may be thermal. fuel: fuel or retrofit of a unit is unknown.
    co2: the emission is unknown. direction: a unit generates and consumes, or consumes under a technology of generation.
    gain: a reservoir discharges more energy than it takes. size: a capacity is unlimited.
    """
    units, reservoirs = tables["units"], tables["reservoirs"]
    found: dict[str, list[Gap]] = {}

    def add(kinds: Iterable[str], rows: pd.DataFrame, keep: Flags, what: str) -> None:
        table = "units" if rows is units else "reservoirs"
        for kind in kinds if keep.any() else ():
            found.setdefault(kind, []).extend(Gap(table, str(name), what) for name in rows[rows.columns[0]][keep])

    if len(units):
        low, high = feed_in(units, series)
        takes, gives = low < 0.0, high > 0.0
        unstated = _among(units, UNSTATED)
        add(_NEEDS_TECHNOLOGY, units, gives & unstated, "technology")
        for kind, technologies in _NEEDS_FUEL.items():
            add((kind,), units, gives & _among(units, technologies), "fuel")
        add(("co2",), units, (takes | gives) & _unknown_co2(units), "co2")
        add(TARGETS_OF_ENERGY, units, takes & (gives | ~unstated), "direction")
    if len(reservoirs):
        add(("co2",), reservoirs, (reservoirs["boundary"] == "start").to_numpy() & _unknown_co2(reservoirs), "co2")
        add(TARGETS_OF_ENERGY, reservoirs, _gains(reservoirs, series), "gain")
    for kind, (table, technologies) in _NEEDS_SIZE.items():
        rows = tables[table]
        if len(rows):
            add((kind,), rows, _among(rows, technologies) & _endless(rows, table), "size")
    return found


def feed_in(units: pd.DataFrame, series: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """Return minimum and maximum feed-in of each unit over all hours, shapes (units,) [GW]; consumption is negative. A chosen
    capacity counts as infinite."""
    ends = [hourly_feed_in(row, series) for row in units.to_dict("records")]
    return np.array([low.min() for low, _ in ends]), np.array([high.max() for _, high in ends])


def hourly_feed_in(row: Mapping[Hashable, Any], series: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """Return minimum and maximum feed-in of one unit [GW], shapes (hours,), or (1,) if all hours are equal."""
    size = np.inf if row["extendable"] else row["capacity"]
    shares = [_hourly(row, name, series) for name in ("minimum", "maximum")]
    least, most = (np.multiply(share, size, where=share != 0.0, out=np.zeros_like(share)) for share in shares)
    if row["committed"]:
        least, most = np.minimum(least, 0.0), np.maximum(most, 0.0)
    if given := row["given_profile"]:
        fixed = np.where(series[given] < FREE, series[given] * 1e-3, np.nan)
        least, most = np.fmax(least, fixed), np.fmin(most, fixed)
    ends = least * row["sign"], most * row["sign"]
    return np.minimum(*ends), np.maximum(*ends)


def _hourly(row: Mapping[Hashable, Any], name: str, series: Mapping[str, Floats]) -> Floats:
    """A number, shape (1,), or the series that takes its place, shape (hours,)."""
    profile = row[f"{name}_profile"]
    return series[profile] if profile else np.array([float(row[name])])


def _among(rows: pd.DataFrame, technologies: tuple[str, ...]) -> Flags:
    return np.asarray(rows["technology"].isin(technologies).to_numpy(), dtype=bool)


def _unknown_co2(rows: pd.DataFrame) -> Flags:
    unknown = ~stated(rows["co2"].to_numpy(dtype=float))
    if "co2_profile" in rows:
        unknown = unknown & (rows["co2_profile"] == "").to_numpy()
    return np.asarray(_among(rows, EMITTING) & unknown, dtype=bool)


def _gains(rows: pd.DataFrame, series: Mapping[str, Floats]) -> Flags:
    """Return which reservoirs may discharge more than charge and inflow, so that their loss is negative."""

    def gains(row: Mapping[Hashable, Any]) -> bool:
        names = ("charge_efficiency", "discharge_efficiency", "standing_loss")
        into, out, standing = (_hourly(row, name, series) for name in names)
        return bool(into.max() * out.max() > 1.0 + 1e-9 or standing.min() < 0.0)

    return np.array([gains(row) for row in rows.to_dict("records")])


def _endless(rows: pd.DataFrame, table: str) -> Flags:
    """Return which capacities are neither limited nor chosen."""
    if table == "units":
        endless = np.isinf(rows["capacity"].to_numpy(dtype=float))
        return np.asarray(endless & ~rows["extendable"].to_numpy(dtype=bool), dtype=bool)
    return np.asarray((rows["discharge"] < 0.0).to_numpy(), dtype=bool)
