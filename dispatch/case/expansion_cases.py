"""A case whose measures the LP may decide, and one in which they are built: the same rows, with other amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from .case import Case
from .schema import OF_FLEETS, SCHEMA

UNIT = "measure"
"""Unit (of the ledger) in which what is added stands."""
RETIRED = "outage_plan_retired"
"""Column of ``thermal``: capacity that measures have retired."""
ROUNDING = 1e-9
"""Smallest capacity of a row of the ledger after conversion and retirement [GW]."""
SMALLEST_CONTENT = 1e-9
"""Content [GWh] of added storage that adds power alone: each row of the ledger of a store has both."""


@dataclass(frozen=True)
class Built:
    """Size of a measure: power [GW], and content [GWh] of storage."""

    power: float
    energy: float = 0.0


Row = dict[str, Any]


def expanding(case: Case, measures: Sequence[str] | None = None) -> Case:
    """The case in which the LP decides the size of these measures (default: all), each in service in every hour.

    Wind, PV, retrofit, efficiency and storage elsewhere get an asset of their own, of the name of the measure and without
    capacity: the place (or that of ``located_at``), profile and other numbers of what they extend; wind and PV an order of
    curtailment of their own, retrofit its minimum output, efficiency its fuel. Levelled outages do not reckon with them: they are taken as in the case without.
    """
    chosen = tuple(str(name) for name in case.tables["measures"]["measure"]) if measures is None else tuple(measures)
    rows = candidates(case, chosen)
    tables = {name: _with(case.tables[name], more) for name, more in rows.items()}
    tables["measures"] = _reachable(case)
    return replace(case, tables={**case.tables, **tables}, expanding=chosen)


def _reachable(case: Case) -> pd.DataFrame:
    """The measures, of those that take from a fleet no more than what is in service in every month of the window."""
    rows, ledger = case.tables["measures"].copy(), case.tables["capacity"]
    most = rows["most"].to_numpy(dtype=float).copy()
    for k in np.flatnonzero(rows["kind"].isin(OF_FLEETS).to_numpy()):
        there = float(in_service(case, ledger[ledger["asset"] == rows["extends"].iloc[k]])["capacity"].sum())
        most[k] = min(most[k], there)
    return rows.assign(most=most)


def candidates(case: Case, measures: Sequence[str]) -> dict[str, list[Row]]:
    """Table -> rows that these measures need, in the units of the model; the ledger without capacity."""
    found: dict[str, list[Row]] = {"renewables": [], "thermal": [], "storage": [], "capacity": []}
    orders = _orders(case)
    for row in _measures(case, measures):
        kind, name = str(row["kind"]), str(row["measure"])
        if kind in ("wind", "pv"):
            own = {"asset": name, "order": orders[name], "outage_plan": False, "source": row["source"]}
            found["renewables"].append(_sited(case, row) | own)
        elif kind == "retrofit":
            fleet = _row(case, "thermal", "fleet", str(row["extends"]))
            after = {key: row[key] for key in ("minimum_heating", "minimum_other", "source")}
            found["thermal"].append(fleet | after | {"fleet": name, "flexible": True, RETIRED: 0.0})
        elif kind == "efficiency":
            fleet = _row(case, "thermal", "fleet", str(row["extends"]))
            fuel = float(fleet["fuel_incremental"]) - float(row["fuel_saving"])
            own = {"fleet": name, "efficient": True, "fuel_incremental": fuel, "source": row["source"]}
            found["thermal"].append(fleet | own | {RETIRED: 0.0})
        elif kind == "storage" and row["located_at"]:
            store = _row(case, "storage", "asset", str(row["extends"])) | located(case, str(row["located_at"]))
            found["storage"].append(store | {"asset": name, "source": row["source"]})
        else:
            continue
        ledger = {"asset": name, "unit": UNIT, "capacity": 0.0, "energy": 0.0, "source": row["source"]}
        found["capacity"].append(ledger | _ALWAYS)
    return {table: rows for table, rows in found.items() if rows}


SITES = {"renewables": "asset", "storage": "asset", "thermal": "fleet"}
"""Tables -> key of the assets at whose place a measure may stand."""


def located(case: Case, name: str) -> Row:
    """Area, pocket, dispatcher and settlement of the asset of that name; nothing where there is none."""
    for table, key in SITES.items():
        rows = case.tables[table]
        for site in _records(rows[rows[key] == name]):
            return {column: site[column] for column in ("area", "pocket", "dispatcher", "settles")}
    return {}


_ALWAYS = {"commissioned": pd.Timestamp("1900-01-01"), "retired": pd.Timestamp("2999-12-01")}


def built(case: Case, sizes: Mapping[str, Built]) -> dict[str, list[Row]]:
    """Table -> rows, in the units of the model, that change where measures are built at these sizes: the same columns,
    keys and order as the tables of the case. Nothing of what is not added changes."""
    names = [name for name, size in sizes.items() if size.power > 0 or size.energy > 0]
    found = candidates(case, names)
    for row in found.get("capacity", []):
        row["capacity"], row["energy"] = sizes[row["asset"]].power, sizes[row["asset"]].energy
    stores = {str(row["asset"]) for row in found.get("storage", [])}
    for row in found.get("capacity", []):
        if row["asset"] in stores:
            row["energy"] = max(row["energy"], SMALLEST_CONTENT)
    for row in _measures(case, names):
        size, target = sizes[str(row["measure"])], str(row["extends"])
        _CHANGES.get(str(row["kind"]), _nothing)(case, found, target, size, row)
    return found


def _store(case: Case, found: dict[str, list[Row]], target: str, size: Built, row: Row) -> None:
    if row["located_at"]:  # a store of its own
        return
    unit = f"{UNIT} {row['measure']}"
    energy = max(size.energy, SMALLEST_CONTENT) if row["kind"] == "storage" else 0.0
    ledger = {"asset": target, "unit": unit, "capacity": size.power, "energy": energy, "source": row["source"]}
    found.setdefault("capacity", []).append(ledger | _ALWAYS)


def _taken(case: Case, found: dict[str, list[Row]], target: str, size: Built, row: Row) -> None:
    """Reduce the rows of the ledger that are in service in every hour, one after another, by the size of a measure. Other measures may have
    reduced them before."""
    ledger, rows = case.tables["capacity"], found.setdefault("capacity", [])
    units = _records(in_service(case, ledger[ledger["asset"] == target]))
    keys = [{key: unit[key] for key in SCHEMA["capacity"].keys} for unit in units]
    changed = [
        next((old for old in rows if all(old[key] == value for key, value in own.items())), None) for own in keys
    ]
    capacity = [float((before or unit)["capacity"]) for before, unit in zip(changed, units, strict=True)]
    left = size.power
    for unit, before, there in zip(units, changed, capacity, strict=True):
        taken = min(left, there)
        left -= taken
        if taken > 0:
            kept = there - taken
            source = f"{unit['source']}; calc: less what measures convert or retire"
            less = {**unit, "capacity": kept if kept > ROUNDING else 0.0, "source": source}
            rows.append(less) if before is None else before.update(less)


def in_service(case: Case, ledger: pd.DataFrame) -> pd.DataFrame:
    """Rows of the ledger that are in service in every month of the horizon that the window touches."""
    months = case.time.to_period("M").to_timestamp()
    return ledger[(ledger["commissioned"] <= months[0]) & (months[-1] < ledger["retired"])]


def _retired(case: Case, found: dict[str, list[Row]], target: str, size: Built, row: Row) -> None:
    """Reduce the fleet by a retirement. The retired capacity still counts where planned outages are levelled."""
    _taken(case, found, target, size, row)
    _columns("thermal", "fleet", RETIRED)(case, found, target, size, row)


def _columns(table: str, key: str, *columns: str) -> Any:
    def change(case: Case, found: dict[str, list[Row]], target: str, size: Built, row: Row) -> None:
        rows = found.setdefault(table, [])
        mine = [old for old in rows if old[key] == target]
        if not mine:
            whole = case.tables[table]
            mine = _records(whole[whole[key] == target])
            rows.extend(mine)
        for old in mine:
            old.update({column: float(old[column]) + size.power for column in columns})

    return change


def _nothing(case: Case, found: dict[str, list[Row]], target: str, size: Built, row: Row) -> None:
    """Wind and PV: all of it is in their own rows."""


_CHANGES: dict[str, Any] = {
    "storage": _store,
    "electrolyser": _store,
    "retrofit": _taken,
    "efficiency": _taken,
    "retirement": _retired,
    "demand_response": _columns("demand_response", "programme", "capability"),
    "line": _columns("lines", "line", "forward", "backward"),
    "section": _columns("sections", "section", "forward", "backward"),
    "corridor": _columns("corridors", "corridor", "capacity"),
}


def as_built(case: Case, sizes: Mapping[str, Built]) -> Case:
    """The case with measures built at these sizes."""
    tables = {}
    for name, rows in built(case, sizes).items():
        keys = list(SCHEMA[name].keys)
        old = case.tables[name]
        new = pd.DataFrame(rows).drop_duplicates(keys, keep="last")
        replaced = pd.MultiIndex.from_frame(old[keys]).isin(pd.MultiIndex.from_frame(new[keys]))
        kept, at = old.copy(), {tuple(row[key] for key in keys): row for row in _records(new)}
        for k in np.flatnonzero(replaced).tolist():
            row = at[tuple(old[key].iloc[k] for key in keys)]
            kept.loc[kept.index[k], list(row)] = list(row.values())
        fresh = ~pd.MultiIndex.from_frame(new[keys]).isin(pd.MultiIndex.from_frame(old[keys]))
        tables[name] = _with(kept, _records(new[fresh]))
    return replace(case, tables={**case.tables, **tables}, expanding=())


def _records(table: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _measures(case: Case, names: Sequence[str]) -> list[Row]:
    rows = case.tables["measures"]
    return _records(rows[rows["measure"].isin(list(names))])


def _row(case: Case, table: str, key: str, name: str) -> Row:
    rows = case.tables[table]
    return _records(rows[rows[key] == name])[0]


def _sited(case: Case, row: Row) -> Row:
    """Return the row of ``renewables`` that a measure of wind or PV extends, at the place of the measure."""
    return _row(case, "renewables", "asset", str(row["extends"])) | located(case, str(row["located_at"]))


def _orders(case: Case) -> dict[str, int]:
    """Return the order of curtailment of each measure of wind and PV: one above the highest order of its place and of the measures before it.
    Measures that are not built count too, so that the names of LP columns, which contain the order, do not depend on sizes."""
    highest: dict[tuple[str, ...], int] = {}
    for row in _records(case.tables["renewables"]):
        place = _place(row)
        highest[place] = max(highest.get(place, 0), int(row["order"]))
    found = {}
    for row in _records(case.tables["measures"]):
        if row["kind"] in ("wind", "pv"):
            place = _place(_sited(case, row))
            found[str(row["measure"])] = highest[place] = highest.get(place, 0) + 1
    return found


def _place(row: Row) -> tuple[str, ...]:
    """Return pocket, dispatcher and settlement of an asset."""
    return tuple(str(row[key]) for key in ("pocket", "dispatcher", "settles"))


def _with(table: pd.DataFrame, rows: Sequence[Row]) -> pd.DataFrame:
    """The table with further rows, of the same columns and types."""
    if not rows:
        return table
    more = pd.DataFrame(list(rows))[list(table.columns)].astype(table.dtypes.to_dict())
    return pd.concat([table, more], ignore_index=True)
