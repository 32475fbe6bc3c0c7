"""Generic units and reservoirs as supply, units with outages, and stores; what of them cannot be simulated."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from dispatch.arrays import Flags, Floats
from dispatch.case import Case, hourly_values, line_of
from dispatch.case.schema import ENDLESS, FREE
from dispatch.errors import Fault
from dispatch.messages import Message, message
from dispatch.technologies import NEW_ENERGY

from .nodes import Nodes
from .system import NO_LIMIT, Chain, Stores, Units

KILO = 1e3
"""MW per GW."""
GIVEN = ("given_profile", "given_discharge_profile", "given_charge_profile", "given_power_profile")
"""Columns of series that prescribe the operation of a reservoir."""


def faults(case: Case) -> Iterator[Fault]:
    """Yield what of the generic components cannot be simulated."""
    if any(name for _, name in case.settings.weights):
        yield Fault(
            "case.toml", 0, "weights", "", message("fault.adequacy.weights"), message("remedy.adequacy.weights")
        )
    if len(case.tables["links"]):
        yield Fault("links.csv", 2, "", "", message("fault.adequacy.links"), message("remedy.adequacy.links"))
    units, stores = case.tables["units"], case.tables["reservoirs"]
    chosen = message("fault.adequacy.chosen"), message("remedy.adequacy.chosen")
    energy = message("fault.adequacy.energy"), message("remedy.adequacy.energy")
    unknown = message("fault.adequacy.rate"), message("remedy.adequacy.rate")
    sign = message("fault.adequacy.sign"), message("remedy.adequacy.sign")
    given = message("fault.adequacy.given"), message("remedy.adequacy.given")
    limited = _numbers(units, "energy_most") * KILO < 0.999 * ENDLESS
    unstated = _fails(units) & (_numbers(units, "forced_outage") < 0.0)
    yield from _refused(case, "units", "extendable", _open(units, "capacity"), *chosen)
    yield from _refused(case, "units", "energy_most", limited, *energy)
    yield from _refused(case, "units", "forced_outage", unstated, *unknown)
    yield from _refused(case, "reservoirs", "extendable", _open(stores, "size"), *chosen)
    yield from _refused(case, "reservoirs", "sign", _numbers(stores, "sign") != 1.0, *sign)
    for column in GIVEN:
        yield from _refused(case, "reservoirs", column, (stores[column] != "").to_numpy(dtype=bool), *given)


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


def _fails(rows: pd.DataFrame) -> Flags:
    """Whether a row has forced outages: not where its output is given, as a contract is, nor wind and PV."""
    return np.asarray((rows["given_profile"] == "") & ~rows["technology"].isin(NEW_ENERGY), dtype=bool)


def unit_output(case: Case) -> Floats:
    """Return the most that each row of ``units`` can feed in, (rows, hours) [MW]: its given output, or at least zero where it may be off."""
    rows, hours = case.tables["units"], len(case.time)
    own = np.where(_flags(rows, "extendable"), _numbers(rows, "capacity_least"), _numbers(rows, "capacity"))
    capacity, sign = own[:, None], _numbers(rows, "sign")[:, None]
    with np.errstate(invalid="ignore"):
        ends = [
            np.nan_to_num(hourly_values(rows, name, case.series, hours) * capacity, nan=0.0, posinf=np.inf)
            for name in ("minimum", "maximum")
        ]
    idle = np.where(_flags(rows, "committed")[:, None], 0.0, -np.inf)
    free = np.maximum(np.maximum(sign * ends[0], sign * ends[1]), idle) * KILO
    named = [case.series[name] if name else np.full(hours, np.inf) for name in rows["given_profile"]]
    given = np.array(named, dtype=float).reshape(len(rows), hours)
    output: Floats = np.minimum(np.where(given < FREE, sign * given, free), NO_LIMIT)
    return output


def with_units(case: Case, nodes: Nodes, units: Units) -> tuple[Units, Floats, Floats]:
    """Return units with the rows of ``units`` that have outages behind them; and the output of the other rows, wind and PV and the rest,
    both (nodes, hours) [MW]."""
    rows, output = case.tables["units"], unit_output(case)
    fails = _fails(rows) & (_numbers(rows, "forced_outage") > 0.0)
    weather = rows["technology"].isin(NEW_ENERGY).to_numpy(dtype=bool)
    node = nodes.of(rows)
    sums = [np.zeros((len(nodes.names), len(case.time))) for _ in range(2)]
    for total, chosen in zip(sums, (weather, ~weather & ~fails), strict=True):
        np.add.at(total, node[chosen], output[chosen])
    own, size = rows[fails], _numbers(rows, "unit_size")[fails]
    most = output[fails].max(axis=1, initial=0.0)
    count = np.maximum(1, np.rint(most / np.where(size > 0.0, size * KILO, np.maximum(most, 1.0)))).astype(np.int64)
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


def reservoirs(case: Case, nodes: Nodes) -> Stores:
    """Return the reservoirs as stores of the content between their limits. Where an efficiency or a loss is a series, the worst hour
    counts."""
    rows, hours, count = case.tables["reservoirs"], len(case.time), len(case.tables["reservoirs"])
    size = np.where(_flags(rows, "extendable"), _numbers(rows, "size_least"), 1.0)

    def power(name: str) -> Floats:
        number = _numbers(rows, name)
        shares = [case.series[series] if series else np.ones(hours) for series in rows[f"{name}_profile"]]
        share = np.array(shares, dtype=float).reshape(count, hours)
        most: Floats = np.minimum(np.where(number < 0.0, NO_LIMIT, number * size * KILO)[:, None] * share, NO_LIMIT)
        return most

    def worst(name: str, of: str) -> Floats:
        values = hourly_values(rows, name, case.series, hours)
        return np.asarray(getattr(values, of)(axis=1, initial=0.0 if of == "max" else np.inf), dtype=float)

    low, high = (hourly_values(rows, name, case.series, hours) for name in ("least", "most"))
    content = np.minimum(
        np.maximum(high - low, 0.0) * np.minimum(_numbers(rows, "content") * size * KILO, NO_LIMIT)[:, None], NO_LIMIT
    )
    into = worst("charge_efficiency", "min")
    rain = [case.series[name] if name else np.zeros(hours) for name in rows["inflow_profile"]]
    inflow = np.array(rain, dtype=float).reshape(count, hours) / np.where(into > 0.0, into, 1.0)[:, None]
    ones = np.ones(count, dtype=np.int64)
    return Stores(
        tuple(str(name) for name in rows["reservoir"]),
        nodes.of(rows),
        np.where(into > 0.0, 1.0, 0.0)[:, None] * power("charge"),
        power("discharge"),
        content,
        inflow,
        np.where(into > 0.0, into, 1.0),
        worst("discharge_efficiency", "min"),
        worst("standing_loss", "max"),
        np.ones(count),
        Chain(ones, np.zeros(count), np.zeros(count)),
    )
