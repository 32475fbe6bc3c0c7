"""Generation, availability, curtailment, capacity and own use by area and technology."""

from __future__ import annotations

import numpy as np

from dispatch.lp import Floats

from .reader import KILO, Reader
from .technology import TECHNOLOGIES, technology_of

Arrays = dict[str, Floats]


def generation(reader: Reader) -> Arrays:
    """``generation``, ``available``, ``curtailment``, ``capacity`` (hours, areas, technologies), ``own_use``
    (hours, areas), in MW."""
    shape = (reader.hours, len(reader.places), len(TECHNOLOGIES))
    made, offered, capacity = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    own_use = np.zeros(shape[:2])
    for table, output, available in (
        ("thermal", "thermal_output", "thermal_output"),
        ("renewables", "renewable_output", "renewable_available"),
        ("csp", "csp_output", "csp_available"),
        ("storage", "discharge", "discharge"),
    ):
        rows = reader.case.tables[table]
        if rows.empty:
            continue
        areas = [reader.places.areas.index(area) for area in reader.texts(table, "area")]
        kinds = ["csp"] * len(rows) if table == "csp" else reader.texts(table, "technology")
        cells = [
            (slice(None), area, TECHNOLOGIES.index(technology_of(k))) for area, k in zip(areas, kinds, strict=True)
        ]
        hourly, whole = reader.hourly(output), reader.hourly(available)
        in_service = reader.case.capacity(list(rows[rows.columns[0]])) * KILO
        own = reader.column(table, "own_use") if "own_use" in rows else np.zeros(len(rows))
        for k, cell in enumerate(cells):
            made[cell] += hourly[:, k]
            offered[cell] += whole[:, k]
            capacity[cell] += in_service[k]
            own_use[cell[:2]] += hourly[:, k] * own[k]
    return {
        "generation": made,
        "available": offered,
        "curtailment": offered - made,
        "capacity": capacity,
        "own_use": own_use,
    }
