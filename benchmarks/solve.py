"""Ways to solve one LP, side by side: dispatch's methods and HiGHS alone, each in a fresh process.

    python benchmarks/solve.py year                          # the shipped case: 8,760 hours, nine areas
    python benchmarks/solve.py months                        # growth over 744, 2,160, 4,344 and 8,760 hours
    python benchmarks/solve.py areas --hours 2160            # growth from 3 areas to 12, copies of the first three
    python benchmarks/solve.py rows --hours 2160             # with and without reserves and rows that couple
    python benchmarks/solve.py warm                          # neighbours, from the first solution and cold
    python benchmarks/solve.py year --methods auto hipo --limit 1200

An LP is built once and pickled. A method's process loads it, solves it, and has what came out proven by dispatch's own
certificate; wall clock is that of the whole process, imports and certificate included. One that is not done after --limit
is ended and counts as the limit. HiGHS runs with presolve. The run fails where proven optima differ by more than 1e-6.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

from solve_case import AREAS, NEIGHBOURS, YEAR, Size
from solve_method import DISPATCH, HIGHS, child

HERE = Path(__file__).resolve()
CASE = HERE.parents[1] / "inputs" / "neimenggu-2030"
METHODS = (*DISPATCH, *HIGHS)
AGREE = 1e-6
HEAD = (
    *("method", "whole [s]", "solve [s]", "peak [MB]", "iterations", "gap", "primal, dual infeasibility"),
    *("objective [M CNY]", "proven"),
)
HOURS = {"months": [744, 2160, 4344, YEAR]}
Result = dict[str, Any]


def main() -> int:
    """Run a part and print its tables; 1 where proven optima differ or a warm solve is worse than a cold one."""
    if len(sys.argv) == 3 and sys.argv[1] == "--child":
        return child(json.loads(sys.argv[2]))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["year", "months", "areas", "rows", "warm"])
    parser.add_argument("--case", default=str(CASE))
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS))
    parser.add_argument("--hours", type=int, nargs="+", help="the first hours of the case")
    parser.add_argument("--areas", type=int, nargs="+", default=[3, 12], help="for areas: multiples of three")
    parser.add_argument("--without", nargs="+", choices=["reserves", "coupling"], default=[])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=float, default=1800.0, help="longest that one method may take [s]")
    asked = parser.parse_args()
    if any(areas % AREAS or not areas for areas in asked.areas):
        parser.error(f"--areas: areas come {AREAS} at a time")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{os.cpu_count()} cores, {memory:.0f} GB, Python {sys.version.split()[0]}, highspy {version('highspy')}"
    print(
        f"{datetime.date.today()}, {machine}, {asked.threads} threads, limit {asked.limit:.0f} s a method", flush=True
    )
    hours = asked.hours or HOURS.get(asked.part, [YEAR])
    sizes = [Size(asked.case, each, without=tuple(asked.without)) for each in hours]
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(asked, Path(name))
        if asked.part == "warm":
            return int(not all([bench.warm(size) for size in sizes]))
        if asked.part == "areas":
            sizes = [replace(size, areas=areas) for size in sizes for areas in asked.areas]
        elif asked.part == "rows":
            choices: list[tuple[str, ...]] = [(), ("reserves",), ("coupling",), ("reserves", "coupling")]
            sizes = [replace(size, without=without) for size in sizes for without in choices]
        agree = [bench.table(size) for size in sizes]
    if asked.part == "areas":
        for each in hours:
            bench.growth("areas", lambda size: size.areas, [size for size in sizes if size.hours == each])
    elif asked.part == "months":
        bench.growth("hours", lambda size: size.hours, sizes)
    return int(not all(agree))


class Bench:
    """What was asked, and what each method took so far: (method, size) -> result."""

    def __init__(self, asked: argparse.Namespace, folder: Path) -> None:
        self.methods: list[str] = asked.methods
        self.threads: int = asked.threads
        self.limit: float = asked.limit
        self.folder = folder
        self.results: dict[tuple[str, Size], Result] = {}

    def written(self, size: Size) -> Path:
        """The LP of a size as a file, made by a process of its own; its size is printed."""
        path = self.folder / "lp.pickle"
        made = run({"build": asdict(size), "lp": str(path)}, math.inf)
        if "why" in made:
            raise SystemExit(f"{size}: the LP could not be built: {made['why']}")
        print(
            f"\n**{size}**: {made['columns']:,} columns, {made['rows']:,} rows, of which {made['coupling']} couple weeks"
        )
        return path

    def solved(self, method: str, path: Path, **more: str) -> Result:
        """What a method makes of an LP."""
        task = {"method": method, "lp": str(path), "threads": self.threads} | more
        result = run(task, self.limit)
        print(f"{method}: {result['whole']:.1f} s {result.get('why', '')}", file=sys.stderr, flush=True)
        return result

    def table(self, size: Size) -> bool:
        """One LP by every method; whether the optima that are proven agree."""
        path = self.written(size)
        found = {method: self.solved(method, path) for method in self.methods}
        self.results |= {(method, size): result for method, result in found.items()}
        alone = [result for method, result in found.items() if method in HIGHS]
        best = min((result["whole"] for result in alone if ended(result)), default=self.limit)
        print("\n" + header(*HEAD, "whole / best of HiGHS"))
        for method, result in found.items():
            print(row(method, result, f"{result['whole'] / best:.3f}" if alone else ""))
        proven = [result["whole"] for result in alone if result.get("proven")]
        if alone:
            print(f"\nHiGHS alone to a proof: {f'{min(proven):.1f} s at best' if proven else 'never'}", flush=True)
        return agreed([result["objective"] for result in found.values() if result.get("proven")])

    def growth(self, what: str, count: Callable[[Size], int], sizes: Sequence[Size]) -> None:
        """Exponents of wall clock over hours or areas: between neighbouring sizes, and from the least to the most. One
        that ends at a limit is a lower bound."""
        steps = list(pairwise(sizes))
        if not steps:
            return
        steps += [(sizes[0], sizes[-1])] if len(steps) > 1 else []
        print(f"\nExponents of the whole over {what}, from {sizes[0]} on:\n")
        print(header("method", *(f"{count(first):,}–{count(last):,}" for first, last in steps)))
        for method in self.methods:
            cells = []
            for first, last in steps:
                begin, end = self.results[method, first], self.results[method, last]
                exponent = math.log(end["whole"] / begin["whole"]) / math.log(count(last) / count(first))
                cells.append("–" if "why" in begin else f"{'> ' if 'why' in end else ''}{exponent:.2f}")
            print(f"| {method} | " + " | ".join(cells) + " |")

    def warm(self, size: Size) -> bool:
        """Neighbours from the solution of a size, each beside its own cold solve; whether none is worse for it."""
        start = self.folder / f"start-{size.hours}.pickle"
        base = self.solved("auto", self.written(size), keep=str(start))
        if not start.exists():
            raise SystemExit(f"the base case left no basis: {base.get('why', 'its method has none')}")
        lines, well = [row("base", base)], True
        for neighbour in NEIGHBOURS:
            path = self.written(replace(size, neighbour=neighbour))
            cold, warm = self.solved("auto", path), self.solved("auto", path, start=str(start))
            ratios = ", ".join(
                f"{what} {warm[what] / cold[what]:.3f}" for what in ("whole", "solve") if what in warm and what in cold
            )
            lines += [row(f"{neighbour}, cold", cold), row(f"{neighbour}, warm", warm, ratios)]
            if "objective" in cold:
                # Worse: no answer where the cold one has one, no proof where it has one, or a dearer optimum.
                dearest = cold["objective"] + AGREE * abs(cold["objective"])
                well &= warm.get("objective", math.inf) <= dearest and warm["proven"] >= cold["proven"]
        print("\n" + header(*HEAD, "warm / cold"))
        print("\n".join(lines), flush=True)
        return well


def ended(result: Result) -> bool:
    """Whether HiGHS ended in what it calls an optimum; where it gave up its time is not one to be compared with."""
    return "why" not in result and (result["proven"] or result["status"] == "HiGHS: Optimal")


def header(*cells: str) -> str:
    """The first two lines of a table."""
    return f"| {' | '.join(cells)} |\n|{'---|' * len(cells)}"


def row(method: str, result: Result, ratio: str = "") -> str:
    """A row of a table."""
    name = f"{method} ({result['by']})" if result.get("by", method) != method else method
    if "why" in result:
        return f"| {name} | {result['whole']:.1f} | {result['why']} | | | | | | | {ratio} |"
    cells = [
        f"{result['whole']:.1f}",
        f"{result['solve']:.1f}",
        f"{result['peak']:,.0f}",
        f"{result['iterations']:,}",
        f"{result['gap']:.1e}",
        f"{result['primal']:.0e}, {result['dual']:.0e}",
        f"{result['objective']:.9g}",
        "yes" if result["proven"] else f"no ({result['status']})",
        ratio,
    ]
    return f"| {name} | " + " | ".join(cells) + " |"


def agreed(proven: Sequence[float]) -> bool:
    """Whether proven optima are one; prints where not."""
    spread = (max(proven) - min(proven)) / abs(min(proven)) if proven else 0.0
    if spread > AGREE:
        print(f"proven optima differ by {spread:.1e}")
    return spread <= AGREE


def run(task: dict[str, Any], limit: float) -> Result:
    """A task in a process of its own: what it prints last, and its wall clock; ``why`` where it came to nothing, which
    counts as the limit."""
    begun = time.perf_counter()
    command = [sys.executable, str(HERE), "--child", json.dumps(task)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit if math.isfinite(limit) else None)
    except subprocess.TimeoutExpired:
        return {"whole": limit, "why": f"not done in {limit:.0f} s"}
    whole = time.perf_counter() - begun
    if done.returncode:
        fallen = signal.Signals(-done.returncode).name if done.returncode < 0 else "it failed"
        return {
            "whole": limit,
            "why": f"{(done.stderr.strip().splitlines() or [fallen])[-1][:120]} (after {whole:.0f} s)",
        }
    result: Result = json.loads(done.stdout.strip().splitlines()[-1])
    return {"whole": whole} | result


if __name__ == "__main__":
    sys.exit(main())
