"""Capacity as monthly steps, the heating season, leap years, windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

if TYPE_CHECKING:
    from .conftest import Folder

LEDGER = "asset,unit,capacity [MW],energy [MWh],commissioned,retired,source\n"
OTHERS = "煤电,1,600,,,,F\n煤电,2,600,,,,F\n热电,1,300,,,,F\n光伏,1,500,,,,E\n光热,1,50,,,,E\n制氢,1,100,,,,F\n"


def whole_year(good: Folder, year: int) -> Folder:
    """The good case over a calendar year."""
    hours = pd.date_range(f"{year}-01-01", f"{year}-12-31 23:00", freq="h")
    rows = [f"{hour:%Y-%m-%d %H:%M},1,{0.5 + hour.month / 100},0.5,0.5" for hour in hours]
    good.edit("case.toml", "start = 2030-01-07\nhours = 24", f"year = {year}")
    good.edit("corridors.csv", "1000,2000,3000", "1000,2000,2500000")
    return good.write("series.csv", "\n".join(["time,flat,wind,sun,heat", *rows]))


def test_capacity_steps_by_month(good: Folder) -> None:
    whole_year(good, 2030).write(
        "capacity.csv",
        LEDGER + OTHERS + "风电,old,100,,2015-01,2030-07,E\n风电,new,250,,2030-04,,E\n风电,later,999,,2031-01,,E\n"
        "风电,gone,999,,2001-01,2030-01,E\n抽蓄,1,200,1600,2030-12,,E\n",
    )  # fmt: skip
    case = good.read()
    capacity = case.capacity(["风电", "抽蓄"])
    assert capacity.shape == (2, 8760)
    steps = [set(capacity[0, case.month == month].round(12)) for month in range(1, 13)]
    assert steps == [{0.1}] * 3 + [{0.35}] * 3 + [{0.25}] * 6
    march, april = case.time.get_indexer(pd.DatetimeIndex(["2030-03-31 23:00", "2030-04-01 00:00"]))
    assert capacity[0, [march, april]].tolist() == [0.1, pytest.approx(0.35)]
    december = pd.Timestamp("2030-12-01")
    assert (case.energy(["抽蓄"])[0] == np.where(case.time >= december, 1.6, 0.0)).all()
    assert (capacity[1] == np.where(case.time >= december, 0.2, 0.0)).all()


def test_capacity_keeps_the_order_asked(good: Folder) -> None:
    case = good.read()
    assert case.capacity(("光伏", "煤电"))[:, 0].tolist() == [0.5, 1.2]
    assert case.capacity(())[:, 0].tolist() == []
    assert case.energy(("煤电",)).max() == 0.0


def test_a_heating_season_across_new_year(good: Folder) -> None:
    case = whole_year(good, 2030).read()
    season = case.heating("蒙西")
    changes = case.time[1:][np.diff(season.astype(int)) != 0]
    assert changes.tolist() == [pd.Timestamp("2030-04-16"), pd.Timestamp("2030-10-15")]
    assert season[0] and season[-1]


def test_a_season_within_the_year_and_a_leap_day(good: Folder) -> None:
    whole_year(good, 2028).edit("targets.csv", "share,2030,通道绿电", "share,2028,通道绿电")
    case = good.read("areas[area=蒙东].heating_start=02-10", "areas[area=蒙东].heating_end=02-29")
    assert len(case.time) == case.horizon_hours == 8784
    inside = case.time[case.heating("蒙东")]
    assert (inside[0], inside[-1], len(inside)) == (pd.Timestamp("2028-02-10"), pd.Timestamp("2028-02-29 23:00"), 480)
    assert case.month[case.time == pd.Timestamp("2028-02-29 12:00")].tolist() == [2]


def test_a_window_keeps_what_belongs_to_the_year(good: Folder) -> None:
    whole_year(good, 2030)
    year, week = good.read(), good.read(start="2030-06-28", hours=168)
    first = int(year.time.get_loc(pd.Timestamp("2030-06-28")))
    assert (week.time == year.time[first : first + 168]).all()
    assert week.fraction == pytest.approx(168 / 8760) and year.fraction == 1.0
    assert week.series_year == year.series_year and week.horizon_hours == 8760
    assert (week.series["wind"] == year.series["wind"][first : first + 168]).all()
    assert year.series_year["wind"] == pytest.approx(year.series["wind"].sum())
    rest = good.read(start="2030-12-31 06:00")
    assert len(rest.time) == 18 and rest.time[-1] == pd.Timestamp("2030-12-31 23:00")
    assert good.read(start="2030-12-31T06:00").digest == rest.digest
    assert good.read(hours=1).time.tolist() == [pd.Timestamp("2030-01-01")]


@pytest.mark.parametrize(
    ("start", "hours", "file", "rule"),
    [
        ("2030-01-08", None, "--from", "not an hour of the horizon"),
        ("2030-01-07 00:30", None, "--from", "not an hour of the horizon"),
        ("July", None, "--from", "not a time"),
        ("now", None, "--from", "not a time"),
        ("2030-02-30", None, "--from", "no such hour in the calendar"),
        ("2030-01-07T00:00Z", None, "--from", "the time names a zone"),
        (None, 0, "--hours", "from 2030-01-07 00:00:00 the horizon has 24 hours"),
        (None, -3, "--hours", "the horizon has 24 hours"),
        (None, 25, "--hours", "the horizon has 24 hours"),
        ("2030-01-07 20:00", 5, "--hours", "the horizon has 4 hours"),
    ],
)
def test_a_window_outside_the_horizon(good: Folder, start: str | None, hours: int | None, file: str, rule: str) -> None:
    (fault,) = good.faults(start=start, hours=hours)
    assert fault.file == file and rule in str(fault.rule) and str(fault.remedy)
