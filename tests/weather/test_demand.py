"""Load, heat and curves: calendar, holidays, cold that moves load and heat together."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from dispatch.errors import CaseError
from dispatch.weather import Forcing, Parameters, draws
from dispatch.weather.clock import Clock
from dispatch.weather.demand import curve_values, heat_share, load_shape
from dispatch.weather.sun import ClearSky, Sunlight
from dispatch.weather.temperature import Air


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock(2030)


@pytest.fixture(scope="module")
def air(parameters: Parameters, clock: Clock) -> Air:
    return Air(parameters, clock, 1, Sunlight(ClearSky(parameters, clock), 1, Forcing()).index)


def test_temperature_has_seasons_days_and_cold_spells(parameters: Parameters, clock: Clock, air: Air) -> None:
    for k, site in enumerate(parameters.sites):
        january, july = (air.normal[k][clock.month == month].mean() for month in (0, 6))
        assert january == pytest.approx(site.january, abs=0.5) and july == pytest.approx(site.july, abs=0.5)
    # What weather adds has no bias but for the cold spells, a tenth of a kelvin; one year of all sites has some luck.
    assert (air.value - air.normal).mean() == pytest.approx(0.0, abs=1.0)
    by_hour = [air.value[0][clock.hour == hour].mean() for hour in range(24)]
    assert 14 <= int(np.argmax(by_hour)) <= 16 and 6.0 < max(by_hour) - min(by_hour) < 14.0
    daily, normal = (values[0].reshape(-1, 24).mean(axis=1) for values in (air.value, air.normal))
    winter = (daily - normal)[clock.month.reshape(-1, 24)[:, 0] < 2]
    assert winter.min() < -8.0  # a cold wave
    assert pd.Series(daily - normal).autocorr(1) > 0.5  # that lasts


def test_spring_festival_and_national_day(clock: Clock) -> None:
    factor = pd.Series(clock.holidays(0.9, 0.95), index=clock.time)
    assert (factor["2030-02-02":"2030-02-08"] == 0.9).all()  # New Year's Day is 3 February, the eve is the second
    assert (factor["2030-01-01":"2030-01-27"] == 1.0).all() and (factor["2030-02-16":"2030-09-30"] == 1.0).all()
    assert factor["2030-02-12"].between(0.9, 1.0).all()
    assert (factor["2030-10-01":"2030-10-07"] == 0.95).all() and (factor["2030-10-08":] == 1.0).all()


def test_a_year_without_the_date_of_the_festival_is_refused() -> None:
    with pytest.raises(CaseError, match="Spring Festival"):
        Clock(2090)


def test_months_weekdays_and_hours_of_a_load(parameters: Parameters, clock: Clock, air: Air) -> None:
    load = next(load for load in parameters.load if load.name == "load-mengxi").model_copy(
        update={"heating": 0.0, "cooling": 0.0, "spring_festival": 1.0, "national_day": 1.0}
    )
    shape = pd.Series(load_shape(load, clock, air, np.zeros(len(clock))), index=clock.time)
    assert shape.mean() == pytest.approx(1.0)
    by_hour = shape.groupby(shape.index.hour).mean()
    assert (by_hour / by_hour.mean()).to_numpy() == pytest.approx(np.array(load.hours) / np.mean(load.hours), abs=1e-3)
    assert shape["2030-12"].mean() > 1.1 * shape["2030-04"].mean()
    assert shape[shape.index.day_of_week < 5].mean() > shape[shape.index.day_of_week >= 5].mean()


def test_cold_raises_load_and_heat_together(parameters: Parameters, clock: Clock, air: Air) -> None:
    load = next(load for load in parameters.load if load.name == "load-mengdong")
    heat = next(heat for heat in parameters.heat if heat.name == "heat-mengdong")
    colder = object.__new__(Air)
    colder.parameters, colder.normal, colder.value = air.parameters, air.normal, air.value.copy()
    week = (clock.day >= 15) & (clock.day < 22)
    colder.value[:, week] -= 10.0
    quiet = np.zeros(len(clock))
    last = np.flatnonzero(week)[-24:]
    rise = load_shape(load, clock, colder, quiet)[last].sum() / load_shape(load, clock, air, quiet)[last].sum()
    assert 1.01 < rise < 1.0 + load.heating + 0.01
    assert (heat_share(heat, clock, colder)[last] >= heat_share(heat, clock, air)[last]).all()
    assert heat_share(heat, clock, colder)[last].sum() > 1.1 * heat_share(heat, clock, air)[last].sum()


def test_heat_keeps_its_season(parameters: Parameters, year: xr.Dataset) -> None:
    for heat in parameters.heat:
        share = year["value"].sel(series=heat.name).to_pandas()
        assert share["2030-07"].max() == pytest.approx(heat.floor) and share.max() <= 1.0
        assert share["2030-01"].mean() > 0.5
    west, north = (year["value"].sel(series=f"heat-{name}").to_pandas() for name in ("mengxi", "hulunbuir"))
    floor = 0.03 + 1e-9
    assert west["2030-10-14"].max() <= floor < west["2030-10-16"].max()
    assert west["2030-05-10"].max() <= floor < north["2030-05-10"].max()


def test_curves(parameters: Parameters, clock: Clock) -> None:
    curve = next(curve for curve in parameters.curve if curve.name == "curve-with-the-sun-from-july")
    values = pd.Series(curve_values(curve, clock), index=clock.time)
    assert values[:"2030-06"].max() == 0.0
    assert values["2030-07-01 11:00"] == pytest.approx(curve.months[6] * curve.hours[11])


def test_a_leap_year_has_its_day(parameters: Parameters) -> None:
    leap = next(draws(parameters, 2028, [1]))
    assert leap.sizes["time"] == 8784 and "2028-02-29T12" in np.datetime_as_string(leap["time"].to_numpy(), "h")
    assert not leap["value"].isnull().any()
