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
from .settings_zh import KEYS_ZH

Lang = Literal["en", "zh"]

_HEAD = """\
# A case: its keys and its tables

[中文](zh/tables.md)

A case is a folder with `case.toml`, the tables below as `NAME.csv`, and one file of hourly series. `make reference`
writes this page from the schema that checks the tables.

## How tables are written

- UTF-8 with or without BOM, or GB18030; fields separated by commas, a text with a comma in quotes. The first line names
  the columns, in any order; a column that has a default may be left out, and so may a table that is not required.
- A column with a unit states it in its heading: `capacity [MW]`, `capacity [万千瓦]`. Ranges and defaults below are in
  the usual unit.
- Numbers have digits only: `1234.5`, no separators of thousands, no unit, no `%` (but `own_use [%]` as a heading, then `6`).
- Names (kind text) have no brackets, commas, slashes, `@` or `=`. Columns in **bold** are the key: one row each.
- A flag is `true` or `false` (or 是, 否, yes, no, 1, 0); a month `2030-07`; a date `2030-07-15`; a season's day `10-15`.
- An empty cell takes the default. Nothing else is filled in or corrected: all faults are reported at once.

## Units

| usual | in headings |
|---|---|
"""
_HEAD_ZH = """\
# 案例：参数与数据表

[English](../tables.md)

一个案例是一个目录，内含 `case.toml`、下列各数据表（`NAME.csv`）与一个逐时序列文件。本页由 `make reference` 根据校验数据表的定义生成。
天气生成参数（weather.toml、sites.csv）见[英文页](../tables.md)。

## 数据表的写法

- 编码为 UTF-8（有无 BOM 均可）或 GB18030；以逗号分隔，含逗号的文字加引号。首行为列名，次序不限；有默认值的列、非必需的表可以省略。
- 有单位的列在表头注明单位：`capacity [MW]`、`capacity [万千瓦]`。下列取值范围与默认值均按常用单位。
- 数字只写数字：`1234.5`，不写千分位、单位与 `%`（表头可写 `own_use [%]`，单元格写 `6`）。
- 名称不含括号、逗号、斜线、`@`、`=`。**粗体**列为主键：每个取值一行。
- 是否类填 `true`、`false`（或是、否、yes、no、1、0）；月份 `2030-07`；日期 `2030-07-15`；季节起止日 `10-15`。
- 空单元格取默认值。除此之外不补全、不更正；全部错误一次列出。

## 单位

| 常用 | 表头可用 |
|---|---|
"""
_SERIES = """
## Hourly series

With a key of `[weather]`, the series are generated ([series](series.md)). Otherwise they are read from the file that
`series` names, in the case folder or in the nearest folder that it extends: netCDF with `value(series, time)`, or
CSV with a column `time` and one column per series. Times are the starts of hours in UTC+8 without daylight saving
(`2030-01-07 00:00`), every hour of the horizon once and in order; values are numbers from 0. Profiles of wind, sun and
heat are shares, 0 to 1; those of loads and corridors are shapes, scaled to their yearly energy.
"""
_SERIES_ZH = """
## 逐时序列

给出 `[weather]` 的任一项时，序列由程序生成（见[逐时序列](series.md)）。否则读取 `series` 所指文件，位于案例目录或其所继承的最近目录：
netCDF，变量为 `value(series, time)`；或 CSV，一列 `time`，每个序列一列。时间为各小时的起点，UTC+8，无夏令时（`2030-01-07 00:00`），
时段内每小时一次、按序排列；数值不小于 0。风、光、热的序列为占比（0 至 1）；负荷与外送通道的序列为形状，按年电量缩放。
"""
_KEYS = """
## case.toml

| key | type | range | default | content |
|---|---|---|---|---|
"""
_KEYS_ZH = """
## case.toml

| 项 | 类型 | 范围 | 默认 | 含义 |
|---|---|---|---|---|
"""
_FOLDER = """| `extends` | text | | | Name of a sibling folder: its keys and tables apply where this case states nothing. Rows merge by key, cell by cell. |
| `drop.TABLE` | list | | | Keys of rows of TABLE that are left out: `capacity = ["asset,unit"]`; the first part alone drops all rows with it. |

`--set PATH=VALUE` changes a single input for one run. PATH is a key above, as `prices.co2`, or
`table[key=value].column`, as `capacity[asset=wind].capacity`, for every row that matches (several conditions are separated
by commas). VALUE is a literal in the usual unit, or `*1.1`, a factor. A PATH without a match is a fault.
"""
_FOLDER_ZH = """| `extends` | 文字 | | | 同级目录名：本案例未写明的参数与数据表沿用该目录；各行按主键、逐单元格合并。 |
| `drop.TABLE` | 列表 | | | 不沿用的 TABLE 各行的主键：`capacity = ["asset,unit"]`；只写第一部分则去掉所有同名行。 |

`--set PATH=VALUE` 为单次运行修改任一输入。PATH 为上述某项，如 `prices.co2`；或 `table[key=value].column`，如
`capacity[asset=wind].capacity`，作用于所有匹配的行（多个条件以逗号分隔）。VALUE 为常用单位下的数值，或 `*1.1`（倍数）。无匹配的 PATH 视为错误。
"""
_COLUMNS = {
    "en": "| column | kind | unit | range | default | content |",
    "zh": "| 列 | 类型 | 单位 | 范围 | 默认 | 含义 |",
}
_TARGET_UNITS = {
    "en": ("Units of the kinds of target:", "| kind | unit |"),
    "zh": ("各类目标的单位：", "| 类型 | 单位 |"),
}
_ZH = {
    "text": "文字",
    "free text": "自由文字",
    "number": "数值",
    "integer": "整数",
    "flag": "是否",
    "month": "月份",
    "date": "日期",
    "season": "月日",
    "list": "列表",
    "table": "表",
    "required": "必填",
    "none given": "未给出",
}
"""Kinds and defaults in Chinese; other words stand as they are."""


def reference(lang: Lang = "en") -> str:
    """Return the reference page in Markdown: every key, table and column with type, unit, range, default and text."""
    units = "".join(f"| {name} | {', '.join(units)} |\n" for name, units in UNITS.items())
    keys = "".join(f"{line}\n" for line in _keys(Settings, "", lang))
    head, series, heading, folder = (
        (_HEAD, _SERIES, _KEYS, _FOLDER) if lang == "en" else (_HEAD_ZH, _SERIES_ZH, _KEYS_ZH, _FOLDER_ZH)
    )
    return head + units + series + heading + keys + folder + "".join(f"\n{line}" for line in _tables(lang)) + "\n"


def _keys(model: type[BaseModel], prefix: str, lang: Lang) -> Iterator[str]:
    described = texts(model)
    for name, field in model.model_fields.items():
        inner = section(model, name)
        if inner is None:
            text = described.get(name, "").replace("|", "/") if lang == "en" else KEYS_ZH[f"{prefix}{name}"]
            kind, filled = _word(kind_of(field), lang), _word(default_of(field), lang)
            yield f"| `{prefix}{name}` | {kind} | {span_of(field)} | {filled} | {text} |"
        else:
            needed = "" if not field.is_required() and field.default is not None else default_of(field)
            text = " ".join((inner.__doc__ or "").split()) if lang == "en" else KEYS_ZH[name]
            yield f"| `[{name}]` | {_word('table', lang)} | | {_word(needed, lang)} | {text} |"
            yield from _keys(inner, f"{name}.", lang)


def _word(word: str, lang: Lang) -> str:
    return word if lang == "en" else _ZH.get(word, word)


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


def _tables(lang: Lang) -> Iterator[str]:
    for table in TABLES:
        text, needed = (table.text, " Required.") if lang == "en" else (table.zh, "必需。")
        yield from (f"## {table.name}.csv", "", text + (needed if table.required else ""), "")
        yield from (_COLUMNS[lang], "|---|---|---|---|---|---|")
        yield from (_line(column, lang) for column in table.columns)
        yield ""
    text, heading = _TARGET_UNITS[lang]
    yield from (text, "", heading, "|---|---|")
    yield from (f"| {kind} | {unit} |" for kind, unit in TARGET_UNITS.items())


def _line(column: Column, lang: Lang) -> str:
    name = f"**{column.name}**" if column.key else column.name
    text = column.text.replace("|", "/") if lang == "en" else column.zh
    if column.refers:
        text += f" (a row of {column.refers})" if lang == "en" else f"（{column.refers} 表的一行）"
    kind = _word("free text" if column.free else column.kind, lang)
    return f"| {name} | {kind} | {column.unit} | {column.span} | {_word(_filled(column), lang)} | {text} |"


def _filled(column: Column) -> str:
    if column.default is None:
        return "required"
    return "none given" if column.none_given else column.filled
