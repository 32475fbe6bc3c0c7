"""``dispatch operate``: its folder works like that of a run, and options that do not fit are refused."""

import json
from pathlib import Path

import pytest

from dispatch.results.foresight import FILE

TUTORIAL = Path(__file__).parents[2] / "inputs/tutorial"


@pytest.fixture(scope="module")
def operated(call, tmp_path_factory):
    place = tmp_path_factory.mktemp("operate") / "run"
    result = call("operate", TUTORIAL, "--hours", "72", "--out", place, "--set", "prices.co2=30")
    assert result.exit_code == 0, result.output
    return place, result.output


def test_it_prints_the_price_of_foresight(operated):
    place, printed = operated
    assert "Price of foresight" in printed and "perfect foresight" in printed
    content = json.loads((place / FILE).read_text(encoding="utf-8"))["foresight"]
    assert content["knowledge"]["values"] == "own" and len(content["errors"]) == 3
    assert json.loads((place / "run.json").read_text(encoding="utf-8"))["set"] == ["prices.co2=30"]
    assert not list(place.parent.glob("*.unfinished"))


def test_the_values_of_the_realised_window_are_those_of_a_case_without_weather_years(call, operated, tmp_path):
    again = tmp_path / "again"
    settings = ["--hours", "72", "--set", "prices.co2=30"]
    assert call("operate", TUTORIAL, *settings, "--out", again, "--values", "realised").exit_code == 0
    first, second = (json.loads((place / FILE).read_text(encoding="utf-8")) for place in (operated[0], again))
    assert first == second


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_report_compare_and_explain_work_on_it(call, operated, tmp_path, lang):
    place, _ = operated
    assert call("report", place, "--lang", lang).exit_code == 0
    page = (place / "report.html").read_text(encoding="utf-8")
    assert {"en": "Price of foresight: ", "zh": "预见性价值为"}[lang] in page
    assert {"en": "The price of foresight is ", "zh": "逐日运行多弃电"}[lang] in page  # the summary
    assert (place / "csv" / "foresight_curtailment.csv").is_file()
    out = tmp_path / "both"
    assert call("compare", place / "perfect", place, "--out", out, "--lang", lang).exit_code == 0
    assert call("explain", place, "2030-01-08 12:00", "--lang", lang).exit_code == 0


@pytest.mark.parametrize(
    ("options", "output"),
    [
        (["--block", "5"], "does not divide 24"),
        (["--values", "realised", "--values-from-years", "1,2"], "not both"),
        (["--values-from-years", "1,2"], "can draw no weather years"),
        (["--values", "x", "--values-from-years", "1,2"], "not both"),
        (["--values-from-years", "one"], "no list of different seeds"),
    ],
)
def test_options_that_do_not_fit_are_refused(call, tmp_path, options, output):
    result = call("operate", TUTORIAL, "--out", tmp_path / "run", *options)
    assert result.exit_code == 2 and output in result.output
    assert not (tmp_path / "run").exists()
