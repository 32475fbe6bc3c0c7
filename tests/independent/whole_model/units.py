"""Units: FORMULATION.md section 17, U1 to U17."""

import math
from typing import Any

import pyomo.environ as pyo

from .sums import Sums
from .tables import Tables

FREE = 1e9
"""Smallest value of a given series [MW] that leaves its hour free."""
BLOCKS = ("U1_least", "U1_most", "U2_minimum", "U3_maximum", "U4_start", "U5_stop", "U6_minimum_up", "U7_minimum_down")
BLOCKS += ("U8_ramp_up", "U9_ramp_down", "U10_energy_least", "U11_energy_most", "U12_before", "U13_current")
BLOCKS += ("U14_partly_start", "U15_partly_stop", "U16_reserve_up", "U17_reserve_down")
Capacity = Any
"""GW, infinite where it is no limit, or a variable."""


def times(share: float, capacity: float) -> float:
    """A bound: zero of an infinite capacity where the share is zero."""
    return share * capacity if share else 0.0


def finite(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None


def chosen_capacity(m: pyo.ConcreteModel, name: str, rows: dict[str, dict], sums: Sums) -> dict[str, Capacity]:
    """C of units and of links: given, or a variable with its bounds and its cost."""
    wanted = [i for i, row in rows.items() if row["extendable"] == "true"]
    variable = pyo.Var(wanted, bounds=lambda m, i: (rows[i]["capacity_least"], rows[i].get("capacity_most")))
    m.add_component(name, variable)
    for i in wanted:
        sums.cost("capacity", rows[i]["capacity_cost"] * variable[i])
    return {i: variable[i] if i in wanted else row["capacity"] for i, row in rows.items()}


def bound_to_given(case: Tables, row: dict, column: str, variable: Any) -> None:
    """Hours of a variable to which a series [MW] gives a value."""
    for t, value in enumerate(case.hourly(row, column, "MW")):
        if value is not None and value < FREE * 1e-3:
            variable[t].setlb(value if variable[t].lb is None else max(value, variable[t].lb))
            variable[t].setub(value if variable[t].ub is None else min(value, variable[t].ub))


def before_first_hour(row: dict) -> tuple[int, float | None]:
    """u and P [GW] before the first hour; P is None where it is not known."""
    if row["committed"] != "true":
        return 1, row.get("output_before")
    on = int(row["off_before"] <= 0 and row["on_before"] > 0)
    return on, row.get("output_before") if on else 0.0


def add_units(m: pyo.ConcreteModel, case: Tables, sums: Sums) -> dict[str, Capacity]:
    """The capacity of each unit, given or chosen."""
    T = range(case.hours)
    rows = {row["unit"]: row for row in case.table("units")}
    for name in BLOCKS:
        setattr(m, name, pyo.ConstraintList())
    capacity = chosen_capacity(m, "unit_capacity", rows, sums)
    committed = [i for i, row in rows.items() if row["committed"] == "true"]
    m.unit_output = pyo.Var(rows, T)
    m.unit_reserve_up = pyo.Var(rows, T, within=pyo.NonNegativeReals)
    m.unit_reserve_down = pyo.Var(rows, T, within=pyo.NonNegativeReals)
    for name in ("unit_on", "unit_start", "unit_stop"):
        setattr(m, name, pyo.Var(committed, T, bounds=(0, 1)))
    weight = case.weight("cost")
    for i, row in rows.items():
        P = [m.unit_output[i, t] for t in T]
        add_output_bounds(m, case, row, P, capacity[i])
        bound_to_given(case, row, "given", P)
        add_unit_reserve(m, case, sums, row, capacity[i])
        on: list[Any] = [1.0] * case.hours
        if i in committed:
            on = [m.unit_on[i, t] for t in T]
            add_commitment(m, case, sums, row, capacity[i])
        if not (isinstance(capacity[i], float) and math.isinf(capacity[i])):
            add_ramps(m, case, row, P, on, capacity[i])
        energy = sum(w * p for w, p in zip(case.weight("energy"), P, strict=True))
        if "energy_least" in row:
            m.U10_energy_least.add(case.share * row["energy_least"] <= energy)
        if "energy_most" in row:
            m.U11_energy_most.add(energy <= case.share * row["energy_most"])
        cost = case.hourly(row, "cost", "CNY/MWh")
        for t in T:
            sums.inject(row["pocket"], row["settles"], t, row["sign"] * P[t])
            sums.cost("units", weight[t] * cost[t] * P[t])
        add_energy(case, sums, row, P)
    return capacity


def add_energy(case: Tables, sums: Sums, row: dict, P: list) -> None:
    """Section 16: what a unit feeds in by its technology, its CO2, and what it consumes beyond what is required."""
    fed_in = row["sign"] * sum(P)
    sums.generate(row["technology"], row["settles"], row["area"], fed_in, fed_in)
    emission = [rate or 0.0 for rate in case.hourly(row, "co2")]
    sums.amounts["co2"].append(sum(rate * p for rate, p in zip(emission, P, strict=True)))
    low, high = feed_in_bounds(case, row)
    if max(high) > 0:
        sums.rates["co2"].append(max(emission) / abs(row["sign"]))
    if min(low) < 0 and max(high) <= 0:
        every_hour = 0.0 if row["extendable"] == "true" else -sum(high)
        # Of a sign below zero the least of the output is the least that it consumes, else the most.
        name = "energy_least" if row["sign"] < 0 else "energy_most"
        required = max(every_hour, -row["sign"] * case.share * row[name] if name in row else 0.0)
        sums.lose_unpriced(row["area"], -fed_in - required)
        sums.amounts["consumption of units"].append(required)
        if row["settles"] == "grid":
            sums.amounts[f"grid of {row['area']}"].append(required)


def feed_in_bounds(case: Tables, row: dict) -> tuple[list[float], list[float]]:
    """Least and most that a unit may feed in, hour by hour; a capacity that is chosen is infinite."""
    C = math.inf if row["extendable"] == "true" else row["capacity"]
    least, most, fixed = (
        case.hourly(row, name, unit) for name, unit in (("minimum", "share"), ("maximum", "share"), ("given", "MW"))
    )
    low, high = [], []
    for m, M, given in zip(least, most, fixed, strict=True):
        ends = [times(m, C), times(M, C)]
        if row["committed"] == "true":
            ends = [min(ends[0], 0.0), max(ends[1], 0.0)]
        if given is not None and given < FREE * 1e-3:
            ends = [max(ends[0], given), min(ends[1], given)]
        both = sorted(row["sign"] * end for end in ends)
        low.append(both[0])
        high.append(both[1])
    return low, high


def add_output_bounds(m: pyo.ConcreteModel, case: Tables, row: dict, P: list, C: Capacity) -> None:
    """The bounds of P, and U1 where the capacity is chosen."""
    least, most = case.hourly(row, "minimum"), case.hourly(row, "maximum")
    for t, output in enumerate(P):
        if row["extendable"] == "true":
            m.U1_least.add(least[t] * C <= output)
            m.U1_most.add(output <= most[t] * C)
            continue
        low, high = times(least[t], C), times(most[t], C)
        if row["committed"] == "true":
            low, high = min(low, 0.0), max(high, 0.0)
        output.setlb(finite(low))
        output.setub(finite(high))


def add_unit_reserve(m: pyo.ConcreteModel, case: Tables, sums: Sums, row: dict, C: Capacity) -> None:
    """Reserve of units in a zone, U16 and U17; U2 and U3 hold it where committed."""
    i, zone = row["unit"], sums.zone(row["dispatcher"], row["area"])
    least, most = case.hourly(row, "minimum"), case.hourly(row, "maximum")
    for t in range(case.hours):
        up, down = m.unit_reserve_up[i, t], m.unit_reserve_down[i, t]
        for direction, variable in (("up", up), ("down", down)):
            share = row[f"reserve_{direction}"]
            variable.setub(finite(times(share, C)) if share and zone else 0.0)
            if share and zone:
                sums.reserve(zone, direction, t, variable)
        if row["committed"] == "true" or not zone:
            continue
        if row["reserve_up"] > 0 and math.isfinite(times(most[t], C)):
            m.U16_reserve_up.add(m.unit_output[i, t] + up <= times(most[t], C))
        if row["reserve_down"] > 0 and math.isfinite(times(least[t], C)):
            m.U17_reserve_down.add(m.unit_output[i, t] - down >= times(least[t], C))


def add_commitment(m: pyo.ConcreteModel, case: Tables, sums: Sums, row: dict, C: float) -> None:
    """U2 to U7 and U12 to U15, and what hours on, starts and stops cost."""
    i, weight = row["unit"], case.weight("cost")
    least, most = case.hourly(row, "minimum"), case.hourly(row, "maximum")
    start_cost, stop_cost = case.hourly(row, "start_cost", "CNY"), case.hourly(row, "stop_cost", "CNY")
    hourly_cost = case.hourly(row, "hourly_cost", "CNY")
    was_on, _ = before_first_hour(row)
    up, down = int(row["minimum_up"]), int(row["minimum_down"])
    for t in range(case.hours):
        P, u, start, stop = (x[i, t] for x in (m.unit_output, m.unit_on, m.unit_start, m.unit_stop))
        u_before = m.unit_on[i, t - 1] if t else was_on
        m.U2_minimum.add(P - m.unit_reserve_down[i, t] >= least[t] * C * u)
        m.U3_maximum.add(P + m.unit_reserve_up[i, t] <= most[t] * C * u)
        m.U4_start.add(start >= u - u_before)
        m.U5_stop.add(stop >= u_before - u)
        if up > 0:
            held = 1 if was_on and row["on_before"] + t < up else 0
            m.U6_minimum_up.add(sum(m.unit_start[i, t - j] for j in range(up) if j <= t) + held <= u)
        if down > 0:
            held = 1 if not was_on and row["off_before"] > 0 and row["off_before"] + t < down else 0
            m.U7_minimum_down.add(sum(m.unit_stop[i, t - j] for j in range(down) if j <= t) + held <= 1 - u)
        sums.cost("unit_hours", weight[t] * hourly_cost[t] * u)
        sums.cost("unit_starts", start_cost[t] * start + stop_cost[t] * stop)
    if row["tight"] == "true":
        add_tight(m, case, row, C)


def ramp(value: float | None) -> float:
    """A ramp in a formula: one where it is not given."""
    return 1.0 if value is None or value < 0 else value


def add_ramps(m: pyo.ConcreteModel, case: Tables, row: dict, P: list, on: list, C: Capacity) -> None:
    """U8 and U9."""
    rise, fall = case.hourly(row, "ramp_up"), case.hourly(row, "ramp_down")
    of_start, of_stop = ramp(row.get("ramp_start")), ramp(row.get("ramp_stop"))
    was_on, first = before_first_hour(row)
    for t in range(case.hours):
        before, u_before = (P[t - 1], on[t - 1]) if t else (first, was_on)
        if before is None:
            continue
        if (rise[t] is not None and rise[t] >= 0) or "ramp_start" in row:
            most = ramp(rise[t]) * C * u_before + of_start * C * (on[t] - u_before)
            m.U8_ramp_up.add(P[t] - before <= most)
        if (fall[t] is not None and fall[t] >= 0) or "ramp_stop" in row:
            most = ramp(fall[t]) * C * on[t] + of_stop * C * (u_before - on[t])
            m.U9_ramp_down.add(before - P[t] <= most)


def add_tight(m: pyo.ConcreteModel, case: Tables, row: dict, C: float) -> None:
    """U12 to U15."""
    i = row["unit"]
    least, most = case.hourly(row, "minimum"), case.hourly(row, "maximum")
    rise, fall = case.hourly(row, "ramp_up"), case.hourly(row, "ramp_down")
    of_start, of_stop = ramp(row.get("ramp_start")), ramp(row.get("ramp_stop"))
    was_on, first = before_first_hour(row)
    for t in range(case.hours):
        p, u, start = m.unit_output[i, t] / C, m.unit_on[i, t], m.unit_start[i, t]
        m.U13_current.add(p <= most[t] * u - (most[t] - of_start) * start)
        before, u_before = (m.unit_output[i, t - 1], m.unit_on[i, t - 1]) if t else (first, was_on)
        if before is None:
            continue
        p_before, up, down = before / C, ramp(rise[t]), ramp(fall[t])
        m.U12_before.add(p_before <= of_stop * u_before + (most[t] - of_stop) * (u - start))
        m.U14_partly_start.add(
            p - p_before <= (least[t] + up) * u - least[t] * u_before - (least[t] + up - of_start) * start
        )
        m.U15_partly_stop.add(
            p_before - p <= of_stop * u_before - (of_stop - down) * u + (least[t] + down - of_stop) * start
        )
