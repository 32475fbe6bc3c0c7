"""How long a case takes from its files to a loaded HiGHS, and how long the same LP takes through Pyomo.

    python benchmarks/build.py [CASE] [--hours N] [--repeat N] [--no-pyomo]

Each measurement is a fresh process, and the two are run in turn, so that both meet the machine in the same state.
What is timed: of `dispatch`, reading the case, building the LP and handing it to HiGHS; of Pyomo, making the model
of the LP that stands in memory already (so not reading), compiling it to standard form and handing that to HiGHS.
Importing libraries is timed in neither. Peak memory is that of the whole process.
"""

import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from peak import peak

ROOT = Path(__file__).parents[1]
CASE = ROOT / "inputs" / "neimenggu-2030"
LEAST_RATIO = 10.0
MOST_SECONDS = 5.0


class Stopwatch:
    """Seconds of each stage, in order."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def stage(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = now - self._last
        self._last = now


def measure_dispatch(case_path: str, hours: int | None) -> dict[str, Any]:
    import dispatch.app.assemble
    from dispatch.case import read_case
    from dispatch.lp import to_highs

    watch = Stopwatch()
    case = read_case(case_path, hours=hours)
    watch.stage("read")
    lp = dispatch.app.assemble.build(case)
    watch.stage("build")
    matrix = lp.matrix()
    highs = to_highs(matrix)
    watch.stage("hand over")
    return _record(watch, highs, len(case.time))


def measure_pyomo(case_path: str, hours: int | None) -> dict[str, Any]:
    import highspy
    import numpy as np
    import pyomo.environ  # noqa: F401
    from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

    import dispatch.app.assemble
    from dispatch.case import read_case
    from dispatch.lp.pyomo import to_pyomo

    case = read_case(case_path, hours=hours)
    lp = dispatch.app.assemble.build(case)
    watch = Stopwatch()
    model = to_pyomo(lp)
    watch.stage("model")
    form = LinearStandardFormCompiler().write(model, mixed_form=True)
    watch.stage("compile")
    sense = np.array([row.bound_type for row in form.rows])
    infinity = highspy.kHighsInf
    lower = [-infinity if variable.lb is None else variable.lb for variable in form.columns]
    upper = [infinity if variable.ub is None else variable.ub for variable in form.columns]
    matrix = form.A.tocsc()
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.passModel(
        len(form.columns),
        len(form.rows),
        matrix.nnz,
        int(highspy.MatrixFormat.kColwise),
        int(highspy.ObjSense.kMinimize),
        float(form.c_offset[0]),
        form.c.toarray()[0],
        np.array(lower),
        np.array(upper),
        np.where(sense <= 0, form.rhs, -infinity),
        np.where(sense >= 0, form.rhs, infinity),
        matrix.indptr.astype(np.int32),
        matrix.indices.astype(np.int32),
        matrix.data,
        np.zeros(len(form.columns), dtype=np.int32),
    )
    watch.stage("hand over")
    return _record(watch, highs, len(case.time))


def _record(watch: Stopwatch, highs: Any, hours: int) -> dict[str, Any]:
    return {
        "seconds": watch.seconds,
        "total": sum(watch.seconds.values()),
        "peak_mb": peak(),
        "hours": hours,
        "columns": highs.getNumCol(),
        "rows": highs.getNumRow(),
        "nonzeros": highs.getNumNz(),
    }


MEASURES = {"dispatch": measure_dispatch, "pyomo": measure_pyomo}


def in_fresh_process(way: str, case: Path, hours: int | None) -> dict[str, Any]:
    command = [sys.executable, __file__, str(case), "--measure", way]
    if hours is not None:
        command += ["--hours", str(hours)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{way}: the process ended with {done.returncode}; on a signal, memory may not have been enough")
    record: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    parts = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in record["seconds"].items())
    print(f"{way:8s} {record['total']:8.2f} s ({parts}), peak {record['peak_mb']:,.0f} MB", flush=True)
    return record


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("case", nargs="?", type=Path, default=CASE)
    parser.add_argument("--hours", type=int, help="only the first N hours of the case")
    parser.add_argument("--repeat", type=int, default=3, help="how often each is run (3)")
    parser.add_argument("--no-pyomo", action="store_true", help="only dispatch")
    parser.add_argument("--measure", choices=MEASURES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(MEASURES[given.measure](given.case, given.hours)))
        return
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in ("highspy", "numpy", "scipy", "pyomo"))
    print(
        f"{datetime.date.today()}, {os.cpu_count()} cores, {memory:.0f} GB, Python {sys.version.split()[0]}, {libraries}"
    )
    ways = ["dispatch"] if given.no_pyomo else ["dispatch", "pyomo"]
    rounds = [{way: in_fresh_process(way, given.case, given.hours) for way in ways} for _ in range(given.repeat)]
    failed = summarise(rounds)
    sys.exit(1 if failed else 0)


def summarise(rounds: list[dict[str, dict[str, Any]]]) -> bool:
    """Print medians against the targets; True if one is missed."""
    ours = rounds[0]["dispatch"]
    print(f"{ours['hours']:,} hours: {ours['columns']:,} columns, {ours['rows']:,} rows, {ours['nonzeros']:,} nonzeros")
    seconds = statistics.median(each["dispatch"]["total"] for each in rounds)
    print(f"dispatch: median {seconds:.2f} s (target: under {MOST_SECONDS:g} s)")
    failed: bool = seconds >= MOST_SECONDS
    if "pyomo" in rounds[0]:
        for each in rounds:
            same = [each["pyomo"][size] == each["dispatch"][size] for size in ("rows", "nonzeros")]
            if not all(same):
                sys.exit(f"Pyomo did not hand over the same LP: {each['pyomo']}")
        ratio = statistics.median(each["pyomo"]["total"] / each["dispatch"]["total"] for each in rounds)
        print(
            f"Pyomo takes {ratio:.1f} times as long: median of {len(rounds)} ratios (target: at least {LEAST_RATIO:g})"
        )
        failed = failed or ratio < LEAST_RATIO
    return failed


if __name__ == "__main__":
    main()
