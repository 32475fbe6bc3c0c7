"""Forecasts: their size by lead, what they keep, and that they are drawn the same everywhere."""

import numpy as np
import pytest
import xarray as xr
from pydantic import ValidationError

from dispatch.errors import CaseError
from dispatch.messages import Lang
from dispatch.weather import LEADS, Forecast, forecast_statistics, forecasts, read_forecast, root_mean_square
from dispatch.weather.forecast import variances
from dispatch.weather.forecast_page import forecast_page

HOURS = np.arange(8760)
SERIES = {
    "west": np.clip(0.35 + 0.25 * np.sin(HOURS / 37.0) + 0.1 * np.sin(HOURS / 5.0), 0.0, 1.0),
    "east": np.clip(0.3 + 0.25 * np.cos(HOURS / 41.0), 0.0, 1.0),
    "sun": np.clip(np.sin(2 * np.pi * (HOURS % 24 - 6) / 24), 0.0, None) * 0.8,
    "load": 1.0 + 0.2 * np.sin(2 * np.pi * HOURS / 24),
}
KINDS = {"west": "wind", "east": "wind", "sun": "pv", "load": "load"}


@pytest.mark.parametrize("name", SERIES)
def test_errors_have_the_size_that_is_stated_by_lead(name):
    found = forecasts(Forecast(), SERIES, KINDS, 1)
    stated = getattr(Forecast(), KINDS[name])
    sizes = [root_mean_square(SERIES[name], one[name], KINDS[name]) for one in found]
    assert sizes == pytest.approx(stated, rel=0.02) and sizes == sorted(sizes)
    assert len(found) == len(LEADS)


def test_night_stays_night_and_nothing_exceeds_the_range():
    for one in forecasts(Forecast(), SERIES, KINDS, 2):
        for name, realised in SERIES.items():
            assert ((one[name] > 0) == (realised > 0)).all()
            if KINDS[name] != "load":
                assert one[name].max() <= realised.max()


def test_errors_last_and_go_together_as_stated():
    parameters = Forecast(hours=12.0, correlation=0.6)
    ahead = forecasts(parameters, SERIES, KINDS, 3)[1]
    error = {name: (ahead[name] - SERIES[name]) for name in ("west", "east")}
    size = {name: np.sqrt(SERIES[name] * (1.05 * SERIES[name].max() - SERIES[name]).clip(0)) for name in error}
    z = {name: (error[name] / np.where(size[name] > 0.1, size[name], np.inf)) for name in error}
    inside = (z["west"] != 0) & (z["east"] != 0)
    assert np.corrcoef(z["west"][inside], z["east"][inside])[0, 1] == pytest.approx(0.6, abs=0.1)
    lag = np.corrcoef(z["west"][1:], z["west"][:-1])[0, 1]
    assert lag == pytest.approx(np.exp(-1 / 12), abs=0.05)


def test_a_series_may_have_errors_of_its_own():
    """An area with a good forecast. The other series keep the errors of their kind, and their numbers."""
    with pytest.raises(ValidationError):
        Forecast(errors={"east": (0.04, 0.03, 0.05)})
    own, common = Forecast(errors={"east": (0.02, 0.03, 0.04)}), Forecast()
    ours, theirs = forecasts(own, SERIES, KINDS, 3), forecasts(common, SERIES, KINDS, 3)
    sizes = [root_mean_square(SERIES["east"], one["east"], "wind") for one in ours]
    assert sizes == pytest.approx([0.02, 0.03, 0.04], rel=0.05)
    np.testing.assert_array_equal(ours[1]["west"], theirs[1]["west"])
    stated = {one.key: one.stated for one in forecast_statistics(own, SERIES, KINDS, ours) if one.kind == "wind"}
    assert stated["error_day_ahead"] == pytest.approx((0.03 + 0.11) / 2)


def test_a_seed_and_a_name_give_the_same_numbers():
    one, other = forecasts(Forecast(), SERIES, KINDS, 5), forecasts(Forecast(), SERIES, {"east": "wind"}, 5)
    np.testing.assert_array_equal(one[1]["east"], other[1]["east"])
    assert not np.array_equal(one[1]["east"], forecasts(Forecast(), SERIES, KINDS, 6)[1]["east"])


def test_no_error_is_the_series_itself():
    still = Forecast(wind=(0, 0, 0), pv=(0, 0, 0), load=(0, 0, 0))
    for one in forecasts(still, SERIES, KINDS, 1):
        for name, realised in SERIES.items():
            np.testing.assert_array_equal(one[name], realised)


def test_errors_that_fall_with_the_lead_are_refused():
    with pytest.raises(ValidationError):
        Forecast(wind=(0.2, 0.1, 0.1))


def test_the_table_of_weather_toml_is_read_from_the_nearest_folder(tmp_path):
    near, far = tmp_path / "near", tmp_path / "far"
    near.mkdir()
    far.mkdir()
    (far / "weather.toml").write_text("[forecast]\nwind = [0.1, 0.2, 0.3]\nhours = 6.0\n", encoding="utf-8")
    assert read_forecast(near, far).wind == (0.1, 0.2, 0.3)
    (near / "weather.toml").write_text("[forecast]\nwind = [0.0, 0.0, 0.1]\n", encoding="utf-8")
    found = read_forecast(near, far)
    assert found.wind == (0.0, 0.0, 0.1) and found.hours == 6.0 and found.pv == Forecast().pv
    (near / "weather.toml").write_text("[forecast]\nwind = [0.3, 0.2, 0.1]\nrain = 1.0\n", encoding="utf-8")
    with pytest.raises(CaseError) as refused:
        read_forecast(near, far)
    assert {fault.column for fault in refused.value.faults} == {"forecast.wind", "forecast.rain"}


def test_the_error_of_the_next_day_grows_from_the_gate_closure():
    """Stated: 0.08, 0.11 and 0.13 at mean leads of 12, 26 and 50 hours. Issued at 12:00, hour 13:00 of the next day is 25.5 hours ahead."""
    found = variances((0.08, 0.11, 0.13), 12.0)
    assert found.shape == (3, 24)
    assert found[1, 13] == pytest.approx(0.08**2 + (25.5 - 12) / 14 * (0.11**2 - 0.08**2))
    assert (np.diff(found[1]) > 0).all() and (np.diff(found, axis=0) >= 0).all()
    sizes = {}
    for gate in (8.0, 10.0, 12.0):
        ahead = forecasts(Forecast(gate_closure=gate), SERIES, KINDS, 1)[1]["west"]
        sizes[gate] = root_mean_square(SERIES["west"], ahead, "wind")
    assert sizes[8.0] > sizes[10.0] > sizes[12.0]
    with pytest.raises(ValidationError):
        Forecast(gate_closure=25.0)


def test_statistics_stand_beside_what_is_stated():
    parameters = Forecast(correlation=0.5)
    foreseen = forecasts(parameters, SERIES, KINDS, 3)
    found = {(one.kind, one.key): one for one in forecast_statistics(parameters, SERIES, KINDS, foreseen)}
    for key, tolerance in (("error_day_ahead", 0.003), ("lag_1", 0.05), ("lag_24", 0.1), ("between", 0.1)):
        one = found["wind", key]
        assert one.realised == pytest.approx(one.stated, abs=tolerance), key
    assert ("pv", "between") not in found


def test_the_page_of_forecasts_has_the_series_of_each_kind_in_both_languages():
    names = {"wind-west": "west", "wind-east": "east", "pv-core": "sun", "load-west": "load"}
    values = np.array([SERIES[name] for name in names.values()])
    year = xr.Dataset({"value": (("series", "time"), values)}, {"series": list(names)}, {"seed": 1})
    english, chinese = (forecast_page(year, Forecast(), lang) for lang in (Lang.en, Lang.zh))
    assert "| wind | correlation between series | 0.300 |" in english
    assert "| 风电 | 序列间相关系数 | 0.300 |" in chinese
    assert english.count("\n") == chinese.count("\n")
