"""A case that names a seed: its series are drawn when it is read."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import dispatch
from dispatch.case import read_case as read_tables
from dispatch.errors import CaseError

from .conftest import CASE


@pytest.fixture
def variant(tmp_path: Path) -> Path:
    """A case that extends the shipped one and names a seed."""
    shutil.copytree(CASE, tmp_path / "neimenggu-2030")
    folder = tmp_path / "seeded"
    folder.mkdir()
    text = 'extends = "neimenggu-2030"\ntitle = "another year"\n[weather]\nseed = 7\n'
    (folder / "case.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_case_names_a_seed(variant: Path, years: list[xr.Dataset]) -> None:
    case = dispatch.read_case(variant, start="2030-07-01", hours=24)
    assert case.series_attributes["seed"] == "7"
    drawn = years[6]["value"].sel(series="wind-core", time=case.time).to_numpy()
    assert np.array_equal(case.series["wind-core"], drawn)


def test_set_changes_the_seed_also_where_a_file_is_named(variant: Path) -> None:
    other = dispatch.read_case(variant, ["weather.seed=8"], hours=24)
    over_the_file = dispatch.read_case(CASE, ["weather.seed=8"], hours=24)
    assert other.series_attributes["seed"] == over_the_file.series_attributes["seed"] == "8"
    assert other.digest == over_the_file.digest != dispatch.read_case(variant, hours=24).digest


def test_the_file_of_a_seed_is_the_year_of_the_seed() -> None:
    read, drawn = (dispatch.read_case(CASE, settings) for settings in ([], ["weather.seed=1"]))
    for name, values in read.series.items():
        assert np.abs(values - drawn.series[name]).max() <= 0.5e-4 + 1e-9, name


@pytest.mark.parametrize(
    ("file", "old", "new", "settings", "message"),
    [
        ("case.toml", 'series = "series.nc"', "", [], "those of a file, `series`, or of a seed"),
        ("case.toml", 'series = "series.nc"', "", ["weather.seed=-3"], "below 0"),
        ("case.toml", "year = 2030", "start = 2030-01-01\nhours = 24", ["weather.seed=3"], "needs `year`"),
        ("weather.toml", "weibull = 2.7", "weibull = 9.0", ["weather.seed=3"], "wind.weibull"),
        ("weather.toml", 'name = "load-mengxi"', 'name = "load-west"', ["weather.seed=3"], "no such series"),
    ],
)
def test_faults(tmp_path: Path, file: str, old: str, new: str, settings: list[str], message: str) -> None:
    folder = tmp_path / "case"
    shutil.copytree(CASE, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CaseError, match=message):
        dispatch.read_case(folder, settings)


def test_tables_alone_draw_nothing(variant: Path) -> None:
    with pytest.raises(CaseError, match="no series are drawn here"):
        read_tables(variant)
