"""Thermal fleets, heat networks and their commitment: FORMULATION.md section 5."""

import math

import pyomo.environ as pyo

from .maintenance import is_levelled, mean, openness, shares_in_outage
from .measures import Measures, limited
from .sums import Sums
from .tables import Tables


class Fleets:
    """Parameters of section 5, by fleet; lists run over hours or periods."""

    def __init__(self, case: Tables, measures: Measures) -> None:
        self.case = case
        self.rows = {row["fleet"]: row for row in case.table("thermal")}
        self.fuels = {row["fuel"]: row for row in case.table("fuels")}
        self.capacity = {i: case.ledger(i) for i in self.rows}
        self.week_of = [next(w for w, week in enumerate(case.weeks) if period[0] in week) for period in case.periods]
        self.period_of = [d for d, period in enumerate(case.periods) for _ in period]
        self.placed = {i: row["maintenance"] > 0 and not is_levelled(case) for i, row in self.rows.items()}
        self.in_outage = shares_in_outage(case)
        self.change = {i: measures.to_fleet(i) for i in self.rows}
        self.available = {i: [] for i in self.rows}
        self.leaving = {i: [] for i in self.rows}
        for i, row in self.rows.items():
            given, kept = self._available(i), [1 - self.in_outage[i][w] for w in self.week_of]
            change = (1 - row["forced_outage"]) * self.change[i]
            for d in range(len(case.periods)):
                self.available[i].append(kept[d] * given[d] + kept[d] * change)
                of_given = max(kept[d - 1] * given[d - 1] - kept[d] * given[d], 0.0)
                self.leaving[i].append(of_given + max(kept[d - 1] - kept[d], 0.0) * change)
        self.minimum = {
            i: [row["minimum_heating"] if hot else row["minimum_other"] for hot in case.heating(row["area"])]
            for i, row in self.rows.items()
        }

    def _available(self, i: str) -> list[float]:
        """What is given, by period, before outages that are levelled."""
        outages = [row for row in self.case.table("maintenance") if row["fleet"] == i]

        def out(t: int) -> float:
            date = f"{self.case.time[t]:%Y-%m-%d}"
            return sum(row["capacity"] for row in outages if row["start"] <= date <= row["end"])

        in_service = [max(c - out(t), 0.0) for t, c in enumerate(self.capacity[i])]
        reliable = 1 - self.rows[i]["forced_outage"]
        return [reliable * min(in_service[t] for t in period) for period in self.case.periods]


def add_thermal(m: pyo.ConcreteModel, case: Tables, sums: Sums, measures: Measures) -> None:
    fleets = Fleets(case, measures)
    add_commitment(m, case, fleets)
    add_output(m, case, fleets)
    add_ramps(m, case, fleets)
    add_reserve(m, case, fleets, sums)
    add_heat(m, case, fleets, sums)
    add_costs(m, case, fleets, sums)


def add_commitment(m: pyo.ConcreteModel, case: Tables, fleets: Fleets) -> None:
    rows, available, leaving, week_of = fleets.rows, fleets.available, fleets.leaving, fleets.week_of
    D, W = range(len(case.periods)), range(len(case.weeks))
    n = len(D)
    keys = case.keys.get("commitment", {})
    k_up = min(math.ceil(keys.get("minimum_up_hours", 72) / case.period_hours), n)
    k_down = min(math.ceil(keys.get("minimum_down_hours", 72) / case.period_hours), n)

    def most_out(i, w):
        if not fleets.placed[i]:
            return 0.0
        whole = [mean([fleets.capacity[i][t] for t in week]) for week in case.weeks]
        is_open, share = openness(case, rows[i])
        due, limit = rows[i]["maintenance"] * share, rows[i]["maintenance_limit"]
        days = [len(week) / 24 if opened else 0.0 for week, opened in zip(case.weeks, is_open, strict=True)]
        fits = due * mean(fleets.capacity[i]) <= limit * sum(c * n for c, n in zip(whole, days, strict=True))
        if not is_open[w] and fits and due <= limit * sum(days):
            return 0.0
        return limit * (whole[w] + fleets.change[i])

    limited(m, "online", (rows, D), lambda i, d: available[i][d])
    limited(m, "start", (rows, D), lambda i, d: available[i][d])
    limited(m, "outage", (rows, W), most_out)
    m.stop = pyo.Expression(rows, D, rule=lambda m, i, d: m.start[i, d] - m.online[i, d] + m.online[i, (d - 1) % n])

    def in_order(i: str, d: int):
        return available[i][d] - (1 - rows[i]["forced_outage"]) * m.outage[i, week_of[d]]

    @m.Constraint(rows, D)
    def T1_available(m, i, d):
        return m.online[i, d] <= in_order(i, d) if fleets.placed[i] else pyo.Constraint.Skip

    @m.Constraint(rows, D)
    def T2_start(m, i, d):
        return m.stop[i, d] >= 0 if n > 1 else pyo.Constraint.Skip

    @m.Constraint(rows, D)
    def T3_minimum_up(m, i, d):
        recent = [(d - j) % n for j in range(k_up)]
        if k_up <= 1:
            return pyo.Constraint.Skip
        return sum(m.start[i, e] for e in recent) <= m.online[i, d] + sum(leaving[i][e] for e in recent)

    @m.Constraint(rows, D)
    def T4_minimum_down(m, i, d):
        recent = [(d - j) % n for j in range(k_down)]
        if k_down <= 1:
            return pyo.Constraint.Skip
        return sum(m.stop[i, e] for e in recent) + m.online[i, d] <= available[i][d] + sum(
            leaving[i][e] for e in recent
        )

    @m.Constraint(range(len(case.table("minimum_online"))), D)
    def T10_minimum_online(m, k, d):
        rule = case.table("minimum_online")[k]
        place = (rule["dispatcher"], rule["area"])
        if case.time[case.periods[d][0]].month != rule["month"] or rule["online"] == 0:
            return pyo.Constraint.Skip
        return (
            sum(m.online[i, d] for i, row in rows.items() if (row["dispatcher"], row["area"]) == place)
            >= rule["online"]
        )

    @m.Constraint(rows)
    def T11_maintenance(m, i):
        if not fleets.placed[i]:
            return pyo.Constraint.Skip
        days = rows[i]["maintenance"]
        out = sum(m.outage[i, w] * len(case.weeks[w]) / 24 for w in W)
        share = openness(case, rows[i])[1]
        return out == days * share * (mean(fleets.capacity[i]) + fleets.change[i])

    @m.Constraint(rows, D)
    def T12_minimum_share(m, i, d):
        share = rows[i]["minimum_online"]
        return m.online[i, d] >= share * in_order(i, d) if share > 0 else pyo.Constraint.Skip


def add_output(m: pyo.ConcreteModel, case: Tables, fleets: Fleets) -> None:
    """T5 and T6; variables of hours. What does not exist is fixed at zero by its bound."""
    rows, T = fleets.rows, range(case.hours)
    m.output = pyo.Var(rows, T, within=pyo.NonNegativeReals)
    m.heat = pyo.Var(rows, T, bounds=lambda m, i, t: (0, None if rows[i]["network"] else 0))
    m.thermal_up = pyo.Var(rows, T, within=pyo.NonNegativeReals)
    m.thermal_down = pyo.Var(rows, T, within=pyo.NonNegativeReals)

    @m.Constraint(rows, T)
    def T5_maximum(m, i, t):
        online = m.online[i, fleets.period_of[t]]
        return m.output[i, t] + m.thermal_up[i, t] <= online - rows[i]["heat_loss"] * m.heat[i, t]

    @m.Constraint(rows, T)
    def T6_minimum(m, i, t):
        online = m.online[i, fleets.period_of[t]]
        least = fleets.minimum[i][t] * online + rows[i]["heat_rise"] * m.heat[i, t]
        return m.output[i, t] - m.thermal_down[i, t] >= least


def add_ramps(m: pyo.ConcreteModel, case: Tables, fleets: Fleets) -> None:
    """T7 and T8 in the hours that FORMULATION.md names."""
    rows, minimum, T = fleets.rows, fleets.minimum, range(case.hours)
    first_hours = {period[0] for period in case.periods}

    def parts(i: str, t: int):
        d = fleets.period_of[t]
        started, stopped = (m.start[i, d], m.stop[i, d]) if t in first_hours else (0.0, 0.0)
        return m.online[i, d], started, stopped, rows[i]["ramp"], (t - 1) % case.hours

    @m.Constraint(rows, T)
    def T7_ramp_up(m, i, t):
        online, started, stopped, ramp, before = parts(i, t)
        if case.hours == 1 or ramp >= (1 if t in first_hours else 1 - minimum[i][before]):
            return pyo.Constraint.Skip
        return (
            m.output[i, t] - m.output[i, before]
            <= ramp * (online - started) + max(minimum[i][t], ramp) * started - minimum[i][before] * stopped
        )

    @m.Constraint(rows, T)
    def T8_ramp_down(m, i, t):
        online, started, stopped, ramp, before = parts(i, t)
        if case.hours == 1 or ramp >= (1 if t in first_hours else 1 - minimum[i][t]):
            return pyo.Constraint.Skip
        return (
            m.output[i, before] - m.output[i, t]
            <= ramp * (online - started) + max(minimum[i][before], ramp) * stopped - minimum[i][t] * started
        )


def add_reserve(m: pyo.ConcreteModel, case: Tables, fleets: Fleets, sums: Sums) -> None:
    """T13 and T14, written in every hour: where FORMULATION.md leaves them out, it says that T5 and T6 imply them."""
    m.T13_reserve_up = pyo.ConstraintList()
    m.T14_reserve_down = pyo.ConstraintList()
    for i, row in fleets.rows.items():
        zone = sums.zone(row["dispatcher"], row["area"])
        for t in range(case.hours):
            online = m.online[i, fleets.period_of[t]]
            share_up, share_down = (row["reserve_up"], row["reserve_down"]) if zone else (0.0, 0.0)
            m.T13_reserve_up.add(m.thermal_up[i, t] <= share_up * online)
            m.T14_reserve_down.add(m.thermal_down[i, t] <= share_down * online)
            if zone:
                sums.reserve(zone, "up", t, m.thermal_up[i, t])
                sums.reserve(zone, "down", t, m.thermal_down[i, t])


def add_heat(m: pyo.ConcreteModel, case: Tables, fleets: Fleets, sums: Sums) -> None:
    T = range(case.hours)
    networks = {row["network"]: row for row in case.table("heat")}
    profile = {n: case.profile(row["profile"]) for n, row in networks.items()}
    m.boiler = pyo.Var(networks, T, bounds=lambda m, n, t: (0, networks[n].get("boiler_capacity")))  # H2

    @m.Constraint([i for i, row in fleets.rows.items() if row["network"]], T)
    def T9_heat_limit(m, i, t):
        return m.heat[i, t] <= fleets.rows[i]["heat_ratio"] * m.online[i, fleets.period_of[t]]

    @m.Constraint(networks, T)
    def H1_heat_balance(m, n, t):
        from_fleets = sum(m.heat[i, t] for i, row in fleets.rows.items() if row["network"] == n)
        return from_fleets + m.boiler[n, t] == profile[n][t] * networks[n]["peak"]

    for n, row in networks.items():
        for t in T:
            sums.cost("heat_boiler", row["boiler_cost"] * m.boiler[n, t])
        if row["boiler_fuel"]:
            fuel = fleets.fuels[row["boiler_fuel"]]
            burnt = 3.6 / 29.3076 / row["boiler_efficiency"] * sum(m.boiler[n, t] for t in T)
            sums.cost("fuel", fuel["price"] * burnt)
            sums.cost("co2", case.price("co2") * fuel["co2"] * burnt)
            sums.amounts["co2"].append(fuel["co2"] * burnt)
            sums.amounts["coal burnt"].append(burnt if fuel["coal"] == "true" else 0)
            kind = "coal" if fuel["coal"] == "true" else "other fossil" if fuel["co2"] > 0 else "non-fossil"
            sums.amounts[f"{kind} fuel"].append(burnt if fuel["primary"] == "true" else 0)


def add_costs(m: pyo.ConcreteModel, case: Tables, fleets: Fleets, sums: Sums) -> None:
    """Injection, fuel and costs, and what targets need of them."""
    T = range(case.hours)
    for i, row in fleets.rows.items():
        fuel = fleets.fuels[row["fuel"]]
        burnt = sum(row["fuel_no_load"] * len(period) * m.online[i, d] for d, period in enumerate(case.periods))
        burnt += sum(row["fuel_incremental"] * m.output[i, t] + row["fuel_heat"] * m.heat[i, t] for t in T)
        starts = sum(m.start[i, d] for d in range(len(case.periods)))
        started = row["start_fuel"] * starts
        sums.cost("fuel", fuel["price"] * burnt)
        sums.cost("start", fuel["price"] * started + row["start_cost"] * starts)
        sums.cost("co2", case.price("co2") * fuel["co2"] * (burnt + started))
        for t in T:
            output = m.output[i, t]
            net = (1 - row["own_use"]) * output
            sums.cost("thermal_variable", row["variable_cost"] * output)
            sums.inject(row["pocket"], row["settles"], t, net)
            sums.generate(row["technology"], row["settles"], row["area"], output, net)
            if row["technology"] == "coal":
                sums.amounts["coal net"].append(net)
                sums.amounts["coal rate fuel"].append(-row["fuel_allocated"] * m.heat[i, t])
        if row["technology"] == "coal":
            sums.amounts["coal rate fuel"].append(burnt + started)
        sums.amounts["co2"].append(fuel["co2"] * (burnt + started))
        if fuel["coal"] == "true":
            sums.amounts["coal burnt"].append(burnt + started)
        if fuel["primary"] == "false":
            continue
        if fuel["coal"] == "true":
            sums.amounts["coal fuel"].append(burnt + started)
        elif row["technology"] in ("coal", "gas"):
            sums.amounts["other fossil fuel"].append(burnt + started)
