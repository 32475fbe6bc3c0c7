"""Make the parts of the study of the targets: solve, and add what is found to the study."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from dispatch.app.reading import read_case
from dispatch.case import Case
from dispatch.errors import CaseError, SolverError
from dispatch.messages import Message, sentences
from dispatch.results import Run, put_solution

from .adequacy_risk import risks
from .assess import Assessment, assessments
from .base_case import base_of
from .break_even import MarginSolver, break_even_value
from .correction import confirm_compliant_case
from .definitions import readings
from .expansion import ALL, Expansion, open_measures
from .hosting_capacity import hosting_capacities
from .joint_uncertainty import joint
from .levers import levers
from .margin_map import margin_map
from .measures import MeasurePlan, cheapest, curve, plan
from .near_optimal import ranges
from .reach import reachable
from .robustness import by_growth, by_online, by_weather, with_and_without
from .sampling import Sample, sample_of
from .solver import Solver
from .study import (
    PARTS,
    AssessedTargets,
    CorridorShare,
    Failure,
    Part,
    StudiedCase,
    Study,
    TradeOff,
    VariantMargin,
    Window,
)
from .targets import SampleScaling

USUAL: tuple[Part, ...] = tuple(part for part in PARTS if part not in ("map", "joint"))
"""Parts that are made where none is named: the others take dozens of solves."""
DRIVERS = {"demand": (0.7, 1.3), "export": (0.7, 1.3), "new_energy": (0.5, 2.0)}
"""Ends of the search for the break-even value of each driver."""
WHOLE_ROWS = 500_000
"""Largest LP of a dispatch [rows] for which the plan for all targets is of the whole window unless weeks are given; with capacities open
it has about twice the rows. The study takes about ten such solves: interior points proved a plan of 446,000 rows in a quarter of an hour, and the
2,906,000 rows of neimenggu-2030 over a year in 71 minutes by the clock."""


@dataclass(frozen=True)
class StudyOptions:
    """What is made, and how finely. seeds: synthetic weather years. weeks: representative weeks of the searches, measure_weeks:
    of the sizes of measures; None: the whole window. whole: the plan for all targets, its trade-off curve and the compliant case are
    of the whole window, also where measures of each kind are sized on weeks, unless the LP is larger than WHOLE_ROWS. samples: of the joint uncertainty; size: points of the map in each
    direction. start: a saved run of a similar case. settings: those with which the case was read."""

    parts: Sequence[Part] = USUAL
    seeds: int = 10
    weeks: int | None = None
    measure_weeks: int | None = None
    whole: bool = False
    samples: int = 60
    size: int = 4
    start: Path | None = None
    settings: Sequence[str] = ()


def compute(case: Case, options: StudyOptions, folder: Path, solver: Solver) -> Iterator[Study]:
    """Yield the study each time that a part adds to it; the last one is whole.

    Runs (``run``, ``closing-run``) and the compliant case (``cases``) go into ``folder``, which exists. A part whose solve
    ends without a result becomes a failure of the study. Raises InfeasibleError, SolverError, Interrupted for the case as
    given."""
    parts = _Parts(case, options, folder, solver)
    study = parts.first()
    yield study
    for part in (part for part in PARTS if part in options.parts and part in parts.steps):
        try:
            for study in parts.steps[part](study):  # noqa: B020
                yield study
        except SolverError as error:  # one part that does not end in time leaves the others
            study = replace(study, failures=(*study.failures, Failure(part, error.args[0])))
            yield study


class _Parts:
    """The parts of one study: each takes the study and yields it with what the part found."""

    def __init__(self, case: Case, options: StudyOptions, folder: Path, solver: Solver) -> None:
        self.options, self.folder, self.solver = options, folder, solver
        self.base = base_of(case, solver, options.start)
        self.whole = options.whole and len(self.base.matrix.row_lower) <= WHOLE_ROWS
        self.steps: dict[Part, Callable[[Study], Iterator[Study]]] = {
            "measures": self.measures,
            "carrying": self.carrying,
            "levers": self.levers,
            "map": self.map,
            "sure": self.robustness,
            "joint": self.joint,
            "ranges": self.ranges,
            "adequacy": self.adequacy,
        }

    @cached_property
    def sample(self) -> Sample:
        """Representative weeks of the searches."""
        return sample_of(self.base, self.options.settings, self.options.weeks, self.solver)

    def first(self) -> Study:
        """Return the study of the case as given: the assessments, definitions and corridors."""
        case, options, run = self.base.case, self.options, self.base.run
        run.save(self.folder / "run", keep_warm=True)
        found = assessments(self.sample, self.solver, search="verdict" in options.parts)
        return Study(
            StudiedCase(
                case=case.folder.resolve().name,
                title=case.settings.title,
                title_zh=case.settings.title_zh,
                window=Window(len(case.time), case.horizon_hours, case.fraction),
                weeks=options.weeks,
                sized=options.measure_weeks,
                whole=self.whole,
                parts=tuple(options.parts),
                warnings=tuple(run.record["warnings"]),
                areas=_area_names(case),
            ),
            AssessedTargets(
                assessments=tuple(found),
                definitions=tuple(readings(self.base)),
                corridors=tuple(_corridors(run)) if len(case.tables["corridors"]) else (),
                target=_searched(found),
            ),
        )

    def measures(self, study: Study) -> Iterator[Study]:
        """Plans of measures for each missed target, the trade-off curve and the compliant case."""
        options, found = self.options, study.targets.assessments
        other = options.measure_weeks != options.weeks
        sample = sample_of(self.base, options.settings, options.measure_weeks, self.solver) if other else self.sample
        expansion = open_measures(sample.base, self.solver, sample.scaling)
        missed = [one.target.name for one in found if one.missed and one.measured]
        if expansion is None or not missed:
            yield replace(study, measures=replace(study.measures, plans=()))
            return
        plans: list[MeasurePlan] = []
        for name in missed:
            every = plan(expansion, [name])
            plans.append(every)
            if every.sizes is not None:  # what all measures together cannot do, none can
                plans += [plan(expansion, [name], kind) for kind in expansion.kinds]
        exact = self.whole and sample.base is not self.base
        within = missed if exact else [p.targets[0] for p in plans if p.kind == ALL and p.sizes is not None]
        try:
            if exact:
                sample = sample_of(self.base, options.settings, None, self.solver)
                expansion = open_measures(sample.base, self.solver) or expansion
            if exact or len(within) > 1:
                within, _ = reachable(expansion, within)
            together = cheapest(expansion, within) if within else None
        except SolverError:  # the plans of each kind stay
            yield replace(study, measures=replace(study.measures, plans=tuple(plans)))
            raise
        if together is not None and (exact or len(within) > 1):
            plans.append(together)
        study = replace(study, measures=replace(study.measures, plans=tuple(plans)))
        yield study
        if together is None:
            return
        trade_off = _trade_off(expansion, within)
        if trade_off is not None:
            study = replace(study, measures=replace(study.measures, trade_off=trade_off))
            yield study

        def size_again(scaling: SampleScaling) -> MeasurePlan:
            return plan(replace(expansion, scaling=scaling), within, least=False)

        compliant = confirm_compliant_case(sample, found, together, size_again, self.folder / "cases", self.solver)
        compliant.run.save(self.folder / "closing-run", keep_warm=True)
        if compliant.run.status != "stopped":
            put_solution(self.folder / "closing-run", compliant.folder)
        yield replace(study, measures=replace(study.measures, compliant_case=compliant.record(self.folder)))

    def carrying(self, study: Study) -> Iterator[Study]:
        """Hosting capacity by area, then with and without each kind of flexibility."""
        study = replace(
            study,
            measures=replace(study.measures, hosting_capacity=tuple(hosting_capacities(self.sample, self.solver))),
        )
        yield study
        if study.targets.target:
            yield replace(
                study,
                measures=replace(
                    study.measures, flexibility=tuple(with_and_without(self.sample, study.targets.target, self.solver))
                ),
            )

    def levers(self, study: Study) -> Iterator[Study]:
        """Change of the margin per unit of each lever."""
        if study.targets.target:
            yield replace(
                study,
                measures=replace(study.measures, levers=tuple(levers(self.sample, study.targets.target, self.solver))),
            )

    def map(self, study: Study) -> Iterator[Study]:
        """Margin over wind and PV and over the coal energy that they replace."""
        if study.targets.target:
            points = margin_map(self.sample, study.targets.target, self.options.size, self.solver)
            yield replace(study, measures=replace(study.measures, margin_map=tuple(points)))

    def robustness(self, study: Study) -> Iterator[Study]:
        """Break-even values; margins by weather year, demand and export, and minimum online share."""
        name, base, sample = study.targets.target, self.sample.base, self.sample
        if not name:
            return

        def warm() -> MarginSolver:
            return MarginSolver(self.solver, base.lp, base.solution.start, sample.scaling)

        found = [break_even_value(base.case, name, driver, ends, warm()) for driver, ends in DRIVERS.items()]
        study = replace(study, robustness=replace(study.robustness, break_even=tuple(found)))
        yield study
        known: list[tuple[Message, float]] = []
        try:
            known += by_weather(sample, range(1, self.options.seeds + 1), name, self.solver)
        except CaseError:
            study = replace(study, robustness=replace(study.robustness, weather=False))
        known += by_growth(sample, name, warm())
        known += by_online(sample, name, warm())
        yield replace(
            study, robustness=replace(study.robustness, variants=tuple(VariantMargin(*pair) for pair in known))
        )

    def joint(self, study: Study) -> Iterator[Study]:
        """Margin over a Latin hypercube of the uncertain quantities."""
        if study.targets.target:
            yield replace(
                study,
                robustness=replace(
                    study.robustness, joint=joint(self.sample, study.targets.target, self.options.samples, self.solver)
                ),
            )

    def ranges(self, study: Study) -> Iterator[Study]:
        """Near-optimal ranges of the headline quantities."""
        yield replace(study, robustness=replace(study.robustness, ranges=tuple(ranges(self.sample, self.solver))))

    def adequacy(self, study: Study) -> Iterator[Study]:
        """LOLE and EENS of the case as given and of the compliant case. A case without stated outages is a failure of the part."""
        case, record = self.base.case, study.measures.compliant_case
        cases = [case]
        if record is not None:
            cases.append(read_case(self.folder / record.folder, (), f"{case.time[0]:%Y-%m-%d %H:%M}", len(case.time)))
        try:
            yield replace(study, adequacy=tuple(risks(cases)))
        except CaseError as error:
            why = sentences(*(fault.line() for fault in error.faults))
            yield replace(study, failures=(*study.failures, Failure("adequacy", why)))


def _area_names(case: Case) -> tuple[tuple[str, str, str], ...]:
    """Return each area with its English and Chinese name; its key where the table has none."""
    rows = zip(*(case.tables["areas"][name] for name in ("area", "name_en", "name_zh")), strict=True)
    return tuple((str(area), str(en or area), str(zh or area)) for area, en, zh in rows)


def _searched(found: Sequence[Assessment]) -> str:
    """The target that is searched: the first that the dispatch moves and that is not met, else the first it moves."""
    moved = [one for one in found if one.movable and one.measured and one.answer != "not_tested"]
    missed = [one for one in moved if one.missed]
    return (missed or moved)[0].target.name if moved else ""


def _corridors(run: Run) -> Iterator[CorridorShare]:
    data = run.results
    for k, name in enumerate(data["corridor"].values):
        yield CorridorShare(str(name), *(float(data[key][k]) for key in ("renewable_share", "renewable_share_hourly")))


def _trade_off(expansion: Expansion, within: Sequence[str]) -> TradeOff | None:
    movable = [name for name in within if expansion.before[name].movable]
    if not movable:
        return None
    rows = expansion.case.tables["measures"]
    kinds = dict(zip(rows["measure"].astype(str), rows["kind"].astype(str), strict=True))
    return TradeOff(movable[0], kinds, tuple(curve(expansion, movable[0])))
