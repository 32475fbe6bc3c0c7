"""Batches on this machine: workers and drivers that are killed, cases that fail, and results to the last bit."""

import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import psutil
import pytest

from dispatch.app import assemble
from dispatch.batch import plan as planning
from dispatch.batch import supervise
from dispatch.batch.batch import Request, prepare
from dispatch.batch.locks import Claims
from dispatch.batch.one_case import one, task_of
from dispatch.batch.row import quantities
from dispatch.batch.store import Ledger, Store, read_json
from dispatch.batch.sweep import read_sweep
from dispatch.batch.task import reason, solve
from dispatch.errors import CaseError, SolverError
from dispatch.messages import Lang, Message
from dispatch.solve import Solution

from .conftest import CO2, GROWTH, TUTORIAL, descendants, end, listening, published, same, stamps, until

REGION = TUTORIAL.parent / "neimenggu-2030"
SLOW = {"case": REGION, "from": "2030-04-01", "hours": 48}
"""A case of the real region of about half a second: time enough to be killed in."""
TARIFF = {"name": "co2", "path": "prices.co2", "values": [60.0, 100.0, 140.0]}
MORE = TARIFF | {"values": [60.0, 80.0, 100.0, 120.0, 140.0, 160.0]}
TIGHT = ["targets[target=generation].imposed=true", "targets[target=generation].required=50"]
COAL = {"name": "coal", "path": "fuels[fuel=coal-west].price", "factors": [0.9, 1.0, 1.1, 1.2]}


def status(out):
    return pd.read_parquet(out / "table.parquet").set_index("case")["status"].to_dict()


@pytest.mark.parametrize(("prices", "cases"), [(TARIFF, 12), pytest.param(MORE, 24, marks=pytest.mark.long)])
def test_cases_survive_what_clusters_do(command, sweep_file, serial, prices, cases, tmp_path):
    """kill -9 of a worker, of the process of a case, and of the driver; then the batch resumes. All are published, none
    is solved again, and the results are those of a serial run to the last bit, whoever solved them."""
    path = sweep_file(COAL, prices, keep="all", **SLOW)
    store = tmp_path / "results" / "cases"
    first = command(path, "--workers", 2)
    until(lambda: len(published(store)) >= cases // 6)
    # The driver solves the base case itself: a claim may be its own.
    claim = until(lambda: next((c for c in Claims(store).all() if c.process and c.worker != first.pid), None))
    os.kill(claim.worker, signal.SIGKILL)
    until(lambda: len(published(store)) >= cases // 3)
    claim = until(lambda: next((c for c in Claims(store).all() if c.process and psutil.pid_exists(c.process)), None))
    os.kill(claim.process, signal.SIGKILL)
    until(lambda: len(published(store)) >= cases // 2)
    family = descendants(first.pid)
    first.kill()
    until(lambda: not any(process.is_running() for process in family))
    assert len(family) >= 2
    before = stamps(store)
    assert cases // 2 <= len(before) < cases

    second = command(path, "--workers", 2)
    output = end(second)
    assert second.returncode == 0, output
    assert f"{cases} cases done, 0 failed, 0 missing" in output
    plan = planning.load(tmp_path / "results" / "sweep")
    assert published(store) == sorted(plan.all) and len(plan.all) == cases
    assert before.items() <= stamps(store).items()
    reference = serial(tmp_path / "results" / "sweep")
    for name in plan.all:
        same(store / name, reference / name)
    assert set(status(tmp_path / "results" / "sweep").values()) == {"done"}
    assert not list(Claims(store).all())


def test_two_drivers_on_one_batch(command, sweep_file, tmp_path):
    path = sweep_file(COAL | {"factors": [0.9, 1.0]}, TARIFF, **SLOW)
    both = [command(path, "--workers", 1) for _ in range(2)]
    for output in [end(process) for process in both]:
        assert "6 cases done, 0 failed, 0 missing" in output, output
    store, out = tmp_path / "results" / "cases", tmp_path / "results" / "sweep"
    assert len(published(store)) == 6
    solved = [log.read_text("utf-8").count(" solve\n") for log in (out / "logs").glob("*.log")]
    assert len(solved) == 6 and sum(solved) <= 8


@pytest.mark.parametrize("made", ["failed", "logs", ".batch.json.123.456"])
def test_the_folder_of_a_driver_whose_plan_is_not_yet_saved(made, sweep, tmp_path):
    out = tmp_path / "out"
    (out / made).mkdir(parents=True)
    prepare(sweep(GROWTH), Request(out, tmp_path / "cases"))
    assert (out / "sweep.toml").read_bytes() == (tmp_path / "sweep.toml").read_bytes()


@pytest.mark.parametrize("held", ["notes.txt", "failed.csv", ".batch"])
def test_a_folder_that_holds_something_else_is_refused(held, sweep, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / held).touch()
    with pytest.raises(CaseError, match="holds something else"):
        prepare(sweep(GROWTH), Request(out, tmp_path / "cases"))
    assert [path.name for path in out.iterdir()] == [held]


def test_what_fails_is_reported_and_the_others_finish(command, sweep_file, tmp_path):
    """One case has a value that is out of range, and the base case cannot meet a target: the others start cold. What
    failed stays failed until asked."""
    path = sweep_file(
        {"name": "state", "choices": [
            {"label": "tight", "set": TIGHT},
            {"label": "fine"},
            {"label": "odd", "set": ["storage[asset=battery].charge_efficiency=1.7"]},
            {"label": "dear", "set": ["prices.co2=90"]},
        ]},
    )  # fmt: skip
    process = command(path)
    output = end(process)
    assert process.returncode == 4 and "2 cases done, 2 failed, 0 missing" in output, output
    out, store = tmp_path / "results" / "sweep", tmp_path / "results" / "cases"
    table = pd.read_parquet(out / "table.parquet").query("case > 0").set_index("state")
    assert table.loc["odd", "reason"] == "input" and "charge_efficiency" in table.loc["odd", "message"]
    assert table.loc["tight", "reason"] == "infeasible" and planning.load(out).start is None
    assert [json.loads((store / name / "case.json").read_text())["start"] for name in published(store)] == [None, None]
    logs = {log: log.stat().st_mtime_ns for log in (out / "logs").iterdir()}
    assert "2 failed" in end(command(path))
    assert all(log.stat().st_mtime_ns == stamp for log, stamp in logs.items())
    assert "2 failed" in end(command(path, "--retry-failed"))
    assert any(log.stat().st_mtime_ns != stamp for log, stamp in logs.items())


def test_a_case_that_needs_more_memory_than_it_may(plan, tmp_path):
    """It is ended; one that needs less is not."""
    (tmp_path / "cases").mkdir()
    axis = {"name": "plan", "cases": [str(TUTORIAL), str(REGION)]}
    known = plan(axis, solving={"memory_gb": 0.35, "warm": False})
    assert [one(known, tmp_path / "out", case)["outcome"] for case in known.cases] == ["done", "failed"]
    failure = Ledger(tmp_path / "out").failure(known.cases[1].name)
    assert failure.reason == "memory" and re.search(r"used \d+ MB of the 350 MB", failure.message)
    assert re.fullmatch(r"占用内存 \d+ MB，超过允许的 350 MB", Message.of(failure.keyed).text(Lang.zh))


def test_a_case_that_needs_more_time_than_it_may(plan, tmp_path):
    (tmp_path / "cases").mkdir()
    known = plan(COAL, case=REGION, hours=672, solving={"time_limit": 0.5, "warm": False, "method": "simplex"})
    assert one(known, tmp_path / "out", known.base)["outcome"] == "failed"
    assert Ledger(tmp_path / "out").failure(known.base.name).reason == "time"


@pytest.mark.parametrize(
    ("ended", "limit", "expected"),
    [
        (Solution("stopped", "simplex"), 9.0, "time"),
        (Solution("failed", "simplex"), 9.0, "solver"),
        (Solution("stopped", "simplex"), None, "solver"),
        (Solution("unbounded", "simplex"), 9.0, "solver"),
    ],
)
def test_a_solve_that_its_time_limit_ends_without_a_feasible_point_is_a_failure_of_time(ended, limit, expected):
    error = assemble.nothing_to_show(ended)
    assert reason(error, limit) == reason(pickle.loads(pickle.dumps(error)), limit) == expected


@pytest.mark.parametrize(("limit", "expected"), [(9.0, "time"), (None, "solver")])
def test_a_solve_that_its_time_limit_ends_with_a_feasible_point_is_a_failure_of_time(
    plan, tmp_path, monkeypatch, limit, expected
):
    (tmp_path / "cases").mkdir()
    known = plan(TARIFF, solving={"warm": False})
    task = task_of(known, tmp_path / "out", known.base, "driver", False, None, None)
    record = {"gap": 1e-3, "note_messages": []}
    monkeypatch.setattr(assemble, "run", lambda case, **options: SimpleNamespace(status="stopped", record=record))
    with pytest.raises(SolverError, match=r"gap of 1\.0e-03") as error:
        solve(task)
    assert reason(error.value, limit) == expected


def test_a_case_whose_process_dies_in_each_attempt_states_the_last_death_in_both_languages(plan, tmp_path, monkeypatch):
    (tmp_path / "cases").mkdir()
    known = plan(TARIFF, solving={"warm": False})
    task = task_of(known, tmp_path / "out", known.base, "driver", False, None, None)
    monkeypatch.setattr(supervise, "ATTEMPTS", 1)
    ended = SimpleNamespace(join=lambda: None, exitcode=-9)
    monkeypatch.setattr(supervise, "_watched", lambda *of: supervise._died(ended, 120.0))
    outcome = supervise.attempt(task)
    assert (outcome["outcome"], outcome["reason"]) == ("failed", "killed")
    assert outcome["message"] == "in each of 1 attempts; the last: its process ended by signal 9, at 120 MB"
    text = Message.of(Ledger(tmp_path / "out").failures()[known.base.name].keyed).text(Lang.zh)
    assert text == "1 次尝试均如此；最后一次：其进程被信号 9 终止，当时占用 120 MB"


@pytest.mark.parametrize(("had_others", "reason"), [(False, "time"), (True, None)])
def test_the_end_of_a_worker_is_the_fault_of_a_case_that_had_all_of_its_time(plan, tmp_path, had_others, reason):
    """However slow the worker was to start: here it has lived for as long as this process when its first case comes. A
    case that came after others is tried on another worker."""
    (tmp_path / "cases").mkdir()
    known = plan(COAL, case=REGION, hours=672, solving={"warm": False, "method": "simplex"})
    age = time.time() - psutil.Process().create_time()
    task = task_of(known, tmp_path / "out", known.base, "driver", False, None, age + supervise.MARGIN + 2.0)
    supervise.first_case.cache_clear()
    supervise.first_case()
    if had_others:
        time.sleep(1.5)
    outcome = supervise.attempt(task)
    failure = Ledger(tmp_path / "out").failures().get(known.base.name)
    assert (outcome["outcome"], failure and failure.reason) == ("failed" if reason else "lost", reason)
    assert reason is None or "did not end in the 2 s" in failure.message
    assert reason is None or "2 秒内未能完成" in Message.of(failure.keyed).text(Lang.zh)


def test_a_case_that_kills_its_worker_does_so_three_times_at_most(command, sweep_file, tmp_path):
    """Whenever the worker takes up this case, it dies; all others are solved."""
    path = sweep_file(COAL | {"factors": [0.9, 1.0]}, TARIFF, **SLOW)
    store = tmp_path / "results" / "cases"
    poison = planning.plan(read_sweep(path), store).cases[5].name
    process = command(path, "--workers", 2)
    killed = set()
    while process.poll() is None:
        for claim in Claims(store).all():
            if claim.name == poison and claim.process and claim.process not in killed:
                killed.add(claim.process)
                for one in (claim.worker, claim.process):
                    with suppress(ProcessLookupError):
                        os.kill(one, signal.SIGKILL)
        time.sleep(0.02)
    output = end(process)
    assert "5 cases done, 1 failed, 0 missing" in output, output
    failure = Ledger(tmp_path / "results" / "sweep").failure(poison)
    assert failure.reason == "killed" and len(killed) == 3


@pytest.fixture
def small_disk(tmp_path):
    """A file system with room for few cases."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1200k", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("no file system may be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk(command, sweep_file, small_disk, tmp_path):
    """What fits is published, the rest is reported; with room again it is solved."""
    path = sweep_file(COAL, keep="all", **SLOW)
    output = end(command(path, "--store", small_disk))
    out = tmp_path / "results" / "sweep"
    failures = Ledger(out).failures()
    assert failures and {failure.reason for failure in failures.values()} == {"disk"}, output
    assert "disk full" in output and "missing" in output
    done = published(small_disk)
    assert 0 < len(done) < 4 and len(done) + len(failures) == 4
    assert not list(small_disk.glob(".*.partial"))
    subprocess.run(["mount", "-o", "remount,size=100m", small_disk], check=True)
    assert "4 cases done, 0 failed" in end(command(path, "--store", small_disk, "--retry-failed"))


def test_inputs_that_change_while_the_batch_runs(plan, tmp_path):
    """A case is never solved from other tables than those that its name represents."""
    copy = shutil.copytree(TUTORIAL, tmp_path / "inputs" / "tutorial")
    known = plan(GROWTH, case=copy)
    (tmp_path / "cases").mkdir()
    (copy / "load.csv").write_text((copy / "load.csv").read_text("utf-8").replace("142800", "150000"))
    outcome = one(known, tmp_path / "out", known.cases[0])
    assert outcome["outcome"] == "failed" and outcome["reason"] == "input"
    assert "changed since the batch was planned" in outcome["message"] and published(tmp_path / "cases") == []


def test_a_worker_of_another_version_solves_nothing(plan, tmp_path, monkeypatch):
    known = plan(GROWTH)
    (tmp_path / "cases").mkdir()
    monkeypatch.setattr(supervise, "versions", lambda: known.versions | {"highspy": "0.0"})
    outcome = one(known, tmp_path / "out", known.base)
    assert outcome["reason"] == "version" and published(tmp_path / "cases") == []


def test_nothing_listens_beyond_loopback_and_nothing_stays(command, sweep_file, tmp_path):
    path = sweep_file(COAL, TARIFF, **SLOW)
    process = command(path, "--workers", 2, "--dashboard", 0)
    until(lambda: len(published(tmp_path / "results" / "cases")) >= 3)
    family = [psutil.Process(process.pid), *descendants(process.pid)]
    assert listening(family) == {"127.0.0.1"}
    process.send_signal(signal.SIGINT)
    output = end(process)
    assert process.returncode == 130 and "interrupted" in output and "TLS" in output and "dashboard: " in output
    until(lambda: not any(one.is_running() for one in family))
    assert (tmp_path / "results" / "sweep" / "table.csv").is_file()


def test_a_worker_does_not_grow_with_the_number_of_cases(command, sweep_file, tmp_path):
    path = sweep_file(GROWTH | {"factors": {"from": 0.9, "to": 1.05, "steps": 6}}, CO2)
    process = command(path, "--workers", 1)
    store = tmp_path / "results" / "cases"
    sizes = []
    for count in (8, 33):
        until(lambda count=count: len(published(store)) >= count)
        claim = until(lambda: next((c for c in Claims(store).all() if c.process), None))
        sizes.append(psutil.Process(claim.worker).memory_info().rss / 1e6)
    end(process)
    assert abs(sizes[1] - sizes[0]) < 3


def test_whoever_solves_a_case_it_is_the_same_work(command, sweep_file, serial, tmp_path):
    """A case by command, as Slurm arrays and Snakemake call it: the base first, if it is missing; again, and nothing
    happens. A batch with more axes takes what is there. One worker instead of two, and the axes the other way round,
    make no difference, nor does a serial run."""
    path, store, turned = sweep_file(GROWTH, keep="all"), tmp_path / "results" / "cases", tmp_path / "turned"
    process = command(path, "--case", 2)
    assert "case 2" in end(process) and process.returncode == 0
    before = stamps(store)
    assert len(before) == 2
    assert "is there already" in end(command(path, "--case", "2"))
    assert stamps(store) == before
    axes = [GROWTH, CO2 | {"values": [20, 50]}]
    assert "8 cases done" in end(command(sweep_file(*axes, name="wide", keep="all"), "--workers", 2))
    assert len(published(store)) == 8 and before.items() <= stamps(store).items()
    other = sweep_file(*axes[::-1], name="turned", keep="all")
    assert "8 cases done" in end(command(other, "--workers", 1, "--store", turned))
    assert published(store) == published(turned)
    for name in published(store):
        same(store / name, turned / name)
    reference = serial(tmp_path / "results" / "sweep")
    for name in planning.load(tmp_path / "results" / "sweep").all:
        same(store / name, reference / name)


def test_a_sweep_that_simulates_outages_has_lole_and_eens_of_each_case(plan, tmp_path):
    axis = {"name": "coal", "path": "capacity[asset=coal].capacity", "factors": [0.4, 1.0]}
    known = plan(axis, hours=24, solving={"adequacy": 20, "warm": False})
    assert known.base.name != plan(axis, hours=24, solving={"warm": False}).base.name
    risks = []
    for case in known.cases:
        assert one(known, tmp_path, case)["outcome"] in ("done", "present")
        summary = read_json(Store(Path(known.store)).place(case.name) / "summary.json")
        record = read_json(Store(Path(known.store)).place(case.name) / "run.json")
        assert summary["adequacy"]["samples"] == 20
        risks.append(quantities(record, summary)["adequacy.region.lole_hours_load"])
    assert risks[0] > risks[1]


def test_a_sweep_that_operates_its_cases_has_the_price_of_foresight_of_each(plan, tmp_path):
    axis = {"name": "wind", "path": "capacity[asset=wind].capacity", "factors": [0.5, 1.0]}
    known = plan(axis, hours=48, solving={"mode": "operate"})
    assert known.start is None  # an operated case keeps no basis
    assert known.base.name != plan(axis, hours=48, solving={"warm": False}).base.name
    for case in known.cases:
        assert one(known, tmp_path, case)["outcome"] in ("done", "present")
        summary = read_json(Store(Path(known.store)).place(case.name) / "summary.json")
        record = read_json(Store(Path(known.store)).place(case.name) / "run.json")
        found = quantities(record, summary)
        assert found["run_status"] == "feasible" and record["method"] == "operate"
        assert found["objective_cny"] >= found["foresight.bound_cny"] * (1 - 1e-9)
        assert found["foresight.cost_cny"] == summary["foresight"]["cost_cny"]
