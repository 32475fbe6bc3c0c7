"""The same system as a plain Pyomo model: sets, rules and sums, as a textbook has it; solved through appsi_highs.

The rows of commitment and of reserve are functions of whatever holds power and state, since users of oemof-solph add them
to its Pyomo model too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyomo.environ as pyo
from peer_case import RESERVE_DOWN, RESERVE_UP, SHORTFALL
from peer_tables import Tables, read

At = Callable[[str, int], Any]
"""A variable of a fleet in an hour."""


def model(n: Tables, reserves: bool = False) -> pyo.ConcreteModel:
    """The linear program that PyPSA makes of the network, relaxed commitment included.

    ``reserves``: with those of part (b), and its limits over the whole horizon. ``wind`` is a factor that may be changed.
    """
    m = pyo.ConcreteModel()
    rows, units, lines = n.generators, n.storage_units, n.links
    m.T = pyo.RangeSet(0, n.hours - 1)
    m.G, m.C = pyo.Set(initialize=list(rows.index)), pyo.Set(initialize=n.committed)
    m.S, m.L = pyo.Set(initialize=list(units.index)), pyo.Set(initialize=list(lines.index))
    m.B = pyo.Set(initialize=n.buses)
    m.wind = pyo.Param(initialize=1.0, mutable=True)
    m.p = pyo.Var(m.G, m.T, within=pyo.NonNegativeReals)
    m.on, m.start, m.stop = (pyo.Var(m.C, m.T, bounds=(0, 1)) for _ in range(3))
    m.flow = pyo.Var(m.L, m.T, bounds=lambda m, line, t: (0, lines.p_nom[line]))
    m.charge, m.discharge = (pyo.Var(m.S, m.T, bounds=lambda m, s, t: (0, units.p_nom[s])) for _ in range(2))
    m.content = pyo.Var(m.S, m.T, bounds=lambda m, s, t: (0, units.p_nom[s] * units.max_hours[s]))
    nominal, committed = rows.p_nom.to_dict(), set(n.committed)

    def most(m: Any, g: str, t: int) -> Any:
        if g in committed:
            return m.p[g, t] <= nominal[g] * m.on[g, t]
        share = n.available[g][t] if g in n.available else 1.0
        factor = m.wind if rows.carrier[g] == "wind" else 1.0
        return m.p[g, t] <= float(share * nominal[g]) * factor

    m.most = pyo.Constraint(m.G, m.T, rule=most)
    m.least = pyo.Constraint(m.C, m.T, rule=lambda m, g, t: m.p[g, t] >= n.least(g) * m.on[g, t])
    m.starts = pyo.Constraint(m.C, m.T, rule=lambda m, g, t: m.start[g, t] >= m.on[g, t] - (m.on[g, t - 1] if t else 1))
    m.stops = pyo.Constraint(m.C, m.T, rule=lambda m, g, t: m.stop[g, t] >= (m.on[g, t - 1] if t else 1) - m.on[g, t])
    commitment(m, n, *(lambda g, t, v=v: v[g, t] for v in (m.p, m.on, m.start, m.stop)))
    m.stored = pyo.Constraint(
        m.S,
        m.T,
        rule=lambda m, s, t: (
            m.content[s, t]
            == m.content[s, t - 1 if t else n.hours - 1]
            + units.efficiency_store[s] * m.charge[s, t]
            - m.discharge[s, t] / units.efficiency_dispatch[s]
        ),
    )
    at = {b: [g for g in m.G if rows.bus[g] == b] for b in m.B}
    store = {b: [s for s in m.S if units.bus[s] == b] for b in m.B}
    m.balance = pyo.Constraint(
        m.B,
        m.T,
        rule=lambda m, b, t: (
            sum(m.p[g, t] for g in at[b])
            + sum(m.discharge[s, t] - m.charge[s, t] for s in store[b])
            + sum(lines.efficiency[line] * m.flow[line, t] for line in m.L if lines.bus1[line] == b)
            - sum(m.flow[line, t] for line in m.L if lines.bus0[line] == b)
            == n.demand[b][t]
        ),
    )
    cost = (
        pyo.quicksum(rows.marginal_cost[g] * m.p[g, t] for g in m.G for t in m.T)
        + pyo.quicksum(
            rows.start_up_cost[g] * m.start[g, t] + rows.stand_by_cost[g] * m.on[g, t] for g in m.C for t in m.T
        )
        + pyo.quicksum(lines.marginal_cost[line] * m.flow[line, t] for line in m.L for t in m.T)
        + pyo.quicksum(units.marginal_cost[s] * m.discharge[s, t] for s in m.S for t in m.T)
    )
    if reserves:
        yearly(m, n, lambda g, t: m.p[g, t])
        cost += held(m, n, lambda g, t: m.p[g, t], lambda g, t: m.on[g, t])
    m.cost = pyo.Objective(expr=cost)
    return m


def commitment(m: Any, n: Tables, power: At, on: At, start: At, stop: At) -> None:
    """Minimum times by starts and stops, and ramps; all fleets are on before the first hour, for ``up_time_before``."""
    rows = n.generators
    fleets, hours = n.committed, range(n.hours)

    def up_time(m: Any, g: str, t: int) -> Any:
        least = int(rows.min_up_time[g])
        still = 1 if rows.up_time_before[g] + t < least else 0
        return sum(start(g, k) for k in range(max(0, t - least + 1), t + 1)) + still <= on(g, t)

    def down_time(m: Any, g: str, t: int) -> Any:
        least = int(rows.min_down_time[g])
        return sum(stop(g, k) for k in range(max(0, t - least + 1), t + 1)) <= 1 - on(g, t)

    def ramp(g: str, t: int, high: int, low: int, limit: float) -> Any:
        change = power(g, high) - power(g, low)
        return change <= rows.p_nom[g] * (limit * on(g, low) + on(g, high) - on(g, low))

    m.up_time, m.down_time = (pyo.Constraint(fleets, hours, rule=rule) for rule in (up_time, down_time))
    after = range(1, n.hours)
    m.ramp_up = pyo.Constraint(fleets, after, rule=lambda m, g, t: ramp(g, t, t, t - 1, rows.ramp_limit_up[g]))
    m.ramp_down = pyo.Constraint(fleets, after, rule=lambda m, g, t: ramp(g, t, t - 1, t, rows.ramp_limit_down[g]))


def yearly(m: Any, n: Tables, power: At) -> None:
    """The limits on CO2 and on energy over the horizon."""
    hours = range(n.hours)
    if n.co2 is not None:
        emitted = pyo.quicksum(rate * power(g, t) for g, rate in n.emissions.items() for t in hours)
        m.co2 = pyo.Constraint(expr=emitted <= n.co2)
    m.energy = pyo.Constraint(
        list(n.limited), rule=lambda m, g: pyo.quicksum(power(g, t) for t in hours) <= n.limited[g]
    )


def held(m: Any, n: Tables, power: At, on: At) -> Any:
    """Reserves that committed fleets hold in each area; what a shortfall costs."""
    rows, fleets, hours = n.generators, n.committed, range(n.hours)
    size, least = rows.p_nom, {g: n.least(g) for g in fleets}
    m.up, m.down = (pyo.Var(fleets, hours, bounds=lambda m, g, t: (0, size[g])) for _ in range(2))
    m.headroom = pyo.Constraint(fleets, hours, rule=lambda m, g, t: power(g, t) + m.up[g, t] <= size[g] * on(g, t))
    m.footroom = pyo.Constraint(fleets, hours, rule=lambda m, g, t: power(g, t) - m.down[g, t] >= least[g] * on(g, t))
    at = {b: [g for g in fleets if rows.bus[g] == b] for b in n.buses}
    cost: Any = 0.0
    for way, share, variable in (("up", RESERVE_UP, m.up), ("down", RESERVE_DOWN, m.down)):
        short = pyo.Var(n.buses, hours, bounds=lambda m, b, t, share=share: (0, share * n.demand[b][t]))
        m.add_component(f"shortfall_{way}", short)

        def enough(m: Any, b: str, t: int, v: Any = variable, s: Any = short, share: float = share) -> Any:
            return sum(v[g, t] for g in at[b]) + s[b, t] == share * n.demand[b][t]

        m.add_component(f"reserve_{way}", pyo.Constraint(n.buses, hours, rule=enough))
        cost += SHORTFALL * pyo.quicksum(short[b, t] for b in n.buses for t in hours)
    return cost


def run(task: dict[str, Any], factors: Sequence[float]) -> dict[str, Any]:
    """Read, build once, solve through Pyomo's persistent HiGHS, which keeps its basis; a sweep changes a parameter."""
    from pyomo.contrib.appsi.solvers import Highs

    began = time.perf_counter()
    n = read(Path(task["tables"]))
    read_at = time.perf_counter()
    m = model(n, reserves=task["part"] == "b")
    built = time.perf_counter()
    solver = Highs()
    solver.highs_options = task["options"]
    for what in ("constraints", "vars", "params"):  # nothing comes, nothing goes: only a parameter changes
        setattr(solver.update_config, f"check_for_new_or_removed_{what}", False)
    for what in ("constraints", "vars", "named_expressions"):
        setattr(solver.update_config, f"update_{what}", False)
    cost = 0.0
    for factor in factors:
        m.wind.set_value(factor)
        cost += float(solver.solve(m).best_feasible_objective)
    done = time.perf_counter()
    return {"read": read_at - began, "build": built - read_at, "solve": done - built, "cost": cost}
