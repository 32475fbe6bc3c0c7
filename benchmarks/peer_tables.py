"""The network as plain tables: what peers without PyPSA in their environment read, from its folder of CSVs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Tables:
    """A row a component, by its name; powers [MW], costs [CNY/MWh], one value an hour in arrays."""

    hours: int
    buses: list[str]
    generators: pd.DataFrame
    storage_units: pd.DataFrame
    links: pd.DataFrame
    available: dict[str, Any]
    """Share of p_nom that weather leaves, by generator; others are not in it."""
    demand: dict[str, Any]
    """[MW], by bus."""
    emissions: dict[str, float]
    """[t CO2/MWh] of electricity, by generator."""
    co2: float | None
    """Most that all may emit [t]."""

    def least(self, name: str) -> float:
        """Output of a committed fleet when all of it is on, at least [MW]."""
        return float(self.generators.p_min_pu[name] * self.generators.p_nom[name])

    @property
    def committed(self) -> list[str]:
        """Fleets with commitment."""
        return list(self.generators.index[self.generators.committable])

    @property
    def limited(self) -> dict[str, float]:
        """Most energy over the horizon [MWh], of the generators that have a limit."""
        if "e_sum_max" not in self.generators:
            return {}
        limits = self.generators.e_sum_max
        return {name: float(limit) for name, limit in limits.items() if np.isfinite(limit)}


def read(folder: Path) -> Tables:
    """The tables of a folder that PyPSA's ``export_to_csv_folder`` wrote; columns of defaults only are not in it."""
    part = {name: pd.read_csv(folder / f"{name}.csv", index_col=0) for name in ("generators", "storage_units", "links")}
    generators = part["generators"]
    defaults = {"committable": False, "p_min_pu": 0.0, "efficiency": 1.0, "marginal_cost": 0.0}
    generators = generators.fillna({name: value for name, value in defaults.items() if name in generators})
    loads, power = (pd.read_csv(folder / f"{name}.csv", index_col=0) for name in ("loads", "loads-p_set"))
    weather = pd.read_csv(folder / "generators-p_max_pu.csv", index_col=0)
    carbon = pd.read_csv(folder / "carriers.csv", index_col=0).co2_emissions.fillna(0.0)
    limits = folder / "global_constraints.csv"
    per_mwh = generators.carrier.map(carbon).fillna(0.0) / generators.efficiency
    buses = list(pd.read_csv(folder / "buses.csv", index_col=0).index)
    return Tables(
        hours=len(power),
        buses=buses,
        generators=generators.assign(committable=generators.committable.astype(bool)),
        storage_units=part["storage_units"],
        links=part["links"],
        available={name: weather[name].to_numpy() for name in weather},
        demand={bus: power[loads.index[loads.bus == bus]].sum(axis=1).to_numpy() for bus in buses},
        emissions=per_mwh[per_mwh > 0].to_dict(),
        co2=float(pd.read_csv(limits, index_col=0).constant["co2"]) if limits.exists() else None,
    )
