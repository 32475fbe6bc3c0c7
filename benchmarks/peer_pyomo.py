"""The same system as a plain Pyomo model: sets, rules and sums, as a textbook has it; solved through appsi_highs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.environ as pyo


def model(n: Any) -> pyo.ConcreteModel:
    """The linear program that PyPSA makes of the network, relaxed commitment included."""
    hours = range(len(n.snapshots))
    m = pyo.ConcreteModel()
    m.T = pyo.RangeSet(0, len(n.snapshots) - 1)
    rows = n.generators
    m.G, m.C = pyo.Set(initialize=list(rows.index)), pyo.Set(initialize=list(rows.index[rows.committable]))
    m.S, m.L = pyo.Set(initialize=list(n.storage_units.index)), pyo.Set(initialize=list(n.links.index))
    m.B = pyo.Set(initialize=list(n.buses.index))
    most = {
        g: n.generators_t.p_max_pu[g].to_numpy() if g in n.generators_t.p_max_pu else np.ones(len(hours)) for g in m.G
    }
    nominal = rows.p_nom.to_dict()
    m.p = pyo.Var(m.G, m.T, within=pyo.NonNegativeReals)
    m.on, m.start, m.stop = (pyo.Var(m.C, m.T, bounds=(0, 1)) for _ in range(3))
    m.flow = pyo.Var(m.L, m.T, bounds=lambda m, line, t: (0, n.links.p_nom[line]))
    units = n.storage_units
    m.charge, m.discharge = (pyo.Var(m.S, m.T, bounds=lambda m, s, t: (0, units.p_nom[s])) for _ in range(2))
    m.content = pyo.Var(m.S, m.T, bounds=lambda m, s, t: (0, units.p_nom[s] * units.max_hours[s]))
    before = rows.up_time_before.to_dict()

    def was(g: str, t: int) -> Any:
        return m.on[g, t - 1] if t > 0 else 1.0

    def held(g: str, t: int, least: int) -> int:
        return 1 if before[g] + t < least else 0

    m.most = pyo.Constraint(
        m.G,
        m.T,
        rule=lambda m, g, t: m.p[g, t] <= most[g][t] * nominal[g] * (m.on[g, t] if g in m.C else 1.0),
    )
    m.least = pyo.Constraint(m.C, m.T, rule=lambda m, g, t: m.p[g, t] >= rows.p_min_pu[g] * nominal[g] * m.on[g, t])
    m.starts = pyo.Constraint(m.C, m.T, rule=lambda m, g, t: m.start[g, t] >= m.on[g, t] - was(g, t))
    m.stops = pyo.Constraint(m.C, m.T, rule=lambda m, g, t: m.stop[g, t] >= was(g, t) - m.on[g, t])
    m.up_time = pyo.Constraint(
        m.C,
        m.T,
        rule=lambda m, g, t: (
            sum(m.start[g, k] for k in range(max(0, t - rows.min_up_time[g] + 1), t + 1))
            + held(g, t, rows.min_up_time[g])
            <= m.on[g, t]
        ),
    )
    m.down_time = pyo.Constraint(
        m.C,
        m.T,
        rule=lambda m, g, t: (
            sum(m.stop[g, k] for k in range(max(0, t - rows.min_down_time[g] + 1), t + 1)) <= 1 - m.on[g, t]
        ),
    )

    def ramp_up(m: Any, g: str, t: int) -> Any:
        if t == 0:
            return pyo.Constraint.Skip
        size = nominal[g]
        return m.p[g, t] - m.p[g, t - 1] <= size * (
            rows.ramp_limit_up[g] * m.on[g, t - 1] + m.on[g, t] - m.on[g, t - 1]
        )

    def ramp_down(m: Any, g: str, t: int) -> Any:
        if t == 0:
            return pyo.Constraint.Skip
        size = nominal[g]
        return m.p[g, t - 1] - m.p[g, t] <= size * (rows.ramp_limit_down[g] * m.on[g, t] + m.on[g, t - 1] - m.on[g, t])

    m.ramp_up, m.ramp_down = pyo.Constraint(m.C, m.T, rule=ramp_up), pyo.Constraint(m.C, m.T, rule=ramp_down)
    m.stored = pyo.Constraint(
        m.S,
        m.T,
        rule=lambda m, s, t: (
            m.content[s, t]
            == m.content[s, t - 1 if t else len(hours) - 1]
            + units.efficiency_store[s] * m.charge[s, t]
            - m.discharge[s, t] / units.efficiency_dispatch[s]
        ),
    )
    at = {b: [g for g in m.G if rows.bus[g] == b] for b in m.B}
    store = {b: [s for s in m.S if units.bus[s] == b] for b in m.B}
    demand = {b: sum(n.loads_t.p_set[name].to_numpy() for name in n.loads.index[n.loads.bus == b]) for b in m.B}
    m.balance = pyo.Constraint(
        m.B,
        m.T,
        rule=lambda m, b, t: (
            sum(m.p[g, t] for g in at[b])
            + sum(m.discharge[s, t] - m.charge[s, t] for s in store[b])
            + sum(n.links.efficiency[line] * m.flow[line, t] for line in m.L if n.links.bus1[line] == b)
            - sum(m.flow[line, t] for line in m.L if n.links.bus0[line] == b)
            == demand[b][t]
        ),
    )
    m.cost = pyo.Objective(
        expr=pyo.quicksum(rows.marginal_cost[g] * m.p[g, t] for g in m.G for t in m.T)
        + pyo.quicksum(
            rows.start_up_cost[g] * m.start[g, t] + rows.stand_by_cost[g] * m.on[g, t] for g in m.C for t in m.T
        )
        + pyo.quicksum(n.links.marginal_cost[line] * m.flow[line, t] for line in m.L for t in m.T)
        + pyo.quicksum(units.marginal_cost[s] * m.discharge[s, t] for s in m.S for t in m.T)
    )
    return m
