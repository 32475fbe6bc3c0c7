"""A plan that also holds a loss-of-load expectation: dispatch is planned without outages, and outages are simulated around it.

The capacity margin of a plan, the perfect capacity that it lacks for the LOLE, is nearly convex in the capacities: credits fall as more is
built. Each round simulates the case as built by the last plan. Where it lacks capacity, the tangent of the margin there becomes a
constraint of all later plans: the sum of the measures, weighted with their credits in that round, exceeds that of the plan by the margin
(cutting planes: J. E. Kelley, 1960). The cost of the plans rises from round to round until one holds the LOLE.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dispatch.adequacy.assess import Options, assess
from dispatch.adequacy.faults import refuse
from dispatch.adequacy.increments import Increments
from dispatch.case import Built, Case, as_built
from dispatch.errors import InfeasibleError, SolverError
from dispatch.lp import Expression, Floats, Parameter
from dispatch.messages import message
from dispatch.results.capacity_plan import LoleRound, PlannedLole
from dispatch.solve import Progress

from .expansion import MEASURES, Expansion
from .measures import LeastCost

ROUNDS = 10
"""Most plans."""
WITHOUT_CREDIT = ("retrofit", "efficiency", "electrolyser", "corridor")
"""Kinds of measure that change no supply of load in the simulation of outages (a corridor: only the band of its contract)."""
RETIRED = -1.0
"""Credit of retired capacity: all of it counts as firm, so that a plan never retires too much."""
MORE = 1.05
"""Capacity that is added over the capacity that is missing, so that a few rounds suffice."""

NOTHING, KILO = Built(0.0, 0.0), 1e3


@dataclass(frozen=True)
class Requirement:
    """lole: highest loss-of-load expectation of the region in the window [h]. samples: sampled windows of each simulation."""

    lole: float
    samples: int
    seed: int = 1


def hold_lole(
    expansion: Expansion,
    found: LeastCost,
    again: Callable[[Sequence[Expression]], LeastCost],
    required: Requirement,
) -> tuple[LeastCost, PlannedLole]:
    """Return the plan of the last round, and what each round found. again: the least-cost plan with further forms at least zero.

    Raises CaseError for a case that adequacy cannot assess, InfeasibleError where the measures cannot supply what is missing.
    """
    case = replace(expansion.base.case, expanding=())
    refuse(case)
    options = Options(samples=required.samples, seed=required.seed)
    report = expansion.solver.options.report
    rounds, forms = list[LoleRound](), list[Expression]()
    while True:
        sizes = expansion.sizes(found.primal)
        risk = assess([as_built(case, sizes)], options, lambda stage, share: report(Progress(stage, share)))[0]
        lole, eens = risk.places[0].load.lole, risk.places[0].load.eens
        missing, form = 0.0, None
        if lole.value > required.lole:
            missing, form = _missing(expansion, case, sizes, required)
        objective = found.solution.objective * 1e6
        rounds.append(LoleRound(lole.value, lole.low, lole.high, eens.value, missing * 1e3, objective))
        if form is None or len(rounds) == ROUNDS:
            return found, PlannedLole(
                required.lole, required.samples, required.seed, lole.value <= required.lole, tuple(rounds)
            )
        try:
            forms.append(form)
            found = again(forms)
        except SolverError as failed:
            if failed.reason == "time_limit":
                raise
            raise InfeasibleError(
                message("end.plan_lole", lole=lole.value, required=required.lole, missing=missing * 1e3)
            ) from None


def _missing(
    expansion: Expansion, case: Case, sizes: dict[str, Built], required: Requirement
) -> tuple[float, Expression]:
    """Return the capacity that is missing [GW], and the form that is at least zero where the next plan adds it."""
    increments = Increments(as_built(case, sizes), required.samples, required.seed)
    missing = increments.lacking(required.lole) / KILO
    power, energy = _credits(case, sizes, increments)
    now = [sizes.get(str(name), NOTHING) for name in case.tables["measures"]["measure"]]
    held = float(power @ [one.power for one in now] + energy @ [one.energy for one in now])
    added, content = (
        (expansion.lp[name] * Parameter((expansion.lp[name].axes[0],), credit)).sum()
        for name, credit in zip(MEASURES, (power, energy), strict=True)
    )
    return missing, added + content - (held + MORE * missing)


def _credits(case: Case, sizes: dict[str, Built], increments: Increments) -> tuple[Floats, Floats]:
    """Return the credit of the power and of the content of each measure, shapes (measures,) [GW of perfect capacity per GW, GWh]."""
    rows = case.tables["measures"]
    power, energy = np.zeros(len(rows)), np.zeros(len(rows))
    for k, row in enumerate(rows.itertuples()):
        kind, most = str(row.kind), float(str(row.most))
        if kind == "retirement":
            power[k] = RETIRED
        elif kind not in WITHOUT_CREDIT and most > 0.0:
            now = sizes.get(str(row.measure), NOTHING)
            hours = 0.0
            if kind == "storage":
                given = float(str(row.least_hours)) or float(str(row.most_hours))
                hours = now.energy / now.power if now.power > 0.0 else given
            power[k], energy[k] = _credit(case, sizes, str(row.measure), most, hours, increments)
    return power, energy


def _credit(
    case: Case, sizes: dict[str, Built], name: str, most: float, hours: float, increments: Increments
) -> tuple[float, float]:
    """Return the credits of a measure. hours: content over power of a store. A step is downward where the measure is at its upper
    bound. The step of power brings content, which has its own credit where there is a store already."""
    now, step = sizes.get(name, NOTHING), min(increments.step / KILO, most)

    def worth(power: float, content: float) -> float:
        return increments.worth(as_built(case, {**sizes, name: Built(power, content)})) / KILO

    by = step if now.power + step <= most else -step
    power = worth(now.power + by, now.energy + by * hours) / by
    if not hours or now.power <= 0.0:
        return power, 0.0
    energy = worth(now.power, now.energy + step * hours) / (step * hours)
    return power - energy * hours, energy
