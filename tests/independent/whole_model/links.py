"""Links: FORMULATION.md section 17, N2 to N6; angles of lines: N7."""

import math

import pyomo.environ as pyo

from .sums import Sums
from .tables import Tables
from .units import Capacity, bound_to_given, chosen_capacity, finite, times


def add_links(m: pyo.ConcreteModel, case: Tables, sums: Sums) -> dict[str, Capacity]:
    """The capacity of each link, given or chosen."""
    T = range(case.hours)
    rows = {row["link"]: row for row in case.table("links")}
    ends: dict[str, list[dict]] = {n: [] for n in rows}
    for end in case.table("link_ends"):
        ends[end["link"]].append(end)
    for name in ("N2_angle", "N3_least", "N3_most", "N4_ramp_up", "N5_ramp_down", "N6_loss"):
        setattr(m, name, pyo.ConstraintList())
    capacity = chosen_capacity(m, "link_capacity", rows, sums)
    m.link_output = pyo.Var(rows, T)
    m.link_loss = pyo.Var(rows, T, within=pyo.NonNegativeReals)
    weight, hours = case.weight("cost"), case.weight("energy")
    for n, row in rows.items():
        f, C = [m.link_output[n, t] for t in T], capacity[n]
        least, most = case.hourly(row, "minimum"), case.hourly(row, "maximum")
        for t in T:
            if row["extendable"] == "true":
                m.N3_least.add(least[t] * C <= f[t])
                m.N3_most.add(f[t] <= most[t] * C)
            else:
                f[t].setlb(finite(times(least[t], C)))
                f[t].setub(finite(times(most[t], C)))
        bound_to_given(case, row, "given", f)
        if not (isinstance(C, float) and math.isinf(C)):
            add_link_ramps(m, case, row, f, C)
        cost = case.hourly(row, "cost", "CNY/MWh")
        efficiency = [case.hourly(end, "efficiency") for end in ends[n]]
        for t in T:
            sums.inject(row["from_pocket"], "grid", t, -f[t])
            for end, given in zip(ends[n], efficiency, strict=True):
                sums.inject(end["to_pocket"], "grid", t, given[t] * f[t])
            sums.cost("links", weight[t] * cost[t] * f[t])
            share = 1 - sum(given[t] for given in efficiency)  # section 15
            if least[t] >= 0:
                loss = max(share, 0.0) * f[t]
            elif most[t] <= 0:
                loss = min(share, 0.0) * f[t]
            else:
                loss = m.link_loss[n, t]
                m.N6_loss.add(loss >= share * f[t])
            sums.lose(row["from_area"], hours[t] * loss)
    add_angles(m, case, {n: row for n, row in rows.items() if row["reactance"] > 0}, ends)
    return capacity


def add_link_ramps(m: pyo.ConcreteModel, case: Tables, row: dict, f: list, C: Capacity) -> None:
    """N4 and N5."""
    rise, fall = case.hourly(row, "ramp_up"), case.hourly(row, "ramp_down")
    for t in range(case.hours):
        before = f[t - 1] if t else row.get("output_before")
        if before is None:
            continue
        if rise[t] is not None and rise[t] >= 0:
            m.N4_ramp_up.add(f[t] - before <= rise[t] * C)
        if fall[t] is not None and fall[t] >= 0:
            m.N5_ramp_down.add(before - f[t] <= fall[t] * C)


def add_angles(m: pyo.ConcreteModel, case: Tables, rows: dict[str, dict], ends: dict[str, list[dict]]) -> None:
    """N2 and N7: the voltage angle of the first pocket of each connected part is zero."""
    lines = {row["line"]: row for row in case.table("lines") if row["reactance"] > 0}
    sides = {("link", n): (row["from_pocket"], ends[n][0]["to_pocket"]) for n, row in rows.items()}
    sides |= {("line", n): (row["from_pocket"], row["to_pocket"]) for n, row in lines.items()}
    touched = [row["pocket"] for row in case.table("pockets") if any(row["pocket"] in pair for pair in sides.values())]
    first = {pocket: pocket for pocket in touched}
    for _ in touched:  # the earliest pocket spreads over its part
        for pair in sides.values():
            earliest = min((first[pocket] for pocket in pair), key=touched.index)
            first.update(dict.fromkeys(pair, earliest))
    m.angle = pyo.Var(touched, range(case.hours))
    for pocket in set(first.values()):
        for t in range(case.hours):
            m.angle[pocket, t].fix(0.0)
    for n, row in rows.items():
        start, end = sides["link", n]
        for t in range(case.hours):
            across = m.angle[start, t] - m.angle[end, t] - row["angle"]
            m.N2_angle.add(row["reactance"] * m.link_output[n, t] == across)
    m.N7_line_angle = pyo.ConstraintList()
    for n, row in lines.items():
        start, end = sides["line", n]
        for t in range(case.hours):
            flow = m.flow_forward[n, t] - m.flow_backward[n, t]
            m.N7_line_angle.add(row["reactance"] * flow == m.angle[start, t] - m.angle[end, t])
