"""The tutorial case as a plain Pyomo model, written from models/FORMULATION.md and the tables alone.

It shares no code with `dispatch` or `models`: pandas reads the CSV files, Pyomo states the model, HiGHS solves it. Names
and numbers of constraints are those of FORMULATION.md. Units inside: GW, GWh, ktce, kt, million CNY.

Run: python tests/independent/tutorial_model.py
"""

import math
import tomllib
from pathlib import Path

import pandas as pd
import pyomo.environ as pyo

CASE = Path(__file__).parents[2] / "inputs" / "tutorial"

MEGA = 1e-3  # MW to GW; CNY per MWh, MW, tce or t to million CNY per GWh, GW, ktce or kt
PERCENT = 1e-2


def table(name: str, key: str) -> pd.DataFrame:
    return pd.read_csv(CASE / f"{name}.csv").set_index(key)


def build() -> pyo.ConcreteModel:
    """The LP of the tutorial; T = 168 hours, D = 7 days, one area, one pocket, one dispatcher."""
    case = tomllib.loads((CASE / "case.toml").read_text(encoding="utf-8"))
    price = {name: value * MEGA for name, value in case["prices"].items() if name != "source"}
    epsilon = case["tie_break"]["curtailment"] * MEGA
    series = pd.read_csv(CASE / "series.csv")
    assert len(series) == case["hours"]

    m = pyo.ConcreteModel()
    m.dual = pyo.Suffix(direction=pyo.Suffix.IMPORT)

    # Sets
    thermal = table("thermal", "fleet")
    renewables = table("renewables", "asset")
    storage = table("storage", "asset")
    fuels = table("fuels", "fuel")
    period = case["commitment"]["period_hours"]
    m.T = pyo.RangeSet(0, case["hours"] - 1)
    m.D = pyo.RangeSet(0, math.ceil(case["hours"] / period) - 1)
    m.I = pyo.Set(initialize=list(thermal.index))
    m.S = pyo.Set(initialize=list(storage.index))
    T, D = len(m.T), len(m.D)
    day_of = {t: t // period for t in m.T}
    first_hour = {d: d * period for d in m.D}
    hours_of = {d: sum(day_of[t] == d for t in m.T) for d in m.D}

    # Parameters: ledger (all units stand in service throughout), thermal, fuel
    ledger = pd.read_csv(CASE / "capacity.csv").groupby("asset")[["capacity [MW]", "energy [MWh]"]].sum() * MEGA
    capacity, energy = ledger["capacity [MW]"], ledger["energy [MWh]"]
    kappa = thermal["own_use [%]"] * PERCENT
    minimum = thermal["minimum_heating [%]"] * PERCENT  # the week lies in January
    ramp = thermal["ramp [1/h]"]
    share_up = thermal["reserve_up [%]"] * PERCENT
    share_down = thermal["reserve_down [%]"] * PERCENT
    available = (1 - thermal["forced_outage [%]"] * PERCENT) * capacity[thermal.index]  # A, the same in every period
    up_periods = min(math.ceil(case["commitment"]["minimum_up_hours"] / period), D)
    down_periods = min(math.ceil(case["commitment"]["minimum_down_hours"] / period), D)
    fuel_price = fuels["price [CNY/tce]"][thermal["fuel"]].set_axis(thermal.index) * MEGA
    fuel_co2 = fuels["co2 [t/tce]"][thermal["fuel"]].set_axis(thermal.index)

    # Parameters: wind and PV, one curtailment group (same pocket, dispatcher, settles and order)
    assert renewables["order"].eq(1).all()
    share = pd.DataFrame({j: capacity[j] * series[renewables.loc[j, "profile"]] for j in renewables.index})
    vre = share.sum(axis=1)
    vre_down = (share * renewables["reserve_down [%]"] * PERCENT).sum(axis=1) / vre.where(vre > 0, 1.0)

    # Parameters: load, demand response, corridor
    town = table("load", "load").loc["town"]
    load = series[town["profile"]] / series[town["profile"]].sum() * town["energy [MWh]"] * MEGA
    response = table("demand_response", "programme").loc["contract"]
    capability = response["capability [MW]"] * MEGA
    south = table("corridors", "corridor").loc["south"]
    contract = series[south["profile"]] / series[south["profile"]].sum() * south["energy_mid [MWh]"] * MEGA

    # Parameters: reserve
    rule = table("dispatchers", "dispatcher").loc["steppe"]
    required_up = load * rule["load_up [%]"] * PERCENT + (vre * rule["vre_up [%]"] * PERCENT).clip(
        lower=rule["largest_unit [MW]"] * MEGA
    )
    required_down = load * rule["load_down [%]"] * PERCENT

    # Variables
    m.online = pyo.Var(m.I, m.D, bounds=lambda m, i, d: (0, available[i]))
    m.start = pyo.Var(m.I, m.D, within=pyo.NonNegativeReals)
    m.output = pyo.Var(m.I, m.T, within=pyo.NonNegativeReals)
    m.reserve_up = pyo.Var(m.I, m.T, within=pyo.NonNegativeReals)
    m.reserve_down = pyo.Var(m.I, m.T, within=pyo.NonNegativeReals)
    m.renewable = pyo.Var(m.T, bounds=lambda m, t: (0, vre[t]))  # R1
    m.renewable_down = pyo.Var(m.T, within=pyo.NonNegativeReals)
    m.charge = pyo.Var(m.S, m.T, bounds=lambda m, s, t: (0, capacity[s]))
    m.discharge = pyo.Var(m.S, m.T, bounds=lambda m, s, t: (0, capacity[s]))
    m.content = pyo.Var(m.S, m.T, bounds=lambda m, s, t: (0, energy[s]))
    m.unserved = pyo.Var(m.T, bounds=lambda m, t: (0, load[t]))  # L2
    m.shed = pyo.Var(m.T, bounds=(0, capability))
    m.undelivered = pyo.Var(m.T, bounds=lambda m, t: (0, contract[t]))
    m.shortfall_up = pyo.Var(m.T, bounds=lambda m, t: (0, required_up[t]))
    m.shortfall_down = pyo.Var(m.T, bounds=lambda m, t: (0, required_down[t]))

    def stop(i: str, d: int) -> object:
        """SD as an expression of U and SU; the window has a periodic boundary."""
        return m.start[i, d % D] - m.online[i, d % D] + m.online[i, (d - 1) % D]

    # Thermal. L is zero: capacity does not change.
    @m.Constraint(m.I, m.D)
    def T2_start(m, i, d):
        return stop(i, d) >= 0

    @m.Constraint(m.I, m.D)
    def T3_minimum_up(m, i, d):
        return sum(m.start[i, (d - j) % D] for j in range(up_periods)) <= m.online[i, d]

    @m.Constraint(m.I, m.D)
    def T4_minimum_down(m, i, d):
        return sum(stop(i, d - j) for j in range(down_periods)) + m.online[i, d] <= available[i]

    @m.Constraint(m.I, m.T)
    def T5_maximum(m, i, t):
        return m.output[i, t] + m.reserve_up[i, t] <= m.online[i, day_of[t]]

    @m.Constraint(m.I, m.T)
    def T6_minimum(m, i, t):
        return m.output[i, t] - m.reserve_down[i, t] >= minimum[i] * m.online[i, day_of[t]]

    # Ramps are written for every hour: where FORMULATION.md leaves rows out, it says that T5 and T6 imply them.
    def changes(i: str, t: int) -> tuple[object, object]:
        """SU and SD at the first hour of a period, else nothing."""
        d = day_of[t]
        return (m.start[i, d], stop(i, d)) if t == first_hour[d] else (0.0, 0.0)

    @m.Constraint(m.I, m.T)
    def T7_ramp_up(m, i, t):
        started, stopped = changes(i, t)
        stays = m.online[i, day_of[t]] - started
        limit = ramp[i] * stays + max(minimum[i], ramp[i]) * started - minimum[i] * stopped
        return m.output[i, t] - m.output[i, (t - 1) % T] <= limit

    @m.Constraint(m.I, m.T)
    def T8_ramp_down(m, i, t):
        started, stopped = changes(i, t)
        stays = m.online[i, day_of[t]] - started
        limit = ramp[i] * stays + max(minimum[i], ramp[i]) * stopped - minimum[i] * started
        return m.output[i, (t - 1) % T] - m.output[i, t] <= limit

    @m.Constraint(m.I, m.T)
    def T13_reserve_up(m, i, t):
        return m.reserve_up[i, t] <= share_up[i] * m.online[i, day_of[t]]

    @m.Constraint(m.I, m.T)
    def T14_reserve_down(m, i, t):
        return m.reserve_down[i, t] <= share_down[i] * m.online[i, day_of[t]]

    # Renewables, storage, demand response
    @m.Constraint(m.T)
    def R3_reserve_down(m, t):
        return m.renewable_down[t] <= vre_down[t] * m.renewable[t]

    @m.Constraint(m.S, m.T)
    def S1_energy_balance(m, s, t):
        charged = storage.loc[s, "charge_efficiency [%]"] * PERCENT * m.charge[s, t]
        discharged = m.discharge[s, t] / (storage.loc[s, "discharge_efficiency [%]"] * PERCENT)
        return m.content[s, t] == m.content[s, (t - 1) % T] + charged - discharged

    @m.Constraint()
    def D1_hours(m):
        return sum(m.shed[t] for t in m.T) <= response["hours [h]"] * capability

    # Network and reserve
    @m.Constraint(m.T)
    def B1_balance(m, t):
        return (
            sum((1 - kappa[i]) * m.output[i, t] for i in m.I)
            + m.renewable[t]
            + sum(m.discharge[s, t] - m.charge[s, t] for s in m.S)
            + m.shed[t]
            + m.unserved[t]
            - (contract[t] - m.undelivered[t])
            == load[t]
        )

    @m.Constraint(m.T)
    def Y1_reserve_up(m, t):
        return sum(m.reserve_up[i, t] for i in m.I) + m.shortfall_up[t] == required_up[t]

    @m.Constraint(m.T)
    def Y2_reserve_down(m, t):
        return sum(m.reserve_down[i, t] for i in m.I) + m.renewable_down[t] + m.shortfall_down[t] == required_down[t]

    # Objective, term by term
    def fuel(i: str) -> object:
        no_load = sum(thermal.loc[i, "fuel_no_load [tce/MW/h]"] * hours_of[d] * m.online[i, d] for d in m.D)
        return no_load + sum(thermal.loc[i, "fuel_incremental [tce/MWh]"] * m.output[i, t] for t in m.T)

    def start_fuel(i: str) -> object:
        return sum(thermal.loc[i, "start_fuel [tce/MW]"] * m.start[i, d] for d in m.D)

    moved = [m.charge[s, t] + m.discharge[s, t] for s in m.S for t in m.T]
    curtailed = sum(vre[t] - m.renewable[t] for t in m.T)
    # A loss costs ten times the tie-break of curtailment (no plant has own use).
    lost = sum(m.charge[s, t] - m.discharge[s, t] for s in m.S for t in m.T)
    storage_cost = storage.loc["battery", "cost [CNY/MWh]"] * MEGA
    m.cost = {
        "fuel": sum(fuel_price[i] * fuel(i) for i in m.I),
        "start": sum(fuel_price[i] * start_fuel(i) for i in m.I),
        "co2": sum(price["co2"] * fuel_co2[i] * (fuel(i) + start_fuel(i)) for i in m.I),
        "curtailment": price.get("curtailment", 0.0) * curtailed,
        "losses": price.get("curtailment", 0.0) * lost,
        "storage": storage_cost * sum(moved),
        "lost_load": price["lost_load"] * sum(m.unserved[t] for t in m.T),
        "demand_response": response["cost [CNY/MWh]"] * MEGA * sum(m.shed[t] for t in m.T),
        "undelivered_export": price["undelivered_export"] * sum(m.undelivered[t] for t in m.T),
        "reserve_shortfall_up": price["reserve_shortfall_up"] * sum(m.shortfall_up[t] for t in m.T),
        "reserve_shortfall_down": price["reserve_shortfall_down"] * sum(m.shortfall_down[t] for t in m.T),
        "tie_break": epsilon * (curtailed + sum(moved) + 10 * lost),
    }
    m.objective = pyo.Objective(expr=sum(m.cost.values()))
    return m


def solve() -> dict[str, object]:
    """The optimum: cost [million CNY] in all and by term, energies [GWh] of the window, prices [CNY/kWh] by hour."""
    m = build()
    pyo.SolverFactory("appsi_highs").solve(m)
    energy = {f"{i} output": sum(pyo.value(m.output[i, t]) for t in m.T) for i in m.I}
    for name in ("renewable", "charge", "discharge", "shed", "unserved", "undelivered"):
        energy[name] = sum(pyo.value(x) for x in getattr(m, name).values())
    return {
        "cost": pyo.value(m.objective),
        "terms": {name: pyo.value(term) for name, term in m.cost.items()},
        "energy": energy,
        "online": {(i, d): pyo.value(m.online[i, d]) for i in m.I for d in m.D},
        "price": [m.dual[m.B1_balance[t]] for t in m.T],
    }


if __name__ == "__main__":
    for name, value in solve().items():
        print(name, value)
