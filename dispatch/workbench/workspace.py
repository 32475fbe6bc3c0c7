"""The folder that the workbench shows: its cases, runs, batches and studies. No path outside the folder is read or written."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from dispatch.case import read_toml
from dispatch.errors import CaseError, Fault
from dispatch.messages import Lang, Message, message
from dispatch.report import REGION
from dispatch.report.chapters.verdict import HEADLINE, figures
from dispatch.results.partial import numbered

from .study_headline import study_headline

Kind = Literal["case", "run", "plan", "targets", "adequacy", "operation", "batch"]
MARKS: tuple[tuple[str, Kind], ...] = (
    ("case.toml", "case"),
    ("targets.json", "targets"),
    ("adequacy.json", "adequacy"),
    ("batch.json", "batch"),
    ("plan.json", "plan"),
    ("operate.json", "operation"),
    ("run.json", "run"),
)
"""Files that state what a folder is; the first counts."""
RUNS: tuple[Kind, ...] = ("run", "plan", "operation")
"""Kinds that are run folders."""
STUDIES: tuple[Kind, ...] = ("plan", "operation", "targets", "adequacy", "batch")
"""Kinds that the page of the studies lists."""
HOURS, BATCHED = "dispatch.nc", "case.json"
"""Hourly results, which most cases of a batch do not keep; record of a case of a batch."""
STATE = ".dispatch"
"""Folder in the workspace for jobs and unsaved changes."""
CASES, RESULTS = "inputs", "results"
"""Folders in the workspace for new cases and for results."""
DEPTH = 4
"""Levels of folders that are searched."""
_LONGEST = 100
"""Characters of the name of a new folder."""
_RESERVED = frozenset('/\\:*?"<>|')
"""Characters that a system refuses in the name of a folder."""


@dataclass(frozen=True)
class Entry:
    """A folder of the workspace. path: relative, with ``/``. changed: time of its marking file [s]. found: headline of a study."""

    path: str
    kind: Kind
    changed: float
    title: tuple[str, str] = ("", "")
    extends: str = ""
    case: str = ""
    status: str = ""
    hours: int = 0
    headline: tuple[tuple[str, float | None], ...] = ()
    found: Message | None = None

    @property
    def name(self) -> str:
        """Last part of the path."""
        return self.path.rsplit("/", 1)[-1]

    def title_in(self, lang: Lang) -> str:
        """Return the title in a language; that of the other where it has none."""
        english, chinese = self.title
        return (chinese or english) if lang is Lang.zh else (english or chinese)

    @property
    def date(self) -> str:
        """Date and minute of the change, in local time."""
        return f"{datetime.fromtimestamp(self.changed):%Y-%m-%d %H:%M}"


class Workspace:
    """A folder on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._known: dict[str, tuple[float, Entry]] = {}

    @property
    def state(self) -> Path:
        """Folder of jobs and unsaved changes; it is made."""
        place = self.root / STATE
        place.mkdir(exist_ok=True)
        return place

    def inside(self, path: str) -> Path:
        """Return the file or folder of a relative path. Raises CaseError for a path that leads outside the folder, also
        through a link."""
        try:
            place = (self.root / path).resolve()
            outside = "\0" in path or not place.is_relative_to(self.root) or STATE in place.relative_to(self.root).parts
        except (OSError, RuntimeError, ValueError):
            outside = True
        if outside:
            raise CaseError(
                [Fault(str(path), 0, "", "", message("fault.workbench.outside"), message("remedy.workbench.outside"))]
            )
        return place

    def relative(self, place: Path) -> str:
        """Return the path relative to the folder, with ``/``."""
        return place.resolve().relative_to(self.root).as_posix()

    def new_case(self, name: str, beside: str = "") -> Path:
        """Return the place of a new case: beside another one, otherwise in ``inputs``. Raises CaseError for a name that no
        folder can have, or that exists."""
        parent = self.inside(beside).parent if beside else self.root / CASES
        if not parent.is_relative_to(self.root):
            parent = self.root / CASES
        return self._free(parent, name)

    def new_result(self, name: str) -> Path:
        """Return the place of a new result, ``results/NAME-TIME``. Characters that not every system accepts become ``_``."""
        kept = "".join(
            "_" if character in _RESERVED or not character.isprintable() else character for character in name
        )
        return numbered(self.root / RESULTS / f"{kept[:_LONGEST]}-{datetime.now():%Y%m%d-%H%M%S}")

    def _free(self, parent: Path, name: str) -> Path:
        wrong = not name or name.startswith((".", "-")) or len(name) > _LONGEST or not name.isprintable()
        if wrong or name.strip() != name or not _RESERVED.isdisjoint(name):
            rule, remedy = message("fault.workbench.name"), message("remedy.workbench.name")
            raise CaseError([Fault("name", 0, "", name, rule, remedy)])
        place = parent / name
        if place.exists() or place.is_symlink():
            raise CaseError(
                [Fault("name", 0, "", name, message("fault.workbench.taken"), message("remedy.workbench.name"))]
            )
        return place

    def entries(self, *kinds: Kind) -> list[Entry]:
        """Return the entries of these kinds, all without a kind; the latest change first."""
        found = [entry for entry in self._walk() if not kinds or entry.kind in kinds]
        return sorted(found, key=lambda entry: (-entry.changed, entry.path))

    def entry(self, path: str, *kinds: Kind) -> Entry:
        """Return the entry of a path, of one of these kinds where kinds are named. Raises CaseError where there is none."""
        place = self.inside(path)
        found = self._entry(place) if place.is_dir() else None
        if found is None or (kinds and found.kind not in kinds):
            raise CaseError(
                [Fault(path, 0, "", "", message("fault.workbench.nothing"), message("remedy.workbench.nothing"))]
            )
        return found

    def _walk(self) -> Iterator[Entry]:
        for folder, inner, _ in os.walk(self.root):
            place = Path(folder)
            found = self._entry(place)
            deep = len(place.relative_to(self.root).parts) >= DEPTH
            closed = deep or (found is not None and found.kind in ("case", *RUNS))
            inner[:] = (
                [] if closed else sorted(name for name in inner if not name.startswith(".") and name not in SKIPPED)
            )
            if found is not None:
                yield found

    def _entry(self, place: Path) -> Entry | None:
        for name, kind in MARKS:
            mark = place / name
            try:
                changed = mark.stat().st_mtime
            except OSError:
                continue
            if kind == "run" and (place / BATCHED).is_file() and not (place / HOURS).is_file():
                continue  # it cannot be opened: its figures are in the table of the batch
            path = place.relative_to(self.root).as_posix()
            stored = self._known.get(path)
            if stored is None or stored[0] != changed:
                stored = changed, _described(Entry(path, kind, changed), mark)
                self._known[path] = stored
            return stored[1]
        return None


SKIPPED = frozenset({"__pycache__", "node_modules", "build", "dist"})
"""Names of folders that are not searched."""


def _described(entry: Entry, mark: Path) -> Entry:
    """Return the entry with title and headline; a damaged file leaves them empty."""
    try:
        if entry.kind == "case":
            keys = read_toml(mark, mark.name)[0]
            titles = (str(keys.get("title", "")), str(keys.get("title_zh", "")))
            return Entry(entry.path, entry.kind, entry.changed, titles, str(keys.get("extends", "")))
        record = json.loads((mark.parent / "run.json").read_text("utf-8")) if entry.kind in RUNS else {}
        if record:
            summary = json.loads((mark.parent / "summary.json").read_text("utf-8"))
            return Entry(
                entry.path,
                entry.kind,
                entry.changed,
                (str(record["title"]), ""),
                case=str(record["case"]),
                status=str(record["status"]),
                hours=int(record["hours"]),
                headline=tuple(headline(summary).items()),
            )
        return replace(entry, found=study_headline(entry.kind, mark.parent))
    except (OSError, ValueError, KeyError, TypeError, CaseError):
        pass
    return entry


QUANTITIES = {column.key: column.kind for column in HEADLINE if column.key not in ("new_energy_share", "coal")}
"""Headline figures, those of the report, with their quantity (``dispatch.messages.units``)."""


def headline(summary: dict[str, Any]) -> dict[str, float | None]:
    """Return the headline figures of the region in the units of a run: MWh, CNY, t, gce/kWh, shares; None for an unknown one."""
    found = figures(summary, REGION)
    return {key: None if math.isnan(found[key]) else found[key] for key in QUANTITIES}
