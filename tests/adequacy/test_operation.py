"""The policy of operation against the least unserved energy of a linear program with perfect foresight."""

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import coo_array

from dispatch.adequacy.operate import Draws, operate
from dispatch.adequacy.parts import parts


def unserved(system):
    """Energy not served by the engine, without outages."""
    margin = (system.supply - system.demand.total)[:, None, :]
    found = [operate(part, Draws(np.zeros(1, dtype=int), margin[part.nodes], None, None)) for part in parts([system])]
    return sum(short.load.sum() for short in found)


def optimum(system):
    """Least energy not served: linear program over all hours, with transport, stores and curtailment."""
    nodes, hours, arcs, count = len(system.nodes), system.hours, len(system.arcs.start), len(system.stores)
    at = {}
    columns, upper = 0, []
    for name, rows, most in (
        ("unserved", nodes, system.demand.load),
        ("spill", nodes, np.full((nodes, hours), np.inf)),
        ("forward", arcs, system.arcs.forward),
        ("backward", arcs, system.arcs.backward),
        ("charge", count, system.stores.charge),
        ("discharge", count, system.stores.discharge),
        ("content", count, system.stores.content),
    ):
        at[name] = columns + np.arange(rows * hours).reshape(rows, hours)
        columns += rows * hours
        upper.append(np.asarray(most, dtype=float).ravel())
    entries, right = [], []

    def row(terms, value):
        entries.extend((len(right), column, factor) for column, factor in terms)
        right.append(value)

    for hour in range(hours):
        for node in range(nodes):
            terms = [(at["unserved"][node, hour], 1), (at["spill"][node, hour], -1)]
            for arc in range(arcs):
                way = (system.arcs.end[arc] == node) * 1 - (system.arcs.start[arc] == node) * 1
                terms += [(at["forward"][arc, hour], way), (at["backward"][arc, hour], -way)]
            for k in np.flatnonzero(system.stores.node == node):
                terms += [(at["discharge"][k, hour], 1), (at["charge"][k, hour], -1)]
            row(terms, system.demand.load[node, hour] - system.supply[node, hour])
        store = system.stores
        for k in range(count):
            terms = [(at["content"][k, hour], 1), (at["charge"][k, hour], -store.into[k])]
            terms.append((at["discharge"][k, hour], 1 / store.out[k]))
            if hour:
                terms.append((at["content"][k, hour - 1], -(1 - store.loss[k])))
            first = (1 - store.loss[k]) * store.initial[k] * store.content[k, 0]
            row(terms, 0.0 if hour else first)
    rows, cols, values = zip(*entries, strict=True)
    cost = np.zeros(columns)
    cost[at["unserved"].ravel()] = 1.0
    bounds = np.column_stack([np.zeros(columns), np.concatenate(upper)])
    matrix = coo_array((values, (rows, cols)), shape=(len(right), columns)).tocsr()
    solved = linprog(cost, A_eq=matrix, b_eq=right, bounds=bounds, method="highs")
    assert solved.status == 0
    return solved.fun


def random_system(small, number, nodes, per_node):
    rng = np.random.default_rng(number)
    hours = 12
    load = 100 + 40 * np.sin(np.arange(hours) / 12 * 2 * np.pi + rng.uniform(0, 6)) + rng.normal(0, 15, (nodes, hours))
    supply = np.maximum(load + rng.normal(8, 35, (nodes, hours)), 0.0)
    rows = [
        {
            "node": node,
            "power": rng.uniform(5, 40),
            "energy": rng.uniform(10, 150),
            "into": rng.uniform(0.8, 1),
            "out": rng.uniform(0.8, 1),
            "initial": rng.uniform(0, 1),
        }
        for node in range(nodes)
        for _ in range(per_node)
    ]
    pairs = [(one, other) for one in range(nodes) for other in range(one + 1, nodes)]
    arcs = [{"start": a, "end": b, "limit": rng.uniform(0, 30), "back": rng.uniform(0, 30)} for a, b in pairs]
    return small(np.maximum(load, 0.0), supply=supply, store=rows, arcs=arcs)


def test_one_area_with_one_store_serves_as_much_as_the_optimum(small):
    for number in range(100):
        system = random_system(small, number, 1, 1)
        assert unserved(system) == pytest.approx(optimum(system), abs=1e-6), number


def test_several_stores_and_areas_never_serve_more_than_the_optimum_and_little_less(small):
    excess, least = np.zeros((4, 3)), np.zeros((4, 3))
    for number in range(100):
        nodes, per_node = 1 + number % 3, 1 + number // 3 % 2
        system = random_system(small, 1000 + number, nodes, per_node)
        found, best = unserved(system), optimum(system)
        assert found >= best - 1e-6, number
        excess[nodes, per_node] += found - best
        least[nodes, per_node] += best
    assert excess[1, 1] < 1e-6
    ratio = excess[1:, 1:] / least[1:, 1:]
    assert (ratio < np.array([[1e-9, 0.03], [0.01, 0.25], [0.05, 0.5]])).all(), ratio


def test_stores_of_one_area_discharge_by_time_to_go(small):
    """A deficit of 10 MW for four hours, then 30 MW: only the order by time to go keeps both stores able to give 15 MW."""
    rows = [{"power": 15, "energy": 15, "charge": 0}, {"power": 15, "energy": 55, "charge": 0}]
    system = small([10, 10, 10, 10, 30], store=rows)
    assert unserved(system) == pytest.approx(optimum(system)) == pytest.approx(0.0)


def test_a_full_store_with_a_standing_loss_is_kept_full_by_surplus(small):
    system = small([0, 0, 0, 9], store=[{"power": 10, "energy": 10, "loss": 0.1}], supply=[2, 2, 2, 0])
    assert unserved(system) == pytest.approx(0.0)
    system = small([0, 0, 0, 9], store=[{"power": 10, "energy": 10, "loss": 0.1}], supply=[0, 0, 0, 0])
    assert unserved(system) == pytest.approx(9 - 10 * 0.9**4)


def test_demand_response_has_its_hours_calls_and_longest_call(small):
    ten = {"capability": 10.0, "hours": 5.0, "calls": 2.0, "call_hours": 3.0}
    load = np.zeros(96)
    load[[0, 1, 2, 3]] = 10.0  # the first day: the call ends after three hours
    load[[24, 25, 48, 49]] = 10.0  # two hours are left; the third day would be a third call
    assert unserved(small(load, response=[ten])) == pytest.approx(80 - 30 - 20)


def test_export_is_cut_before_load_or_after_it(small):
    served = dict(load=[[30], [0]], supply=[[0], [20]], export=[[0], [15]])
    arcs = [{"start": 0, "end": 1, "limit": 100}]
    for export_first, load in ((True, 10.0), (False, 25.0)):
        system = small(**served, arcs=arcs, export_first=export_first)
        margin = (system.supply - system.demand.total)[:, None, :]
        (part,) = parts([system])
        found = operate(part, Draws(np.zeros(1, dtype=int), margin, None, None))
        assert found.load.sum() == pytest.approx(load)
        assert found.load.sum() + found.export.sum() == pytest.approx(25.0)


def test_without_export_every_shortfall_is_load_whatever_the_prices(small):
    for export_first in (True, False):
        system = small(load=[100.0] * 24, supply=80.0, export_first=export_first)
        assert unserved(system) == pytest.approx(480.0)
