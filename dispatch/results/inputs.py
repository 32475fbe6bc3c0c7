"""What the planner gave, as tables in their usual units with their sources: a run can be read without its case."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import ValidationError

from dispatch.case import Case, Settings
from dispatch.case.schema import SCHEMA, UNITS, TableSchema
from dispatch.errors import Fault
from dispatch.messages import Message, message

from .stored import AGAIN, MAX_FAULTS, RESULTS, parse, read_dataset

Inputs = dict[str, Any]


def inputs(case: Case) -> Inputs:
    """``settings``: case.toml; ``tables``: name -> ``keys``, ``units`` (column -> unit), ``rows`` (column -> value);
    ``series``: name -> digest of its values in the window."""
    tables = {name: _table(schema, case.tables[name]) for name, schema in SCHEMA.items() if len(case.tables[name])}
    series = {name: _series(values) for name, values in sorted(case.series.items())}
    return {"settings": case.settings.model_dump(mode="json"), "tables": tables, "series": series}


def _series(values: NDArray[np.float64]) -> dict[str, Any]:
    digest = hashlib.sha256(values.astype("<f8").tobytes()).hexdigest()[:12]
    return {"mean": float(f"{values.mean():.6g}"), "most": float(f"{values.max():.6g}"), "digest": digest}


def _table(schema: TableSchema, rows: pd.DataFrame) -> dict[str, Any]:
    by_name = {column.name: column for column in schema.columns}
    units = {name: column.unit for name, column in by_name.items() if column.unit}
    columns = {name: [_cell(value, units.get(name)) for value in rows[name]] for name in by_name}
    records = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    return {"keys": list(schema.keys), "units": units, "rows": records}


def _cell(value: Any, unit: str | None) -> Any:
    """A number in its usual unit, to twelve digits: without what the conversion into the model's units left behind."""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if unit is not None:
        return float(f"{float(value) / UNITS[unit][unit]:.12g}")
    return value.item() if hasattr(value, "item") else value


def damaged(place: Path) -> list[Fault]:
    """Return what ``inputs.json`` of a run folder has otherwise than ``inputs`` writes it: columns, kinds of their values,
    keys that are there twice, settings. Raises CaseError where the file is not even of that shape."""
    path, content = str(place / "inputs.json"), parse(place, "inputs.json")
    found: list[tuple[str, Message]] = []
    try:
        whole = Settings.model_validate_json(json.dumps(content["settings"])).model_dump(mode="json")
        found += [
            (f"settings.{key}", message("fault.common.key_missing")) for key in _missing(whole, content["settings"])
        ]
    except ValidationError as error:
        parts = [".".join(map(str, by_name["loc"])) for by_name in error.errors()]
        found += [(f"settings.{part}", message("fault.results.not_run_writes")) for part in parts]
    for name, schema in SCHEMA.items():
        if name in content["tables"]:
            found += [(f"tables.{name}.{column}", rule) for column, rule in _wrong(schema, content["tables"][name])]
    results = read_dataset(place / RESULTS)
    needed = {table for dim, tables in _TABLES.items() if results.sizes[dim] for table in tables}
    needed |= {"load"} if bool(results["load"].any()) else set()
    found += [
        (f"tables.{name}", message("fault.common.key_missing")) for name in sorted(needed - set(content["tables"]))
    ]
    return [Fault(path, 0, column, "", rule, AGAIN) for column, rule in found[:MAX_FAULTS]]


def _missing(whole: Inputs, given: Inputs) -> Iterator[str]:
    """Yield the keys of settings, by their path, that a run writes and a file lacks."""
    for key, value in whole.items():
        if key not in given:
            yield key
        elif isinstance(value, dict) and isinstance(given[key], dict):
            yield from (f"{key}.{inner}" for inner in _missing(value, given[key]))


_TABLES = {
    "area": ("areas",),
    "pocket": ("pockets",),
    "zone": ("dispatchers",),
    "fleet": ("thermal", "capacity", "fuels"),
    "renewable": ("renewables", "capacity"),
    "csp": ("csp", "capacity"),
    "storage": ("storage", "capacity"),
    "corridor": ("corridors",),
    "line": ("lines",),
    "park": ("parks",),
    "network": ("heat",),
    "programme": ("demand_response",),
    "electrolyser": ("electrolysers",),
    "target": ("targets",),
}
"""Dimension of the Dataset -> the tables that its labels come from."""


def _wrong(schema: TableSchema, table: Inputs) -> Iterator[tuple[str, Message]]:
    rows = table["rows"]
    if list(table["keys"]) != list(schema.keys):
        yield "keys", message("fault.results.not_run_writes")
        return
    for column in schema.columns:
        if any(column.name not in row for row in rows):
            yield column.name, message("fault.common.key_missing")
        elif not all(_of_kind(column.kind, row[column.name]) for row in rows):
            yield column.name, message("fault.results.values_another_kind")
    by_name = [tuple(row.get(key) for key in schema.keys) for row in rows]
    if len(set(by_name)) < len(by_name):
        yield "keys", message("fault.results.label_twice")


def _of_kind(kind: str, value: object) -> bool:
    if kind in ("number", "integer"):
        return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
    return isinstance(value, bool) if kind == "flag" else isinstance(value, str)
