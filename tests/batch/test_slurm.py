"""Batches on a real Slurm (`.ci/slurm start`): jobs, workers and drivers that are killed, arrays, walltime."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from dispatch.batch import plan as planning
from dispatch.batch.locks import Claims
from dispatch.batch.store import Ledger

from .conftest import GROWTH, TUTORIAL, end, example, listening, published, same, squeue, until, with_dispatch

REGION = TUTORIAL.parent / "neimenggu-2030"
SLOW = {"case": REGION, "from": "2030-04-01", "hours": 48}
TARIFF = {"name": "co2", "path": "prices.co2", "values": [60.0, 80.0, 120.0, 140.0]}
MORE = TARIFF | {"values": [60.0, 80.0, 100.0, 120.0, 140.0, 160.0]}
COAL = {"name": "coal", "path": "fuels[fuel=coal-west].price", "factors": [0.9, 1.0, 1.1, 1.2]}


pytestmark = pytest.mark.usefixtures("slurm")


@pytest.mark.parametrize(("prices", "cases"), [(TARIFF, 16), pytest.param(MORE, 24, marks=pytest.mark.long)])
def test_cases_survive_on_slurm(command, sweep_file, options, serial, prices, cases, tmp_path):
    """kill -9 of a worker, scancel of a job, kill -9 of the driver; then the batch resumes. Lost workers come
    back, no job stays after the driver died, and results are those of a serial run to the last bit."""
    path = sweep_file(COAL, prices, keep="all", **SLOW)
    store = tmp_path / "results" / "cases"
    first = command(path, *options())
    until(lambda: len(squeue("--states=R", "--format=%i")) == 2)
    until(lambda: list(Claims(store).all()))
    until(lambda: published(store))
    claim = until(lambda: next((c for c in Claims(store).all() if c.process and psutil.pid_exists(c.worker)), None))
    os.kill(claim.worker, signal.SIGKILL)
    until(lambda: len(published(store)) >= cases // 4)
    jobs = squeue("--states=R", "--format=%i")
    subprocess.run(["scancel", jobs[0]], check=True)
    until(lambda: len(set(squeue("--states=R", "--format=%i")) - {jobs[0]}) == 2 or first.poll() is not None)
    until(lambda: len(published(store)) >= cases // 2)
    first.kill()
    assert first.wait() == -signal.SIGKILL and len(published(store)) < cases
    until(lambda: not squeue())
    stamps = {name: (store / name / "run.json").stat().st_mtime_ns for name in published(store)}

    second = command(path, *options())
    output = end(second)
    assert second.returncode == 0 and f"{cases} cases done, 0 failed, 0 missing" in output and "TLS" in output, output
    until(lambda: not squeue())
    plan = planning.load(tmp_path / "results" / "sweep")
    assert published(store) == sorted(plan.all) and len(plan.all) == cases
    for name, stamp in stamps.items():
        assert (store / name / "run.json").stat().st_mtime_ns == stamp
    reference = serial(tmp_path / "results" / "sweep")
    for name in plan.all:
        same(store / name, reference / name)


def test_nothing_listens_beyond_loopback(command, sweep_file, options, tmp_path):
    process = command(sweep_file(COAL, TARIFF, **SLOW), *options())
    until(lambda: len(published(tmp_path / "results" / "cases")) >= 2)
    driver = psutil.Process(process.pid)
    workers = [psutil.Process(claim.worker) for claim in Claims(tmp_path / "results" / "cases").all()]
    family = [driver, *driver.children(recursive=True), *workers]
    assert listening(family) == {"127.0.0.1"}
    process.send_signal(signal.SIGINT)
    end(process)
    assert process.returncode == 130
    until(lambda: not squeue())


def test_a_case_that_hits_the_walltime_is_named(command, sweep_file, options, tmp_path):
    """It needs longer than a job lives, here because its process is stopped; a job that ends does not end the batch."""
    keys = {"case": REGION, "hours": 672, "solving": {"method": "simplex"}}
    process = command(
        sweep_file({"name": "co2", "path": "prices.co2", "values": [80.0]}, **keys), *options(walltime="00:00:35")
    )
    stopped, limit = set(), time.monotonic() + 300
    while process.poll() is None:  # a job that was slow to start has its case tried on another
        assert time.monotonic() < limit, "the batch does not end"
        for claim in Claims(tmp_path / "results" / "cases").all():
            if claim.process and claim.process not in stopped:
                os.kill(claim.process, signal.SIGSTOP)
                stopped.add(claim.process)
        time.sleep(0.02)
    output = end(process)
    assert process.returncode == 4 and "0 cases done, 1 failed, 0 missing" in output, output
    failure = next(iter(Ledger(tmp_path / "results" / "sweep").failures().values()))
    assert failure.reason == "time" and "walltime of 35 s" in failure.message
    until(lambda: not squeue())


def test_an_array_of_jobs_does_the_same(sweep_file, command, serial, tmp_path):
    """The example of docs/batch.md as it stands: the base, then an array over the cases, then the table."""
    path = sweep_file(GROWTH, keep="all")
    script = example("bash", "sbatch", {"1-24": "1-4", "--mem=6G": "--mem=1000M --output=/dev/null"})
    subprocess.run(["bash", "-euc", script], cwd=tmp_path, env=with_dispatch(), check=True, capture_output=True)
    store = tmp_path / "results" / "cases"
    until(lambda: len(published(store)) == 4 and not squeue())
    before = {name: (store / name / "run.json").stat().st_mtime_ns for name in published(store)}
    assert "4 cases done" in end(command(path))
    assert {name: (store / name / "run.json").stat().st_mtime_ns for name in published(store)} == before
    plan = planning.load(tmp_path / "results" / "sweep")
    reference = serial(tmp_path / "results" / "sweep")
    for name in plan.all:
        same(store / name, reference / name)


def test_a_job_that_slurm_refuses_is_reported_at_once(command, sweep_file, options):
    process = command(sweep_file(GROWTH), *options(memory="900GB"))
    output = end(process)
    assert process.returncode == 2 and "Slurm refuses the job" in output and not squeue()


def test_options_are_checked(command, sweep_file, options):
    process = command(sweep_file(GROWTH), *options(walltime="soon", nodes=4))
    output = end(process)
    assert process.returncode == 2 and "walltime" in output and "nodes" in output
    assert Path(process.args[4]).is_file() and not squeue()
