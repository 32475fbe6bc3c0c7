"""Journal of an operation: completed days in a folder beside the run folder. After an interruption the same command continues behind
the last completed day."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np

from dispatch.errors import CaseError, Fault
from dispatch.lp import LP
from dispatch.messages import message
from dispatch.results import WARM, Run, load_warm
from dispatch.results.partial import appearing_file
from dispatch.solve import Basis, Day

ENDING = ".unfinished"
"""Ending of the folder beside that of the run."""
RULES, PLAN = "rules.json", "perfect"


class Journal:
    """Folder of the completed parts of an operation: the plan with perfect foresight, other weather years, the days.

    place: run folder. rules: all inputs of the result, see ``rules_record``. As a context, the journal removes its folder at the end of a
    complete operation, and after an error before anything was completed. Raises CaseError for a folder with other rules.
    """

    def __init__(self, place: Path, rules: Mapping[str, Any]) -> None:
        self.folder = place.with_name(place.name + ENDING)
        self.folder.mkdir(parents=True, exist_ok=True)
        text, path = json.dumps(rules, sort_keys=True, indent=1), self.folder / RULES
        if not path.is_file():
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            rule, remedy = message("fault.operate.other_rules"), message("remedy.operate.other_place")
            raise CaseError([Fault(str(self.folder), 0, "", "", rule, remedy)])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None or [path.name for path in self.folder.iterdir()] == [RULES]:
            self.remove()

    def plan(self, lp: LP) -> Basis | None:
        """Return the basis of the plan with perfect foresight; None without a completed plan."""
        path = self.folder / PLAN / WARM
        return Basis(*load_warm(path, lp)) if path.is_file() else None

    def keep_plan(self, run: Run) -> None:
        """Save the plan with perfect foresight."""
        if not (self.folder / PLAN).exists():
            run.save(self.folder / PLAN, keep_warm=True)

    def _year(self, seed: int) -> Path:
        return self.folder / f"values-{seed}.npz"

    def values(self, seed: int) -> Basis | None:
        """Return the optimum in another weather year; None without a whole file."""
        try:
            with np.load(self._year(seed), allow_pickle=False) as kept:
                return Basis(kept["columns"], kept["rows"], kept["prices"], kept["primal"], float(kept["gap"]))
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None

    def keep_values(self, seed: int, values: Basis) -> None:
        """Save the optimum in another weather year."""
        assert values.prices is not None and values.primal is not None
        self._year(seed).unlink(missing_ok=True)
        with appearing_file(self._year(seed)) as path:
            np.savez(
                path,
                columns=values.columns,
                rows=values.rows,
                prices=values.prices,
                primal=values.primal,
                gap=np.array(values.gap),
            )

    def days(self) -> Iterator[Day]:
        """Return the completed days in their order, up to the first damaged file."""
        for path in sorted(self.folder.glob("day-*.npz")):
            try:
                with np.load(path, allow_pickle=False) as kept:
                    yield _day({name: kept[name] for name in kept.files})
            except (OSError, ValueError, KeyError, EOFError, BadZipFile):
                return

    def keep(self, day: Day) -> None:
        """Save a completed day."""
        place = self.folder / f"day-{day.start:06d}.npz"
        place.unlink(missing_ok=True)
        with appearing_file(place) as path:
            np.savez(
                path,
                counts=np.array([day.start, day.iterations]),
                columns=day.columns,
                rows=day.rows,
                decided=day.decided,
                primal=day.primal,
                ahead=day.ahead,
                of_rows=day.of_rows,
                column_status=day.statuses.columns,
                row_status=day.statuses.rows,
                budgets=day.budgets,
                relaxed=np.array(day.relaxed, dtype=np.int64),
                relaxed_ahead=np.array(day.relaxed_ahead, dtype=np.int64),
            )

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _day(kept: Mapping[str, Any]) -> Day:
    start, iterations = (int(number) for number in kept["counts"])
    return Day(
        start,
        kept["columns"],
        kept["rows"],
        kept["decided"],
        kept["primal"],
        kept["ahead"],
        kept["of_rows"],
        Basis(kept["column_status"], kept["row_status"]),
        kept["budgets"],
        tuple(int(hour) for hour in kept["relaxed"]),
        tuple(int(hour) for hour in kept["relaxed_ahead"]),
        iterations,
    )
