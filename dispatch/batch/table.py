"""One table of a batch: a row a case, its axes, what became of it, every headline quantity. Parquet and CSV."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from .plan import Plan, Planned
from .store import Ledger, Store, read_json

MEASURED = ("seconds_read", "seconds_build", "seconds_solve", "seconds_write", "peak_memory_mb")
"""Columns that differ from run to run of the same case."""
_RECORD = ("objective_cny", "bound_cny", "gap", "method", "columns", "rows", "nonzeros", "case_digest")


def table(plan: Plan, out: Path) -> pd.DataFrame:
    """Every case in order, the base case as number 0. ``status``: done, failed, or missing; ``reason`` and ``message`` of
    what failed. Quantities are those of ``summary.json``, of the region, of each area as ``area.NAME.…`` and of each
    target as ``target.ID.…``; NaN or empty where a case has none."""
    store, failures = Store(Path(plan.store)), Ledger(out).failures()
    solved: dict[str, dict[str, Any]] = {}
    rows = []
    for case in (plan.base, *plan.cases):
        failure = failures.get(case.name)
        if case.name not in solved:
            solved[case.name] = _results(store.place(case.name))
        found = solved[case.name]
        status = "done" if found else "failed" if failure else "missing"
        lost = failure if failure and not found else None
        row: dict[str, Any] = {"case": case.number, **case.point, "status": status}
        row |= {"reason": lost.reason if lost else "", "message": lost.message if lost else "", "name": case.name}
        rows.append(row | found)
    frame = pd.DataFrame(rows)
    return frame.astype({axis: str for axis, kind in _mixed(plan).items() if kind})


def _mixed(plan: Plan) -> dict[str, bool]:
    """Axes whose levels are not all numbers: their column is text."""
    cases: list[Planned] = [plan.base, *plan.cases]
    return {axis.name: any(isinstance(case.point[axis.name], str | bool) for case in cases) for axis in plan.axes}


def _results(place: Path) -> dict[str, Any]:
    """Quantities of a published case; nothing where it is not published."""
    try:
        record, summary = read_json(place / "run.json"), read_json(place / "summary.json")
    except FileNotFoundError:
        return {}
    found: dict[str, Any] = {"run_status": record["status"]} | {key: record[key] for key in _RECORD}
    found |= dict(_flat(summary["region"], ""))
    for area, figures in summary["areas"].items():
        found |= dict(_flat(figures, f"area.{area}."))
    for target in summary["targets"]:
        found |= {f"target.{target['id']}.{key}": target[key] for key in ("required", "achieved", "margin")}
        met = target["met"]
        found[f"target.{target['id']}.verdict"] = "no_verdict" if met is None else "met" if met else "not_met"
    found |= {f"seconds_{stage}": seconds for stage, seconds in record["seconds"].items()}
    return found | {"peak_memory_mb": record["peak_memory_mb"]}


def _flat(figures: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, float]]:
    for key, value in figures.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", float("nan") if value is None else value


def write_table(plan: Plan, out: Path) -> pd.DataFrame:
    """Write ``table.parquet`` and ``table.csv`` from what the files say now. Raises OSError."""
    from dispatch.report.writers.csv import guarded  # its siblings load the libraries of charts

    frame = table(plan, out)
    with tempfile.TemporaryDirectory(prefix=".table.", dir=out) as name:
        part = Path(name)
        frame.to_parquet(part / "table.parquet", index=False)
        with (part / "table.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([guarded(str(column)) for column in frame])
            for row in frame.itertuples(index=False):
                writer.writerow([guarded(value) if isinstance(value, str) else _cell(value) for value in row])
        for path in sorted(part.iterdir()):
            os.replace(path, out / path.name)
    return frame


def _cell(value: object) -> object:
    return "" if value is None or value != value else value
