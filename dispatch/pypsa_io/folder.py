"""Rows and series as a case folder."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from dispatch.app.reading import read_case
from dispatch.case.schema import SCHEMA
from dispatch.errors import CaseError
from dispatch.escape import toml
from dispatch.netcdf import netcdf_path
from dispatch.results.partial import appearing

from .origins import SERIES, translated
from .reader import Content, Row

_SETTINGS: Row = {
    "title": "",
    "series": SERIES,
    "commitment": {"period_hours": 1, "minimum_up_hours": 0, "minimum_down_hours": 0},
    "tie_break": {"curtailment": 0.0},
    "prices": {
        "lost_load": 10000.0,
        "losses": False,
        "source": "calc: every load is firm, so that nothing is priced at it",
    },
}


def write_folder(content: Content, place: Path) -> None:
    """Write the case, and read it once. It appears whole or not at all.

    Raises CaseError with faults in the words of the network, FileExistsError.
    """
    with appearing(place) as folder:
        for name, rows in content.tables.items():
            _table(folder / f"{name}.csv", name, rows)
        _series(content, folder / SERIES)
        (folder / "case.toml").write_text(_toml(_SETTINGS | content.settings), encoding="utf-8")
        try:
            read_case(folder)
        except CaseError as error:
            raise CaseError(list(translated(content, error.faults))) from None


def _table(path: Path, name: str, rows: list[Row]) -> None:
    used = {key for row in rows for key in row}
    columns = [column for column in SCHEMA[name].columns if column.name in used]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        headings = [f"{column.name} [{column.unit}]" if column.unit else column.name for column in columns]
        writer.writerow([*headings, "source"])
        for row in rows:
            writer.writerow([*(_cell(row.get(column.name)) for column in columns), "F: the network"])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(float(value)) if isinstance(value, float | np.floating) else str(value)


def _series(content: Content, path: Path) -> None:
    names = list(content.series) or ["none"]
    hours = content.settings["hours"]
    values = np.array([content.series.get(name, np.zeros(hours)) for name in names])
    time = pd.date_range(content.settings["start"], periods=hours, freq="h", unit="s")
    data = xr.Dataset({"value": (("series", "time"), values)}, {"series": names, "time": time})
    coding: dict[str, dict[str, Any]] = {
        "value": {"zlib": True, "complevel": 4},
        "time": {"units": "hours since 1970-01-01"},
    }
    with netcdf_path(path) as place:
        data.to_netcdf(place, encoding=coding)


def _toml(keys: Row) -> str:
    lines = [
        f"{key} = {value if key == 'start' else toml(value)}"
        for key, value in keys.items()
        if not isinstance(value, dict)
    ]
    for key, table in keys.items():
        if isinstance(table, dict):
            lines += ["", f"[{key}]", *(f"{name} = {toml(value)}" for name, value in table.items())]
    return "\n".join(lines) + "\n"
