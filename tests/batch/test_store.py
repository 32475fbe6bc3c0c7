"""The files that are the ledger: the first writer wins, nothing half is ever seen, claims grow stale."""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest

import dispatch
from dispatch.batch import locks
from dispatch.batch.locks import Claim, Claims
from dispatch.batch.store import Failure, Ledger, Store
from dispatch.errors import CaseError

from .conftest import published


@pytest.fixture(scope="module")
def run(tiny):
    return dispatch.run(tiny(load=[800, 600], thermal=[{"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3}]))


@pytest.fixture
def store(tmp_path):
    (tmp_path / "cases").mkdir()
    return Store(tmp_path / "cases")


def test_the_first_writer_wins(store, run):
    assert store.publish("a", run, {"published": 1}, hourly=True, warm=False)
    stamp = (store.place("a") / "run.json").stat().st_mtime_ns
    assert not store.publish("a", run, {"published": 2}, hourly=True, warm=False)
    assert json.loads((store.place("a") / "case.json").read_text()) == {"published": 1}
    assert (store.place("a") / "run.json").stat().st_mtime_ns == stamp
    assert [path.name for path in store.root.iterdir()] == ["a"]


def test_many_writers_at_once_publish_once(store, run):
    """All stand at the last step together: one of the renames wins, and what the others wrote is gone."""
    barrier, won = threading.Barrier(8), []

    def write():
        barrier.wait()
        won.append(store.publish("a", run, {}, hourly=False, warm=False))

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(won) == [False] * 7 + [True]
    assert [path.name for path in store.root.iterdir()] == ["a"]


def test_a_case_without_hours_gets_them_later(store, run):
    """What was published stays as it is, byte for byte; what it lacks is added."""
    assert store.missing("a", True, False) == ["run.json"]
    store.publish("a", run, {}, hourly=False, warm=False)
    assert store.missing("a", False, False) == [] and store.missing("a", True, True) == ["dispatch.nc", "warm.npz"]
    before = (store.place("a") / "run.json").read_bytes()
    with pytest.raises(CaseError, match=r"dispatch\.nc missing"):
        dispatch.open_run(store.place("a"))
    assert store.publish("a", run, {}, hourly=True, warm=True)
    assert store.missing("a", True, True) == [] and (store.place("a") / "run.json").read_bytes() == before
    assert dispatch.open_run(store.place("a")).results.sizes["time"] == 2
    assert not store.publish("a", run, {}, hourly=True, warm=True)


def test_a_method_without_a_basis_does_not_repeat_a_case_for_one(store, run):
    store.publish("a", replace(run, save_warm=None), {}, hourly=False, warm=True)
    assert store.missing("a", False, True) == []


def test_what_fails_while_it_is_written_leaves_nothing(store, run):
    with pytest.raises(TypeError):
        store.publish("a", run, {"published": object()}, hourly=True, warm=False)
    assert list(store.root.iterdir()) == [] and published(store.root) == []


def test_what_killed_writers_left_is_removed_when_it_is_old(store):
    for name, age in ((".a.x.partial", 0.0), (".b.y.partial", 3600.0)):
        (store.root / name).mkdir()
        os.utime(store.root / name, (time.time() - age,) * 2)
    store.remove_stale()
    assert [path.name for path in store.root.iterdir()] == [".a.x.partial"]


def test_failures_are_recorded_and_cleared(tmp_path):
    ledger = Ledger(tmp_path)
    failure = Failure("a", "infeasible", "no", 2, 1.5, "here")
    ledger.fail(failure)
    assert Ledger(tmp_path).failures() == {"a": failure} and ledger.failure("a") == failure
    ledger.clear_failure("a")
    ledger.clear_failure("a")
    assert ledger.failures() == {} and ledger.failure("a") is None


def claim(driver, host="elsewhere", worker=1):
    return Claim("a", driver, host, worker, 0, 1)


def test_a_case_that_another_works_on_is_left_alone(tmp_path):
    claims = Claims(tmp_path)
    assert claims.take(claim("one")) == claim("one")
    assert claims.take(claim("two")) is None and next(claims.all()).driver == "one"
    claims.release("a")
    assert claims.take(claim("two")) == claim("two")


def test_attempts_of_the_same_driver_are_counted(tmp_path):
    claims = Claims(tmp_path)
    assert [claims.take(claim("one")).attempt for _ in range(3)] == [1, 2, 3]
    claims.release("a")
    assert claims.take(claim("one")).attempt == 1


def test_a_claim_without_renewal_expires(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "STALE", 0.3)
    claims = Claims(tmp_path)
    mine = claims.take(claim("one"))
    assert claims.take(claim("two")) is None
    time.sleep(0.35)
    claims.renew(replace(mine, memory_mb=7.0))
    assert claims.take(claim("two")) is None
    time.sleep(0.35)
    taken = claims.take(claim("two"))
    assert taken is not None and taken.attempt == 1


def test_a_claim_of_a_dead_worker_of_this_machine_has_expired(tmp_path):
    import socket

    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    claims = Claims(tmp_path)
    claims.take(claim("one", socket.gethostname(), gone.pid))
    assert claims.take(claim("two")) == claim("two")
    claims.release("a")
    claims.take(claim("one", socket.gethostname(), os.getpid()))
    assert claims.take(claim("two")) is None


def test_one_of_many_takes_a_case(tmp_path):
    barrier, found = threading.Barrier(8), []

    def take(k):
        barrier.wait()
        found.append(Claims(tmp_path).take(claim(f"driver{k}")))

    takers = [threading.Thread(target=take, args=(k,)) for k in range(8)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    assert sum(one is not None for one in found) == 1
    assert [path.name for path in (tmp_path / ".claims").iterdir()] == ["a.json"]
