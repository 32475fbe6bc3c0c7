"""The fleet's power curve, and the hours to which wind is scaled."""

import numpy as np
import pytest
import xarray as xr

from dispatch.weather import Parameters
from dispatch.weather.clock import Clock
from dispatch.weather.fleet import SPEEDS, EvenTable, Fleet, power_curve
from dispatch.weather.wind import WindField


def test_power_curve(parameters: Parameters) -> None:
    wind = parameters.wind
    curve = power_curve(wind)
    at = dict(zip(SPEEDS.round(2), curve, strict=True))
    assert at[0.0] < 2e-3 and at[60.0] == 0.0
    assert at[wind.rated + 6.0] == pytest.approx(wind.availability, abs=1e-4)
    rising = curve[wind.cut_out - 6.0 > SPEEDS]
    assert (np.diff(rising) >= -1e-12).all()
    # Smoothing takes from the knee and gives to the foot.
    assert at[wind.rated] < wind.availability and at[wind.cut_in] > 0.0


def test_wakes_take_most_at_low_output_and_nothing_at_full_output(parameters: Parameters) -> None:
    without, with_wakes = (
        power_curve(parameters.wind.model_copy(update={"wake": wake, "availability": 1.0})) for wake in (0.0, 0.1)
    )
    low, full = int((without > 0.1).argmax()), int(without.argmax())
    assert with_wakes[low] == pytest.approx(without[low] * (1.0 - 0.1 * (1.0 - without[low])), rel=1e-9)
    assert with_wakes[full] == pytest.approx(without[full], rel=1e-6)


def test_expected_output_is_the_mean_over_many_states(parameters: Parameters) -> None:
    fleet = Fleet(parameters.wind)
    states = np.random.default_rng(1).standard_normal(400_000)
    assert fleet.relative_speed(states).mean() == pytest.approx(1.0, abs=0.005)
    drawn = fleet.power(7.0 * fleet.relative_speed(states)).mean()
    assert float(fleet.expected(np.array([7.0]))[0]) == pytest.approx(drawn, abs=0.003)


def test_more_hours_need_more_wind(parameters: Parameters) -> None:
    scales = []
    for hours in (1500.0, 2450.0, 3500.0):
        wind = parameters.wind.model_copy(update={"hours": {"core": hours}})
        scales.append(WindField(parameters.model_copy(update={"wind": wind}), Clock(2030)).scales["core"])
    assert scales == sorted(scales) and scales[0] > 4.0 and scales[2] < 12.0


def test_mean_year_has_the_hours_stated(parameters: Parameters, years: list[xr.Dataset]) -> None:
    """One year keeps its luck, twenty years less of it: 6 % a year of one zone, so 1.3 % of twenty, three times that."""
    for zone, hours in parameters.wind.hours.items():
        drawn = np.mean([float(year["value"].sel(series=f"wind-{zone}").sum()) for year in years])
        assert drawn == pytest.approx(hours, rel=0.04), zone


def test_seasons_and_hours(years: list[xr.Dataset]) -> None:
    mean = sum(year["value"].sel(series="wind-core").to_pandas().to_numpy() for year in years) / len(years)
    time = years[0]["time"].to_pandas()
    spring, summer = mean[time.dt.month.isin([3, 4, 5])].mean(), mean[time.dt.month.isin([7, 8])].mean()
    assert spring > 1.2 * summer
    for zone, least, most in (("core", 1.02, 1.20), ("mengdong", 1.15, 1.60)):
        own = sum(year["value"].sel(series=f"wind-{zone}").to_numpy() for year in years)
        night, morning = (own[time.dt.hour.isin(hours)].mean() for hours in (range(0, 5), range(8, 12)))
        assert least < night / morning < most, zone


def test_near_zones_blow_together(year: xr.Dataset) -> None:
    core, ordos, far = (year["value"].sel(series=f"wind-{z}").to_numpy() for z in ("core", "ordos", "hulunbuir"))
    assert np.corrcoef(core, ordos)[0, 1] > 0.7
    assert np.corrcoef(core, far)[0, 1] < 0.5


def test_two_seeds_are_two_years(years: list[xr.Dataset]) -> None:
    """Hour by hour they share nothing but the season and the clock; over the year they differ by some per cent."""
    a, b = (year["value"].sel(series="wind-mengdong").to_numpy() for year in years[:2])
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.2
    hours = np.array([float(year["value"].sel(series="wind-mengdong").sum()) for year in years])
    assert 0.02 < hours.std() / hours.mean() < 0.12


@pytest.mark.parametrize(
    "points", [SPEEDS, np.linspace(-9.0, 9.0, 9001), np.linspace(0.1, 0.7, 7), np.array([2.0, 3.0])]
)
def test_an_even_table_is_a_linear_interpolation_to_the_last_bit(points: np.ndarray) -> None:
    """Between the points, on them, next to them on either side, and beyond both ends; of any shape."""
    random = np.random.default_rng(1)
    values = random.normal(size=len(points))
    inside = random.uniform(points[0], points[-1], 5000)
    beside = [np.nextafter(points, -np.inf), points, np.nextafter(points, np.inf)]
    numbers = np.concatenate([inside, *beside, [points[0] - 5.0, points[-1] + 5.0, -1e6, 1e6]])
    found = EvenTable(points, values).at(numbers)
    assert np.array_equal(found, np.interp(numbers, points, values))
    assert np.array_equal(EvenTable(points, values).at(inside.reshape(50, 100)), found[:5000].reshape(50, 100))
