"""Fixtures: sweeps over small cases on disk, batches run in this process or as a command, a Slurm."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
import xarray as xr

from dispatch.batch import plan as planning
from dispatch.batch.plan import Plan
from dispatch.batch.sweep import SweepFile, read_sweep

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "inputs" / "tutorial"
GROWTH = {"name": "growth", "path": "load[load=town].energy", "factors": [0.9, 0.95, 1.0, 1.05]}
CO2 = {"name": "co2", "path": "prices.co2", "values": [20, 40, 60, 80, 100, 120]}
REQUIRED = "DISPATCH_TEST_PROGRAMS"
"""Where it is set, as in CI, Slurm and Snakemake must be there."""
HANGS = 300.0
"""Seconds after which something that is waited for counts as hanging. No test asserts a duration."""


def toml(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}" = {toml(part)}' for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)


@pytest.fixture
def sweep_file(tmp_path: Path) -> Callable[..., Path]:
    """``sweep_file(axis, axis, …, KEY=VALUE)`` -> path of a sweep, over the tutorial by default."""

    def write(*axes: dict[str, Any], name: str = "sweep", **keys: Any) -> Path:
        content = {"title": "a sweep", "case": TUTORIAL} | keys
        lines = [f"{key} = {toml(value)}" for key, value in content.items()]
        for axis in axes:
            lines += ["[[axis]]", *(f"{key} = {toml(value)}" for key, value in axis.items())]
        path = tmp_path / f"{name}.toml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def sweep(sweep_file: Callable[..., Path]) -> Callable[..., SweepFile]:
    """Like ``sweep_file``, but read."""
    return lambda *axes, **keys: read_sweep(sweep_file(*axes, **keys))


@pytest.fixture
def plan(sweep: Callable[..., SweepFile], tmp_path: Path) -> Callable[..., Plan]:
    """Like ``sweep``, but planned."""
    return lambda *axes, **keys: planning.plan(sweep(*axes, **keys), tmp_path / "cases")


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start ``dispatch batch`` as a shell does, in ``tmp_path``; ended with the test."""
    with ExitStack() as started:

        def start(*words: object, **options: Any) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [sys.executable, "-m", "dispatch", "batch", *map(str, words), "--lang", "en"],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                cwd=tmp_path,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
                **options,
            )
            started.enter_context(process)
            started.callback(_kill, process)
            return process

        yield start


def _kill(process: subprocess.Popen[str]) -> None:
    """End a command, and print its output if no test has read it: pytest shows that where the test failed."""
    process.kill()
    if process.stdout is not None and not process.stdout.closed:
        print(process.stdout.read())


def end(process: subprocess.Popen[str]) -> str:
    """Wait for a command; what it printed."""
    output, _ = process.communicate(timeout=HANGS)
    return output


def until(true: Callable[[], Any]) -> Any:
    """Wait until something is true; what it was. The limit only ends a test that hangs: a busy machine may be slow."""
    limit = time.monotonic() + HANGS
    while not (found := true()):
        assert time.monotonic() < limit, "it did not come true in time"
        time.sleep(0.02)
    return found


def published(store: Path) -> list[str]:
    """Names of the cases that a store holds."""
    return sorted(path.name for path in store.glob("*") if (path / "run.json").is_file() and path.name[0] != ".")


def descendants(process: int) -> list[psutil.Process]:
    """Processes that a process started, and those that they started."""
    try:
        return psutil.Process(process).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def listening(processes: list[psutil.Process]) -> set[str]:
    """Addresses on which processes listen; one that has ended meanwhile does not."""
    found = set()
    for one in processes:
        with suppress(psutil.NoSuchProcess):
            found |= {c.laddr.ip for c in one.net_connections("inet") if c.status == psutil.CONN_LISTEN}
    return found


def example(language: str, word: str, other: dict[str, str]) -> str:
    """The block of docs/batch.md in that language with that word in it, with other values where a test needs them."""
    text = (ROOT / "docs" / "batch.md").read_text("utf-8")
    (found,) = (block for block in re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S) if word in block)
    for old, new in other.items():
        assert old in found
        found = found.replace(old, new)
    return found


def with_dispatch() -> dict[str, str]:
    """An environment in which a shell finds this `dispatch`."""
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


SERIAL = """
import sys
from pathlib import Path
import dispatch
from dispatch.batch.plan import load
plan, folder = load(Path(sys.argv[1])), Path(sys.argv[2])
for name, case in plan.all.items():
    if (folder / name).is_dir():
        continue
    start = None if plan.start in (None, name) else folder / plan.start
    given = dispatch.read_case(case.folder, case.changes, *plan.window)
    run = dispatch.run(given, threads=1, method=plan.options["method"], start=start, changes=case.changes)
    run.save(folder / name, keep_warm=name == plan.start)
"""


@pytest.fixture
def serial(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """``serial(BATCH)`` -> folder with every case of a batch by ``dispatch.run`` alone, one after the other in one process,
    from the same base. A case that another test has had solved so is there already: the same name is the same case. Sums
    of the certificate are BLAS's, which splits them by its threads: one, as in a batch."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "serial"
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

    def solve(batch: Path) -> Path:
        folder.mkdir(exist_ok=True)
        with (folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            subprocess.run([sys.executable, "-c", SERIAL, batch, folder], check=True, env=os.environ | one_thread)
        return folder

    return solve


def same(one: Path, other: Path) -> None:
    """Two run folders hold the same results, to the last bit."""
    assert (one / "summary.json").read_bytes() == (other / "summary.json").read_bytes()
    records = [json.loads((place / "run.json").read_text("utf-8")) for place in (one, other)]
    for key in ("objective_cny", "bound_cny", "gap", "status", "method", "case_digest", "columns", "rows"):
        assert records[0][key] == records[1][key], key
    hours = [place / "dispatch.nc" for place in (one, other)]
    if not hours[0].is_file() or hours[0].read_bytes() == hours[1].read_bytes():
        return
    with xr.open_dataset(hours[0]) as a, xr.open_dataset(hours[1]) as b:
        assert set(a.variables) == set(b.variables)
        for name in a.variables:
            if a[name].dtype.kind == "f":
                assert np.array_equal(a[name].values, b[name].values, equal_nan=True), name
            else:
                assert (a[name].values == b[name].values).all(), name


def stamps(store: Path) -> dict[str, int]:
    """Times at which the cases of a store were published."""
    return {name: (store / name / "run.json").stat().st_mtime_ns for name in published(store)}


def squeue(*words: str) -> list[str]:
    """Jobs, one a line."""
    output = subprocess.run(["squeue", "--noheader", *words], capture_output=True, text=True, check=True)
    return output.stdout.split()


@pytest.fixture
def slurm() -> Iterator[None]:
    """A Slurm that answers, without jobs. One test at a time: others would count its jobs, or miss what it kills."""
    with (Path(tempfile.gettempdir()) / "dispatch-slurm.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shutil.which("sinfo") or subprocess.run(["sinfo"], capture_output=True).returncode:
            if REQUIRED in os.environ:
                pytest.fail("there is no Slurm, which the environment declares as installed")
            pytest.skip("there is no Slurm: .ci/slurm start")
        yield
        for words in (["squeue", "--long"], ["sinfo", "--long", "--Node"], ["scontrol", "show", "job"]):
            result = subprocess.run(words, capture_output=True, text=True, check=False)
            print(result.stdout, result.stderr)  # pytest shows it where the test failed
        subprocess.run(["scancel", f"--user={os.environ.get('USER', 'root')}"], check=False)


@pytest.fixture
def options(tmp_path: Path) -> Callable[..., tuple[object, ...]]:
    """``options(KEY=VALUE)`` -> a file of options for jobs of this cluster."""

    def write(**keys: object) -> tuple[object, ...]:
        result = {"walltime": "00:10:00", "memory": "1500MB", "jobs": 2} | keys
        path = tmp_path / "slurm.toml"
        path.write_text("\n".join(f"{key} = {value!r}" for key, value in result.items()).replace("'", '"'))
        return ("--cluster", "slurm", "--cluster-options", path)

    return write
