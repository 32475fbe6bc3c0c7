"""Assessments of a case: intervals, workers, seeds, the saved file, the command."""

import json

import numpy as np
import pytest
from scipy.stats import binom
from typer.testing import CliRunner

from dispatch.adequacy import results
from dispatch.adequacy.assess import Options, assess, read_years
from dispatch.adequacy.report import build
from dispatch.adequacy.severity import severity
from dispatch.adequacy.simulate import Pool
from dispatch.adequacy.tables import lines
from dispatch.cli.commands import app
from dispatch.messages import Lang, Words

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


def test_an_assessment_does_not_depend_on_the_number_of_workers(short):
    """300 samples are two batches."""
    one, two = (found("inputs/tutorial", short, samples=300, workers=workers) for workers in (1, 2))
    assert one == two
    assert one.places[0].load.lole.value > 0


def test_a_reservoir_serves_until_only_its_inflow_is_left(tiny):
    """100 MW of load, 60 MW of supply, a full lake of 200 MWh with 30 MW of inflow: it falls by 10 MWh an hour, so that 10 MW are
    short from the 21st hour on."""
    case = tiny(
        load=[100] * 24,
        units=[{"unit": "contract", "capacity": 60, "given_profile": "flat"}],
        reservoirs=[{"reservoir": "lake", "content": 200, "discharge": 50, "charge": 0, "inflow_profile": "rain"}],
        series={"flat": [60] * 24, "rain": [30] * 24},
    )
    load = assess([case], Options(samples=2), QUIET)[0].places[0].load
    assert load.lole.value == pytest.approx(4) and load.eens.value == pytest.approx(40)


def test_a_reservoir_begins_with_its_stated_content(tiny):
    """The lake has 30 of 200 MWh and 10 MW of inflow. It serves the deficit of 40 MW in the first hour, and 10 MW in each later hour."""
    case = tiny(
        load=[100] * 24,
        units=[{"unit": "contract", "capacity": 60, "given_profile": "flat"}],
        reservoirs=[
            {"reservoir": "lake", "content": 200, "discharge": 50, "charge": 0, "inflow_profile": "rain"}
            | {"boundary": "start", "initial": 30}
        ],
        series={"flat": [60] * 24, "rain": [10] * 24},
    )
    load = assess([case], Options(samples=2), QUIET)[0].places[0].load
    assert load.lole.value == pytest.approx(23) and load.eens.value == pytest.approx(23 * 30)


def test_units_are_those_of_the_capacity_in_every_weather_year(tiny):
    """The highest output differs between the years, the number of units may not."""
    unit = {"unit": "mill", "capacity": 300, "unit_size": 80, "forced_outage": 0.3, "maximum_profile": "gust"}
    cases = [tiny(load=[10] * 24, units=[unit], series={"gust": [most] * 24}) for most in (0.95, 0.8)]
    systems = assess(cases, Options(samples=2), QUIET)[1]
    assert [system.units.chain.count.tolist() for system in systems] == [[4], [4]]


def test_an_interval_of_several_weather_years_counts_years(small):
    values, year = np.array([1.0, 3.0, 5.0, 7.0]), np.array([0, 1, 0, 1])
    one = results.estimate(values, 0 * year)
    assert (one.value, one.error) == (4.0, pytest.approx(values.std(ddof=1) / 2 / 4))
    both = results.estimate(values, year)
    assert (both.value, both.error) == (4.0, pytest.approx(1.0 / 4))
    assert both.high == pytest.approx(4.0 + 12.706 * 1.0, rel=1e-3)


def test_no_event_in_any_sample_has_the_exact_upper_bound():
    none = results.share_of(np.zeros(100, dtype=bool))
    assert (none.value, none.low, none.high) == (0.0, 0.0, pytest.approx(1 - 0.05**0.01))
    assert binom.pmf(0, 100, none.high) == pytest.approx(0.05)
    assert results.none_high(1000) == pytest.approx(3 / 1000, rel=5e-3)  # rule of three
    some = results.share_of(np.arange(100) < 4)
    assert (binom.sf(3, 100, some.low), binom.cdf(4, 100, some.high)) == (pytest.approx(0.025), pytest.approx(0.025))
    lole = results.estimate(np.zeros(100), np.arange(100) % 10, 6.0)
    assert (lole.value, lole.low, lole.high) == (0.0, 0.0, pytest.approx(6.0 * none.high))


def test_the_severity_of_a_year_with_a_shortfall_is_that_of_higher_demand(small):
    """Load of 100 MW in an hour of ten, supply of 105 MW: 6 % more is the least level with a shortfall, of 1 MW in 12 hours."""
    load = np.where(np.arange(120) % 10 == 0, 100.0, 50.0)
    system = small(load, supply=105.0)
    found = severity([system], 1)
    assert found.raised == pytest.approx(0.06)
    hours, days, energy, events, depth = found.of_event[0, :, -1]
    assert (hours, days, events) == (12, 5, 12)
    assert (energy, depth) == (pytest.approx(12.0), pytest.approx(1.0))
    never = severity([small(load, supply=1e4)], 1)
    assert never.samples == 0
    assert never.of_event[0, :3, -1].tolist() == [120, 5, pytest.approx(load.sum())]


def test_an_assessment_without_an_event_has_upper_bounds_in_summary_and_text():
    result = found("inputs/tutorial", [], samples=20)
    none, risk = result.places[0].no_events, result.places[0].load
    assert risk.lole.value == risk.eens.value == 0.0
    assert none.years == risk.years.high == pytest.approx(1 - 0.05**0.05)
    assert none.hours > 0.0 < none.energy
    assert risk.lole.high == pytest.approx(none.years * none.hours)
    assert risk.eens.high == pytest.approx(none.years * none.energy)
    assert result.convergence[-1].lole.high == risk.lole.high
    numbers = results.summary(result)["places"]["region"]
    assert numbers["lole_hours_load"] == {"value": 0.0, "low": 0.0, "high": risk.lole.high}
    assert numbers["years_load"]["high"] == none.years
    assert any("13.91%" in line for line in lines(result, Words(Lang.en)))


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
