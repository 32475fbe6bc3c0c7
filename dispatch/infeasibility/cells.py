"""The cells of tables that set the requirements of a conflict: what a planner could change."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from dispatch.case import Case
from dispatch.case.schema import SCHEMA, UNITS, Column

from .members import Member

_LOADS, _RENEWABLES = ("pocket", "settles"), ("pocket", "dispatcher", "settles", "order")
"""Columns whose values, joined, are the labels of places of load and of curtailment groups."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table. keys: key columns of its row and what they hold. value: what it holds, a number in the usual
    unit of the column."""

    table: str
    keys: tuple[tuple[str, str], ...]
    column: Column
    value: float | bool

    @property
    def place(self) -> str:
        """The row, by its keys."""
        return ", ".join(value for _, value in self.keys)

    def setting(self, value: str) -> str:
        """What ``--set`` takes to change it."""
        chosen = ",".join(f"{key}={name}" for key, name in self.keys)
        return f"{self.table}[{chosen}].{self.column.name}={value}"

    def changed(self, case: Case, value: float) -> Case:
        """The case with another number in the cell."""
        rows = case.tables[self.table]
        here = np.logical_and.reduce([rows[key].astype(str) == name for key, name in self.keys])
        factor = UNITS[self.column.unit][self.column.unit] if self.column.unit else 1.0
        name = self.column.name
        return replace(
            case, tables={**case.tables, self.table: rows.assign(**{name: rows[name].where(~here, value * factor)})}
        )


def cells(case: Case, members: Sequence[Member]) -> list[Cell]:
    """Return the cells behind the requirements of a conflict, each once, in the order of the members."""
    found = [cell for member in members for cell in _of(case, member)]
    return list({(cell.table, cell.keys, cell.column.name): cell for cell in found}.values())


def _of(case: Case, member: Member) -> Iterator[Cell]:
    rule = member.rule
    if rule is None:
        return
    rows = case.tables[rule.table]
    rows = rows[_named(case, rule.table, rows, member)]
    if rule.table in ("minimum_online", "sections") and "month" in rows and member.hours[0] >= 0:
        rows = rows[rows["month"].isin(case.month[member.hours[0] : member.hours[1] + 1])]
    if rule.table == "capacity":
        rows = rows.drop_duplicates("asset")  # a MW more of any unit is the same
    columns = [name.strip() for name in rule.column.split(",")]
    if rule.table == "load":
        columns = ["energy", "firm"]
    if rule.table == "corridors" and rule.column == "energy_mid":
        columns = [f"energy_{case.settings.export_level}"]
    if rule.table == "targets":
        columns.append("imposed")
    for row in rows.to_dict("records"):
        for name in columns:
            yield _cell(rule.table, row, name)
    if "month" in rows:
        yield from _every_month(rule.table, case.tables[rule.table], rows, columns[0])


def _every_month(table: str, rows: pd.DataFrame, some: pd.DataFrame, name: str) -> Iterator[Cell]:
    """The cells of all months at once, where they hold the same number: ``--set`` without the month."""
    keys = [key for key in SCHEMA[table].keys if key != "month"]
    for key, group in rows.groupby(keys, sort=False):
        if len(group) > 1 and group[name].nunique() == 1 and (some[keys] == list(key)).all(axis=1).any():
            one = _cell(table, dict(group.iloc[0]), name)
            yield Cell(table, tuple(pair for pair in one.keys if pair[0] != "month"), one.column, one.value)


def _cell(table: str, row: dict[Hashable, Any], name: str) -> Cell:
    schema = SCHEMA[table]
    column = schema.column(name)
    assert column is not None
    keys = tuple((key, str(row[key])) for key in schema.keys)
    if column.kind == "flag":
        return Cell(table, keys, column, bool(row[name]))
    factor = UNITS[column.unit][column.unit] if column.unit else 1.0
    return Cell(table, keys, column, float(f"{float(str(row[name])) / factor:.12g}"))


def _named(case: Case, table: str, rows: pd.DataFrame, member: Member) -> np.ndarray:
    """Which rows of the table the member is of, by its labels."""
    keep = np.ones(len(rows), dtype=bool)
    if member.number == "Z":
        name = member.block.removeprefix("Z_")
        return np.array([name == one or name.startswith(f"{one}@") for one in rows["target"].astype(str)], dtype=bool)
    first = str(rows.columns[0])
    for axis, label in zip(member.axes, member.place, strict=True):
        if axis == "keeper":
            dispatcher, _, area = label.rpartition("@")
            keep &= ((rows["dispatcher"] == dispatcher) & (rows["area"] == area)).to_numpy()
        elif axis == "group":
            assets = _in_group(case.tables["renewables"], label, _RENEWABLES)
            keep &= rows[first].isin(assets).to_numpy()
        elif axis == "place":
            keep &= rows[first].isin(_in_group(rows, label, _LOADS)).to_numpy()
        elif axis == "area":
            keep &= (rows["area"] == label).to_numpy()
        else:
            keep &= (rows[first].astype(str) == label).to_numpy()
    return keep


def _in_group(rows: pd.DataFrame, label: str, columns: Sequence[str]) -> list[str]:
    """First column of the rows whose ``columns``, joined, are the label."""
    joined = ["/".join(str(value) for value in key) for key in rows[list(columns)].to_numpy()]
    first = rows[rows.columns[0]].astype(str)
    return [name for name, own in zip(first, joined, strict=True) if own == label]
