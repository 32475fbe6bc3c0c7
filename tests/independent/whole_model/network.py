"""Balance, sections, parks and reserve: FORMULATION.md sections 4 and 14."""

from collections import defaultdict

import pyomo.environ as pyo

from .measures import Amount, Measures, limited, number
from .sums import Sums
from .tables import Tables


def add_network(m: pyo.ConcreteModel, case: Tables, sums: Sums, measures: Measures) -> None:
    """Section 4."""
    T = range(case.hours)
    pockets = {row["pocket"]: row["area"] for row in case.table("pockets")}
    parks = {row["park"]: row for row in case.table("parks")}
    limits = {(row["section"], row["month"]): row for row in case.table("sections")}
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for row in case.table("section_weights"):
        weights[row["section"]][row["pocket"]] = row["weight"]
    m.net_injection = pyo.Expression(pockets, T, rule=lambda m, g, t: sum(sums.injection[g, t]))

    def limit(side: str, s: str, t: int) -> Amount:
        return limits[s, case.time[t].month][side] + measures.to("section", s)

    sections = sorted({section for section, _ in limits})
    limited(m, "flow", (sections, T), lambda s, t: limit("forward", s, t), lambda s, t: -limit("backward", s, t))
    m.exchange = pyo.Var(parks, T, bounds=lambda m, k, t: (-parks[k]["import_limit"], parks[k]["export_limit"]))

    @m.Constraint([row["area"] for row in case.table("areas")], T)
    def B1_balance(m, a, t):
        return sum(m.net_injection[g, t] for g, area in pockets.items() if area == a) == 0

    @m.Constraint(sections, T)
    def G1_section(m, s, t):
        return sum(weight * m.net_injection[g, t] for g, weight in weights[s].items()) - m.flow[s, t] == 0

    @m.Constraint(parks, T)
    def P1_exchange(m, k, t):
        return sum(sums.settled[k, t]) - m.exchange[k, t] == 0

    m.park_import = pyo.Var(parks, T, within=pyo.NonNegativeReals)

    @m.Constraint(parks, T)
    def P2_import(m, k, t):
        return m.park_import[k, t] >= -m.exchange[k, t]

    for k, row in parks.items():
        for t in T:
            sums.cost("park_tariff", row["tariff"] * m.park_import[k, t])


def add_reserve(
    m: pyo.ConcreteModel, case: Tables, sums: Sums, supply: dict[str, list[float]], measures: Measures
) -> None:
    """Section 14; K6 and K7, and Y1 and Y2 as sides, where measures add wind or PV to a zone."""
    T = range(case.hours)
    loads = case.table("load")
    vre = [row for row in case.table("renewables") if row["technology"] != "hydro"]

    def of_load(zone: tuple[str, str], t: int) -> float:
        return sum(supply[row["load"]][t] for row in loads if (row["dispatcher"], row["area"]) == zone)

    def given(zone: tuple[str, str]) -> list[float]:
        """Available wind and PV of the ledger."""
        available = [0.0] * case.hours
        for row in vre:
            if (row["dispatcher"], row["area"]) == zone:
                capacity, profile = case.ledger(row["asset"]), case.profile(row["profile"])
                available = [available[t] + capacity[t] * profile[t] for t in T]
        return available

    def more(zone: tuple[str, str]) -> list[Amount]:
        """Available wind and PV of measures."""
        own = [row for row in vre if (row["dispatcher"], row["area"]) == zone and row["asset"] in measures.rows]
        profile = {row["asset"]: case.profile(row["profile"]) for row in own}
        return [sum((measures.own(asset) * values[t] for asset, values in profile.items()), start=0.0) for t in T]

    available = {zone: (given(zone), more(zone)) for zone in sums.zones}
    for direction, name, expanded in (
        ("up", "Y1_reserve_up", "K6_forecast_up"),
        ("down", "Y2_reserve_down", "K7_forecast_down"),
    ):
        for block in (name, expanded):
            m.add_component(block, pyo.ConstraintList())
        rows, forecast = m.component(name), m.component(expanded)
        shortfall = pyo.Var(range(len(sums.zones)), T, within=pyo.NonNegativeReals)
        m.add_component(f"shortfall_{direction}", shortfall)
        for z, (zone, rule) in enumerate(sums.zones.items()):
            there, added = available[zone]
            grows = not all(number(amount) for amount in added)
            for t in T:
                limit = case.shortfall_limit(f"reserve_shortfall_{direction}", "@".join(zone), t)
                of_vre = rule[f"vre_{direction}"] * there[t]
                of_largest = rule["largest_unit" if direction == "up" else "largest_load"]
                base = rule[f"load_{direction}"] * of_load(zone, t)
                need = base + max(of_vre, of_largest)
                held = sum(sums.reserves[zone, direction, t]) + shortfall[z, t]
                if grows:
                    if limit < float("inf"):
                        shortfall[z, t].setub(limit)
                    rows.add(held >= need)
                    forecast.add(held >= base + of_vre + rule[f"vre_{direction}"] * added[t])
                else:
                    shortfall[z, t].setub(min(need, limit))
                    rows.add(held == need)
                term = f"reserve_shortfall_{direction}"
                sums.cost(term, case.price(term) * shortfall[z, t])
