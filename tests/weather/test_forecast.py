"""Forecasts: their size by lead, what they keep, and that they are drawn the same everywhere."""

import numpy as np
import pytest
from pydantic import ValidationError

from dispatch.errors import CaseError
from dispatch.weather import LEADS, Forecast, forecasts, read_forecast, root_mean_square

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
