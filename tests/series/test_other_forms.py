"""Typical days, renewables.ninja, reanalysis, on small files made here."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from dispatch.errors import CaseError

from .conftest import Bring, of, year

DAY = np.array([80, 78, 76, 75, 75, 78, 84, 90, 93, 95, 96, 97, 94, 92, 91, 92, 94, 98, 100, 99, 97, 94, 90, 85]) / 100
PEAKS = [40.0, 39.0, 38.0, 37.5, 38.5, 39.5, 41.0, 42.0, 41.5, 43.0, 44.0, 45.0]

TYPICAL = """
[[source]]
form = "typical-days"
file = "days.csv"
month = "月份"
peak = "最大负荷"
[source.series]
load-mengxi = { unit = "GW" }
"""

NINJA = """
[[source]]
form = "ninja"
file = "ninja.csv"
edges = "wrap"
[source.series]
wind-core = {}
"""

ERA = """
[[source]]
form = "reanalysis"
file = "era5.nc"
edges = "wrap"
[source.series]
wind-core = { zone = "core", turbine = "V126/3300", hub_height = 110 }
pv-core = { zone = "core", hours = 1500 }
heat-mengxi = { zone = "core" }
"""


def refused(brought: Bring, text: str) -> str:
    with pytest.raises(CaseError) as error:
        brought(text)
    return str(error.value)


def write_days(folder: Path, weekend: float | None = None) -> None:
    hours = [f"{hour}时" for hour in range(24)]
    rows = []
    for month, peak in enumerate(PEAKS, start=1):
        for kind, level in (("工作日", 1.0), ("休息日", weekend))[: 1 if weekend is None else 2]:
            rows.append(
                {"月份": f"{month}月", "日类型": kind, "最大负荷": peak, **dict(zip(hours, DAY * level, strict=True))}
            )  # type: ignore[operator]
    table = pd.DataFrame(rows)
    (table.drop(columns="日类型") if weekend is None else table).to_csv(folder / "days.csv", index=False)


def test_peaks_times_typical_days(folder: Path, brought: Bring) -> None:
    write_days(folder)
    load = of(brought(TYPICAL), "load-mengxi")
    expected = np.array([PEAKS[time.month - 1] * DAY[time.hour] for time in year()])
    assert load.to_numpy() == pytest.approx(expected / expected.mean())


def test_weekends_have_their_own_day(folder: Path, brought: Bring) -> None:
    write_days(folder, weekend=0.9)
    mapping = TYPICAL.replace(
        "peak =", 'day = "日类型"\nkinds = { "工作日" = "workday", "休息日" = "weekend" }\npeak ='
    )
    load = of(brought(mapping), "load-mengxi")
    assert load["2030-03-02 18:00"] == pytest.approx(0.9 * load["2030-03-01 18:00"])  # a Saturday and a Friday
    assert "what kind of day" in refused(brought, mapping.replace('"休息日" =', '"周末" ='))


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("1月", "13月", "not a month"),
        ("12月", "11月", "the same month and kind of day as row 12"),
        ("1.0,", "0.9,", "is 0.99 of its peak"),
        ("0.75", "much", "not a number"),
        ("最大负荷", "最大", "there is no such column"),
    ],
)
def test_typical_days_that_are_wrong(folder: Path, brought: Bring, old: str, new: str, rule: str) -> None:
    write_days(folder)
    text = (folder / "days.csv").read_text(encoding="utf-8")
    assert old in text
    (folder / "days.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    message = refused(brought, TYPICAL)
    assert rule in message and "days.csv" in message


def test_per_cent_of_the_peak_must_be_stated(folder: Path, brought: Bring) -> None:
    write_days(folder)
    table = pd.read_csv(folder / "days.csv")
    table.iloc[:, 2:] *= 100.0
    table.to_csv(folder / "days.csv", index=False)
    assert "is 100 of its peak" in refused(brought, TYPICAL)
    load = of(brought(TYPICAL.replace("peak =", 'hours = "%"\npeak =')), "load-mengxi")
    assert load.max() / load.min() == pytest.approx(45.0 / (37.5 * 0.75))


def write_ninja(folder: Path, values: np.ndarray, capacity: float | None = 1000.0) -> None:
    about = (
        f'# {{"units": {{"electricity": "kW"}}, "params": {{"capacity": {capacity}, "height": 110}}}}\n'
        if capacity
        else ""
    )
    time = year(2019)
    rows = "\n".join(
        f"{t:%Y-%m-%d %H:%M},{t + pd.Timedelta(hours=8):%Y-%m-%d %H:%M},{value!r}"
        for t, value in zip(time, values.tolist(), strict=True)
    )
    head = "# Renewables.ninja Wind (Point API)\n# Units: time in UTC, local_time in Asia/Shanghai, electricity in kW\n"
    (folder / "ninja.csv").write_text(f"{head}{about}time,local_time,electricity\n{rows}\n", encoding="utf-8")


def test_renewables_ninja(folder: Path, brought: Bring, wind: np.ndarray) -> None:
    write_ninja(folder, wind * 1000.0)
    assert of(brought(NINJA), "wind-core").to_numpy() == pytest.approx(np.roll(wind, 8))
    assert "of another year than 2019" in refused(brought, NINJA.replace('edges = "wrap"', ""))
    write_ninja(folder, wind * 1000.0, capacity=None)
    assert "does not say of which capacity" in refused(brought, NINJA)
    data = brought(NINJA.replace("wind-core = {}", "wind-core = { capacity = 1 }"))
    assert of(data, "wind-core").to_numpy() == pytest.approx(np.roll(wind, 8))


def test_a_line_of_ninja_that_is_wrong(folder: Path, brought: Bring, wind: np.ndarray) -> None:
    write_ninja(folder, wind * 1000.0)
    lines = (folder / "ninja.csv").read_text(encoding="utf-8").splitlines()
    (folder / "ninja.csv").write_text("\n".join([*lines[:100], lines[99], *lines[100:]]), encoding="utf-8")
    assert "ninja.csv, row 101" in refused(brought, NINJA) and "appears twice" in refused(brought, NINJA)


def era5(noon: float = 4.7) -> xr.Dataset:
    """A coarse grid over the west: one wind, a sun that is highest at ``noon`` UTC, a winter."""
    time = pd.date_range("2030-01-01", "2030-12-31 23:00", freq="h", unit="s")
    hour, day = np.asarray(time.hour), np.asarray(time.day_of_year)
    speed = 8.0 + 4.0 * np.sin(np.arange(len(time)) * 0.13)
    # The irradiance of the hour before the stamp.
    height = np.clip(np.cos((hour - 0.5 - noon) / 24.0 * 2.0 * np.pi), 0.0, None)
    ssrd = 700.0 * height * (0.7 - 0.5 * np.cos(day / 365.0 * 2.0 * np.pi)) * 3600.0
    t2m = 278.0 - 18.0 * np.cos((day - 18) / 365.0 * 2.0 * np.pi)
    grid = np.ones((1, 3, 3))
    fields = {"u100": 0.6 * speed, "v100": -0.8 * speed, "ssrd": ssrd, "t2m": t2m}
    units = {"u100": "m s**-1", "v100": "m s**-1", "ssrd": "J m**-2", "t2m": "K"}
    return xr.Dataset(
        {
            n: (("valid_time", "latitude", "longitude"), v[:, None, None] * grid, {"units": units[n]})
            for n, v in fields.items()
        },
        coords={"valid_time": time, "latitude": [44.0, 41.0, 38.0], "longitude": [104.0, 109.0, 114.0]},
    )


def test_reanalysis(folder: Path, brought: Bring) -> None:
    pytest.importorskip("windpowerlib")
    data = era5()
    data.to_netcdf(folder / "era5.nc")
    made = brought(ERA)
    wind, pv, heat = (of(made, name) for name in ("wind-core", "pv-core", "heat-mengxi"))
    # The wind of an hour in UTC+8 is that of eight hours before in UTC; its power follows the turbine's curve.
    speed = np.hypot(data["u100"], data["v100"])[:, 0, 0].to_numpy()
    hourly = np.roll(0.5 * (speed + np.append(speed[1:], speed[-1])), 8)
    assert np.corrcoef(wind.to_numpy(), hourly)[0, 1] > 0.95
    calm, full = hourly < 4.2, hourly > 11.9
    assert wind.to_numpy()[calm].max() < 0.12 and wind.to_numpy()[full].min() > 0.9
    # Noon of the file is 4:42 UTC, 12:42 here; the energy is the requested one.
    assert pv.sum() == pytest.approx(1500.0) and pv.groupby(pv.index.hour).mean().idxmax() == 12
    assert pv["2030-06"].sum() > pv["2030-12"].sum()
    assert heat["2030-01"].mean() > 0.5 and heat["2030-07"].max() == pytest.approx(0.03)


def test_wind_of_reanalysis_can_be_scaled_to_hours(folder: Path, brought: Bring) -> None:
    pytest.importorskip("windpowerlib")
    era5().to_netcdf(folder / "era5.nc")
    mapping = ERA.replace("hub_height = 110", "hub_height = 110, hours = 2450")
    assert of(brought(mapping), "wind-core").sum() == pytest.approx(2450.0, abs=0.01)
    assert "no factor on the wind" in refused(brought, mapping.replace("2450", "8700"))
    assert "no such turbine" in refused(brought, mapping.replace("V126/3300", "V999/1"))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda data: data.drop_vars("v100"), "it has no variable v100"),
        (lambda data: data.assign(t2m=data["t2m"].assign_attrs(units="F")), "the unit of t2m is unknown"),
        (lambda data: data.assign(ssrd=data["ssrd"].assign_attrs(units="")), "ssrd does not say its unit"),
        (lambda data: data.isel(longitude=slice(0, 1)), "the grid does not reach the site"),
        (lambda data: data.isel(valid_time=slice(0, 8000)), "hours are missing"),
        (lambda data: data.isel(valid_time=np.delete(np.arange(8760), 50)), "the hour is missing"),
        (lambda data: data.isel(valid_time=np.insert(np.arange(8760), 50, 50)), "the hour appears twice"),
        (lambda data: data.where(data["valid_time"] != data["valid_time"][77]), "has no value"),
        (lambda data: data.rename(latitude="y"), "no dimension latitude"),
    ],
)
def test_reanalysis_that_is_wrong(folder: Path, brought: Bring, change: object, rule: str) -> None:
    change(era5()).to_netcdf(folder / "era5.nc")  # type: ignore[operator]
    message = refused(brought, ERA)
    assert rule in message and "era5.nc" in message, message


def test_a_series_that_no_weather_makes(folder: Path, brought: Bring) -> None:
    era5().to_netcdf(folder / "era5.nc")
    mapping = ERA + 'load-mengxi = { zone = "moon" }\nwind-east = { zone = "east" }\n'
    message = refused(brought, mapping)
    assert "no weather makes" in message and "no site is in this zone" in message and "names no turbine" in message
