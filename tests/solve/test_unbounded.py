"""An LP without a least cost is called unbounded, an infeasible one infeasible, whatever HiGHS says of them."""

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from scipy import sparse

from dispatch.lp import LP, Axis, Matrix, Parameter
from dispatch.solve import Method, Options, find_ray, selection, solve, solve_whole_units
from dispatch.solve.problem import Stop
from dispatch.solve.unbounded import may_be_unbounded, resolve

from .conftest import Chain
from .test_components import block_diagonal

METHODS = get_args(Method)


def market(cap: float = np.inf, price: float = -10.0, need: float = 0.0, hours: int = 6) -> Matrix:
    """Generation and export whose capacities are chosen: each MW of both earns ``price`` in every hour and costs 1."""
    lp, steps = LP(), np.arange(hours)
    hour = Axis("hour", tuple(map(str, steps)), steps, steps)
    capacity = [
        lp.variable(f"capacity_{name}", (), upper=upper) for name, upper in (("plant", cap), ("export", np.inf))
    ]
    plant = lp.variable("plant", (hour,), lower=-np.inf)
    export = lp.variable("export", (hour,), lower=-np.inf)
    dear = lp.variable("dear", (hour,), upper=500.0)
    lp.constraint("plant_least", plant >= 0.0)
    lp.constraint("export_least", export >= 0.0)
    lp.constraint("plant_most", plant <= capacity[0].over(hour))
    lp.constraint("export_most", export <= capacity[1].over(hour))
    lp.constraint("balance", plant + dear - export == Parameter((hour,), 50.0 + steps))
    lp.constraint("need", dear.sum("hour") >= need)
    lp.cost("all", plant * price + dear * 300.0)
    lp.cost("all", capacity[0] * 1.0)
    return lp.matrix()


@pytest.mark.parametrize("method", METHODS)
def test_it_is_unbounded_by_every_method(method: Method) -> None:
    problem = market()
    solution = solve(problem, Options(method=method))
    assert solution.status == "unbounded" and solution.primal is None and np.isnan(solution.objective)
    ray = solution.ray
    assert ray is not None and problem.cost @ ray < 0
    moved = problem.matrix @ ray
    assert (moved[np.isfinite(problem.row_lower)] >= -1e-9).all() and (
        moved[np.isfinite(problem.row_upper)] <= 1e-9
    ).all()
    assert not ray[np.isfinite(problem.upper) & np.isfinite(problem.lower)].any()
    assert set(np.flatnonzero(ray)) == set(range(14)), (
        "both capacities and what they give, and nothing of the dear plant"
    )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("cap", "price"), [(100.0, -10.0), (np.inf, -0.1)])
def test_a_limit_or_a_cost_that_is_high_enough_bounds_it(method: Method, cap: float, price: float) -> None:
    problem = market(cap, price)
    assert may_be_unbounded(problem) is True
    assert solve(problem, Options(method=method)).status == "optimal" and find_ray(problem, Options()) is None


@pytest.mark.parametrize("method", METHODS)
def test_what_is_infeasible_is_so_though_its_relaxation_is_unbounded(method: Method) -> None:
    problem = market(need=1e4)  # the dear plant can give 3,000
    solution = solve(problem, Options(method=method))
    assert solution.status == "infeasible" and solution.ray is None and find_ray(problem, Options()) is None


def test_what_highs_calls_unbounded_or_infeasible_is_resolved_to_one_of_both() -> None:
    for problem, status in ((market(), "unbounded"), (market(need=1e4), "infeasible"), (market(cap=1.0), "failed")):
        assert resolve(problem, "simplex", Options(), Stop()).status == status


@pytest.mark.parametrize("method", METHODS)
def test_what_is_infeasible_is_so_where_nothing_could_be_unbounded(method: Method) -> None:
    problem = market(cap=100.0, price=0.0, need=1e4)
    assert not may_be_unbounded(problem) and solve(problem, Options(method=method)).status == "infeasible"


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_it_is_unbounded_in_any_unit(scale: float) -> None:
    problem = market()
    rows = np.where(np.arange(len(problem.row_lower)) % 2, scale, 1.0)
    scaled = replace(
        problem,
        cost=problem.cost * scale,
        matrix=sparse.csr_matrix(sparse.diags(rows) @ problem.matrix),
        row_lower=problem.row_lower * rows,
        row_upper=problem.row_upper * rows,
    )
    assert solve(scaled, Options()).status == "unbounded"


def test_a_column_that_falls_without_end_is_one_too() -> None:
    problem = market(price=0.0)
    down = replace(
        problem,
        cost=np.append(problem.cost, 1.0),
        lower=np.append(problem.lower, -np.inf),
        upper=np.append(problem.upper, 0.0),
        **{name: np.append(getattr(problem, name), 0) for name in ("column_first", "column_last", "column_series")},
        matrix=sparse.csr_matrix(sparse.hstack([problem.matrix, sparse.csr_matrix((len(problem.row_lower), 1))])),
    )
    solution = solve(down, Options())
    assert solution.status == "unbounded" and solution.ray is not None and list(np.flatnonzero(solution.ray)) == [20]


def test_one_block_without_end_makes_the_whole_so(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "SMALL", 0)
    fine = chain(0, 48, budgets=False)
    joined = block_diagonal(fine, market())
    for method in ("auto", "simplex"):
        solution = solve(joined, Options(method=method))  # type: ignore[arg-type]
        assert solution.status == "unbounded" and solution.ray is not None
        assert joined.cost @ solution.ray < 0 and len(solution.ray) == len(joined.cost)


def test_whole_units_are_unbounded_too() -> None:
    problem = market()
    steps = np.where(np.arange(len(problem.cost)) == 20, 1.0, 0.0)
    assert solve_whole_units(problem, steps).status == "unbounded"


def test_where_nothing_is_whole_the_lp_is_solved_and_proven() -> None:
    problem = market(cap=100.0)
    solution = solve_whole_units(problem, np.zeros(len(problem.cost)))
    plain = solve(problem)
    assert solution.status == "optimal" and solution.objective == plain.objective and solution.bound == plain.bound
    assert solution.gap <= 1e-6 and solution.row_dual is not None and solution.notes[-1].key == "note.nothing_committed"
