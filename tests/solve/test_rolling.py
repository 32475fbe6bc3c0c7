"""A feasible year by rolling."""

import numpy as np
import pytest

from dispatch.solve import Options, run, solve
from dispatch.solve.certificate import certify
from dispatch.solve.crew import Crew
from dispatch.solve.problem import Stop
from dispatch.solve.rolling import Rolling
from dispatch.solve.settle import Settling
from dispatch.solve.split import Split
from dispatch.solve.tree import Statement

from .conftest import LENGTH, Chain


@pytest.mark.parametrize("seed", range(4))
def test_rolling_is_feasible_and_states_its_gap(chain: Chain, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "FEW", 6)
    problem = chain(seed, 371)
    optimum = solve(problem, Options(method="simplex")).objective
    rolled = solve(problem, Options(method="rolling"))
    assert rolled.status in ("feasible", "optimal") and rolled.method == "rolling"
    assert rolled.notes[0].value("method") == "rolling"
    assert not any(note.key == "note.round" for note in rolled.notes)
    assert rolled.primal_infeasibility <= 1e-7
    assert rolled.bound <= optimum * (1 + 1e-9) and rolled.objective >= optimum * (1 - 1e-9)
    assert rolled.gap == pytest.approx((rolled.objective - rolled.bound) / rolled.objective) and rolled.gap < 0.05


def test_rolling_ends_where_it_is_let_go(chain: Chain) -> None:
    problem = chain(0, 314)
    split, stop = Split(problem, LENGTH), Stop()
    with Crew(1) as crew:
        settled = Settling(split, 1.0, 1e-3, Options(), stop, crew).run(np.zeros(len(split.coupling)), Statement(split))
    assert settled is not None
    rolled = Rolling(split, 1.0, settled).run(stop)
    assert rolled is not None and certify(problem, rolled, np.zeros(len(problem.row_lower))).feasible
    unwanted = Rolling(split, 1.0, settled)
    unwanted.let_go()
    assert unwanted.run(stop) is None


def test_rolling_over_a_few_windows_is_simplex(chain: Chain) -> None:
    solution = solve(chain(0, 114), Options(method="rolling"))
    assert solution.status == "optimal" and solution.notes[0].value("why").key == "why.too_short_to_roll"
