"""What the planner gave, as tables in their usual units with their sources: a run can be read without its case."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dispatch.case import Case
from dispatch.case.schema import SCHEMA, UNITS, TableSchema

Inputs = dict[str, Any]


def inputs(case: Case) -> Inputs:
    """``settings``: case.toml; ``tables``: name -> ``keys``, ``units`` (column -> unit), ``rows`` (column -> value);
    ``series``: name -> what tells it from another in the window."""
    tables = {name: _table(schema, case.tables[name]) for name, schema in SCHEMA.items() if len(case.tables[name])}
    series = {name: _series(values) for name, values in sorted(case.series.items())}
    return {"settings": case.settings.model_dump(mode="json"), "tables": tables, "series": series}


def _series(values: NDArray[np.float64]) -> dict[str, Any]:
    digest = hashlib.sha256(values.astype("<f8").tobytes()).hexdigest()[:12]
    return {"mean": float(f"{values.mean():.6g}"), "most": float(f"{values.max():.6g}"), "digest": digest}


def _table(schema: TableSchema, rows: pd.DataFrame) -> dict[str, Any]:
    told = {column.name: column for column in schema.columns}
    units = {name: column.unit for name, column in told.items() if column.unit}
    columns = {name: [_cell(value, units.get(name)) for value in rows[name]] for name in told}
    records = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    return {"keys": list(schema.keys), "units": units, "rows": records}


def _cell(value: Any, unit: str | None) -> Any:
    """A number in its usual unit, to twelve digits: without what the conversion into the model's units left behind."""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if unit is not None:
        return float(f"{float(value) / UNITS[unit][unit]:.12g}")
    return value.item() if hasattr(value, "item") else value
