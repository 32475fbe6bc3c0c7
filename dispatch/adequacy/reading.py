"""A case as a system: pockets, areas and parks as nodes; sections, lines and parks as arcs; ledger rows as units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dispatch.app.assemble import Known, known
from dispatch.arrays import Floats, Integers
from dispatch.case import Case

from . import generic
from .nodes import Nodes, nodes_of, rows_of
from .planned import Fleet, Planned, given, levelled
from .system import Calendar, Chain, Demand, Responses, Stores, System, Units

REPAIR_TIME = {"coal": 60.0, "gas": 50.0, "biomass": 60.0, "waste": 60.0}
"""Mean time to repair by technology where the table gives none [h]. IEEE Reliability Test System (IEEE Trans. PAS-98, 1979): coal
40 h (155 MW) to 100 h (350 MW), 60 h for small steam units, 50 h for combustion turbines."""
KILO = 1e3
"""MW per GW."""
SLACK = 1.001
"""Size of a unit over the capacity of its fleet, or of a row of the ledger, up to which it is rounding."""


def read_system(case: Case) -> System:
    """Return the system of a case and its weather year."""
    fixed = known(case)
    nodes = nodes_of(case)
    count, hours = len(nodes.names), len(case.time)
    fleets, lost = _units(case, nodes, fixed)
    units, generic_weather, generic_other = generic.with_units(case, nodes, fleets)
    weather, other = _renewables(case, nodes)
    weather = weather + generic_weather
    calendar = Calendar.of(np.datetime64(case.time[0].to_datetime64()), hours)
    system = System(
        nodes=nodes.names,
        places=nodes.places,
        public=np.arange(len(nodes.places)) < len(case.tables["areas"]),
        place=nodes.place,
        supply=weather + other + generic_other - lost,
        weather=weather,
        demand=_demand(case, nodes, fixed),
        units=units,
        arcs=nodes.arcs,
        stores=_stores(case, nodes, fixed),
        responses=_responses(case, nodes),
        calendar=calendar,
    )
    assert system.supply.shape == (count, hours)
    return system


def _numbers(rows: pd.DataFrame, name: str) -> Floats:
    return np.asarray(rows[name].to_numpy(), dtype=float)


def _sum(node: Integers, values: Floats, count: int) -> Floats:
    """Sum rows (assets, hours) by node, in MW."""
    total = np.zeros((count, values.shape[1]))
    np.add.at(total, node, values * KILO)
    return total


def _units(case: Case, nodes: Nodes, fixed: Known) -> tuple[Units, Floats]:
    """Return the units, one group a row of the ledger, and the output that heat takes from each node [MW]."""
    fleets, ledger = case.tables["thermal"], case.tables["capacity"]
    capacity = case.capacity(list(fleets["fleet"]))
    names, group_of, count, size, there = [], [], [], [], []
    for place, fleet in enumerate(fleets["fleet"]):
        for row in rows_of(ledger[ledger["asset"] == fleet]):
            if row.capacity <= 0.0:
                continue
            number = max(1, round(row.capacity / fleets["unit_size"].iloc[place]))
            there.append((case.time >= row.commissioned) & (case.time < row.retired))
            names.append(f"{fleet}/{row.unit}")
            group_of.append(place)
            count.append(number)
            size.append(row.capacity / number)
    group = np.array(group_of, dtype=np.int64)
    repair = _numbers(fleets, "repair_time")
    usual = np.array([REPAIR_TIME[str(name)] for name in fleets["technology"]])
    chain = Chain.exponential(
        np.array(count, dtype=np.int64),
        _numbers(fleets, "forced_outage")[group],
        np.where(repair > 0.0, repair, usual)[group],
    )
    node = nodes.of(fleets)
    service = np.array(there, dtype=bool).reshape(len(group), len(case.time))
    units = Fleet(group, chain.count, np.array(size, dtype=float), service)
    planned, part = _planned(case, units, fixed, nodes.place[node])
    kept = np.maximum(1.0 - part / np.where(capacity > 0.0, capacity, 1.0), 0.0)
    net = (kept * (1.0 - _numbers(fleets, "own_use"))[:, None])[group] * service * (units.size * KILO)[:, None]
    lost = _sum(node, _heat(case, capacity) * (1.0 - _numbers(fleets, "own_use"))[:, None], len(nodes.names))
    return Units(tuple(names), node[group], net, chain, planned), lost


def partial_units(case: Case) -> int:
    """Return the number of rows of the ledger that are smaller than a unit of their fleet. Each counts as one unit of its capacity."""
    size = dict(zip(case.tables["thermal"]["fleet"], _numbers(case.tables["thermal"], "unit_size"), strict=True))
    return sum(0.0 < row.capacity < size.get(row.asset, 0.0) / SLACK for row in rows_of(case.tables["capacity"]))


def _planned(case: Case, units: Fleet, fixed: Known, at: Integers) -> tuple[Planned, Floats]:
    """Return the planned outages of whole units, and the capacity of each fleet in given outage that is a part of a unit [GW],
    (fleets, hours). at: place of each fleet. A park has a plan of its own: with that of its area the captive plants of Mengxi
    left load short in 461 hours of a year."""
    fleets, rows = case.tables["thermal"], case.tables["maintenance"]
    levels = levelled(units, fixed.planned_share, _numbers(fleets, "maintenance"), at)
    day = case.time.to_numpy().astype("datetime64[D]")
    start, end = (rows[side].to_numpy().astype("datetime64[D]")[:, None] for side in ("start", "end"))
    place = {str(name): k for k, name in enumerate(fleets["fleet"])}
    fleet = np.array([place[str(name)] for name in rows["fleet"]], dtype=np.int64)
    whole, part = given(units, fleet, _numbers(rows, "capacity"), (day >= start) & (day <= end), len(fleets))
    return Planned.of(levels + whole), part


def _heat(case: Case, capacity: Floats) -> Floats:
    """Return the gross output that heat takes from each fleet [GW], (fleets, hours): c_v Q, where Q is the heat that boilers at
    full capacity leave, shared by the most heat that fleets of the network can give."""
    fleets, networks = case.tables["thermal"], case.tables["heat"]
    taken = np.zeros_like(capacity)
    for network in rows_of(networks):
        chosen = np.flatnonzero((fleets["network"] == network.network).to_numpy())
        if not len(chosen) or network.boiler_capacity < 0.0:
            continue
        left = np.maximum(case.series[str(network.profile)] * network.peak - network.boiler_capacity, 0.0)
        most = capacity[chosen] * _numbers(fleets, "heat_ratio")[chosen][:, None]
        whole = most.sum(axis=0)
        share = most / np.where(whole > 0.0, whole, 1.0)
        taken[chosen] = np.minimum(left * share, most) * _numbers(fleets, "heat_loss")[chosen][:, None]
    return taken


def renewable_output(case: Case, rows: pd.DataFrame) -> Floats:
    """Return the available output of rows of ``renewables``, net of own use [GW], (rows, hours)."""
    profile = np.array([case.series[name] for name in rows["profile"]]).reshape(len(rows), len(case.time))
    return np.asarray(
        case.capacity(list(rows["asset"])) * profile * (1.0 - _numbers(rows, "own_use"))[:, None], dtype=float
    )


def _renewables(case: Case, nodes: Nodes) -> tuple[Floats, Floats]:
    """Return the net output of wind and PV, and of hydro, by node [MW]: all that is available."""
    rows, count = case.tables["renewables"], len(nodes.names)
    output = renewable_output(case, rows)
    hydro, node = (rows["technology"] == "hydro").to_numpy(), nodes.of(rows)
    return _sum(node[~hydro], output[~hydro], count), _sum(node[hydro], output[hydro], count)


def _demand(case: Case, nodes: Nodes, fixed: Known) -> Demand:
    """Return load, with electrolysers at their least, and contracted export, with the band below the contract apart."""
    count, corridors, plants = len(nodes.names), case.tables["corridors"], case.tables["electrolysers"]
    load = _sum(nodes.of(case.tables["load"]), fixed.load, count)
    least = case.capacity(list(plants["asset"])) * _numbers(plants, "minimum")[:, None]
    band, at = corridor_band(case, fixed), nodes.of(corridors)
    return Demand(
        load + _sum(nodes.of(plants), least, count),
        _sum(at, fixed.contract - band, count),
        _sum(at, band, count),
        case.prices.undelivered_export <= case.prices.lost_load,
    )


def corridor_band(case: Case, fixed: Known) -> Floats:
    """Return the part of contracted export that the band lets each corridor leave out [GW], (corridors, hours)."""
    rows = case.tables["corridors"]
    width = _numbers(rows, "band") * _numbers(rows, "capacity")
    return np.asarray(np.minimum(fixed.contract, width[:, None]), dtype=float)


def _stores(case: Case, nodes: Nodes, fixed: Known) -> Stores:
    """Return stores that are full before the first hour: storage, CSP, reservoirs, programmes that shift, shiftable load, in this
    order, which ``resources.resources`` uses."""
    parts = [_storage(case, nodes), _csp(case, nodes), generic.reservoirs(case, nodes)]
    parts += [_shifting(case, nodes), _shiftable(case, nodes, fixed)]
    names = tuple(name for part in parts for name in part.names)
    fields = ("node", "charge", "discharge", "content", "inflow", "into", "out", "loss", "initial")
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in fields}
    chains = {
        name: np.concatenate([getattr(part.chain, name) for part in parts]) for name in ("count", "fail", "repair")
    }
    return Stores(names, **joined, chain=Chain(**chains))


def _store(
    names: list[str],
    node: Integers,
    series: tuple[Floats, Floats, Floats, Floats],
    efficiency: tuple[Floats, Floats, Floats],
    chain: Chain | None = None,
) -> Stores:
    """Return stores. series: charge, discharge, content, inflow [GW, GWh]; efficiency: into, out, loss."""
    count, zero = len(names), np.zeros(len(names))
    none = Chain(np.ones(count, dtype=np.int64), zero, zero)
    charge, discharge, content, inflow = (each * KILO for each in series)
    into, out, loss = efficiency
    return Stores(
        tuple(names), node, charge, discharge, content, inflow, into, out, loss, np.ones(count), chain or none
    )


def _storage(case: Case, nodes: Nodes) -> Stores:
    rows = case.tables["storage"]
    names, works = list(rows["asset"]), _numbers(rows, "availability")[:, None]
    power = case.capacity(names) * works
    content = case.energy(names) * works * (1.0 - _numbers(rows, "minimum_level"))[:, None]
    chain = Chain.exponential(
        np.ones(len(rows), dtype=np.int64), _numbers(rows, "forced_outage"), _numbers(rows, "repair_time")
    )
    numbers = tuple(_numbers(rows, name) for name in ("charge_efficiency", "discharge_efficiency", "standing_loss"))
    into, out, loss = numbers
    return _store(names, nodes.of(rows), (power, power, content, 0.0 * power), (into, out, loss), chain)


def _csp(case: Case, nodes: Nodes) -> Stores:
    rows, hours = case.tables["csp"], len(case.time)
    names = list(rows["asset"])
    net = case.capacity(names) * (1.0 - _numbers(rows, "own_use"))[:, None]
    profile = np.array([case.series[name] for name in rows["profile"]]).reshape(len(rows), hours)
    field = net * _numbers(rows, "solar_multiple")[:, None] * profile
    content = net * _numbers(rows, "storage_hours")[:, None]
    one = np.ones(len(rows))
    return _store(names, nodes.of(rows), (0.0 * net, net, content, field), (one, one, _numbers(rows, "standing_loss")))


def _shifting(case: Case, nodes: Nodes) -> Stores:
    """Demand response that shifts: capability for half of its window, paid back from surplus."""
    rows = case.tables["demand_response"]
    rows = rows[(rows["kind"] == "shift").to_numpy()]
    power = np.repeat(_numbers(rows, "capability")[:, None], len(case.time), axis=1)
    content = power * _numbers(rows, "window")[:, None] / 2.0
    one = np.ones(len(rows))
    into = 1.0 / (1.0 + _numbers(rows, "payback_loss"))
    return _store(list(rows["programme"]), nodes.of(rows), (power, power, content, 0.0 * power), (into, one, 0.0 * one))


def _shiftable(case: Case, nodes: Nodes, fixed: Known) -> Stores:
    """Shiftable load: its share of each hour for half of its window."""
    rows = case.tables["load"]
    chosen = (rows["shiftable"] > 0.0).to_numpy()
    rows = rows[chosen]
    power = fixed.load[chosen] * _numbers(rows, "shiftable")[:, None]
    most = np.repeat(power.max(axis=1, initial=0.0)[:, None], len(case.time), axis=1)
    mean = np.repeat(power.mean(axis=1)[:, None], len(case.time), axis=1) if len(rows) else power
    content = mean * _numbers(rows, "shift_hours")[:, None] / 2.0
    one = np.ones(len(rows))
    return _store(list(rows["load"]), nodes.of(rows), (most, power, content, 0.0 * power), (one, one, 0.0 * one))


def _responses(case: Case, nodes: Nodes) -> Responses:
    rows = case.tables["demand_response"]
    rows = rows[(rows["kind"] == "shed").to_numpy()]
    return Responses(
        tuple(str(name) for name in rows["programme"]),
        nodes.of(rows),
        _numbers(rows, "capability") * KILO,
        _numbers(rows, "hours") * case.fraction,
        _numbers(rows, "calls") * case.fraction,
        _numbers(rows, "call_hours"),
    )
