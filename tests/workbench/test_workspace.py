"""The folder of the workbench: what is in it, and that nothing leads outside."""

import json

import pytest

import dispatch
from dispatch.errors import CaseError
from dispatch.messages import Lang, Words
from dispatch.workbench.bench import Bench
from dispatch.workbench.queue import Queue
from dispatch.workbench.runs import Runs
from dispatch.workbench.workspace import Workspace, headline


def test_cases_and_runs_of_a_folder_are_listed_with_their_headline(folder, workspace):
    run = dispatch.run(dispatch.read_case(folder / "inputs" / "tutorial"))
    run.save(folder / "results" / "first")
    case, found = workspace.entries("case"), workspace.entries("run")
    assert [entry.path for entry in case] == ["inputs/tutorial"]
    assert case[0].title_in(Lang.zh).startswith("教程") and case[0].title_in(Lang.en).startswith("Tutorial")
    (entry,) = found
    assert (entry.path, entry.case, entry.status, entry.hours) == ("results/first", "tutorial", "optimal", 168)
    assert dict(entry.headline) == pytest.approx(headline(run.summary))


def test_the_utilisation_rate_of_the_headline_is_that_of_wind_pv_and_csp():
    place = {
        "available_twh": {"wind": 3.0, "pv": 1.0, "hydro": 5.0},
        "curtailment_twh": {"wind": 0.5, "pv": 0.5, "hydro": 1.0},
        "load_twh": 1.0,
        "new_energy_twh": 3.0,
        "thermal_twh": 1.0,
        "export_twh": 0.0,
        "unserved_gwh": 0.0,
        "reserve_shortfall_gwh": {"up": 0.0, "down": 0.0},
        "cost_cny": 2e9,
        "co2_mt": None,
        "coal_mtce": None,
        "net_coal_rate_gce_per_kwh": None,
    }
    found = headline({"region": place})
    assert found["utilisation"] == 0.75 and found["curtailed"] == 1e6 and found["cost_total"] == 2e9


def test_a_damaged_run_is_listed_without_a_headline(folder, workspace):
    place = folder / "results" / "broken"
    place.mkdir(parents=True)
    (place / "run.json").write_text('{"case": 1', encoding="utf-8")
    (entry,) = workspace.entries("run")
    assert entry.path == "results/broken" and not entry.headline


@pytest.mark.parametrize(
    "path", ["..", "../other", "/etc", "inputs/../../x", "a\0b", ".dispatch", ".dispatch/jobs", "link"]
)
def test_no_path_leads_outside_the_folder(folder, workspace, path):
    (folder / "link").symlink_to(folder.parent)
    with pytest.raises(CaseError, match="outside the folder"):
        workspace.inside(path)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "a\\b", " a", "-a", ".a", "a\nb", "con:x", "x" * 101, "tutorial"]
)
def test_a_name_that_is_none_or_is_taken_is_refused(workspace, name):
    with pytest.raises(CaseError):
        workspace.new_case(name)


@pytest.mark.parametrize("name", ["a", "a<b>:c", "x" * 200, "a\nb"])
def test_a_case_of_any_name_has_a_place_for_its_result(workspace, name):
    first = workspace.new_result(name)
    assert first.parent == workspace.root / "results" and first.name.startswith(name[0])
    first.mkdir(parents=True)
    assert not workspace.new_result(name).exists()


def test_a_copy_stands_beside_its_case(folder, workspace):
    (folder / "other" / "base").mkdir(parents=True)
    (folder / "other" / "base" / "case.toml").write_text('title = "x"', encoding="utf-8")
    assert workspace.new_case("copy", "other/base") == folder.resolve() / "other" / "copy"
    assert workspace.new_case("copy") == folder.resolve() / "inputs" / "copy"


def test_a_folder_that_is_a_case_is_listed_itself(folder):
    own = Workspace(folder / "inputs" / "tutorial")
    assert [entry.path for entry in own.entries()] == ["."]


def test_a_kind_is_that_of_the_first_mark(folder, workspace):
    place = folder / "results" / "study"
    place.mkdir(parents=True)
    for name in ("run.json", "targets.json"):
        (place / name).write_text(json.dumps({}), encoding="utf-8")
    assert workspace.entry("results/study").kind == "targets"


def test_cases_of_a_batch_without_hours_are_no_runs(folder, workspace):
    for name, files in (("batched", ("case.json",)), ("kept", ("case.json", "dispatch.nc"))):
        place = folder / "results" / "cases" / name
        place.mkdir(parents=True)
        for file in ("run.json", *files):
            (place / file).write_text("{}", encoding="utf-8")
    assert [entry.path for entry in workspace.entries("run")] == ["results/cases/kept"]


def test_a_study_is_listed_with_its_headline_and_a_damaged_one_without(folder, workspace):
    answers = [
        {"tested": True, "answer": "met"},
        {"tested": True, "answer": "enforced"},
        {"tested": False, "answer": "not_tested"},
    ]
    files = {
        "targets": {"targets.json": "{}", "verdict.json": json.dumps(answers)},
        "batch": {
            "batch.json": json.dumps({"cases": [{"name": "a"}, {"name": "b"}]}),
            "table.csv": "case,status,name\n0,done,a\n1,done,a\n2,failed,b\n",
        },
        "adequacy": {
            "adequacy.json": json.dumps({"places": [{"load": {"lole": {"value": 0.5}, "eens": {"value": 1234.5}}}]})
        },
        "damaged": {"adequacy.json": "{}"},
    }
    for name, content in files.items():
        (folder / "results" / name).mkdir(parents=True)
        for file, text in content.items():
            (folder / "results" / name / file).write_text(text, encoding="utf-8")
    texts = {
        entry.name: entry.found and Words(Lang.en)(entry.found)
        for entry in workspace.entries("targets", "batch", "adequacy")
    }
    assert texts == {
        "targets": "Targets: 1 of 2 tested targets met",
        "batch": "1 of 2 cases done",
        "adequacy": "LOLE 0.5 h/year, EENS 1,234.5 MWh/year",
        "damaged": None,
    }


def test_the_latest_run_is_in_memory_before_a_browser_opens_it_and_a_damaged_one_is_left(folder, workspace):
    bench = Bench(workspace, Queue(workspace), Runs())
    bench.warm_up()
    dispatch.run(dispatch.read_case(folder / "inputs" / "tutorial")).save(folder / "results" / "first")
    bench.warm_up()
    assert bench.runs.paths() == ["results/first"]
    (folder / "results" / "broken").mkdir()
    (folder / "results" / "broken" / "run.json").write_text("{", encoding="utf-8")
    bench.warm_up()
