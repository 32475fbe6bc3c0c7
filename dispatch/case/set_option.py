"""`--set PATH=VALUE`: any single input, changed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from dispatch.errors import Fault
from dispatch.messages import Message, message

from .cell_values import Value, WrongValueError, default, describe, number, parse, scaled
from .merge import Sources
from .schema import SCHEMA, Column, TableSchema
from .settings import Settings, section
from .suggestions import clip, options
from .tables import Cell, Row

_SETTING = re.compile(r"(?P<path>[^\[\]=]+(?:\[[^\[\]]*\][^=\[\]]*)?)=(?P<value>.*)")
_PATH = re.compile(r"(?P<table>\w+)\[(?P<filter>[^\[\]]+)\]\.(?P<column>\w+)")
_FORM = message("remedy.case.set_table")


class _RefusedError(ValueError):
    def __init__(self, rule: Message, remedy: Message) -> None:
        self.rule, self.remedy = rule, remedy
        super().__init__(rule)


def override(whole: Sources, settings: Iterable[str]) -> None:
    """Apply ``PATH=VALUE`` settings in turn. PATH is ``table[key=value].column`` or a key of case.toml; VALUE is a
    literal in the column's usual unit, or ``*factor``. What cannot be applied is a fault."""
    for setting in settings:
        try:
            match = _SETTING.fullmatch(setting)
            if match is None:
                raise _RefusedError(message("fault.case.not_path_value"), _FORM)
            path, value = match["path"].strip(), match["value"].strip()
            if "[" in path:
                _set_cells(whole, setting, path, value)
            else:
                _set_key(whole, path, value)
        except (_RefusedError, WrongValueError) as refused:
            whole.faults.append(Fault("--set", 0, "", setting, refused.rule, refused.remedy))


def _set_cells(whole: Sources, setting: str, path: str, value: str) -> None:
    match = _PATH.fullmatch(path)
    if match is None:
        raise _RefusedError(message("fault.case.not_path_value"), _FORM)
    schema = SCHEMA.get(match["table"])
    if schema is None:
        raise _RefusedError(
            message("fault.case.no_such_table"), options(match["table"], SCHEMA, message("list.case.tables"))
        )
    column = _column(schema, match["column"])
    if column.key:
        raise _RefusedError(message("fault.case.key_row", name=column.name), message("remedy.case.drop_or_add_row"))
    wanted = [_condition(schema, part) for part in match["filter"].split(",")]
    rows = whole.rows[schema.name]
    hits = [row for row in rows if all(_value(row, own) == want for own, want in wanted)]
    if not hits and schema.name not in whole.broken:
        own, want = wanted[0]
        known = sorted({str(_value(row, own)) for row in rows})
        raise _RefusedError(
            message("fault.case.no_row_matches"), options(str(want), known, message("list.case.values", name=own.name))
        )
    for row in hits:
        row[column.name] = Cell(_new(row, column, value), setting, "--set", 0)


def _column(schema: TableSchema, name: str) -> Column:
    column = schema.column(name)
    if column is None:
        names = [own.name for own in schema.columns]
        raise _RefusedError(
            message("fault.case.no_column_to_set", name=schema.name, name2=clip(name)),
            options(name, names, message("list.common.columns")),
        )
    return column


def _condition(schema: TableSchema, part: str) -> tuple[Column, Value]:
    name, equals, value = (side.strip() for side in part.partition("="))
    if not equals:
        raise _RefusedError(message("fault.case.condition", part=clip(part)), _FORM)
    column = _column(schema, name)
    return column, parse(column, value)


def _value(row: Row, column: Column) -> Value | None:
    if column.name in row:
        return row[column.name].value
    return default(column)


def _new(row: Row, column: Column, value: str) -> Value | None:
    if not value.startswith("*"):
        if value:
            return parse(column, value)
        if column.default is None:
            raise _RefusedError(message("fault.case.may_not_empty", name=column.name), describe(column))
        return default(column)
    if column.kind not in ("number", "integer"):
        raise _RefusedError(
            message("fault.case.set_no_number", name=column.name), message("remedy.case.give_value_itself")
        )
    factor, old = number(value[1:].strip()), _value(row, column)
    if old is None:
        if column.name in row:
            return None  # the faulty cell has its fault already
        raise _RefusedError(
            message("fault.case.set_empty", name=column.name),
            message("remedy.case.give_value_itself"),
        )
    assert isinstance(old, int | float)
    return parse(column, repr(scaled(float(old), factor)))


def _set_key(whole: Sources, path: str, value: str) -> None:
    *parents, last = path.split(".")
    first = (parents or [last])[0]
    if first in SCHEMA and first not in Settings.model_fields:
        raise _table_without_rows(SCHEMA[first], last if parents else "")
    model: type[BaseModel] = Settings
    level: Any = whole.settings
    for parent in parents:
        inner = section(model, parent)
        if inner is None:
            raise _no_key(parent, model)
        model, level = inner, level.setdefault(parent, {}) if isinstance(level, dict) else level
    if last not in model.model_fields:
        raise _no_key(last, model)
    if not isinstance(level, dict):
        return  # case.toml has no table there, and has its fault already
    level[last] = _scaled_key(level, model, last, value) if value.startswith("*") else _literal(value)
    whole.places[path] = ("--set", 0)


def _table_without_rows(schema: TableSchema, name: str) -> _RefusedError:
    column = schema.column(name) or next(own for own in reversed(schema.columns[:-1]) if not own.key)
    form = f"{schema.name}[{schema.columns[0].name}=NAME].{column.name}"
    return _RefusedError(
        message("fault.case.table_in_path", name=schema.name), message("remedy.case.name_rows", form=form)
    )


def _no_key(part: str, model: type[BaseModel]) -> _RefusedError:
    return _RefusedError(
        message("fault.case.unknown_setting"), options(part, model.model_fields, message("list.case.keys"))
    )


def _scaled_key(level: dict[str, Any], model: type[BaseModel], last: str, value: str) -> int | float:
    old = level.get(last, model.model_fields[last].default)
    if isinstance(old, bool) or not isinstance(old, int | float):
        raise _RefusedError(message("fault.case.set_text", last=last), message("remedy.case.give_value_itself"))
    new = scaled(float(old), number(value[1:].strip()))
    return int(new) if isinstance(old, int) and new == int(new) else new


def _literal(value: str) -> Any:
    """A literal of TOML; what is none is a text."""
    try:
        return tomllib.loads(f"value = {value}")["value"]
    except (ValueError, RecursionError):
        return value
