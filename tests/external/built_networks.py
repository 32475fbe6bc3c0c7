"""Networks of PyPSA by code, one a feature, and what is added to the model of some."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pypsa


@dataclass(frozen=True)
class Example:
    """A network: hours, what ``change`` does to it, what ``extra`` adds to its model, options of create_model."""

    change: Callable[[pypsa.Network], None] = lambda n: None
    extra: Callable[[pypsa.Network, Any], None] | None = None
    hours: int = 72
    options: dict[str, Any] = field(default_factory=dict)

    def network(self) -> pypsa.Network:
        n = grid(self.hours)
        self.change(n)
        return n


def grid(hours: int) -> pypsa.Network:
    """Three buses in a meshed grid, with wind, PV, gas, a battery and a dear generator everywhere; costs that separate every
    plant from every other, so that prices are unique."""
    n, draw = pypsa.Network(), np.random.default_rng(hours)
    n.set_snapshots(pd.date_range("2030-01-01", periods=hours, freq="h"))
    n.add("Carrier", ["wind", "pv", "gas", "AC", "H2", "dear"], co2_emissions=[0.0, 0.0, 0.2, 0.0, 0.0, 0.3])
    day = np.arange(hours) % 24
    for k, bus in enumerate(("a", "b", "c")):
        n.add("Bus", bus, v_nom=220.0, carrier="AC")
        n.add("Load", f"load {bus}", bus=bus, p_set=60 + 10 * k + 20 * np.sin(day / 4) + draw.uniform(0, 9, hours))
        n.add("Generator", f"dear {bus}", bus=bus, carrier="dear", p_nom=500, marginal_cost=300.0 + 7 * k)
        gas = {"p_nom": 70, "marginal_cost": 50 + 3 * k + draw.uniform(0, 2, hours), "efficiency": 0.5}
        n.add("Generator", f"gas {bus}", bus=bus, carrier="gas", **gas)
    n.add("Generator", "wind", bus="a", carrier="wind", p_nom=90, p_max_pu=draw.uniform(0, 1, hours), marginal_cost=0.3)
    sun = np.maximum(0, np.sin((day - 6) / 12 * np.pi))
    n.add("Generator", "pv", bus="b", carrier="pv", p_nom=80, p_max_pu=sun, marginal_cost=0.1)
    for k, (one, other) in enumerate((("a", "b"), ("b", "c"), ("a", "c"))):
        n.add("Line", f"{one}{other}", bus0=one, bus1=other, x=0.1 + 0.03 * k, r=0.01, s_nom=40.0)
    battery = {"p_nom": 20, "max_hours": 4, "efficiency_store": 0.9, "efficiency_dispatch": 0.95}
    n.add("StorageUnit", "battery", bus="c", marginal_cost=0.02, cyclic_state_of_charge=True, **battery)
    return n


def extendable(n: pypsa.Network) -> None:
    """Capacities of plants, lines and storage are chosen."""
    share = len(n.snapshots) / 8760
    n.generators.loc[["wind", "pv"], "p_nom_extendable"] = True
    n.generators.loc[["wind", "pv"], "capital_cost"] = [90_000.0 * share, 41_000.0 * share]
    n.generators.loc[["wind", "pv"], "p_nom_max"] = [300.0, np.inf]
    n.lines["s_nom_extendable"] = True
    n.lines["capital_cost"] = 7_000.0 * share
    n.lines["s_nom_min"] = 10.0
    n.storage_units["p_nom_extendable"] = True
    n.storage_units["capital_cost"] = 31_000.0 * share


def hydrogen(n: pypsa.Network) -> None:
    """Electrolyser, store and fuel cell, all chosen, and a link with three ports."""
    n.add("Bus", ["H2", "heat"], carrier="H2")
    share = len(n.snapshots) / 8760
    n.add("Link", "electrolyser", bus0="a", bus1="H2", efficiency=0.7, p_nom_extendable=True, capital_cost=3e4 * share)
    n.add("Link", "fuel cell", bus0="H2", bus1="c", efficiency=0.5, p_nom_extendable=True, capital_cost=4e4 * share)
    n.add("Store", "tank", bus="H2", e_nom_extendable=True, e_cyclic=True, capital_cost=900.0 * share)
    n.add("Load", "H2 demand", bus="H2", p_set=4.0)
    ports = {"bus0": "b", "bus1": "H2", "bus2": "heat", "efficiency": 0.6, "efficiency2": 0.3}
    n.add("Link", "three ports", p_nom=12.0, marginal_cost=1.3, **ports)
    n.add("Load", "heat demand", bus="heat", p_set=2.0)
    n.add("Generator", "boiler", bus="heat", p_nom=50, marginal_cost=80.0)


def limit(kind: str, constant: float, sense: str = "<=", **more: Any) -> Callable[[pypsa.Network], None]:
    return lambda n: n.add("GlobalConstraint", "limit", type=kind, constant=constant, sense=sense, **more)


def many(*changes: Callable[[pypsa.Network], None]) -> Callable[[pypsa.Network], None]:
    def change(n: pypsa.Network) -> None:
        for each in changes:
            each(n)

    return change


def co2(per_hour: float) -> Callable[[pypsa.Network], None]:
    def change(n: pypsa.Network) -> None:
        total = per_hour * len(n.snapshots)
        n.add("GlobalConstraint", "CO2", carrier_attribute="co2_emissions", sense="<=", constant=total)

    return change


def weights(**columns: float) -> Callable[[pypsa.Network], None]:
    def change(n: pypsa.Network) -> None:
        for column, value in columns.items():
            n.snapshot_weightings[column] = value

    return change


def series_weights(n: pypsa.Network) -> None:
    n.snapshot_weightings["objective"] = 1.0 + np.arange(len(n.snapshots)) % 3
    n.snapshot_weightings["generators"] = n.snapshot_weightings["objective"]


def weeks(n: pypsa.Network) -> None:
    """Snapshots that are not contiguous: days far apart."""
    days = [
        pd.date_range(start, periods=len(n.snapshots) // 3, freq="h") for start in ("2030-01", "2030-05", "2030-09")
    ]
    for component in (n.generators_t.p_max_pu, n.generators_t.marginal_cost, n.loads_t.p_set):
        component.index = days[0].append(days[1:])
    kept = {
        name: table.copy()
        for name, table in (("g", n.generators_t.p_max_pu), ("m", n.generators_t.marginal_cost), ("l", n.loads_t.p_set))
    }
    n.set_snapshots(days[0].append(days[1:]))
    n.generators_t.p_max_pu, n.generators_t.marginal_cost, n.loads_t.p_set = kept["g"], kept["m"], kept["l"]


def periods(n: pypsa.Network) -> None:
    """Two investment periods, each with the snapshots of the network."""
    n.investment_periods = [2030, 2040]
    n.investment_period_weightings["years"] = 10
    n.investment_period_weightings["objective"] = [1.0, 0.6]
    n.generators.loc["wind", ["build_year", "lifetime"]] = [2035, 30.0]
    n.generators.loc["wind", ["p_nom_extendable", "capital_cost"]] = [True, 400.0]
    n.storage_units["cyclic_state_of_charge_per_period"] = True


def growth(n: pypsa.Network) -> None:
    n.carriers.loc["wind", "max_growth"] = 40.0


def scenarios(n: pypsa.Network) -> None:
    n.set_scenarios({"dry": 0.4, "wet": 0.6})
    n.generators_t.p_max_pu["wet", "wind"] *= 0.8


def ramps(n: pypsa.Network) -> None:
    n.generators.loc[[f"gas {bus}" for bus in "abc"], ["ramp_limit_up", "ramp_limit_down"]] = 0.2


def hydro(n: pypsa.Network) -> None:
    plant = {"p_nom": 30, "max_hours": 60, "p_min_pu": 0.0, "state_of_charge_initial": 500.0, "inflow": 8.0}
    n.add("StorageUnit", "hydro", bus="a", spill_cost=0.1, marginal_cost=0.4, **plant)


def stores(n: pypsa.Network) -> None:
    n.add("Store", "tank", bus="b", e_nom=50.0, e_initial=20.0, standing_loss=0.01, marginal_cost=0.05)


def energy(n: pypsa.Network) -> None:
    n.generators.loc["gas a", "e_sum_max"] = 20.0 * len(n.snapshots)
    n.generators.loc["gas b", "e_sum_min"] = 5.0 * len(n.snapshots)


def transformer(n: pypsa.Network) -> None:
    n.add("Bus", "d", v_nom=110.0, carrier="AC")
    n.add("Transformer", "cd", bus0="c", bus1="d", x=0.1, s_nom=50.0, phase_shift=5.0)
    n.add("Load", "load d", bus="d", p_set=20.0)
    n.add("Generator", "dear d", bus="d", p_nom=60.0, marginal_cost=333.0)


def negative_prices(n: pypsa.Network) -> None:
    n.generators.loc["wind", "marginal_cost"] = -5.0


def committable(n: pypsa.Network) -> None:
    gas = [f"gas {bus}" for bus in "abc"]
    n.generators.loc[gas, ["committable", "p_min_pu", "start_up_cost"]] = [True, 0.4, 900.0]


def narrow(n: pypsa.Network) -> None:
    n.lines["s_nom"] = 3.0


def fixed_dispatch(n: pypsa.Network) -> None:
    n.add("Generator", "set", bus="a", p_nom=20.0, p_set=7.0)


def _share_of_wind(n: pypsa.Network, snapshots: Any) -> None:
    output = n.model["Generator-p"]
    n.model.add_constraints(
        output.sel(name=["wind", "pv"]).sum() >= 0.3 * float(n.loads_t.p_set.sum().sum()), name="share"
    )


def _daily_gas(n: pypsa.Network, snapshots: Any) -> None:
    gas = n.model["Generator-p"].sel(name="gas a")
    for day in range(len(snapshots) // 24):
        part = gas.isel(snapshot=slice(24 * day, 24 * day + 24)).sum()
        n.model.add_constraints(part <= 900.0, name=f"gas of day {day}")


def _reserve(n: pypsa.Network, snapshots: Any) -> None:
    held = n.model.add_variables(0, 30, coords=n.model["Generator-p"].coords, name="reserve")
    n.model.add_constraints(held.sum("name") >= 25.0, name="reserve held")
    n.model.add_constraints(n.model["Generator-p"] + held <= 500.0, name="room")


def _same_capacity(n: pypsa.Network, snapshots: Any) -> None:
    capacity = n.model["Generator-p_nom"]
    n.model.add_constraints(capacity.sel(name="wind") - 2 * capacity.sel(name="pv") == 0, name="two to one")


def _greatest_gas(n: pypsa.Network, snapshots: Any) -> None:
    """A custom variable without time: the greatest output of gas costs."""
    peak = n.model.add_variables(0, name="peak")
    n.model.add_constraints(n.model["Generator-p"].sel(name="gas b") - peak <= 0, name="greatest")
    n.model.objective = n.model.objective + 500.0 * peak


MULTI = {"multi_investment_periods": True}
EXAMPLES: dict[str, Example] = {
    "dispatch": Example(),
    "one hour": Example(hours=1),
    "two hours": Example(hours=2),
    "week": Example(hours=168),
    "narrow lines": Example(narrow),
    "storage units": Example(hydro),
    "stores": Example(stores),
    "hydro and stores": Example(many(hydro, stores)),
    "energy limits": Example(energy),
    "ramps": Example(ramps),
    "transformer": Example(transformer),
    "negative cost": Example(negative_prices),
    "fixed dispatch": Example(fixed_dispatch),
    "extendable": Example(extendable),
    "extendable, a week": Example(extendable, hours=168),
    "extendable and ramps": Example(many(extendable, ramps)),
    "hydrogen": Example(hydrogen),
    "hydrogen, all chosen": Example(many(extendable, hydrogen)),
    "hydrogen, hydro": Example(many(extendable, hydrogen, hydro)),
    "CO2": Example(co2(47.0)),
    "CO2, chosen": Example(many(extendable, co2(25.0))),
    "CO2, chosen, hydrogen": Example(many(extendable, hydrogen, co2(25.0))),
    "operational limit": Example(limit("operational_limit", 900.0, carrier_attribute="gas")),
    "capacity limit": Example(
        many(extendable, limit("tech_capacity_expansion_limit", 120.0, carrier_attribute="wind"))
    ),
    "line volume": Example(many(extendable, limit("transmission_volume_expansion_limit", 0.0, carrier_attribute="AC"))),
    "line cost": Example(many(extendable, limit("transmission_expansion_cost_limit", 4000.0, carrier_attribute="AC"))),
    "weights": Example(weights(objective=3.0, stores=3.0, generators=3.0)),
    "weights, chosen": Example(many(extendable, weights(objective=3.0, stores=3.0, generators=3.0))),
    "weights by hour": Example(many(extendable, series_weights, co2(60.0))),
    "independent days": Example(weeks),
    "independent days, chosen": Example(many(extendable, weeks)),
    "investment periods": Example(periods, options=MULTI),
    "investment periods, CO2": Example(many(periods, co2(470.0)), options=MULTI),
    "growth limit": Example(many(periods, growth), options=MULTI),
    "scenarios": Example(many(extendable, scenarios)),
    "custom share": Example(extra=_share_of_wind),
    "custom share, chosen": Example(extendable, _share_of_wind),
    "custom daily limit": Example(extra=_daily_gas),
    "custom reserve": Example(extra=_reserve),
    "custom ratio of capacities": Example(extendable, _same_capacity),
    "custom variable without time": Example(extra=_greatest_gas),
    "losses": Example(options={"transmission_losses": {"mode": "tangents", "segments": 2}}),
    "linearised commitment": Example(committable, options={"linearized_unit_commitment": True}),
    "integer commitment": Example(committable, hours=24),
}
