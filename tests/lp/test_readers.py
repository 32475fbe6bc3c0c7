"""LP and MPS files are read alike by HiGHS, Clp, CBC and GLPK: the same status, the same optimum, the constant included."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import highspy
import numpy as np
import pytest

from dispatch.lp import LP, Axis, Parameter, to_highs, write
from dispatch.lp.expression import Relation

REQUIRED = "DISPATCH_TEST_PROGRAMS"
"""Where it is set, as in CI, the solvers must be there."""
LONG = "蒙" * 60
AREA = Axis("area", ("蒙西 East-1", LONG, LONG + "西", "e1", "1e5"))
SIDE = Axis("side", ("a", "b", "c"))


def _run(program: str, *words: object) -> str:
    if shutil.which(program) is None:
        if REQUIRED in os.environ:
            pytest.fail(f"there is no {program}, which the environment declares as installed")
        pytest.skip(f"there is no {program}: apt-get install glpk-utils coinor-clp coinor-cbc")
    done = subprocess.run([program, *map(str, words)], capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


def _glpk(path: Path) -> tuple[str, float]:
    kind, out = "--lp" if path.suffix == ".lp" else "--freemps", path.with_suffix(".glpk")
    output = _run("glpsol", kind, path, "--nopresol", "-w", out)
    assert out.is_file(), output
    words = next(line for line in out.read_text().splitlines() if line.startswith("s ")).split()
    states = {"f": "optimal", "o": "optimal", "n": "infeasible", "u": "unbounded"}
    found = words[4] if words[1] == "mip" else "n" if words[4] in "in" else "u" if words[5] == "n" else words[5]
    return states[found], float(words[-1])


def _coin(program: str) -> Callable[[Path], tuple[str, float]]:
    def solved(path: Path) -> tuple[str, float]:
        out = path.with_suffix(f".{program}")
        output = _run(program, path, "-solve", "-solution", out, "-quit")
        puzzled = [line for line in output.splitlines() if "###" in line and "Variable unused(" not in line]
        assert not puzzled  # what its LP reader does not understand; a column that is in no row is left out
        words = out.read_text().splitlines()[0].split()
        return words[0].casefold(), float(words[-1])

    return solved


def _highs(path: Path) -> tuple[str, float]:
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    return highs.modelStatusToString(highs.getModelStatus()).casefold(), highs.getInfo().objective_function_value


SOLVERS = {"highs": _highs, "clp": _coin("clp"), "cbc": _coin("cbc"), "glpk": _glpk}
FILES = [(solver, ending) for solver in SOLVERS for ending in ("mps", "lp")]


def rich(constant: float = 123.456) -> LP:
    """A constant, free columns, negative upper bounds, fixed columns, ranges, equalities, rows of both senses, long names."""
    lp = LP()
    x = lp.variable("x", (AREA,), upper=Parameter((AREA,), [4.0, np.inf, 7.0, 3.0, np.inf]))
    free = lp.variable("free", (AREA,), lower=-np.inf)
    below = lp.variable("below", (SIDE,), lower=Parameter((SIDE,), [-np.inf, -9.0, -5.0]), upper=-2.0)
    lp.variable("unused", (SIDE,), lower=-np.inf, upper=Parameter((SIDE,), [-1.0, 3.0, 2.0]))
    lp.constraint("E1_equal", x + free == Parameter((AREA,), [3.0, -2.0, 0.0, 5.5, 1.0]))
    lp.constraint("R1_most", free <= Parameter((AREA,), [9.0, 8.0, -1.0, 7.0, 0.5]))
    lp.constraint("R3_range", Relation(x + free * 0.5, -6.0, 8.0))
    lp.constraint("R2_least", x.sum().over(SIDE) + below >= Parameter((SIDE,), [1.0, -7.0, 0.25]))
    lp.cost("c", x * Parameter((AREA,), [2.0, 1.0, -1.0, 0.5, 3.0]) + free * 0.75)
    lp.cost("below", below * Parameter((SIDE,), [1.0, -1.0, 2.0]))
    lp.cost("constant", lp["unused"].sum() * 0.0 + constant)
    return lp


@pytest.mark.parametrize(("solver", "ending"), FILES)
@pytest.mark.parametrize("constant", [123.456, -60.5])
def test_every_reader_finds_the_same_optimum(solver, ending, constant, tmp_path):
    lp = rich(constant)
    write(lp, tmp_path / f"model.{ending}")
    (highs := to_highs(lp.matrix())).run()
    status, objective = SOLVERS[solver](tmp_path / f"model.{ending}")
    assert status == "optimal"
    assert objective == pytest.approx(highs.getInfo().objective_function_value, rel=1e-7)


@pytest.mark.parametrize(("solver", "ending"), [pair for pair in FILES if pair[0] != "clp"])
def test_every_reader_of_integers_finds_the_same_optimum(solver, ending, tmp_path):
    """Columns that are 0 or 1, whole, whole and free, and multiples of 0.75, one of them with bounds that are none."""
    lp = LP()
    steps = np.array([1.0, 1.0, 1.0, 0.75, 0.75, 0.0])
    low, high = [0.0, 0.0, -np.inf, 0.0, -1.9, 0.0], [1.0, 9.5, np.inf, np.inf, 4.0, np.inf]
    kind = Axis("kind", tuple("abcdef"))
    x = lp.variable("x", (kind,), lower=Parameter((kind,), low), upper=Parameter((kind,), high))
    lp.constraint("R1_demand", (x * Parameter((kind,), [1.2, 2.1, 1.0, 1.0, 0.5, 1.0])).sum() >= 17.3)
    lp.constraint("R2_free", x >= Parameter((kind,), [0.0, 0.0, -2.5, 0.0, -9.0, 0.0]))
    lp.constraint("R3_relaxation_only", x.sum() <= 0.0)
    lp.cost("c", x * Parameter((kind,), [2.0, 5.0, 2.9, 3.1, 2.2, 2.95]) + 4.0)
    write(lp, tmp_path / f"model.{ending}", steps, np.repeat([False, True], [lp.rows - 1, 1]))
    status, objective = SOLVERS[solver](tmp_path / f"model.{ending}")
    assert status == "optimal"
    assert objective == pytest.approx(61.9, rel=1e-7)  # scipy.optimize.milp on the same numbers


@pytest.mark.parametrize(("solver", "ending"), FILES)
@pytest.mark.parametrize("status", ["infeasible", "unbounded"])
def test_every_reader_finds_the_same_status(solver, ending, status, tmp_path):
    lp = rich()
    if status == "infeasible":
        lp.constraint("R9_never", lp["x"].sum() + lp["free"].sum() <= -20.0)
    else:
        endless = lp.variable("endless", (SIDE,), lower=-np.inf)
        lp.constraint("R9_most", endless <= lp["x"].sum().over(SIDE))
        lp.cost("endless", endless * 5.0)
    write(lp, tmp_path / f"model.{ending}")
    assert SOLVERS[solver](tmp_path / f"model.{ending}")[0] == status
