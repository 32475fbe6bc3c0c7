"""``small`` makes a system by hand; ``exact`` weighs every history of outages of a small system with its probability."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from dispatch.adequacy.operate import Draws, operate
from dispatch.adequacy.parts import parts
from dispatch.adequacy.system import Arcs, Calendar, Chain, Demand, Responses, Stores, System, Units

START = np.datetime64("2030-01-01T00")


def chain(count: Any, rate: Any, repair_time: Any) -> Chain:
    return Chain.exponential(np.atleast_1d(count), np.atleast_1d(rate) * 1.0, np.atleast_1d(repair_time) * 1.0)


def stores(hours: int, rows: list[dict[str, Any]]) -> Stores:
    """Rows: node, power, energy; charge (power), into, out (1), loss, rate (0), initial (1)."""

    def series(name: str, other: str = "", default: float = 0.0) -> Any:
        values = [np.broadcast_to(row.get(name, row.get(other, default)), (hours,)) for row in rows]
        return np.array(values, dtype=float).reshape(len(rows), hours)

    def number(name: str, default: float) -> Any:
        return np.array([row.get(name, default) for row in rows], dtype=float)

    return Stores(
        tuple(f"store {k}" for k in range(len(rows))),
        np.array([row.get("node", 0) for row in rows], dtype=np.int64),
        series("charge", "power"),
        series("power"),
        series("energy"),
        series("inflow"),
        number("into", 1.0),
        number("out", 1.0),
        number("loss", 0.0),
        number("initial", 1.0),
        Chain.exponential(np.ones(len(rows), dtype=np.int64), number("rate", 0.0), number("repair", 1e-3)),
    )


def small_system(
    load: Any,
    units: list[dict[str, Any]] = (),  # type: ignore[assignment]
    arcs: list[dict[str, Any]] = (),  # type: ignore[assignment]
    store: list[dict[str, Any]] = (),  # type: ignore[assignment]
    response: list[dict[str, Any]] = (),  # type: ignore[assignment]
    supply: Any = 0.0,
    export: Any = 0.0,
    export_first: bool = True,
) -> System:
    """load, supply, export: (nodes, hours), or (hours,) of one node [MW]. units: node, count, size, rate, repair [h].
    arcs: start, end, limit, back (limit), rate."""
    demand = np.atleast_2d(np.asarray(load, dtype=float))
    nodes, hours = demand.shape
    fill = lambda value: np.array(np.broadcast_to(np.asarray(value, dtype=float), demand.shape))  # noqa: E731
    column = lambda rows, name, default: np.array([row.get(name, default) for row in rows], dtype=float)  # noqa: E731
    places = tuple("ABCDEFGHIJKL"[:nodes])
    responses = {name: column(response, name, 1e4) for name in ("capability", "hours", "calls", "call_hours")}
    return System(
        places,
        places,
        np.ones(nodes, dtype=bool),
        np.arange(nodes),
        fill(supply),
        fill(0.0),
        Demand(demand, fill(export), fill(0.0), export_first),
        Units(
            tuple(f"unit {k}" for k in range(len(units))),
            column(units, "node", 0).astype(np.int64),
            np.array([np.broadcast_to(row["size"], (hours,)) for row in units], dtype=float).reshape(-1, hours),
            Chain.exponential(
                column(units, "count", 1).astype(np.int64), column(units, "rate", 0.0), column(units, "repair", 1e-3)
            ),
        ),
        Arcs(
            tuple(f"arc {k}" for k in range(len(arcs))),
            column(arcs, "start", 0).astype(np.int64),
            column(arcs, "end", 0).astype(np.int64),
            np.repeat(column(arcs, "limit", 0)[:, None], hours, axis=1),
            np.repeat(np.array([row.get("back", row["limit"]) for row in arcs], dtype=float)[:, None], hours, axis=1),
            Chain.exponential(
                np.ones(len(arcs), dtype=np.int64), column(arcs, "rate", 0.0), column(arcs, "repair", 1e-3)
            ),
        ),
        stores(hours, list(store)),
        Responses(
            tuple(f"programme {k}" for k in range(len(response))),
            column(response, "node", 0).astype(np.int64),
            **responses,
        ),
        Calendar.of(START, hours),
    )


def histories(system: System) -> tuple[Any, Any]:
    """Every history of outages of a system whose units are drawn anew each hour: units out, (groups, histories, hours), and
    its probability. Without stores and programmes hours are apart, and the histories are the states of one hour."""
    chain, memory = system.chain, len(system.stores) + len(system.responses) > 0
    counts = np.where(chain.fail > 0.0, chain.count, 0)
    assert (counts <= 1).all()
    failing = np.flatnonzero(counts)
    times = system.hours if memory else 1
    out, weight = [], []
    for states in product((0, 1), repeat=len(failing) * times):
        state = np.array(states).reshape(len(failing), times)
        whole = np.zeros((len(counts), system.hours), dtype=np.int8)
        whole[failing] = state
        rate = chain.rate[failing][:, None]
        out.append(whole)
        weight.append(float(np.prod(np.where(state == 1, rate, 1.0 - rate))))
    return np.stack(out, axis=1), np.array(weight)


def exact_shortfall(system: System) -> tuple[Any, Any]:
    """Return the probability of load that is not served and its expectation, by node and hour; the last row is the whole."""
    out, weight = histories(system)
    groups, arcs = len(system.units.node), len(system.arcs.start)
    fixed = system.supply - system.demand.total
    margin = np.repeat(fixed[:, None, :], len(weight), axis=1)
    for group, node in enumerate(system.units.node):
        margin[node] += system.units.size[group] * (system.units.chain.count[group] - out[group])
    lolp, eue = np.zeros((len(system.nodes) + 1, system.hours)), np.zeros((len(system.nodes) + 1, system.hours))
    short = np.zeros((len(weight), system.hours), dtype=bool)
    for part in parts([system]):
        stores_out = out[groups + arcs + part.stores]
        draws = Draws(
            np.zeros(len(weight), dtype=np.int64),
            margin[part.nodes],
            out[groups + np.array(part.arcs, dtype=np.int64)],
            stores_out,
        )
        found = operate(part, draws)
        for place, node in enumerate(part.nodes):
            np.add.at(eue[node], found.hour, weight[found.sample] * found.load[place])
            np.add.at(lolp[node], found.hour, weight[found.sample] * (found.load[place] > 1e-7))
        whole = found.load.sum(axis=0) > 1e-7
        short[found.sample[whole], found.hour[whole]] = True
    eue[-1], lolp[-1] = eue[:-1].sum(axis=0), weight @ short
    return lolp, eue


@pytest.fixture
def small() -> Any:
    return small_system


@pytest.fixture
def exact() -> Any:
    return exact_shortfall
