"""The same system in oemof-solph: its own components, `relax_problem` for commitment, and rows of one's own for the rest.

oemof-solph's minimum times sum states, which is weaker once relaxed, and fix the first hours; its gradients of a flow with
commitment are products of flow and state. Reserves it has none. These are added to its Pyomo model, as its documentation has
it, with the very rules of the plain Pyomo model. Its `NonConvex` gives states, starts, stops and their cost.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import peer_pyomo
from oemof import solph
from peer_tables import Tables, read


def system(n: Tables, wind: float) -> tuple[Any, dict[str, Any]]:
    """The energy system, and its sources by name."""
    hours = pd.date_range("2030-01-01", periods=n.hours + 1, freq="h")
    es = solph.EnergySystem(timeindex=hours, infer_last_interval=False)
    buses = {name: solph.buses.Bus(label=name) for name in n.buses}
    es.add(*buses.values())
    flow, parts = solph.flows.Flow, solph.components
    for name, demand in n.demand.items():
        es.add(parts.Sink(label=f"load {name}", inputs={buses[name]: flow(nominal_capacity=1, fix=demand)}))
    sources = {}
    for g in n.generators.itertuples():
        own = {"nominal_capacity": g.p_nom, "variable_costs": g.marginal_cost}
        own["custom_properties"] = {"emission_factor": n.emissions.get(g.Index, 0.0), "energy": 1.0}
        if g.committable:
            costs = {"startup_costs": g.start_up_cost, "shutdown_costs": 0, "activity_costs": g.stand_by_cost}
            own |= {"minimum": g.p_min_pu, "nonconvex": solph.NonConvex(initial_status=1, **costs)}
        elif g.Index in n.available:
            own["maximum"] = n.available[g.Index]
        if g.carrier == "wind":
            own["nominal_capacity"] *= wind
        sources[g.Index] = parts.Source(label=g.Index, outputs={buses[g.bus]: flow(**own)})
    for s in n.storage_units.itertuples():
        store = parts.GenericStorage(
            label=s.Index,
            nominal_capacity=s.p_nom * s.max_hours,
            inputs={buses[s.bus]: flow(nominal_capacity=s.p_nom)},
            outputs={buses[s.bus]: flow(nominal_capacity=s.p_nom, variable_costs=s.marginal_cost)},
            inflow_conversion_factor=s.efficiency_store,
            outflow_conversion_factor=s.efficiency_dispatch,
            balanced=True,
        )
        es.add(store)
    for line in n.links.itertuples():
        start, end = buses[line.bus0], buses[line.bus1]
        entering = flow(nominal_capacity=line.p_nom, variable_costs=line.marginal_cost)
        factors = {end: line.efficiency}
        link = parts.Converter(
            label=line.Index, inputs={start: entering}, outputs={end: flow()}, conversion_factors=factors
        )
        es.add(link)
    es.add(*sources.values())
    return es, sources


def model(n: Tables, wind: float = 1.0, reserves: bool = False) -> Any:
    """Its model, with relaxed commitment, and the rows that it does not have itself."""
    es, sources = system(n, wind)
    m = solph.Model(es).relax_problem()
    ends = {name: (source, next(iter(source.outputs))) for name, source in sources.items()}
    block = m.NonConvexFlowBlock

    def power(g: str, t: int) -> Any:
        return m.flow[*ends[g], t]

    def on(g: str, t: int) -> Any:
        return block.status[*ends[g], t]

    peer_pyomo.commitment(
        m, n, power, on, lambda g, t: block.startup[*ends[g], t], lambda g, t: block.shutdown[*ends[g], t]
    )
    if reserves:
        solph.constraints.emission_limit(m, limit=n.co2)
        for g, limit in n.limited.items():
            flows = {ends[g]: m.flows[ends[g]]}
            solph.constraints.generic_integral_limit(m, "energy", flows, upper_limit=limit, limit_name=f"energy {g}")
        m.objective.expr += peer_pyomo.held(m, n, power, on)
    return m


def run(task: dict[str, Any], factors: Sequence[float]) -> dict[str, Any]:
    """Read, build and solve anew for each case, through `appsi_highs`, which is what its ``solver="highs"`` means."""
    began = time.perf_counter()
    n = read(Path(task["tables"]))
    seconds, cost = {"read": time.perf_counter() - began, "build": 0.0, "solve": 0.0}, 0.0
    for factor in factors:
        began = time.perf_counter()
        m = model(n, factor, reserves=task["part"] == "b")
        built = time.perf_counter()
        m.solve(solver="highs", cmdline_options=task["options"])
        seconds["build"] += built - began
        seconds["solve"] += time.perf_counter() - built
        cost += float(m.solver_results["best_feasible_objective"])
    return seconds | {"cost": cost}
