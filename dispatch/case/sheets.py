"""Merged rows of every table, cell by cell: what is valid can be checked although something beside it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dispatch.errors import Fault
from dispatch.messages import Message, message

from .cell_values import Value, default, describe
from .merge import Sources
from .schema import TABLES, UNITS, Column, TableSchema
from .tables import Cell, Row

_DTYPES = {
    "number": "float64",
    "integer": "int64",
    "flag": "bool",
    "month": "datetime64[s]",
    "date": "datetime64[s]",
}
_NUMPY = ("float64", "int64", "bool")
"""Types of columns that numpy has."""


@dataclass(frozen=True)
class Sheet:
    """One table. ``values`` holds, per row, the columns that have a valid value, defaults filled; ``whole`` is false
    where rows or their keys may have been lost, so that the absence of a name proves nothing."""

    schema: TableSchema
    rows: list[Row]
    values: list[dict[str, Any]]
    whole: bool

    def having(self, *columns: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """(number, values) of the rows that have a valid value in all of these columns."""
        for k, row in enumerate(self.values):
            if all(column in row for column in columns):
                yield k, row

    def known(self, *columns: str) -> list[Any]:
        """The values of a column, or tuples of several, in the order of the rows."""
        rows = (row for _, row in self.having(*columns))
        return [row[columns[0]] if len(columns) == 1 else tuple(row[column] for column in columns) for row in rows]

    def fault(self, k: int, column: str, rule: Message, remedy: Message) -> Fault:
        """A fault of a column of row ``k``, with the text that was found there."""
        row = self.rows[k]
        here = next(iter(row.values()))
        cell = row.get(column) or Cell(None, str(self.values[k].get(column, "")), here.file, here.row)
        return Fault(cell.file, cell.row, column, cell.text, rule, remedy)

    def frame(self) -> pd.DataFrame:
        """The table in GW, GWh, million CNY, ktce and kt."""
        if not self.values:
            return _empty(self.schema).copy()
        return pd.DataFrame({column.name: self._typed(column) for column in self.schema.columns})

    def _typed(self, column: Column) -> NDArray[Any] | pd.Series:
        """The values of a column in the units of the model. The type is stated: pandas would take twice the time to find it."""
        dtype: Any = _DTYPES.get(column.kind, "str")
        values = [row[column.name] for row in self.values]
        typed = np.array(values, dtype=dtype) if dtype in _NUMPY else pd.Series(values).astype(dtype)
        return typed * UNITS[column.unit][column.unit] if column.unit else typed


@cache
def _empty(schema: TableSchema) -> pd.DataFrame:
    """A table without rows: most of a small case, and half the time of reading it."""
    dtypes = {column.name: _DTYPES.get(column.kind, "str") for column in schema.columns}
    return pd.DataFrame({name: [] for name in dtypes}).astype(dtypes)


Sheets = dict[str, Sheet]


def sheets_of(whole: Sources) -> Sheets:
    """Every table of a case; what its rows lack is appended to the faults."""
    return {schema.name: _sheet(schema, whole) for schema in TABLES}


def _sheet(schema: TableSchema, whole: Sources) -> Sheet:
    values: list[dict[str, Any]] = []
    absent: dict[tuple[str, str], int] = {}
    complete = schema.name not in whole.broken
    filled: dict[str, Value | None] = {column.name: default(column) for column in schema.columns}
    for row in whole.rows[schema.name]:
        found = {name: cell.value for name, cell in row.items()}
        values.append({name: value for name, value in (filled | found).items() if value is not None})
        here = next(iter(row.values()))
        for column in schema.columns:
            if column.name in row or column.default is not None or not complete:
                continue
            if column.name in whole.columns.get(here.file, ()):
                whole.faults.append(
                    Fault(here.file, here.row, column.name, "", message("fault.case.value_missing"), describe(column))
                )
            else:
                absent[here.file, column.name] = absent.get((here.file, column.name), 0) + 1
    for (file, name), count in absent.items():
        column = next(column for column in schema.columns if column.name == name)
        one = message("fault.case.heading_lacks_column_of_row")
        rule = message("fault.case.heading_lacks_column", count=count) if count > 1 else one
        whole.faults.append(Fault(file, 1, name, "", rule, describe(column)))
    named = all(key in row for row in values for key in schema.keys)
    return Sheet(schema, whole.rows[schema.name], values, complete and named)
