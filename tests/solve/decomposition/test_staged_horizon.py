"""Operation in stages on chains of hours: the whole horizon in sight, short look-aheads, forecasts that are wrong."""

from dataclasses import replace

import numpy as np
import pytest

from dispatch.lp import Matrix
from dispatch.solve import Options, Solution, solve
from dispatch.solve.certificate import certify
from dispatch.solve.decomposition.staged_horizon import Masks, Staged, StagedHorizon, Stages
from dispatch.solve.problem import Stop

from ..conftest import Chain


def operated(leads: list[Matrix], plan: Solution, stages: Stages) -> Staged:
    start = plan.start
    assert start is not None
    early = leads[0].column_last > leads[0].column_first
    masks = Masks(early, early)
    found = StagedHorizon(leads, masks, start, stages, Stop()).run()
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("block", [6, 24])
def test_the_whole_horizon_in_sight_is_the_optimum(chain: Chain, seed: int, block: int) -> None:
    problem = chain(seed, 144)
    plan = solve(problem, Options(method="simplex"))
    assert plan.row_dual is not None
    found = operated([problem], plan, Stages(look_ahead=144, block=block))
    proof = certify(problem, found.primal, plan.row_dual)
    assert not found.relaxed and proof.feasible
    assert proof.objective == pytest.approx(plan.objective, rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_a_short_look_ahead_costs_little_where_the_future_is_the_plan(chain: Chain, seed: int) -> None:
    problem = chain(seed, 286)
    plan = solve(problem, Options(method="simplex"))
    assert plan.row_dual is not None
    found = operated([problem], plan, Stages(look_ahead=48, block=12))
    proof = certify(problem, found.primal, plan.row_dual)
    assert proof.feasible and not found.relaxed
    assert plan.objective * (1 - 1e-9) <= proof.objective <= plan.objective * 1.005


def with_load(problem: Matrix, rng: np.random.Generator, error: float) -> Matrix:
    """The LP with another load in each hour: the right-hand side of the balances."""
    balance = (problem.row_lower == problem.row_upper) & (problem.row_upper > 1.0)
    factor = np.where(balance, 1 + error * rng.normal(size=len(balance)), 1.0)
    return replace(problem, row_lower=problem.row_lower * factor, row_upper=problem.row_upper * factor)


@pytest.mark.parametrize("seed", range(3))
def test_what_was_not_foreseen_costs(chain: Chain, seed: int) -> None:
    """Committed capacity is decided on forecasts; realised values are met, and the cost is that of a feasible point."""
    problem = chain(seed, 286, budgets=False)
    rng = np.random.default_rng(seed)
    leads = [problem, with_load(problem, rng, 0.02), with_load(problem, rng, 0.1), with_load(problem, rng, 0.2)]
    plan = solve(problem, Options(method="simplex"))
    assert plan.row_dual is not None
    found = operated(leads, plan, Stages(look_ahead=48, block=6))
    proof = certify(problem, found.primal, plan.row_dual)
    assert proof.feasible and proof.objective > plan.objective
    day = problem.column_last > problem.column_first
    np.testing.assert_array_equal(found.primal[day], found.ahead[day])
    again = operated(leads, plan, Stages(look_ahead=48, block=6))
    np.testing.assert_array_equal(found.primal, again.primal)


def test_leads_of_another_structure_are_refused(chain: Chain) -> None:
    problem = chain(0, 96)
    plan = solve(problem, Options(method="simplex"))
    with pytest.raises(ValueError, match="structure"):
        operated([problem, chain(0, 72)], plan, Stages())
