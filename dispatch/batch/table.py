"""One table of a batch: a row a case, its axes, what became of it, every headline quantity. Parquet and CSV."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import pandas as pd

from dispatch.errors import CaseError, Fault
from dispatch.escape import spreadsheet
from dispatch.messages import message
from dispatch.results.partial import beside

from .plan import Plan, Planned
from .row import quantities, row
from .store import Ledger, Store, read_json

MEASURED = ("seconds_read", "seconds_build", "seconds_solve", "seconds_write", "peak_memory_mb")
"""Columns that differ from run to run of the same case."""


def table(plan: Plan, out: Path) -> pd.DataFrame:
    """Every case in order, the base case as number 0. ``status``: done, failed, or missing; ``reason`` and ``message`` of
    what failed. Quantities are those of ``summary.json``, of the region, of each area as ``area.NAME.…`` and of each
    target as ``target.ID.…``; NaN or empty where a case has none."""
    store, failures = Store(Path(plan.store)), Ledger(out).failures()
    solved: dict[str, dict[str, Any]] = {}
    rows = []
    for case in (plan.base, *plan.cases):
        if case.name not in solved:
            solved[case.name] = _results(store.place(case.name))
        rows.append(row(case.number, case.name, case.point, failures.get(case.name), solved[case.name]))
    frame = pd.DataFrame(rows)
    return frame.astype({axis: str for axis, kind in _mixed(plan).items() if kind})


def _mixed(plan: Plan) -> dict[str, bool]:
    """Axes whose levels are not all numbers: their column is text."""
    cases: list[Planned] = [plan.base, *plan.cases]
    return {axis.name: any(isinstance(case.point[axis.name], str | bool) for case in cases) for axis in plan.axes}


def _results(place: Path) -> dict[str, Any]:
    """Quantities of a published case; nothing where it is not published. Raises CaseError where its files are damaged."""
    try:
        return quantities(read_json(place / "run.json"), read_json(place / "summary.json"))
    except FileNotFoundError:
        return {}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        rule = message("fault.batch.case_unreadable", kind=type(error).__name__, error=error)
        raise CaseError([Fault(str(place), 0, "", "", rule, message("remedy.batch.remove_folder"))]) from None


def write_table(plan: Plan, out: Path) -> pd.DataFrame:
    """Write ``table.parquet`` and ``table.csv`` from what the files say now. Raises OSError."""
    frame = table(plan, out)
    with beside(out / "table") as part:
        frame.to_parquet(part / "table.parquet", index=False)
        with (part / "table.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([spreadsheet(str(column)) for column in frame])
            for values in frame.itertuples(index=False):
                writer.writerow([spreadsheet(value) if isinstance(value, str) else _cell(value) for value in values])
        for path in sorted(part.iterdir()):
            os.replace(path, out / path.name)
    return frame


def _cell(value: object) -> object:
    return "" if value is None or value != value else value
