"""A feasible year by rolling."""

import numpy as np
import pytest

from dispatch.solve import Options, selection, solve
from dispatch.solve.certificate import certify
from dispatch.solve.decomposition.partition import TimePartition
from dispatch.solve.decomposition.rolling_horizon import RollingHorizon
from dispatch.solve.decomposition.window_pricing import WindowPricing
from dispatch.solve.problem import Stop
from dispatch.solve.threads import ThreadBudget

from ..conftest import LENGTH, Chain


@pytest.mark.parametrize("seed", range(4))
def test_rolling_is_feasible_and_states_its_gap(chain: Chain, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "MIN_WINDOWS", 6)
    problem = chain(seed, 371)
    optimum = solve(problem, Options(method="simplex")).objective
    rolled = solve(problem, Options(method="rolling"))
    assert rolled.status in ("feasible", "optimal") and rolled.method == "rolling"
    assert rolled.notes[0].value("method") == "rolling"
    assert not any(note.key == "note.round" for note in rolled.notes)
    assert rolled.infeasibility.primal <= 1e-7
    assert rolled.bound <= optimum * (1 + 1e-9) and rolled.objective >= optimum * (1 - 1e-9)
    assert rolled.gap == pytest.approx((rolled.objective - rolled.bound) / rolled.objective) and rolled.gap < 0.05


def test_rolling_ends_where_it_is_dropped(chain: Chain) -> None:
    problem = chain(0, 314)
    split, stop = TimePartition(problem, LENGTH), Stop()
    with ThreadBudget(1) as threads:
        pricing = WindowPricing(split, 1.0, 1e-3, Options(), stop, threads).run(np.zeros(len(split.coupling)))
    assert pricing is not None
    rolled = RollingHorizon(split, 1.0, pricing).run(stop)
    assert rolled is not None and certify(problem, rolled, np.zeros(len(problem.row_lower))).feasible
    unwanted = RollingHorizon(split, 1.0, pricing)
    unwanted.drop()
    assert unwanted.run(stop) is None


def test_rolling_over_a_few_windows_is_simplex(chain: Chain) -> None:
    solution = solve(chain(0, 114), Options(method="rolling"))
    assert solution.status == "optimal" and solution.notes[0].value("why").key == "why.too_short_for_rolling"
