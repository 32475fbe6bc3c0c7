"""The headline of a saved study in the list of the start page, from the few figures of its files that it needs."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from dispatch.messages import Message, message


def study_headline(kind: str, folder: Path) -> Message | None:
    """Return what a study found, None for a kind without a headline of its own. Raises OSError, ValueError, KeyError, TypeError for
    a damaged file."""
    if kind == "targets":
        found = [one for one in _json(folder / "verdict.json") if one["tested"]]
        met = sum(one["answer"] == "met" for one in found)
        return message("workbench.verdict", met=met, tested=len(found))
    if kind == "adequacy":
        risk = _json(folder / "adequacy.json")["places"][0]["load"]
        return message(
            "workbench.found_adequacy", lole=f"{risk['lole']['value']:.3g}", eens=f"{risk['eens']['value']:,.1f}"
        )
    if kind == "batch":
        cases = {one["name"] for one in _json(folder / "batch.json")["cases"]}
        return message("workbench.found_batch", done=len(cases & _done(folder / "table.csv")), count=len(cases))
    return None


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _done(table: Path) -> set[str]:
    """Return the names of the completed cases; none before the first case is done."""
    if not table.is_file():
        return set()
    with table.open(encoding="utf-8-sig", newline="") as lines:
        return {row["name"] for row in csv.DictReader(lines) if row["status"] == "done"}
