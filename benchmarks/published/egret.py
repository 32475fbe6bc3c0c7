"""EGRET's unit commitment tests: the relaxed values that it publishes for each of its formulations, and ours.

    python benchmarks/published/egret.py EGRET [--integer]     # a copy of grid-parity-exchange/Egret

Its five cases have quadratic costs, which it takes in two pieces, starts that cost more after a longer stop, and a reserve of the
whole system. The model has units with one cost: `own_rules` adds those three as a planner adds rules of his own. Commitment
is the model's: U2-U9, whose minimum times (U6, U7) are those of Rajan and Takriti, and whose ramps (U8, U9) are on changes of u, not on
starts and stops. No formulation of EGRET has just these rows: see docs/peers.md for where ours stands among them.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
from common import PublishedRows, at, beside, one_bus, solve

from dispatch.lp import LP, Axis, Expression, Mapping, Parameter

PIECES = 2  # EGRET's default


def case_of(system: dict[str, Any], ramps: bool = True) -> PublishedRows:
    """The tables of a case; costs are rules of their own. Without ``ramps``, so are those."""
    content = PublishedRows()
    load = next(iter(system["elements"]["load"].values()))["p_load"]["values"]
    content.settings |= {"start": "2000-01-01", "hours": len(load)}
    one_bus(content, "bus")
    profile = content.profile("load", np.array(load, dtype=float))
    row = {"load": "load", "basis": "supply", "energy": float(sum(load)), "profile": profile, "firm": True}
    content.place("load", at("bus") | row)
    for name, unit in system["elements"]["generator"].items():
        assert unit["generator_type"] == "thermal" and not unit["must_run"] and not unit["shutdown_cost"]
        most, before = unit["p_max"], unit["initial_status"]
        row = {
            "unit": name,
            "capacity": most,
            "minimum": unit["p_min"] / most,
            "committed": True,
            "minimum_up": unit["min_up_time"],
            "minimum_down": unit["min_down_time"],
            "on_before": max(before, 0),
            "off_before": max(-before, 0),
            "output_before": unit["initial_p_output"] if before > 0 else None,
        }
        limits = {
            "up": "ramp_up_60min",
            "down": "ramp_down_60min",
            "start": "startup_capacity",
            "stop": "shutdown_capacity",
        }
        if ramps:
            row |= {f"ramp_{way}": min(unit[key] / most, 1.0) for way, key in limits.items()}
        content.place("units", at("bus") | row)
    return content


def own_rules(lp: LP, system: dict[str, Any]) -> None:
    """Costs in pieces, starts by how long the unit was off, and the reserve of the system."""
    units = system["elements"]["generator"]
    power, on = lp["unit_output"], lp["unit_on"]
    axis, hour = on.axis("unit"), on.axis("hour")
    cost = lp.variable("running_cost", (axis, hour), text="cost above that of least output")
    start = lp.variable("start_cost", (axis, hour), text="cost of a start")
    lp.cost("running", cost)
    lp.cost("starting", start)
    curve = [units[name]["p_cost"]["values"] for name in axis.labels]
    price = [{key: float(row.get(key, 0.0)) for key in "012"} for row in curve]
    least = np.array([units[name]["p_min"] for name in axis.labels])
    most = np.array([units[name]["p_max"] for name in axis.labels])

    def total(output: np.ndarray) -> np.ndarray:
        return np.array([row["0"] + row["1"] * x + row["2"] * x * x for row, x in zip(price, output, strict=True)])

    def over(values: np.ndarray) -> Parameter:
        return Parameter((axis,), values)

    # At least output a unit that is on costs what its curve says there; above it, each piece bounds the cost from below.
    lp.cost("least", on * over(total(least) * 1e-6))
    width = (most - least) / PIECES
    for piece in range(PIECES):
        low, high = total(least + piece * width) - total(least), total(least + (piece + 1) * width) - total(least)
        slope = np.divide(high - low, width, out=np.zeros_like(width), where=width > 0)
        intercept = low - slope * piece * width
        above = power - on * over(least * 1e-3)
        lp.constraint(f"piece_{piece}", cost >= above * over(slope * 1e-3) + on * over(intercept * 1e-6))
    _starts(lp, units, on, start)


def headroom(lp: LP, system: dict[str, Any]) -> None:
    """The reserve of the system from what is on."""
    units = system["elements"]["generator"]
    power, on = lp["unit_output"], lp["unit_on"]
    axis, hour = on.axis("unit"), on.axis("hour")
    most = Parameter((axis,), np.array([units[name]["p_max"] for name in axis.labels]) * 1e-3)
    reserve = Parameter((hour,), np.array(system["system"]["reserve_requirement"]["values"]) * 1e-3)
    lp.constraint("reserve", _summed(on * most - power) >= reserve)


def arroyo_conejo(lp: LP, system: dict[str, Any]) -> None:
    """The rows of EGRET's `OAV_up_downtime` in place of U8, U9 and of the reserve: what is available, P + r, ramps up after
    starts and down before stops (Arroyo and Conejo; Ostrowski, Anjos and Vannelli)."""
    units = system["elements"]["generator"]
    power, on, start, stop = (lp[f"unit_{name}"] for name in ("output", "on", "start", "stop"))
    axis, hour = on.axis("unit"), on.axis("hour")

    def column(key: str) -> Parameter:
        return Parameter(
            (axis,), np.array([min(units[name][key], units[name]["p_max"]) for name in axis.labels]) * 1e-3
        )

    first, last = np.zeros(len(hour)), np.zeros(len(hour))
    first[0], last[-1] = 1.0, 1.0
    was = Parameter((axis,), np.array([float(units[name]["initial_status"] > 0) for name in axis.labels]))
    before = on.shift(1, cyclic=False) + was * Parameter((hour,), first)
    past = power.shift(1, cyclic=False) + column("initial_p_output") * Parameter((hour,), first)
    most = column("p_max")
    # Before the second hour nothing stops of what is not on: a stop in the hour after this one ends what is available.
    after = stop.shift(-1, cyclic=False)
    reserve = lp.variable("reserve", (axis, hour), text="r")
    available = power + reserve
    lp.constraint("logic", on - before - start + stop == 0.0)
    lp.constraint("available", available <= (on - after) * most + after * column("shutdown_capacity"))
    lp.constraint("up", available - past <= before * column("ramp_up_60min") + start * column("startup_capacity"))
    lp.constraint("down", past - power <= on * column("ramp_down_60min") + stop * column("shutdown_capacity"))
    required = Parameter((hour,), np.array(system["system"]["reserve_requirement"]["values"]) * 1e-3)
    lp.constraint("reserve", _summed(reserve) >= required)


def _starts(lp: LP, units: dict[str, Any], on: Expression, start: Expression) -> None:
    """A start costs step i if the unit was off for so long: cost >= c_i (u - sum of u over the last lag_i hours)."""
    axis, hour = on.axis("unit"), on.axis("hour")
    steps = max(len(units[name]["startup_cost"]) for name in axis.labels)
    hours = np.arange(len(hour))
    for step in range(steps):
        lag, cost, applies = np.zeros(len(axis)), np.zeros(len(axis)), np.zeros((len(axis), len(hour)))
        for k, name in enumerate(axis.labels):
            tiers = units[name]["startup_cost"]
            if step < len(tiers):
                lag[k], cost[k] = tiers[step]
                off = max(-units[name]["initial_status"], 0)
                # Hours before the first are known: the step may only apply if the unit was off through all of them.
                applies[k] = (hours >= lag[k]) | (off + hours >= lag[k])
        recent = on
        for back in range(1, int(lag.max()) + 1):
            recent = recent - on.shift(back, cyclic=False) * Parameter((axis,), (lag >= back).astype(float))
        where = Parameter((axis, hour), applies * (cost[:, None] > 0))
        lp.constraint(f"start_{step}", start >= recent * Parameter((axis,), cost * 1e-6), where=where)


def _summed(form: Expression) -> Expression:
    axis, everyone = form.axis("unit"), Axis("all", ("all",))
    return form.group(Mapping(axis, everyone, np.zeros(len(axis), dtype=np.int64))).sum("all")


def published(root: Path) -> dict[str, list[float]]:
    """Formulation -> relaxed values of the five cases, from its test."""
    text = (root / "egret" / "models" / "tests" / "test_unit_commitment.py").read_text()
    found = {}
    for name, values in re.findall(r"def test_(\w+)_uc_model\(\):\s+lp_obj_list = \[([^\]]+)\]", text):
        found[name] = [float(value) for value in values.split(",")]
    return found


def relaxed(system: dict[str, Any], ramps: bool, integer: bool = False) -> Any:
    """A run with the model's ramps, or with those of Arroyo and Conejo."""

    def rule(lp: LP) -> None:
        own_rules(lp, system)
        headroom(lp, system) if ramps else arroyo_conejo(lp, system)

    return solve(case_of(system, ramps), "EGRET", rule, integer, 1e-3 if integer else None)


def main() -> int:
    """Print ours among the formulations of EGRET, per case; 1 where that of OAV_up_downtime is not met."""
    root, agree = Path(sys.argv[1]), []
    table = published(root)
    for number in range(1, 6):
        path = root / "egret" / "models" / "tests" / "uc_test_instances" / f"test_case_{number}.json"
        system = json.loads(path.read_text())
        ours, theirs = (relaxed(system, ramps).record["objective_cny"] for ramps in (True, False))
        print(f"\n{path.stem}, relaxed")
        rows = [(values[number - 1], name) for name, values in table.items()] + [(ours, "ours: U2-U9")]
        for value, name in sorted(rows):
            print(f"  {value:18.4f}  {name:20s} {(value - ours) / ours:+.2e}")
        agree.append(beside("with the rows of OAV_up_downtime", theirs, table["OAV_up_downtime"][number - 1]))
        if "--integer" in sys.argv:
            whole = relaxed(system, True, True).record
            print(f"  {whole['objective_cny']:18.4f}  ours, whole units (bound {whole['bound_cny']:.4f})", flush=True)
    return 0 if all(agree) else 1


if __name__ == "__main__":
    sys.exit(main())
