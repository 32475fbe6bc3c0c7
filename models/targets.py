"""Policy targets, each one ratio of two linear expressions: numerator - required x denominator is the row (Z)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from dispatch.lp import LP, Expression, constant

from .corridors import contract
from .frame import Frame

NEW_ENERGY = ("wind", "pv", "pv_distributed")
AT_MOST = ("coal_rate", "coal_share")

Part = tuple[str, Expression, Expression]


def _number(value: float) -> Expression:
    return constant((), float(value))


def add(lp: LP, frame: Frame) -> None:
    """Quantities ``target:ID:numerator`` and ``target:ID:denominator``; rows ``Z_ID`` where a target is imposed.

    A target of several places (each new corridor, each provincial grid) has one pair a place, ID ``target@place``.
    """
    measure = _Measure(lp, frame)
    for row in frame.table("targets").itertuples():
        kind, required = str(row.kind), float(row.required)
        for place, numerator, denominator in measure.parts(kind):
            name = f"{row.target}@{place}" if place else str(row.target)
            lp.quantity(f"target:{name}:numerator", numerator)
            lp.quantity(f"target:{name}:denominator", denominator)
            if not row.imposed or required < 0:
                continue
            # Z: numerator >= required x denominator (<= for a rate that is not to be exceeded)
            gap = numerator - denominator * required
            lp.constraint(f"Z_{name}", gap <= 0.0 if kind in AT_MOST else gap >= 0.0, text=str(row.text_en))


class _Measure:
    """The expressions of every kind of target. Energy in GWh, capacity in GW, fuel in ktce."""

    def __init__(self, lp: LP, frame: Frame) -> None:
        self.lp, self.frame = lp, frame
        self.kinds: dict[str, Callable[[], Iterator[Part]]] = {
            "new_energy_capacity": lambda: self._capacity(self._new_capacity()),
            "new_energy_capacity_over_thermal": lambda: self._capacity(self._new_capacity() - self._thermal_capacity()),
            "new_energy_generation": lambda: self._energy(self.new_energy()),
            "new_energy_over_thermal": lambda: self._energy(self.new_energy() - self.thermal()),
            "new_energy_export": lambda: self._energy(self.settled()),
            "pumped_hydro_capacity": lambda: self._capacity(self._storage("pumped_hydro")),
            "new_storage_capacity": lambda: self._capacity(self._storage("battery")),
            "flexible_coal_capacity": lambda: self._capacity(self._coal("flexible")),
            "efficient_coal_capacity": lambda: self._capacity(self._coal("efficient")),
            "demand_response_share": self._response,
            "coal_rate": self._coal_rate,
            "corridor_renewable_share": self._corridors,
            "nonfossil_share": lambda: self._primary("nonfossil"),
            "coal_share": lambda: self._primary("coal"),
            "renewable_obligation": self._obligation,
        }

    def parts(self, kind: str) -> Iterator[Part]:
        """(place, numerator, denominator) of a kind, in the unit of the target's row."""
        return self.kinds[kind]()

    # --- energy ---

    def _total(self, name: str, keep: np.ndarray, factor: np.ndarray | None = None) -> Expression:
        """Sum over the year of the labels kept of a quantity [GWh]."""
        if name not in self.lp.quantities:
            return _number(0.0)
        quantity = self.lp.quantities[name]
        axis = quantity.axes[0]
        weights = keep.astype(float) if factor is None else keep * factor
        assets = self.frame.hourly(axis, np.repeat(weights[:, None], len(self.frame.hour), axis=1))
        return (quantity * assets).sum()

    def new_energy(self) -> Expression:
        """Gross generation of wind, PV and CSP."""
        rows = self.frame.table("renewables")
        keep = rows["technology"].isin(NEW_ENERGY).to_numpy()
        return self._total("renewable_output", keep) + self._total("csp_output", np.ones(len(self.frame.table("csp"))))

    def thermal(self) -> Expression:
        """Gross generation of coal, gas, biomass and waste."""
        return self._total("thermal_output", np.ones(len(self.frame.table("thermal"))))

    def _hydro(self) -> Expression:
        rows = self.frame.table("renewables")
        return self._total("renewable_output", (rows["technology"] == "hydro").to_numpy())

    def _biomass(self) -> Expression:
        rows = self.frame.table("thermal")
        return self._total("thermal_output", rows["technology"].isin(["biomass", "waste"]).to_numpy())

    def settled(self, corridor: str | None = None) -> Expression:
        """Net new energy of plants that settle in a corridor, or in any."""
        corridors = [corridor] if corridor else list(self.frame.table("corridors")["corridor"])
        total = _number(0.0)
        for table, name in (("renewables", "renewable_output"), ("csp", "csp_output")):
            rows = self.frame.table(table)
            keep = rows["settles"].isin(corridors).to_numpy()
            total = total + self._total(name, keep, 1.0 - rows["own_use"].to_numpy())
        return total

    def _energy(self, amount: Expression) -> Iterator[Part]:
        yield "", amount * 1e-3, _number(1.0)

    def _corridors(self) -> Iterator[Part]:
        rows = self.frame.table("corridors")
        corridors = self.frame.assets(rows, "corridor")
        energy = contract(self.frame, corridors).values.sum(axis=1)
        for k, row in enumerate(rows.itertuples()):
            if row.renewable_share > 0:
                yield str(row.corridor), self.settled(str(row.corridor)), _number(energy[k])

    def _obligation(self) -> Iterator[Part]:
        """Renewable energy that stays in the region over 全社会用电量 there."""
        load = self.frame.table("load")
        consumption = float(load["energy"].sum()) * self.frame.case.fraction
        local = self.new_energy() + self._hydro() + self._biomass() - self.settled()
        yield "", local, self._electrolysis() + consumption

    def _electrolysis(self) -> Expression:
        return self._total("electrolyser_load", np.ones(len(self.frame.table("electrolysers"))))

    # --- fuel ---

    def _fuel(self, name: str) -> Expression:
        if name not in self.lp.quantities:
            return _number(0.0)
        fleets, fuels = self.frame.table("thermal"), self.frame.table("fuels").set_index("fuel")
        coal = fuels.loc[fleets["fuel"], "coal"].to_numpy(dtype=float)
        quantity = self.lp.quantities[name]
        return (quantity * self.frame.assets(fleets, "fleet").flag(coal)).sum()

    def _coal_rate(self) -> Iterator[Part]:
        """Net coal rate with heat allocated [gce/kWh]: fuel without that of heat, over net generation of coal."""
        fleets = self.frame.table("thermal")
        coal = (fleets["technology"] == "coal").to_numpy()
        net = self._total("thermal_output", coal, 1.0 - fleets["own_use"].to_numpy())
        yield "", (self._fuel("thermal_fuel") - self._fuel("thermal_fuel_heat")) * 1e3, net

    def _primary(self, kind: str) -> Iterator[Part]:
        """Share of primary energy [ktce]; electricity counts at ``conversion``, exported electricity leaves the region."""
        given = self.frame.case.settings.primary_energy
        if given is None:
            return
        share, conversion = self.frame.case.fraction * 1e3, given.conversion * 1e-3
        fuel = self._fuel("thermal_fuel")
        clean = (self.new_energy() + self._hydro() + self._biomass() - self.settled()) * conversion
        exported = _number(0.0)
        if "export" in self.lp.quantities:
            exported = (self.lp.quantities["export"].sum() - self.settled()) * conversion
        others = (given.other_coal + given.other_fossil + given.other_nonfossil) * share
        total = fuel - exported + clean + others
        if kind == "coal":
            yield "", (fuel - exported + given.other_coal * share) * 100.0, total
        else:
            yield "", (clean + given.other_nonfossil * share) * 100.0, total

    # --- capacity, at the end of the window ---

    def _capacity(self, amount: float) -> Iterator[Part]:
        yield "", _number(amount), _number(1.0)

    def _in_service(self, names: list[str]) -> float:
        return float(self.frame.case.capacity(names)[:, -1].sum()) if names else 0.0

    def _new_capacity(self) -> float:
        rows = self.frame.table("renewables")
        names = list(rows.loc[rows["technology"].isin(NEW_ENERGY), "asset"])
        return self._in_service(names) + self._in_service(list(self.frame.table("csp")["asset"]))

    def _thermal_capacity(self) -> float:
        return self._in_service(list(self.frame.table("thermal")["fleet"]))

    def _storage(self, technology: str) -> float:
        rows = self.frame.table("storage")
        return self._in_service(list(rows.loc[rows["technology"] == technology, "asset"]))

    def _coal(self, retrofit: str) -> float:
        rows = self.frame.table("thermal")
        return self._in_service(list(rows.loc[(rows["technology"] == "coal") & rows[retrofit], "fleet"]))

    def _response(self) -> Iterator[Part]:
        """Contracted capability over the highest load before response, per provincial grid [%]."""
        areas, programmes = self.frame.table("areas"), self.frame.table("demand_response")
        loads = self.frame.table("load")
        hourly = self.lp.quantities["load"].constant
        for grid in dict.fromkeys(areas.loc[areas["grid"] != "", "grid"]):
            inside = areas.loc[areas["grid"] == grid, "area"]
            peak = float(hourly[loads["area"].isin(inside).to_numpy()].sum(axis=0).max(initial=0.0))
            if peak > 0:
                capability = float(programmes.loc[programmes["area"].isin(inside), "capability"].sum())
                yield str(grid), _number(capability * 100.0), _number(peak)
