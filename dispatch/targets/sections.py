"""The study in a language: tables and sentences, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dispatch.messages import Words
from dispatch.messages.implausible import implausible

from . import render, render_decision
from .result_table import ResultTable
from .study import PARTS, Part, Study


@dataclass(frozen=True)
class Section:
    """A table with its title, or a sentence without one."""

    part: Part
    title: str
    content: ResultTable | str


Titled = tuple[str, ResultTable | str]


def sections(study: Study, words: Words) -> list[Section]:
    """Return what the study says, in the order in which the parts are made. A part that is added to the study adds sections
    at the end, and changes none before."""
    found = []
    for part in PARTS:
        found += [Section(part, title, content) for title, content in _OF_PART[part](study, words)]
        found += [Section(part, part, words(one.message)) for one in study.failures if one.part == part]
    return found


def _verdict(study: Study, words: Words) -> Iterator[Titled]:
    yield from (("", sentence) for sentence in _head(study, words))
    found = study.targets.assessments
    yield words("vd_verdict"), render.verdicts(found, words)
    enforced = render.enforced(found, words)
    if enforced.rows:
        yield words("vd_enforce"), enforced
    for table in render.out_of_reach(found, words):
        yield words("vd_limits"), table
    yield words("vd_readings"), render_decision.definitions(study.targets.definitions, words)
    if study.targets.corridors:
        yield words("vd_corridors"), render.corridors(study.targets.corridors, words)


def _head(study: Study, words: Words) -> Iterator[str]:
    window = study.case.window
    yield words("vd_definitions")
    if window.share < 1:
        yield words("vd_window", hours=window.hours, horizon=window.horizon, share=f"{window.share:.4g}")
    for one in study.case.warnings:
        yield words("warning_is", warning=implausible(one, words))
    if study.case.weeks is not None:
        yield words("vd_sample", weeks=study.case.weeks)
    if study.case.sized != study.case.weeks and "measures" in study.case.parts:
        yield words("vd_sized_kinds" if study.case.whole else "vd_sized", weeks=study.case.sized)


def _measures(study: Study, words: Words) -> Iterator[Titled]:
    if study.measures.plans is not None:
        if study.measures.plans:
            yield words("vd_measures"), render.plans(study.measures.plans, words)
        else:
            yield "", words("vd_no_measures")
    if study.measures.trade_off is not None:
        yield words("vd_trade"), render.trade_off(study.measures.trade_off.points, words)
    if study.measures.compliant_case is not None:
        yield words("vd_compliant_case"), render.compliant_case(study.measures.compliant_case, words)


def _carrying(study: Study, words: Words) -> Iterator[Titled]:
    if study.measures.hosting_capacity is not None:
        yield (
            words("vd_carry"),
            render.hosting_capacity(study.measures.hosting_capacity, study.case.area_names(words.lang), words),
        )
    if study.measures.flexibility is not None:
        yield words("vd_with"), render.variants(study.measures.flexibility, words)


def _levers(study: Study, words: Words) -> Iterator[Titled]:
    if study.measures.levers is not None:
        yield words("vd_levers"), render_decision.levers_of(study.measures.levers, study.targets.searched, words)


def _map(study: Study, words: Words) -> Iterator[Titled]:
    if study.measures.margin_map is not None:
        yield words("vd_map"), render_decision.map_of(study.measures.margin_map, study.targets.searched, words)


def _robustness(study: Study, words: Words) -> Iterator[Titled]:
    if study.robustness.break_even is not None:
        yield words("vd_break"), render.drivers(study.robustness.break_even, words)
    if not study.robustness.weather:
        yield "", words("vd_no_weather")
    if study.robustness.variants is not None:
        yield words("vd_years"), render.years(study.robustness.variants, study.targets.searched.required, words)


def _joint(study: Study, words: Words) -> Iterator[Titled]:
    if study.robustness.joint is not None:
        yield words("vd_joint"), render_decision.joint_of(study.robustness.joint, study.targets.searched, words)
        yield words("vd_joint_factors"), render_decision.joint_factors(study.robustness.joint, words)


def _ranges(study: Study, words: Words) -> Iterator[Titled]:
    if study.robustness.ranges is not None:
        yield words("vd_ranges"), render.near(study.robustness.ranges, study.case.area_names(words.lang), words)


def _adequacy(study: Study, words: Words) -> Iterator[Titled]:
    if study.adequacy:
        yield words("vd_adequacy"), render_decision.adequacy(study.adequacy, words)


_OF_PART: dict[Part, Callable[[Study, Words], Iterator[Titled]]] = {
    "verdict": _verdict,
    "measures": _measures,
    "carrying": _carrying,
    "levers": _levers,
    "map": _map,
    "sure": _robustness,
    "joint": _joint,
    "ranges": _ranges,
    "adequacy": _adequacy,
}
