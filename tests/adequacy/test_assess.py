"""Assessments of a case: intervals, workers, seeds, the saved file, the command."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from dispatch.adequacy import results
from dispatch.adequacy.assess import Options, assess, read_years
from dispatch.adequacy.report import build
from dispatch.adequacy.simulate import Pool
from dispatch.cli.commands import app
from dispatch.messages import Lang

QUIET = lambda stage, share: None  # noqa: E731


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """The tutorial with half of its coal, for three days."""
    return ["capacity[asset=coal].capacity=*0.5", "demand_response[programme=contract].capability=0"]


def found(path, settings, **options):
    cases = read_years(path, settings, (None, 72), Options(**options), QUIET)
    return assess(cases, Options(**options), QUIET)[0]


def test_the_same_seed_gives_the_same_samples_for_any_number_of_workers(small):
    load = 150 + 30 * np.sin(np.arange(240) * np.pi / 12)
    system = small(load, [{"size": 20, "count": 10, "rate": 0.08, "repair": 40}], store=[{"power": 9, "energy": 30}])
    work = [(0, 1, 2), (3, 4, 5), (6, 7)]
    values = []
    for workers in (1, 2):
        with Pool([system], 7, workers) as pool:
            values.append(np.concatenate([one.values for one in pool.map(work)], axis=2))
    assert np.array_equal(*values)
    with Pool([system], 7) as pool:
        (alone,) = pool.map([(4,)])
    assert np.array_equal(alone.values[:, :, 0], values[0][:, :, 4])
    with Pool([system], 8) as pool:
        assert not np.array_equal(next(iter(pool.map([work[0]]))).values, values[0][:, :, :3])


def test_an_interval_of_several_weather_years_counts_years(small):
    values, year = np.array([1.0, 3.0, 5.0, 7.0]), np.array([0, 1, 0, 1])
    one = results.estimate(values, 0 * year)
    assert (one.value, one.error) == (4.0, pytest.approx(values.std(ddof=1) / 2 / 4))
    both = results.estimate(values, year)
    assert (both.value, both.error) == (4.0, pytest.approx(1.0 / 4))
    assert both.high == pytest.approx(4.0 + 12.706 * 1.0, rel=1e-3)


def test_an_assessment_is_saved_whole_and_reported_in_both_languages(short, tmp_path):
    result = found("inputs/tutorial", short, samples=20)
    assert result.places[0].load.lole.value > 0
    assert result.worst and result.worst[0].energy == max(event.energy for event in result.worst)
    results.save(result, tmp_path)
    assert results.load(tmp_path) == result
    summary = json.loads((tmp_path / "summary.json").read_text("utf-8"))["adequacy"]
    assert summary["places"]["region"]["lole_hours_load"]["value"] == result.places[0].load.lole.value
    english, chinese = (build(result, lang) for lang in Lang if lang in (Lang.en, Lang.zh))
    assert [table.key for table in english.tables] == [table.key for table in chinese.tables]
    assert {"risk", "heat", "worst", "convergence"} <= {table.key for table in english.tables}


def test_sampling_stops_at_the_requested_error(short):
    result = found("inputs/tutorial", short, samples=2000, until=0.2)
    assert result.samples == 500
    assert result.places[0].load.lole.error <= 0.2


def test_the_command_writes_a_folder_that_report_reads(short, tmp_path):
    out, runner = tmp_path / "aq", CliRunner()
    sets = [part for setting in short for part in ("--set", setting)]
    options = [
        "--samples",
        "10",
        "--credits",
        "5",
        "--hours",
        "72",
        "--workers",
        "1",
        "--lang",
        "en",
        "--out",
        str(out),
    ]
    done = runner.invoke(app, ["adequacy", "inputs/tutorial", *options, *sets])
    assert done.exit_code == 0, done.output
    assert {"adequacy.json", "summary.json", "report.html", "report.xlsx", "csv"} <= {one.name for one in out.iterdir()}
    again = runner.invoke(app, ["report", str(out), "--lang", "zh"])
    assert again.exit_code == 0 and "置信" in again.output
    refused = runner.invoke(
        app, ["adequacy", "inputs/tutorial", "--until", "x", "--out", str(tmp_path / "b"), "--lang", "en"]
    )
    assert refused.exit_code == 2
