"""From the prices, values and basis of a similar LP."""

from dataclasses import replace
from typing import Any

import highspy
import numpy as np
import pytest

from dispatch.messages import message
from dispatch.solve import Options, Solution, highs, selection, solve, strategy
from dispatch.solve.certificate import certify_start
from dispatch.solve.decomposition import search, state, steps
from dispatch.solve.decomposition.merge_tree import merge_windows
from dispatch.solve.decomposition.partition import TimePartition
from dispatch.solve.decomposition.search import solve_windows
from dispatch.solve.direct import highs_method
from dispatch.solve.problem import Basis, Stop, relative_gap
from dispatch.solve.threads import ThreadBudget
from dispatch.solve.warm_start import is_close, set_start

from .conftest import LENGTH, Chain
from .small_lps import two_plants

PRIMAL, DUAL = 4, 1
"""HiGHS's numbers of the strategies."""


def test_a_start_with_prices_is_gone_on_from(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where multipliers are given there are no initial multipliers and no multiplier iteration."""
    monkeypatch.setattr(selection, "SMALL", 0)
    monkeypatch.setattr(selection, "MIN_WINDOWS", 4)
    problem = chain(0, 286)
    cold = solve(problem, Options())
    assert cold.notes[0].value("method") == "windows" and any(
        note.key == "note.multiplier_iteration" for note in cold.notes
    )
    first = solve(problem, Options(method="simplex"))
    assert first.basis is not None
    start = replace(first.basis, prices=first.row_dual)
    again = solve(problem, Options(), start)
    assert again.status == "optimal" and again.notes[0].value("method") == "windows"
    assert not any(note.key == "note.multiplier_iteration" for note in again.notes)
    assert again.objective == pytest.approx(first.objective, rel=1e-6)


@pytest.mark.parametrize(
    ("gap", "status", "cost"), [(1e-3, "feasible", 9.003), (1e-4, "optimal", 9.0), (None, "optimal", 9.0)]
)
def test_values_within_the_requested_gap_are_the_solution(gap: float | None, status: str, cost: float) -> None:
    """Plants of 3 and 1.001 for a load of 4 cost 9.003, 3.3e-4 above the optimum; the price of 3 proves that."""
    problem = two_plants()
    basis = Basis(
        np.array([highs.UPPER, highs.BASIC], dtype=np.int8),
        np.array([highs.LOWER], dtype=np.int8),
        prices=np.array([3.0]),
        primal=np.array([3.0, 1.001]),
    )
    found = solve(problem, Options(gap=gap), basis)
    assert (found.status, found.method == "start") == (status, status == "feasible")
    assert found.objective == pytest.approx(cost) and found.bound == pytest.approx(9.0)


@pytest.mark.parametrize("seed", range(3))
def test_a_row_without_a_price_is_priced_first(chain: Chain, seed: int) -> None:
    problem = chain(seed, 286)
    first = solve(problem, Options(method="simplex"))
    assert first.basis is not None and first.row_dual is not None
    prices = first.row_dual.copy()
    prices[TimePartition(problem, LENGTH).coupling.rows[0]] = np.nan
    again = solve(problem, Options(method="windows"), replace(first.basis, prices=prices))
    assert again.status == "optimal" and any(note.key == "note.multiplier_iteration" for note in again.notes)
    assert again.objective == pytest.approx(first.objective, rel=1e-6)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("most", [steps.MAX_PIVOTS, 0])
def test_the_change_of_costs_decides_how_the_solve_continues(
    chain: Chain, seed: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old values are feasible still: they show the error of the old prices. With a small error primal simplex continues from the
    old vertex, without merge and master; with too many pivots or a large error the multiplier iteration runs."""
    problem = chain(seed, 286)
    first = solve(problem, Options(method="windows"))
    assert first.start is not None
    merges: list[int] = []
    monkeypatch.setattr(steps, "MAX_PIVOTS", most)
    monkeypatch.setattr(steps, "merge_windows", lambda *given: merges.append(1) or merge_windows(*given))
    for change, iterated, merged in ((1e-4, False, not most), (0.02, not most, not most), (10.0, True, True)):
        near = replace(problem, cost=problem.cost * (1 + change * (np.arange(len(problem.cost)) % 3 == 0)))
        merges.clear()
        again = solve(near, Options(method="windows"), first.start)
        assert any(note.key == "note.multiplier_iteration" for note in again.notes) == iterated
        assert bool(merges) == merged == any(note.key == "note.round" for note in again.notes)
        alone = solve(near, Options(method="simplex"))
        assert again.status == "optimal" and again.objective == pytest.approx(alone.objective, rel=1e-6)
        if change < 1:
            quick = solve(near, Options(method="windows", gap=0.5), first.start)
            assert quick.gap <= 0.5 and not any(note.key == "note.round" for note in quick.notes)


@pytest.mark.parametrize(("costs", "load", "strategy"), [(1.02, 1.0, PRIMAL), (30.0, 1.0, DUAL), (1.0, 1.01, DUAL)])
def test_simplex_continues_by_the_kind_of_change(
    chain: Chain, costs: float, load: float, strategy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By primal simplex where costs have, by a little; by dual simplex where all costs are others, or the values fit no more."""
    problem, options = chain(0, 114), Options(method="simplex")
    first = solve(problem, options)
    first_costs = np.where(np.arange(len(problem.cost)) % 2, problem.cost * costs, problem.cost)
    near = replace(problem, cost=first_costs, row_lower=problem.row_lower * load, row_upper=problem.row_upper * load)
    seen: list[int] = []

    def look(solver: highspy.Highs, *given: Any) -> None:
        set_start(solver, *given)
        seen.append(solver.getOptionValue("simplex_strategy")[1])

    monkeypatch.setattr(highs_method, "set_start", look)
    again = solve(near, options, first.start)
    assert seen == [strategy]
    assert again.status == "optimal" and again.objective == pytest.approx(solve(near, options).objective, rel=1e-9)


def test_a_vertex_moves_with_a_bound_that_gives_way(chain: Chain) -> None:
    """The old values are feasible within wider bounds, but the basis belongs to others: dual simplex continues from it."""
    problem = chain(0, 114)
    first = solve(problem, Options(method="simplex"))
    assert first.start is not None
    wider = replace(problem, lower=problem.lower - 1e-4)
    dearer = replace(problem, cost=problem.cost * np.where(np.arange(len(problem.cost)) % 2, 1.02, 1.0))
    for near, way in ((dearer, PRIMAL), (wider, DUAL)):
        assert is_close(certify_start(near, first.start))
        solver = highs.load_whole(near, solver="simplex", threads=1)
        set_start(solver, near, first.start, Stop())
        assert solver.getOptionValue("simplex_strategy")[1] == way
        assert highs.run(solver, Stop()) == highs.OPTIMAL and highs.iterations(solver) > 0
        optimum = solve(near, Options(method="simplex")).objective
        assert solver.getInfo().objective_function_value + near.offset == pytest.approx(optimum, rel=1e-9)


def test_costs_that_cancel_have_a_gap_relative_to_their_size() -> None:
    """What is left of them is as small as it happens to be; rounding alone would make a gap of it."""
    assert relative_gap(1e-9, 0.0) == pytest.approx(1.0)
    assert relative_gap(1e-9, 0.0, size=1e4) == pytest.approx(1e-9 / 1e-2)
    assert relative_gap(1.0, 0.9, size=1.0) == relative_gap(1.0, 0.9) == pytest.approx(0.1)


def test_where_a_start_leads_to_no_proof_a_cold_start_follows(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start never costs more than a cold solve after it: interior points of the whole are not the next."""
    problem = chain(0, 286)
    first = solve(problem, Options(method="windows"))

    def unlucky(problem: Any, options: Any, stop: Any, threads: Any, start: Any = None) -> Solution:
        if start is not None:
            return Solution("failed", "windows", ("no point that meets the coupling constraints was found",))
        return solve_windows(problem, options, stop, threads)

    monkeypatch.setattr(strategy, "solve_windows", unlucky)
    near = replace(problem, row_lower=problem.row_lower * 1.01, row_upper=problem.row_upper * 1.01)
    again = solve(near, Options(method="windows"), first.start)
    assert again.status == "optimal" and again.method == "windows"
    assert message("note.cold_start_instead") in again.notes


def test_prices_that_lead_far_astray_are_left(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """No second round from them: a cold start follows."""
    monkeypatch.setattr(search, "FAR", 0.0)
    monkeypatch.setattr(state, "TIE", 0.0)
    problem = chain(2, 286)
    first = solve(problem, Options(method="windows"))
    far = replace(problem, row_lower=problem.row_lower * 1.1, row_upper=problem.row_upper * 1.1)
    again = solve(far, Options(method="windows"), first.start)
    assert message("note.cold_start_instead") in again.notes
    assert any(note.key == "note.multiplier_iteration" for note in again.notes)
    alone = solve(far, Options(method="simplex"))
    assert again.status == "optimal" and again.objective == pytest.approx(alone.objective, rel=1e-6)


@pytest.mark.parametrize(("near", "first_way"), [(search.NEXT, "evaluate"), (np.inf, "clean_up")])
def test_a_row_with_a_multiplier_is_kept(
    chain: Chain, near: float, first_way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More of it is used than it requires, which is no reason to look for the prices anew, nor to begin at the vertex but where the old
    values are next to the optimum."""
    monkeypatch.setattr(search, "NEXT", near)
    monkeypatch.setattr(search, "is_close", lambda old: True)  # the old values are 0.44 above the optimum
    monkeypatch.setattr(search, "FAR", np.inf)  # these are small, and the round far from its end
    problem = chain(0, 314)
    optimum = solve(problem, Options(method="simplex"))
    assert optimum.row_dual is not None
    coupling = TimePartition(problem, LENGTH).coupling
    row = coupling.rows[np.argmax(np.abs(optimum.row_dual[coupling.rows]))]
    price = 1.2 * optimum.row_dual[row]
    bound = problem.row_upper[row]
    assert price < 0 and np.isfinite(bound), "fuel"
    upper = problem.row_upper.copy()
    upper[row] = 10 * bound
    cost = problem.cost - price * problem.matrix[[row]].toarray().ravel()
    priced = solve(replace(problem, cost=cost, row_upper=upper), Options(method="windows"))
    assert priced.start is not None and priced.start.prices is not None and priced.primal is not None
    assert (problem.matrix @ priced.primal)[row] < bound * (1 - 1e-3)
    prices = priced.start.prices.copy()
    prices[row] = price
    ways: list[str] = []
    for way in ("price_windows", "clean_up", "evaluate"):
        went = getattr(steps, way)
        monkeypatch.setattr(steps, way, lambda *given, way=way, went=went: ways.append(way) or went(*given))
    again = solve(problem, Options(method="windows"), replace(priced.start, prices=prices))
    assert again.status == "optimal" and again.objective == pytest.approx(optimum.objective, rel=1e-9)
    assert ways[0] == first_way and "price_windows" not in ways


def test_the_multiplier_iteration_runs_where_a_bound_is_wider(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old values fit within wider bounds and are near the best, but the old basis belongs to others."""
    monkeypatch.setattr(steps, "MAX_VIOLATED", 0)
    problem = chain(0, 314)
    first = solve(problem, Options(method="windows"))
    assert first.start is not None
    price_windows = steps.price_windows
    went: list[str] = []
    monkeypatch.setattr(steps, "_run_on", lambda setup, state, solver: went.append("simplex") or state)
    monkeypatch.setattr(steps, "price_windows", lambda *given: went.append("windows") or price_windows(*given))
    cost = problem.cost * (1 + 0.1 * (np.arange(len(problem.cost)) % 3 == 0))
    for lower, first_way in ((problem.lower, "simplex"), (problem.lower - 1e-3, "windows")):
        near = replace(problem, cost=cost, lower=lower)
        assert is_close(certify_start(near, first.start))
        went.clear()
        again = solve(near, Options(method="windows"), first.start)
        assert went[0] == first_way and again.status == "optimal"
        assert any(note.key == "note.multiplier_iteration" for note in again.notes)


def test_a_start_of_interior_points_gives_its_multipliers(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has values and duals, but no basis: the multiplier iteration begins from its duals, without initial multipliers from samples, and
    the merge is that of a cold start."""
    problem = chain(0, 286)
    first = solve(problem, Options(method="simplex"))
    assert first.primal is not None and first.row_dual is not None
    columns, rows = np.zeros(len(problem.cost), np.int8), np.ones(len(problem.row_lower), np.int8)
    start = Basis(columns, rows, first.row_dual, first.primal * 1.01)
    monkeypatch.delattr(steps, "initial_multipliers")  # its use would raise
    again = solve(problem, Options(method="windows"), start)
    keys = [note.key for note in again.notes]
    assert again.status == "optimal" and "note.multiplier_iteration" in keys and "note.cold_start_instead" not in keys
    assert again.objective == pytest.approx(first.objective, rel=1e-6)


def test_a_feasible_point_of_a_start_without_basis_counts(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the answer where the master problem and the rolling horizon find none."""
    problem = chain(0, 286)
    first = solve(problem, Options(method="simplex"))
    assert first.primal is not None and first.row_dual is not None
    columns, rows = np.zeros(len(problem.cost), np.int8), np.ones(len(problem.row_lower), np.int8)
    monkeypatch.setattr(steps, "solve_restricted", lambda setup, state, region: (state, None))
    monkeypatch.setattr(steps, "roll_in_background", lambda setup, pricing: None)
    for values in (first.primal, first.primal * 1.01):
        with ThreadBudget(1) as threads:
            start = Basis(columns, rows, first.row_dual, values)
            found = solve_windows(problem, Options(method="windows", threads=1), Stop(), threads, start)
        assert (found.primal is not None) is (values is first.primal)


def test_a_start_without_basis_and_without_duals_samples_its_multipliers(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem, sampled = chain(0, 286), []
    estimate = steps.estimate_multipliers
    monkeypatch.setattr(steps, "estimate_multipliers", lambda setup: sampled.append(setup) or estimate(setup))
    columns, rows = np.zeros(len(problem.cost), np.int8), np.ones(len(problem.row_lower), np.int8)
    found = solve(problem, Options(method="windows"), Basis(columns, rows, np.full(len(rows), np.nan)))
    assert found.status == "optimal" and len(sampled) == 1
