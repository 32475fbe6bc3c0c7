"""Small LPs of extreme scale: what is called optimal is so to 1e-6, and what has an optimum is called optimal."""

from dataclasses import replace
from math import fsum

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.lp import Matrix
from dispatch.solve import Method, Options, solve
from dispatch.solve.problem import CANCELLED

from .conftest import Chain, cut
from .test_certificate import lp

SEEDS = st.integers(0, 2**32 - 1)


def spread(rng: np.random.Generator, low: float, high: float, count: int) -> np.ndarray:
    return np.asarray(10.0 ** rng.uniform(low, high, count))


def made_around_an_optimum(seed: int) -> tuple[Matrix, float]:
    """An LP with values of 1e-6 to 1e4, prices of 1e-3 to 1e6 and a pair of them that is optimal by complementary slackness."""
    rng = np.random.default_rng(seed)
    columns, rows = int(rng.integers(3, 15)), int(rng.integers(2, 10))
    unit = 10.0 ** rng.uniform(-3, 0)
    matrix = (
        rng.uniform(0.2, 2, (rows, columns))
        * (rng.random((rows, columns)) < 0.6)
        * rng.choice([-1, 1], (rows, columns))
    )
    primal = unit * spread(rng, -3, 4, columns) * (rng.random(columns) < 0.7)
    dual = spread(rng, -3, 6, rows) * rng.choice([-1, 0, 1], rows)
    reduced = spread(rng, -3, 6, columns) * np.where(primal > 0, rng.choice([-1, 0, 0], columns), 1)
    activity = matrix @ primal
    room = unit * spread(rng, -3, 4, rows)
    problem = lp(
        matrix.T @ dual + reduced,
        np.zeros(columns),
        np.where(reduced < 0, primal, np.where(rng.random(columns) < 0.5, np.inf, 2 * primal + unit)),
        matrix,
        np.where(dual > 0, activity, activity - room),
        np.where(dual < 0, activity, activity + room),
    )
    return problem, fsum(problem.cost * primal)


@pytest.mark.parametrize("method", ["simplex", "ipm", "windows"])
def test_an_optimum_of_any_scale_is_found_and_proven(method: Method) -> None:
    @settings(max_examples=120, deadline=None, derandomize=True)
    @given(SEEDS)
    def check(seed: int) -> None:
        problem, optimum = made_around_an_optimum(seed)
        solution = solve(problem, Options(method=method, threads=1))
        assert solution.status == "optimal" and solution.primal is not None
        size = float(np.abs(problem.cost) @ np.abs(solution.primal))
        assert abs(solution.objective - optimum) <= 1.001e-6 * max(abs(optimum), CANCELLED * size)

    check()


def scaled(problem: Matrix, value: float, cost: float, seed: int) -> Matrix:
    """The LP in other units, and each series of columns (a plant, a store) at a cost of its own, up to a hundred times more or less."""
    own = 10.0 ** np.random.default_rng(seed).uniform(-2, 2, int(problem.column_series.max()) + 1)
    return replace(
        problem,
        cost=problem.cost * cost * own[problem.column_series],
        **{name: getattr(problem, name) * value for name in ("lower", "upper", "row_lower", "row_upper")},
    )


def reference(problem: Matrix, value: float, cost: float) -> float | None:
    """The optimum by HiGHS alone, in units of its size and to 1e-9; None where there is none."""
    solver = highspy.Highs()
    for name, option in (("output_flag", False), ("solver", "simplex"), ("presolve", "off"), ("threads", 1)):
        solver.setOptionValue(name, option)
    for kind in ("primal", "dual"):
        solver.setOptionValue(f"{kind}_feasibility_tolerance", 1e-9)
    p, m = problem, problem.matrix
    bounds = [each / value for each in (p.lower, p.upper, p.row_lower, p.row_upper)]
    form = (int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize), 0.0)
    entries = (m.indptr, m.indices, m.data, np.zeros(m.shape[1], dtype=np.int32))
    solver.passModel(m.shape[1], m.shape[0], m.nnz, *form, p.cost / cost, *bounds, *entries)
    highspy.Highs.resetGlobalScheduler(True)
    solver.run()
    found = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(solver.getInfo().objective_function_value) * value * cost if found else None


@pytest.mark.parametrize(("method", "hours", "examples"), [("simplex", 48, 25), ("ipm", 48, 10), ("windows", 120, 12)])
def test_a_chain_of_hours_of_any_scale_has_the_optimum_of_highs_at_tight_tolerances(
    chain: Chain, monkeypatch: pytest.MonkeyPatch, method: Method, hours: int, examples: int
) -> None:
    # windows of a day, so that a few days have a master problem
    cut(monkeypatch, 24)

    @settings(max_examples=examples, deadline=None, derandomize=True)
    @given(SEEDS, st.floats(-6, 4), st.floats(-3, 6))
    def check(seed: int, size: float, dear: float) -> None:
        value, cost = 10.0**size, 10.0**dear
        problem = scaled(chain(seed % 1000, hours), value, cost, seed)
        optimum = reference(problem, value, cost)
        solution = solve(problem, Options(method=method, threads=1))
        if optimum is None:
            assert solution.status == "infeasible"
            return
        assert solution.status == "optimal"
        assert solution.objective == pytest.approx(optimum, rel=2e-6)

    check()
