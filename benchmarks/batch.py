"""What a batch costs beside its cases, and what it saves.

    python benchmarks/batch.py overhead [--cluster slurm] [--cases N]
    python benchmarks/batch.py warm [--hours N] [--cases N]

overhead: many small cases, one worker. From the end of the first quarter of the cases to the last, seconds a case, less what
these cases themselves took to be read, solved and written in their processes. Also: seconds until workers are up, and the growth of the
worker's memory. warm: a batch of neighbouring cases on two workers, base case, start and all, against the same cases by
`dispatch.run` cold, two at a time.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from dispatch.batch.locks import Claims
from dispatch.batch.plan import load

ROOT = Path(__file__).parents[1]
SWEEP = """
title = "benchmark"
case = "{case}"
{window}
[[axis]]
name = "co2"
path = "prices.co2"
values = {{ from = {low}, to = {high}, steps = {cases} }}
base = {base}
"""
SLURM = 'walltime = "00:30:00"\nmemory = "1500MB"\njobs = 1\n'
COLD = """
import sys, dispatch
case, out, hours, *changes = sys.argv[1:]
window = ("2030-04-01", int(hours)) if int(hours) else (None, None)
dispatch.run(dispatch.read_case(case, changes, *window), threads=1, changes=changes).save(out)
"""


def batch(folder: Path, sweep: str, *words: object) -> subprocess.Popen[bytes]:
    """Start a batch in a folder."""
    (folder / "sweep.toml").write_text(sweep, encoding="utf-8")
    command = [sys.executable, "-m", "dispatch", "batch", "sweep.toml", *map(str, words)]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def overhead(arguments: argparse.Namespace) -> None:
    """Print what the engine adds to a case."""
    sweep = SWEEP.format(
        case=ROOT / "inputs" / "tutorial", window="", cases=arguments.cases, low=20, high=120, base=20.0
    )
    with tempfile.TemporaryDirectory() as name:
        folder, words = Path(name), ["--workers", 1]
        if arguments.cluster:
            (folder / "slurm.toml").write_text(SLURM)
            words = ["--cluster", arguments.cluster, "--cluster-options", "slurm.toml"]
        store, began = folder / "results" / "cases", time.time()
        process = batch(folder, sweep, *words)
        first, sizes = None, []
        while process.poll() is None:
            for claim in Claims(store).all() if store.is_dir() else ():
                if claim.worker != process.pid and claim.process:
                    first = first or time.time()
                    sizes.append(_size(claim.worker))
            time.sleep(0.05)
        runs = [json.loads(path.read_text("utf-8")) for path in store.glob("*/run.json")]
        ended = sorted((path.stat().st_mtime, path.parent.name) for path in store.glob("*/run.json"))
        steady = ended[len(ended) // 4 :]
        inside = _inside([folder / "results" / "sweep" / "logs" / f"{name}.log" for _, name in steady[1:]])
        assert process.returncode == 0 and len(runs) == arguments.cases
    each = (steady[-1][0] - steady[0][0]) / (len(steady) - 1)
    kept = [size for size in sizes if size]
    print(f"workers up and at their first case after {(first or began) - began:.1f} s")
    print(
        f"{each * 1e3:.0f} ms a case, of which {inside * 1e3:.0f} ms in the case: {(each - inside) * 1e3:.0f} ms beside it"
    )
    print(f"worker: {kept[len(kept) // 10]:.0f} MB after a tenth of the cases, {kept[-1]:.0f} MB at the end")


def _inside(logs: list[Path]) -> float:
    """Mean of the seconds that cases took in their processes, as their logs say."""
    found = []
    for log in logs:
        last = log.read_text("utf-8").splitlines()[-1]
        found.append(float(last.partition("'inside': ")[2].partition(",")[0].rstrip("}")))
    return sum(found) / len(found)


def _size(process: int) -> float:
    try:
        return float(psutil.Process(process).memory_info().rss) / 1e6
    except psutil.Error:
        return 0.0


def warm(arguments: argparse.Namespace) -> None:
    """Print a batch against cold runs."""
    hours, case = arguments.hours, ROOT / "inputs" / "neimenggu-2030"
    window = f'from = "2030-04-01"\nhours = {hours}' if hours else ""
    sweep = SWEEP.format(case=case, window=window, cases=arguments.cases, low=70, high=90, base=80.0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.time()
        assert batch(folder, sweep, "--workers", 2, "--keep", "all").wait() == 0
        together = time.time() - began
        cases = [known for known in load(folder / "results" / "sweep").all.values()]

        def cold(known: object) -> None:
            given = [case, folder / f"cold-{known.number}", hours, *known.changes]
            subprocess.run(
                [sys.executable, "-c", COLD, *map(str, given)], check=True, env=os.environ | {"OMP_NUM_THREADS": "1"}
            )

        began = time.time()
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(cold, cases))
        apart = time.time() - began
        solves = [json.loads(path.read_text("utf-8")) for path in folder.glob("results/cases/*/run.json")]
        colds = [json.loads(path.read_text("utf-8")) for path in folder.glob("cold-*/run.json")]
    seconds = [sorted(run["seconds"]["solve"] for run in runs)[len(runs) // 2] for runs in (solves, colds)]
    print(
        f"{len(cases)} cases of {hours or 8760} hours: batch {together:.0f} s, cold runs {apart:.0f} s, {together / apart:.2f}"
    )
    print(f"median solve: {seconds[0]:.2f} s in the batch, {seconds[1]:.2f} s cold, {seconds[0] / seconds[1]:.2f}")


def main() -> None:
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(required=True)
    one = kinds.add_parser("overhead")
    one.add_argument("--cluster")
    one.add_argument("--cases", type=int, default=120)
    one.set_defaults(call=overhead)
    other = kinds.add_parser("warm")
    other.add_argument("--hours", type=int, default=336, help="0: the whole year")
    other.add_argument("--cases", type=int, default=21, help="an odd number: the middle one is the base case")
    other.set_defaults(call=warm)
    arguments = parser.parse_args()
    arguments.call(arguments)


if __name__ == "__main__":
    main()
