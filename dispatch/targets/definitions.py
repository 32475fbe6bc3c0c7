"""The margin of new energy over thermal generation under each reading of the two terms, from one dispatch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.results.fields import Number
from dispatch.technologies import FOSSIL, THERMAL, WIND_AND_PV

from .base_case import Base

Places = tuple[str, ...] | None
"""What plants settle in; None: anywhere."""


@dataclass(frozen=True)
class Reading:
    """name: key of its text, ``vd_reading_NAME``. Gross generation counted as new energy and as thermal [TWh]. symmetric:
    whether both sides are counted over the same plants."""

    name: str
    new: Number
    thermal: Number
    symmetric: bool = True

    @property
    def margin(self) -> float:
        """New energy less thermal generation [TWh]."""
        return self.new - self.thermal


def readings(base: Base) -> list[Reading]:
    """Return every reading of the policy sentence that a reader may try. Gross generation, without any deduction for losses.
    Thermal generation is NaN where a unit of unknown technology may generate.

    Local use: plants that settle in no corridor, although a part of what grids generate leaves too.
    """
    plants, fleets = _Generation(base, "renewables", "renewable_output"), _Generation(base, "thermal", "thermal_output")
    sun, units = _Generation(base, "csp", "csp_output"), _Generation(base, "units", "unit_feed_in")
    lakes = _Generation(base, "reservoirs", "reservoir_natural")

    def weather(places: Places = None) -> float:
        return plants.sum(WIND_AND_PV, places) + sun.sum(None, places) + units.sum(WIND_AND_PV, places)

    def thermal(technologies: tuple[str, ...], places: Places = None) -> float:
        unknown = np.nan if "thermal_generation" in base.case.unmeasured else 0.0
        return fleets.sum(technologies, places) + units.sum(technologies, places) + unknown

    everything, fossil = thermal(THERMAL), thermal(FOSSIL)
    biomass, waste = thermal(("biomass",)), thermal(("waste",))
    hydro = plants.sum(("hydro",)) + units.sum(("hydro",)) + lakes.sum(("hydro",))
    heat = fleets.of_no_primary_energy()
    corridors = set(base.case.tables["corridors"]["corridor"].astype(str))
    local_new, local_thermal = weather(_others(base, corridors)), thermal(THERMAL, _others(base, corridors))
    of_bases = Reading("bases", weather(_new(base)), thermal(THERMAL, _new(base)))
    return [
        Reading("gross", weather(), everything),
        Reading("without_waste_heat", weather(), everything - heat),
        Reading("with_biomass", weather() + biomass, everything - biomass),
        Reading("renewable_over_fossil", weather() + hydro + biomass + waste, fossil),
        Reading("grids", weather(("grid",)), thermal(THERMAL, ("grid",))),
        Reading("local", local_new, local_thermal),
        *([of_bases] if _new(base) else []),
        Reading("all_new_over_local_thermal", weather(), local_thermal, symmetric=False),
    ]


def _others(base: Base, corridors: set[str]) -> tuple[str, ...]:
    """Settlements that are no corridor: the grids and the parks."""
    return ("grid", *(name for name in base.case.tables["parks"]["park"].astype(str) if name not in corridors))


def _new(base: Base) -> tuple[str, ...]:
    """New corridors: those whose renewable share is a target."""
    rows = base.case.tables["corridors"]
    return tuple(rows["corridor"][rows["renewable_share"] > 0].astype(str))


class _Generation:
    """Gross generation of the plants of a table over the window [TWh], by plant."""

    def __init__(self, base: Base, table: str, quantity: str) -> None:
        self.rows, self.case = base.case.tables[table], base.case
        self.energy = np.zeros(len(self.rows))
        if quantity in base.lp.quantities:
            energy = base.lp.quantities[quantity].value(base.primal)
            self.energy = (energy.sum(axis=1) if energy.ndim > 1 else energy) * 1e-3

    def sum(self, technologies: tuple[str, ...] | None, places: Places = None) -> float:
        """Of some technologies (None: all) that settle in some places (None: anywhere)."""
        keep = np.ones(len(self.rows), dtype=bool)
        if technologies is not None:
            keep &= self.rows["technology"].isin(technologies).to_numpy()
        if places is not None:
            keep &= self.rows["settles"].isin(places).to_numpy()
        return float(self.energy[keep].sum())

    def of_no_primary_energy(self) -> float:
        """Of plants whose fuel is no primary energy: waste heat and by-product gas."""
        fuels = self.case.tables["fuels"].set_index("fuel")
        primary = fuels["primary"].reindex(self.rows["fuel"]).to_numpy(dtype=bool)
        return float(self.energy[~primary].sum())
