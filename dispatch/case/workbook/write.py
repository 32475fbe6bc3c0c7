"""One workbook of a case: a sheet a table with units, choices and comments, the settings, and the series."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from dispatch.arrays import Floats
from dispatch.escape import toml

from ..reference import default_of, kind_of, span_of
from ..schema import TABLES, Column, TableSchema
from ..settings import Settings, section, texts
from ..settings_zh import KEYS_ZH
from .settings_sheet import SHEET

_WIDTHS = {"number": 14, "integer": 10, "flag": 9, "month": 11, "date": 12, "season": 9, "text": 20}
_ROWS = 1000
"""Rows below the heading that have validation and formats: those of a table that grows."""
_LIST = 255
"""Longest list of choices that Excel accepts in a validation."""
HEAD = ("key", "value", "kind", "range", "default", "content", "含义")


class _Styles:
    """Formats of cells."""

    def __init__(self, book: Any) -> None:
        line = {"bottom": 1, "text_wrap": True, "valign": "top"}
        self.head = book.add_format(line | {"bold": True, "bg_color": "#E7EEF7"})
        self.key = book.add_format(line | {"bold": True, "bg_color": "#CFDDF0"})
        self.text = book.add_format({"num_format": "@"})
        self.note = book.add_format({"font_color": "#666666", "text_wrap": True, "valign": "top"})


def write_workbook(
    path: Path,
    tables: Mapping[str, Sequence[Mapping[str, object]]],
    settings: Mapping[str, Any],
    series: Mapping[str, tuple[pd.DatetimeIndex, Mapping[str, Floats]]],
) -> None:
    """Write a case. tables: rows in the usual units; settings: keys of case.toml; series: name of the sheet -> hours, values.
    Raises OSError."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        styles = _Styles(book)
        _settings(book.add_worksheet(SHEET), settings, styles)
        for schema in TABLES:
            if tables.get(schema.name):
                _table(book.add_worksheet(schema.name), schema, tables[schema.name], styles)
        for name, (time, values) in series.items():
            _series(book.add_worksheet(name), time, values, styles)


def _settings(sheet: Any, settings: Mapping[str, Any], styles: _Styles) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, 4, 12)
    sheet.set_column(5, 6, 70, styles.note)
    for k, title in enumerate(HEAD):
        sheet.write_string(0, k, title, styles.key if k == 0 else styles.head)
    given = dict(_flat(settings))
    row = 1
    for key, field, text in _keys(Settings, ""):
        _value(sheet, row, 1, given.pop(key, None), styles.text)
        for k, content in enumerate((key, None, kind_of(field), span_of(field), default_of(field), text, KEYS_ZH[key])):
            if content is not None:
                sheet.write_string(row, k, str(content))
        choices = span_of(field).split(", ") if ", " in span_of(field) else []
        if choices and len(",".join(choices)) <= _LIST:
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": choices})
        row += 1
    for key, value in given.items():
        sheet.write_string(row, 0, key)
        _value(sheet, row, 1, value, styles.text)
        row += 1


def _keys(model: Any, prefix: str) -> list[tuple[str, Any, str]]:
    """Return the keys of case.toml in their order, with field and text."""
    described, found = texts(model), []
    for name, field in model.model_fields.items():
        inner = section(model, name)
        if inner is None:
            found.append((f"{prefix}{name}", field, described.get(name, "")))
        else:
            found += _keys(inner, f"{name}.")
    return found


def _flat(settings: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in settings.items():
        if isinstance(value, Mapping):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((f"{prefix}{key}", value))
    return found


def _value(sheet: Any, row: int, column: int, value: object, text: Any) -> None:
    """Write a value so that it is read as the same: a number that 16 digits do not hold as text."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and float(f"{value:.16G}") == value and abs(value) < 1e300:
        sheet.write_number(row, column, value)
    elif isinstance(value, list | tuple):
        sheet.write_string(row, column, toml(list(value)), text)
    else:
        sheet.write_string(row, column, repr(value) if isinstance(value, float) else str(value), text)


def _table(sheet: Any, schema: TableSchema, rows: Sequence[Mapping[str, object]], styles: _Styles) -> None:
    used = {name for row in rows for name in row}
    columns = [column for column in schema.columns if column.name in used or column.default is None]
    keys = sum(column.key for column in columns[: len(schema.keys)])
    sheet.freeze_panes(1, keys)
    last = max(len(rows), _ROWS)
    for k, column in enumerate(columns):
        numeric = column.kind in ("number", "integer", "flag")
        sheet.set_column(k, k, 40 if column.free else _WIDTHS[column.kind], None if numeric else styles.text)
        title = f"{column.name} [{column.unit}]" if column.unit else column.name
        sheet.write_string(0, k, title, styles.key if column.key else styles.head)
        sheet.write_comment(0, k, comment(column), {"x_scale": 2, "y_scale": 1.5})
        if rule := _validation(column):
            sheet.data_validation(1, k, last, k, rule)
        for number, row in enumerate(rows, start=1):
            _cell(sheet, number, k, row.get(column.name), column, styles.text)


def _cell(sheet: Any, row: int, at: int, value: object, column: Column, text: Any) -> None:
    if isinstance(value, bool):
        sheet.write_string(row, at, "true" if value else "false")
    elif column.kind == "month" and isinstance(value, datetime.date):
        sheet.write_string(row, at, f"{value:%Y-%m}", text)
    elif value is None or column.kind in ("number", "integer"):
        _value(sheet, row, at, value, text)
    elif value != "":
        sheet.write_string(row, at, str(value), text)


def comment(column: Column) -> str:
    """Return what a column is: text in English and Chinese, range, default."""
    span = f"\n{column.span}" if column.span else ""
    empty = "" if column.default is None else f"\nempty 空: {column.filled}"
    return f"{column.text}\n{column.zh}{span}{empty or chr(10) + 'required 必填'}"


def _validation(column: Column) -> dict[str, Any] | None:
    """Return the validation of the cells of a column; a warning, so that ``dispatch check`` says what is wrong."""
    common = {"error_type": "warning", "ignore_blank": True, "error_title": column.name[:32]}
    if column.choices and len(",".join(column.choices)) <= _LIST:
        return common | {"validate": "list", "source": list(column.choices)}
    if column.kind == "flag":
        return common | {"validate": "list", "source": ["true", "false"]}
    if column.kind not in ("number", "integer") or column.unlimited or (column.low is None and column.high is None):
        return None
    kind = "integer" if column.kind == "integer" else "decimal"
    if column.high is None:
        return common | {"validate": kind, "criteria": ">=", "value": column.low}
    low = -1e300 if column.low is None else column.low
    return common | {"validate": kind, "criteria": "between", "minimum": low, "maximum": column.high}


def _series(sheet: Any, time: pd.DatetimeIndex, values: Mapping[str, Floats], styles: _Styles) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 17, styles.text)
    for k, name in enumerate(("time", *values)):
        sheet.write_string(0, k, name, styles.key if k == 0 else styles.head)
    for row, hour in enumerate(time.strftime("%Y-%m-%d %H:%M"), start=1):
        sheet.write_string(row, 0, hour)
    for k, series in enumerate(values.values(), start=1):
        for row, value in enumerate(series.tolist(), start=1):
            _value(sheet, row, k, value, styles.text)
