"""Tables and documents of a case as files."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dispatch.case.schema import SCHEMA
from dispatch.escape import toml


def write_table(folder: Path, name: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows of a table in the units of its schema, without unused columns; write no file for a table without rows."""
    if not rows:
        return
    used = {key for row in rows for key in row}
    columns = [column for column in SCHEMA[name].columns if column.name in used]
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(f"{column.name} [{column.unit}]" if column.unit else column.name for column in columns)
        writer.writerows([_text(row.get(column.name)) for column in columns] for row in rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(float(value)) if isinstance(value, float) else str(value)


def document(keys: Mapping[str, Any]) -> str:
    """Return a TOML document: keys without a table first, then one heading a table; lists of tables last."""

    def key(name: str) -> str:
        return name if name.isidentifier() else toml(name)

    def listed(value: object) -> bool:
        return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)

    plain = {name: value for name, value in keys.items() if not isinstance(value, Mapping) and not listed(value)}
    lines = [f"{key(name)} = {toml(value)}" for name, value in plain.items()]
    for name, table in keys.items():
        if isinstance(table, Mapping):
            lines += ["", f"[{key(name)}]", *(f"{key(one)} = {toml(value)}" for one, value in table.items())]
    for name, tables in keys.items():
        for table in tables if listed(tables) else ():
            lines += ["", f"[[{key(name)}]]", *(f"{key(one)} = {toml(value)}" for one, value in table.items())]
    return "\n".join(lines) + "\n"
