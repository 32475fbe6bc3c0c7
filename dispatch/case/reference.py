"""The reference of tables, printed from the schema and from the keys of case.toml."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Any, Literal

from annotated_types import Ge, Gt, Le, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .schema import TABLES, TARGET_UNITS, UNITS, Column
from .settings import Settings, section, texts

_HEAD = """\
# A case: its keys and its tables

A case is a folder with `case.toml`, the tables below as `NAME.csv`, and one file of hourly series. This page is printed
from the schema that checks them: `make reference`.

## How tables are written

- UTF-8 with or without BOM, or GB18030; fields separated by commas, a text with a comma in quotes. The first line names
  the columns, in any order; a column that has a default may be left out, and so may a table that is not required.
- A column with a unit states it in its heading: `capacity [MW]`, `capacity [万千瓦]`. Ranges and defaults below are in
  the usual unit.
- Numbers are plain: `1234.5`, no separators of thousands, no unit, no `%` (but `own_use [%]` as a heading, then `6`).
- Names (kind text) have no brackets, commas, slashes, `@` or `=`. Columns in **bold** are the key: one row each.
- A flag is `true` or `false` (or 是, 否, yes, no, 1, 0); a month `2030-07`; a date `2030-07-15`; a season's day `10-15`.
- An empty cell takes the default. Nothing else is filled in or corrected: what is wrong is reported, all of it at once.

## Units

| usual | in headings |
|---|---|
"""
_SERIES = """
## Hourly series

Drawn, where a key of `[weather]` is given (see docs/series.md). Otherwise the file that `series` names, in the case folder or
in the nearest that it extends: netCDF with `value(series, time)`, or
CSV with a column `time` and one column a series. Times are the starts of hours in UTC+8 without daylight saving
(`2030-01-07 00:00`), every hour of the horizon once and in order; values are numbers from 0. Profiles of wind, sun and
heat are shares, 0 to 1; those of loads and corridors are shapes, scaled to their yearly energy.
"""
_KEYS = """
## case.toml

| key | type | range | default | what |
|---|---|---|---|---|
"""
_FOLDER = """| `extends` | text | | | Name of a sibling folder: its keys and tables hold, but for what is stated here. Rows merge by key, cell by cell. |
| `drop.TABLE` | list | | | Keys of rows of TABLE that are not taken over: `capacity = ["asset,unit"]`; the first part alone drops all that share it. |

Any single input is changed for one run by `--set PATH=VALUE`. PATH is a key above, as `prices.co2`, or
`table[key=value].column`, as `capacity[asset=wind].capacity`, for every row that matches (several conditions are separated
by commas). VALUE is a literal in the usual unit, or `*1.1`, a factor. A PATH that matches nothing is a fault.
"""


def reference() -> str:
    """Markdown: every key, table and column with type, unit, range, default and text."""
    units = "".join(f"| {name} | {', '.join(units)} |\n" for name, units in UNITS.items())
    keys = "".join(f"{line}\n" for line in _keys(Settings, ""))
    return _HEAD + units + _SERIES + _KEYS + keys + _FOLDER + "".join(f"\n{line}" for line in _tables()) + "\n"


def _keys(model: type[BaseModel], prefix: str) -> Iterator[str]:
    described = texts(model)
    for name, field in model.model_fields.items():
        inner = section(model, name)
        if inner is None:
            text = described.get(name, "").replace("|", "/")
            yield f"| `{prefix}{name}` | {kind_of(field)} | {span_of(field)} | {default_of(field)} | {text} |"
        else:
            needed = "" if not field.is_required() and field.default is not None else default_of(field)
            yield f"| `[{name}]` | table | | {needed} | {' '.join((inner.__doc__ or '').split())} |"
            yield from _keys(inner, f"{name}.")


def kind_of(field: FieldInfo) -> str:
    """Return the type of a key in words."""
    count = next((rule.min_length for rule in field.metadata if isinstance(rule, MinLen)), 0)
    return _kind(field.annotation, count)


def _kind(annotation: Any, count: int = 0) -> str:
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Literal:
        return "text" if isinstance(parts[0], str) else "integer"
    if isinstance(annotation, types.UnionType):
        return _kind(parts[0])
    if origin is tuple:
        return f"{count} numbers" if count else "list of texts"
    if origin is dict:
        return "12 numbers a zone" if "tuple" in str(parts[1]) else "number a zone"
    name = str(annotation.__name__)
    return {"float": "number", "int": "integer", "str": "text"}.get(name, name)


def span_of(field: FieldInfo) -> str:
    """Return the choices, or the range, of a key."""
    if typing.get_origin(field.annotation) is Literal:
        return ", ".join(str(choice) for choice in typing.get_args(field.annotation))
    least = next((_short(rule.ge) for rule in field.metadata if isinstance(rule, Ge)), "")
    above = next((f"above {_short(rule.gt)}" for rule in field.metadata if isinstance(rule, Gt)), "")
    most = next((_short(rule.le) for rule in field.metadata if isinstance(rule, Le)), "")
    return f"{least or above}…{most}" if least or most else above


def _short(number: object) -> str:
    return str(number).removesuffix(".0")


def default_of(field: FieldInfo) -> str:
    """Return the default of a key, ``required``, or nothing."""
    if field.is_required():
        return "required"
    if field.default_factory is not None or field.default in (None, "", ()):
        return ""
    return "1 each" if isinstance(field.default, tuple) else _short(field.default)


def _tables() -> Iterator[str]:
    for table in TABLES:
        needed = " Required." if table.required else ""
        yield from (f"## {table.name}.csv", "", table.text + needed, "")
        yield from ("| column | kind | unit | range | default | what |", "|---|---|---|---|---|---|")
        yield from (_line(column) for column in table.columns)
        yield ""
    yield from ("Units of the kinds of target:", "", "| kind | unit |", "|---|---|")
    yield from (f"| {kind} | {unit} |" for kind, unit in TARGET_UNITS.items())


def _line(column: Column) -> str:
    name = f"**{column.name}**" if column.key else column.name
    text = column.text.replace("|", "/")
    refers = f" (a row of {column.refers})" if column.refers else ""
    kind = "free text" if column.free else column.kind
    return f"| {name} | {kind} | {column.unit} | {column.span} | {_filled(column)} | {text}{refers} |"


def _filled(column: Column) -> str:
    if column.default is None:
        return "required"
    if column.low is not None and isinstance(column.default, float) and column.default < column.low:
        return "none given"
    return str(column.default).lower() if column.kind == "flag" else str(column.default)
