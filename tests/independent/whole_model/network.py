"""Balance, sections, parks and reserve: FORMULATION.md sections 4 and 14."""

from collections import defaultdict

import pyomo.environ as pyo

from .sums import Sums
from .tables import Tables


def add_network(m: pyo.ConcreteModel, case: Tables, sums: Sums) -> None:
    """Section 4."""
    T = range(case.hours)
    pockets = {row["pocket"]: row["area"] for row in case.table("pockets")}
    parks = {row["park"]: row for row in case.table("parks")}
    limits = {(row["section"], row["month"]): row for row in case.table("sections")}
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for row in case.table("section_weights"):
        weights[row["section"]][row["pocket"]] = row["weight"]
    m.net_injection = pyo.Expression(pockets, T, rule=lambda m, g, t: sum(sums.injection[g, t]))

    def flow_bounds(m, s, t):
        row = limits[s, case.time[t].month]
        return (-row["backward"], row["forward"])

    m.flow = pyo.Var(sorted({section for section, _ in limits}), T, bounds=flow_bounds)
    m.exchange = pyo.Var(parks, T, bounds=lambda m, k, t: (-parks[k]["import_limit"], parks[k]["export_limit"]))

    @m.Constraint([row["area"] for row in case.table("areas")], T)
    def B1_balance(m, a, t):
        return sum(m.net_injection[g, t] for g, area in pockets.items() if area == a) == 0

    @m.Constraint(sorted({section for section, _ in limits}), T)
    def G1_section(m, s, t):
        return sum(weight * m.net_injection[g, t] for g, weight in weights[s].items()) - m.flow[s, t] == 0

    @m.Constraint(parks, T)
    def P1_exchange(m, k, t):
        return sum(sums.settled[k, t]) - m.exchange[k, t] == 0


def add_reserve(m: pyo.ConcreteModel, case: Tables, sums: Sums, supply: dict[str, list[float]]) -> None:
    """Section 14."""
    T = range(case.hours)
    loads = case.table("load")
    vre = [row for row in case.table("renewables") if row["technology"] != "hydro"]

    def required(zone: tuple[str, str], direction: str) -> list[float]:
        rule = sums.zones[zone]
        load = [sum(supply[row["load"]][t] for row in loads if (row["dispatcher"], row["area"]) == zone) for t in T]
        available = [0.0] * case.hours
        for row in vre:
            if (row["dispatcher"], row["area"]) == zone:
                capacity, profile = case.ledger(row["asset"]), case.profile(row["profile"])
                available = [available[t] + capacity[t] * profile[t] for t in T]
        largest = rule["largest_unit" if direction == "up" else "largest_load"]
        return [rule[f"load_{direction}"] * load[t] + max(rule[f"vre_{direction}"] * available[t], largest) for t in T]

    for direction, name in (("up", "Y1_reserve_up"), ("down", "Y2_reserve_down")):
        rows = pyo.ConstraintList()
        m.add_component(name, rows)
        need = {zone: required(zone, direction) for zone in sums.zones}
        shortfall = pyo.Var(range(len(need)), T, within=pyo.NonNegativeReals)
        m.add_component(f"shortfall_{direction}", shortfall)
        for z, zone in enumerate(need):
            for t in T:
                if need[zone][t] > 0:
                    shortfall[z, t].setub(need[zone][t])
                    rows.add(sum(sums.reserves[zone, direction, t]) + shortfall[z, t] == need[zone][t])
                    term = f"reserve_shortfall_{direction}"
                    sums.cost(term, case.price(term) * shortfall[z, t])
