"""Side by side: the same system through dispatch and its peers, each in a fresh process.

    python benchmarks/peers.py a                         # a year, two areas, relaxed commitment, no reserves
    python benchmarks/peers.py a --hours 672             # four weeks
    python benchmarks/peers.py b                         # with reserves, and rows over the whole year
    python benchmarks/peers.py c                         # growth with hours and with areas
    python benchmarks/peers.py d                         # twenty neighbouring cases
    python benchmarks/peers.py a --ways dispatch pypsa:ipm   # only these

A way is a program and its setting. Reading its own input (a case folder, a netCDF file, a folder of CSVs), building and
solving are timed, and the peak of memory of the process; importing libraries is not. All ways must find one optimum to 1e-5
or the run fails. Interior points without crossover stop at HiGHS's own tolerance of optimality.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from peak import peak
from peer_case import RESERVE_DOWN, RESERVE_UP, SHORTFALL, written
from peer_environments import python

HERE = Path(__file__).resolve()
HIGHS: dict[str, dict[str, Any]] = {
    "choose": {},
    "simplex": {"solver": "simplex"},
    "ipm": {"solver": "ipm", "run_crossover": "off"},
    "ipm+crossover": {"solver": "ipm", "run_crossover": "on"},
    "hipo": {"solver": "hipo", "run_crossover": "off"},
}
"""Settings of HiGHS that its documentation names; PyPSA gets each of them, through linopy's direct interface."""
WAYS = ("dispatch", *(f"pypsa:{name}" for name in HIGHS), "pyomo:choose", "oemof:choose", "calliope:choose")
PACKAGES = {
    "dispatch": ("neimenggu-dispatch",),
    "pypsa": ("pypsa", "linopy"),
    "pyomo": ("pyomo",),
    "oemof": ("oemof.solph", "pyomo"),
    "calliope": ("calliope", "pyomo"),
}
"""The distributions whose versions are printed, beside that of HiGHS."""
AGREE = 1e-5


def main() -> int:
    """Run a part and print its table; 1 where optima differ."""
    if len(sys.argv) == 3 and sys.argv[1] == "--one":
        return one(json.loads(sys.argv[2]))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices="abcd")
    parser.add_argument("--hours", type=int, default=8760)
    parser.add_argument("--areas", type=int, default=2)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS), metavar="WAY", help=", ".join(WAYS))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--environments", type=Path, default=HERE.parent.parent / "build" / "peers", help="those of peers"
    )
    parser.add_argument("--limit", type=float, default=3600.0, help="longest that one way may take [s]")
    asked = parser.parse_args()
    sizes = {"c": [(hours, areas) for hours in (672, 2016, 8760) for areas in (2, 4, 8)]}
    agree = True
    for hours, areas in sizes.get(asked.part, [(asked.hours, asked.areas)]):
        agree &= table(asked, hours, areas)
    return 0 if agree else 1


def table(asked: argparse.Namespace, hours: int, areas: int) -> bool:
    """One system through every way."""
    print(f"\npart {asked.part}: {hours} hours, {areas} areas, {asked.threads} threads")
    print(f"{'way':20s} {'read':>7s} {'build':>7s} {'solve':>8s} {'whole':>8s} {'peak MB':>8s}  optimum")
    costs: dict[str, float] = {}
    versions: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        prepared = prepare(Path(folder), asked.part, hours, areas)
        for way in asked.ways:
            task = prepared | {"part": asked.part, "way": way, "threads": asked.threads}
            found = run(task, asked)
            if "cost" not in found:
                print(f"{way:20s} {found['why']}", flush=True)
                continue
            costs[way] = found["cost"]
            versions[way.partition(":")[0]] = ", ".join(
                f"{name} {number}" for name, number in found["versions"].items()
            )
            whole = found["read"] + found["build"] + found["solve"]
            times = f"{found['read']:7.2f} {found['build']:7.2f} {found['solve']:8.2f} {whole:8.2f}"
            print(f"{way:20s} {times} {found['peak']:8.0f}  {found['cost']:.8g} {found.get('note', '')}", flush=True)
    for program, numbers in versions.items():
        print(f"{program}: {numbers}")
    spread = (max(costs.values()) - min(costs.values())) / abs(min(costs.values())) if costs else 0.0
    if spread > AGREE:
        print(f"the optima differ by {spread:.1e}")
    return spread <= AGREE


def prepare(folder: Path, part: str, hours: int, areas: int) -> dict[str, str]:
    """The input of each method, on disk: none of this is timed."""
    from dispatch.pypsa_io import import_network

    place, tables, case = folder / "network.nc", folder / "tables", folder / "case"
    written(hours, areas, place, tables, yearly=part == "b")
    import_network(place, case)
    if part == "b":
        with_reserve(case)
    return {"network": str(place), "tables": str(tables), "case": str(case)}


def with_reserve(case: Path) -> None:
    """Reserve rules and shares into the tables of an imported case."""
    import csv

    units, keepers = case / "units.csv", case / "dispatchers.csv"
    with units.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        share = "1.0" if row["committed"] == "true" else "0.0"
        row |= {"reserve_up [share]": share, "reserve_down [share]": share}
    with units.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    with keepers.open(newline="") as file:
        areas = [row["area"] for row in csv.DictReader(file)]
    lines = ["dispatcher,area,load_up [share],load_down [share],source"]
    lines += [f"all,{area},{RESERVE_UP},{RESERVE_DOWN},calc" for area in areas]
    keepers.write_text("\n".join(lines) + "\n")
    settings = case / "case.toml"
    prices = f"[prices]\nreserve_shortfall_up = {SHORTFALL}\nreserve_shortfall_down = {SHORTFALL}"
    settings.write_text(settings.read_text().replace("[prices]", prices))


def run(task: dict[str, Any], asked: argparse.Namespace) -> dict[str, Any]:
    """One way in a process of its own, and in the environment of its program."""
    try:
        interpreter = python(task["way"].partition(":")[0], asked.environments)
        command = [str(interpreter), str(HERE), "--one", json.dumps(task)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=asked.limit, cwd=HERE.parent)
    except RuntimeError as failed:
        return {"why": str(failed)}
    except subprocess.TimeoutExpired:
        return {"why": f"not done in {asked.limit:.0f} s"}
    if done.returncode:
        return {"why": (done.stderr.strip().splitlines() or ["it failed"])[-1][:160]}
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def one(task: dict[str, Any]) -> int:
    """What the process does; the last line that it prints is its result."""
    import logging
    import warnings

    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    program, _, setting = task["way"].partition(":")
    if program == "dispatch":
        found = by_dispatch(task, neighbours(task))
    else:
        task["options"] = HIGHS[setting] | {"threads": task["threads"], "output_flag": False}
        found = import_module(f"peer_{program}").run(task, neighbours(task))
    found["peak"] = peak()
    packages = PACKAGES[program] + ("highspy",)
    found["versions"] = {package: version(package) for package in packages}
    print("\n" + json.dumps(found))
    return 0


def neighbours(task: dict[str, Any]) -> Sequence[float]:
    """Factors on the capacity of wind: one, or twenty around one."""
    return [1.0] if task["part"] != "d" else [0.9 + 0.01 * k for k in range(20)]


def by_dispatch(task: dict[str, Any], factors: Sequence[float]) -> dict[str, Any]:
    """Read the case, build, solve; a sweep starts each case from the prices and basis of the one before."""
    import dispatch
    from dispatch.solve import Options, solve

    seconds, total, start, note = {"read": 0.0, "build": 0.0, "solve": 0.0}, 0.0, None, ""
    for factor in factors:
        began = time.perf_counter()
        changes = [f"units[unit=wind {k}].capacity=*{factor}" for k in range(99) if factor != 1.0]
        areas = len((Path(task["case"]) / "areas.csv").read_text().splitlines()) - 1
        case = dispatch.read_case(task["case"], changes[:areas])
        read = time.perf_counter()
        matrix = dispatch.build(case).matrix()
        built = time.perf_counter()
        solution = solve(matrix, Options(threads=task["threads"]), start)
        if solution.status != "optimal":
            raise RuntimeError(f"{solution.status}: {solution.notes}")
        if task["part"] == "d":
            start = solution.start
        done = time.perf_counter()
        for name, took in (("read", read - began), ("build", built - read), ("solve", done - built)):
            seconds[name] += took
        total, note = total + solution.objective * 1e6, solution.method
    return seconds | {"cost": total, "note": note}


if __name__ == "__main__":
    sys.exit(main())
