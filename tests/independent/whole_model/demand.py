"""Load, lost load, demand response, electrolysers, corridors, lines: FORMULATION.md sections 9 to 13."""

import calendar
import math

import pyomo.environ as pyo

from .measures import Measures, limited, number
from .sums import Sums
from .tables import Tables, blocks


def add_load(m: pyo.ConcreteModel, case: Tables, sums: Sums) -> dict[str, list[float]]:
    """The loads at the supply level [GW], by row of `load`."""
    T = range(case.hours)
    rows = {row["load"]: row for row in case.table("load")}
    supply = {
        j: [share * row["energy"] * (1 - row["own_use"]) for share in case.normalised(row["profile"])]
        for j, row in rows.items()
    }
    shiftable = [j for j, row in rows.items() if row["shiftable"] > 0]
    soft = {j: row for j, row in rows.items() if row["firm"] != "true"}
    places = sorted({(row["pocket"], row["settles"]) for row in soft.values()})

    def of_place(place: tuple[str, str], t: int) -> float:
        return sum(supply[j][t] for j, row in soft.items() if (row["pocket"], row["settles"]) == place)

    def most(k: int, t: int) -> float:
        return min(of_place(places[k], t), case.shortfall_limit("unserved", "/".join(places[k]), t))

    m.unserved = pyo.Var(range(len(places)), T, bounds=lambda m, k, t: (0, most(k, t)))  # L2
    m.load_away = pyo.Var(shiftable, T, bounds=lambda m, j, t: (0, rows[j]["shiftable"] * supply[j][t]))
    m.load_back = pyo.Var(shiftable, T, bounds=lambda m, j, t: (0, rows[j]["shiftable"] * max(supply[j])))
    m.L1_load_payback = pyo.ConstraintList()
    for t in T:
        for j, row in rows.items():
            sums.inject(row["pocket"], row["settles"], t, -supply[j][t])
        for k, (pocket, settles) in enumerate(places):
            sums.inject(pocket, settles, t, m.unserved[k, t])
            sums.cost("lost_load", case.price("lost_load") * m.unserved[k, t])
            sums.unmet.append(m.unserved[k, t])
        for j in shiftable:
            sums.inject(rows[j]["pocket"], rows[j]["settles"], t, m.load_away[j, t] - m.load_back[j, t])
            sums.cost("shifting", rows[j]["shift_cost"] * m.load_away[j, t])
    for j in shiftable:
        for block in blocks(case.hours, int(rows[j]["shift_hours"])):
            m.L1_load_payback.add(sum(m.load_back[j, t] for t in block) == sum(m.load_away[j, t] for t in block))
    for j, row in rows.items():
        sums.amounts["gross load"].append(sum(supply[j]) / (1 - row["own_use"]))
        if row["settles"] == "grid":
            sums.amounts[f"grid of {row['area']}"].append(sum(supply[j]))
    return supply


def add_demand_response(m: pyo.ConcreteModel, case: Tables, sums: Sums, measures: Measures) -> None:
    rows = {row["programme"]: row for row in case.table("demand_response")}
    for r, row in rows.items():
        row["capability"] += measures.to("demand_response", r)
    add_shedding(m, case, sums, {r: row for r, row in rows.items() if row["kind"] == "shed"})
    add_shifting(m, case, sums, {r: row for r, row in rows.items() if row["kind"] == "shift"})


def add_shedding(m: pyo.ConcreteModel, case: Tables, sums: Sums, rows: dict[str, dict]) -> None:
    T, Y = range(case.hours), range(len(case.days))
    most = {r: row["capability"] for r, row in rows.items()}
    limited(m, "shed", (rows, T), lambda r, t: most[r])
    limited(m, "call", (rows, Y), lambda r, y: most[r])
    m.shed_up = pyo.Var(rows, T, within=pyo.NonNegativeReals)
    for name in ("D1_hours", "D2_called", "D3_call_hours", "D4_calls", "D5_reserve"):
        setattr(m, name, pyo.ConstraintList())
    for r, row in rows.items():
        zone = sums.zone(row["dispatcher"], row["area"])
        few_calls = row["calls"] * case.share < len(case.days)
        short_calls = row["call_hours"] < 24
        if row["hours"] * case.share < case.hours:
            m.D1_hours.add(sum(m.shed[r, t] for t in T) <= row["hours"] * case.share * most[r])
        if few_calls:
            m.D4_calls.add(sum(m.call[r, y] for y in Y) <= row["calls"] * case.share * most[r])
        for y, day in enumerate(case.days):
            if short_calls:
                m.D3_call_hours.add(sum(m.shed[r, t] for t in day) <= row["call_hours"] * m.call[r, y])
            if few_calls or short_calls:
                for t in day:
                    m.D2_called.add(m.shed[r, t] <= m.call[r, y])
        for t in T:
            if row["reserve"] == "true" and zone:
                m.D5_reserve.add(m.shed_up[r, t] + m.shed[r, t] <= most[r])
                sums.reserve(zone, "up", t, m.shed_up[r, t])
            sums.inject(row["pocket"], "grid", t, m.shed[r, t])
            sums.cost("demand_response", row["cost"] * m.shed[r, t])


def add_shifting(m: pyo.ConcreteModel, case: Tables, sums: Sums, rows: dict[str, dict]) -> None:
    T = range(case.hours)
    most = {r: row["capability"] for r, row in rows.items()}
    limited(m, "response_away", (rows, T), lambda r, t: most[r])
    limited(m, "response_back", (rows, T), lambda r, t: most[r])
    m.shift_up = pyo.Var(rows, T, within=pyo.NonNegativeReals)
    m.L1_response_payback = pyo.ConstraintList()
    m.D6_reserve = pyo.ConstraintList()
    for r, row in rows.items():
        zone = sums.zone(row["dispatcher"], row["area"])
        for block in blocks(case.hours, int(row["window"])):
            away = sum(m.response_away[r, t] for t in block)
            m.L1_response_payback.add(sum(m.response_back[r, t] for t in block) == (1 + row["payback_loss"]) * away)
        for t in T:
            if row["reserve"] == "true" and zone:
                m.D6_reserve.add(m.shift_up[r, t] + m.response_away[r, t] <= most[r])
                sums.reserve(zone, "up", t, m.shift_up[r, t])
            sums.inject(row["pocket"], "grid", t, m.response_away[r, t] - m.response_back[r, t])
            sums.cost("shifting", row["cost"] * m.response_away[r, t])
            sums.lose(row["area"], row["payback_loss"] * m.response_away[r, t])


def add_electrolysers(m: pyo.ConcreteModel, case: Tables, sums: Sums, measures: Measures) -> None:
    T = range(case.hours)
    rows = {row["asset"]: row for row in case.table("electrolysers")}
    capacity = {e: [c + measures.to("electrolyser", e) for c in case.ledger(e)] for e in rows}
    limited(
        m, "electrolyser", (rows, T), lambda e, t: capacity[e][t], lambda e, t: rows[e]["minimum"] * capacity[e][t]
    )  # E1
    m.electrolyser_up = pyo.Var(rows, T, within=pyo.NonNegativeReals)
    m.E2_yearly = pyo.ConstraintList()
    m.E3_monthly = pyo.ConstraintList()
    m.E4_reserve = pyo.ConstraintList()
    months = sorted({(stamp.year, stamp.month) for stamp in case.time})
    for e, row in rows.items():
        zone = sums.zone(row["dispatcher"], row["area"])
        if row["yearly"] > 0:
            m.E2_yearly.add(sum(m.electrolyser[e, t] for t in T) / row["use"] >= row["yearly"] * case.share)
        if row["monthly"] > 0:
            for year, month in months:
                hours = [t for t in T if (case.time[t].year, case.time[t].month) == (year, month)]
                whole = 24 * calendar.monthrange(year, month)[1]
                made = sum(m.electrolyser[e, t] for t in hours) / row["use"]
                m.E3_monthly.add(made >= row["monthly"] * len(hours) / whole)
        for t in T:
            load = m.electrolyser[e, t]
            if row["reserve"] == "true" and zone:
                m.E4_reserve.add(m.electrolyser_up[e, t] <= load - row["minimum"] * capacity[e][t])
                sums.reserve(zone, "up", t, m.electrolyser_up[e, t])
            sums.inject(row["pocket"], row["settles"], t, -load)
            sums.lose(row["area"], load)
        monthly = sum(
            row["monthly"]
            * sum((stamp.year, stamp.month) == pair for stamp in case.time)
            / (24 * calendar.monthrange(*pair)[1])
            for pair in months
        )
        needed = row["use"] * max(row["yearly"] * case.share, monthly)
        sums.lose(row["area"], -needed)
        sums.amounts["electrolysis"].append(needed)
        if row["settles"] == "grid":
            sums.amounts[f"grid of {row['area']}"].append(needed)


def add_corridors(m: pyo.ConcreteModel, case: Tables, sums: Sums, measures: Measures) -> None:
    T = range(case.hours)
    rows = {row["corridor"]: row for row in case.table("corridors")}
    contracted = {
        c: [share * row["energy_" + case.keys.get("export_level", "mid")] for share in case.normalised(row["profile"])]
        for c, row in rows.items()
    }
    banded = [c for c, row in rows.items() if row["band"] > 0]
    capability = {c: row["capacity"] + measures.to("corridor", c) for c, row in rows.items()}
    band = {c: row["band"] * capability[c] for c, row in rows.items()}

    def runs(c: str, t: int) -> bool:
        month = (case.time[t].year, case.time[t].month)
        return sum(contracted[c][k] for k in T if (case.time[k].year, case.time[k].month) == month) > 0

    def lowest(c: str, t: int) -> float:
        return max(0.0, contracted[c][t] - band[c]) if number(band[c]) else 0.0

    def highest(c: str, t: int) -> float | None:
        if c not in banded:
            return contracted[c][t]
        if not runs(c, t):
            return 0.0
        return min(contracted[c][t] + band[c], capability[c]) if number(band[c]) else None

    m.scheduled = pyo.Var(banded, T, bounds=lambda m, c, t: (lowest(c, t), highest(c, t)))  # X2

    def unmet(c: str, t: int) -> float | None:
        limit = min(case.shortfall_limit("undelivered", c, t), math.inf if highest(c, t) is None else highest(c, t))
        return limit if math.isfinite(limit) else None  # X1 bounds it where this does not

    m.undelivered = pyo.Var(rows, T, bounds=lambda m, c, t: (0, unmet(c, t)))
    for name in ("K3_band_low", "K4_band_high", "K5_capability"):
        setattr(m, name, pyo.ConstraintList())
    for c in banded:
        for t in T if not number(band[c]) else ():
            m.K3_band_low.add(m.scheduled[c, t] >= contracted[c][t] - band[c])
            m.K4_band_high.add(m.scheduled[c, t] <= contracted[c][t] + band[c])
            m.K5_capability.add(m.scheduled[c, t] <= capability[c])
    for name in ("X1_export", "X3_energy", "X3_energy_most", "X3_energy_least", "X4_rise", "X4_fall"):
        setattr(m, name, pyo.ConstraintList())
    m.X6_day = pyo.ConstraintList()
    m.X5_month, m.X5_month_most, m.X5_month_least = (pyo.ConstraintList() for _ in range(3))
    for c, row in rows.items():
        total = sum(contracted[c])
        sums.amounts[f"contracted {c}"].append(total)
        for t in T:
            undelivered = m.undelivered[c, t]
            export = (m.scheduled[c, t] if c in banded else contracted[c][t]) - undelivered
            sums.inject(row["pocket"], "grid", t, -export)
            sums.cost("undelivered_export", case.price("undelivered_export") * undelivered)
            sums.unmet.append(undelivered)
            sums.amounts["export"].append(export)
            if c in banded:
                m.X1_export.add(export >= 0)
                sums.cost("export_income", -row["price"] * export)
        if c in banded:
            scheduled = sum(m.scheduled[c, t] for t in T)
            if row["tolerance"]:
                m.X3_energy_most.add(scheduled <= (1 + row["tolerance"]) * total)
                m.X3_energy_least.add(scheduled >= (1 - row["tolerance"]) * total)
            else:
                m.X3_energy.add(scheduled == total)
            for month in sorted({(stamp.year, stamp.month) for stamp in case.time}):
                inside = [t for t in T if (case.time[t].year, case.time[t].month) == month]
                energy, much = sum(m.scheduled[c, t] for t in inside), sum(contracted[c][t] for t in inside)
                if not much:
                    continue
                if row["monthly_tolerance"] == 0:
                    m.X5_month.add(energy == much)
                elif row["monthly_tolerance"] < 1:
                    m.X5_month_most.add(energy <= (1 + row["monthly_tolerance"]) * much)
                    m.X5_month_least.add(energy >= (1 - row["monthly_tolerance"]) * much)
        if c in banded and row["day_ahead"] == "true":
            for t in T[1:]:
                if case.time[t].date() == case.time[t - 1].date():
                    change = m.scheduled[c, t] - m.scheduled[c, t - 1]
                    m.X6_day.add(change == contracted[c][t] - contracted[c][t - 1])
        if c in banded and row["change_limit"] < 1:
            limit = row["change_limit"] * row["capacity"]
            for t in T[1:]:
                change, contract = m.scheduled[c, t] - m.scheduled[c, t - 1], contracted[c][t] - contracted[c][t - 1]
                more = row["change_limit"] * measures.to("corridor", c)
                m.X4_rise.add(change <= max(limit, contract) + more)
                m.X4_fall.add(change >= -max(limit, -contract) - more)


def add_lines(m: pyo.ConcreteModel, case: Tables, sums: Sums, measures: Measures) -> None:
    T = range(case.hours)
    rows = {row["line"]: row for row in case.table("lines")}
    limited(m, "flow_forward", (rows, T), lambda n, t: rows[n]["forward"] + measures.to("line", n))
    limited(m, "flow_backward", (rows, T), lambda n, t: rows[n]["backward"] + measures.to("line", n))
    for n, row in rows.items():
        for t in T:
            forward, backward = m.flow_forward[n, t], m.flow_backward[n, t]
            sums.inject(row["from_pocket"], "grid", t, (1 - row["loss"]) * backward - forward)  # N1
            sums.inject(row["to_pocket"], "grid", t, (1 - row["loss"]) * forward - backward)
            sums.cost("lines", row["cost"] * (forward + backward))
            sums.lose(row["from_area"], row["loss"] * forward)
            sums.lose(row["to_area"], row["loss"] * backward)
            sums.cost("tie_break", case.epsilon() * (forward + backward))
