"""RTS-GMLC, two weeks of July 2020 without transmission limits: PLEXOS's published day-ahead solution, and ours.

    python benchmarks/published/rts_gmlc.py RTS-GMLC [--integer] [--hours N]     # a copy of GridMod/RTS-GMLC

The two are not the same problem. PLEXOS commits whole units day by day with a day of look-ahead, from a state that is not
published; the published cost is that of generation. Here the two weeks are one program, commitment is relaxed unless `--integer` is given,
and every unit may be on or off before the first hour (it is on if PLEXOS has it running there). Differences are explained, not tuned away: what PLEXOS generates by
kind stands beside ours.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import sys
from collections import defaultdict
from functools import partial
from pathlib import Path

import numpy as np
from common import PublishedRows, at, one_bus, solve

from dispatch.lp import LP, Axis, Expression, Mapping, Parameter

FIRST, HOURS = (2020, 7, 5), 336
THERMAL = ("STEAM", "CT", "CC", "NUCLEAR")
WEATHER = {"PV": "PV/DAY_AHEAD_pv", "RTPV": "RTPV/DAY_AHEAD_rtpv", "WIND": "WIND/DAY_AHEAD_wind"}
FIXED = {"HYDRO": "Hydro/DAY_AHEAD_hydro", "ROR": "Hydro/DAY_AHEAD_hydro"}
Rows = list[dict[str, str]]


def rows_of(path: Path) -> Rows:
    """A table."""
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


class System:
    """The source data, and the published solution."""

    def __init__(self, root: Path, hours: int) -> None:
        self.data, self.hours = root / "RTS_Data", hours
        self.units = {row["GEN UID"]: row for row in rows_of(self.data / "SourceData" / "gen.csv")}
        place = self.data / "FormattedData" / "PLEXOS" / "PLEXOS_Solution" / "DAY_AHEAD Solution Files" / "noTX"
        self.cost, self.generation = (
            rows_of(place / f"PLEXOS_DA_solution_{name}.csv")[:hours] for name in ("cost", "generation")
        )
        self._known: dict[str, Rows] = {}

    def window(self, name: str) -> Rows:
        """The hours of a series with a column `Period`."""
        if name not in self._known:
            rows = rows_of(self.data / "timeseries_data_files" / f"{name}.csv")
            keys = [(int(row["Year"]), int(row["Month"]), int(row["Day"])) for row in rows]
            first = keys.index(FIRST)
            self._known[name] = rows[first : first + self.hours]
        return self._known[name]

    def series(self, name: str, column: str) -> np.ndarray:
        """A column of such a series [MW]."""
        return np.array([float(row[column]) for row in self.window(name)])

    def daily(self, name: str) -> np.ndarray:
        """A series with a row a day and a column an hour [MW]."""
        rows = rows_of(self.data / "timeseries_data_files" / f"{name}.csv")
        first = [(int(row["Year"]), int(row["Month"]), int(row["Day"])) for row in rows].index(FIRST)
        days = rows[first : first + -(-self.hours // 24)]
        return np.array([float(row[str(hour)]) for row in days for hour in range(1, 25)])[: self.hours]

    def published(self) -> tuple[float, dict[str, float]]:
        """(cost, energy by kind of unit [MWh])."""
        energy: dict[str, float] = defaultdict(float)
        for row in self.generation:
            for name, value in row.items():
                if name in self.units:
                    energy[self.units[name]["Unit Type"]] += float(value)
        cost = sum(float(value) for row in self.cost for name, value in row.items() if name != "time")
        return cost, energy

    def heat(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """(output [MW], fuel [MMBtu/h]) at the points of a unit's curve."""
        row = self.units[name]
        shares = [row[f"Output_pct_{k}"] for k in range(5)]
        output = [float(share) * float(row["PMax MW"]) for share in shares if share not in ("NA", "")]
        fuel = [float(row["HR_avg_0"]) * output[0] * 1e-3]
        for k in range(1, len(output)):
            fuel.append(fuel[-1] + float(row[f"HR_incr_{k}"]) * (output[k] - output[k - 1]) * 1e-3)
        return np.array(output), np.array(fuel)


def tables(system: System) -> PublishedRows:
    """Units, what weather offers, what is fixed, the pumped store."""
    content = PublishedRows()
    content.settings |= {"start": "2020-07-05", "hours": system.hours}
    one_bus(content, "bus")
    regions = system.window("Load/DAY_AHEAD_regional_Load")
    demand = np.array([sum(float(row[region]) for region in "123") for row in regions])
    row = {"load": "load", "basis": "supply", "energy": float(demand.sum()), "firm": True}
    content.place("load", at("bus") | row | {"profile": content.profile("load", demand)})
    content.place("units", at("bus") | {"unit": "lost", "capacity": 1e5, "cost": 10000.0})
    for name, unit in system.units.items():
        kind, most = unit["Unit Type"], float(unit["PMax MW"])
        if kind in THERMAL:
            content.place("units", at("bus") | thermal(system, name))
        elif kind in WEATHER or kind in FIXED:
            source = (WEATHER | FIXED)[kind]
            share = content.profile(name, system.series(source, name) / most)
            row = {"unit": name, "capacity": most, "maximum_profile": share}
            if kind in FIXED or kind == "RTPV":
                row["minimum_profile"] = share
            content.place("units", at("bus") | row)
    store = {"reservoir": "313_STORAGE_1", "content": 150.0, "charge": 50.0, "discharge": 50.0, "boundary": "cyclic"}
    content.place("reservoirs", at("bus") | store | {"charge_efficiency": 0.85})
    return content


def thermal(system: System, name: str) -> dict[str, object]:
    """A unit; its running cost is a rule of its own."""
    unit, most = system.units[name], float(system.units[name]["PMax MW"])
    ramp = min(float(unit["Ramp Rate MW/Min"]) * 60.0 / most, 1.0)
    price = float(unit["Fuel Price $/MMBTU"])
    running = float(system.generation[0].get(name, 0.0)) > 0
    up, down = (int(np.ceil(float(unit[f"Min {way} Time Hr"]))) for way in ("Up", "Down"))
    return {
        "unit": name,
        "capacity": most,
        "minimum": float(unit["PMin MW"]) / most,
        "committed": True,
        "minimum_up": up,
        "minimum_down": down,
        "on_before": up + 1 if running else 0,
        "off_before": 0 if running else down + 1,
        "ramp_up": ramp,
        "ramp_down": ramp,
        "ramp_start": max(ramp, float(unit["PMin MW"]) / most),
        "ramp_stop": max(ramp, float(unit["PMin MW"]) / most),
        "start_cost": float(unit["Start Heat Cold MBTU"]) * price + float(unit["Non Fuel Start Cost $"]),
    }


def own_rules(lp: LP, system: System, reserves: bool) -> None:
    """Running cost along the convex hull of each heat curve, and reserves held within what ten and twenty minutes ramp."""
    power, on = lp["unit_output"], lp["unit_on"]
    every, hour = power.axis("unit"), power.axis("hour")
    units = every.select(
        [name for name in every.labels if name in system.units and system.units[name]["Unit Type"] in THERMAL]
    )
    power, on = power.select(units), on.select(units)
    cost = lp.variable("running_cost", (units, hour), text="cost of running")
    lp.cost("running", cost)
    lines = [hull(*system.heat(name)) for name in units.labels]
    price = np.array([float(system.units[name]["Fuel Price $/MMBTU"]) for name in units.labels])
    for piece in range(max(map(len, lines))):
        slope, intercept = (np.array([line[min(piece, len(line) - 1)][side] for line in lines]) for side in (0, 1))
        bound = power * Parameter((units,), slope * price * 1e-3) + on * Parameter((units,), intercept * price * 1e-6)
        lp.constraint(f"piece_{piece}", cost >= bound)
    if reserves:
        _reserves(lp, system, power, on)


def hull(output: np.ndarray, fuel: np.ndarray) -> list[tuple[float, float]]:
    """(slope, intercept) of the lower convex hull of the points."""
    kept: list[int] = []
    for k in range(len(output)):
        if kept and output[k] <= output[kept[-1]]:
            continue
        while len(kept) > 1 and (fuel[k] - fuel[kept[-1]]) * (output[kept[-1]] - output[kept[-2]]) <= (
            fuel[kept[-1]] - fuel[kept[-2]]
        ) * (output[k] - output[kept[-1]]):
            kept.pop()
        kept.append(k)
    if len(kept) == 1:
        return [(0.0, float(fuel[kept[0]]))]
    lines = []
    for one, other in itertools.pairwise(kept):
        slope = (fuel[other] - fuel[one]) / (output[other] - output[one])
        lines.append((float(slope), float(fuel[one] - slope * output[one])))
    return lines


def _reserves(lp: LP, system: System, power: Expression, on: Expression) -> None:
    """Spinning and regulation within ten minutes, flexibility within twenty; the regions' are one, as is the network."""
    units, hour = power.axis("unit"), power.axis("hour")
    most = np.array([float(system.units[name]["PMax MW"]) for name in units.labels])
    least = np.array([float(system.units[name]["PMin MW"]) for name in units.labels])
    minute = np.array([float(system.units[name]["Ramp Rate MW/Min"]) for name in units.labels])
    able = np.array([system.units[name]["Unit Type"] != "NUCLEAR" for name in units.labels])
    spin = sum(system.series(f"Reserves/DAY_AHEAD_regional_Spin_Up_R{k}", f"Spin_Up_R{k}") for k in (1, 2, 3))
    reg_up, reg_down, flex_up, flex_down = (
        system.daily(f"Reserves/DAY_AHEAD_regional_{name}") for name in ("Reg_Up", "Reg_Down", "Flex_Up", "Flex_Down")
    )
    held = {}
    for name, minutes, required in (
        ("fast_up", 10, spin + reg_up),
        ("slow_up", 20, flex_up),
        ("fast_down", 10, reg_down),
        ("slow_down", 20, flex_down),
    ):
        held[name] = lp.variable(name, (units, hour), text=name)
        lp.constraint(f"{name}_ramp", held[name] <= on * Parameter((units,), able * minute * minutes * 1e-3))
        everyone = Mapping(units, Axis("all", ("all",)), np.zeros(len(units), dtype=np.int64))
        lp.constraint(f"{name}_required", held[name].group(everyone).sum("all") >= Parameter((hour,), required * 1e-3))
    lp.constraint("up", power + held["fast_up"] + held["slow_up"] <= on * Parameter((units,), most * 1e-3))
    lp.constraint("down", power - held["fast_down"] - held["slow_down"] >= on * Parameter((units,), least * 1e-3))


def main() -> int:
    """Print cost and energy by kind, PLEXOS's and ours."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("--hours", type=int, default=HOURS)
    parser.add_argument("--integer", action="store_true", help="whole units, to a gap of 0.2 %%")
    asked = parser.parse_args()
    system = System(asked.root, asked.hours)
    cost, energy = system.published()
    print(f"RTS-GMLC, {asked.hours} hours from 5 July 2020, no transmission limits\n")
    kinds = ("NUCLEAR", "STEAM", "CC", "CT", "HYDRO", "ROR", "WIND", "PV", "RTPV")
    print(f"{'':28s} {'cost':>14s} {'of it starts':>14s}  " + " ".join(f"{kind:>9s}" for kind in kinds))
    print(f"{'PLEXOS, published':28s} {cost:14.2f} {'':14s}  " + " ".join(f"{energy[kind]:9.0f}" for kind in kinds))
    for reserves in (False, True):
        for integer in (False, True) if asked.integer else (False,):
            gap = 2e-3 if integer else None
            rule = partial(own_rules, system=system, reserves=reserves)
            run = solve(tables(system), "RTS-GMLC", rule, integer, gap)
            made: dict[str, float] = defaultdict(float)
            for name, total in zip(
                run.results["unit"].values, run.results["unit_output"].sum("time").values, strict=True
            ):
                made[system.units[str(name)]["Unit Type"] if str(name) in system.units else "lost"] += float(total)
            starts = float(run.results["cost_of_region"].sel(term="unit_starts"))
            title = f"ours, {'whole units' if integer else 'relaxed'}{', reserves' if reserves else ''}"
            line = f"{title:28s} {run.record['objective_cny']:14.2f} {starts:14.2f}  "
            print(line + " ".join(f"{made[kind]:9.0f}" for kind in kinds), f"lost {made['lost']:.0f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
