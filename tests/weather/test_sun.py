"""PV: the sun stands where it should in UTC+8, and the panel does what panels do."""

from datetime import UTC, datetime

import numpy as np
import pytest
import xarray as xr

from dispatch.weather import Parameters
from dispatch.weather.clock import Clock
from dispatch.weather.sun import clear_sky, cloud_index, module_power

EQUATION_OF_TIME = {(3, 21): -7.4, (6, 21): -1.8, (9, 23): 7.6, (12, 21): 1.9}
"""Sundial minus clock [min] on a few days, from an almanac."""


def test_the_clock_names_the_zone() -> None:
    first = Clock(2030).middle[0]
    assert first.to_pydatetime().astimezone(UTC) == datetime(2029, 12, 31, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Alxa-Left", "Hohhot", "Zhalute"])
def test_noon_is_where_longitude_puts_it(parameters: Parameters, name: str) -> None:
    site = next(site for site in parameters.sites if site.site == name)
    clock = Clock(2030)
    height = 90.0 - clear_sky(site, parameters.sun, clock).zenith.reshape(-1, 24)
    for (month, day), minutes in EQUATION_OF_TIME.items():
        row = height[clock.time.get_loc(f"2030-{month:02}-{day:02} 00:00") // 24]
        top = int(row.argmax())
        # The vertex of the parabola through the three highest hours, whose heights are at the middle of each hour.
        before, at, after = row[top - 1 : top + 2]
        noon = top + 0.5 + 0.5 * (before - after) / (before - 2.0 * at + after)
        expected = 12.0 + (120.0 - site.longitude) / 15.0 - minutes / 60.0
        assert noon == pytest.approx(expected, abs=0.1)
        declination = {3: 0.0, 6: 23.44, 9: 0.0, 12: -23.44}[month]
        assert at == pytest.approx(90.0 - site.latitude + declination, abs=1.5)


def test_nothing_at_night_and_most_at_noon(year: xr.Dataset) -> None:
    pv = year["value"].sel(series="pv-core").to_pandas()
    of_hour = pv.groupby(pv.index.hour).mean()
    assert of_hour[[22, 23, 0, 1, 2, 3]].max() == 0.0
    assert of_hour.idxmax() in (12, 13)  # 109° E: noon is at about 12:45
    assert 0.75 < pv.max() <= 1.0


def test_heat_costs_output_and_cloud_more(parameters: Parameters) -> None:
    clock, sun = Clock(2030), parameters.sun
    sky = clear_sky(parameters.sites[0], sun, clock)
    clear, ten = sky.global_horizontal, np.full(len(clock), 10.0)
    base = module_power(sun, sky, clear, ten, sun.tilt)
    hot = module_power(sun, sky, clear, ten + 20.0, sun.tilt)
    lit = base > 0.2
    assert hot[lit] / base[lit] == pytest.approx(1.0 + 20.0 * sun.coefficient, abs=0.012)
    cloudy = module_power(sun, sky, clear * 0.3, ten, sun.tilt)
    assert cloudy.sum() < 0.6 * base.sum()
    # South at the latitude's tilt takes more over the year than lying flat.
    assert base.sum() > 1.1 * module_power(sun, sky, clear, ten, 0.0).sum()


def test_cloud_index_ends_and_seasons(parameters: Parameters) -> None:
    sun, clock = parameters.sun, Clock(2030)
    assert cloud_index(sun, clock, 0.0) == pytest.approx(np.full(8760, sun.darkest))
    assert cloud_index(sun, clock, 1.0) == pytest.approx(np.ones(8760))
    by_month = [cloud_index(sun, clock, 0.5)[clock.month == month].mean() for month in range(12)]
    assert np.argmin(by_month) == np.argmax(sun.clouds) == 7


def test_hours_stated_and_observed(parameters: Parameters, years: list[xr.Dataset]) -> None:
    for zone, hours in parameters.sun.hours.items():
        drawn = np.mean([float(year["value"].sel(series=f"pv-{zone}").sum()) for year in years])
        assert drawn == pytest.approx(hours, rel=0.03), zone
        assert 1400.0 < drawn < 1660.0, zone


def test_csp_field_follows_the_direct_sun(year: xr.Dataset) -> None:
    field, pv = (year["value"].sel(series=name).to_numpy() for name in ("csp-ordos", "pv-ordos"))
    assert field[pv == 0.0].max() < 0.2 and field.max() <= 1.0
    assert np.corrcoef(field, pv)[0, 1] > 0.8
    assert 1200.0 < field.sum() < 2200.0
