"""The study of the targets as data: all that its parts found, saved in ``targets.json``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from dispatch.messages import Lang, message
from dispatch.results import write_json
from dispatch.results.fields import MessageField, Number
from dispatch.results.stored import validated

from .adequacy_risk import CaseRisk
from .assess import Assessment
from .break_even import BreakEven
from .correction import CompliantCaseRecord
from .definitions import Reading
from .hosting_capacity import HostingCapacity
from .joint_uncertainty import Joint
from .levers import Lever
from .margin_map import MapPoint
from .measures import MeasurePlan
from .near_optimal import Range
from .relevant_measures import CHANGED_BY
from .robustness import Variant
from .targets import TargetStatement

FILE = "targets.json"
"""File of a study in its folder."""
Part = Literal["verdict", "measures", "carrying", "levers", "map", "sure", "joint", "ranges", "adequacy"]
PARTS: tuple[Part, ...] = ("verdict", "measures", "carrying", "levers", "map", "sure", "joint", "ranges", "adequacy")
"""Parts in the order in which they are made."""
REMEDY = message("remedy.targets.name_study_folder")


@dataclass(frozen=True)
class Window:
    """Hours of the study, hours of the horizon, and the share of yearly amounts in the window."""

    hours: int
    horizon: int
    share: float


@dataclass(frozen=True)
class CorridorShare:
    """Renewable share of a corridor: by energy of the window, and matched hour by hour."""

    corridor: str
    by_energy: Number
    by_hour: Number


@dataclass(frozen=True)
class TradeOff:
    """Plans from the margin of the case as given to beyond a target. kinds: kind of each measure."""

    target: str
    kinds: dict[str, str]
    points: tuple[MeasurePlan, ...]


@dataclass(frozen=True)
class VariantMargin:
    """Margin of the target in a variant of the case."""

    variant: MessageField
    margin: Number


@dataclass(frozen=True)
class Failure:
    """A part whose solve ended without a result."""

    part: Part
    message: MessageField


@dataclass(frozen=True)
class StudiedCase:
    """The case of a study, its window, and what was requested.

    weeks: representative weeks of the searches, and sized: of the sizes of measures; None: the whole window. whole: the plan for all
    targets is of the whole window. parts: those that were requested. areas: each area with its English and Chinese name."""

    case: str
    title: str
    title_zh: str
    window: Window
    weeks: int | None
    sized: int | None
    parts: tuple[Part, ...]
    warnings: tuple[dict[str, Any], ...]
    whole: bool = False
    areas: tuple[tuple[str, str, str], ...] = ()

    def area_names(self, lang: Lang) -> dict[str, str]:
        """Return the name of each area in a language."""
        return {area: zh if lang is Lang.zh else en for area, en, zh in self.areas}


@dataclass(frozen=True)
class AssessedTargets:
    """The targets of the case. target: the one that is searched; empty where no dispatch moves any."""

    assessments: tuple[Assessment, ...]
    definitions: tuple[Reading, ...]
    corridors: tuple[CorridorShare, ...]
    target: str

    def assessment(self, name: str) -> Assessment:
        """Return the assessment of a target. Raises KeyError."""
        return {one.target.name: one for one in self.assessments}[name]

    @property
    def searched(self) -> TargetStatement:
        """The target that is searched. Raises KeyError where there is none."""
        return self.assessment(self.target).target

    @property
    def texts(self) -> dict[str, str]:
        """Text of the target that is searched, by language."""
        return {str(lang): self.searched.text(lang) for lang in Lang}


@dataclass(frozen=True)
class MeasureAnalyses:
    """Measures that meet the targets, and margins with each lever; None: not made, or nothing to make it of."""

    plans: tuple[MeasurePlan, ...] | None = None
    trade_off: TradeOff | None = None
    compliant_case: CompliantCaseRecord | None = None
    hosting_capacity: tuple[HostingCapacity, ...] | None = None
    flexibility: tuple[Variant, ...] | None = None
    levers: tuple[Lever, ...] | None = None
    margin_map: tuple[MapPoint, ...] | None = None


@dataclass(frozen=True)
class Robustness:
    """Break-even values, margins in variants of the case and under joint uncertainty, and near-optimal ranges; None: not made.

    weather: whether the case names weather that can be drawn."""

    weather: bool = True
    break_even: tuple[BreakEven, ...] | None = None
    variants: tuple[VariantMargin, ...] | None = None
    joint: Joint | None = None
    ranges: tuple[Range, ...] | None = None


@dataclass(frozen=True)
class Study:
    """All that the parts found. adequacy: risk of the case as given and of the compliant case; None: not made."""

    case: StudiedCase
    targets: AssessedTargets
    measures: MeasureAnalyses = MeasureAnalyses()
    robustness: Robustness = Robustness()
    adequacy: tuple[CaseRisk, ...] | None = None
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True)
class _File:
    """Content of ``targets.json``. version: of this form."""

    version: Literal[1]
    study: Study


_ADAPTER = TypeAdapter(_File)


def save(study: Study, folder: Path) -> None:
    """Write ``targets.json``, and ``verdict.json`` with the assessments alone, into an existing folder. Raises OSError."""
    write_json(folder / FILE, record(study))
    write_json(folder / "verdict.json", list(_verdicts(study)))


def record(study: Study) -> dict[str, Any]:
    """Return the study as JSON has it."""
    content: dict[str, Any] = _ADAPTER.dump_python(_File(1, study), mode="json")
    return content


def load(folder: Path) -> Study:
    """Read the study of a folder. Raises CaseError for a file that is damaged, of another version or of another program."""
    path, rule = folder / FILE, message("fault.targets.not_study_writes")
    return validated(path, _ADAPTER.validate_json, rule, REMEDY).study


def _verdicts(study: Study) -> Iterator[dict[str, object]]:
    for one in study.targets.assessments:
        yield {
            "id": one.target.name,
            "text": one.target.text_en,
            "unit": one.target.unit,
            "required": one.target.required,
            "achieved": one.achieved,
            "year": one.target.year,
            "tested": one.answer != "not_tested",
            "margin": one.margin,
            "answer": one.answer,
            "cost_million_cny": one.cost,
            "shadow_price": one.shadow_price,
            "best": one.best,
            "margin_all_used": one.all_used,
            "measures_that_change_it": list(one.touched),
            "kinds_that_would": list(CHANGED_BY[one.target.kind]),
            "limits": [[limit.name, limit.share] for limit in one.limits],
        }
