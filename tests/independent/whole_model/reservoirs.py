"""Reservoirs and limits: FORMULATION.md section 17, V1 to V11 and W1 to W3."""

import math
from typing import Any

import pyomo.environ as pyo

from .sums import Sums
from .tables import Tables
from .units import FREE, bound_to_given, finite, times

BLOCKS = ("V1_content", "V2_discharge", "V3_charge", "V4_content_least", "V5_content_most", "V6_given_content")
BLOCKS += ("V7_given_power", "V8_power_up", "V9_power_down", "V10_sustain_up", "V11_sustain_down")


def add_reservoirs(m: pyo.ConcreteModel, case: Tables, sums: Sums) -> dict[str, Any]:
    """The size of each reservoir: one, or chosen."""
    T = range(case.hours)
    rows = {row["reservoir"]: row for row in case.table("reservoirs")}
    for name in BLOCKS:
        setattr(m, name, pyo.ConstraintList())
    wanted = [v for v, row in rows.items() if row["extendable"] == "true"]
    m.reservoir_size = pyo.Var(wanted, bounds=lambda m, v: (rows[v]["size_least"], rows[v].get("size_most")))
    m.reservoir_charge = pyo.Var(rows, T, within=pyo.NonNegativeReals)
    m.reservoir_discharge = pyo.Var(rows, T, within=pyo.NonNegativeReals)
    m.spill = pyo.Var(rows, T, within=pyo.NonNegativeReals)
    m.reservoir_content = pyo.Var(rows, T)
    m.reservoir_up = pyo.Var(rows, T, within=pyo.NonNegativeReals)
    m.reservoir_down = pyo.Var(rows, T, within=pyo.NonNegativeReals)
    size: dict[str, Any] = {v: m.reservoir_size[v] if v in wanted else 1.0 for v in rows}
    for v, row in rows.items():
        if v in wanted:
            sums.cost("capacity", row["size_cost"] * size[v])
        add_sides(m, case, row, size[v])
        add_content(m, case, sums, row)
        add_given(m, case, row)
        add_reservoir_reserve(m, case, sums, row)
        cost = {x: case.hourly(row, f"{x}_cost", "CNY/MWh") for x in ("discharge", "charge", "content", "spill")}
        for t, weight in enumerate(case.weight("cost")):
            c, d = m.reservoir_charge[v, t], m.reservoir_discharge[v, t]
            paid = cost["discharge"][t] * d + cost["charge"][t] * c
            paid += cost["content"][t] * m.reservoir_content[v, t] + cost["spill"][t] * m.spill[v, t]
            sums.cost("reservoirs", weight * paid)
            sums.inject(row["pocket"], row["settles"], t, row["sign"] * (d - c))
    return size


def add_sides(m: pyo.ConcreteModel, case: Tables, row: dict, k: Any) -> None:
    """Bounds of charge, discharge and content; V2 to V5 where the size is chosen."""
    v, chosen = row["reservoir"], row["extendable"] == "true"
    sides = (("discharge", m.reservoir_discharge, m.V2_discharge), ("charge", m.reservoir_charge, m.V3_charge))
    for column, variable, block in sides:
        if column not in row:
            continue
        share = case.hourly(row | {column: 1.0}, column)  # the profile is a share of the number
        for t in range(case.hours):
            most = row[column] * share[t]
            if chosen:
                block.add(variable[v, t] <= k * most)
            else:
                variable[v, t].setub(most)
    least, most = case.hourly(row, "least"), case.hourly(row, "most")
    for t in range(case.hours):
        e, low, high = m.reservoir_content[v, t], times(least[t], row["content"]), times(most[t], row["content"])
        if not chosen:
            e.setlb(finite(low))
            e.setub(finite(high))
            continue
        if math.isfinite(low):
            m.V4_content_least.add(k * low <= e)
        if math.isfinite(high):
            m.V5_content_most.add(e <= k * high)


def add_content(m: pyo.ConcreteModel, case: Tables, sums: Sums, row: dict) -> None:
    """V1, the bound of what is spilt, and the energy that is lost (section 15)."""
    v, starts = row["reservoir"], row["boundary"] == "start"
    loss = case.hourly(row, "standing_loss")
    charged, given = case.hourly(row, "charge_efficiency"), case.hourly(row, "discharge_efficiency")
    inflow = case.hourly(row, "inflow", "MW") if "inflow_profile" in row else [0.0] * case.hours
    hours = case.weight("energy")
    for t, weight in enumerate(case.weight("content")):
        c, d, s = m.reservoir_charge[v, t], m.reservoir_discharge[v, t], m.spill[v, t]
        s.setub(max(inflow[t], 0.0))
        kept = (1 - loss[t]) ** weight * m.reservoir_content[v, t - 1 if t else case.hours - 1]
        before = row["initial"] if starts and not t else kept
        flow = charged[t] * c - d / given[t] + inflow[t] - s
        m.V1_content.add(m.reservoir_content[v, t] == before + weight * flow)
        sums.lose(row["area"], hours[t] * row["sign"] * (c + inflow[t] - s - d))
        of_inflow = row["sign"] * (inflow[t] - s)
        sums.generate(row["technology"], row["settles"], row["area"], of_inflow, of_inflow)
    if starts:
        sums.lose(row["area"], row["sign"] * row["initial"])
        of_initial = row["sign"] * row["initial"]
        sums.generate(row["technology"], row["settles"], row["area"], of_initial, of_initial)
        taken = row["initial"] - m.reservoir_content[v, case.hours - 1]
        sums.amounts["co2"].append(row.get("co2", 0.0) * taken)


def add_given(m: pyo.ConcreteModel, case: Tables, row: dict) -> None:
    """V6 and V7, and the bounds of a given discharge and charge."""
    v, T = row["reservoir"], range(case.hours)
    content, power = case.hourly(row, "given", "MWh"), case.hourly(row, "given_power", "MW")
    for t in T:
        if content[t] is not None and content[t] >= 0:
            m.V6_given_content.add(m.reservoir_content[v, t] == content[t])
        if power[t] is not None and power[t] < FREE * 1e-3:
            m.V7_given_power.add(m.reservoir_discharge[v, t] - m.reservoir_charge[v, t] == power[t])
    bound_to_given(case, row, "given_discharge", [m.reservoir_discharge[v, t] for t in T])
    bound_to_given(case, row, "given_charge", [m.reservoir_charge[v, t] for t in T])


def add_reservoir_reserve(m: pyo.ConcreteModel, case: Tables, sums: Sums, row: dict) -> None:
    """Reserve of reservoirs in a zone, V8 to V11: within a share of the most discharge, sustained by content and room."""
    v, zone, tau = row["reservoir"], sums.zone(row["dispatcher"], row["area"]), row["reserve_hours"]
    share = {way: row[f"reserve_{way}"] if zone else 0.0 for way in ("up", "down")}
    most = {x: case.hourly(row | {x: 1.0}, x) for x in ("discharge", "charge") if x in row}
    out, low, high = (case.hourly(row, x) for x in ("discharge_efficiency", "least", "most"))
    for t in range(case.hours):
        up, down = m.reservoir_up[v, t], m.reservoir_down[v, t]
        c, d, e = m.reservoir_charge[v, t], m.reservoir_discharge[v, t], m.reservoir_content[v, t]
        power = row["discharge"] * most["discharge"][t] if share["up"] > 0 or share["down"] > 0 else 0.0
        up.setub(share["up"] * power)
        down.setub(share["down"] * power)
        if share["up"] > 0:
            sums.reserve(zone, "up", t, up)
            m.V8_power_up.add(d + up <= power + c)
            if math.isfinite(times(low[t], row["content"])):
                m.V10_sustain_up.add(tau * up <= out[t] * (e - times(low[t], row["content"])))
        if share["down"] > 0:
            sums.reserve(zone, "down", t, down)
            if "charge" in row:
                m.V9_power_down.add(c + down <= row["charge"] * most["charge"][t] + d)
            if row.get("charge") != 0 and math.isfinite(times(high[t], row["content"])):
                m.V11_sustain_down.add(tau * (down - d + c) <= out[t] * (times(high[t], row["content"]) - e))


def add_limits(m: pyo.ConcreteModel, case: Tables, chosen: dict[str, dict[str, Any]]) -> None:
    """W1 to W3. chosen: capacities of units and links [GW] and sizes of reservoirs, by table and name."""
    for name in ("W1_most", "W2_least", "W3_equal"):
        setattr(m, name, pyo.ConstraintList())
    weight = case.weight("energy")
    output = {"units": m.unit_output, "links": m.link_output}
    reservoirs = {row["reservoir"]: row for row in case.table("reservoirs")}

    def energy(term: dict) -> Any:
        name, factor = term["asset"], case.hourly(term, "factor")
        if term["table"] == "reservoirs":
            left = m.reservoir_content[name, case.hours - 1]
            return term["factor"] * (reservoirs[name]["initial"] - left)
        return sum(factor[t] * weight[t] * output[term["table"]][name, t] for t in range(case.hours))

    def capacity(term: dict) -> Any:
        unit = 1e-3 if term["table"] == "reservoirs" else 1.0
        return unit * term["factor"] * chosen[term["table"]][term["asset"]]

    for row in case.table("limits"):
        of_energy = row["quantity"] == "energy"
        terms = [term for term in case.table("limit_terms") if term["limit"] == row["limit"]]
        total = sum((energy if of_energy else capacity)(term) for term in terms)
        amount = (case.share if of_energy else 1.0) * row["amount"]
        if row["sense"] == "most":
            m.W1_most.add(total <= amount)
        elif row["sense"] == "least":
            m.W2_least.add(total >= amount)
        else:
            m.W3_equal.add(total == amount)
