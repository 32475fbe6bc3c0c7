"""Operation in stages on chains of hours: the whole horizon in sight, short look-aheads, forecasts that are wrong."""

from dataclasses import replace

import numpy as np
import pytest

from dispatch.lp import LP, Axis, Mapping, Matrix, Parameter
from dispatch.solve import Options, Solution, solve
from dispatch.solve.certificate import certify
from dispatch.solve.decomposition.horizon_rows import HorizonRows
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


def budgeted(load: float, bound: float) -> Matrix:
    """LP of six days with a constant load [GW]: cheap energy (1) with a budget for the first four days, and dear energy (3)."""
    lp = LP()
    steps = np.arange(144)
    hour = Axis("hour", tuple(f"h{k}" for k in steps), steps, steps)
    period = Axis("period", ("first", "second"), np.array([0, 96]), np.array([95, 143]))
    cheap, dear = lp.variable("cheap", (hour,), upper=2.0), lp.variable("dear", (hour,), upper=2.0)
    lp.constraint("balance", cheap + dear == Parameter((hour,), np.full(144, load)))
    used = cheap.group(Mapping(hour, period, (steps >= 96).astype(int)))
    lp.constraint("budget", used <= Parameter((period,), np.array([bound, 100.0])))
    lp.cost("cost", cheap * 1.0 + dear * 3.0)
    return lp.matrix()


@pytest.mark.parametrize("look_ahead", [0, 24, 48])
def test_a_budget_of_a_few_days_is_not_overspent_before_its_end_is_in_sight(look_ahead: int) -> None:
    """Load 1.5 in each hour, 96 of cheap energy in 96 hours. The values come from a load of 0.5, at which the budget costs nothing."""
    problem = budgeted(1.5, 96.0)
    plan, values = (solve(one, Options(method="simplex")) for one in (problem, budgeted(0.5, 96.0)))
    assert values.row_dual is not None and not values.row_dual[problem.row_last - problem.row_first > 0].any()
    found = operated([problem], values, Stages(look_ahead=look_ahead))
    proof = certify(problem, found.primal, plan.row_dual)
    assert proof.feasible and not found.relaxed
    assert float(found.primal[:96].sum()) == pytest.approx(96.0)
    assert proof.objective == pytest.approx(plan.objective, rel=1e-6)


def test_moving_sums_are_no_budgets() -> None:
    """Starts of three days are at most what is online (minimum up time): a moving sum. Across the
    periodic boundary too. Sums over successive three days are budgets."""
    lp = LP()
    steps = np.arange(264)
    hour = Axis("hour", tuple(f"h{k}" for k in steps), steps, steps)
    start = lp.variable("start", (hour,), upper=1.0)
    online = lp.variable("online", (hour,), upper=1.0)
    lp.constraint("moving", sum((start.shift(back, cyclic=True) for back in range(1, 72)), start) <= online)
    three = Axis("three", tuple("abcd"), steps[::72], np.minimum(steps[::72] + 71, 263))
    lp.constraint("least", start.group(Mapping(hour, three, steps // 72)) >= 0.5)
    lp.constraint("most", start.group(Mapping(hour, three, steps // 72)) <= 0.9)
    problem = lp.matrix()
    rows = HorizonRows.of(problem, np.zeros(len(problem.cost), dtype=bool), 24, 24)
    whole = HorizonRows.of(problem, np.zeros(len(problem.cost), dtype=bool), 24, 48)
    assert rows.coupling.tolist() == [264, 265, 266, 268, 269, 270]
    assert not whole.coupling.size


def test_a_block_without_a_feasible_point_violates_no_other_row_for_profit() -> None:
    """A must-run column of at most 2 has to give 5 in the first hour. A limit with small entries (1e-4 y <= 1e-4) binds as before: a
    violation would save 20 for an entry of the row of 2e-4."""

    def limited(least: float) -> Matrix:
        lp = LP()
        steps = np.arange(48)
        hour = Axis("hour", tuple(f"h{k}" for k in steps), steps, steps)
        must, cheap, shed = (
            lp.variable(name, (hour,), upper=most) for name, most in (("must", 2), ("y", 9), ("shed", 9))
        )
        lp.constraint("least", must >= Parameter((hour,), np.where(steps == 0, least, 0.0)))
        lp.constraint("limit", 1e-4 * cheap <= 1e-4)
        lp.constraint("balance", cheap + shed == 3.0)
        lp.cost("cost", cheap * 1.0 + shed * 10.0)
        return lp.matrix()

    found = operated([limited(5.0)], solve(limited(1.0), Options(method="simplex")), Stages(look_ahead=0))
    assert found.relaxed == (0,)
    np.testing.assert_allclose(found.primal[48:96], 1.0, atol=1e-6)


def test_duals_of_rows_that_the_leads_lack_count_as_zero(chain: Chain) -> None:
    """The content of the store is free in the leads: its dual of the plan must not count."""
    problem = chain(0, 96)
    plan = solve(problem, Options(method="simplex"))
    content = (problem.row_lower == problem.row_upper) & (problem.row_upper == 0.0)
    assert plan.row_dual is not None and plan.row_dual[content].any()
    free = replace(
        problem,
        row_lower=np.where(content, -np.inf, problem.row_lower),
        row_upper=np.where(content, np.inf, problem.row_upper),
    )
    without = replace(plan, row_dual=np.where(content, 0.0, plan.row_dual))
    one, other = (operated([free], start, Stages(look_ahead=0)) for start in (plan, without))
    np.testing.assert_array_equal(one.primal, other.primal)
