"""The comparison itself: all ways must have found one optimum, else its table means nothing."""

from __future__ import annotations

import argparse
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

pytest.importorskip("pypsa")
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.mark.parametrize("part", [pytest.param("a", marks=pytest.mark.long), "b", "d"])  # b is a with more rows
def test_ways_of_this_environment_find_one_optimum(part: str) -> None:
    ways = ["dispatch", "pyomo:choose"] + (["pypsa:choose"] if part != "d" else [])
    command = [sys.executable, str(BENCHMARKS / "peers.py"), part, "--hours", "48", "--threads", "1", "--ways", *ways]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found = [line for line in done.stdout.splitlines() if line.startswith(tuple(f"{way} " for way in ways))]
    assert len(found) == len(ways)
    assert all(len(line.split()) >= 7 for line in found), done.stdout


def test_a_run_whose_optima_differ_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    peers = import_module("peers")
    times = {"read": 0.0, "build": 0.0, "solve": 0.0, "peak": 1.0, "versions": {}}
    found = {"dispatch": 100.0, "pypsa:choose": 100.0005, "pyomo:choose": 100.002}
    monkeypatch.setattr(peers, "prepare", lambda *of: {})
    monkeypatch.setattr(peers, "run", lambda task, asked: times | {"cost": found[task["way"]]})
    asked = argparse.Namespace(part="a", threads=1, ways=["dispatch", "pypsa:choose"])
    assert peers.table(asked, 48, 2)
    asked.ways.append("pyomo:choose")
    assert not peers.table(asked, 48, 2)


def test_a_peer_that_does_not_install_is_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    peers, environments = import_module("peers"), import_module("peer_environments")
    monkeypatch.setitem(environments.NEEDS, "oemof", (str(tmp_path / "nothing"),))
    asked = argparse.Namespace(environments=tmp_path / "peers", limit=60.0)
    assert "oemof does not install" in peers.run({"way": "oemof:choose"}, asked)["why"]
