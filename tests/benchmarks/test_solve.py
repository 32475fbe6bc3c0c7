"""The table of methods: each method ends, proven optima are compared, and a warm solve may not be worse than a cold one."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def printed(*words: str) -> str:
    command = [sys.executable, str(BENCHMARKS / "solve.py"), *words, "--threads", "1", "--limit", "120"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def cells(table: str, method: str) -> list[str]:
    """The cells of the row of a method, without its name."""
    line = next(line for line in table.splitlines() if line.startswith(f"| {method} "))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_methods_side_by_side() -> None:
    table = printed("year", "--hours", "48", "--methods", "auto", "simplex", "hipo+crossover")
    for method in ("auto", "simplex", "hipo+crossover"):
        whole, solve, peak, _, gap, _, objective, proven, ratio = cells(table, method)
        assert proven == "yes" and float(gap) <= 1e-6 and float(whole) > float(solve) > 0 < float(peak.replace(",", ""))
        assert float(objective) == pytest.approx(float(cells(table, "simplex")[6]), rel=1e-6) and float(ratio) > 0
    assert "HiGHS alone to a proof" in table


@pytest.mark.parametrize(("part", "size"), [("months", ["--hours", "24", "48"]), ("areas", ["--hours", "24"])])
def test_growth(part: str, size: list[str]) -> None:
    table = printed(part, *size, "--methods", "simplex")
    assert "Exponents of the whole" in table
    float(table.splitlines()[-1].split("|")[2])


def test_with_and_without_rows() -> None:
    table = printed("rows", "--hours", "24", "--methods", "simplex")
    assert table.count("| simplex |") == 4


@pytest.mark.long
def test_warm_beside_cold() -> None:
    table = printed("warm", "--hours", "48")
    for neighbour in ("load", "wind", "coal"):
        rows = [line for line in table.splitlines() if line.startswith(f"| {neighbour}")]
        assert len(rows) == 2 and all("| yes |" in row for row in rows), table


def test_optima_that_differ_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    solve = import_module("solve")
    assert solve.agreed([100.0, 100.00005]) and not solve.agreed([100.0, 100.002])
