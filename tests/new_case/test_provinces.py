"""Cases of provinces from packaged data."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest

import dispatch
from dispatch.case.schema import SCHEMA
from dispatch.errors import CaseError
from dispatch.messages import Lang
from dispatch.new_case import Facts, from_provinces, provinces, read_statistics
from dispatch.new_case.provinces import PROVINCES
from dispatch.new_case.provinces.balance import balances, contracts
from dispatch.new_case.provinces.facts import DATA, QUANTITIES, Fact, rows
from dispatch.new_case.provinces.profiles import series

HEAD = "province,quantity,value,source\n"
MARK = re.compile(r"\b(P|F|E|calc|guess|default)\b")


@pytest.fixture(scope="module")
def gansu(tmp_path_factory):
    """The case of Gansu, a folder."""
    place = tmp_path_factory.mktemp("province") / "gansu"
    from_provinces(provinces("甘肃"), place)
    return place


def test_a_province_reads_without_a_fault_and_runs_to_a_proof(gansu):
    case = dispatch.read_case(gansu, start="2024-03-01", hours=48)
    assert case.horizon_hours == 8784
    run = dispatch.run(case)
    assert run.record["status"] == "optimal" and run.summary["region"]["unserved_gwh"] == pytest.approx(0, abs=1e-3)


def test_every_row_has_a_source(gansu):
    for name in SCHEMA:
        if (gansu / f"{name}.csv").exists():
            with (gansu / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                assert all(MARK.search(row["source"]) for row in csv.DictReader(file)), name


def test_the_case_states_what_it_lacks_in_both_languages(gansu, tmp_path):
    missing = from_provinces(provinces("gansu"), tmp_path / "g")
    text = (gansu / "README.md").read_text(encoding="utf-8")
    for one in missing:
        assert one.text(Lang.en) in text and one.text(Lang.zh) in text
    assert "nuclear power" in text and "核电" in text and "Copernicus" in text


def test_energy_of_wind_pv_and_load_is_that_of_the_figures(gansu):
    case, facts = dispatch.read_case(gansu), Facts()
    for name in ("wind", "pv"):
        assert case.series[f"{name}-gansu"].sum() == pytest.approx(facts.value("Gansu", f"{name}_hours"), rel=2e-3)
    assert case.tables["load"]["energy"].sum() == pytest.approx(facts.value("Gansu", "consumption") * 1e3)


@pytest.mark.parametrize("one", PROVINCES, ids=lambda one: one.name)
def test_series_of_every_province_are_shares_with_the_hours_of_its_figures(one):
    facts = Facts()
    found = series(facts, one.key)
    for name, values in found.items():
        assert len(values) == 8784 and np.isfinite(values).all() and values.min() >= 0, name
        assert name in ("load", "hydro") or values.max() <= 1, name
    assert found["wind"].sum() == pytest.approx(facts.value(one.key, "wind_hours"), rel=1e-3)


def test_every_province_has_every_figure_with_a_source():
    facts = Facts()
    optional = {"thermal_2024", "net_export"}
    for one in PROVINCES:
        for quantity in set(QUANTITIES) - optional:
            assert facts(one.key, quantity).value >= 0 and MARK.search(facts(one.key, quantity).source)


def test_the_nation_generates_what_it_consumes():
    assert sum(one.export.value for one in balances(Facts()).values()) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("key", ["Jiangsu", "Gansu"])
def test_the_balance_has_the_wind_of_the_case(key):
    facts, shares = Facts(), series(Facts(), key)
    sea = facts.value(key, "wind_offshore_share")
    hours = (1 - sea) * shares["wind"].sum() + (sea * shares["wind_offshore"].sum() if sea else 0.0)
    capacity = (facts.value(key, "wind_2023") + facts.value(key, "wind_2024")) / 2
    assert balances(facts)[key].wind == pytest.approx(capacity * hours / 1e3, rel=1e-3)


def test_a_group_exchanges_its_sum_with_others():
    chosen = provinces("gansu,qinghai,shandong")
    found = balances(Facts())
    traded = contracts(chosen, found, Facts().ties)
    assert sum(traded.values()) == pytest.approx(sum(found[one.key].export.value for one in chosen))
    assert all(value * sum(traded.values()) >= 0 for value in traded.values())


def test_a_province_without_a_tie_to_the_group_exchanges_its_own_balance():
    found = balances(Facts())
    traded = contracts(provinces("gansu,xinjiang,beijing"), found, Facts().ties)
    assert traded["Beijing"] == pytest.approx(found["Beijing"].export.value)


def test_a_group_has_the_ties_between_its_provinces(tmp_path):
    from_provinces(provinces("gansu,qinghai,hainan"), tmp_path / "group")
    case = dispatch.read_case(tmp_path / "group", hours=24)
    assert list(case.tables["lines"]["line"]) == ["gansu-qinghai"]
    assert sorted(case.tables["areas"]["area"]) == ["gansu", "hainan", "qinghai"]


def test_all_provinces_read_as_one_case(tmp_path):
    from_provinces(provinces("all"), tmp_path / "china")
    case = dispatch.read_case(tmp_path / "china", hours=24)
    assert len(case.tables["areas"]) == 31 and "corridors" in case.tables and case.tables["corridors"].empty


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("gansoo", "Did you mean gansu?"), ("甘素", "Did you mean 甘肃?"), ("gansu,gansu", "stands twice")],
)
def test_a_wrong_name_has_a_suggestion(call, tmp_path, text, suggestion):
    result = call("new", tmp_path / "mine", "--province", text)
    assert result.exit_code == 2 and suggestion in result.stderr and not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["Gansu", "GANSU", "甘肃", "甘肃省", " gansu "])
def test_a_province_has_several_spellings(text):
    assert [one.name for one in provinces(text)] == ["gansu"]


def test_figures_of_the_planner_replace_the_packaged_ones(tmp_path):
    (tmp_path / "own.csv").write_text(HEAD + "甘肃,wind_2024,30.8,P: plan of the province\n", encoding="utf-8")
    assert read_statistics(tmp_path / "own.csv")("Gansu", "wind_2024") == Fact(30.8, "P: plan of the province")


def test_faults_of_a_table_of_figures_are_reported_at_once(call, tmp_path):
    (tmp_path / "own.csv").write_text(HEAD + "gansoo,wind_2025,-1,\n", encoding="utf-8")
    result = call("new", tmp_path / "mine", "--province", "gansu", "--statistics", tmp_path / "own.csv")
    assert result.exit_code == 2 and not (tmp_path / "mine").exists()
    for words in ("no such province", "wind_2024", "range of the quantity", "needs a source"):
        assert words in result.stderr


@pytest.mark.parametrize(
    "line", ["甘肃省,wind_2024", "gansu,wind_offshore_share,5,P: x", "gansu,wind_hours,20000,P: x"]
)
def test_a_figure_is_in_the_range_of_its_quantity(tmp_path, line):
    (tmp_path / "own.csv").write_text(HEAD + line + "\n", encoding="utf-8")
    with pytest.raises(CaseError) as error:
        read_statistics(tmp_path / "own.csv")
    assert {fault.column for fault in error.value.faults} <= {"value", "source"}


def test_the_packaged_data_are_small_and_every_file_has_an_attribution():
    text = (Path(__file__).parents[2] / "inputs" / "provinces" / "README.md").read_text(encoding="utf-8")
    files = [path for path in Path(str(DATA)).iterdir() if path.suffix in (".csv", ".nc")]
    assert sum(path.stat().st_size for path in files) < 10e6
    assert all(path.name in text for path in files)
    assert rows("coal.csv")


@pytest.mark.parametrize("page", ["docs/provinces.md", "docs/zh/provinces.md"])
def test_the_pages_show_what_the_command_prints(call, tmp_path, monkeypatch, page):
    monkeypatch.chdir(tmp_path)
    text = (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
    command, *shown = re.findall(r"```console\n\$ dispatch (.*?)```", text, re.DOTALL)[0].splitlines()
    result = call(*command.split())
    assert result.stdout.splitlines() == shown
    assert all(f"| {quantity}" in text or quantity in text for quantity in QUANTITIES)
