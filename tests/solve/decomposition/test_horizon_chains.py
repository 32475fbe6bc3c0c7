"""Limits of change along chains: bounds and cuts compared with LPs, and an operation that keeps enough for a contract."""

from dataclasses import replace

import numpy as np
import pytest

from dispatch.lp import LP, Axis, Mapping, Matrix, Parameter
from dispatch.solve import Options, solve
from dispatch.solve.decomposition.horizon_chains import Chains
from dispatch.solve.decomposition.partition import CouplingRows
from dispatch.solve.decomposition.staged_horizon import Masks, StagedHorizon, Stages
from dispatch.solve.problem import Stop

DAYS = 12


def contracted(cost: np.ndarray, change: np.ndarray, least: np.ndarray, most: np.ndarray, energy: float) -> Matrix:
    """LP of a schedule constant within each day, with limits of change by day and an energy of all days. cost: by day."""
    lp = LP()
    steps = np.arange(24 * DAYS)
    hour = Axis("hour", tuple(f"h{k}" for k in steps), steps, steps)
    day = Axis("day", tuple(f"d{k}" for k in range(DAYS)), steps[::24], steps[23::24])
    of_day = Mapping(hour, day, steps // 24)
    schedule = lp.variable("schedule", (day,), lower=Parameter((day,), least), upper=Parameter((day,), most))
    output = lp.variable("output", (hour,), upper=9.0)
    lp.constraint("balance", output == schedule.at(of_day))
    step = schedule - schedule.shift(1, "day", cyclic=False)
    later = Parameter((day,), np.append(0.0, np.ones(DAYS - 1)))
    lp.constraint("rise", step <= Parameter((day,), change), where=later)
    lp.constraint("fall", step + Parameter((day,), change) >= 0.0, where=later)
    lp.constraint("energy", schedule.sum("day") == energy)
    lp.cost("cost", output * Parameter((hour,), np.repeat(cost, 24)))
    return lp.matrix()


@pytest.mark.parametrize("seed", range(6))
def test_bounds_and_cuts_are_those_of_the_lp(seed: int) -> None:
    """Of each day, and of the sum of the later days at each level of the third day."""
    rng = np.random.default_rng(seed)
    least, change = rng.uniform(0, 0.5, DAYS), rng.uniform(0.1, 0.6, DAYS)
    most = least + rng.uniform(0.5, 1.5, DAYS)
    problem = contracted(np.ones(DAYS), change, least, most, 1.0)
    free = replace(problem, row_lower=problem.row_lower.copy(), row_upper=problem.row_upper.copy())
    free.row_lower[-1], free.row_upper[-1] = -np.inf, np.inf
    budgets = CouplingRows.of(problem, np.array([problem.matrix.shape[0] - 1])).matrix.tocsc()
    schedule = np.arange(DAYS)
    chains = Chains.of(problem, np.isin(np.arange(len(problem.cost)), schedule))
    assert chains.before[1:DAYS].tolist() == list(range(DAYS - 1))

    def best(cost: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> float:
        found = solve(replace(free, cost=cost, lower=lower, upper=upper), Options(method="simplex"))
        assert found.primal is not None
        return float(cost @ found.primal)

    for column in schedule:
        one = (np.arange(len(problem.cost)) == column).astype(float)
        assert best(one, problem.lower, problem.upper) == pytest.approx(chains.lower[column], abs=1e-7)
        assert -best(-one, problem.lower, problem.upper) == pytest.approx(chains.upper[column], abs=1e-7)
    end, later = 2, np.isin(np.arange(len(problem.cost)), schedule[3:]).astype(float)
    above, below = chains.cuts(budgets, schedule[: end + 1], np.zeros(len(problem.cost)))
    assert set(above.columns) | set(below.columns) <= {end}
    sums = (chains.lower[3:DAYS].sum(), chains.upper[3:DAYS].sum())
    for level in np.linspace(chains.lower[end], chains.upper[end], 5):
        fixed = problem.lower.copy(), problem.upper.copy()
        fixed[0][end] = fixed[1][end] = level
        fixed[0][:end], fixed[1][:end] = 0.0, 9.0
        free.row_lower[np.isin(np.arange(len(free.row_lower)), _rows(problem, end))] = -np.inf
        free.row_upper[np.isin(np.arange(len(free.row_upper)), _rows(problem, end))] = np.inf
        most_later = sums[1] + min(0.0, float(np.min(above.slopes * level - above.shifts, initial=0.0)))
        least_later = sums[0] + max(0.0, float(np.max(below.slopes * level - below.shifts, initial=0.0)))
        assert -best(-later, *fixed) == pytest.approx(most_later, abs=1e-7)
        assert best(later, *fixed) == pytest.approx(least_later, abs=1e-7)


def _rows(problem: Matrix, end: int) -> np.ndarray:
    """Return the limits of change up to a day."""
    rows = np.flatnonzero(np.diff(problem.matrix.indptr) == 2)
    inside = [np.all(problem.matrix[row].indices <= end) for row in rows]
    return rows[inside]


@pytest.mark.parametrize("limit", [0.1, 0.25])
def test_a_contract_is_met_though_its_schedule_changes_slowly(limit: int) -> None:
    """Values of a year with equal costs, realised costs that are high at first: deferring saves, within what later days can deliver."""
    change, least, most = np.full(DAYS, limit), np.full(DAYS, 0.5), np.full(DAYS, 1.5)
    realised = contracted(np.where(np.arange(DAYS) < 7, 5.0, 1.0), change, least, most, float(DAYS))
    values = solve(contracted(np.ones(DAYS), change, least, most, float(DAYS)), Options(method="simplex")).start
    assert values is not None
    # A low multiplier of the energy makes deferring worth its deviation.
    prices = np.zeros(len(realised.row_lower))
    start = replace(values, prices=prices)
    early = realised.column_last > realised.column_first
    found = StagedHorizon([realised], Masks(early, early), start, Stages(look_ahead=24), Stop()).run()
    assert found is not None and not found.relaxed and not found.relaxed_ahead
    schedule = found.primal[:DAYS]
    assert schedule.sum() == pytest.approx(DAYS)
    assert schedule[:4].sum() < 4 - 1e-6 and np.abs(np.diff(schedule)).max() <= limit + 1e-7
