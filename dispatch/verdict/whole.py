"""Everything that `dispatch targets` finds, part by part, each told as soon as it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import dispatch
from dispatch.case import Case
from dispatch.errors import CaseError, SolverError
from dispatch.results.folder import write_json
from dispatch.words import Lang, Words

from . import sheets
from .carrying import carrying
from .closing import write_closing
from .enforce import Base, Verdict, judge
from .measures import ALL, Expansion, Plan, curve, open_measures, plan
from .picture import draw
from .ranges import ranges
from .search import Warm, turn
from .sureness import by_growth, by_weather, with_and_without
from .tables import Sheet
from .variant import Solver, start_of

PARTS = ("verdict", "measures", "carrying", "sure", "ranges")
DRIVERS = {"demand": (0.7, 1.3), "export": (0.7, 1.3), "new_energy": (0.5, 2.0)}
"""Factors between which the verdict is searched for its turn."""


def findings(
    case: Case, settings: Sequence[str], parts: Sequence[str], seeds: int, folder: Path, solver: Solver, lang: Lang
) -> Iterator[tuple[str, Sheet | str]]:
    """(title, table or sentence), part by part. Files go into ``folder``, which exists."""
    words = Words(lang)
    base, found = judge(case, solver)
    yield "", words("vd_definitions")
    if case.fraction < 1:
        shown = {"hours": len(case.time), "horizon": case.horizon_hours, "share": f"{case.fraction:.4g}"}
        yield "", words("vd_window", **shown)
    base.run.save(folder / "run")
    yield words("vd_verdict"), sheets.verdicts(found, words)
    told = sheets.enforced(base, found, words)
    if told.rows:
        yield words("vd_enforce"), told
    for sheet in sheets.out_of_reach(found, words):
        yield words("vd_limits"), sheet
    if len(case.tables["corridors"]):
        yield words("vd_corridors"), sheets.corridors(base.run, words)
    write_json(folder / "verdict.json", [_plain(v) for v in found])
    name = _main(found)
    later: dict[str, Callable[[], Iterator[tuple[str, Sheet | str]]]] = {
        "measures": lambda: _measures(base, found, folder, solver, words),
        "carrying": lambda: _carrying(base, name, solver, words),
        "sure": lambda: _sure(base, settings, name, seeds, solver, words),
        "ranges": lambda: iter([(words("vd_ranges"), sheets.near(ranges(base, solver), words))]),
    }
    for part in (part for part in PARTS if part in parts and part in later):
        try:
            yield from later[part]()
        except SolverError as error:  # one part that does not end in time leaves the others
            yield part, str(error)


def _carrying(base: Base, name: str, solver: Solver, words: Words) -> Iterator[tuple[str, Sheet | str]]:
    known = carrying(base.case, solver, base.lp, start_of(base.solution))
    yield words("vd_carry"), sheets.carrying_capacity(known, words)
    if name:
        yield words("vd_with"), sheets.variants(with_and_without(base.case, name, solver), words)


def _main(found: Sequence[Verdict]) -> str:
    """The target that is searched: the first that the dispatch moves and that is not met, else the first it moves."""
    moved = [v for v in found if v.goal.movable and v.achieved == v.achieved]
    missed = [v for v in moved if v.answer != "met"]
    return (missed or moved)[0].goal.name if moved else ""


def _plain(v: Verdict) -> dict[str, object]:
    return {
        "id": v.goal.name,
        "text": v.goal.text_en,
        "unit": v.goal.unit,
        "required": v.goal.required,
        "achieved": v.achieved,
        "margin": v.margin,
        "answer": v.answer,
        "cost_million_cny": v.cost,
        "shadow_price": v.shadow_price,
        "best": v.best,
        "limits": [[limit.name, limit.share] for limit in v.limits],
    }


def _measures(
    base: Base, found: Sequence[Verdict], folder: Path, solver: Solver, words: Words
) -> Iterator[tuple[str, Sheet | str]]:
    expansion = open_measures(base, solver)
    missed = [v.goal.name for v in found if v.answer != "met" and v.achieved == v.achieved]
    if expansion is None or not missed:
        yield "", words("vd_no_measures")
        return
    plans = [plan(expansion, [name], kind) for name in missed for kind in (ALL, *expansion.kinds)]
    within = [p.goals[0] for p in plans if p.kind == ALL and p.sizes is not None]
    together = plan(expansion, within) if within else None
    if together is not None and len(within) > 1:
        plans.append(together)
    yield words("vd_measures"), sheets.plans(plans, words)
    if together is not None and together.sizes is not None:
        yield "", _confirmed(base, found, together, folder, words)
        yield from _curve(expansion, within, folder, words)


def _confirmed(base: Base, found: Sequence[Verdict], done: Plan, folder: Path, words: Words) -> str:
    """The closing case is written, and run as any other."""
    case = base.case
    places: dict[str, list[str]] = {}
    for v in found:
        places.setdefault(v.goal.name.split("@")[0], []).append(v.goal.name)
    met = {v.goal.name for v in found if v.answer == "met"} | set(done.goals)
    moved = {v.goal.name.split("@")[0] for v in found if v.goal.movable and v.goal.name in done.goals}
    imposed = [target for target in moved if set(places[target]) <= met]
    closing = write_closing(case, done.sizes or {}, imposed, folder / "cases", f"{case.title}; closed")
    again = dispatch.read_case(closing, start=f"{case.time[0]:%Y-%m-%d %H:%M}", hours=len(case.time))
    run = dispatch.run(again, threads=1)
    required = {v.goal.name: v.goal for v in found}
    shown = []
    for target in run.summary["targets"]:
        if target["id"] in done.goals:
            goal = required[target["id"]]
            shown.append(f"{target['id']} {goal.sign * (target['achieved'] - goal.required):.3g}")
    run.save(folder / "closing-run")
    return words(
        "vd_closing", path=closing, cost=f"{run.record['objective_cny'] * 1e-6:,.6f}", margins=", ".join(shown)
    )


def _curve(
    expansion: Expansion, within: Sequence[str], folder: Path, words: Words
) -> Iterator[tuple[str, Sheet | str]]:
    movable = [name for name in within if expansion.before[name].movable]
    if not movable:
        return
    points = curve(expansion, movable[0])
    rows = expansion.case.tables["measures"]
    kinds = dict(zip(rows["measure"].astype(str), rows["kind"].astype(str), strict=True))
    goal = expansion.goals[movable[0]]
    draw(points, kinds, goal.text_en, goal.unit, folder / "trade-off.png")
    yield words("vd_trade"), sheets.trade_off(points, words)


def _sure(
    base: Base, settings: Sequence[str], name: str, seeds: int, solver: Solver, words: Words
) -> Iterator[tuple[str, Sheet | str]]:
    if not name:
        return
    case = base.case

    def warm() -> Warm:
        return Warm(solver, base.lp, start_of(base.solution))

    turns = [turn(case, name, driver, ends, warm()) for driver, ends in DRIVERS.items()]
    yield words("vd_break"), sheets.drivers(turns, words)
    known: list[tuple[str, float]] = []
    try:
        known += by_weather(case, settings, range(1, seeds + 1), name, warm())
    except CaseError:
        yield "", words("vd_no_weather")
    known += by_growth(case, settings, name, warm())
    yield words("vd_years"), sheets.years(known, words)
