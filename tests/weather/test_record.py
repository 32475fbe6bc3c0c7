"""Weather years that happened: the region follows the record hour by hour; pseudo-years have the months of a year."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import dispatch
from dispatch.case.settings import Weather
from dispatch.errors import CaseError
from dispatch.messages import Lang, Words
from dispatch.weather import Forcing, Parameters, draws, forcing_of, generate, write
from dispatch.weather.clock import Clock
from dispatch.weather.condition import conditioned, scaled_months
from dispatch.weather.statistics import values_of, with_groups

from .conftest import CASE

RECORD = "era5-2020"


@pytest.fixture(scope="module")
def forcing(parameters: Parameters) -> Forcing:
    return forcing_of(parameters, Weather(source=RECORD), Clock(2030), [CASE])


@pytest.fixture(scope="module")
def record() -> xr.Dataset:
    with xr.open_dataset(CASE / "era5-2020.nc") as file:
        return file.load()


@pytest.fixture(scope="module")
def real(parameters: Parameters, forcing: Forcing) -> list[xr.Dataset]:
    """The record, its places drawn from two seeds."""
    return [with_groups(year, parameters) for year in draws(parameters, 2030, [1, 2], forcing)]


def test_the_region_follows_the_record_hour_by_hour(real: list[xr.Dataset], forcing: Forcing) -> None:
    assert forcing.wind is not None and forcing.pv is not None
    for year in real:
        assert values_of(year, "wind-region") == pytest.approx(forcing.wind, abs=1e-4)
        pv = values_of(year, "pv-region")
        assert np.abs(pv - forcing.pv).mean() < 0.001 and pv.sum() == pytest.approx(forcing.pv.sum(), rel=0.005)


def test_the_places_are_drawn_and_differ_by_seed(real: list[xr.Dataset]) -> None:
    """West and East differ as in the generator, not each a copy of the region."""
    first, second = (values_of(year, "wind-mengdong") for year in real)
    assert 0.3 < np.corrcoef(first, second)[0, 1] < 0.9
    for year in real:
        west, east = values_of(year, "wind-mengxi"), values_of(year, "wind-mengdong")
        assert np.corrcoef(west, east)[0, 1] < 0.6
        assert east.std() > values_of(year, "wind-region").std()
        assert year.attrs["synthetic"].startswith("in part") and "Copernicus" in year.attrs["follows"]


def test_a_pseudo_year_has_the_hours_and_the_months_of_that_year(parameters: Parameters) -> None:
    known = {one.name: one for one in parameters.pseudo_year}
    clock = Clock(2030)
    drawn = {}
    for name in ("2018", "2022"):
        asked = forcing_of(parameters, Weather(months=name), clock, [CASE])
        drawn[name] = with_groups(next(draws(parameters, 2030, [5], asked)), parameters)
        assert values_of(drawn[name], "wind-region").sum() == pytest.approx(known[name].wind_hours, rel=1e-3)
        assert values_of(drawn[name], "pv-region").sum() == pytest.approx(known[name].pv_hours, rel=0.02)
    august = [values_of(year, "wind-region")[clock.month == 7].mean() for year in drawn.values()]
    factors = [known[name].wind[7] / np.dot(known[name].wind, np.ones(12)) for name in drawn]
    assert august[1] / august[0] > 1.5 and factors[1] / factors[0] > 1.5


def test_months_of_a_pseudo_year_scale_the_record_too(parameters: Parameters) -> None:
    clock = Clock(2030)
    asked = forcing_of(parameters, Weather(source=RECORD, months="2023"), clock, [CASE])
    year = with_groups(next(draws(parameters, 2030, [1], asked)), parameters)
    wind = values_of(year, "wind-region")
    assert wind.sum() == pytest.approx(2470.0, rel=2e-3)
    assert asked.wind is not None
    for month in range(12):
        inside = clock.month == month
        assert np.corrcoef(wind[inside], asked.wind[inside])[0, 1] > 0.95  # January 2023: twice that of 2020


@pytest.mark.parametrize(("year", "hours"), [(2030, 8760), (2024, 8784), (2023, 8760)])
def test_the_record_is_laid_on_any_calendar(parameters: Parameters, record: xr.Dataset, year: int, hours: int) -> None:
    asked = forcing_of(parameters, Weather(source=RECORD), Clock(year), [CASE])
    assert asked.wind is not None and len(asked.wind) == hours
    assert asked.wind[-1] == pytest.approx(float(record["value"].sel(series="wind")[-1]) * 0.952)


def test_a_case_and_a_command_name_the_record(tmp_path: Path, real: list[xr.Dataset]) -> None:
    case = dispatch.read_case(CASE, [f"weather.source={RECORD}"], start="2030-03-01", hours=24)
    drawn = real[0]["value"].sel(series="wind-core", time=case.time).to_numpy()
    assert np.array_equal(case.series["wind-core"], drawn)
    other = dispatch.read_case(CASE, ["weather.seed=1"], start="2030-03-01", hours=24)
    assert case.digest != other.digest


def test_conditioning_by_hand() -> None:
    """Two places of which the region is the mean: the sum is the target, the difference is kept."""
    state = np.array([[1.0, -0.5], [0.0, 0.5]])
    share, apart = np.array([0.5, 0.5]), np.array([[1.0, 0.2], [0.2, 1.0]])
    target = np.array([0.3, -0.7])
    found = conditioned(state, apart, share, np.arange(2), lambda own: share @ own, target)
    assert share @ found == pytest.approx(target, abs=1e-9)
    assert found[0] - found[1] == pytest.approx(state[0] - state[1], abs=1e-9)


def test_months_of_a_record_by_hand() -> None:
    clock = Clock(2030)
    hourly = np.where(np.arange(len(clock)) % 2 == 0, 0.2, 0.6)
    scaled = scaled_months(hourly, clock, np.full(12, 0.5), 0.9)
    assert scaled[:4] == pytest.approx([0.25, 0.75, 0.25, 0.75])
    assert scaled_months(hourly, clock, np.full(12, 0.99), 0.9)[:2] == pytest.approx([0.9, 0.9])


@pytest.mark.parametrize(
    ("asked", "change", "english", "chinese"),
    [
        (Weather(source="era5-1999"), None, "Take one of synthetic, era5-2020", "没有该名称的"),
        (Weather(months="1999"), None, "2018, 2019", "没有该名称的"),
        (Weather(source=RECORD), "gone", "Put era5-2020.nc beside weather.toml", "放在 weather.toml 旁"),
        (Weather(source=RECORD), "series", "there is no such series", "没有该序列"),
        (Weather(source=RECORD), "high", "above the largest share, 1", "超过比例的上限"),
        (Weather(source=RECORD), "short", "the hour is missing", "缺"),
    ],
)
def test_faults_in_both_languages(
    tmp_path: Path, record: xr.Dataset, asked: Weather, change: str | None, english: str, chinese: str
) -> None:
    folder = tmp_path / "case"
    shutil.copytree(CASE, folder, ignore=shutil.ignore_patterns("series.nc"))
    own = record
    (folder / "era5-2020.nc").unlink()
    if change == "series":
        write(own.sel(series=["wind"]), folder / "era5-2020.nc")
    elif change == "high":
        write(own * 2.0, folder / "era5-2020.nc")
    elif change == "short":
        write(own.isel(time=slice(0, 100)), folder / "era5-2020.nc")
    with pytest.raises(CaseError) as error:
        generate(folder, asked)
    assert english in str(error.value)
    assert any(chinese in Words(Lang.zh).fault(fault) for fault in error.value.faults)


def test_the_record_says_whose_it_is() -> None:
    with xr.open_dataset(CASE / "era5-2020.nc") as record:
        assert "CC0" in record.attrs["licence"] and "Copernicus" in record.attrs["credit"]
    assert (CASE / "era5-2020.nc").stat().st_size < 150_000


def test_a_year_in_which_the_sun_of_the_record_stands_where_the_clock_has_it(forcing: Forcing) -> None:
    """The reanalysis stamps its hours by their end; the middle of its sun lies at noon of 112° E once that is corrected."""
    assert forcing.pv is not None
    day = pd.Series(forcing.pv).groupby(np.arange(8760) % 24).mean()
    middle = float((day * (day.index + 0.5)).sum() / day.sum())
    assert middle == pytest.approx(12.0 + (120.0 - 112.0) / 15.0, abs=0.25)
