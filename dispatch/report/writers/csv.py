"""One CSV file a table: UTF-8 with a mark that spreadsheets know, headings with units, numbers in full."""

from __future__ import annotations

import csv
from pathlib import Path

from dispatch.escape import spreadsheet
from dispatch.report.table import Report, Table


def write_csv(report: Report, folder: Path) -> None:
    """Write ``KEY.csv`` for every table into an existing folder."""
    for table in report.tables:
        _write(table, folder / f"{table.key}.csv")


def _write(table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([spreadsheet(column.heading) for column in table.columns])
        for row in table.data.itertuples(index=False):
            writer.writerow([_cell(value) for value in row])


def _cell(value: object) -> str:
    if isinstance(value, str):
        return spreadsheet(value)
    return "" if value is None or value != value else repr(float(str(value)))
