"""A year as a whole: the same from its seed, shipped as drawn, readable as a case reads it, calibrated."""

import json
import shutil
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from dispatch.case import gather, read_case
from dispatch.case.settings import Weather
from dispatch.errors import CaseError
from dispatch.weather import Parameters, compare, correlations, draw, draws, generate, monthly, statistics, write
from dispatch.weather.__main__ import main
from dispatch.weather.generate import _KEPT
from dispatch.weather.page import page
from dispatch.weather.record import recorded
from dispatch.weather.region import Observed
from dispatch.weather.statistics import MEASURES, longest_run, measure

from .conftest import CASE

GOLDEN = Path(__file__).with_name("seed-1.json")


@pytest.mark.long
def test_the_same_to_the_bit_from_the_same_seed(parameters: Parameters, year: xr.Dataset) -> None:
    again = next(draws(parameters, 2030, [1]))
    assert np.array_equal(again["value"].to_numpy(), year["value"].to_numpy())


def test_a_year_that_was_drawn_is_not_drawn_again_and_is_no_one_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second reading has the same numbers without a draw, whatever the first reader did with its own."""
    drawn, module = [], sys.modules["dispatch.weather.generate"]  # the package has the function under this name
    monkeypatch.setattr(module, "_drawn", lru_cache(_KEPT)(module._drawn.__wrapped__))
    monkeypatch.setattr(module, "draws", lambda *given: iter(drawn.append(given) or [made_up()]))
    folders = gather(CASE).chain
    seeds = range(1000, 1000 + 2 * _KEPT)
    first = draw(folders, 2030, Weather(seed=seeds[0]))
    first["value"][:] = 0.0
    again = draw(folders, 2030, Weather(seed=seeds[0]))
    assert len(drawn) == 1 and again.identical(made_up())
    for seed in seeds:
        draw(folders, 2030, Weather(seed=seed))
    draw(folders, 2031, Weather(seed=seeds[-1]))
    assert [(year, seed) for _, year, (seed,), _ in drawn] == [*((2030, seed) for seed in seeds), (2031, seeds[-1])]
    draw(folders, 2030, Weather(seed=seeds[0]))  # the oldest are forgotten
    assert len(drawn) == len(seeds) + 2


def made_up() -> xr.Dataset:
    return xr.Dataset({"value": (("series", "time"), np.ones((2, 3)))}, attrs={"seed": "1"})


def test_the_same_to_1e_9_on_every_machine(year: xr.Dataset) -> None:
    """Means and some hours of every series of seed 1, as another machine had them. After a change that is meant,
    raise VERSION in generate.py and write the file anew."""
    known = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert sorted(known) == sorted(map(str, year["series"].values))
    for name, figures in known.items():
        values = year["value"].sel(series=name).to_numpy()
        drawn = [float(values.mean()), *(float(values[hour]) for hour in (12, 2500, 5003, 8759))]
        assert drawn == pytest.approx(figures, abs=1e-9, rel=1e-9), name


def test_every_series_is_a_number_at_or_above_zero(years: list[xr.Dataset]) -> None:
    for drawn in years:
        assert np.isfinite(drawn["value"]).all() and float(drawn["value"].min()) >= 0.0
        shares = [name for name in drawn["series"].values if name.startswith(("wind", "pv", "csp", "heat", "hydro"))]
        assert float(drawn["value"].sel(series=shares).max()) <= 1.0


def test_the_shipped_year_is_what_its_seed_gives(tmp_path: Path) -> None:
    with xr.open_dataset(CASE / "series.nc") as shipped:
        seed = int(shipped.attrs["seed"])
        drawn = generate(CASE, Weather(seed=seed))
        assert list(shipped["series"].values) == list(drawn["series"].values)
        assert float(np.abs(shipped["value"] - drawn["value"]).max()) <= 0.5e-4 + 1e-9
        assert shipped.attrs == drawn.attrs
    assert (CASE / "series.nc").stat().st_size < 2_000_000


def test_the_page_is_that_of_the_shipped_year(parameters: Parameters, years: list[xr.Dataset]) -> None:
    with xr.open_dataset(CASE / "series.nc") as shipped:
        assert shipped.attrs["seed"] == "1"
    assert page(years, parameters, recorded(parameters, [CASE])) == (CASE / "WEATHER.md").read_text(encoding="utf-8")


def test_the_command_prints_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(CASE), "--year", "2", "--years", "1"]) == 0
    printed = capsys.readouterr().out
    assert "seed 2, 2030" in printed and "| wind, below_5_percent |" in printed and "era5-2020" in printed


def test_the_page_of_a_case_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--year", "1"]) == 2
    assert "case.toml" in capsys.readouterr().err


def test_a_case_reads_what_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(CASE, folder)
    write(generate(folder, Weather(seed=11)), folder / "series.nc")
    case = read_case(folder, start="2030-07-01", hours=24)
    assert case.series_attributes["seed"] == "11"
    assert case.series_attributes["synthetic"].startswith("yes")
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_variant_uses_the_parameters_of_what_it_extends() -> None:
    assert np.array_equal(
        generate(CASE.parent / "neimenggu-2030-300gw", Weather(seed=3))["value"].to_numpy(),
        generate(CASE, Weather(seed=3))["value"].to_numpy(),
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("weather.toml", "weibull = 2.7", "weibull = 9.0", "wind.weibull"),
        ("weather.toml", "core = 2500", "nowhere = 2500", "no site is in zone nowhere"),
        ("weather.toml", "share = 0.71", "share = 0.61", "add up to 0.9"),
        ("weather.toml", "farms = 6", "farms = 0", "wind.farms"),
        ("weather.toml", "availability = 0.98", "availability = 1.98", "wind.availability"),
        ("weather.toml", 'name = "region"', 'name = "elsewhere"', "need a .*group.* named region"),
        ("weather.toml", 'name = "2019"', 'name = "2018"', "have the same name"),
        ("weather.toml", "alxa = 2.0, mengdong", "nowhere = 2.0, mengdong", "nowhere"),
        ("weather.toml", "[sun]", "[sun", "it is not TOML"),
        ("weather.toml", 'end = "04-15"', 'end = "15 April"', "heat.0.end"),
        ("sites.csv", "41.6,108.5", "141.6,108.5", "sites.csv, row 2, column latitude"),
        ("sites.csv", "0.30,1.04", "much,1.04", "sites.csv, row 2, column weight"),
        ("case.toml", "year = 2030", 'start = "2030-01-01"\nhours = 24', "no calendar year"),
        ("case.toml", "year = 2030", "year = 2099", "Spring Festival"),
    ],
)
def test_faults_name_the_place(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    folder = tmp_path / "case"
    shutil.copytree(CASE, folder, ignore=shutil.ignore_patterns("series.nc"))
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CaseError, match=message):
        generate(folder, Weather(seed=1))


def test_missing_files(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(CASE, folder, ignore=shutil.ignore_patterns("sites.csv", "weather.toml"))
    with pytest.raises(CaseError) as error:
        generate(folder, Weather(seed=1))
    assert {fault.file for fault in error.value.faults} == {"sites.csv", "weather.toml"}


def test_loads_are_those_of_the_sources(parameters: Parameters, years: list[xr.Dataset]) -> None:
    """Mean of twenty years beside the published figure: Mengdong's load of August to October 2021, the region's of 2018."""
    table = compare(years, parameters).set_index(["series", "measure", "days"])["mean"]
    autumn = "08-09…10-31"
    assert table["load-mengdong", "load_factor", autumn] == pytest.approx(0.7235, abs=0.04)
    assert table["load-mengxi", "load_factor", "01-01…12-31"] == pytest.approx(0.844, abs=0.01)


def test_a_year_that_has_happened_has_its_hours(parameters: Parameters) -> None:
    growing = tuple(float(40 + k) for k in range(12))
    wind = parameters.wind.model_copy(
        update={"known": {"core": growing}, "hours": parameters.wind.hours | {"core": 2400}}
    )
    sun = parameters.sun.model_copy(update={"known": {"core": growing}})
    own = next(draws(parameters.model_copy(update={"wind": wind, "sun": sun}), 2024, [3]))
    weight = np.array(growing)[own["time"].dt.month.to_numpy() - 1]
    weight = weight / weight.mean()
    for name, hours in (("wind-core", 2400.0), ("pv-core", 1620.0), ("pv-distributed-core", 1460.0)):
        assert float(weight @ own["value"].sel(series=name).to_numpy()) == pytest.approx(hours, abs=1e-6)
    assert float(own["value"].sel(series="wind-east").sum()) == pytest.approx(2610 * 8784 / 8760, rel=0.2)


def test_measures_by_hand() -> None:
    values = np.array([0.0, 0.02, 0.5, 1.0, 0.04, 0.04, 0.04, 0.9])
    hand = {
        "mean": 2.54 / 8, "hours": 2.54, "highest": 1.0, "load_factor": 2.54 / 8, "lowest_over_mean": 0.0,
        "below_5_percent": 5 / 8, "above_80_percent": 2 / 8, "longest_calm": 3.0,
    }  # fmt: skip
    for name, expected in hand.items():
        assert MEASURES[name](values) == pytest.approx(expected), name
    assert longest_run(np.array([True, True, False, True])) == 2 and longest_run(np.array([False])) == 0
    steps = np.arange(101.0) ** 2
    assert MEASURES["ramp_p99"](steps) == pytest.approx(np.quantile(2.0 * np.arange(100) + 1.0, 0.99))
    assert MEASURES["lag_24"](np.tile(np.arange(24.0), 5)) == pytest.approx(1.0)


def test_tables_of_statistics(year: xr.Dataset) -> None:
    table, months = statistics(year), monthly(year)
    pv = year["value"].sel(series="pv-core").to_pandas()
    assert table.loc["pv-core", "hours"] == pytest.approx(pv.sum())
    assert months.loc["pv-core", 6] == pytest.approx(pv["2030-06"].mean())
    both = correlations(year, ["wind-core", "wind-east"])
    assert both.iloc[0, 0] == pytest.approx(1.0) and both.iloc[0, 1] == pytest.approx(both.iloc[1, 0])


def test_a_window_of_a_figure(year: xr.Dataset) -> None:
    row = Observed(series="wind-core", measure="mean", start="07-01", end="07-31", value=0, source="x")
    july: pd.Series = year["value"].sel(series="wind-core").to_pandas()["2030-07"]
    assert measure(year, row) == pytest.approx(july.mean())
