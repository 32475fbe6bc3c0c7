"""A case has one name, however it is stated; anything that its results depend on changes the name."""

import shutil
from importlib import import_module

import pytest

from dispatch.batch import case_hash
from dispatch.batch.plan import load
from dispatch.batch.sweep import read_sweep
from dispatch.errors import CaseError

from .conftest import CO2, GROWTH, TUTORIAL


def names(plan):
    return [case.name for case in plan.cases]


@pytest.fixture
def copy(tmp_path):
    """A copy of the tutorial that may be changed."""
    return shutil.copytree(TUTORIAL, tmp_path / "inputs" / "tutorial")


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_same_plan_has_the_same_names(plan):
    assert names(plan(GROWTH, CO2)) == names(plan(GROWTH, CO2))
    assert len(set(names(plan(GROWTH, CO2)))) == 24


def test_a_case_is_the_same_in_another_sweep(plan):
    wide, narrow = plan(GROWTH, CO2), plan(CO2)
    assert set(names(narrow)) <= set(names(wide)) and wide.start == narrow.start


def test_another_way_of_saying_the_same(plan, copy):
    """A factor, or the number that it gives; rows in another order; a cell in another unit; a default that is written."""
    one = plan(GROWTH)
    town = {"name": "growth", "path": "load[load=town].energy", "values": [0.9 * 142800, 142800], "base": 142800}
    other = plan(town)
    assert names(other)[0] == names(one)[0] and other.base.name == one.base.name == names(one)[2]
    again = plan(GROWTH, case=copy)
    assert names(again) == names(one)
    lines = (copy / "thermal.csv").read_text("utf-8").splitlines()
    (copy / "thermal.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n")
    assert names(plan(GROWTH, case=copy)) == names(one)


def test_anything_else_is_another_case(plan, copy, tmp_path):
    known = {plan(GROWTH, case=copy).base.name}

    def new(**keys):
        name = plan(GROWTH, **{"case": copy} | keys).base.name
        assert name not in known
        known.add(name)

    replace(copy / "load.csv", "142800", "142801")
    new()
    replace(copy / "case.toml", "co2 = 20", "co2 = 21")
    new()
    text = (copy / "series.csv").read_text("utf-8")
    (copy / "series.csv").write_text(text + "\n", encoding="utf-8")
    new()
    new(set=["prices.co2=30"])
    new(hours=24)
    new(**{"from": "2030-01-08", "hours": 24})
    new(solving={"method": "simplex"})
    new(solving={"gap": 1e-3})
    shutil.move(copy, copy.with_name("renamed"))
    new(case=copy.with_name("renamed"))


def test_limits_do_not_change_a_result_and_so_no_name(plan):
    assert names(plan(GROWTH, solving={"time_limit": 9.0, "memory_gb": 1.0})) == names(plan(GROWTH))


def test_what_a_case_starts_from_is_part_of_it(plan):
    warm, cold = plan(GROWTH), plan(GROWTH, solving={"warm": False})
    assert warm.start == warm.base.name == cold.base.name and cold.start is None
    assert [a == b for a, b in zip(names(warm), names(cold), strict=True)] == [False, False, True, False]
    assert names(plan(GROWTH, CO2 | {"values": [30, 20]}))[1] not in names(plan(GROWTH))


def test_another_version_is_another_case(plan, monkeypatch):
    before = names(plan(GROWTH))
    own_versions = case_hash.versions()
    for key in ("neimenggu-dispatch", "highspy", "numpy"):
        monkeypatch.setattr(case_hash, "versions", lambda key=key: own_versions | {key: "other"})
        assert not set(names(plan(GROWTH))) & set(before)


def test_the_version_of_the_program_holds_its_source(tmp_path, monkeypatch):
    for package in ("dispatch/app", "dispatch/cli", "models"):
        (tmp_path / package).mkdir(parents=True)
    monkeypatch.setattr(case_hash, "files", lambda package: tmp_path / package)
    found = []
    for name, text in (("app/assemble.py", "a"), ("app/assemble.py", "b"), ("cli/run.py", "c")):
        (tmp_path / "dispatch" / name).write_text(text)
        found.append(case_hash.versions.__wrapped__()["neimenggu-dispatch"])
    assert found[0] != found[1] == found[2]


def test_a_seed_represents_its_series(plan):
    """Nothing is drawn to name a case: its name has seed and generator, and the data of the generator."""
    case = TUTORIAL.parent / "neimenggu-2030"
    found = plan({"name": "weather", "seeds": [1, 2, 3]}, case=case, hours=24)
    assert len({found.base.name, *names(found)}) == 3 and found.drawn
    assert not plan(GROWTH).drawn


def test_a_generator_of_another_version_gives_another_case(plan, monkeypatch):
    axis = {"name": "weather", "seeds": [1]}
    case = TUTORIAL.parent / "neimenggu-2030"
    before = plan(axis, case=case).base.name
    monkeypatch.setattr(import_module("dispatch.weather"), "VERSION", "other")
    assert plan(axis, case=case).base.name != before


def test_a_path_that_the_base_case_lacks_is_a_fault_of_the_sweep(plan):
    with pytest.raises(CaseError, match="no row matches"):
        plan(GROWTH | {"path": "load[load=city].energy"})
    with pytest.raises(CaseError, match="no such case"):
        plan(GROWTH, case="nowhere")


def test_a_value_that_one_case_cannot_take_is_that_case_s(plan):
    found = plan({"name": "dr", "path": "storage[asset=battery].charge_efficiency", "values": [0.9, 1.7]})
    assert len(set(names(found))) == 2


def test_a_plan_is_read_as_it_was_written(plan, tmp_path):
    known = plan(GROWTH, CO2, keep="some", keep_cases=["growth = 1.05"])
    (tmp_path / "out").mkdir()
    known.save(tmp_path / "out")
    assert load(tmp_path / "out") == known
    assert [case.number for case in known.cases if case.hourly] == [19, 20, 21, 22, 23, 24]
    assert known.all[known.base.name].hourly
    with pytest.raises(CaseError, match="no batch here"):
        load(tmp_path)


def test_cases_by_number_name_and_word(plan):
    known = plan(GROWTH)
    assert known.case("1").name == names(known)[0] == known.case(names(known)[0]).name
    assert known.case("base").name == known.base.name
    with pytest.raises(CaseError):
        known.case("5")


def test_a_sweep_file_in_gb18030(sweep_file):
    path = sweep_file(GROWTH)
    path.write_bytes(path.read_text("utf-8").replace("a sweep", "负荷").encode("gb18030"))
    assert read_sweep(path).sweep.title == "负荷"
