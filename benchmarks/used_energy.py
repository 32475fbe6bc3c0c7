"""What imposing a target costs where losses count and where they do not: three formulations on one window.

    python benchmarks/used_energy.py [--case inputs/neimenggu-2030-300gw] [--start 2030-11-18] [--hours 336] [--more 0.5]

new_energy_over_thermal is required ``more`` TWh above what the least-cost dispatch has:
gross: by gross generation alone. limit: the same, with no more energy lost than in the least-cost dispatch.
deducted: losses and unmet demand are deducted (models/FORMULATION.md, section 16).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import dispatch


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
        "cost": region["cost_cny"] * 1e-6,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", type=Path, default=Path("inputs/neimenggu-2030-300gw"))
    parser.add_argument("--start", default="2030-11-18")
    parser.add_argument("--hours", type=int, default=336)
    parser.add_argument("--more", type=float, default=0.5)
    given = parser.parse_args()
    case = dispatch.read_case(given.case, start=given.start, hours=given.hours)
    target = "target:generation-2030:"
    base = dispatch.run(case)
    (row,) = (t for t in base.summary["targets"] if t["id"] == "generation-2030")
    before = figures(base)
    print("least cost", {name: round(value, 4) for name, value in before.items()})
    for kind in ("gross", "limit", "deducted"):
        lp = dispatch.build(case)
        counted = lp.quantities[target + ("numerator" if kind == "deducted" else "gross_numerator")]
        start = row["achieved" if kind == "deducted" else "achieved_gross"]
        lp.constraint("own_target", counted >= start + given.more, text="the target, raised")
        if kind == "limit":
            lp.constraint("own_limit", lp.quantities["energy_lost"].sum() <= before["lost"] * 1e3, text="no more lost")
        after = figures(dispatch.run(case, lp=lp))
        change = {name: round(after[name] - before[name], 4) for name in before}
        print(kind, change, "CNY/MWh", round(change["cost"] / given.more, 1))


if __name__ == "__main__":
    main()
