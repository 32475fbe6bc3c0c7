"""`dispatch plan` as a command: the run folder, its report in both languages, exit codes, and what a failure leaves."""

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from rich.console import Console

import dispatch
from dispatch.adequacy.assess import Options, assess
from dispatch.cli import plan as command
from dispatch.messages import Lang, Words
from dispatch.results import WARM
from dispatch.results.capacity_plan import PlannedWeather, PlannedYear, load_plan
from dispatch.solve import Solution
from dispatch.targets import confirmation, reliable_plan

TUTORIAL = "inputs/tutorial"
DAY = (TUTORIAL, "--hours", "24", "--threads", "1")


@pytest.fixture(scope="module")
def written(call, tmp_path_factory):
    out = tmp_path_factory.mktemp("plan") / "out"
    result = call("plan", *DAY, "--lang", "en", "--out", out)
    assert result.exit_code == 0, result.stderr
    return out, result.stdout


def test_the_folder_is_that_of_a_run_with_the_plan(written):
    out, text = written
    run = dispatch.open_run(out)
    assert (
        run.status == "optimal" and {one["id"]: one["met"] for one in run.summary["targets"]}["generation"] is not False
    )
    assert json.loads((out / "plan.json").read_text("utf-8"))["plan"]["proof"]["status"] == "optimal"
    for name in ("plan", "plan_capacities", "plan_targets", "plan_technologies", "plan_areas"):
        assert (out / "csv" / f"{name}.csv").stat().st_size > 0
    assert "more-wind" in text and "plan_" not in text
    assert dispatch.open_run(out / "before").status == "optimal"


def test_risk_of_both_cases_is_reported(written):
    """As `dispatch adequacy` of each has it."""
    out, text = written
    plan = load_plan(out)
    assert [one.case for one in plan.risk] == ["given", "compliant"] and "Risk of loss of load" in text
    for one, place in zip(plan.risk, (TUTORIAL, out / plan.case.compliant_case), strict=True):
        options = Options(samples=200)
        region = assess([dispatch.read_case(place, hours=24)], options, lambda *_: None)[0].places[0]
        assert (one.lole, one.lole_high) == (region.load.lole.value, region.load.lole.high)
        assert (one.eens, one.eens_low) == (region.load.eens.value, region.load.eens.low)
        assert one.export == region.export.eens.value


def test_report_compare_and_explain_work_on_it(written, call, tmp_path):
    out, _ = written
    for lang, title in (("en", "Plan of capacities"), ("zh", "容量规划")):
        assert call("report", out, "--lang", lang).exit_code == 0
        page = (out / "report.html").read_text("utf-8")
        assert title in page and "more-wind" in page and "plan_status" not in page.partition("<script")[0]
    assert call("compare", out / "before", out, "--out", tmp_path / "compare").exit_code == 0
    assert call("explain", out, "2030-01-07 12:00", "--lang", "en").exit_code == 0


def test_a_run_of_the_compliant_case_confirms_the_plan(written, call, tmp_path):
    out, _ = written
    plan = json.loads((out / "plan.json").read_text("utf-8"))["plan"]
    ran = call("run", out / plan["case"]["compliant_case"], "--hours", "24", "--out", tmp_path / "again")
    assert ran.exit_code == 0, ran.stderr
    again = dispatch.open_run(tmp_path / "again")
    assert again.record["objective_cny"] == pytest.approx(plan["cost"]["dispatch_after"], rel=1e-9)


def test_a_target_out_of_reach_ends_with_its_reason_and_leaves_nothing(call, tmp_path):
    required = ("--set", "targets[target=generation].required=5")
    failed = call("plan", *DAY, *required, "--meet", "generation", "--out", tmp_path / "out", "--lang", "en")
    assert failed.exit_code == 3 and "out of reach with these at their bounds: more-wind" in failed.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_misspelt_target_is_a_fault_with_a_suggestion(call, tmp_path):
    failed = call("plan", *DAY, "--meet", "generatoin", "--out", tmp_path / "out", "--lang", "en")
    assert failed.exit_code == 2 and "Did you mean generation?" in failed.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_saved_run_of_the_case_is_not_solved_again(call, tmp_path, capfd):
    assert call("run", *DAY, "--out", tmp_path / "given", "--keep-warm").exit_code == 0
    planned = call(
        "plan", *DAY, "--meet", "none", "--start", tmp_path / "given", "--out", tmp_path / "out", "--verbose"
    )
    assert planned.exit_code == 0 and "Model status" in capfd.readouterr().out
    assert dispatch.open_run(tmp_path / "out" / "before").record["method"] == "start"


def test_a_plan_without_a_confirmation_is_saved_with_exit_code_4(call, tmp_path, monkeypatch):
    monkeypatch.setattr(confirmation, "proven_start", lambda *_: None)
    monkeypatch.setattr(confirmation, "Solver", lambda _: lambda *_: Solution("stopped", "windows"))
    ended = call("plan", *DAY, "--meet", "none", "--out", tmp_path / "out", "--lang", "en")
    assert ended.exit_code == 4 and "tutorial-closing: the run of this compliant case has no proof" in ended.stderr
    assert (
        json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))["plan"]["confirmation"]["status"] == "stopped"
    )
    assert not list((tmp_path / "out" / "cases").rglob(WARM))


def test_a_run_of_the_compliant_case_begins_with_the_solution_of_the_plan(written, call, tmp_path):
    """Without --start: the window of the plan is proven at once; another window, a changed case and a requested method are solved."""
    out, _ = written
    case = out / load_plan(out).case.compliant_case
    plain = dispatch.read_case(case, hours=24)
    known = dispatch.run(plain, threads=1)
    assert (known.status, known.record["method"]) == ("optimal", "start")
    assert known.record["objective_cny"] == pytest.approx(dispatch.open_run(out).record["objective_cny"], rel=1e-9)
    assert dispatch.run(plain, threads=1, method="simplex").record["method"] == "simplex"
    for other in (dispatch.read_case(case, hours=48), dispatch.read_case(case, ["prices.co2=500"], hours=24)):
        solved = dispatch.run(other, threads=1)
        assert solved.status == "optimal" and solved.record["method"] != "start"
        cold = dispatch.run(other, threads=1, method="simplex")
        assert solved.record["objective_cny"] == pytest.approx(cold.record["objective_cny"], rel=1e-6)
    copy = tmp_path / "cases"
    shutil.copytree(case.parent, copy)
    (copy / case.name / WARM).write_bytes(b"PK damaged")
    failed = call("run", copy / case.name, "--hours", "24", "--out", tmp_path / "run", "--lang", "en")
    assert (
        failed.exit_code == 2
        and WARM in failed.stderr
        and "Delete the file" in failed.stderr
        and not (tmp_path / "run").exists()
    )


def test_a_further_weather_year_without_a_confirmation_ends_with_exit_code_4(written):
    plan = load_plan(written[0])
    stopped = replace(plan.confirmation, status="stopped")
    year = PlannedYear("2", 1.0, 0.0, 0.0, "cases/weather-2/tutorial-closing", stopped)
    err = Console(file=io.StringIO(), width=200)
    with pytest.raises(typer.Exit) as ended:
        command._end(replace(plan, weather=PlannedWeather((year,))), Path("out"), err, Words(Lang.en))
    assert ended.value.exit_code == 4
    assert "weather-2/tutorial-closing: the run of this compliant case" in err.file.getvalue()


def test_a_plan_that_is_stopped_while_it_is_written_leaves_nothing(call, tmp_path, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(confirmation, "as_run", stopped)
    failed = call("plan", *DAY, "--meet", "none", "--out", tmp_path / "out")
    assert failed.exit_code == 130 and list(tmp_path.iterdir()) == []


def test_a_plan_killed_while_solving_leaves_nothing_that_looks_like_one(spawn, tmp_path):
    from .test_stop import CASE, wait_for

    process = spawn("plan", CASE, "--hours", 336, "--out", "out")
    wait_for(process, "solving")
    process.kill()
    process.communicate(timeout=60)
    assert not (tmp_path / "out").exists()
    assert all(path.name.endswith(".partial") for path in tmp_path.iterdir())


def test_a_loss_of_load_expectation_that_is_not_held_is_stated(call, tmp_path, monkeypatch):
    monkeypatch.setattr(reliable_plan, "ROUNDS", 1)
    failing = (part for fleet in ("coal", "gas") for part in ("--set", f"thermal[fleet={fleet}].forced_outage=0.4"))
    lost = (*failing, "--lole", "0.001", "--samples", "20")
    result = call("plan", *DAY, *lost, "--lang", "en", "--out", tmp_path / "out")
    assert result.exit_code == 4, result.stderr
    assert "number 1, has a LOLE of" in result.stderr
    assert (tmp_path / "out" / "csv" / "plan_lole.csv").stat().st_size > 0
    rounds = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))["plan"]["lole"]["rounds"]
    assert rounds[0]["lole"] > 0.001 and rounds[0]["missing_mw"] > 0.0


@pytest.mark.parametrize(
    ("options", "output"),
    [
        (["--weather-years", "1,x"], "no list of different seeds"),
        (["--weather-years", "1,1"], "no list of different seeds"),
        (["--weather-years", "1,2", "--weights", "1,0"], "no list of 2 positive weights"),
        (["--weather-years", "1,2", "--weights", "1"], "no list of 2 positive weights"),
        (["--weights", "1,2"], "needs `--weather-years`"),
        (["--cvar", "0.5"], "needs `--weather-years`"),
        (["--weather-years", "1,2", "--lole", "2.4"], "cannot be combined"),
        (["--weather-years", "1,2"], "needs `year`"),  # the tutorial has no parameters of weather
    ],
)
def test_options_of_weather_years_that_do_not_fit_are_refused(call, tmp_path, options, output):
    failed = call("plan", *DAY, *options, "--out", tmp_path / "out", "--lang", "en")
    assert failed.exit_code == 2 and output in " ".join(failed.output.split())
    assert list(tmp_path.iterdir()) == []


def test_weather_years_share_their_capacities(call, tmp_path):
    window = ("--from", "2030-03-01", "--hours", "24", "--threads", "1")
    years = ("--weather-years", "1,2", "--weights", "3,1", "--cvar", "0.5", "--meet", "none")
    out = tmp_path / "out"
    result = call("plan", "inputs/neimenggu-2030", *window, *years, "--out", out, "--lang", "en")
    assert result.exit_code == 0, result.output
    assert (
        "Weather years that share the capacities" in result.stdout
        and "mean of the most expensive 20 %" in result.stdout
    )
    weather = json.loads((out / "plan.json").read_text("utf-8"))["plan"]["weather"]
    assert [one["label"] for one in weather["years"]] == ["1", "2"]
    assert [one["weight"] for one in weather["years"]] == [0.75, 0.25]
    runs = [dispatch.open_run(out), dispatch.open_run(out / "years" / "2")]
    costs = [run.record["objective_cny"] for run in runs]
    assert costs == pytest.approx([one["dispatch_after"] for one in weather["years"]], rel=1e-6)
    assert dispatch.open_run(out / "years" / "2" / "before").status == "optimal"
    for year in weather["years"]:
        case = dispatch.read_case(out / year["compliant_case"], start="2030-03-01", hours=24)
        again = dispatch.run(case, threads=1)
        assert (again.status, again.record["method"]) == ("optimal", "start")
        assert again.record["objective_cny"] == pytest.approx(year["dispatch_after"], rel=1e-6)
    assert call("report", out, "--lang", "zh").exit_code == 0
    assert "共用容量的各气象年" in (out / "report.html").read_text("utf-8")
