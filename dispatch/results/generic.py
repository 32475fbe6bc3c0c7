"""What units, links and reservoirs do, hour by hour; for how many hours each hour stands."""

from __future__ import annotations

import numpy as np

from dispatch.case import hourly_values, named_series, part_of
from dispatch.case.schema import stated
from dispatch.lp import Floats
from dispatch.technologies import EMITTING

from .reader import KILO, Reader
from .reserve import both_ways

"""Largest emission [t/MWh] that counts as zero."""
_ROUNDING = 1e-6
"""Energy [MWh] below which a use is rounding."""
_ENDS = {"reservoir_floor": "least", "reservoir_ceiling": "most"}
"""Result -> column of the share of content."""
Arrays = dict[str, Floats]


def plain(reader: Reader) -> Arrays:
    """(hours, units), (hours, links), (hours, reservoirs), in MW and MWh; ``hour_weight`` (hours,)."""
    names = ("charge", "discharge", "content", "spill", "inflow")
    reservoirs = {f"reservoir_{name}": _all(reader, "reservoirs", f"reservoir_{name}") for name in names}
    for name in ("reservoir_charge", "reservoir_discharge"):
        reservoirs[name] = reservoirs[name] * reader.column("reservoirs", "sign")
    flow = _all(reader, "links", "link_output")
    size = _chosen(reader, "reservoirs", "reservoir_size", np.ones(len(reader.case.tables["reservoirs"])))
    discharge = reader.column("reservoirs", "discharge")
    return reservoirs | {
        "unit_output": _all(reader, "units", "unit_output"),
        "unit_on": _all(reader, "units", "unit_on") / 1e3,
        "link_output": flow,
        "limit_sum": reader.total("limit_sum"),
        "limit_price": limit_price(reader),
        "unit_capacity": _chosen(reader, "units", "unit_capacity", reader.column("units", "capacity")) * KILO,
        "link_capacity": _chosen(reader, "links", "link_capacity", reader.column("links", "capacity")) * KILO,
        "reservoir_size": size,
        "reservoir_capacity": np.where(discharge < 0.0, np.inf, discharge * size * KILO),
        "reservoir_volume": np.where(size > 0.0, reader.column("reservoirs", "content") * KILO, 0.0) * size,
        **_reservoir_limits(reader, size),
        **_unit_limits(reader),
        "reservoir_reserve": both_ways(reader, "reservoir", "reservoirs"),
        "hour_weight": reader.weight("energy"),
        "unit_co2": _unit_co2(reader),
        "reservoir_co2": _reservoir_co2(reader),
    }


def _reservoir_limits(reader: Reader, size: Floats) -> Arrays:
    """Return the most discharge and charge [MW], the least and most content [MWh] and the efficiency of discharge of reservoirs, each
    (hours, reservoirs). size: (reservoirs,)."""
    rows, series, hours = reader.case.tables["reservoirs"], reader.case.series, reader.hours
    sign, whole = np.abs(reader.column("reservoirs", "sign")), reader.column("reservoirs", "content") * size * KILO
    limits = {name: part_of(hourly_values(rows, end, series, hours), whole[:, None]).T for name, end in _ENDS.items()}
    for way in ("discharge", "charge"):
        shares = named_series(rows[f"{way}_profile"], series, hours, 1.0)
        power = reader.column("reservoirs", way)
        most = np.where(power < 0.0, np.inf, power * size * KILO)
        limits[f"reservoir_most_{way}"] = part_of(shares, most[:, None]).T * sign
    return limits | {"reservoir_efficiency": hourly_values(rows, "discharge_efficiency", series, hours).T}


def _unit_limits(reader: Reader) -> Arrays:
    """Return the least and most output of units in each hour [MW], of committed units times their share online, (hours, units)."""
    rows = reader.case.tables["units"]
    capacity = _chosen(reader, "units", "unit_capacity", reader.column("units", "capacity")) * KILO
    on = np.where(rows["committed"].to_numpy(dtype=bool), _all(reader, "units", "unit_on") / KILO, 1.0)
    ends = {"unit_floor": "minimum", "unit_ceiling": "maximum"}
    shares = {name: hourly_values(rows, end, reader.case.series, reader.hours) for name, end in ends.items()}
    return {name: part_of(share.T * on, capacity) for name, share in shares.items()}


def _unit_co2(reader: Reader) -> Floats:
    """Return the CO2 of each unit in the window [t], shape (units,); NaN: not known."""
    output = _all(reader, "units", "unit_output")
    rates = reader.given("units", "co2")
    known = stated(rates)
    energy = output * reader.weight("energy")[:, None]
    amounts = _known_co2(reader, "units", np.where(known, rates, 0.0) * energy, np.where(known, 0.0, output))
    return np.asarray(amounts.sum(axis=0), dtype=float)


def _reservoir_co2(reader: Reader) -> Floats:
    """Return the CO2 of the content that each reservoir takes from before the window [t], shape (reservoirs,)."""
    content, rates = _all(reader, "reservoirs", "reservoir_content"), reader.column("reservoirs", "co2")
    taken = reader.column("reservoirs", "initial") * KILO - (content[-1] if len(content) else 0.0)
    taken = np.where(np.array(reader.texts("reservoirs", "boundary")) == "start", taken, 0.0)
    known = stated(rates)
    return _known_co2(reader, "reservoirs", np.where(known, rates, 0.0) * taken, np.where(known, 0.0, taken))


def _known_co2(reader: Reader, table: str, amounts: Floats, unstated: Floats) -> Floats:
    """Return amounts [t]; NaN where energy [MWh] of a technology that may emit has no emission."""
    emitting = np.isin(reader.texts(table, "technology"), EMITTING)
    return np.where(emitting & (np.abs(unstated) > _ROUNDING), np.nan, amounts)


def _chosen(reader: Reader, table: str, variable: str, given: Floats) -> Floats:
    """Return what is given, or chosen where the row is extendable, shape (rows,), in the units of the LP."""
    if not reader.has(variable):
        return given
    return np.where(reader.case.tables[table]["extendable"].to_numpy(dtype=bool), reader.point.value(variable), given)


def limit_price(reader: Reader) -> Floats:
    """Return the dual of each limit [CNY per unit of its amount], shape (limits,); NaN where the point has none."""
    if reader.point.row_dual is None:
        return np.full(len(reader.case.tables["limits"]), np.nan)
    rows = [reader.point.dual(row) for row in ("W1_most", "W2_least", "W3_equal") if row in reader.lp.constraints]
    return np.sum(rows, axis=0) * KILO if rows else np.zeros(len(reader.case.tables["limits"]))


def _all(reader: Reader, table: str, name: str) -> Floats:
    """A quantity of every row of a table (hours, rows); zero where the LP has it not."""
    values = reader.hourly(name)
    return values if values.shape[1] else np.zeros((reader.hours, len(reader.case.tables[table])))


def link_arrivals(reader: Reader) -> Floats:
    """Net power that areas receive over links (hours, areas) [MW]."""
    arrived = np.zeros((reader.hours, len(reader.places)))
    for sign, table, side, name in (
        (-1.0, "links", "from_area", "link_output"),
        (1.0, "link_ends", "to_area", "link_given"),
    ):
        if reader.has(name):
            at = [reader.places.areas.index(area) for area in reader.texts(table, side)]
            arrived += sign * reader.gather(reader.hourly(name), at, len(reader.places))
    return arrived
