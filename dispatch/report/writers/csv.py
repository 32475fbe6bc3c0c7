"""One CSV file a table: UTF-8 with a mark that spreadsheets know, headings with units, numbers in full."""

from __future__ import annotations

import csv
from pathlib import Path

from dispatch.report.table import Report, Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """Text that a spreadsheet takes for text: what would begin a formula gets an apostrophe before it.

    >>> guarded("=1+1"), guarded("wind")
    ("'=1+1", 'wind')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_csv(report: Report, folder: Path) -> None:
    """Write ``KEY.csv`` for every table into an existing folder."""
    for table in report.tables:
        _write(table, folder / f"{table.key}.csv")


def _write(table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([guarded(column.heading) for column in table.columns])
        for row in table.data.itertuples(index=False):
            writer.writerow([_cell(value) for value in row])


def _cell(value: object) -> str:
    if isinstance(value, str):
        return guarded(value)
    return "" if value is None or value != value else repr(float(str(value)))
