"""From folders to one set of rows: `extends` merges by key, `drop` deletes, `--set` changes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dispatch.errors import CaseError, Fault

from . import files
from .files import Cell, Row
from .schema import SCHEMA, TableSchema

_OF_FOLDER = {"extends", "drop"}
_PATH = re.compile(r"^(?P<table>\w+)\[(?P<filter>[^\[\]]+)\]\.(?P<column>\w+)$")


@dataclass
class Sources:
    """A case before it is checked: keys of case.toml, rows by table, where the series file lies."""

    name: str
    folder: Path
    settings: dict[str, Any]
    rows: dict[str, list[Row]]
    series_folder: Path
    faults: list[Fault]


def gather(folder: Path) -> Sources:
    """Read a case folder and those that it extends. Raises CaseError for a cycle, or a parent that is no sibling."""
    folder = folder.resolve()
    chain: list[tuple[Path, dict[str, Any]]] = []
    at = folder
    while True:
        if at in [seen for seen, _ in chain]:
            names = " -> ".join([seen.name for seen, _ in chain] + [at.name])
            raise CaseError([_toml_fault(folder, "extends", names, "cases extend each other in a circle", "Break it.")])
        settings = files.toml(at / "case.toml")
        chain.append((at, settings))
        if "extends" not in settings:
            break
        parent = settings["extends"]
        if not isinstance(parent, str) or not re.fullmatch(r"[\w.-]*\w[\w.-]*", parent) or parent in (".", ".."):
            rule = "a case extends the folder of a sibling, by its name"
            raise CaseError([_toml_fault(at, "extends", str(parent), rule, "Name a folder beside this one.")])
        at = (at.parent / parent).resolve()
        if at.parent != folder.parent:
            rule = "a case extends a sibling folder only"
            raise CaseError([_toml_fault(folder, "extends", parent, rule, "Name a folder beside this one.")])

    whole = Sources(folder.name, folder, {}, {name: [] for name in SCHEMA}, folder, [])
    for at, settings in reversed(chain):
        label = "" if at == folder else f"{at.name}/"
        if "series" in settings:
            whole.series_folder = at
        _merge_settings(whole.settings, {key: value for key, value in settings.items() if key not in _OF_FOLDER})
        _drop(whole, settings.get("drop", {}), f"{label}case.toml")
        _merge_tables(whole, at, label, str(settings.get("series", "")))
    return whole


def _toml_fault(folder: Path, key: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault(f"{folder.name}/case.toml", 0, key, value, rule, remedy)


def _merge_settings(onto: dict[str, Any], new: Mapping[str, Any]) -> None:
    for key, value in new.items():
        if isinstance(value, dict) and isinstance(onto.get(key), dict):
            _merge_settings(onto[key], value)
        else:
            onto[key] = value


def _merge_tables(whole: Sources, folder: Path, label: str, series: str) -> None:
    for path in sorted(folder.glob("*.csv")):
        if path.name in (series, "sites.csv"):
            continue
        schema = SCHEMA.get(path.stem)
        if schema is None:
            rule = "there is no such table"
            whole.faults.append(Fault(label + path.name, 0, "", "", rule, f"Tables are: {', '.join(SCHEMA)}."))
            continue
        raw = files.table(path, schema, label + path.name)
        whole.faults.extend(raw.faults)
        _merge_rows(whole.rows[schema.name], raw.rows, schema, whole.faults)


def _key(row: Row, schema: TableSchema) -> tuple[str, ...]:
    return tuple(row[name].text if name in row else "" for name in schema.keys)


def _merge_rows(onto: list[Row], new: list[Row], schema: TableSchema, faults: list[Fault]) -> None:
    place = {_key(row, schema): k for k, row in enumerate(onto)}
    seen: dict[tuple[str, ...], Cell] = {}
    for row in new:
        key = _key(row, schema)
        here = next(iter(row.values()))
        if key in seen:
            rule = f"the key {', '.join(schema.keys)} was in row {seen[key].row} already"
            faults.append(Fault(here.file, here.row, schema.keys[0], ", ".join(key), rule, "Keep one of the rows."))
            continue
        seen[key] = here
        if key in place:
            onto[place[key]] = onto[place[key]] | row
        else:
            onto.append(row)


def _drop(whole: Sources, drop: Any, file: str) -> None:
    if not isinstance(drop, dict):
        rule, remedy = "drop is a table of lists of keys", 'Write [drop] and capacity = ["asset,unit"].'
        whole.faults.append(Fault(file, 0, "drop", str(drop), rule, remedy))
        return
    for name, keys in drop.items():
        schema = SCHEMA.get(name)
        if schema is None or not isinstance(keys, list):
            rule = "drop names a table that does not exist" if schema is None else "drop needs a list of keys"
            whole.faults.append(Fault(file, 0, f"drop.{name}", "", rule, f"Tables are: {', '.join(SCHEMA)}."))
            continue
        for key in keys:
            wanted = tuple(part.strip() for part in str(key).split(","))
            kept = [row for row in whole.rows[name] if _key(row, schema)[: len(wanted)] != wanted]
            if len(kept) == len(whole.rows[name]):
                rule, remedy = "drop matches no row", f"Give the key: {', '.join(schema.keys)}."
                whole.faults.append(Fault(file, 0, f"drop.{name}", str(key), rule, remedy))
            whole.rows[name] = kept


def change(whole: Sources, settings: Iterable[str]) -> None:
    """Apply ``PATH=VALUE`` settings. PATH is ``table[key=value].column`` or a key of case.toml; VALUE is a literal in
    the column's usual unit, or ``*factor``. A PATH that matches nothing is a fault."""
    for setting in settings:
        match = re.match(r"^(?P<path>[^\[\]=]+(?:\[[^\[\]]*\][^=]*)?)=(?P<value>.*)$", setting)
        if match is None:
            _fault(whole, setting, "it is not PATH=VALUE", "Write table[key=value].column=VALUE or key=VALUE.")
            continue
        path, value = match["path"].strip(), match["value"].strip()
        if "[" in path:
            _change_rows(whole, setting, path, value)
        else:
            _change_key(whole, setting, path, value)


def _fault(whole: Sources, setting: str, rule: str, remedy: str) -> None:
    whole.faults.append(Fault("--set", 0, "", setting, rule, remedy))


def _change_rows(whole: Sources, setting: str, path: str, value: str) -> None:
    match = _PATH.match(path)
    schema = SCHEMA.get(match["table"]) if match else None
    if match is None or schema is None:
        _fault(whole, setting, "there is no such table", f"Write table[key=value].column; tables: {', '.join(SCHEMA)}.")
        return
    columns = {column.name: column for column in schema.columns}
    wanted = [tuple(side.strip() for side in part.partition("=")[::2]) for part in match["filter"].split(",")]
    unknown = [name for name in [match["column"], *(name for name, _ in wanted)] if name not in columns]
    if unknown:
        _fault(whole, setting, f"table {schema.name} has no column {unknown[0]}", f"Columns are: {', '.join(columns)}.")
        return
    column = columns[match["column"]]
    hits = [row for row in whole.rows[schema.name] if all(_text(row, schema, name) == want for name, want in wanted)]
    if not hits:
        keys = sorted({_text(row, schema, wanted[0][0]) for row in whole.rows[schema.name]})
        some = ", ".join(keys[:12]) + (" ..." if len(keys) > 12 else "")
        _fault(whole, setting, "no row matches", f"Values of {wanted[0][0]}: {some or 'none'}.")
    for row in hits:
        new: str | float = value
        if value.startswith("*"):
            old = row[column.name].value if column.name in row else column.default
            try:
                new = float(str(old)) * float(value[1:])
            except ValueError:
                _fault(whole, setting, f"a factor needs a number, and {old!r} times {value[1:]!r} is none", "Mend it.")
                return
            if column.kind == "integer":
                new = round(new)
        row[column.name] = Cell(new, setting, "--set", 0)


def _text(row: Row, schema: TableSchema, name: str) -> str:
    if name in row:
        return str(row[name].value)
    default = next(column.default for column in schema.columns if column.name == name)
    return "" if default is None else str(default)


def _change_key(whole: Sources, setting: str, path: str, value: str) -> None:
    *parents, last = path.split(".")
    level: Any = whole.settings
    for parent in parents:
        level = level.setdefault(parent, {}) if isinstance(level, dict) else None
    if not isinstance(level, dict):
        _fault(whole, setting, "there is no such key in case.toml", f"Keys are: {', '.join(whole.settings)}.")
        return
    if value.startswith("*"):
        old = level.get(last)
        if not isinstance(old, int | float):
            _fault(whole, setting, "a factor needs a number in case.toml", "Give the value itself.")
            return
        level[last] = old * float(value[1:])
        return
    try:
        level[last] = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        level[last] = value
