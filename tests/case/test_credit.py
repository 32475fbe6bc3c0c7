"""Capacity credits (保证容量) by month and hour of the day, by hand."""

import numpy as np
import pandas as pd
import pytest

from dispatch.case import credit

YEAR = pd.date_range("2030-01-01", "2030-12-31 23:00", freq="h")


def test_the_credit_is_what_is_exceeded_on_nineteen_days_of_twenty():
    """In January every hour has the day of the month over 100: of 31 days the 5 % quantile is 1 + 0.05 x 30 = 2.5."""
    table = credit.climatology(YEAR, [np.asarray(YEAR.day) / 100.0], 0.05)
    assert table[0] == pytest.approx(np.full(24, 0.025))
    assert table.shape == (12, 24)


def test_all_weather_years_count():
    """One year at 0.2, one at 0.6: the median of both is 0.4, which neither year alone has."""
    years = [np.full(8760, 0.2), np.full(8760, 0.6)]
    assert credit.climatology(YEAR, years, 0.5) == pytest.approx(np.full((12, 24), 0.4))


def test_no_month_begins_with_a_step():
    """January 0 and February 1: in the middle of each month its own value, and between them a thirtieth a day."""
    table = np.zeros((12, 24))
    table[1] = 1.0
    daily = credit.at(table, YEAR)[12::24]
    assert np.abs(np.diff(daily)).max() < 1 / 27
    assert daily[15] == 0.0  # 16 January is the middle of 31 days
    assert daily[31 + 13 : 31 + 15] == pytest.approx([1 - 0.5 / 28] * 2)
    assert daily[30] + (1 - daily[31]) == pytest.approx(1.0, abs=0.04)


def test_months_without_hours_take_the_nearest():
    """A week of March has no other month: all take its credit, and no month is nan."""
    week = pd.date_range("2030-03-04", periods=168, freq="h")
    table = credit.climatology(week, [np.asarray(week.hour) / 24.0], 0.05)
    assert table == pytest.approx(np.tile(np.round(np.arange(24) / 24.0, 4), (12, 1)))


@pytest.mark.parametrize("period", ["11-15", "11-15/02-30", "15-11/03-15", "1-1/2-2", "11-15/03-15/1"])
def test_a_period_is_two_days_of_the_calendar(tiny_folder, period):
    from dispatch.case import read_case
    from dispatch.errors import CaseError

    folder = tiny_folder(load=[1], settings={"commitment": {"outage_free": [period]}})
    with pytest.raises(CaseError) as caught:
        read_case(folder)
    (fault,) = caught.value.faults
    assert fault.column == "commitment.outage_free" and period in str(fault.rule)


def test_credits_of_a_series_that_does_not_exist_are_a_fault(tiny_folder):
    from dispatch.case import read_case
    from dispatch.errors import CaseError

    rows = [{"profile": "calm", "month": month} | {f"h{hour:02}": 0.1 for hour in range(24)} for month in (1, 2)]
    with pytest.raises(CaseError) as caught:
        read_case(tiny_folder(load=[1], capacity_credits=rows))
    (fault,) = caught.value.faults
    assert (fault.file, fault.column, fault.value) == ("capacity_credits.csv", "profile", "calm")
