"""Capacities of a PyPSA network by Dispatch's solver and by HiGHS alone, each in a fresh process.

    python benchmarks/plan.py                                        # 4 buses, 2,184 hours
    python benchmarks/plan.py --buses 4 8 16 --hours 2184 8760       # hours; a year of 16 buses needs some 10 GB
    python benchmarks/plan.py --methods dispatch hipo simplex --limit 600

A process makes the network, builds its model, solves it and assigns the result: `dispatch` by `dispatch.solve_linopy`, the others by
`n.optimize` with HiGHS (`hipo` without crossover). Wall clock, CPU time and peak memory are those of the whole process. The run fails
where objectives differ by more than 1e-6.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import time
from typing import Any

METHODS = ("dispatch", "hipo", "simplex")
AGREE = 1e-6
HEAD = (
    "buses",
    "hours",
    "method",
    "status",
    "wall [s]",
    "CPU [s]",
    "peak [MB]",
    "objective",
    "CPU over that of dispatch",
)
POINTS = ("optimal", "suboptimal", "imprecise")
"""Conditions of linopy with values: a proof (of HiGHS alone: its own tolerances), the requested gap, neither."""


def main() -> int:
    """Print the table; 1 where objectives differ."""
    if len(sys.argv) == 3 and sys.argv[1] == "--child":
        return child(**json.loads(sys.argv[2]))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--buses", type=int, nargs="+", default=[4])
    parser.add_argument("--hours", type=int, nargs="+", default=[2184])
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=["dispatch", "hipo"])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--limit", type=float, default=1800.0, help="longest that one method may take [s]")
    asked = parser.parse_args()
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
    equal = True
    for hours in asked.hours:
        for buses in asked.buses:
            task = {"buses": buses, "hours": hours, "threads": asked.threads}
            found = [run(task | {"method": method}, asked.limit) for method in asked.methods]
            base = next((one["cpu"] for one in found if one["method"] == "dispatch" and "cpu" in one), math.nan)
            for one in found:
                print(row(one, base), flush=True)
            costs = [one["objective"] for one in found if "objective" in one]
            equal &= not costs or max(costs) - min(costs) <= AGREE * abs(min(costs))
    return int(not equal)


def run(task: dict[str, Any], limit: float) -> dict[str, Any]:
    """Return what a process prints last, with the task; ``why`` where it came to nothing."""
    command = [sys.executable, "-W", "ignore", __file__, "--child", json.dumps(task)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return task | {"why": f"not done in {limit:.0f} s"}
    if done.returncode:
        return task | {"why": (done.stderr.strip().splitlines() or ["it failed"])[-1][:120]}
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return task | result


def row(found: dict[str, Any], base: float) -> str:
    """Return a row of the table."""
    cells = [str(found["buses"]), f"{found['hours']:,}", found["method"]]
    if "why" in found:
        return f"| {' | '.join(cells)} | {found['why']} | | | | | |"
    cells += [
        found["status"],
        f"{found['wall']:.1f}",
        f"{found['cpu']:.1f}",
        f"{found['peak']:,.0f}",
        f"{found['objective']:.9g}",
    ]
    return f"| {' | '.join(cells)} | {found['cpu'] / base:.2f} |"


def child(buses: int, hours: int, method: str, threads: int) -> int:
    """Solve a network by a method and print what it took."""
    began = time.perf_counter()
    from peak import peak
    from plan_network import network

    n = network(buses, hours)
    if method == "dispatch":
        import dispatch

        n.optimize.create_model()
        status = dispatch.solve_linopy(n.model, threads=threads)
        n.optimize.assign_solution()
        n.optimize.assign_duals()
        n.optimize.post_processing()
    else:
        options = {"solver": method, "run_crossover": "off", "threads": threads}
        status = n.optimize(solver_name="highs", io_api="direct", solver_options=options)
    if status[1] not in POINTS:
        raise SystemExit(f"it ended as {status[1]}")
    wall, cpu = time.perf_counter() - began, time.process_time()
    found = {"status": status[1], "wall": wall, "cpu": cpu, "peak": peak(), "objective": float(n.objective)}
    print("\n" + json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
