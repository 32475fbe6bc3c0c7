"""``dispatch weather``: a year of series that the case reads."""

from pathlib import Path

import pytest
import xarray as xr

CASE = Path(__file__).parents[2] / "inputs" / "neimenggu-2030"


def test_a_synthetic_year_says_that_it_is_one(call, tmp_path):
    result = call("weather", CASE, "--year", "7", "--out", tmp_path / "year.nc")
    assert result.exit_code == 0, result.output
    with xr.open_dataset(tmp_path / "year.nc") as made, xr.open_dataset(CASE / "series.nc") as shipped:
        assert made.sizes["time"] == 8760 and set(made["series"].values) == set(shipped["series"].values)
        assert "synthetic" in str(made.attrs) and made.attrs["seed"] == "7"


@pytest.mark.parametrize(("words", "told"), [(["--year", "seven"], "--year"), (["--year", "-1"], "seed")])
def test_a_seed_is_a_whole_number(call, tmp_path, words, told):
    result = call("weather", CASE, *words, "--out", tmp_path / "year.nc")
    assert result.exit_code == 2 and told in result.stderr and not (tmp_path / "year.nc").exists()


def test_no_file_is_overwritten(call, tmp_path):
    (tmp_path / "year.nc").write_text("mine")
    assert call("weather", CASE, "--year", "7", "--out", tmp_path / "year.nc").exit_code == 2
    assert (tmp_path / "year.nc").read_text() == "mine"
