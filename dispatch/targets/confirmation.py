"""The compliant case of a plan, in each weather year: written as a folder, run as any other, and compared with the plan."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dispatch.app.assemble import as_run, build, nothing_to_show
from dispatch.app.clock import Clock
from dispatch.app.reading import read_case
from dispatch.case import Built, Case
from dispatch.case.schema import SHORTFALL_KINDS
from dispatch.lp import LP, Floats
from dispatch.results import Run
from dispatch.results.capacity_plan import Confirmation
from dispatch.solve import Basis, Solution, proven_start, values_of_start

from .basis_mapping import map_basis, map_values
from .compliant_case import shortfall_limits, with_prices, write_compliant_case
from .expansion import EXACT, FULL, Expansion
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
    """Write the compliant case of a weather year and solve it as any other. With the sizes of the plan, values and duals of the plan prove its
    optimum, and no solve follows. Where they do not, the case has sizes rounded by FULL, unless it has no solution with these."""
    own = dispatch.expansion
    written, solution = _confirmed(expansion, found, dispatch, folder)
    lp, matrix = written.lp, own.matrix
    assert solution.primal is not None
    after = float(matrix.cost @ dispatch.primal) + matrix.offset - own.investment(dispatch.primal)
    confirmation = Confirmation(
        status=solution.reported,
        method=solution.method,
        difference_cny=(solution.objective - after) * MILLION,
        excess_mw=_excess(own, lp, solution.primal) * 1e3,
    )
    run = as_run(written.case, lp, lp.matrix(), solution, clock if own.base is expansion.base else Clock())
    place = written.place.relative_to(folder).as_posix()
    return Confirmed(dispatch, written.case, place, run, confirmation, own.base.solution.objective, after)


@dataclass(frozen=True, eq=False)
class _Written:
    """A compliant case that was written. place: its folder. start: values and duals of the plan as those of its LP."""

    place: Path
    case: Case
    lp: LP
    start: Basis


def _confirmed(
    expansion: Expansion, found: LeastCost, dispatch: PlannedDispatch, folder: Path
) -> tuple[_Written, Solution]:
    """Write and solve the compliant case of a weather year, with sizes of the plan or rounded sizes. Where no solve finds a feasible point,
    the solution has the values of the plan."""
    options = replace(expansion.solver.options, method="auto")
    exact, rounded = (expansion.sizes(found.primal, rounding) for rounding in (EXACT, FULL))
    written = _written(expansion, found, dispatch, folder, exact)
    known = proven_start(written.lp.matrix(), written.start, options.gap)
    if known is not None:
        return written, known
    ended = None
    if rounded != exact:
        shutil.rmtree(written.place.parent)
        again = _written(expansion, found, dispatch, folder, rounded)
        ended = Solver(options)(again.lp.matrix(), again.start)
        if ended.primal is not None:
            return again, ended
        shutil.rmtree(again.place.parent)
        written = _written(expansion, found, dispatch, folder, exact)
    if ended is None or ended.status != "stopped":
        ended = Solver(options)(written.lp.matrix(), written.start)
    return written, ended if ended.primal is not None else _of_plan(written, ended)


def _of_plan(written: _Written, ended: Solution) -> Solution:
    """Return the values of the plan for a compliant case whose solve ended without a feasible point, so that the plan is not lost. Raises
    SolverError and Interrupted where the plan has no duals."""
    known = values_of_start(written.lp.matrix(), written.start)
    if known is None:
        raise nothing_to_show(ended)
    return replace(known, notes=(*ended.notes, *known.notes))


def _written(
    expansion: Expansion, found: LeastCost, dispatch: PlannedDispatch, folder: Path, sizes: Mapping[str, Built]
) -> _Written:
    """Write the compliant case of a weather year with measures of some sizes, and build its LP."""
    own = dispatch.expansion
    place, case = _write_case(expansion, found, dispatch, folder, sizes), own.base.case
    again = read_case(place, start=f"{case.time[0]:%Y-%m-%d %H:%M}", hours=len(case.time))
    lp = build(again)
    wanted = {target.name: target for target in active_targets(again, lp)}
    known = dispatch.prices.items()
    prices = {name: price * wanted[name].sign for name, price in known if f"Z_{name}" in lp.constraints}
    return _Written(place, again, lp, with_prices(_start(own.lp, dispatch.start, lp), lp, prices))


GROWN = {"Y1_reserve_up": "K6_forecast_up", "Y2_reserve_down": "K7_forecast_down"}
"""Constraints of reserve -> those that a plan adds, as its requirement grows with the capacity that it chooses. A compliant case has one equality
for both inequalities."""


def _start(old: LP, plan: Basis, lp: LP) -> Basis:
    """Return values and duals of a plan as those of its compliant case. Reserve beyond the requirement is left out: reserve has upper limits
    only, so less reserve violates no other constraint. The dual of a reserve constraint is the sum of both duals of the plan. The gap of the
    plan is relative to another cost, so every gap up to the requested gap is a proof."""
    mapped, matrix = replace(map_basis(plan, old, lp), gap=np.inf), lp.matrix()
    if mapped.primal is None or mapped.prices is None or plan.prices is None:
        return mapped
    primal, prices = mapped.primal.copy(), mapped.prices.copy()
    for name, grown in GROWN.items():
        if grown not in old.constraints or name not in lp.constraints:
            continue
        block = lp.constraints[name]
        prices += map_values(plan.prices, {name: old.constraints[grown]}, {name: block}, lp.rows, np.float64(0.0))
        rows = block.index[block.index >= 0]
        held, required = matrix.matrix[rows], matrix.row_upper[rows]
        amount = held @ primal
        share = np.divide(required, amount, out=np.ones(len(rows)), where=amount > required)
        entries = held.tocoo()
        primal[entries.col] *= share[entries.row]
    return replace(mapped, primal=primal, prices=prices)


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
