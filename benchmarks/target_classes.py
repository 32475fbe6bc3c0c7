"""Why each missed target of a case is missed: what another dispatch reaches, and whether all measures together meet it.

    python benchmarks/target_classes.py inputs/neimenggu-2030 --run RUN [--weeks 3] [--measure-weeks 1]

RUN is a saved run of the case; its margins are those of the year. ``dispatch targets --part verdict --part measures`` says the same and
does more: it enforces targets over the year and sizes the measures of each kind. This script searches how far a dispatch of the
plants takes each target on ``--weeks`` representative weeks, and whether all measures together meet it on ``--measure-weeks``.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import dispatch
from dispatch.case import Case, at_hours, weeks_like_the_whole
from dispatch.solve import Options
from dispatch.targets.assess import Furthest, best_of
from dispatch.targets.base_case import Base, base_of
from dispatch.targets.expansion import ALL, open_measures
from dispatch.targets.measures import obstacle
from dispatch.targets.solver import REACHED, Solver
from dispatch.targets.targets import SampleScaling, Target


def weeks_of(case: Case, count: int, known: dict[str, float], solver: Solver) -> tuple[Base, SampleScaling]:
    """Return the case on representative weeks and the requirements with which its margins are those of the year."""
    hours = weeks_like_the_whole(case, count)
    base = base_of(at_hours(case, hours), solver)
    plain = SampleScaling(share=len(hours) / len(case.time))
    return base, plain.of(plain.targets(base.case, base.lp), base.primal, known)


def by_dispatch(base: Base, target: Target, margin: float, furthest: Furthest) -> str:
    """Return what another dispatch of the same plants reaches."""
    if not target.movable:
        return "no dispatch changes it"
    lacks = furthest(target, target.required).objective
    if lacks <= REACHED * max(1.0, abs(float(target.gap.constant))):
        return "another dispatch meets it"
    best, limits = best_of(base, target, furthest)
    gain = target.sign * (best - target.achieved(base.primal)) / target.share
    largest = ", ".join(f"{limit.name} {limit.share / target.share:.3g}" for limit in limits[:4])
    return f"no dispatch meets it: best margin {margin + gain:.4g} (limits: {largest})"


def main() -> None:
    """Print one row for each missed target that is tested."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path)
    parser.add_argument("--run", type=Path, required=True, help="saved run of the case")
    parser.add_argument("--weeks", type=int, default=3)
    parser.add_argument("--measure-weeks", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    solver, case = Solver(Options(threads=given.threads)), dispatch.read_case(given.case)
    rows = json.loads((given.run / "summary.json").read_text(encoding="utf-8"))["targets"]
    known = {row["id"]: row["margin"] for row in rows if row["margin"] is not None}
    missed = [row["id"] for row in rows if row["met"] is False]
    sized, scaling = weeks_of(case, given.measure_weeks, known, solver)
    expansion = open_measures(sized, solver, scaling)
    assert expansion is not None, "the case has no measures"
    classes = {}
    for name in missed:
        cannot = obstacle(expansion, [name], ALL)
        classes[name] = (
            "the measures can meet it" if cannot is None else f"the measures cannot: {cannot.why}, {cannot.names}"
        )
        print(f"{name}: margin {known[name]:.6g}; {classes[name]}", flush=True)
    base, scaling = weeks_of(case, given.weeks, known, solver)
    furthest = Furthest(base, solver)
    for target in scaling.targets(base.case, base.lp):
        if target.name in missed:
            print(f"{target.name}: {by_dispatch(base, target, known[target.name], furthest)}", flush=True)
    print(f"{time.process_time():.0f} s of processor time")


if __name__ == "__main__":
    main()
