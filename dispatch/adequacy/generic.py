"""Generic units and reservoirs as supply, units with outages, and stores; a fault for each that the simulation cannot represent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from dispatch.arrays import Flags, Floats
from dispatch.case import Case, hourly_values, line_of, named_series, part_of
from dispatch.case.schema import ENDLESS, FREE
from dispatch.errors import Fault
from dispatch.messages import Message, message
from dispatch.technologies import NEW_ENERGY

from .nodes import Nodes
from .system import NO_LIMIT, Chain, Stores, Units

KILO = 1e3
"""MW per GW."""
_WHY = {
    "links": (message("fault.adequacy.links"), message("remedy.adequacy.links")),
    "capacity": (message("fault.adequacy.capacity"), message("remedy.adequacy.capacity")),
    "size": (message("fault.adequacy.capacity"), message("remedy.adequacy.size")),
    "energy": (message("fault.adequacy.energy"), message("remedy.adequacy.energy")),
    "rate": (message("fault.adequacy.rate"), message("remedy.adequacy.rate")),
    "endless": (message("fault.adequacy.endless"), message("remedy.adequacy.endless")),
    "sign": (message("fault.adequacy.sign"), message("remedy.adequacy.sign")),
    "content": (message("fault.adequacy.content"), message("remedy.adequacy.content")),
    "given": (message("fault.adequacy.given"), message("remedy.adequacy.given")),
    "varies": (message("fault.adequacy.varies"), message("remedy.adequacy.varies")),
    "drained": (message("fault.adequacy.drained"), message("remedy.adequacy.drained")),
    "limits": (message("fault.adequacy.limits"), message("remedy.adequacy.limits")),
}
"""Rule and remedy of each fault."""
GIVEN = ("given_profile", "given_discharge_profile", "given_charge_profile", "given_power_profile")
"""Columns of series that prescribe the operation of a reservoir."""


def faults(case: Case) -> Iterator[Fault]:
    """Yield a fault for each generic component that the simulation cannot represent."""
    if any(name for _, name in case.settings.weights):
        yield Fault(
            "case.toml", 0, "weights", "", message("fault.adequacy.weights"), message("remedy.adequacy.weights")
        )
    yield from _refused(case, "links", "", np.ones(len(case.tables["links"]), dtype=bool), *_WHY["links"])
    yield from _unit_faults(case)
    yield from _reservoir_faults(case)
    yield from _limit_faults(case)


def _unit_faults(case: Case) -> Iterator[Fault]:
    rows = case.tables["units"]
    limited = _numbers(rows, "energy_most") * KILO < 0.999 * ENDLESS
    known = (_given(case) < FREE).all(axis=1) | rows["technology"].isin(NEW_ENERGY).to_numpy(dtype=bool)
    unstated = ~known & (_numbers(rows, "forced_outage") < 0.0)
    endless = ~np.isfinite(_capacity(rows)) & (_numbers(rows, "unit_size") > 0.0)
    yield from _refused(case, "units", "extendable", _open(rows, "capacity"), *_WHY["capacity"])
    yield from _refused(case, "units", "energy_most", limited, *_WHY["energy"])
    yield from _refused(case, "units", "forced_outage", unstated, *_WHY["rate"])
    yield from _refused(case, "units", "unit_size", endless, *_WHY["endless"])


def _reservoir_faults(case: Case) -> Iterator[Fault]:
    rows = case.tables["reservoirs"]
    yield from _refused(case, "reservoirs", "extendable", _open(rows, "size"), *_WHY["size"])
    yield from _refused(case, "reservoirs", "sign", _numbers(rows, "sign") != 1.0, *_WHY["sign"])
    yield from _refused(case, "reservoirs", "content", ~np.isfinite(_numbers(rows, "content")), *_WHY["content"])
    for column in GIVEN:
        yield from _refused(case, "reservoirs", column, (rows[column] != "").to_numpy(dtype=bool), *_WHY["given"])
    for name in ("least", "most"):
        shares = hourly_values(rows, name, case.series, len(case.time))
        varies = shares.max(axis=1, initial=-np.inf) > shares.min(axis=1, initial=np.inf)
        yield from _refused(case, "reservoirs", f"{name}_profile", varies, *_WHY["varies"])
    closed = _numbers(rows, "charge") == 0.0
    drained = (_inflow(case) < 0.0).any(axis=1)
    yield from _refused(case, "reservoirs", "standing_loss", closed & (_loss(case) > 0.0), *_WHY["drained"])
    yield from _refused(case, "reservoirs", "inflow_profile", closed & drained, *_WHY["drained"])


def _limit_faults(case: Case) -> Iterator[Fault]:
    """Yield a fault for each limit that may keep energy from hours with a deficit."""
    limits, terms = case.tables["limits"], case.tables["limit_terms"]
    binding = limits["limit"][(limits["quantity"] == "energy") & (limits["sense"] != "least")]
    named = terms["limit"][terms["table"].isin(["units", "reservoirs"])]
    which = limits["limit"].isin(set(binding) & set(named)).to_numpy(dtype=bool)
    yield from _refused(case, "limits", "", which, *_WHY["limits"])


def _refused(case: Case, table: str, column: str, which: Flags, rule: Message, remedy: Message) -> Iterator[Fault]:
    """Yield a fault for each row of a table that cannot be simulated."""
    key = table.removesuffix("s")
    for name in case.tables[table][key][which]:
        yield Fault(f"{table}.csv", line_of(case.folder, table, {key: str(name)}), column, "", rule, remedy)


def _numbers(rows: pd.DataFrame, name: str) -> Floats:
    return np.asarray(rows[name].to_numpy(), dtype=float)


def _flags(rows: pd.DataFrame, name: str) -> Flags:
    return np.asarray(rows[name].to_numpy(), dtype=bool)


def _open(rows: pd.DataFrame, name: str) -> Flags:
    """Whether the capacity (of reservoirs: size) of a row is chosen between bounds that differ. A compliant case holds the chosen one as
    both."""
    least, most = (_numbers(rows, f"{name}_{end}") for end in ("least", "most"))
    return np.asarray(_flags(rows, "extendable") & (least != most), dtype=bool)


def _capacity(rows: pd.DataFrame) -> Floats:
    """Return the capacity of units [GW], the chosen one of a compliant case."""
    own: Floats = np.where(_flags(rows, "extendable"), _numbers(rows, "capacity_least"), _numbers(rows, "capacity"))
    return own


def _given(case: Case) -> Floats:
    """Return the given output of units, (units, hours) [MW]; FREE and above where it is free."""
    return named_series(case.tables["units"]["given_profile"], case.series, len(case.time), np.inf)


def unit_output(case: Case) -> Floats:
    """Return the most that each row of ``units`` can feed in, (rows, hours) [MW]: its given output, or at least zero where it may be off."""
    rows, hours = case.tables["units"], len(case.time)
    capacity, sign, given = _capacity(rows)[:, None], _numbers(rows, "sign")[:, None], _given(case)
    ends = [part_of(hourly_values(rows, name, case.series, hours), capacity) for name in ("minimum", "maximum")]
    idle = np.where(_flags(rows, "committed")[:, None], 0.0, -np.inf)
    free = np.maximum(np.maximum(sign * ends[0], sign * ends[1]), idle) * KILO
    output: Floats = np.minimum(np.where(given < FREE, sign * given, free), NO_LIMIT)
    return output


def with_units(case: Case, nodes: Nodes, units: Units) -> tuple[Units, Floats, Floats]:
    """Return units with the rows of ``units`` that have outages behind them; and the output of the other rows, wind and PV and the rest,
    both (nodes, hours) [MW]."""
    rows, output = case.tables["units"], unit_output(case)
    fails = _numbers(rows, "forced_outage") > 0.0
    weather = rows["technology"].isin(NEW_ENERGY).to_numpy(dtype=bool)
    node = nodes.of(rows)
    sums = [np.zeros((len(nodes.names), len(case.time))) for _ in range(2)]
    for total, chosen in zip(sums, (weather & ~fails, ~weather & ~fails), strict=True):
        np.add.at(total, node[chosen], output[chosen])
    own, size = rows[fails], _numbers(rows, "unit_size")[fails]
    count = np.ones(len(own), dtype=np.int64)
    divided = size > 0.0
    count[divided] = np.maximum(1, np.rint(_capacity(own)[divided] / size[divided]))
    chain = Chain.exponential(count, _numbers(own, "forced_outage"), _numbers(own, "repair_time"))
    joined = Chain(
        *(np.concatenate([getattr(one, name) for one in (units.chain, chain)]) for name in ("count", "fail", "repair"))
    )
    found = Units(
        (*units.names, *(str(name) for name in own["unit"])),
        np.concatenate([units.node, node[fails]]),
        np.concatenate([units.size, output[fails] / count[:, None]]),
        joined,
        units.planned,
    )
    return found, sums[0], sums[1]


def _inflow(case: Case) -> Floats:
    """Return the inflow of reservoirs, (reservoirs, hours) [MW]."""
    return named_series(case.tables["reservoirs"]["inflow_profile"], case.series, len(case.time), 0.0)


def _loss(case: Case) -> Floats:
    """Return the largest standing loss of reservoirs, (reservoirs,) [1/h]."""
    values = hourly_values(case.tables["reservoirs"], "standing_loss", case.series, len(case.time))
    return np.asarray(values.max(axis=1, initial=0.0), dtype=float)


def reservoirs(case: Case, nodes: Nodes) -> Stores:
    """Return the reservoirs as stores of the content between their limits. Where an efficiency or a loss is a series, the worst hour
    counts. Content before the first hour is the stated one (``boundary`` start), or the highest."""
    rows, hours, count = case.tables["reservoirs"], len(case.time), len(case.tables["reservoirs"])
    size = np.where(_flags(rows, "extendable"), _numbers(rows, "size_least"), 1.0)

    def power(name: str) -> Floats:
        number = _numbers(rows, name)
        share = named_series(rows[f"{name}_profile"], case.series, hours, 1.0)
        most: Floats = np.minimum(np.where(number < 0.0, NO_LIMIT, number * size * KILO)[:, None] * share, NO_LIMIT)
        return most

    def least(name: str) -> Floats:
        return np.asarray(hourly_values(rows, name, case.series, hours).min(axis=1, initial=np.inf), dtype=float)

    whole = _numbers(rows, "content") * size * KILO
    low, high = (hourly_values(rows, name, case.series, hours) * whole[:, None] for name in ("least", "most"))
    content = np.maximum(high - low, 0.0)
    starts = (rows["boundary"] == "start").to_numpy(dtype=bool)
    before = np.where(starts, _numbers(rows, "initial") * KILO - low[:, 0], content[:, 0])
    into = least("charge_efficiency")
    usable = np.where(into > 0.0, into, 1.0)
    return Stores(
        tuple(str(name) for name in rows["reservoir"]),
        nodes.of(rows),
        np.where(into > 0.0, 1.0, 0.0)[:, None] * power("charge"),
        power("discharge"),
        content,
        _inflow(case) / usable[:, None],
        usable,
        least("discharge_efficiency"),
        _loss(case),
        np.clip(before / np.where(content[:, 0] > 0.0, content[:, 0], 1.0), 0.0, 1.0),
        Chain(np.ones(count, dtype=np.int64), np.zeros(count), np.zeros(count)),
    )
