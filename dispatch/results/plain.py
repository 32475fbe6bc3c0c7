"""What units, links and reservoirs do, hour by hour; for how many hours each hour stands."""

from __future__ import annotations

import numpy as np

from dispatch.lp import Floats

from .reader import Reader

Arrays = dict[str, Floats]


def plain(reader: Reader) -> Arrays:
    """(hours, units), (hours, links), (hours, reservoirs), in MW and MWh; ``hour_weight`` (hours,)."""
    names = ("charge", "discharge", "content", "spill")
    reservoirs = {f"reservoir_{name}": _all(reader, "reservoirs", f"reservoir_{name}") for name in names}
    flow = _all(reader, "links", "link_output")
    return reservoirs | {
        "unit_output": _all(reader, "units", "unit_output"),
        "unit_on": _all(reader, "units", "unit_on") / 1e3,
        "link_output": flow,
        "limit_sum": reader.total("limit_sum"),
        "hour_weight": reader.weight("energy"),
    }


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
