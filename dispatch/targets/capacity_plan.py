"""The least-cost capacities of a case over its whole window, with targets met; the compliant case and its run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dispatch.app.assemble import as_run, build, nothing_to_show
from dispatch.app.clock import Clock
from dispatch.app.reading import read_case
from dispatch.case import Case, with_cells
from dispatch.case.schema import SHORTFALL_KINDS
from dispatch.case.suggestions import options
from dispatch.errors import CaseError, Fault, InfeasibleError, Interrupted, SolverError
from dispatch.lp import LP, Expression, Floats
from dispatch.messages import Bilingual, Message, clauses, message, names
from dispatch.results import Run, write_json
from dispatch.results.capacity_plan import (
    FILE,
    CapacityPlan,
    Confirmation,
    PlanCost,
    PlannedCase,
    PlannedTarget,
    Proof,
    record,
)
from dispatch.results.fields import Number
from dispatch.solve import Basis, Solution

from .base_case import base_of
from .basis_mapping import BASIC, NONBASIC, map_basis
from .compliant_case import shortfall_limits, with_prices, write_compliant_case
from .expansion import GENERIC, Expansion, open_capacities
from .measures import LeastCost, MeasurePlan, least_cost
from .plan_tables import bound_prices, capacities, chosen_generic
from .reach import reachable
from .reliable_plan import Requirement, hold_lole
from .solver import Solver
from .targets import Target, active_targets, all_targets

NONE = "none"
"""Word of ``--meet`` for a plan without targets."""
NAN = float("nan")
MILLION = 1e6


@dataclass(frozen=True, eq=False)
class Planned:
    """A plan, and the runs of the case as given and of the compliant case."""

    plan: CapacityPlan
    before: Run
    after: Run


def plan_capacities(
    case: Case, meet: Sequence[str], folder: Path, solver: Solver, clock: Clock, lole: Requirement | None = None
) -> Planned:
    """Choose the least-cost capacities of a case over its whole window, write the compliant case into ``folder / "cases"``, and
    run it.

    meet: targets to enforce, by their name in the table (all places) or with a place (``name@place``); ``none``: no target; empty:
    every missed target that can be met. lole: loss-of-load expectation to hold. Nothing falls shorter in any hour than in the case as
    given. Raises CaseError for a case without capacities to choose and for an unknown target, InfeasibleError where a requested
    target or LOLE cannot be met, SolverError and Interrupted.
    """
    with clock.stage("build"):
        lp = build(case)
        requested = requested_targets(case, lp, meet)
        if not len(case.tables["measures"]) and not any(case.tables[name]["extendable"].any() for name in GENERIC):
            rule, remedy = message("fault.plan.nothing_to_choose"), message("remedy.plan.add_measures")
            raise CaseError(with_cells(case.folder, [Fault("measures.csv", 0, "", "", rule, remedy)]))
    with clock.stage("solve"):
        base = base_of(case, solver, lp=lp)
        expansion = open_capacities(base, solver)
        assert expansion is not None
        chosen = _choice(expansion, requested)
        found, held = chosen.plan(), None
        if lole is not None:
            found, held = hold_lole(expansion, found, chosen.plan, lole)
        if found.solution.end.interrupted:
            raise Interrupted(message("end.interrupted", notes=clauses(*found.solution.notes)))
        compliant = _write_case(expansion, found, folder)
        again, lp_again, solution = _run_again(expansion, found, compliant)
    run = as_run(again, lp_again, lp_again.matrix(), solution, clock)
    place = compliant.relative_to(folder).as_posix()
    plan = CapacityPlan(
        case=_case(case, meet, place),
        proof=_proof(found),
        cost=_cost(expansion, found, run),
        capacities=capacities(expansion, found.primal),
        bounds=bound_prices(expansion, found),
        targets=_targets(expansion, found, chosen.blocked),
        before=_figures(base.run),
        after=_figures(run),
        confirmation=_confirmation(expansion, found, lp_again, solution),
        lole=held,
    )
    return Planned(plan, base.run, run)


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
    the targets. blocked: targets that cannot be met, each as a plan that states the reason."""

    expansion: Expansion
    enforced: list[str]
    keep: list[str]
    requested: bool
    blocked: list[MeasurePlan]

    def plan(self, forms: Sequence[Expression] = ()) -> LeastCost:
        """Return the least-cost plan that meets the targets and keeps ``forms`` at least zero. A kept target that it would break is
        enforced too, from then on."""
        while True:
            try:
                found = least_cost(self.expansion, self.enforced, forms=forms)
            except SolverError as failed:
                if forms or failed.reason == "time_limit" or not self.requested:
                    raise
                raise self._out_of_reach() or failed from None
            broken = [name for name in self.keep if not self.expansion.targets[name].met(found.primal)]
            if not broken:
                return found
            self.keep = [name for name in self.keep if name not in broken]
            self.enforced, more = reachable(self.expansion, [*self.enforced, *broken])
            self.blocked += more

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
    met = [name for name, target in expansion.before.items() if target.met(expansion.base.primal)]
    missed = [name for name in expansion.targets if name not in met]
    reached, blocked = reachable(expansion, missed) if missed else ([], [])
    return _Choice(expansion, reached, met, False, blocked)


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


def _write_case(expansion: Expansion, found: LeastCost, folder: Path) -> Path:
    """Write the compliant case. A target is imposed in it where a dispatch moves it and it is met at all its places."""
    base, primal = expansion.base, found.primal
    moved = {target.name.partition("@")[0] for target in found.targets if expansion.before[target.name].movable}
    unmet = {name.partition("@")[0] for name, target in expansion.targets.items() if not target.met(primal)}
    limits = shortfall_limits(base.case, base.lp, base.primal)
    title = f"{base.case.title}; compliant case"
    sizes = expansion.sizes(primal)
    imposed = sorted(moved - unmet)
    at_least = chosen_generic(expansion, primal)
    return write_compliant_case(base.case, sizes, imposed, limits, folder / "cases", title, at_least)


def _run_again(expansion: Expansion, found: LeastCost, compliant: Path) -> tuple[Case, LP, Solution]:
    """Run the compliant case as any other. Values and duals of the plan are its start: where they prove its optimum, no solve
    follows."""
    case = expansion.base.case
    again = read_case(compliant, start=f"{case.time[0]:%Y-%m-%d %H:%M}", hours=len(case.time))
    lp = build(again)
    wanted = {target.name: target for target in active_targets(again, lp)}
    prices = {name: price * wanted[name].sign for name, price in found.prices.items() if f"Z_{name}" in lp.constraints}
    start = with_prices(map_basis(_start(found.solution), expansion.lp, lp), lp, prices)
    solution = Solver(replace(expansion.solver.options, method="auto"))(lp.matrix(), start)
    if solution.primal is None:
        raise nothing_to_show(solution)
    return again, lp, solution


def _start(solution: Solution) -> Basis:
    """Values and duals of a solution as a start; with the basis of slacks where the method leaves none."""
    if solution.start is not None:
        return solution.start
    assert solution.primal is not None and solution.row_dual is not None
    columns = np.full(len(solution.primal), NONBASIC)
    rows = np.full(len(solution.row_dual), BASIC)
    return Basis(columns, rows, solution.row_dual, solution.primal, solution.gap)


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


def _cost(expansion: Expansion, found: LeastCost, run: Run) -> PlanCost:
    investment = expansion.investment(found.primal)
    annual = sum(one.annual_cost_cny for one in capacities(expansion, found.primal))
    return PlanCost(
        dispatch_before=expansion.base.solution.objective * MILLION,
        dispatch_after=(found.solution.objective - investment) * MILLION,
        measures=investment * MILLION,
        annual=annual,
    )


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
        margin = target.margin(found.primal) if tested else NAN
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
                met=target.met(found.primal) if tested and margin == margin else None,
                enforced=target.name in prices,
                price=_per_requirement(prices.get(target.name, NAN), target, found),
                why=why.get(target.name),
            )
        )
    return tuple(rows)


def _per_requirement(price: Number, target: Target, found: LeastCost) -> float:
    """Price per unit of the requirement, from that of the gap."""
    return price * float(target.denominator.value(found.primal))


def _confirmation(expansion: Expansion, found: LeastCost, lp: LP, solution: Solution) -> Confirmation:
    assert solution.primal is not None
    operation = found.solution.objective - expansion.investment(found.primal)
    return Confirmation(
        status=solution.reported,
        method=solution.method,
        difference_cny=(solution.objective - operation) * MILLION,
        excess_mw=_excess(expansion, lp, solution.primal) * 1e3,
    )


def _excess(expansion: Expansion, lp: LP, primal: Floats) -> float:
    """Return the largest shortfall beyond that of the case as given, over all hours and places [GW]."""
    base, most = expansion.base, 0.0
    for kind in SHORTFALL_KINDS:
        if kind not in lp.quantities:
            continue
        after, before = lp.quantities[kind], base.lp.quantities[kind]
        known = dict(zip(before.axes[0].labels, before.value(base.primal), strict=True))
        for label, amounts in zip(after.axes[0].labels, after.value(primal), strict=True):
            most = max(most, float((amounts - known.get(label, 0.0)).max()))
    return most
