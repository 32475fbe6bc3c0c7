"""Measures that were found on a sample, tried on the whole window, and the compliant case with its run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dispatch.app.assemble import as_run, build, nothing_to_show
from dispatch.app.clock import Clock
from dispatch.app.reading import read_case
from dispatch.case import Built, as_built
from dispatch.lp import LP
from dispatch.results import Run
from dispatch.results.fields import Number
from dispatch.solve import Basis, Solution

from .assess import Assessment
from .base_case import Base
from .basis_mapping import map_basis
from .compliant_case import shortfall_limits, with_prices, write_compliant_case
from .measures import MeasurePlan
from .sampling import Sample
from .solver import Solver
from .targets import SampleScaling, Target, active_targets

ROUNDS = 4
"""Most times that measures are sized again because the whole window shows less than the sample."""
AIM = 1e-4
"""Relative excess of the requirement of the next round over the missing margin."""
LEAST = 0.1
"""Minimum share of a requirement on the sample that is assumed to take effect over the window."""


@dataclass(frozen=True)
class CompliantCaseRecord:
    """The compliant case: its folder, relative to that of the study; cost of its run [million CNY]; margins of the targets
    that it meets; size of each measure."""

    folder: str
    cost: float
    margins: dict[str, Number]
    sizes: dict[str, Built]


@dataclass(frozen=True, eq=False)
class CompliantCase:
    """The compliant case, its run, and the margins of the targets that it meets; plan: what was built."""

    folder: Path
    run: Run
    margins: dict[str, float]
    plan: MeasurePlan

    def record(self, study: Path) -> CompliantCaseRecord:
        """Return the compliant case as the study in a folder keeps it."""
        cost = self.run.record["objective_cny"] * 1e-6
        place = self.folder.relative_to(study).as_posix()
        return CompliantCaseRecord(place, cost, self.margins, self.plan.sizes or {})


def confirm_compliant_case(
    sample: Sample,
    found: Sequence[Assessment],
    done: MeasurePlan,
    size_again: Callable[[SampleScaling], MeasurePlan],
    folder: Path,
    solver: Solver,
) -> CompliantCase:
    """Write the compliant case into ``folder`` and run it as any other, over the whole window.

    Where the plan is that of a sample, the window is first dispatched with what is built and with the targets paid for
    at their price in the plan: their missing margins are required of the next plan, which ``size_again`` makes. Raises
    SolverError where a dispatch has no end, or the targets cannot be met after ``ROUNDS``.
    """
    # What is built may be half as much as there is: from the window without it took twice as long as a cold start.
    start: Basis | None = None
    lp = sample.whole.lp
    search = _Search(sample.scaling)
    for _ in range(ROUNDS if sample.base is not sample.whole else 0):
        solution, lp, margins = _paid(sample.whole, done, start, lp, solver)
        start = solution.start or start
        if min(margins.values()) >= 0.0:
            break
        again = size_again(search.ask(margins, _named(active_targets(sample.base.case, sample.base.lp))))
        if again.sizes is None:
            break
        done = again
    closing, imposed = _write(sample, found, done, folder)
    case = sample.whole.case
    again_case = read_case(closing, start=f"{case.time[0]:%Y-%m-%d %H:%M}", hours=len(case.time))
    new = build(again_case)
    matrix = new.matrix()
    wanted = _named(active_targets(again_case, new))
    prices = {name: price * wanted[name].sign for name, price in done.prices.items() if name.split("@")[0] in imposed}
    solution = solver(matrix, None if start is None else with_prices(map_basis(start, lp, new), new, prices))
    if solution.primal is None:
        raise nothing_to_show(solution)
    run = as_run(again_case, new, matrix, solution, Clock())
    return CompliantCase(closing, run, {name: wanted[name].margin(solution.primal) for name in done.targets}, done)


def _paid(
    whole: Base, done: MeasurePlan, start: Basis | None, near: LP, solver: Solver
) -> tuple[Solution, LP, dict[str, float]]:
    """The window with what is built, its targets paid for, and no hour shorter than in the case as given; and what each
    target lacks."""
    case = as_built(whole.case, done.sizes or {})
    limits = shortfall_limits(whole.case, whole.lp, whole.primal)
    case = replace(case, tables={**case.tables, "shortfall_limits": limits})
    lp = build(case)
    matrix, wanted = lp.matrix(), _named(active_targets(case, lp))
    cost, offset = matrix.cost.copy(), matrix.offset
    for name, price in done.prices.items():
        gap = wanted[name].gap
        np.subtract.at(cost, gap.columns, price * gap.coefficients)
        offset -= price * float(gap.constant)
    solution = solver(replace(matrix, cost=cost, offset=offset), None if start is None else map_basis(start, near, lp))
    if solution.primal is None:
        raise nothing_to_show(solution)
    return solution, lp, {name: wanted[name].margin(solution.primal) for name in done.targets}


class _Search:
    """Requirements on the sample until the window meets the targets: the missing margins of the window, over the share of
    the last requirement that took effect there."""

    def __init__(self, scaling: SampleScaling) -> None:
        self.scaling = scaling
        self.before: dict[str, float] = {}
        self.asked: dict[str, float] = {}

    def ask(self, margins: Mapping[str, float], of: Mapping[str, Target]) -> SampleScaling:
        """The next scaling. margins: those of the window with what was sized last."""
        more = {}
        for name, margin in margins.items():
            came = (margin - self.before[name]) / self.asked[name] if self.asked.get(name) else 1.0
            more[name] = max(0.0, -margin) * (1 + AIM) / min(max(came, LEAST), 1.0)
        self.before, self.asked = dict(margins), more
        bias = dict(self.scaling.bias)
        for name, amount in more.items():
            bias[name] = bias.get(name, 0.0) + amount * self.scaling.share_of(of[name])
        self.scaling = replace(self.scaling, bias=bias)
        return self.scaling


def _named(found: Sequence[Target]) -> dict[str, Target]:
    return {target.name: target for target in found}


def _write(sample: Sample, found: Sequence[Assessment], done: MeasurePlan, folder: Path) -> tuple[Path, list[str]]:
    """Return the compliant case, and the targets that are imposed in it: those of energy that the dispatch moves, where all their
    places are met or closed."""
    case = sample.whole.case
    places: dict[str, list[str]] = {}
    for v in found:
        places.setdefault(v.target.name.split("@")[0], []).append(v.target.name)
    met = {v.target.name for v in found if v.answer == "met"} | set(done.targets)
    moved = {
        v.target.name.split("@")[0] for v in found if v.movable and v.target.of_energy and v.target.name in done.targets
    }
    imposed = [target for target in moved if set(places[target]) <= met]
    sizes: Mapping[str, Built] = done.sizes or {}
    unmet = shortfall_limits(case, sample.whole.lp, sample.whole.primal)
    return write_compliant_case(case, sizes, imposed, unmet, folder, f"{case.title}; compliant case"), imposed
