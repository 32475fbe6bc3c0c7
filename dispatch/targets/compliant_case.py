"""The compliant case: a folder with the measures built and the targets imposed, which a normal run confirms."""

from __future__ import annotations

import csv
import datetime
import math
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dispatch.app.reading import read_case
from dispatch.case import Built, Case, as_built, gather
from dispatch.case.schema import SCHEMA, SHORTFALL_KINDS, UNITS, Column
from dispatch.escape import toml
from dispatch.lp import LP, Floats
from dispatch.solve import Basis

SUFFIX = "-closing"


def write_compliant_case(
    case: Case,
    sizes: Mapping[str, Built],
    imposed: Sequence[str],
    unmet: pd.DataFrame,
    place: Path,
    title: str,
    chosen: Mapping[str, Mapping[str, float]] | None = None,
) -> Path:
    """Copy the case and those that it extends into ``place``, and write beside them the case in which the measures are
    built and the targets ``imposed``; what ``--set`` had changed is written too.

    unmet: rows of ``shortfall_limits``, so that no hour leaves more demand or reserve unmet than the case as given. chosen: table
    -> extendable component -> its capacity [GW] or size. Returns the folder. Raises FileExistsError."""
    for folder in gather(case.folder).chain:
        shutil.copytree(folder, place / folder.name, ignore=_results)
    compliant = place / f"{case.folder.name}{SUFFIX}"
    compliant.mkdir()
    plain = read_case(case.folder)
    done = as_built(case, sizes)
    targets = done.tables["targets"]
    done_targets = targets.assign(imposed=targets["imposed"] | targets["target"].isin(list(imposed)))
    offered = done.tables["measures"]
    own = {name: _with_chosen(done.tables[name], name, values) for name, values in (chosen or {}).items()}
    # A built measure is dropped: a row that --set has changed must not offer the measure again.
    own["measures"] = offered[~offered["measure"].isin(list(sizes))]
    for name, table in {**done.tables, **own, "targets": done_targets, "shortfall_limits": unmet}.items():
        rows = _changed(name, plain.tables[name], table)
        if rows:
            _write(compliant / f"{name}.csv", name, rows)
    keys = [f"extends = {toml(case.folder.name)}", f"title = {toml(title)}"]
    keys += list(_settings(plain.settings.model_dump(mode="json"), case.settings.model_dump(mode="json")))
    keys += ["", "[drop]", f"measures = {toml(list(sizes))}"] if sizes else []
    (compliant / "case.toml").write_text("\n".join(keys) + "\n", encoding="utf-8")
    return compliant


def _with_chosen(rows: pd.DataFrame, table: str, chosen: Mapping[str, float]) -> pd.DataFrame:
    """Return the table with the capacity (of reservoirs: size) of some components as their least and their most. A run that could choose more
    would break a target that limits capacity, and would differ from the plan in the other weather years."""
    prefix = "size" if table == "reservoirs" else "capacity"
    known = rows[rows.columns[0]].map(chosen)
    return rows.assign(
        **{name: known.fillna(rows[name]).astype(float) for name in (f"{prefix}_least", f"{prefix}_most")}
    )


def _results(folder: str, names: list[str]) -> list[str]:
    """Folders inside a case are no part of the case."""
    return [name for name in names if (Path(folder) / name).is_dir()]


def _changed(name: str, old: pd.DataFrame, new: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of the new table that the old one lacks or has otherwise."""
    keys = list(SCHEMA[name].keys)
    before = {tuple(row[key] for key in keys): row for row in old.to_dict("records")}
    rows = []
    for row in new.to_dict("records"):
        known = before.get(tuple(row[key] for key in keys))
        if known is None or any(not _same(known[column], row[column]) for column in row):
            rows.append({str(column): value for column, value in row.items()})
    return rows


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or (isinstance(one, float) and isinstance(other, float) and one != one and other != other)


def _write(path: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """The rows in the usual unit of each column."""
    columns = SCHEMA[name].columns
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([f"{column.name} [{column.unit}]" if column.unit else column.name for column in columns])
        writer.writerows([_cell(column, row[column.name]) for column in columns] for row in rows)


def _cell(column: Column, value: Any) -> str:
    if column.kind in ("number", "integer"):
        usual = float(value) / UNITS[column.unit][column.unit] if column.unit else float(value)
        if math.isnan(usual) or (column.low is not None and usual < column.low):
            return ""  # none given
        return repr(int(usual)) if column.kind == "integer" else f"{usual:.15g}"
    if column.kind == "flag":
        return "true" if value else "false"
    if isinstance(value, pd.Timestamp | datetime.date):
        return f"{value:%Y-%m}" if column.kind == "month" else f"{value:%Y-%m-%d}"
    return str(value)


def _settings(old: Mapping[str, Any], new: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Keys of case.toml that differ, but the title."""
    for key, value in new.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _settings(old.get(key) or {}, value, f"{name}.")
        elif value is not None and value != old.get(key) and name not in ("title", "title_zh"):
            yield f"{name} = {toml(value)}"


SLACK = 1e-9
"""What a limit on a shortfall leaves above the amount of the case as given [GW]: rounding of the numbers in a table."""
SMALLEST = 1e-7
"""Shortfall [GW] above which an hour is listed."""


def shortfall_limits(case: Case, lp: LP, primal: Floats) -> pd.DataFrame:
    """Return rows of ``shortfall_limits`` [GW] that hold every place, corridor and zone of reserve to the shortfall of a
    dispatch, hour by hour. A label without shortfall has one row, of zero."""
    rows = []
    for kind in SHORTFALL_KINDS:
        if kind not in lp.quantities:
            continue
        form = lp.quantities[kind]
        for label, amounts in zip(form.axes[0].labels, form.value(primal), strict=True):
            for hour in np.flatnonzero(amounts > SMALLEST).tolist() or [0]:
                time, amount = case.time[hour], float(amounts[hour])
                limit = amount + SLACK if amount > SMALLEST else 0.0
                source = "calc: shortfall of the case as given"
                rows.append((kind, *_named(kind, label), time.normalize(), time.hour, limit, source))
    return pd.DataFrame(rows, columns=["kind", "name", "settles", "area", "date", "hour", "limit", "source"])


def _named(kind: str, label: str) -> tuple[str, str, str]:
    """Name, settlement and area of a place (``pocket/settles``), a corridor, or a zone of reserve (``dispatcher@area``)."""
    if kind == "unserved":
        pocket, _, settles = label.partition("/")
        return pocket, settles, ""
    name, _, area = label.partition("@")
    return name, "grid", area


def with_prices(basis: Basis, lp: LP, prices: Mapping[str, float]) -> Basis:
    """The basis with the prices of the rows of imposed targets, for the start of a compliant case."""
    if basis.prices is None:
        return basis
    known = basis.prices.copy()
    for name, price in prices.items():
        known[lp.constraints[f"Z_{name}"].index] = price
    return replace(basis, prices=known)
