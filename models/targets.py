"""Policy targets, each one ratio of two linear expressions: numerator - required x denominator is the row (Z).

Targets of energy count generation that is used: losses that the dispatch chooses (``losses``) are deducted, and
load or contract that is not met counts as the thermal generation that it would have taken. So no target is met by
burning energy, nor by leaving demand unmet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dispatch.arrays import Flags
from dispatch.case.schema import AMOUNTS, OF_FLEETS, TARGET_UNITS
from dispatch.lp import LP, Axis, Expression, Floats, Parameter, constant
from dispatch.technologies import FOSSIL, NEW_STORAGE, RENEWABLE_FUELS, THERMAL, WIND_AND_PV

from .corridors import contract
from .electrolysers import hydrogen_demand
from .generic import unit_totals
from .generic.unit_totals import required_consumption
from .green_exports import attribute
from .load import demand
from .losses import LossesAndUnmetDemand
from .sets import Sets, among, flags, numbers, texts

AT_MOST = ("coal_rate", "coal_share", "thermal_generation", "coal", "co2")

Part = tuple[str, Expression, Expression]


def _number(value: float) -> Expression:
    return constant((), float(value))


def add(lp: LP, sets: Sets, deducted: LossesAndUnmetDemand) -> None:
    """Quantities ``target:ID:numerator`` and ``target:ID:denominator``; rows ``Z_ID`` where a target is imposed.
    ``target:ID:gross_numerator`` and ``target:ID:gross_denominator`` are the same by gross generation alone.

    A target of several places (each new corridor, each provincial grid) has one pair a place, ID ``target@place``.
    """
    measure, gross = _Measure(lp, sets, deducted), _Measure(lp, sets, deducted.nothing())
    rows = sets.table("targets")
    imposed, wording = flags(rows, "imposed"), texts(rows, "text_en")
    for k, (target, kind) in enumerate(zip(texts(rows, "target"), texts(rows, "kind"), strict=True)):
        required = float(numbers(rows, "required")[k])
        if TARGET_UNITS[kind] in AMOUNTS:  # an amount of the whole horizon
            required *= sets.case.fraction
        pairs = zip(measure.parts(kind), gross.parts(kind), strict=True)
        for (place, numerator, denominator), (_, gross_numerator, gross_denominator) in pairs:
            name = f"{target}@{place}" if place else target
            # Of a year, the denominator of a share has five million terms on two million columns.
            lp.quantity(f"target:{name}:numerator", numerator.merged())
            lp.quantity(f"target:{name}:denominator", denominator.merged())
            lp.quantity(f"target:{name}:gross_numerator", gross_numerator.merged())
            lp.quantity(f"target:{name}:gross_denominator", gross_denominator.merged())
            if not imposed[k] or required < 0:
                continue
            # Z: numerator >= required x denominator (<= for a rate that is not to be exceeded)
            gap = numerator - denominator * required
            relation, unit = gap <= 0.0 if kind in AT_MOST else gap >= 0.0, TARGET_UNITS[kind]
            lp.constraint(f"Z_{name}", relation, demand="targets.required", unit=unit, text=wording[k])


class _Measure:
    """The expressions of every kind of target. Energy in GWh, capacity in GW, fuel in ktce."""

    def __init__(self, lp: LP, sets: Sets, deducted: LossesAndUnmetDemand) -> None:
        self.lp, self.sets, self.deducted = lp, sets, deducted
        self.green = attribute(lp, sets, deducted)

    def parts(self, kind: str) -> Iterator[Part]:
        """(place, numerator, denominator) of a kind, in the unit of the target's row; none of a kind that the case does not
        measure."""
        return iter(()) if kind in self.sets.case.unmeasured else self._kinds()[kind]()

    def _kinds(self) -> dict[str, Callable[[], Iterator[Part]]]:
        """Return how each kind is measured. Not an attribute: these functions refer to the object, and a cycle would keep the LP."""
        return {
            "new_energy_capacity": lambda: self._capacity(self._new_capacity()),
            "new_energy_capacity_over_thermal": lambda: self._capacity(self._new_capacity() - self._thermal_capacity()),
            "new_energy_generation": lambda: self._energy(self.new_energy() - self.lost()),
            "new_energy_over_thermal": lambda: self._energy(self.new_energy() - self.lost() - self.thermal()),
            "new_energy_with_biomass_over_thermal": lambda: self._energy(
                self.new_energy() - self.lost_renewable() - self.thermal() + self._thermal(("biomass",)) * 2.0
            ),
            "new_energy_export": lambda: self._energy(self.green.exported),
            "pumped_hydro_capacity": lambda: self._capacity(self._storage(("pumped_hydro",))),
            "new_storage_capacity": lambda: self._capacity(self._storage(NEW_STORAGE)),
            "flexible_coal_capacity": lambda: self._capacity(self._coal("flexible")),
            "efficient_coal_capacity": lambda: self._capacity(self._coal("efficient")),
            "demand_response_share": self._response,
            "coal_rate": self._coal_rate,
            "corridor_renewable_share": self._corridors,
            "nonfossil_share": lambda: self._primary("nonfossil"),
            "coal_share": lambda: self._primary("coal"),
            "renewable_obligation": self._obligation,
            "thermal_generation": lambda: self._energy(self.thermal()),
            "coal": lambda: self._energy(self._burnt("coal")),
            "co2": lambda: self._energy(self._burnt("co2")),
        }

    # --- energy ---

    def _total(self, name: str, weights: Floats | Flags) -> Expression:
        """Sum over the hours of a quantity on (label, hour), each label with its weight [GWh]."""
        if name not in self.lp.quantities:
            return _number(0.0)
        quantity = self.lp.quantities[name]
        return (quantity.sum("hour") * Parameter((quantity.axes[0],), weights.astype(float))).sum()

    def _renewable(self, technologies: tuple[str, ...]) -> Expression:
        plants = among(self.sets.table("renewables"), "technology", technologies)
        return self._total("renewable_output", plants) + unit_totals.energy(self.lp, self.sets, technologies)

    def _thermal(self, technologies: tuple[str, ...]) -> Expression:
        fleets = among(self.sets.table("thermal"), "technology", technologies)
        return self._total("thermal_output", fleets) + unit_totals.energy(self.lp, self.sets, technologies)

    def new_energy(self) -> Expression:
        """Gross generation of wind, PV and CSP."""
        return self._renewable(WIND_AND_PV) + self._total("csp_output", np.ones(len(self.sets.table("csp"))))

    def lost(self) -> Expression:
        """Gross new energy that losses take up."""
        return self.deducted.lost.sum() * self.deducted.gross_new

    def lost_renewable(self) -> Expression:
        """Gross generation that losses take up, where biomass counts as well: its own use exceeds that of wind and PV."""
        return self.deducted.lost.sum() * self.deducted.gross_renewable

    def unmet(self) -> Expression:
        """Gross thermal generation that unmet load and contract would have taken."""
        return self.deducted.unmet.sum() * self.deducted.gross_thermal

    def thermal(self) -> Expression:
        """Gross generation of coal, gas, biomass and waste, and what unmet demand would have taken."""
        return self._thermal(THERMAL) + self.unmet()

    def renewable(self) -> Expression:
        """Gross renewable generation that is used: new energy, hydro, biomass and waste; storage is none.

        Of reservoirs of technology hydro the inflow counts; what is stored in them besides is a loss or nothing.
        """
        hydro = self._renewable(("hydro",)) + unit_totals.inflow(self.lp, self.sets, ("hydro",))
        return self.new_energy() + hydro + self._thermal(RENEWABLE_FUELS) - self.lost_renewable()

    def _energy(self, amount: Expression) -> Iterator[Part]:
        yield "", amount * 1e-3, _number(1.0)

    def _corridors(self) -> Iterator[Part]:
        corridors = self.sets.assets(self.sets.table("corridors"), "corridor")
        energy = contract(self.sets, corridors).values.sum(axis=1)
        for k, name in enumerate(corridors.axis.labels):
            if corridors.numbers("renewable_share")[k] > 0:
                one = corridors.axis.select([name])
                yield name, self.green.own_plants.select(one).sum(), _number(energy[k])

    def _obligation(self) -> Iterator[Part]:
        """Renewable energy that stays in the region over consumption there (全社会用电量), both with own use."""
        loads = self.sets.assets(self.sets.table("load"), "load")
        consumption = float((demand(self.sets, loads) / (1.0 - loads.column("own_use"))).values.sum())
        rows = self.sets.table("electrolysers")
        hydrogen = float(
            (numbers(rows, "use") * hydrogen_demand(self.sets, self.sets.assets(rows, "electrolyser"))).sum()
        )
        consumption += float(required_consumption(self.sets).sum())
        yield "", self.renewable() - self.green.not_at_home, _number(hydrogen + consumption)

    # --- fuel ---

    def _fuel(self, name: str, keep: NDArray[Any]) -> Expression:
        if name not in self.lp.quantities:
            return _number(0.0)
        quantity = self.lp.quantities[name]
        return (quantity * Parameter(quantity.axes, keep.astype(float))).sum()

    def _burnt(self, column: str) -> Expression:
        """Coal [ktce] or CO2 [kt] of all fleets and peak boilers, CO2 also of units and reservoirs. Unmet demand counts at
        the highest rate of any fleet at full load or of any unit, so that shedding load lowers neither."""
        fleets, weights = self.sets.table("thermal"), self.sets.table("fuels").set_index("fuel")[column].astype(float)
        weight = weights.loc[texts(fleets, "fuel")].to_numpy(dtype=float)
        of_boilers = weights.reindex(texts(self.sets.table("heat"), "boiler_fuel")).fillna(0.0).to_numpy(dtype=float)
        rate = (numbers(fleets, "fuel_no_load") + numbers(fleets, "fuel_incremental")) * weight
        burnt = self._fuel("thermal_fuel", weight) + self._fuel("boiler_fuel", of_boilers)
        highest = float(rate.max(initial=0.0))
        if column == "co2":
            burnt = burnt + unit_totals.co2(self.lp, self.sets)
            highest = max(highest, unit_totals.highest_co2(self.sets))
        return burnt + self.unmet() * highest

    def _coal_rate(self) -> Iterator[Part]:
        """Net coal rate with heat allocated [gce/kWh]: fuel without that of heat, over net generation of coal that is
        used. Losses are deducted in full: otherwise coal plants would run fuller to burn what they make."""
        fleets = self.sets.table("thermal")
        coal = among(fleets, "technology", ("coal",))
        net = self._total("thermal_output", coal * (1.0 - numbers(fleets, "own_use")))
        fuel = self._fuel("thermal_fuel", coal) - self._fuel("thermal_fuel_heat", coal)
        yield "", fuel * 1e3, net - self.deducted.lost.sum()

    def _primary(self, kind: str) -> Iterator[Part]:
        """Share of primary energy [ktce]. Renewable electricity counts at ``conversion``; what is exported leaves the
        region at it, its new energy (``green_exports``) as such and the rest as coal. Unmet demand counts as coal at the
        same rate."""
        given = self.sets.case.settings.primary_energy
        if given is None:
            return
        share, conversion = self.sets.case.fraction * 1e3, given.conversion * 1e-3
        fleets, fuels = self.sets.table("thermal"), self.sets.table("fuels").set_index("fuel")
        of_coal = flags(fuels.loc[texts(fleets, "fuel")], "coal")
        counted = flags(fuels.loc[texts(fleets, "fuel")], "primary")
        fossil = among(fleets, "technology", FOSSIL) & counted
        clean = (self.renewable() - self.green.not_at_home) * conversion
        leaving = _number(0.0)
        if "export" in self.lp.quantities:
            leaving = (self.lp.quantities["export"].sum() - self.green.not_at_home) * conversion
        heat = self._boiler_fuel(fuels)
        coal = (
            self._fuel("thermal_fuel", of_coal & counted)
            + heat["coal"]
            - leaving
            + self.unmet() * conversion
            + given.other_coal * share
        )
        others = self._fuel("thermal_fuel", fossil & ~of_coal) + heat["fossil"] + given.other_fossil * share
        nonfossil = clean + heat["nonfossil"] + given.other_nonfossil * share
        yield "", (coal if kind == "coal" else nonfossil) * 100.0, coal + others + nonfossil

    def _boiler_fuel(self, fuels: pd.DataFrame) -> dict[str, Expression]:
        """Fuel of peak boilers [ktce] as coal, other fossil (it emits CO2) and non-fossil energy."""
        used = fuels.reindex(texts(self.sets.table("heat"), "boiler_fuel"))
        counted, coal = (used[name].eq(True).to_numpy() for name in ("primary", "coal"))
        emits = (used["co2"] > 0.0).to_numpy()
        kinds = {"coal": coal, "fossil": ~coal & emits, "nonfossil": ~coal & ~emits}
        return {kind: self._fuel("boiler_fuel", counted & keep) for kind, keep in kinds.items()}

    # --- capacity, at the end of the window ---

    def _capacity(self, amount: Expression) -> Iterator[Part]:
        yield "", amount, _number(1.0)

    def _in_service(self, names: list[str], *kinds: str) -> Expression:
        """In the ledger, and what measures of these kinds add."""
        given = float(self.sets.case.capacity(names)[:, -1].sum()) if names else 0.0
        added = self.sets.expansion.capacity(Axis("asset", tuple(names)), *kinds)
        return _number(given) if added is None else added.sum() + given

    def _new_capacity(self) -> Expression:
        rows = self.sets.table("renewables")
        csp = texts(self.sets.table("csp"), "asset")
        names = _names(rows, among(rows, "technology", WIND_AND_PV))
        units = unit_totals.capacity(self.lp, self.sets, "units", WIND_AND_PV)
        return self._in_service(names, "wind", "pv") + self._in_service(csp) + units

    def _thermal_capacity(self) -> Expression:
        units = unit_totals.capacity(self.lp, self.sets, "units", THERMAL)
        return self._in_service(texts(self.sets.table("thermal"), "fleet"), *OF_FLEETS) + units

    def _storage(self, technologies: tuple[str, ...]) -> Expression:
        rows = self.sets.table("storage")
        stores = self._in_service(_names(rows, among(rows, "technology", technologies)), "storage")
        return stores + unit_totals.capacity(self.lp, self.sets, "reservoirs", technologies)

    def _coal(self, retrofit: str) -> Expression:
        rows = self.sets.table("thermal")
        return self._in_service(_names(rows, among(rows, "technology", ("coal",)) & flags(rows, retrofit)), *OF_FLEETS)

    def _response(self) -> Iterator[Part]:
        """Contracted capability over the highest load before response, per provincial grid [%]."""
        areas, programmes, loads = (self.sets.table(name) for name in ("areas", "demand_response", "load"))
        hourly = demand(self.sets, self.sets.assets(loads, "load")).values
        for grid in dict.fromkeys(name for name in texts(areas, "grid") if name):
            inside = _names(areas, among(areas, "grid", (grid,)))
            peak = float(hourly[among(loads, "area", inside)].sum(axis=0).max(initial=0.0))
            if peak > 0:
                here = programmes[among(programmes, "area", inside)]
                capability = _number(float(numbers(here, "capability").sum()))
                added = self.sets.expansion.capacity(
                    Axis("programme", tuple(texts(here, "programme"))), "demand_response"
                )
                yield grid, (capability if added is None else capability + added.sum()) * 100.0, _number(peak)


def _names(rows: pd.DataFrame, keep: Flags) -> list[str]:
    """Names (the first column) of the rows kept."""
    return texts(rows[keep], str(rows.columns[0]))
