"""The compliant case of a plan, in each weather year: written as a folder, run as any other, and compared with the plan."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dispatch.app.assemble import as_run, build, nothing_to_show
from dispatch.app.clock import Clock
from dispatch.app.reading import read_case
from dispatch.case import Built, Case
from dispatch.case.schema import SHORTFALL_KINDS
from dispatch.lp import LP, Floats
from dispatch.results import Run
from dispatch.results.capacity_plan import Confirmation
from dispatch.solve import Solution

from .basis_mapping import map_basis
from .compliant_case import shortfall_limits, with_prices, write_compliant_case
from .expansion import EXACT, NOTHING, Expansion
from .measures import LeastCost
from .plan_tables import chosen_generic
from .solver import Solver
from .targets import Target, active_targets
from .weather_years import PlannedDispatch

MILLION = 1e6


@dataclass(frozen=True, eq=False)
class Confirmed:
    """The compliant case of a weather year, its run, and the run against the plan. place: folder of the case, relative to that of the plan.
    before, after: cost of dispatch as given and in the plan [million CNY]."""

    dispatch: PlannedDispatch
    case: Case
    place: str
    run: Run
    confirmation: Confirmation
    before: float
    after: float


def confirm(expansion: Expansion, found: LeastCost, dispatch: PlannedDispatch, folder: Path, clock: Clock) -> Confirmed:
    """Write the compliant case of a weather year and run it as any other. Values and duals of the plan are its start: where they prove its
    optimum, no solve follows. Where a case without sizes up to NOTHING has no solution, one with them is written and run instead."""
    own = dispatch.expansion
    rounded, exact = (expansion.sizes(found.primal, zero) for zero in (NOTHING, EXACT))
    done = _run(expansion, found, dispatch, folder, rounded)
    if done.solution.primal is None and done.solution.status != "stopped" and exact != rounded:
        shutil.rmtree(done.place.parent)
        del done  # the LP of a year takes half a gigabyte
        done = _run(expansion, found, dispatch, folder, exact)
    lp, solution = done.lp, done.solution
    if solution.primal is None:
        raise nothing_to_show(solution)
    matrix = own.matrix
    after = float(matrix.cost @ dispatch.primal) + matrix.offset - own.investment(dispatch.primal)
    confirmation = Confirmation(
        status=solution.reported,
        method=solution.method,
        difference_cny=(solution.objective - after) * MILLION,
        excess_mw=_excess(own, lp, solution.primal) * 1e3,
    )
    run = as_run(done.case, lp, lp.matrix(), solution, clock if own.base is expansion.base else Clock())
    place = done.place.relative_to(folder).as_posix()
    return Confirmed(dispatch, done.case, place, run, confirmation, own.base.solution.objective, after)


@dataclass(frozen=True, eq=False)
class _Solved:
    """A compliant case that was written and solved. place: its folder."""

    place: Path
    case: Case
    lp: LP
    solution: Solution


def _run(
    expansion: Expansion, found: LeastCost, dispatch: PlannedDispatch, folder: Path, sizes: Mapping[str, Built]
) -> _Solved:
    """Write the compliant case of a weather year with measures of some sizes, and solve it."""
    own = dispatch.expansion
    place, case = _write_case(expansion, found, dispatch, folder, sizes), own.base.case
    again = read_case(place, start=f"{case.time[0]:%Y-%m-%d %H:%M}", hours=len(case.time))
    lp = build(again)
    wanted = {target.name: target for target in active_targets(again, lp)}
    known = dispatch.prices.items()
    prices = {name: price * wanted[name].sign for name, price in known if f"Z_{name}" in lp.constraints}
    start = with_prices(map_basis(dispatch.start, own.lp, lp), lp, prices)
    return _Solved(place, again, lp, Solver(replace(expansion.solver.options, method="auto"))(lp.matrix(), start))


def _write_case(
    expansion: Expansion, found: LeastCost, dispatch: PlannedDispatch, folder: Path, sizes: Mapping[str, Built]
) -> Path:
    """Write the compliant case of a weather year with measures of some sizes. A target of energy is imposed where a dispatch moves it and it
    is met at all its places. Targets of capacity are met by the chosen capacities."""
    base, primal = dispatch.expansion.base, found.primal
    moved = {target.name.partition("@")[0] for target in found.targets if _imposable(expansion, target)}
    unmet = {name.partition("@")[0] for name in expansion.targets if not expansion.met(name, primal)}
    limits = shortfall_limits(base.case, base.lp, base.primal)
    title = f"{base.case.title}; compliant case"
    imposed = sorted(moved - unmet)
    chosen = chosen_generic(expansion, primal)
    place = folder / "cases"
    if base is not expansion.base:
        place, title = place / f"weather-{dispatch.label}", f"{title}; weather year {dispatch.label}"
    return write_compliant_case(base.case, sizes, imposed, limits, place, title, chosen)


def _imposable(expansion: Expansion, target: Target) -> bool:
    """Whether a run can impose a target: one of energy that a dispatch moves."""
    return target.of_energy and expansion.before[target.name].movable


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
