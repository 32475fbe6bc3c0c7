"""`dispatch report` and `dispatch compare`: what they write and say, and what bad input gets."""

import csv
import json
import os

import pytest
from typer.testing import CliRunner

from dispatch import fonts
from dispatch.cli import app

from .conftest import REGION, save


def call(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def other(tiny, tmp_path_factory):
    """REGION with a larger battery, dearer CO2 and one plant fewer."""
    stores = [REGION["storage"][0] | {"capacity": 400, "energy": 800}, REGION["storage"][1]]
    prices = REGION["settings"] | {"prices": {"co2": 80}}
    plants = [row for row in REGION["renewables"] if row["asset"] != "wind-b"]
    place = tmp_path_factory.mktemp("other") / "run"
    return save(tiny, place, storage=stores, settings=prices, renewables=plants)


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_report_says_what_it_wrote_in_the_requested_language(region):
    result = call("report", region, "--lang", "zh")
    assert result.exit_code == 0 and "已写出" in result.stdout and "report.xlsx" in result.stdout
    assert "弃电率" in (region / "csv" / "curtailment_year.csv").read_text("utf-8-sig").splitlines()[0]
    result = call("report", region, "--lang", "en")
    assert result.exit_code == 0 and "wrote" in result.stdout
    assert "curtailment rate (%)" in (region / "csv" / "curtailment_year.csv").read_text("utf-8-sig").splitlines()[0]


def test_the_language_follows_the_environment(region, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "已写出" in call("report", region).stdout


@pytest.mark.parametrize("missing", ["dispatch.nc", "inputs.json", "run.json"])
def test_what_is_no_run_is_bad_input(region, tmp_path, missing):
    place = tmp_path / "run"
    place.mkdir()
    for name in {"dispatch.nc", "inputs.json", "run.json", "summary.json"} - {missing}:
        (place / name).write_bytes((region / name).read_bytes())
    result = call("report", place)
    assert result.exit_code == 2 and missing in result.stderr


def test_what_cannot_be_read_is_bad_input(region, tmp_path):
    place = tmp_path / "run"
    place.mkdir()
    for name in ("dispatch.nc", "inputs.json", "run.json", "summary.json"):
        (place / name).write_bytes((region / name).read_bytes())
    (place / "dispatch.nc").write_bytes(b"no netCDF")
    assert call("report", place).exit_code == 2
    (place / "run.json").write_text("{")
    assert call("report", place).exit_code == 2


def test_without_a_font_pictures_are_refused_and_nothing_is_left(region, monkeypatch):
    before = sorted(os.listdir(region))
    monkeypatch.setattr(fonts, "CHINESE", ())
    result = call("report", region, "--png", "--lang", "zh")
    assert result.exit_code == 2 and "字体" in result.stderr
    assert sorted(os.listdir(region)) == before


def test_a_comparison_shows_what_differs(region, other, tmp_path):
    out = tmp_path / "deep" / "both"
    result = call("compare", region, other, "--out", out, "--lang", "en")
    assert result.exit_code == 0, result.output
    names = ["run (1)", "run (2)"]
    inputs = {(r["table"], r["row"], r["column"]): [r[n] for n in names] for r in table(out / "csv/compare_inputs.csv")}
    assert inputs[("case.toml", "", "prices.co2")] == ["50.0", "80.0"] or inputs[("case.toml", "", "prices.co2")] == [
        "50",
        "80",
    ]
    assert inputs[("capacity", "battery-p / 1", "capacity")] == ["200", "400"]
    assert inputs[("renewables", "wind-b", "technology")] == ["wind", "absent"]
    assert ("storage", "pumped", "charge_efficiency") not in inputs
    rows = {(r["area"], r["technology"]): r for r in table(out / "csv/compare_curtailment.csv")}
    alone = {name: call_curtailment(place) for name, place in zip(names, (region, other), strict=True)}
    row = rows[("Alpha", "wind")]
    for name in names:
        assert float(row[f"{name} (TWh)"]) == pytest.approx(alone[name][("Alpha", "wind")])
    gained = alone[names[1]][("Alpha", "wind")] - alone[names[0]][("Alpha", "wind")]
    assert float(row["run (2) less run (1) (TWh)"]) == pytest.approx(gained)
    assert rows[("Beta", "wind")]["run (2) (TWh)"] == "" and rows[("Beta", "wind")]["run (2) less run (1) (TWh)"] == ""
    causes = [r for r in table(out / "csv/compare_cause.csv") if r["area"] == "region"]
    assert [r["run"] for r in causes] == names
    cost = {(r["area"], r["item"]): r for r in table(out / "csv/compare_cost.csv")}
    whole = cost[("region", "cost")]
    parts = [
        float(r["run (2) (billion CNY)"] or 0)
        for (area, item), r in cost.items()
        if area == "region" and item != "cost"
    ]
    assert float(whole["run (2) (billion CNY)"]) == pytest.approx(sum(parts))
    headline = {(r["area"], r["measure"]): r for r in table(out / "csv/compare_headline.csv") if r["area"] == "region"}
    summaries = [json.loads((place / "summary.json").read_text("utf-8"))["region"] for place in (region, other)]
    for measure, key in (("coal", "coal_mtce"), ("CO2", "co2_mt"), ("thermal", "thermal_twh")):
        row, (before, after) = headline[("region", measure)], [one[key] for one in summaries]
        assert [float(row[name]) for name in names] == pytest.approx([before, after], abs=1e-3)
        assert float(row["run (2) against run (1) (%)"]) == pytest.approx(100 * (after / before - 1), abs=1e-2)


def call_curtailment(place):
    call("report", place, "--lang", "en")
    return {
        (r["area"], r["technology"]): float(r["curtailed (TWh)"]) for r in table(place / "csv/curtailment_year.csv")
    }


def test_one_run_is_no_comparison_and_nothing_is_overwritten(region, tmp_path):
    result = call("compare", region, "--out", tmp_path / "x")
    assert result.exit_code == 2 and not (tmp_path / "x").exists()
    (tmp_path / "there").mkdir()
    assert call("compare", region, region, "--out", tmp_path / "there").exit_code == 2
    assert call("compare", region, tmp_path / "none", "--out", tmp_path / "y").exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["there"]
