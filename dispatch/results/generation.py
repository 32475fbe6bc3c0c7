"""Generation, availability, curtailment, capacity and own use by area and technology."""

from __future__ import annotations

import numpy as np

from dispatch.lp import Floats
from dispatch.technologies import TECHNOLOGIES, WEATHER, technology_of

from .reader import KILO, Reader

Arrays = dict[str, Floats]


def generation(reader: Reader) -> Arrays:
    """``generation``, ``available``, ``curtailment``, ``capacity``, ``credit`` (hours, areas, technologies), ``own_use``
    (hours, areas), in MW."""
    shape = (reader.hours, len(reader.places), len(TECHNOLOGIES))
    made, offered, capacity = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    own_use = np.zeros(shape[:2])
    for table, output, available in (
        ("thermal", "thermal_output", "thermal_output"),
        ("renewables", "renewable_output", "renewable_available"),
        ("csp", "csp_output", "csp_available"),
        ("storage", "discharge", "discharge"),
        ("units", "unit_output", "unit_output"),
        ("reservoirs", "reservoir_discharge", "reservoir_discharge"),
    ):
        rows = reader.case.tables[table]
        if rows.empty:
            continue
        areas = [reader.places.areas.index(area) for area in reader.texts(table, "area")]
        kinds = ["csp"] * len(rows) if table == "csp" else reader.texts(table, "technology")
        cells = [
            (slice(None), area, TECHNOLOGIES.index(technology_of(k))) for area, k in zip(areas, kinds, strict=True)
        ]
        sign = reader.column(table, "sign") if "sign" in rows else 1.0
        hourly, whole = reader.hourly(output) * sign, reader.hourly(available) * sign
        if table == "units":
            weather = np.array([technology_of(k) in WEATHER for k in kinds])
            whole = np.where(weather, np.maximum(reader.hourly("unit_most") * sign, hourly), hourly)
        in_service = _in_service(reader, table)
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
        "credit": _credit(reader, shape),
        "own_use": own_use,
    }


def _credit(reader: Reader, shape: tuple[int, int, int]) -> Floats:
    """Capacity credit of wind, PV and hydro (hours, areas, technologies) [MW]."""
    rows, credit = reader.case.tables["renewables"], np.zeros(shape)
    in_service = reader.case.capacity(reader.texts("renewables", "asset")) * KILO
    for k, (area, kind, profile) in enumerate(zip(rows["area"], rows["technology"], rows["profile"], strict=True)):
        cell = (slice(None), reader.places.areas.index(area), TECHNOLOGIES.index(technology_of(str(kind))))
        credit[cell] += in_service[k] * reader.case.credit(str(profile))
    return credit


def _in_service(reader: Reader, table: str) -> Floats:
    """Capacity of each row (rows, hours) [MW]: of the ledger, or of units and reservoirs what they may give."""
    rows = reader.case.tables[table]
    if table == "units":
        chosen = reader.point.value("unit_capacity") * KILO if reader.has("unit_capacity") else 0.0
        given = reader.column("units", "capacity") * KILO
        capacity = np.where(np.isfinite(given), given, 0.0) + chosen  # what has no limit is no capacity
    elif table == "reservoirs":
        size = reader.point.value("reservoir_size") if reader.has("reservoir_size") else np.zeros(len(rows))
        discharge = np.maximum(reader.column("reservoirs", "discharge"), 0.0) * KILO
        capacity = discharge * np.where(rows["extendable"], size, 1.0)
    else:
        return reader.case.capacity(list(rows[rows.columns[0]])) * KILO
    return np.repeat(capacity[:, None], reader.hours, axis=1)
