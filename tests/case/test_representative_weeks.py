"""Weeks that represent a window."""

import numpy as np
import pytest

import dispatch
from dispatch.case import at_hours, weeks_like_the_whole

WEEK = 168


def case_of(tiny, shares):
    """Weeks of constant wind, one share each."""
    gust = np.repeat(shares, WEEK)
    return tiny(
        load=np.full(len(gust), 50.0),
        series={"gust": gust},
        renewables=[{"asset": "wind", "capacity": 60, "profile": "gust"}],
        thermal=[{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}],
    )


def test_the_weeks_nearest_the_means_are_taken(tiny):
    """Of six weeks, two at the same place in their half: 0.2 and 0.8 have the mean of all, 0.4 and 0.5 do not."""
    case = case_of(tiny, [0.2, 0.4, 0.6, 0.8, 0.5, 0.5])
    hours = weeks_like_the_whole(case, 2)
    assert hours.tolist() == [*range(WEEK), *range(3 * WEEK, 4 * WEEK)]


def test_at_hours_keeps_times_and_series_together(tiny):
    case = case_of(tiny, [0.1, 0.2, 0.3])
    hours = np.concatenate([np.arange(5), np.arange(400, 420)])
    short = at_hours(case, hours)
    assert (short.time == case.time[hours]).all()
    assert short.series["gust"].tolist() == case.series["gust"][hours].tolist()
    assert short.fraction == pytest.approx(25 / (3 * WEEK))
    assert short.digest != at_hours(case, hours + 1).digest


def test_too_many_weeks_are_refused(tiny):
    with pytest.raises(ValueError, match="4 weeks do not fit into 504 hours"):
        weeks_like_the_whole(case_of(tiny, [0.1, 0.2, 0.3]), 4)


def test_all_weeks_are_the_window(tiny):
    case = case_of(tiny, [0.1, 0.9, 0.3])
    whole = at_hours(case, weeks_like_the_whole(case, 3))
    costs = [dispatch.run(one).record["objective_cny"] for one in (case, whole)]
    assert costs[0] == costs[1]
