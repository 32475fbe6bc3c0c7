"""A solved LP as one Dataset: every variable with unit and long name, in the units of tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from dispatch.lp import Floats
from dispatch.technologies import TECHNOLOGIES

from . import assets, flows
from .avoidable_losses import COMPONENTS, losses
from .catalogue import COORDINATES, VARIABLES
from .cost import cost, terms
from .generation import generation
from .generic import plain
from .reader import Reader
from .reserve import DIRECTIONS, providers, reserve
from .rounding import in_steps
from .targets import TargetResult

TIMEZONE = "UTC+8, no daylight saving; each label is the start of its hour"

SITE = {"area": "area", "pocket": "pocket", "settles": "settles"}
"""Columns that say where an asset is."""


def collect(reader: Reader, target_results: Sequence[TargetResult], attributes: Mapping[str, Any]) -> xr.Dataset:
    """The Dataset of a run. ``attributes`` describe the run (status, method, versions, digest)."""
    arrays = generation(reader) | reserve(reader) | cost(reader) | losses(reader)
    for part in (flows.load, flows.lines, flows.corridors, flows.sections, flows.parks):
        arrays |= part(reader)
    for part in (assets.thermal, assets.renewables, assets.storage, plain):
        arrays |= part(reader)
    for name in ("required", "achieved", "margin", "achieved_gross"):
        values = [getattr(verdict, name) for verdict in target_results]
        arrays[f"target_{name}"] = np.array([np.nan if value is None else value for value in values], dtype=float)
    variables = {name: _variable(name, arrays[name]) for name in VARIABLES}
    return xr.Dataset(variables, _coordinates(reader, target_results), _global(reader, attributes))


def _variable(name: str, values: Floats) -> xr.Variable:
    entry = VARIABLES[name]
    if values.ndim != len(entry.dims):
        raise ValueError(f"{name}: an array of {values.ndim} dimensions where {len(entry.dims)} are declared")
    return xr.Variable(entry.dims, in_steps(values) if "time" in entry.dims else values, _attributes(name))


def _attributes(name: str) -> dict[str, str]:
    entry = VARIABLES.get(name) or COORDINATES[name]
    known = {"units": entry.units, "long_name": entry.long_name, "comment": entry.comment}
    return {key: value for key, value in known.items() if value}


def _coordinates(reader: Reader, target_results: Sequence[TargetResult]) -> dict[str, xr.Variable]:
    tables = {
        "fleet": ("thermal", SITE | {"technology": "technology"}),
        "renewable": ("renewables", SITE | {"technology": "technology"}),
        "csp": ("csp", SITE),
        "storage": ("storage", SITE | {"technology": "technology"}),
        "corridor": ("corridors", {"area": "area"}),
        "line": ("lines", {"from": "from_area", "to": "to_area"}),
        "park": ("parks", {"area": "area"}),
        "pocket": ("pockets", {"area": "area"}),
        "network": ("heat", {"area": "area"}),
        "electrolyser": ("electrolysers", {"area": "area"}),
        "unit": ("units", {"area": "area", "technology": "technology"}),
        "link": ("links", {"from": "from_area"}),
        "reservoir": ("reservoirs", {"area": "area", "technology": "technology"}),
        "limit": ("limits", {}),
    }
    labels: dict[str, Sequence[str]] = {
        "area": reader.places.areas,
        "area_zh": reader.texts("areas", "name_zh"),
        "area_en": reader.texts("areas", "name_en"),
        "technology": TECHNOLOGIES,
        "direction": DIRECTIONS,
        "provider": providers(reader),
        "term": terms(reader),
        "component": COMPONENTS,
        "section": reader.axis("section_flow").labels,
        "zone": (zones := reader.axis("reserve_required_up")).labels,
        "zone_area": _areas(reader, zones),
        "programme": (programmes := reader.axis("shed")).labels,
        "programme_area": _areas(reader, programmes),
        "target": [verdict.id for verdict in target_results],
        "target_text_zh": [verdict.text_zh for verdict in target_results],
        "target_text_en": [verdict.text_en for verdict in target_results],
        "target_unit": [verdict.unit for verdict in target_results],
    }
    for dim, (table, columns) in tables.items():
        labels[dim] = reader.texts(table, str(reader.case.tables[table].columns[0]))
        labels |= {f"{dim}_{name}": reader.texts(table, column) for name, column in columns.items()}
    coordinates = {
        name: xr.Variable(COORDINATES[name].dims, np.array(list(names), dtype=str), _attributes(name))
        for name, names in labels.items()
    }
    time = {"long_name": COORDINATES["time"].long_name, "timezone": TIMEZONE}
    coordinates["time"] = xr.Variable(("time",), reader.case.time.to_numpy().astype("datetime64[ns]"), time)
    return coordinates


def _areas(reader: Reader, axis: Any) -> list[str]:
    return [reader.places.areas[k] for k in reader.places.of(axis)] if len(axis) else []


def _global(reader: Reader, attributes: Mapping[str, Any]) -> dict[str, Any]:
    case = reader.case
    own = {
        "title": case.title,
        "case": case.name,
        "case_digest": case.digest,
        "timezone": TIMEZONE,
        "hours_of_horizon": case.horizon_hours,
        "balance": (
            "load = generation - own_use - charge - reservoir_charge - export + line_import - electrolyser_load + demand_response "
            "+ shifted_load + unserved, in every hour and area"
        ),
        "precision": "hourly numbers are whole multiples of 1e-4 of their unit, or of the scale_factor that they state",
        "series": json.dumps(case.series_attributes, ensure_ascii=False),
    }
    return own | dict(attributes)
