"""Operation of the tutorial: the bound, perfect foresight, resumption, threads, and what the run folder holds."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dispatch import build, open_run, read_case, run
from dispatch.errors import CaseError, Interrupted, SolverError
from dispatch.operate import Journal, Rules, Values, operate, operation, rules_record
from dispatch.results.foresight import FILE, load_foresight
from dispatch.solve import Options, Stages, solve
from dispatch.solve.problem import End

ROOT = Path(__file__).parents[2]
SHORT = Stages(look_ahead=24, block=12)


@pytest.fixture(scope="module")
def tutorial():
    return read_case(ROOT / "inputs/tutorial")


@pytest.fixture(scope="module")
def week(tutorial):
    return operate(tutorial, Rules(SHORT), Options())


def test_perfect_foresight_over_the_whole_horizon_is_the_optimum(tutorial):
    found = operate(tutorial, Rules(Stages(look_ahead=168, block=24), perfect=True), Options())
    perfect, operated = (run.record["objective_cny"] for run in (found.perfect, found.operated))
    assert operated == pytest.approx(perfect, rel=1e-6)
    assert not found.foresight.relaxed.dates
    assert all(one.day_ahead == 0.0 for one in found.foresight.errors)


@pytest.mark.parametrize("seed", range(6))
def test_an_operated_week_never_costs_less_than_the_bound(tutorial, seed):
    case = replace(
        tutorial,
        series={
            name: np.random.default_rng(seed).permutation(values) if name in ("wind", "pv") else values
            for name, values in tutorial.series.items()
        },
    )
    found = operate(case, Rules(Stages(look_ahead=24 * (seed % 3), block=(6, 12, 24)[seed % 3]), seed=seed), Options())
    cost = found.operated.record["objective_cny"] + found.foresight.relaxed.cost_cny
    assert cost >= found.foresight.bound_cny * (1 - 1e-9)
    assert found.foresight.cost >= -1e-6 * abs(cost)


def test_an_operation_that_was_killed_continues_behind_the_last_day(tutorial, week, tmp_path, monkeypatch):
    rules = Rules(SHORT)
    record = rules_record(tutorial, rules, Values(), Options())
    journal = Journal(tmp_path / "run", record)
    keep, days = journal.keep, []

    def killed(day):
        keep(day)
        days.append(day.start)
        if len(days) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(journal, "keep", killed)
    with pytest.raises((Interrupted, KeyboardInterrupt)):
        operate(tutorial, rules, Options(), journal=journal)
    again = Journal(tmp_path / "run", record)
    assert [day.start for day in again.days()] == [0, 24, 48]
    found = operate(tutorial, rules, Options(), journal=again)
    for name in ("thermal_output", "charge", "energy", "thermal_online"):
        np.testing.assert_array_equal(found.operated.results[name], week.operated.results[name])
    assert found.foresight == week.foresight
    again.remove()
    assert not again.folder.exists()


def test_a_damaged_day_is_operated_again(tutorial, tmp_path):
    journal = Journal(tmp_path / "run", {})
    operate(tutorial, Rules(SHORT), Options(), journal=journal)
    (journal.folder / "day-000048.npz").write_bytes(b"PK")
    assert [day.start for day in journal.days()] == [0, 24]


def test_a_missing_day_and_all_days_behind_it_are_operated_again(tutorial, week, tmp_path):
    journal = Journal(tmp_path / "run", {})
    operate(tutorial, Rules(SHORT), Options(), journal=journal)
    (journal.folder / "day-000048.npz").unlink()
    found = operate(tutorial, Rules(SHORT), Options(), journal=journal)
    assert found.foresight == week.foresight
    assert (journal.folder / "day-000048.npz").is_file()


def test_the_journal_stays_after_an_error_behind_the_first_result_only(tutorial, tmp_path):
    with pytest.raises(CaseError), Journal(tmp_path / "early", {}) as journal:
        operate(tutorial, Rules(SHORT), Options(), values=Values(tmp_path), journal=journal)
    assert not journal.folder.exists()
    with pytest.raises(SolverError), Journal(tmp_path / "late", {}) as journal:
        journal.keep_values(2, solve(build(tutorial).matrix(), Options()).start)
        operate(tutorial, Rules(SHORT), Options(time_limit=1e-9), journal=journal)
    assert journal.values(2) is not None and journal.values(3) is None


def test_an_interruption_of_the_plan_ends_the_operation(tutorial, monkeypatch):
    def stopped(matrix, options, start=None):
        return replace(solve(matrix, options, start), status="stopped", end=End(interrupted=True))

    monkeypatch.setattr(operation, "solve", stopped)
    with pytest.raises(Interrupted, match="continues"):
        operate(tutorial, Rules(SHORT), Options())


def test_values_of_a_longer_window_serve_a_part_of_it(tutorial, tmp_path):
    run(tutorial).save(tmp_path / "week", keep_warm=True)
    days = read_case(ROOT / "inputs/tutorial", [], None, 72)
    found = operate(days, Rules(SHORT), Options(), values=Values(tmp_path / "week"))
    assert not found.foresight.relaxed.dates


def test_values_of_another_case_are_refused(tutorial, tiny, tmp_path):
    other = tiny(load=[100.0] * 24, units=[{"unit": "plant", "capacity": 200, "cost": 20}])
    run(other).save(tmp_path / "other", keep_warm=True)
    with pytest.raises(CaseError, match="has no values for most columns"):
        operate(tutorial, Rules(SHORT), Options(), values=Values(tmp_path / "other"))


def test_other_rules_do_not_continue(tutorial, tmp_path):
    Journal(tmp_path / "run", rules_record(tutorial, Rules(), Values(), Options()))
    with pytest.raises(CaseError):
        Journal(tmp_path / "run", rules_record(tutorial, Rules(seed=2), Values(), Options()))
    with pytest.raises(CaseError):
        Journal(tmp_path / "run", rules_record(tutorial, Rules(), Values(), Options(gap=0.01)))


def test_results_do_not_depend_on_the_number_of_threads(tutorial, week):
    other = operate(tutorial, Rules(SHORT), Options(threads=1))
    np.testing.assert_array_equal(other.operated.results["thermal_output"], week.operated.results["thermal_output"])
    assert other.foresight == week.foresight


def test_the_mean_of_the_same_year_gives_the_values_of_the_year(tutorial, week):
    found = operate(tutorial, Rules(SHORT), Options(), values=Values(seeds=(2, 3), read=lambda seed: tutorial))
    ours, theirs = (one.operated.record["objective_cny"] for one in (found, week))
    assert ours == pytest.approx(theirs, rel=1e-6)


def test_values_of_a_run_are_made_where_they_are_missing(tutorial, week, tmp_path):
    made = tmp_path / "values"
    first = operate(tutorial, Rules(SHORT), Options(), values=Values(made))
    assert open_run(made).status == "optimal" and (made / "warm.npz").is_file()
    second = operate(tutorial, Rules(SHORT), Options(), values=Values(made))
    assert second.operated.record["objective_cny"] == pytest.approx(first.operated.record["objective_cny"], rel=1e-6)
    assert first.operated.record["objective_cny"] == week.operated.record["objective_cny"]


def test_the_folder_is_a_run_with_the_price_of_foresight(week, tmp_path):
    week.write(tmp_path)
    assert load_foresight(tmp_path) == week.foresight
    assert open_run(tmp_path).status == "feasible" and open_run(tmp_path / "perfect").status == "optimal"
    content = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    content["foresight"]["rows"][0]["quantity"] = "apples"
    (tmp_path / FILE).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(CaseError):
        load_foresight(tmp_path)


def test_cost_terms_and_areas_sum_to_the_cost(week):
    rows = week.foresight.rows
    terms = [row for row in rows if row.key == "cost_term" and row.area == ""]
    assert sum(row.operated for row in terms) == pytest.approx(week.foresight.of("cost_total").operated, rel=1e-9)
    assert week.foresight.of("cost_total").operated == pytest.approx(week.operated.record["objective_cny"], rel=1e-6)


def test_hours_that_represent_several_are_refused(tutorial):
    weights = tutorial.settings.weights.model_copy(update={"cost": "wind"})
    weighted = replace(tutorial, settings=tutorial.settings.model_copy(update={"weights": weights}))
    with pytest.raises(CaseError):
        operate(weighted, Rules(), Options())
