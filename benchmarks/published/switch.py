"""SWITCH's own examples: the total cost that it publishes with them, and ours.

    python benchmarks/published/switch.py SWITCH          # a copy of the repository switch-model/switch

A timepoint of SWITCH is an hour here; costs are scaled by the hours and years that it represents. Capacity that exists, and the
local grid where nothing chooses it, cost what they cost: that is added. `unit_commit` and `spinning_reserves` are fleets, which
close on themselves in both models; `storage` and `dr_simple` choose capacities, and are units, links and reservoirs.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
from common import PublishedRows, at, beside, one_bus, solve

from dispatch.lp import LP, Axis, Expression, Mapping, Parameter

TCE = 0.036  # any factor does: fuel goes in as heat [MMBtu] times it, and its price divided by it
LOSS = 0.053  # SWITCH's default of local_td_loss_rate


class Example:
    """The inputs of one example, with its time and money."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        finance, period, series = (self.rows(name)[0] for name in ("financials", "periods", "timeseries"))
        years = float(period["period_end"]) - float(period["period_start"]) + 1
        self.start = float(period["period_start"])
        discount, ahead = float(finance["discount_rate"]), self.start - float(finance["base_financial_year"])
        self.present = (1 - (1 + discount) ** -years) / discount * (1 + discount) ** -ahead
        self.interest = float(finance["interest_rate"])
        self.duration = float(series["ts_duration_of_tp"])
        self.hours_a_year = self.duration * float(series["ts_scale_to_period"]) / years
        self.projects = {row["GENERATION_PROJECT"]: row for row in self.rows("gen_info")}
        self.load = np.array([number(row["zone_demand_mw"]) for row in self.rows("loads")])
        self.period = period["INVESTMENT_PERIOD"]
        self.published = float((folder.parent / "outputs" / "total_cost.txt").read_text())

    def rows(self, name: str) -> list[dict[str, str]]:
        """A table of the example."""
        with (self.folder / f"{name}.csv").open(newline="") as file:
            return list(csv.DictReader(file))

    def available(self, project: str) -> float:
        """1 - outages; planned ones count for baseload."""
        row = self.projects[project]
        planned = number(row["gen_scheduled_outage_rate"]) if row["gen_is_baseload"] == "1" else 0.0
        return (1.0 - number(row["gen_forced_outage_rate"])) * (1.0 - planned)

    def annuity(self, cost: float, years: float) -> float:
        """A year's share of an investment."""
        return float(cost * self.interest / (1 - (1 + self.interest) ** -years))

    def yearly(self, row: dict[str, str]) -> float:
        """What a MW of a vintage costs a year."""
        project = self.projects[row["GENERATION_PROJECT"]]
        cost = number(row["gen_overnight_cost"]) + number(project["gen_connect_cost_per_mw"])
        return self.annuity(cost, number(project["gen_max_age"])) + number(row["gen_fixed_om"])

    def vintages(self) -> Iterator[tuple[str, dict[str, str], float | None]]:
        """(project, row of costs, MW that exist or None: to be chosen) of those that work in the period."""
        built = {
            (row["GENERATION_PROJECT"], int(float(row["build_year"]))): number(row["build_gen_predetermined"])
            for row in self.rows("gen_build_predetermined")
        }
        for row in self.rows("gen_build_costs"):
            project, year = row["GENERATION_PROJECT"], int(float(row["build_year"]))
            online = self.start if str(year) == self.period else year
            if online <= self.start < online + number(self.projects[project]["gen_max_age"]):
                yield project, row, built.get((project, year))

    def shape(self, project: str) -> np.ndarray:
        """Availability of weather in each timepoint."""
        rows = [row for row in self.rows("variable_capacity_factors") if row["GENERATION_PROJECT"] == project]
        return np.array([number(row["gen_max_capacity_factor"]) for row in rows])

    def capacity(self, project: str) -> float:
        """MW that exist."""
        return sum(amount for name, _, amount in self.vintages() if name == project and amount)

    def fixed(self) -> float:
        """What a year costs of capacity that exists."""
        return sum(amount * self.yearly(row) for _, row, amount in self.vintages() if amount)

    def total(self, hourly: float, yearly: float) -> float:
        """Present value: of costs of the LP (sum over timepoints, each as one hour) and of a year."""
        return float((hourly * self.hours_a_year + yearly) * self.present)

    def settings(self, content: PublishedRows) -> None:
        """Hours, and the load at the central grid."""
        content.settings |= {"start": "2000-01-01", "hours": len(self.load)}


def number(text: str) -> float:
    """A number; SWITCH writes a point for none."""
    return 0.0 if text in (".", "") else float(text)


def committed(folder: Path, reserves: bool) -> tuple[float, float]:
    """Ours and theirs of `unit_commit` and `spinning_reserves`."""
    example, content = Example(folder), PublishedRows()
    example.settings(content)
    content.settings["commitment"] = {"period_hours": 1, "minimum_up_hours": 0, "minimum_down_hours": 0}
    one_bus(content, "South")
    demand = example.load / (1 - LOSS)
    row = {"load": "load", "basis": "supply", "energy": float(demand.sum()), "firm": True}
    content.place("load", at("South") | row | {"profile": content.profile("load", demand)})
    price = number(example.rows("fuel_cost")[0]["fuel_cost"])
    content.place("fuels", {"fuel": "gas", "price": price / TCE})
    content.place("fuels", {"fuel": "none", "price": 0.0})
    curves = fuel_curves(example)
    for name, project in example.projects.items():
        content.place("capacity", {"asset": name, "unit": "all", "capacity": example.capacity(name)})
        if project["gen_is_variable"] == "1":
            profile = content.profile(name, example.shape(name) * example.available(name))
            content.place("renewables", at("South") | {"asset": name, "technology": "pv", "profile": profile})
        else:
            content.place("thermal", at("South") | fleet(example, name, curves.get(name)))
    zone = example.rows("load_zones")[0]
    peak = number(example.rows("zone_coincident_peak_demand")[0]["zone_expected_coincident_peak_demand"])
    grid = max(number(zone["existing_local_td"]), peak / (1 - LOSS)) * number(zone["local_td_annual_cost_per_mw"])
    rule = partial(own_rules, example=example, demand=demand, reserves=reserves)
    run = solve(content, folder.parent.name, rule)
    return example.total(run.record["objective_cny"], example.fixed() + grid), example.published


def fuel_curves(example: Example) -> dict[str, tuple[float, float]]:
    """(fuel per MW online, fuel per MWh) [MMBtu]: one segment a project in these examples."""
    starts, curves = {}, {}
    for row in example.rows("gen_inc_heat_rates"):
        project, first = row["GENERATION_PROJECT"], number(row["power_start_mw"])
        if row["power_end_mw"] == ".":
            starts[project] = number(row["fuel_use_rate_mmbtu_per_h"])
        else:
            slope = number(row["incremental_heat_rate_mbtu_per_mwhr"])
            assert project not in curves, "more than one segment"
            curves[project] = ((starts[project] - first * slope) / number(row["power_end_mw"]), slope)
    return curves


def fleet(example: Example, name: str, curve: tuple[float, float] | None) -> dict[str, object]:
    """A project as a fleet. Baseload is online as a whole and gives all of it."""
    project = example.projects[name]
    base = project["gen_is_baseload"] == "1"
    least = 1.0 if base else number(project["gen_min_load_fraction"])
    no_load, slope = curve or (0.0, number(project["gen_full_load_heat_rate"]))
    # Energy of an hour here represents that of `duration` hours, a start for one start.
    return {
        "fleet": name,
        "technology": "gas",
        "unit_size": 1.0,
        "minimum_heating": least,
        "minimum_other": least,
        "minimum_online": 1.0 if base else 0.0,
        "ramp": 1.0,
        "own_use": 0.0,
        "forced_outage": 1.0 - example.available(name),
        "fuel": "none" if base else "gas",
        "fuel_no_load": no_load * TCE,
        "fuel_incremental": slope * TCE,
        "start_fuel": number(project["gen_startup_fuel"]) * TCE / example.duration,
        "start_cost": number(project["gen_startup_om"]) / example.duration,
        "variable_cost": number(project["gen_variable_om"]),
    }


def own_rules(lp: LP, example: Example, demand: np.ndarray, reserves: bool) -> None:
    """Requirements of SWITCH that the model lacks: minimum down time by project, and reserves after dispatched PV."""
    online = lp["online"]
    fleets = online.axis("fleet")
    for name, project in example.projects.items():
        back = round(number(project["gen_min_downtime"]) / example.duration)
        if back > 0 and name in fleets.labels:
            one = fleets.select([name])
            own, started = online.select(one), lp["start"].select(one)
            stopped = started - own + own.shift(1, "period", cyclic=True)
            recent = sum((stopped.shift(k, "period", cyclic=True) for k in range(1, back)), stopped)
            most = example.capacity(name) * example.available(name) * 1e-3
            lp.constraint(f"minimum_down_{name}", recent + own <= most)
    if reserves:
        able = fleets.select(
            [name for name in fleets.labels if example.projects[name]["gen_can_provide_spinning_reserves"] == "1"]
        )
        hour = lp.quantities["thermal_output"].axis("hour")
        load = Parameter((hour,), demand * 1e-3)
        unit = max(number(example.projects[name]["gen_unit_size"]) for name in able.labels) * 1e-3
        output, top, bottom = (
            summed(lp.quantities[f"thermal_{name}"].select(able)) for name in ("output", "maximum", "minimum")
        )
        weather = summed(lp.quantities["renewable_output"])
        lp.constraint("spinning_up", top - output - weather * 0.05 >= load * 0.03 + unit)
        lp.constraint("spinning_down", output - bottom - weather * 0.05 >= load * 0.03)


def summed(form: Expression) -> Expression:
    """A quantity on (label, hour), on (hour)."""
    axis = form.axes[0]
    all_of_it = Axis("all", ("all",))
    grouped = form.group(Mapping(axis, all_of_it, np.zeros(len(axis), dtype=np.int64)))
    return grouped.sum("all")


def chosen(folder: Path) -> tuple[float, float]:
    """Ours and theirs of `storage` and `dr_simple`, where capacities are chosen."""
    example, content = Example(folder), PublishedRows()
    example.settings(content)
    local = (folder / "dr_data.csv").exists()
    load_bus = "local" if local else "South"
    one_bus(content, *dict.fromkeys(("South", load_bus)))
    row = {"load": "load", "basis": "supply", "energy": float(example.load.sum()), "firm": True}
    content.place("load", at(load_bus) | row | {"profile": content.profile("load", example.load)})
    rule = None
    left = {name: number(project["gen_capacity_limit_mw"]) or 1e6 for name, project in example.projects.items()}
    for name, _, amount in example.vintages():
        left[name] -= amount or 0.0
    fixed = example.fixed()
    batteries = [name for name in example.projects if number(example.projects[name].get("gen_storage_efficiency", "."))]
    for name in batteries:
        fixed += battery(example, content, name, left[name])
        rule = same_power
    for name, costs, amount in example.vintages():
        if name not in batteries:
            unit(example, content, name, costs, amount, left[name], load_bus)
    if local:
        demand_response(example, content)
    run = solve(content, folder.parent.name, rule)
    return example.total(run.record["objective_cny"], fixed), example.published


def size(example: Example, amount: float | None, yearly: float, most: float) -> dict[str, object]:
    """Capacity that exists or is chosen; a year's cost as one of the LP."""
    if amount is not None:
        return {"capacity": amount}
    return {"capacity": 0.0, "extendable": True, "capacity_most": most, "capacity_cost": yearly / example.hours_a_year}


def unit(
    example: Example,
    content: PublishedRows,
    name: str,
    costs: dict[str, str],
    amount: float | None,
    most: float,
    local: str,
) -> None:
    """A vintage as a unit. Baseload runs flat: it may not ramp."""
    project, available = example.projects[name], example.available(name)
    row: dict[str, object] = {"unit": f"{name} {costs['build_year']}", "maximum": available}
    if project["gen_is_variable"] == "1":
        row = {"unit": row["unit"], "maximum_profile": content.profile(name, example.shape(name) * available)}
    if project["gen_is_baseload"] == "1":
        row |= {"ramp_up": 0.0, "ramp_down": 0.0}
    heat = number(project["gen_full_load_heat_rate"])
    row["cost"] = number(project["gen_variable_om"]) + (
        heat * fuel_price(example, project["gen_energy_source"]) if heat else 0
    )
    place = local if project.get("gen_is_distributed") == "1" else "South"
    content.place("units", at(place) | row | size(example, amount, example.yearly(costs), most))


def fuel_price(example: Example, fuel: str) -> float:
    """Price of a fuel; of a market that of its first tier, which is never used up here."""
    if (example.folder / "fuel_cost.csv").exists():
        return next(number(row["fuel_cost"]) for row in example.rows("fuel_cost") if row["fuel"] == fuel)
    market = next(row["regional_fuel_market"] for row in example.rows("regional_fuel_markets") if row["fuel"] == fuel)
    curve = [row for row in example.rows("fuel_supply_curves") if row["regional_fuel_market"] == market]
    return number(curve[0]["unit_cost"])


def battery(example: Example, content: PublishedRows, name: str, most: float) -> float:
    """A battery whose power and energy are chosen each on its own: a store on a bus, a link in and a link out of the
    same capacity. What exists and what is chosen are one; returns what a year costs of it beyond the price of what is
    chosen."""
    project, vintages = example.projects[name], [item for item in example.vintages() if item[0] == name]
    one_bus(content, name)
    available, wear = example.available(name), number(project["gen_variable_om"])
    power, energy, yearly, dear, beyond = 0.0, 0.0, 0.0, 0.0, 0.0
    built = {row["build_year"]: row for row in example.rows("gen_build_predetermined")}
    for _, costs, amount in vintages:
        price = example.annuity(number(costs["gen_storage_energy_overnight_cost"]), number(project["gen_max_age"]))
        price += number(costs["gen_storage_energy_fixed_om"])
        if amount is None:
            yearly, dear = example.yearly(costs), price
        else:
            content_of_it = number(built[costs["build_year"]]["build_gen_energy_predetermined"])
            power, energy, beyond = power + amount, energy + content_of_it, beyond + content_of_it * price
    beyond -= power * yearly + energy * dear
    ways = {"in": ("South", name, number(project["gen_storage_efficiency"]), 0.0), "out": (name, "South", 1.0, wear)}
    for way, (start, end, efficiency, cost) in ways.items():
        own = {"link": f"{name} {way}", "from_area": start, "from_pocket": start, "maximum": available, "cost": cost}
        chosen_size = size(example, None, yearly if way == "out" else 0.0, power + most) | {"capacity_least": power}
        content.place("links", own | chosen_size)
        content.place("link_ends", {"link": own["link"], "to_area": end, "to_pocket": end, "efficiency": efficiency})
    content.settings["weights"] = {"content": content.profile("duration", np.full(len(example.load), example.duration))}
    store = {"reservoir": name, "content": 1.0, "extendable": True, "size_least": energy}
    content.place("reservoirs", at(name) | store | {"size_cost": dear / example.hours_a_year})
    return beyond


def same_power(lp: LP) -> None:
    """The links in and out of a battery have one capacity."""
    capacity = lp["link_capacity"]
    names = capacity.axis("link").labels
    for name in names:
        other = name.removesuffix(" in") + " out"
        if name.endswith(" in") and lp.variables["link_capacity"].index[names.index(name)] >= 0:
            one, two = (capacity.select(capacity.axis("link").select([label])).sum("link") for label in (name, other))
            lp.constraint(f"same_power_{name}", one - two == 0.0)


def demand_response(example: Example, content: PublishedRows) -> None:
    """The local grid, and load that moves within the day: a reservoir that ends as it began."""
    zone = example.rows("load_zones")[0]
    row = {"link": "local grid", "from_area": "South", "from_pocket": "South", "capacity": 0.0, "extendable": True}
    row |= {"capacity_least": number(zone["existing_local_td"])}
    row |= {"capacity_cost": number(zone["local_td_annual_cost_per_mw"]) / example.hours_a_year}
    content.place("links", row)
    content.place("link_ends", {"link": "local grid", "to_area": "local", "to_pocket": "local", "efficiency": 1 - LOSS})
    limits = example.rows("dr_data")
    ways = {
        side: np.array([number(row[f"dr_shift_{way}_limit"]) for row in limits])
        for side, way in (("discharge", "down"), ("charge", "up"))
    }
    row = {"reservoir": "moved load", "content": 1000.0, "least": -1.0, "most": 1.0}
    for side, values in ways.items():
        row |= {side: float(values.max()), f"{side}_profile": content.profile(f"moved {side}", values / values.max())}
    content.place("reservoirs", at("local") | row)


def main() -> int:
    """Print the four examples; 1 where one of them differs."""
    root = Path(sys.argv[1]) / "examples"
    print(f"{'SWITCH, total cost':44s} {'ours':>20s} {'published':>20s} difference")
    agree = []
    for name, reserves in (("unit_commit", False), ("spinning_reserves", True)):
        note = "rows for its reserve rule added" if reserves else "row for its minimum down time added"
        agree.append(beside(name, *committed(root / "production_cost_models" / name / "inputs", reserves), note))
    for name in ("storage", "dr_simple"):
        agree.append(beside(name, *chosen(root / name / "inputs")))
    return 0 if all(agree) else 1


if __name__ == "__main__":
    sys.exit(main())
