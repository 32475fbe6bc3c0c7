"""A sweep file -> the cases of a batch, each with its name, and the base case that they start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dispatch.errors import CaseError, Fault
from dispatch.messages import Lang, message

from .case_hash import Folders, name_of, versions
from .filters import Level, conditions
from .sampling import Design, Point, design
from .store import Store, read_json, write_json
from .sweep import Axis, SweepFile

FILE = "batch.json"


@dataclass(frozen=True)
class AxisOf:
    """An axis as readers see it. levels: in order; None: it is sampled over ``span``. kind: number, seed, case, choice."""

    name: str
    title_en: str
    title_zh: str
    kind: str
    levels: list[Level] | None
    span: list[float] | None

    def title(self, lang: Lang) -> str:
        """What it is called."""
        return (self.title_zh if lang is Lang.zh else self.title_en) or self.title_en or self.name


@dataclass(frozen=True)
class Planned:
    """A case of the batch. number: from 1, 0 is the base case; folder: its tables; hourly: whether hours are kept."""

    number: int
    name: str
    point: dict[str, Level]
    folder: str
    changes: tuple[str, ...]
    hourly: bool


@dataclass(frozen=True)
class Plan:
    """A batch, as ``batch.json`` has it.

    store: folder of the runs. options: of each solve. start: name of the case whose basis the others start from, or None. drawn:
    whether weather is drawn. files: hash of the inputs by folder."""

    title: str
    title_zh: str
    sweep: str
    store: str
    window: tuple[str | None, int | None]
    options: dict[str, Any]
    sample: dict[str, Any] | None
    axes: list[AxisOf]
    base: Planned
    cases: list[Planned]
    start: str | None
    versions: dict[str, str]
    files: dict[str, str]
    drawn: bool

    @property
    def all(self) -> dict[str, Planned]:
        """Every case to be solved, the base first, each once."""
        several: dict[str, Planned] = {}
        for case in (self.base, *self.cases):
            known = several.get(case.name)
            if known is None or (case.hourly and not known.hourly):
                several[case.name] = known_as(case, known)
        return several

    def case(self, which: str) -> Planned:
        """A case by its number, its name or the word ``base``. Raises CaseError."""
        for case in (self.base, *self.cases):
            if which in (str(case.number), case.name) or (which == "base" and case.number == 0):
                return self.all[case.name]
        rule = message("fault.batch.unknown_case")
        remedy = message("remedy.batch.case_numbers", count=len(self.cases))
        raise CaseError([Fault("--case", 0, "", which, rule, remedy)])

    def save(self, folder: Path) -> None:
        """Write ``batch.json``."""
        write_json(folder / FILE, asdict(self))


def known_as(case: Planned, known: Planned | None) -> Planned:
    """The same case under the number that it had first."""
    return case if known is None else Planned(known.number, case.name, known.point, case.folder, case.changes, True)


def load(folder: Path) -> Plan:
    """The plan of a batch folder. Raises CaseError where there is none."""
    try:
        stored = read_json(folder / FILE)
        axes = [AxisOf(**axis) for axis in stored.pop("axes")]
        base, cases = _planned(stored.pop("base")), [_planned(case) for case in stored.pop("cases")]
        return Plan(axes=axes, base=base, cases=cases, window=tuple(stored.pop("window")), **stored)
    except (OSError, ValueError, TypeError, KeyError) as error:
        remedy = message("remedy.batch.batch_folder")
        raise CaseError([Fault(str(folder), 0, "", "", message("fault.batch.no_batch", error=error), remedy)]) from None


def _planned(stored: dict[str, Any]) -> Planned:
    return Planned(**stored | {"changes": tuple(stored["changes"])})


def plan(file: SweepFile, store: Path, warm: bool = True) -> Plan:
    """Cases of a sweep. ``warm``: whether they start from the base case, if the sweep wants it. Raises CaseError."""
    solving = file.sweep.solving
    # An operated case keeps no basis.
    return _Planner(file, design(file)).plan(store, warm and solving.warm and solving.mode == "run")


class _Planner:
    def __init__(self, file: SweepFile, points: Design) -> None:
        self.file, self.sweep, self.design = file, file.sweep, points
        self.folders = Folders()
        names = [axis.name for axis in self.sweep.axis]
        self.keeps = conditions(self.sweep.keep_cases, names, file.path.name)
        solving = self.sweep.solving
        self.options = {
            "from": self.sweep.start,
            "hours": self.sweep.hours,
            "method": solving.method,
            "gap": solving.gap,
            "threads": 1,
        }
        if solving.mode == "operate":
            self.options["mode"] = solving.mode
        if solving.adequacy:
            self.options["adequacy"] = solving.adequacy

    def plan(self, store: Path, warm: bool) -> Plan:
        bare = self._resolved(self.design.base)
        if bare["refused"]:
            # A path that the base case lacks is a fault of the sweep; one that a single case lacks is a fault of that case.
            raise CaseError(self.folders.refused)
        base_name = name_of(bare, self.options, None)
        base = self._planned(0, self.design.base, base_name)
        start = base_name if warm else None
        cases = []
        drawn = "seed" in bare
        for number, point in enumerate(self.design.points, start=1):
            resolved = self._resolved(point)
            drawn = drawn or "seed" in resolved
            # A case that is the base case by another way of saying it is the base case.
            name = base_name if resolved == bare else name_of(resolved, self.options, start)
            cases.append(self._planned(number, point, name))
        folders = sorted({case.folder for case in (base, *cases)})
        sample = self.sweep.sample
        return Plan(
            title=self.sweep.title,
            title_zh=self.sweep.title_zh,
            sweep=str(self.file.path),
            store=str(store.resolve()),
            window=(self.sweep.start, self.sweep.hours),
            options=self.sweep.solving.model_dump(mode="json"),
            sample=None if sample is None else sample.model_dump(mode="json"),
            axes=[self._axis(axis) for axis in self.sweep.axis],
            base=base,
            cases=cases,
            start=start,
            versions=versions(),
            files={folder: self.folders.files(Path(folder)) for folder in folders},
            drawn=drawn,
        )

    def _resolved(self, point: Point) -> dict[str, Any]:
        return self.folders.resolved(self._folder(point), self._changes(point))

    def _folder(self, point: Point) -> Path:
        return self.file.case(self.design.case(point) or self.sweep.case)

    def _changes(self, point: Point) -> list[str]:
        return [*self.sweep.set, *self.design.changes(point)]

    def _planned(self, number: int, point: Point, name: str) -> Planned:
        picked = number == 0 or any(holds(point) for holds in self.keeps)
        hourly = self.sweep.keep == "all" or (self.sweep.keep == "some" and picked)
        return Planned(number, name, dict(point), str(self._folder(point)), tuple(self._changes(point)), hourly)

    def _axis(self, axis: Axis) -> AxisOf:
        levels, span = self.design.levels.get(axis.name), self.design.spans.get(axis.name)
        kind = "seed" if axis.seeds is not None else "case" if axis.cases is not None else "number"
        if axis.choices is not None or any(isinstance(level, str) for level in levels or () if kind == "number"):
            kind = "choice"
        return AxisOf(
            axis.name,
            axis.title,
            axis.title_zh,
            kind,
            None if levels is None else list(levels),
            None if span is None else list(span),
        )


def unsolved(known: Plan, store: Store) -> list[Planned]:
    """Cases that are not published, or lack what the batch keeps of them; the base first."""
    return [case for name, case in known.all.items() if store.missing(name, case.hourly, warms(known, name))]


def warms(known: Plan, name: str) -> bool:
    """Whether a case must keep its basis: the others start from it."""
    return name == known.start


def record_of(known: Plan, case: Planned) -> Mapping[str, Any]:
    """What ``case.json`` says beside the results."""
    return {
        "name": case.name,
        "folder": case.folder,
        "set": list(case.changes),
        "window": list(known.window),
        "options": known.options,
        "start": known.start if case.name != known.base.name else None,
        "versions": known.versions,
    }
