"""From the prices, values and basis of a similar LP."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dispatch.solve import Options, master, run, solve
from dispatch.solve.split import Split
from dispatch.solve.windows import LENGTH

from .conftest import Chain


def test_a_start_with_prices_is_gone_on_from(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where prices are given they are neither guessed nor settled."""
    monkeypatch.setattr(run, "SMALL", 0)
    monkeypatch.setattr(run, "FEW", 6)
    problem = chain(0, 1100)
    cold = solve(problem, Options())
    assert cold.notes[0].startswith("method windows") and any(note.startswith("windows settled") for note in cold.notes)
    first = solve(problem, Options(method="simplex"))
    assert first.basis is not None
    start = replace(first.basis, prices=first.row_dual)
    again = solve(problem, Options(), start)
    assert again.status == "optimal" and again.notes[0].startswith("method windows")
    assert not any(note.startswith("windows settled") for note in again.notes)
    assert again.objective == pytest.approx(first.objective, rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_what_a_start_moves_is_free_in_the_master(chain: Chain, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A neighbour from prices alone, and from prices and values that are off all sides: the same optimum, with less held."""
    problem = chain(seed, 1100)
    first = solve(problem, Options(method="windows"))
    assert first.basis is not None
    near = replace(problem, row_lower=problem.row_lower * 1.01, row_upper=problem.row_upper * 1.01)
    optimum = solve(near, Options(method="simplex")).objective
    held: list[int] = []

    def close(*given: Any) -> Any:
        held.append(int((given[3].lower | given[3].upper).sum()))
        return master.close(*given)

    monkeypatch.setattr("dispatch.solve.windows.close", close)
    start = replace(first.basis, prices=first.row_dual)
    inside = np.where(np.isfinite(near.upper), (near.lower + near.upper) / 2, near.lower)
    for begun in (start, replace(start, primal=inside)):
        again = solve(near, Options(method="windows"), begun)
        assert again.status == "optimal" and again.objective == pytest.approx(optimum, rel=1e-6)
    assert len(held) == 2 and held[1] < held[0]


@pytest.mark.parametrize("seed", range(3))
def test_a_row_without_a_price_is_settled_first(chain: Chain, seed: int) -> None:
    problem = chain(seed, 1100)
    first = solve(problem, Options(method="simplex"))
    assert first.basis is not None and first.row_dual is not None
    prices = first.row_dual.copy()
    prices[Split(problem, LENGTH).coupling.rows[0]] = np.nan
    again = solve(problem, Options(method="windows"), replace(first.basis, prices=prices))
    assert again.status == "optimal" and any(note.startswith("windows settled") for note in again.notes)
    assert again.objective == pytest.approx(first.objective, rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_windows_settle_first_where_costs_have_changed_by_much(chain: Chain, seed: int) -> None:
    """The old values are feasible still: they tell how far off the old prices are, and are a point until there is better."""
    problem = chain(seed, 1100)
    first = solve(problem, Options(method="windows"))
    assert first.basis is not None
    start = replace(first.basis, prices=first.row_dual, primal=first.primal)
    for change, settled in ((1e-6, False), (0.2, True)):
        near = replace(problem, cost=problem.cost * (1 + change * (np.arange(len(problem.cost)) % 3 == 0)))
        again = solve(near, Options(method="windows"), start)
        assert any(note.startswith("windows settled") for note in again.notes) == settled
        alone = solve(near, Options(method="simplex"))
        assert again.status == "optimal" and again.objective == pytest.approx(alone.objective, rel=1e-6)
        quick = solve(near, Options(method="windows", gap=0.5), start)
        assert quick.gap <= 0.5 and not any(note.startswith("round") for note in quick.notes)
