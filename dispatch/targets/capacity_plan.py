"""The least-cost capacities of a case over its whole window, with targets met; the compliant case and its run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dispatch.app.assemble import build
from dispatch.app.clock import Clock
from dispatch.case import Case, with_cells
from dispatch.case.suggestions import options
from dispatch.errors import CaseError, Fault, InfeasibleError, Interrupted, SolverError
from dispatch.lp import LP, Expression, tail_mean
from dispatch.messages import Bilingual, Message, clauses, message, names
from dispatch.results import Run, write_json
from dispatch.results.capacity_plan import (
    FILE,
    CapacityPlan,
    PlanCost,
    PlannedCase,
    PlannedRisk,
    PlannedTarget,
    PlannedWeather,
    PlannedYear,
    Proof,
    record,
)
from dispatch.results.fields import Number

from .adequacy_risk import risks
from .base_case import base_of
from .confirmation import Confirmed, confirm
from .expansion import GENERIC, Expansion, open_capacities
from .measures import LeastCost, MeasurePlan, least_cost
from .plan_tables import bound_prices, capacities
from .reach import reachable, untouched
from .reliable_plan import Requirement, hold_lole
from .solver import Solver
from .targets import Target, active_targets, all_targets
from .weather_years import WeatherYears, open_over_years, planned_dispatches

NONE = "none"
"""Word of ``--meet`` for a plan without targets."""
NAN = float("nan")
MILLION = 1e6
REACH_ROWS = 2_000_000
"""Largest LP of a plan [rows] for which another LP first finds the targets that can be met. That LP takes as long as a plan."""


@dataclass(frozen=True, eq=False)
class YearRuns:
    """Runs of the case as given and of the compliant case in a weather year; label: of the year."""

    label: str
    before: Run
    after: Run


@dataclass(frozen=True, eq=False)
class Planned:
    """A plan, and the runs of the case as given and of the compliant case. further: the same in the weather years behind the first."""

    plan: CapacityPlan
    before: Run
    after: Run
    further: tuple[YearRuns, ...] = ()


def plan_capacities(
    case: Case,
    meet: Sequence[str],
    folder: Path,
    solver: Solver,
    clock: Clock,
    lole: Requirement | None = None,
    years: WeatherYears | None = None,
    samples: int = 0,
    start: Path | None = None,
) -> Planned:
    """Choose the least-cost capacities of a case over its whole window, write the compliant case into ``folder / "cases"``, and
    run it.

    meet: targets to enforce, by their name in the table (all places) or with a place (``name@place``); ``none``: no target; empty:
    every missed target that can be met. lole: loss-of-load expectation to hold. years: weather years that share the capacities, that of the
    case first; targets are met in each of them. samples: sampled windows of outages for the risk of both cases; 0: none. start: saved run of the case as given,
    from which its dispatch begins. Nothing falls
    shorter in any hour than in the case as given. Raises CaseError for a case without capacities to choose and for an unknown target,
    InfeasibleError where a requested target or LOLE cannot be met, SolverError and Interrupted.
    """
    with clock.stage("build"):
        lp = build(case)
        requested = requested_targets(case, lp, meet)
        if not len(case.tables["measures"]) and not any(case.tables[name]["extendable"].any() for name in GENERIC):
            rule, remedy = message("fault.plan.nothing_to_choose"), message("remedy.plan.add_measures")
            raise CaseError(with_cells(case.folder, [Fault("measures.csv", 0, "", "", rule, remedy)]))
    with clock.stage("solve"):
        base = base_of(case, solver, start, lp)
        expansion, joined = open_capacities(base, solver), None
        assert expansion is not None
        if years is not None:
            expansion, joined = open_over_years(base, years, solver)
        chosen = _choice(expansion, requested)
        found, held = chosen.plan(), None
        if lole is not None:
            found, held = hold_lole(expansion, found, chosen.plan, lole)
        if found.solution.end.interrupted:
            raise Interrupted(message("end.interrupted", notes=clauses(*found.solution.notes)))
        each = planned_dispatches(expansion, found, joined)
        confirmed = [confirm(expansion, found, one, folder, clock) for one in each]
    first = confirmed[0]
    plan = CapacityPlan(
        case=_case(case, meet, first.place),
        proof=_proof(found),
        cost=_cost(expansion, found, confirmed),
        capacities=capacities(expansion, found.primal),
        bounds=bound_prices(expansion, found),
        targets=_targets(expansion, found, chosen.blocked),
        before=_figures(base.run),
        after=_figures(first.run),
        confirmation=first.confirmation,
        lole=held,
        weather=None if years is None else _weather(years, confirmed),
        risk=_risks([base.case, first.case], samples) if samples else (),
    )
    runs = (YearRuns(one.dispatch.label, one.dispatch.expansion.base.run, one.run) for one in confirmed[1:])
    return Planned(plan, base.run, first.run, tuple(runs))


def _risks(cases: Sequence[Case], samples: int) -> tuple[PlannedRisk, ...]:
    """Return the risk of the case as given and of the compliant case; none where adequacy cannot assess one of them: the plan stands."""
    try:
        found = list(risks([replace(case, expanding=()) for case in cases], samples))
    except CaseError:
        return ()
    return tuple(
        PlannedRisk(
            case=one.case,
            samples=one.samples,
            lole=one.lole.value,
            lole_low=one.lole.low,
            lole_high=one.lole.high,
            eens=one.eens.value,
            eens_low=one.eens.low,
            eens_high=one.eens.high,
            export=one.export.value,
        )
        for one in found
    )


def save_plan(plan: CapacityPlan, folder: Path) -> None:
    """Write ``plan.json`` into an existing folder. Raises OSError."""
    write_json(folder / FILE, record(plan))


def requested_targets(case: Case, lp: LP, meet: Sequence[str]) -> list[str] | None:
    """Return the requested targets, each at its places; None where no target is named. Raises CaseError for names that the case
    lacks, and for targets that have no number, are of another year, or are not measured."""
    if not meet:
        return None
    if NONE in meet and len(set(meet)) > 1:
        rule, remedy = message("fault.plan.none_and_targets"), message("remedy.plan.none_or_targets")
        raise CaseError([Fault("--meet", 0, "", NONE, rule, remedy)])
    if NONE in meet:
        return []
    known = [target.name for target in active_targets(case, lp)]
    found, faults = list[str](), list[Fault]()
    for word in meet:
        places = [name for name in known if word in (name, name.partition("@")[0])]
        if not places:
            faults.append(_no_target(case, lp, word, known))
        found += places
    if faults:
        raise CaseError(faults)
    return list(dict.fromkeys(found))


def _no_target(case: Case, lp: LP, word: str, known: Sequence[str]) -> Fault:
    rows = case.tables["targets"].set_index("target")
    other = next((t for t in all_targets(case, lp) if word in (t.name, t.name.partition("@")[0])), None)
    listed = options(
        word, [*dict.fromkeys(name.partition("@")[0] for name in known), NONE], message("list.plan.targets")
    )
    if other is not None:
        rule = message("fault.plan.other_year", year=other.year, own=case.time[0].year)
    elif word in rows.index:
        rule = message("fault.plan.not_measured")
    else:
        rule = message("fault.plan.no_such_target")
    return Fault("--meet", 0, "", word, rule, listed)


@dataclass
class _Choice:
    """Targets of a plan. enforced: their names; keep: targets that are met and may not be broken; requested: whether the command named
    the targets. blocked: targets that cannot be met, each as a plan that states the reason. untried: whether a plan is
    tried before the LP that finds those."""

    expansion: Expansion
    enforced: list[str]
    keep: list[str]
    requested: bool
    blocked: list[MeasurePlan]
    untried: bool = False

    def plan(self, forms: Sequence[Expression] = ()) -> LeastCost:
        """Return the least-cost plan that meets the targets and keeps ``forms`` at least zero. A kept target that it would break is
        enforced too, from then on."""
        while True:
            try:
                found = least_cost(self.expansion, self.enforced, forms=forms)
            except SolverError as failed:
                if forms or failed.reason == "time_limit":
                    raise
                if self.requested:
                    raise self._out_of_reach() or failed from None
                if not self.untried or failed.reason != "numerical":
                    raise
                self._leave_out(self.enforced)
                continue
            broken = [name for name in self.keep if not self.expansion.met(name, found.primal)]
            if not broken:
                return found
            self.keep = [name for name in self.keep if name not in broken]
            if self.untried:
                self.enforced += broken
            else:
                self._leave_out([*self.enforced, *broken])

    def _leave_out(self, names: Sequence[str]) -> None:
        """Enforce those targets that can be met together."""
        self.enforced, more = reachable(self.expansion, names)
        self.blocked += more
        self.untried = False

    def _out_of_reach(self) -> InfeasibleError | None:
        """Return why the requested targets cannot be met. Only after a failure: it takes a solve of the size of the plan for each."""
        _, blocked = reachable(self.expansion, self.enforced)
        if not blocked:
            return None
        reasons = [why_not(self.expansion, one) for one in blocked]
        return InfeasibleError(message("join.lines", parts=[message("end.plan_unmet"), *reasons]))


def _choice(expansion: Expansion, requested: list[str] | None) -> _Choice:
    """Return the requested targets; without a request the missed ones that can be met, while those that are met are kept."""
    if requested is not None:
        return _Choice(expansion, requested, [], True, [])
    met = [name for name in expansion.before if expansion.met_before(name)]
    missed = [name for name in expansion.targets if name not in met]
    changed, blocked = untouched(expansion, missed)
    if len(expansion.matrix.row_lower) > REACH_ROWS:
        return _Choice(expansion, changed, met, False, blocked, untried=True)
    reached, more = reachable(expansion, changed) if changed else ([], [])
    return _Choice(expansion, reached, met, False, blocked + more)


def why_not(expansion: Expansion, cannot: MeasurePlan) -> Message:
    """Return what stops a target, in a sentence."""
    target = expansion.targets[cannot.targets[0]]
    listed = (
        names(message(f"vd_kind_{kind}") for kind in cannot.names)
        if cannot.why == "untouched" and cannot.names
        else names(cannot.names)
        if cannot.names
        else message("vd_no_kind")
    )
    return message(f"plan.cannot_{cannot.why}", target=Bilingual(target.text_en, target.text_zh), names=listed)


def _case(case: Case, meet: Sequence[str], compliant: str) -> PlannedCase:
    return PlannedCase(
        case=case.folder.resolve().name,
        title=case.settings.title,
        title_zh=case.settings.title_zh,
        hours=len(case.time),
        horizon=case.horizon_hours,
        share=case.fraction,
        meet=tuple(meet),
        compliant_case=compliant,
    )


def _proof(found: LeastCost) -> Proof:
    solution = found.solution
    return Proof(
        status=solution.reported,
        method=solution.method,
        notes=tuple(solution.notes),
        objective_cny=solution.objective * MILLION,
        bound_cny=solution.bound * MILLION,
        gap=solution.gap,
        primal_infeasibility=solution.infeasibility.primal,
        dual_infeasibility=solution.infeasibility.dual,
        columns=len(found.matrix.cost),
        rows=len(found.matrix.row_lower),
    )


def _cost(expansion: Expansion, found: LeastCost, confirmed: Sequence[Confirmed]) -> PlanCost:
    investment = expansion.investment(found.primal)
    annual = sum(one.annual_cost_cny for one in capacities(expansion, found.primal))
    return PlanCost(
        dispatch_before=sum(one.dispatch.weight * one.before for one in confirmed) * MILLION,
        dispatch_after=sum(one.dispatch.weight * one.after for one in confirmed) * MILLION,
        measures=investment * MILLION,
        annual=annual,
    )


def _weather(years: WeatherYears, confirmed: Sequence[Confirmed]) -> PlannedWeather:
    """The weather years of a plan, and the mean cost of the most expensive of them."""
    listed = tuple(
        PlannedYear(
            label=one.dispatch.label,
            weight=one.dispatch.weight,
            dispatch_before=one.before * MILLION,
            dispatch_after=one.after * MILLION,
            compliant_case=one.place,
            confirmation=one.confirmation,
        )
        for one in confirmed
    )
    risk = years.risk
    if risk is None:
        return PlannedWeather(listed)
    cvar = tail_mean([one.dispatch_after for one in listed], years.weights, risk.tail)
    return PlannedWeather(listed, risk.share, risk.tail, cvar)


def _figures(run: Run) -> dict[str, object]:
    return {key: run.summary[key] for key in ("region", "areas")}


def _targets(expansion: Expansion, found: LeastCost, blocked: Sequence[MeasurePlan]) -> tuple[PlannedTarget, ...]:
    """Every target with a number, those of other years too."""
    base = expansion.base
    before = {target.name: target.achieved(base.primal) for target in all_targets(base.case, base.lp)}
    prices = found.prices
    why = {one.targets[0]: why_not(expansion, one) for one in blocked}
    rows = []
    for target in all_targets(expansion.case, expansion.lp):
        tested = target.name in expansion.targets
        margin = expansion.margin(target.name, found.primal) if tested else NAN
        rows.append(
            PlannedTarget(
                id=target.name,
                text_zh=target.text_zh,
                text_en=target.text_en,
                unit=target.unit,
                required=target.required,
                before=before[target.name],
                after=target.achieved(found.primal),
                margin=margin,
                met=expansion.met(target.name, found.primal) if tested and margin == margin else None,
                enforced=target.name in prices,
                price=_per_requirement(prices.get(target.name, NAN), target, found),
                why=why.get(target.name),
            )
        )
    return tuple(rows)


def _per_requirement(price: Number, target: Target, found: LeastCost) -> float:
    """Price per unit of the requirement, from that of the gap."""
    return price * float(target.denominator.value(found.primal))
