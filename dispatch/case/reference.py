"""The reference of tables, printed from the schema."""

from __future__ import annotations

from .schema import TABLES, UNITS, Column
from .settings import Settings


def reference() -> str:
    """Markdown: every table and column with kind, unit, range, default and text."""
    lines = [
        "# Tables of a case",
        "",
        "A case is a folder with `case.toml` and the tables below as CSV (UTF-8 with or without BOM, or GB18030). A column",
        "with a unit states it in its heading: `capacity [MW]`. This page is printed from the schema: `make reference`.",
        "",
        "Units: " + "; ".join(f"{name} ({', '.join(units)})" for name, units in UNITS.items()) + ".",
        "",
        "Keys of `case.toml`: " + ", ".join(f"`{key}`" for key in Settings.model_fields) + ", `extends`, `drop`.",
    ]
    for table in TABLES:
        needed = " Required." if table.required else ""
        lines += ["", f"## {table.name}.csv", "", table.text + needed, ""]
        lines += ["| column | kind | unit | range | default | what |", "|---|---|---|---|---|---|"]
        lines += [_line(column) for column in table.columns]
    return "\n".join(lines) + "\n"


def _line(column: Column) -> str:
    low = "" if column.low is None else f"{column.low:g}"
    high = "" if column.high is None else f"{column.high:g}"
    span = ", ".join(column.choices) or (f"{low}…{high}" if low or high else "")
    default = "required" if column.default is None else str(column.default)
    name = f"**{column.name}**" if column.key else column.name
    text = column.text.replace("|", "/")
    refers = f" (a row of {column.refers})" if column.refers else ""
    return f"| {name} | {column.kind} | {column.unit} | {span} | {default} | {text}{refers} |"
