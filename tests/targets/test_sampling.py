"""Measures that are found on weeks of a window and confirmed on the whole of it."""

import json
import sys
from dataclasses import replace

import numpy as np
import pytest

from dispatch.case import read_case
from dispatch.case.representative_weeks import at_hours
from dispatch.messages import Lang, Words
from dispatch.solve import Options
from dispatch.targets import Solver, StudyOptions, assess_targets, compute, sections
from dispatch.targets.assess import assessments
from dispatch.targets.base_case import base_of
from dispatch.targets.correction import confirm_compliant_case
from dispatch.targets.expansion import open_measures
from dispatch.targets.hosting_capacity import hosting_capacities
from dispatch.targets.measures import plan
from dispatch.targets.sampling import Sample, sample_of
from dispatch.targets.targets import SampleScaling

SOLVER = Solver(Options(threads=1))
WEEK = 168
LOAD, WIND = 50.0, 40.0
SHARES = [0.6, 1.0, 0.2, 0.6, 1.0, 0.2]
"""Wind of six weeks. The two of 0.6 have the mean of all, and show no curtailment where those of 1.0 have it."""
NEEDED = 0.0325


@pytest.fixture
def case(tiny):
    gust = np.repeat(SHARES, WEEK)
    return tiny(
        load=np.full(len(gust), LOAD),
        series={"gust": gust},
        renewables=[{"asset": "wind", "capacity": WIND, "profile": "gust"}],
        thermal=[{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}],
        targets=[{"target": "clean", "kind": "new_energy_generation", "unit": "TWh", "required": NEEDED}],
        measures=[
            {"measure": "more", "kind": "wind", "extends": "wind", "most": 100, "cost": 9e7, "lifetime": 20, "rate": 0}
        ],
    )


def made(power):
    """New energy of the six weeks with so much wind [TWh]."""
    return sum(WEEK * min(LOAD, share * power) for share in SHARES) * 1e-6


def test_margins_of_the_sample_are_those_of_the_window(case):
    base, (verdict,) = assess_targets(case, SOLVER)
    sample = sample_of(base, (), 2, SOLVER)
    (target,) = sample.scaling.targets(sample.base.case, sample.base.lp)
    assert verdict.margin == pytest.approx(made(WIND) - NEEDED)
    assert target.margin(sample.base.primal) == pytest.approx(verdict.margin, rel=1e-9)


def test_sizes_are_corrected_until_the_window_confirms_them(case, tmp_path):
    """On the sample 54 MW of wind would do; in the window they are curtailed in two weeks, and 58 MW are needed."""
    base, found = assess_targets(case, SOLVER)
    sample = sample_of(base, (), 2, SOLVER)
    expansion = open_measures(sample.base, SOLVER, sample.scaling)
    first = plan(expansion, ["clean"])

    def size_again(scaling):
        return plan(replace(expansion, scaling=scaling), ["clean"])

    closing = confirm_compliant_case(sample, found, first, size_again, tmp_path / "cases", SOLVER)
    power = WIND + closing.plan.sizes["more"].power * 1e3
    assert made(WIND + first.sizes["more"].power * 1e3) < NEEDED <= made(power) + 1e-9
    assert made(power) == pytest.approx(NEEDED, rel=1e-2)
    assert closing.margins["clean"] == pytest.approx(0.0, abs=1e-9) or closing.margins["clean"] > 0
    again = assess_targets(read_case(closing.folder), SOLVER)
    assert again[1][0].answer == "met"
    assert again[0].solution.objective == pytest.approx(closing.run.record["objective_cny"] * 1e-6, rel=1e-9)


def test_a_sample_of_nothing_less_is_the_window(case, tmp_path):
    base, found = assess_targets(case, SOLVER)
    sample = sample_of(base, (), None, SOLVER)
    assert sample.base is base and sample.share == 1.0
    exact = plan(open_measures(base, SOLVER), ["clean"])
    closing = confirm_compliant_case(sample, found, exact, lambda _: exact, tmp_path / "cases", SOLVER)
    assert closing.plan is exact and closing.margins["clean"] == pytest.approx(0.0, abs=1e-9)


def test_what_is_out_of_reach_is_reported_for_the_window(case):
    """All wind is taken as it is: the sample can take no more, and the best of the window is what it has."""
    base = base_of(case, SOLVER)
    (verdict,) = assessments(sample_of(base, (), 2, SOLVER), SOLVER)
    assert verdict.answer == "out_of_reach"
    assert verdict.best == pytest.approx(made(WIND), rel=1e-9)
    assert sum(limit.share for limit in verdict.limits) == pytest.approx(made(WIND) - NEEDED, rel=1e-6)


def test_an_area_whose_wind_comes_after_the_sampled_hours_is_reported_with_dashes(tiny):
    there = {"area": "B", "pocket": "q", "dispatcher": "e"}
    case = tiny(
        load=[50.0] * 48,
        loads=[there | {"load": "town", "energy": 48 * 20, "profile": "one"}],
        settings={"start": "2030-01-31"},
        areas=[{}, {"area": "B"}, {"area": "C"}],
        pockets=[{}, {"pocket": "q", "area": "B"}],
        dispatchers=[{}, {"dispatcher": "e", "area": "B"}],
        renewables=[{"asset": "wind", "capacity": WIND, "profile": "one"}, there | {"asset": "late", "profile": "one"}],
        capacity=[{"asset": "late", "capacity": 10, "commissioned": "2030-02"}],
        thermal=[{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}],
    )
    whole = base_of(case, SOLVER)
    sample = Sample(whole, base_of(at_hours(case, np.arange(24)), SOLVER), np.arange(24), SampleScaling())
    now, then = hosting_capacities(sample, SOLVER)
    assert now.area == "A" and now.at[0.95] == pytest.approx(50 / 0.95 * 1e-3, rel=1e-4)
    assert then.area == "B" and then.capacity == pytest.approx(0.01) and then.at == {0.95: None, 0.90: None}
    assert then.utilisation == pytest.approx(1.0)


def test_measures_are_sized_on_a_sample_of_their_own(case, tmp_path):
    *_, study = compute(case, StudyOptions(("measures",), weeks=3, measure_weeks=2), tmp_path, SOLVER)
    shown = sections(study, Words(Lang.en))
    sentences = [section.content for section in shown if isinstance(section.content, str)]
    assert any("use 3 representative weeks" in text for text in sentences)
    assert any("sized on 2 representative weeks" in text for text in sentences)
    record = json.loads((tmp_path / "closing-run" / "run.json").read_text("utf-8"))
    assert record["status"] == "optimal"
    assert study.measures.compliant_case.sizes and shown[-1].content.name == "closing"


def test_the_plan_for_all_targets_is_that_of_the_whole_window(case, tmp_path):
    """Each kind on two weeks, all together on all six: the plan of the window needs no correction, and its curve has seven points."""
    *_, study = compute(case, StudyOptions(("measures",), weeks=3, measure_weeks=2, whole=True), tmp_path, SOLVER)
    base = base_of(case, SOLVER)
    exact = plan(open_measures(base, SOLVER), ["clean"])
    together = study.measures.plans[-1]
    assert together.kind == "all" and together.total == pytest.approx(exact.total, rel=1e-9)
    assert together.sizes["more"].power == pytest.approx(exact.sizes["more"].power, rel=1e-9)
    points = study.measures.trade_off.points
    assert len(points) == 7 and [p.margin for p in points] == sorted(p.margin for p in points)
    assert study.measures.compliant_case.margins["clean"] == pytest.approx(0.0, abs=1e-9)
    shown = sections(study, Words(Lang.en))
    assert any("optimised over the whole window" in one.content for one in shown if isinstance(one.content, str))


def test_a_plan_too_large_for_the_whole_window_is_sized_on_weeks(case, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["dispatch.targets.compute"], "WHOLE_ROWS", 100)
    *_, study = compute(case, StudyOptions(("measures",), weeks=3, measure_weeks=2, whole=True), tmp_path, SOLVER)
    assert not study.case.whole
    shown = sections(study, Words(Lang.en))
    assert not any("optimised over the whole window" in one.content for one in shown if isinstance(one.content, str))
    assert study.measures.compliant_case.margins["clean"] >= -1e-9


def test_weeks_of_another_weather_are_its_own(tiny, monkeypatch):
    """Weeks represent their own year only: each year has representative weeks of its own."""
    gust = np.repeat(SHARES, WEEK)
    content = {
        "load": np.full(len(gust), LOAD),
        "renewables": [{"asset": "wind", "capacity": WIND, "profile": "gust"}],
        "thermal": [{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}],
    }
    case, other = (tiny(**content, series={"gust": values}) for values in (gust, np.roll(gust, WEEK)))
    sample = sample_of(base_of(case, SOLVER), (), 2, SOLVER)
    monkeypatch.setattr("dispatch.targets.sampling.read_case", lambda *_: other)
    mean = np.mean(SHARES)
    assert sample.base.case.series["gust"].mean() == pytest.approx(mean)
    assert sample.again().series["gust"].mean() != pytest.approx(mean)
    assert sample.elsewhere().series["gust"].mean() == pytest.approx(mean)
    assert len(sample.elsewhere().time) == len(sample.hours)
