"""What units, links and reservoirs do, hour by hour; for how many hours each hour stands."""

from __future__ import annotations

import numpy as np

from dispatch.lp import Floats

from .reader import KILO, Reader

Arrays = dict[str, Floats]


def plain(reader: Reader) -> Arrays:
    """(hours, units), (hours, links), (hours, reservoirs), in MW and MWh; ``hour_weight`` (hours,)."""
    names = ("charge", "discharge", "content", "spill")
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
        "hour_weight": reader.weight("energy"),
    }


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
