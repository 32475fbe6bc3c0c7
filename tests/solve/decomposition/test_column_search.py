"""The decomposition of an LP with columns without hours, against HiGHS alone; cuts of windows by hand."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from dispatch.lp import LP, Axis, Matrix, Parameter
from dispatch.messages import message
from dispatch.solve import Options, Solution, solve, strategy
from dispatch.solve.certificate import certify
from dispatch.solve.decomposition import column_master, column_search, column_start, solve_columns
from dispatch.solve.decomposition.column_master import ColumnMaster, Region
from dispatch.solve.decomposition.column_model import ColumnModel, Windows
from dispatch.solve.decomposition.coupling_columns import CouplingColumns
from dispatch.solve.decomposition.partition import TimePartition
from dispatch.solve.decomposition.sampled_weeks import mean_determined, samples
from dispatch.solve.problem import Stop
from dispatch.solve.threads import ThreadBudget

from ..conftest import LENGTH, Chain, cut


def by_columns(problem: Matrix, options: Options | None = None, stop: Stop | None = None) -> Solution:
    with ThreadBudget(1) as threads:
        return solve_columns(
            problem, options or Options(threads=1), stop or Stop(), threads, lambda fixed, _: solve(fixed)
        )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("hours", [286, 480])
def test_a_good_point_and_a_bound_at_it(chain: Chain, seed: int, hours: int) -> None:
    problem = chain(seed, hours, capacities=True)
    alone = solve(problem, Options(method="simplex")).objective
    found = by_columns(problem)
    assert found.status in ("optimal", "feasible") and found.primal is not None and found.row_dual is not None
    assert alone * (1 - 1e-5) <= found.bound <= alone * (1 + 1e-9)
    assert alone * (1 - 1e-7) <= found.objective <= alone * (1 + 1e-3)
    proof = certify(problem, found.primal, found.row_dual)
    assert proof.feasible and proof.gap == pytest.approx(found.gap, abs=1e-12)


def test_three_windows_have_a_valid_bound(chain: Chain) -> None:
    """With few windows the rows that link them count for more; the bound is lower, never too high."""
    for seed in range(4):
        problem = chain(seed, 137, capacities=True)
        alone = solve(problem, Options(method="simplex")).objective
        found = by_columns(problem)
        assert alone * (1 - 0.05) <= found.bound <= alone * (1 + 1e-9) and found.objective >= alone * (1 - 1e-7)


def test_without_coupling_rows(chain: Chain) -> None:
    problem = chain(2, 286, budgets=False, capacities=True)
    alone = solve(problem, Options(method="simplex")).objective
    found = by_columns(problem)
    assert found.bound <= alone * (1 + 1e-9) and alone * (1 - 1e-7) <= found.objective <= alone * (1 + 1e-3)


def test_the_method_windows_proves_a_small_lp(chain: Chain) -> None:
    """Where the gap of the decomposition is no proof, simplex follows."""
    problem = chain(3, 286, capacities=True)
    found = solve(problem, Options(method="windows"))
    assert found.status == "optimal"
    assert found.objective == pytest.approx(solve(problem, Options(method="simplex")).objective, rel=1e-7)


def test_a_requested_gap_ends_it(chain: Chain) -> None:
    found = solve(chain(1, 480, capacities=True), Options(method="windows", gap=1e-2))
    assert found.method == "windows" and found.status in ("optimal", "feasible") and found.gap <= 1e-2
    assert "note.columns_bound" in {note.key for note in found.notes}


def test_it_stops_at_the_time_limit(chain: Chain) -> None:
    stop = Stop()
    stop.set()
    assert by_columns(chain(1, 286, capacities=True), stop=stop).status == "stopped"


def test_an_infeasible_lp_is_reported(chain: Chain) -> None:
    problem = chain(0, 286, capacities=True)
    spanning = np.flatnonzero(problem.column_first < 0)
    upper, lower = problem.upper.copy(), problem.lower.copy()
    unserved = np.flatnonzero((problem.cost == 10.0) & (problem.upper < np.inf))
    upper[unserved] = lower[unserved] = 0.0
    upper[spanning] = 0.0
    assert solve(replace(problem, upper=upper, lower=lower), Options(method="windows")).status == "infeasible"


def peak(hours: int, load: float, high: float) -> Matrix:
    """One plant of a size that is chosen, 50 a unit; its output, 1 a unit, meets a load with one high hour near the end."""
    steps = np.arange(hours)
    need = np.full(hours, load)
    need[hours - 5] = high
    lp, hour = LP(), Axis("hour", tuple(f"h{k}" for k in steps), steps, steps)
    plant = Axis("plant", ("p",))
    size = lp.variable("size", (plant,), upper=100.0)
    output = lp.variable("output", (plant, hour), upper=size.over(hour))
    lp.constraint("balance", output.sum("plant") == Parameter((hour,), need))
    lp.cost("size", size * 50.0)
    lp.cost("output", output * 1.0)
    return lp.matrix()


def test_a_week_outside_the_sample_raises_the_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sampled weeks need a size of 10, the last one 17: by a feasibility cut. 50 * 17 + 10 * 239 + 17 = 3,257."""
    cut(monkeypatch, LENGTH)
    found = by_columns(peak(240, 10.0, 17.0))
    assert found.status == "optimal"
    assert found.objective == pytest.approx(3257.0, rel=1e-6) and found.bound == pytest.approx(3257.0, rel=1e-6)


def energy_with_backup(hours: int, energy: float) -> Matrix:
    """One plant of a size up to 100, 50 a unit; its output costs 1 a unit, that of a backup 10; both together give an energy."""
    steps = np.arange(hours)
    lp, hour = LP(), Axis("hour", tuple(f"h{k}" for k in steps), steps, steps)
    plant = Axis("plant", ("p",))
    size = lp.variable("size", (plant,), upper=100.0)
    output = lp.variable("output", (plant, hour), upper=size.over(hour))
    backup = lp.variable("backup", (hour,), upper=100.0)
    lp.constraint("energy", output.sum("plant").sum("hour") + backup.sum("hour") >= energy)
    lp.cost("size", size * 50.0)
    lp.cost("output", output * 1.0)
    lp.cost("backup", backup * 10.0)
    return lp.matrix()


def test_the_bound_has_multipliers_of_free_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit of size gives 286 h of output: energy is worth 1 + 50 / 286. At a size that is a little too small it is worth 10; at that
    price the plant would be of size 100, and the bound 10 * 8,580 - 100 * (286 * 9 - 50), far below zero."""
    monkeypatch.setattr(ColumnModel, "search", a_little_smaller(ColumnModel.search))
    found = by_columns(energy_with_backup(286, 8580.0))
    assert found.bound == pytest.approx(8580.0 * (1 + 50 / 286), rel=1e-3)


def a_little_smaller(search: Callable[..., None]) -> Callable[..., None]:
    """Return a search whose best sizes are a thousandth smaller."""

    def run(model: ColumnModel, *arguments: object) -> None:
        search(model, *arguments)
        model.best = replace(model.best, columns=model.best.columns * 0.999)

    return run


def model_of(problem: Matrix, given: np.ndarray) -> ColumnModel:
    columns = CouplingColumns.of(problem)
    partition = TimePartition(columns.fixed_at(np.zeros(len(columns))), LENGTH)
    none = np.zeros(len(partition.problem.row_lower))
    return ColumnModel(partition.problem, columns, Windows.periodic(partition), none, given, 0.3)


@pytest.mark.parametrize("seed", range(3))
def test_a_cut_is_below_the_value_everywhere(chain: Chain, seed: int) -> None:
    rng = np.random.default_rng(seed)
    model = model_of(chain(seed, 286, capacities=True), np.full(3, 1.0))
    with ThreadBudget(1) as threads:
        assert model.open(Stop(), threads)
    for window in model.windows[:3]:
        points = [(rng.uniform(0, 3, 3), window.use * rng.uniform(0.8, 1.2, len(window.use))) for _ in range(4)]
        found = [(window.at(*point, Stop()), window.value) for point in points]
        for one, value in found:
            assert one is not None and not one.feasibility
            for (columns, budgets), (_, other) in zip(points, found, strict=True):
                assert one.constant + one.columns @ columns + one.budgets @ budgets <= other + 1e-6 * max(
                    1.0, abs(value)
                )


def test_the_cut_of_an_infeasible_window_excludes_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    cut(monkeypatch, LENGTH)
    model = model_of(peak(96, 10.0, 17.0), np.array([12.0]))
    first, last = (window.priced(Stop()) for window in model.windows)
    assert first is not None and not first.feasibility
    assert last is not None and last.feasibility
    assert last.constant + last.columns @ [12.0] > 0 and last.constant + last.columns @ [17.0] <= 1e-9
    assert -last.constant / last.columns[0] == pytest.approx(17.0)


def test_limits_that_bind_are_widened(chain: Chain) -> None:
    """From multipliers of zero the limits of the duals are too close; the search ends where none binds."""
    problem = chain(1, 480, capacities=True)
    model = model_of(problem, np.full(3, 1.0))
    first = model.master.prices
    with ThreadBudget(1) as threads:
        assert model.open(Stop(), threads)
        model.search(200, 1e-6, Stop(), threads, lambda _: None)
    last, found = model.master.prices, model.multipliers
    assert (last.lowest <= first.lowest).all() and (last.highest >= first.highest).all()
    assert np.abs(last.highest - last.lowest).max() > 3 * np.abs(first.highest - first.lowest).max()
    inside = (found > last.lowest) & (found < last.highest)
    assert (inside | (found == 0.0)).all()


def test_a_multiplier_that_is_not_known_has_wide_limits(chain: Chain) -> None:
    problem = chain(1, 286, capacities=True)
    known = model_of(problem, np.full(3, 1.0))
    rows = known.coupling.rows
    duals = np.zeros(len(known.parts.duals))
    duals[rows] = known.coupling.duals(np.where(np.arange(len(rows)) == 0, np.nan, -5.0))
    columns = CouplingColumns.of(problem)
    partition = TimePartition(columns.fixed_at(np.zeros(3)), LENGTH)
    model = ColumnModel(partition.problem, columns, Windows.periodic(partition), duals, np.full(3, 1.0), 0.3)
    prices = model.master.prices
    assert prices.multipliers[0] == 0.0 and prices.lowest[0] == -10.0
    assert prices.lowest[1] == pytest.approx(-5.0 - 0.5 - 0.09)


def test_columns_at_a_bound_stay_there(chain: Chain) -> None:
    model = model_of(chain(0, 286, capacities=True), np.array([0.0, 3.0, 1.0]))
    region = model._at_bounds(model._anywhere(), np.array([0.0, 3.0, 1.0]))
    assert region.columns[0].tolist() == [0.0, 3.0, 0.0] and region.columns[1].tolist() == [0.0, 3.0, 3.0]
    free = model._at_bounds(model._anywhere(), np.array([1.0, 2.0, 0.0]))
    assert free.columns[0].tolist() == [0.0] * 3 and free.columns[1].tolist() == [3.0] * 3


def test_without_interior_points_the_search_continues(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where HiGHS finds no point inside the level set, the next point is between the minimiser and the best point."""
    monkeypatch.setattr(ColumnMaster, "inside", lambda *_: None)
    problem = chain(1, 286, capacities=True)
    alone = solve(problem, Options(method="simplex")).objective
    found = by_columns(problem)
    assert alone * (1 - 1e-5) <= found.bound <= alone * (1 + 1e-9) and found.objective <= alone * (1 + 2e-3)


def test_interior_points_end_where_the_level_set_has_no_interior(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiPO iterates without end there."""
    hipo = [each for each in column_master.INTERIOR if each["solver"] == "hipo"]
    monkeypatch.setattr(column_master, "INTERIOR", hipo)
    model, stop = model_of(peak(96, 10.0, 17.0), np.array([20.0])), Stop(60.0)
    with ThreadBudget(1) as threads:
        assert model.open(stop, threads)
    low = model.lowest(stop)
    assert low is not None
    model.master.inside(Region(model.master.bounds, model._anywhere().budgets), low.value * (1 + 1e-9), stop)
    assert not stop.reached


def test_limits_of_a_window_without_budgets_change_nothing(chain: Chain) -> None:
    model = model_of(chain(0, 286, budgets=False, capacities=True), np.full(3, 1.0))
    window = model.windows[0]
    cut = window.at(np.full(3, 1.0), np.zeros(0), Stop())
    window.limit(model.master.prices)
    again = window.at(np.full(3, 1.0), np.zeros(0), Stop())
    assert cut is not None and again is not None and again.constant == pytest.approx(cut.constant)


def test_first_values_are_the_mean_of_the_samples(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two samples of one stretch each, at the same time, and each alone."""
    problem = chain(3, 1000, capacities=True)
    columns = CouplingColumns.of(problem)
    partition = TimePartition(columns.fixed_at(np.zeros(3)), LENGTH)
    monkeypatch.setattr(column_start, "STRETCHES", 1)
    starts = samples(1000, 2, 1)
    assert [each.tolist() for each in starts] == [[216], [720]]
    alone = [column_start._sample(columns, partition, each, Stop()) for each in starts]
    with ThreadBudget(2) as threads:
        found = column_start.first_columns(columns, partition, Stop(), threads)
    assert found is not None and all(each is not None for each in alone)
    values = np.mean([each[0] for each in alone if each is not None], axis=0)
    assert found[0] == pytest.approx(values, abs=1e-4) and found[0].max() > 0.1


def test_the_mean_leaves_out_what_a_sample_does_not_determine() -> None:
    found = mean_determined([np.array([1.0, np.nan, np.nan]), np.array([3.0, 5.0, np.nan])])
    assert found[:2].tolist() == [2.0, 5.0] and np.isnan(found[2])


def test_a_large_lp_at_fixed_columns_starts_from_the_multipliers_of_the_model(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The LP with fixed columns is decomposed too: without samples of its own."""
    problem, stages = chain(1, 480, capacities=True), list[str]()
    alone = solve(problem, Options(method="simplex")).objective
    monkeypatch.setattr(strategy, "choose", lambda size: ("windows", message("why.requested")))
    found = solve(problem, Options(gap=1e-2, threads=1, report=lambda each: stages.append(each.stage.key)))
    assert alone * (1 - 1e-7) <= found.objective <= alone * (1 + 1e-2) and found.bound <= alone * (1 + 1e-9)
    assert "stage.multiplier_iteration" in stages and "stage.initial_multipliers" not in stages


def test_passes_are_reported(chain: Chain) -> None:
    stages = list[str]()
    by_columns(chain(0, 286, capacities=True), Options(threads=1, report=lambda each: stages.append(each.stage.key)))
    assert {"stage.columns_sample", "stage.columns_pass", "stage.columns_bound"} <= set(stages)
    assert column_search.PASSES >= stages.count("stage.columns_pass") > 1
