"""A target of another year than that of the case is measured, and neither tested, searched nor imposed."""

import json

import pytest
from typer.testing import CliRunner

import dispatch
from dispatch.cli import app

EARLIER = ("--set", "targets[target=generation].year=2025", "--hours", "24")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """`targets` and `run` of the tutorial's first day, whose second target is one of 2025 and missed."""
    place = tmp_path_factory.mktemp("year")
    words = ("inputs/tutorial", *EARLIER, "--lang", "en", "--threads", "1")
    targets = CliRunner().invoke(app, ["targets", *words, "--out", str(place / "targets")])
    run = CliRunner().invoke(app, ["run", *words, "--out", str(place / "run")])
    assert targets.exit_code == 0 and run.exit_code == 0, targets.output + run.output
    return place, targets.stdout, run.stdout


def test_the_verdict_says_not_tested_beside_the_value(written):
    place, _, _ = written
    found = {one["id"]: one for one in json.loads((place / "targets" / "verdict.json").read_text("utf-8"))}
    one = found["generation"]
    assert (one["answer"], one["tested"], one["year"], one["margin"]) == ("not_tested", False, 2025, None)
    assert one["achieved"] == pytest.approx(-396e-6)  # a seventh of the week
    assert found["capacity"]["tested"] and "not tested: target of 2025" in (
        place / "targets" / "verdict.csv"
    ).read_text("utf-8")


def test_it_is_not_searched_nor_closed(written):
    place, _, _ = written
    assert not (place / "targets" / "cases").exists()
    assert not (place / "targets" / "break-even.csv").exists()


def test_a_run_says_it_in_the_closing_table_the_summary_and_the_report(written):
    place, _, text = written
    assert "not tested" in text and "2025" in text
    targets = {one["id"]: one for one in dispatch.open_run(place / "run").summary["targets"]}
    one = targets["generation"]
    assert (one["met"], one["margin"], one["year"], one["tested"]) == (None, None, 2025, False)
    report = CliRunner().invoke(app, ["report", str(place / "run"), "--lang", "zh"])
    assert report.exit_code == 0, report.output
    assert any("目标年份不同" in path.read_text("utf-8-sig") for path in (place / "run").rglob("*verdict*.csv"))


def test_it_cannot_be_imposed(written):
    words = ("inputs/tutorial", *EARLIER, "--set", "targets[target=generation].imposed=true")
    refused = CliRunner().invoke(app, ["run", *words, "--lang", "en"])
    assert refused.exit_code == 2 and "a target of 2025 is not tested in a case of 2030" in refused.stderr
