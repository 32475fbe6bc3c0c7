"""What imposing a target costs where losses count and where they do not: three formulations on one window.

    python benchmarks/used_energy.py [--case inputs/neimenggu-2030-300gw] [--start 2030-11-18] [--hours 336] [--more 0.5]
        [--kinds gross limit deducted] [--set PATH=VALUE]...

new_energy_over_thermal is required ``more`` TWh above what the least-cost dispatch has:
gross: by gross generation alone. limit: the same, with no more energy lost than in the least-cost dispatch.
deducted: losses and unmet demand are deducted (models/FORMULATION.md, section 16). one_way: by gross generation, and each store
charges or discharges in an hour, not both (binary variables, to a relative gap of 1e-4): for a short window.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

import dispatch
from dispatch.app.assemble import as_run
from dispatch.app.clock import Clock
from dispatch.solve import Options, solve_whole_units

KINDS = "gross", "limit", "deducted", "one_way"
OPPOSITE = ("charge", "discharge"), ("flow_forward", "flow_backward")
"""Variables of which one is zero in each hour of ``one_way``."""
GAP = 1e-4
"""Relative gap at which branch and bound of ``one_way`` ends."""


def one_way(case: dispatch.Case, lp: dispatch.LP) -> dispatch.Run:
    """Solve with one direction an hour of each store and line: a <= M u, b <= M (1 - u), u binary."""
    upper = lp.matrix().upper
    for one, other in OPPOSITE:
        if one not in lp.variables:
            continue
        most = float(max(upper[lp.variables[name].index].max() for name in (one, other)))
        way = lp.variable(f"way_{one}", lp[one].axes, upper=1.0, text=f"direction of {one}")
        lp.constraint(f"own_{one}", lp[one] <= way * most, text=f"{one} in its direction only")
        lp.constraint(f"own_{other}", lp[other] + way * most <= most, text=f"{other} in its direction only")
    matrix = lp.matrix()
    steps = np.zeros(len(matrix.cost))
    for one, _ in OPPOSITE:
        if one in lp.variables:
            steps[lp.variables[f"way_{one}"].index.ravel()] = 1.0
    solution = solve_whole_units(matrix, steps, Options(gap=GAP, threads=1))
    return as_run(case, lp, matrix, solution, Clock())


def figures(run: dispatch.Run) -> dict[str, float]:
    """What the comparison shows of a run: TWh, and million CNY."""
    region, made = run.summary["region"], run.summary["region"]["generation_twh"]
    return {
        "new": region["new_energy_twh"],
        "thermal": region["thermal_twh"],
        "coal": made["coal"],
        "hydro": made.get("hydro", 0.0),
        "lost": sum(region["lost_twh"].values()),
        "wasted": sum(region["wasted_twh"].values()),
        "both_ways": float(run.results["simultaneous"].sum()) * 1e-6,
        "unserved": region["unserved_gwh"] * 1e-3,
        "undelivered": float(run.results["undelivered"].sum()) * 1e-6,
        "cost": region["cost_cny"] * 1e-6,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", type=Path, default=Path("inputs/neimenggu-2030-300gw"))
    parser.add_argument("--start", default="2030-11-18")
    parser.add_argument("--hours", type=int, default=336)
    parser.add_argument("--more", type=float, default=0.5)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS[:3]))
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="change an input")
    given = parser.parse_args()
    case = dispatch.read_case(given.case, given.set, given.start, given.hours)
    target = "target:generation-2030:"
    base = dispatch.run(case, threads=1)
    (row,) = (t for t in base.summary["targets"] if t["id"] == "generation-2030")
    before = figures(base)
    print("least cost", {name: round(value, 4) for name, value in before.items()})
    for kind in given.kinds:
        lp = dispatch.build(case)
        counted = lp.quantities[target + ("numerator" if kind == "deducted" else "gross_numerator")]
        start = row["achieved" if kind == "deducted" else "achieved_gross"]
        lp.constraint("own_target", counted >= start + given.more, text="the target, raised")
        if kind == "limit":
            lp.constraint("own_limit", lp.quantities["energy_lost"].sum() <= before["lost"] * 1e3, text="no more lost")
        after = figures(one_way(case, lp) if kind == "one_way" else dispatch.run(case, lp=lp, threads=1))
        change = {name: round(after[name] - before[name], 4) for name in before}
        print(kind, change, "CNY/MWh", round(change["cost"] / given.more, 1))


if __name__ == "__main__":
    main()
