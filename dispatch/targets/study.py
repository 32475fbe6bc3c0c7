"""Run the parts of the study of the targets and yield each table when it is ready."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dispatch.case import Case
from dispatch.errors import CaseError, SolverError
from dispatch.messages import Lang, Words
from dispatch.messages.implausible import implausible
from dispatch.results.run_folder import write_json

from . import render, render_decision
from .assess import Assessment, assessments
from .base_case import base_of
from .break_even import MarginSolver, break_even_value
from .correction import confirm_compliant_case
from .definitions import readings
from .hosting_capacity import hosting_capacities
from .joint_uncertainty import draw_joint, joint
from .levers import levers
from .margin_map import draw_map, margin_map
from .measures import ALL, Expansion, MeasurePlan, curve, open_measures, plan
from .near_optimal import ranges
from .relevant_measures import CHANGED_BY
from .result_table import ResultTable
from .robustness import by_growth, by_online, by_weather, with_and_without
from .sampling import Sample, sample_of
from .solver import Solver
from .targets import SampleScaling
from .trade_off_plot import draw

PARTS = ("verdict", "measures", "carrying", "levers", "map", "sure", "joint", "ranges")
USUAL = tuple(part for part in PARTS if part not in ("map", "joint"))
"""Parts that are made where none is named: of a year the others take dozens of solves."""
DRIVERS = {"demand": (0.7, 1.3), "export": (0.7, 1.3), "new_energy": (0.5, 2.0)}
"""Ends of the search for the break-even value of each driver."""


def findings(
    case: Case,
    settings: Sequence[str],
    parts: Sequence[str],
    seeds: int,
    weeks: int | None,
    sized: int | None,
    samples: int,
    size: int,
    start: Path | None,
    folder: Path,
    solver: Solver,
    lang: Lang,
) -> Iterator[tuple[str, ResultTable | str]]:
    """(title, table or sentence), part by part. Files go into ``folder``, which exists. weeks: of the window, on which
    is searched; sized: on which measures are sized; None: on the whole of it. samples: of the joint uncertainty; size:
    points of the map in each direction. start: a saved run of a case
    that is much like it."""
    words = Words(lang)
    base = base_of(case, solver, start)
    yield "", words("vd_definitions")
    if case.fraction < 1:
        shown = {"hours": len(case.time), "horizon": case.horizon_hours, "share": f"{case.fraction:.4g}"}
        yield "", words("vd_window", **shown)
    for one in base.run.record["warnings"]:
        yield "", words("warning_is", warning=implausible(one, words))
    base.run.save(folder / "run", keep_warm=True)
    if weeks is not None:
        yield "", words("vd_sample", weeks=weeks)
    if sized != weeks and "measures" in parts:
        yield "", words("vd_sized", weeks=sized)
    sample = sample_of(base, settings, weeks, solver)
    found = assessments(sample, solver, search="verdict" in parts)
    yield words("vd_verdict"), render.verdicts(found, words)
    told = render.enforced(base, found, words)
    if told.rows:
        yield words("vd_enforce"), told
    for sheet in render.out_of_reach(found, words):
        yield words("vd_limits"), sheet
    yield words("vd_readings"), render_decision.definitions(readings(base), words)
    if len(case.tables["corridors"]):
        yield words("vd_corridors"), render.corridors(base.run, words)
    write_json(folder / "verdict.json", [_plain(v) for v in found])
    name = _main(found)
    later: dict[str, Callable[[], Iterator[tuple[str, ResultTable | str]]]] = {
        "measures": lambda: _measures(
            sample if sized == weeks else sample_of(base, settings, sized, solver), found, folder, solver, words
        ),
        "carrying": lambda: _carrying(sample, name, solver, words),
        "levers": lambda: _levers(sample, found, name, solver, words),
        "map": lambda: _map(sample, found, name, size, folder, solver, words),
        "joint": lambda: _joint(sample, found, name, samples, folder, solver, words),
        "sure": lambda: _sure(sample, name, seeds, solver, words),
        "ranges": lambda: iter([(words("vd_ranges"), render.near(ranges(sample, solver), words))]),
    }
    for part in (part for part in PARTS if part in parts and part in later):
        try:
            yield from later[part]()
        except SolverError as error:  # one part that does not end in time leaves the others
            yield part, str(error)


def _carrying(sample: Sample, name: str, solver: Solver, words: Words) -> Iterator[tuple[str, ResultTable | str]]:
    yield words("vd_carry"), render.carrying_capacity(hosting_capacities(sample, solver), words)
    if name:
        yield words("vd_with"), render.variants(with_and_without(sample, name, solver), words)


def _levers(
    sample: Sample, found: Sequence[Assessment], name: str, solver: Solver, words: Words
) -> Iterator[tuple[str, ResultTable | str]]:
    if name:
        yield (
            words("vd_levers"),
            render_decision.levers_of(levers(sample, name, solver), name, _unit(found, name), words),
        )


def _map(
    sample: Sample, found: Sequence[Assessment], name: str, size: int, folder: Path, solver: Solver, words: Words
) -> Iterator[tuple[str, ResultTable | str]]:
    if not name:
        return
    points = list(margin_map(sample, name, size, solver))
    if any(point.margin == point.margin for point in points):
        draw_map(points, _titles(found, name), _unit(found, name), folder / "map.png", words.lang)
    yield words("vd_map"), render_decision.map_of(points, name, _unit(found, name), words)


def _joint(
    sample: Sample, found: Sequence[Assessment], name: str, samples: int, folder: Path, solver: Solver, words: Words
) -> Iterator[tuple[str, ResultTable | str]]:
    if not name:
        return
    told = joint(sample, name, samples, solver)
    if told.known.size:
        draw_joint(told, _titles(found, name), _unit(found, name), folder / "joint.png", words.lang)
    yield words("vd_joint"), render_decision.joint_of(told, name, _unit(found, name), words)
    yield words("vd_joint_factors"), render_decision.joint_factors(told, words)
    render_decision.joint_samples(told, _unit(found, name), words).write(folder, words)


def _titles(found: Sequence[Assessment], name: str) -> dict[str, str]:
    target = next(v.target for v in found if v.target.name == name)
    return {"en": target.text_en, "zh": target.text_zh}


def _unit(found: Sequence[Assessment], name: str) -> str:
    return next(v.target.unit for v in found if v.target.name == name)


def _main(found: Sequence[Assessment]) -> str:
    """The target that is searched: the first that the dispatch moves and that is not met, else the first it moves."""
    moved = [v for v in found if v.target.movable and v.achieved == v.achieved and v.answer != "not_tested"]
    missed = [v for v in moved if v.missed]
    return (missed or moved)[0].target.name if moved else ""


def _plain(v: Assessment) -> dict[str, object]:
    return {
        "id": v.target.name,
        "text": v.target.text_en,
        "unit": v.target.unit,
        "required": v.target.required,
        "achieved": v.achieved,
        "year": v.target.year,
        "tested": v.answer != "not_tested",
        "margin": v.margin,
        "answer": v.answer,
        "cost_million_cny": v.cost,
        "shadow_price": v.shadow_price,
        "best": v.best,
        "margin_all_used": v.all_used,
        "measures_that_change_it": list(v.touched),
        "kinds_that_would": list(CHANGED_BY[v.target.kind]),
        "limits": [[limit.name, limit.share] for limit in v.limits],
    }


def _measures(
    sample: Sample, found: Sequence[Assessment], folder: Path, solver: Solver, words: Words
) -> Iterator[tuple[str, ResultTable | str]]:
    expansion = open_measures(sample.base, solver, sample.scaling)
    missed = [v.target.name for v in found if v.missed and v.achieved == v.achieved]
    if expansion is None or not missed:
        yield "", words("vd_no_measures")
        return
    plans: list[MeasurePlan] = []
    for name in missed:
        every = plan(expansion, [name])
        plans.append(every)
        if every.sizes is not None:  # what all measures together cannot do, none can
            plans += [plan(expansion, [name], kind) for kind in expansion.kinds]
    within = [p.targets[0] for p in plans if p.kind == ALL and p.sizes is not None]
    together = plan(expansion, within) if within else None
    if together is not None and len(within) > 1:
        plans.append(together)
    yield words("vd_measures"), render.plans(plans, words)
    if together is not None and together.sizes is not None:
        yield from _curve(expansion, within, folder, words)

        def sized(scaling: SampleScaling) -> MeasurePlan:
            return plan(replace(expansion, scaling=scaling), within, least=False)

        closing = confirm_compliant_case(sample, found, together, sized, folder / "cases", solver)
        closing.run.save(folder / "closing-run", keep_warm=True)
        yield words("vd_closing_case"), render.closing(closing, words)


def _curve(
    expansion: Expansion, within: Sequence[str], folder: Path, words: Words
) -> Iterator[tuple[str, ResultTable | str]]:
    movable = [name for name in within if expansion.before[name].movable]
    if not movable:
        return
    points = curve(expansion, movable[0])
    rows = expansion.case.tables["measures"]
    kinds = dict(zip(rows["measure"].astype(str), rows["kind"].astype(str), strict=True))
    target = expansion.targets[movable[0]]
    titles = {"en": target.text_en, "zh": target.text_zh}
    draw(points, kinds, titles, target.unit, folder / "trade-off.png", words.lang)
    yield words("vd_trade"), render.trade_off(points, words)


def _sure(
    sample: Sample, name: str, seeds: int, solver: Solver, words: Words
) -> Iterator[tuple[str, ResultTable | str]]:
    if not name:
        return
    base = sample.base

    def warm() -> MarginSolver:
        return MarginSolver(solver, base.lp, base.solution.start, sample.scaling)

    turns = [break_even_value(base.case, name, driver, ends, warm()) for driver, ends in DRIVERS.items()]
    yield words("vd_break"), render.drivers(turns, words)
    known: list[tuple[str, float]] = []
    try:
        known += by_weather(sample, range(1, seeds + 1), name, solver)
    except CaseError:
        yield "", words("vd_no_weather")
    known += by_growth(sample, name, warm())
    known += by_online(sample, name, warm())
    yield words("vd_years"), render.years(known, words)
