"""One row of the table of a batch: what became of a case, and every headline quantity, by the name of its column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from dispatch.app.clock import Clock
from dispatch.results.stored import Place, Record, Shortfall

from .store import Failure

_RECORD = ("objective_cny", "bound_cny", "gap", "method", "columns", "rows", "nonzeros", "case_digest")
HOUR = "time"
"""The dimension of the hours of a batch, which is no axis either."""


def row(
    number: int, name: str, point: Mapping[str, Any], failure: Failure | None, found: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the row of a case: its levels by axis, ``status`` (done, failed, missing), ``reason`` and ``message`` of a
    failure, and the quantities that were found. An axis has no name of ``reserved()``."""
    status = "done" if found else "failed" if failure else "missing"
    lost = failure if not found else None
    why = {"reason": lost.reason if lost else "", "message": lost.message if lost else "", "name": name}
    return {"case": number, **point, "status": status} | why | dict(found)


def quantities(record: Mapping[str, Any], summary: Mapping[str, Any]) -> dict[str, Any]:
    """Return the quantities of a published case: of the run, of the region, of each area as ``area.NAME.…``, and of each
    target as ``target.ID.…``. ``record`` and ``summary`` are those of the run folder."""
    found: dict[str, Any] = {"run_status": record["status"]} | {key: record[key] for key in _RECORD}
    found |= dict(_flat(summary["region"], ""))
    for area, figures in summary["areas"].items():
        found |= dict(_flat(figures, f"area.{area}."))
    for target in summary["targets"]:
        found |= {f"target.{target['id']}.{key}": target[key] for key in ("required", "achieved", "margin")}
        met = target["met"]
        found[f"target.{target['id']}.verdict"] = "no_verdict" if met is None else "met" if met else "not_met"
    for place, risks in (summary.get("adequacy") or {}).get("places", {}).items():
        found |= {f"adequacy.{place}.{name}": risk["value"] for name, risk in risks.items()}
    found |= dict(_flat(summary.get("foresight") or {}, "foresight."))
    found |= {f"seconds_{stage}": seconds for stage, seconds in record["seconds"].items()}
    return found | {"peak_memory_mb": record["peak_memory_mb"]}


def _flat(figures: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, float]]:
    for key, value in figures.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", float("nan") if value is None else value


@cache
def reserved() -> frozenset[str]:
    """Return the names of columns that an axis may not have: those of a row of a run folder without areas or targets, as
    ``row`` and ``quantities`` name them. Names with a point are no names of axes."""
    record = dict.fromkeys(Record.model_fields) | {"seconds": Clock().seconds}
    region = dict.fromkeys(Place.model_fields) | {"reserve_shortfall_gwh": dict.fromkeys(Shortfall.model_fields)}
    columns = row(0, "", {}, None, quantities(record, {"region": region, "areas": {}, "targets": []}))
    return frozenset([*columns, HOUR])
