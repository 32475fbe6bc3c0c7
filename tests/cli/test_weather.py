"""``dispatch weather``: a year of series that the case reads."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import dispatch
from dispatch.case.series import read_series

CASE = Path(__file__).parents[2] / "inputs" / "neimenggu-2030"


def test_the_file_of_a_seed_holds_the_numbers_of_a_case_with_that_seed_to_the_last_bit(call, tmp_path):
    assert call("weather", CASE, "--year", "3", "--out", tmp_path / "year.nc").exit_code == 0
    drawn = dispatch.read_case(CASE, ["weather.seed=3"])
    read = read_series(tmp_path / "year.nc", drawn.time)
    assert not read.faults and set(drawn.series) <= set(read.values)
    for name, values in drawn.series.items():
        assert np.array_equal(values, read.values[name]), name


def test_a_synthetic_year_says_that_it_is_one(call, tmp_path):
    result = call("weather", CASE, "--year", "7", "--out", tmp_path / "year.nc")
    assert result.exit_code == 0, result.output
    with xr.open_dataset(tmp_path / "year.nc") as made, xr.open_dataset(CASE / "series.nc") as shipped:
        assert made.sizes["time"] == 8760 and set(made["series"].values) == set(shipped["series"].values)
        assert "synthetic" in str(made.attrs) and made.attrs["seed"] == "7"


@pytest.mark.parametrize(("words", "named"), [(["--year", "seven"], "--year"), (["--year", "-1"], "seed")])
def test_a_seed_is_a_whole_number(call, tmp_path, words, named):
    result = call("weather", CASE, *words, "--out", tmp_path / "year.nc")
    assert result.exit_code == 2 and named in result.stderr and not (tmp_path / "year.nc").exists()


@pytest.mark.parametrize(
    ("option", "key", "value", "known"),
    [("--months", "months", "1999", "2018, 2019"), ("--source", "source", "era5-2021", "synthetic, era5-2020")],
)
def test_an_unknown_record_or_year_is_a_fault_of_what_was_typed(call, tmp_path, option, key, value, known):
    wrote = call("weather", CASE, option, value, "--out", tmp_path / "year.nc")
    assert wrote.exit_code == 2 and f"- {option}: '{value}'" in wrote.stderr and known in wrote.stderr
    checked = call("check", CASE, "--set", f"weather.{key}={value}")
    assert checked.exit_code == 2 and f"- --set, column weather.{key}: '{value}'" in checked.stderr


def test_no_file_is_overwritten(call, tmp_path):
    (tmp_path / "year.nc").write_text("mine")
    assert call("weather", CASE, "--year", "7", "--out", tmp_path / "year.nc").exit_code == 2
    assert (tmp_path / "year.nc").read_text() == "mine"


def test_own_files_arrive_in_a_run(call, tmp_path):
    hours = [
        f"2030-{month:02}-{day:02} {hour:02}:00"
        for month, days in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)
        for day in range(1, days + 1)
        for hour in range(24)
    ]
    (tmp_path / "own.csv").write_text("t,w\n" + "\n".join(f"{hour},0.25" for hour in hours))
    source = '[[source]]\nform = "hourly"\nfile = "own.csv"\ntime = "t"\nzone = "UTC+8"\nstamp = "start"\n'
    (tmp_path / "map.toml").write_text(
        f'rest = "series.nc"\n{source}[source.series]\nwind-core = {{ column = "w", unit = "share" }}\n'
    )
    result = call("weather", CASE, "--from", tmp_path / "map.toml", "--out", tmp_path / "own.nc")
    assert result.exit_code == 0, result.output
    with xr.open_dataset(tmp_path / "own.nc") as made:
        assert float(made["value"].sel(series="wind-core").std()) == 0.0


@pytest.mark.parametrize("words", [[], ["--year", "7", "--from", "map.toml"]])
def test_either_a_seed_or_a_map(call, tmp_path, words):
    result = call("weather", CASE, *words, "--out", tmp_path / "year.nc")
    assert result.exit_code == 2 and "--from MAP.toml" in result.stderr


def test_capacity_credits_are_a_table_that_the_case_reads(call, tmp_path):
    """Of one weather year, in a case that extends the shipped one: one row a month for each profile of renewables."""
    folder = tmp_path / "inputs"
    shutil.copytree(CASE, folder / "neimenggu-2030")
    (folder / "mine").mkdir()
    (folder / "mine" / "case.toml").write_text('extends = "neimenggu-2030"\ntitle = "mine"\n', encoding="utf-8")
    result = call("weather", folder / "mine", "--credits", "1", "--out", folder / "mine" / "capacity_credits.csv")
    assert result.exit_code == 0, result.output
    mine, shipped = dispatch.read_case(folder / "mine"), dispatch.read_case(CASE)
    assert set(mine.credits) == set(shipped.credits) and mine.digest != shipped.digest
    assert mine.credits["pv-core"][5, 12] == pytest.approx(shipped.credits["pv-core"][5, 12], abs=0.1)
    assert call("weather", CASE, "--credits", "1", "--year", "2", "--out", tmp_path / "x.csv").exit_code == 2
