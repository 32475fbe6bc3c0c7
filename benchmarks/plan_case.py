"""The LP of `dispatch plan` for a case, with targets enforced, solved by one method in this process.

    python benchmarks/plan_case.py inputs/neimenggu-2030 --from 2030-03-01 --hours 1344 --method windows
    python benchmarks/plan_case.py inputs/neimenggu-2030 --start RUN --method windows --gap 1e-3     # the year, from a run with --keep-warm

Prints each stage with the processor time so far; then status, cost and bound [million CNY], gap, the processor time of the solve and the
peak memory of the process. The case as given is solved first (or taken from RUN), as its shortfalls limit those of the plan.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

import dispatch
from dispatch.app.assemble import build
from dispatch.errors import DispatchError
from dispatch.lp import with_row
from dispatch.messages import Message
from dispatch.solve import Options, Progress, solve
from dispatch.targets.base_case import base_of
from dispatch.targets.capacity_plan import requested_targets
from dispatch.targets.expansion import open_capacities
from dispatch.targets.solver import Solver


class Stages:
    """Prints a stage when it begins. begin: processor time [s] at the start of the solve."""

    def __init__(self) -> None:
        self.begin, self.last = time.process_time(), None

    def __call__(self, progress: Progress) -> None:
        if progress.stage != self.last:
            self.last: Message | None = progress.stage
            print(f"{self.seconds:8.0f} s  {progress.stage}", flush=True)

    @property
    def seconds(self) -> float:
        """Processor time since the start of the solve [s]."""
        return time.process_time() - self.begin


def main() -> int:
    """Build the LP, solve it, and print the result; 1 without a feasible point."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path)
    parser.add_argument("--from", dest="first", help="first day")
    parser.add_argument("--hours", type=int)
    parser.add_argument("--meet", nargs="+", default=["generation-2030"], help="targets to enforce")
    parser.add_argument("--start", type=Path, help="run of the case as given, with its basis")
    parser.add_argument("--method", choices=("windows", "ipm", "simplex", "auto"), default="auto")
    parser.add_argument("--gap", type=float)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    solver = Solver(Options(threads=asked.threads))
    try:
        case = dispatch.read_case(asked.case, start=asked.first, hours=asked.hours)
        lp = build(case)
        names = requested_targets(case, lp, asked.meet) or []
        expansion = open_capacities(base_of(case, solver, asked.start, lp), solver)
    except DispatchError as fault:
        print(fault, file=sys.stderr)
        return 1
    if expansion is None:
        print("the case has no capacities to choose", file=sys.stderr)
        return 1
    problem = expansion.matrix
    for name in names:
        problem = with_row(problem, expansion.targets[name].gap)
    rows, columns = problem.matrix.shape
    print(
        f"{rows:,} rows, {columns:,} columns, {int((problem.column_first < 0).sum())} of them without hours", flush=True
    )
    stages = Stages()
    found = solve(problem, Options(asked.method, asked.gap, threads=asked.threads, report=stages))
    for note in found.notes:
        print(note)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{found.status} by {found.method}: cost {found.objective:.6f}, bound {found.bound:.6f}, gap {found.gap:.2e}, "
        f"{stages.seconds:.0f} s of processor time, {peak:,.0f} MB"
    )
    return int(found.primal is None)


if __name__ == "__main__":
    sys.exit(main())
