"""Planned outages take whole units out of service, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from dispatch.adequacy.outages import Outages
from dispatch.adequacy.planned import Fleet, Planned, given, levelled
from dispatch.adequacy.reading import read_system
from dispatch.adequacy.simulate import Simulator

HOURS = 4 * 168
NONE = Planned.of([])


def fleet(*sizes, hours=HOURS):
    """One group of one unit for each size [GW], all of fleet 0."""
    count = len(sizes)
    return Fleet(np.zeros(count, dtype=int), np.ones(count, dtype=int), np.array(sizes), np.ones((count, hours), bool))


def out(rows, count, hours=HOURS):
    return Planned.of(rows).count(count, hours)


def test_a_level_plan_takes_one_unit_after_the_other_for_its_days():
    units = Fleet(np.array([0]), np.array([4]), np.array([0.25]), np.ones((1, HOURS), dtype=bool))
    rows = levelled(units, np.full((1, HOURS), 0.25), np.array([7.0]), np.array([0]))
    assert rows == [(0, 0, 0, 168), (0, 1, 168, 336), (0, 2, 336, 504), (0, 3, 504, 672)]


def test_weeks_without_a_plan_have_no_outage_and_the_whole_follows_the_plan():
    share = np.repeat([[0.0, 0.5, 0.0, 0.5]], 168, axis=1).reshape(1, HOURS)
    rows = levelled(fleet(0.3, 0.3, 0.3, 0.3), share, np.array([7.0]), np.array([0]))
    assert out(rows, 4).sum(axis=0)[::168].tolist() == [0, 2, 0, 2]


def test_fleets_of_an_area_round_together():
    """Four fleets of one unit, each with a quarter of it planned in every week: one unit is out, a different one each week."""
    units = Fleet(np.arange(4), np.ones(4, dtype=int), np.full(4, 0.6), np.ones((4, HOURS), dtype=bool))
    rows = levelled(units, np.full((4, HOURS), 0.25), np.full(4, 7.0), np.zeros(4, dtype=int))
    found = out(rows, 4)
    assert (found.sum(axis=0) == 1).all()
    assert (found.sum(axis=1) == 168).all()


def test_an_area_and_a_park_have_plans_of_their_own():
    """Fleets as above, two of them in a park: each place rounds by itself, so that one unit of each is out at once."""
    units = Fleet(np.arange(4), np.ones(4, dtype=int), np.full(4, 0.6), np.ones((4, HOURS), dtype=bool))
    found = out(levelled(units, np.full((4, HOURS), 0.25), np.full(4, 7.0), np.array([0, 0, 1, 1])), 4)
    assert (found[:2].sum(axis=0) == found[2:].sum(axis=0)).all()
    assert found[:2].sum(axis=0).max() == 1
    assert (found.sum(axis=1) == 168).all()


def test_an_outage_of_some_days_ends_within_a_week():
    rows = levelled(fleet(1.0), np.full((1, HOURS), 0.5), np.array([10.0]), np.array([0]))
    assert out(rows, 1).sum() == 240


def test_given_outages_take_the_units_that_fit_and_derate_by_the_rest():
    during = np.zeros((2, 48), dtype=bool)
    during[0, :24] = during[1, 12:36] = True
    rows, part = given(fleet(0.3, 0.2, hours=48), np.zeros(2, dtype=int), np.array([0.35, 0.2]), during, 1)
    assert rows == [(0, 0, 0, 24), (1, 0, 12, 36)]
    assert part[0, [0, 23, 24, 40]] == pytest.approx([0.05, 0.05, 0.0, 0.0])


def test_a_case_has_its_planned_outages_as_whole_units(tiny):
    """Four units of 250 MW with a day of outage in a week of constant load: on every other day."""
    coal = {"fleet": "coal", "capacity": 1000, "unit_size": 250, "forced_outage": 0.0, "maintenance": 1}
    system = read_system(tiny(load=[600] * 168, thermal=[coal]))
    assert system.units.size == pytest.approx(np.full((1, 168), 250.0))
    assert system.units.present.tolist() == [[3] * 24 + [4] * 24 + [3] * 24 + [4] * 24 + [3] * 24 + [4] * 24 + [3] * 24]
    (draws,) = Simulator([system], 1).draw((0,))
    assert draws.margin[0, 0, [0, 30]] == pytest.approx([150.0, 400.0])


def test_given_outages_of_a_case_are_units(tiny):
    case = tiny(
        load=[600] * 72,
        thermal=[{"fleet": "coal", "capacity": 1000, "unit_size": 250, "forced_outage": 0.0}],
        maintenance=[{"fleet": "coal", "capacity": 300, "start": "2030-01-08", "end": "2030-01-08"}],
    )
    system = read_system(case)
    day = [0, 24, 48]
    assert system.units.present[0, day].tolist() == [4, 3, 4]
    assert system.units.size[0, day] == pytest.approx([250.0, 250.0 * 0.95, 250.0])  # 50 MW are a part of a unit


def test_a_unit_in_planned_outage_is_not_in_forced_outage_too(small):
    """With a rate of a half, two of four units planned: forced outages are those of the other two, and the same otherwise."""
    rows = [{"size": 10, "count": 4, "rate": 0.5, "repair": 10}]
    chain = small(np.zeros(400), rows).chain
    outages = Outages(chain, 400, 5)
    planned = Planned.of([(0, 1, 100, 200), (0, 3, 150, 250), (0, 1, 300, 400)])
    share = []
    for sample in range(300):
        free, found = outages.draw(sample, NONE)[0], outages.draw(sample, planned)[0]
        assert np.array_equal(found[:100], free[:100]) and np.array_equal(found[250:300], free[250:300])
        assert (found >= 0).all() and (found <= free).all()
        assert (found <= 4 - planned.count(1, 400)[0]).all()
        share.append(found)
    mean = np.mean(share, axis=0)
    for span, units in (
        (slice(0, 100), 4),
        (slice(100, 150), 3),
        (slice(150, 200), 2),
        (slice(200, 250), 3),
        (slice(300, 400), 3),
    ):
        assert mean[span].mean() == pytest.approx(units / 2, abs=0.12)


def test_whole_units_have_the_risk_of_the_units_that_are_left(small):
    """Two units of 50 MW, one planned in the second half, load of 60 MW: short with probability 1 - 0.8^2, then always."""
    system = small(np.full(400, 60.0), [{"size": 50, "count": 2, "rate": 0.2, "repair": 5}])
    units = system.units
    system = replace(system, units=replace(units, planned=Planned.of([(0, 0, 200, 400)])))
    values = Simulator([system], 2).run(tuple(range(200))).values[0, :, :, -1]
    energy = 200 * (2 * 0.2 * 0.8 * 10 + 0.04 * 60) + 200 * (0.8 * 10 + 0.2 * 60)
    assert values[2].mean() == pytest.approx(energy, rel=0.03)
    hours = 200 * (1 - 0.64) + 200
    assert values[0].mean() == pytest.approx(hours, rel=0.03)
