"""benchmarks/backcast.py: what it prints is what the runs and the observed tables say."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
import xarray as xr

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def backcast(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return import_module("backcast")


@pytest.fixture
def figures(backcast: ModuleType) -> ModuleType:
    return import_module("backcast_figures")


@pytest.fixture
def tables(backcast: ModuleType) -> ModuleType:
    return import_module("backcast_tables")


def year(lost: float) -> xr.Dataset:
    """Two months of 100 MW in each area; in February a share of wind is lost, in Mengxi alone."""
    time = pd.date_range("2024-01-01", "2024-02-29 23:00", freq="h")
    areas, technologies = ["Mengxi", "Direct", "Mengdong", "Ximeng", "Shanghaimiao"], ["wind", "pv"]
    available = xr.DataArray(
        np.full((len(time), 5, 2), 100.0),
        dims=("time", "area", "technology"),
        coords={"time": time, "area": areas, "technology": technologies},
    )
    gone = xr.zeros_like(available)
    gone.loc[{"time": time[time.month == 2], "area": "Mengxi", "technology": "wind"}] = 100.0 * lost
    return xr.Dataset({"available": available, "curtailment": gone, "generation": available - gone})


def test_utilisation_is_by_grid(figures: ModuleType) -> None:
    months = figures.utilisation(year(0.4), monthly=True)
    assert months["West", "wind", 2] == pytest.approx(80.0)  # a half of the west is behind other lines
    assert months["West", "wind", 1] == months["East", "wind", 2] == months["West", "pv", 2] == 100.0
    table = figures.curtailed(year(0.4))
    assert table.loc[("West", "wind"), "curtailed"] == pytest.approx(0.4 * 100 * 29 * 24 / 1e6)
    assert table.loc[("East", "pv"), "available"] == pytest.approx(300 * 60 * 24 / 1e6)


def test_green_energy_exported_is_of_own_plants_and_a_share_of_the_rest(figures: ModuleType) -> None:
    """Two hours of 100 MW: 30 of its own plants and none stated; none of its own, and 20 % of the contract."""
    hours = {"settled": [[30.0, 0.0]] * 2, "contract": [[100.0, 100.0]] * 2}
    data = xr.Dataset({name: (("time", "corridor"), values) for name, values in hours.items()})
    data = data.assign_coords(green_share=("corridor", [0.0, 0.2]))
    assert figures.green_exports(data) == pytest.approx((60 + 40) / 1e6)
    full = {"generation": (("time", "technology"), np.full((8760, 6), 10.0))}
    year = xr.Dataset(full, coords={"technology": ["wind", "pv", "csp", "hydro", "biomass", "waste"]})
    year = year.assign(
        settled=(("time", "corridor"), np.full((8760, 1), 15.0)),
        contract=(("time", "corridor"), np.full((8760, 1), 35.0)),
    )
    year = year.assign_coords(green_share=("corridor", [0.25])).assign_attrs(consumption_twh=0.8)
    # 60 MW less 15 + 0.25 x 20 over 91.3 MW
    assert figures._consumed(year) == pytest.approx(100 * 40 * 8760 / 0.8e6)
    assert np.isnan(figures._consumed(year.isel(time=slice(24))))


def test_ties_leave_the_split_between_wind_and_pv_open(figures: ModuleType) -> None:
    """40 of 100 MW of wind are lost in an area where PV has 100 too: all 40 could have been PV. Where PV has 10, wind
    loses 30 at least."""
    data = year(0.4)
    lost = 40 * 29 * 24 / 1e6
    assert list(figures.curtailed(data).loc[("West", "wind"), ["least", "most"]]) == pytest.approx([0.0, lost])
    assert list(figures.curtailed(data).loc[("West", "pv"), ["least", "most"]]) == pytest.approx([0.0, lost])
    data["available"].loc[{"technology": "pv"}] = 10.0
    assert figures.curtailed(data).loc[("West", "wind"), "least"] == pytest.approx(0.75 * lost)
    assert figures.curtailed(data).loc[("West", "pv"), "most"] == pytest.approx(0.25 * lost)


def observed_table(path: Path, year: int, wind: dict[int, float], total: float) -> Path:
    """Months of wind in the West; 98 % in the East, PV 97 %; ``total`` of the year for the West."""
    lines = ["year,month,province_en,wind_util_pct,solar_util_pct,wind_util_ytd_pct,solar_util_ytd_pct,source_url"]
    for month, value in wind.items():
        for grid in ("West", "East"):
            ytd = total if grid == "West" else 98
            lines.append(f"{year},{month},Inner Mongolia {grid},{value if grid == 'West' else 98},97,{ytd},96,x")
    lines.append(f"{year - 7},1,Inner Mongolia West,1,1,1,1,x")
    path.write_text("\n".join(lines))
    return path


def test_the_page_sets_model_beside_observed(backcast: ModuleType, tables: ModuleType, tmp_path: Path) -> None:
    now, then = {1: 99.0, 2: 79.0, 12: 90.0}, {1: 97.0, 2: 83.0, 12: 95.0}
    observed = backcast.observed_months(observed_table(tmp_path / "now.csv", 2024, now, 90), 2024)
    before = backcast.observed_months(observed_table(tmp_path / "then.csv", 2023, then, 95), 2023)
    assert observed.loc[("West", "wind", 2), "month"] == 79.0 and len(observed) == 12
    years = [year(0.4), year(0.3)]
    lost = 0.35 * 0.5 * 29 / 60  # of all wind of the West, a half of which is behind other lines
    lines = {tuple(line.split(" | ")[:2]): line.split(" | ") for line in tables.yearly(years, observed, before)}
    west, both = lines["| West", "wind"], lines["| West", "sum"]
    assert west[5] == f"{lost / 0.10 - 1:+.0%}" and west[8:] == ["10.0", "5.0", "no |"]
    assert both[5] == f"{lost / 0.14 - 1:+.0%}" and both[8:10] == ["7.0", "4.5"]
    assert next(tables.yearly(years, observed, before)).count("|") == next(iter(lines.values()))[0].count("|") + 11
    months = list(tables.monthly(years, observed, before))
    assert (
        "| West | wind | model | 100.0 (100.0–100.0) | 82.5 (80.5–84.5) | 2.6 | nan | 2 | 1 |".replace("nan", "–")
        in months
    )
    assert "| West | wind | best constant | 89.0 | 89.0 | 10.0 | – | – | – |" in months
    assert "| West | wind | persistence | 97.0 | 83.0 | 3.2 | – | 2 | 1 |" in months
    # Each is wrong for the West alone, and by a point or three for what is published as one number a year.
    mean = {line.split(" | ")[2]: float(line.split(" | ")[5]) for line in months if line.startswith("| mean")}
    assert mean["persistence"] == pytest.approx(10**0.5 / 4, abs=0.01) and mean["best constant"] == pytest.approx(2.5)


def test_what_is_not_known_is_a_dash(tables: ModuleType) -> None:
    """A year without published months by grid, as 2023."""
    lines = list(tables.yearly([year(0.4)], None, None))
    assert len(lines) == 2 + 6 and all(line.count("| – ") >= 4 for line in lines[2:])


def test_runs_that_are_there_are_not_run_again(
    backcast: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for month in (1, 2):
        (tmp_path / "2024-seed-3" / f"month-{month:02}").mkdir(parents=True)
    monkeypatch.setattr(backcast.dispatch, "read_case", lambda *_: pytest.fail("it was run"))
    made = backcast.run_year(Path("neimenggu-2024"), 3, tmp_path, "month", [1, 2])
    assert [path.name for path in made] == ["month-01", "month-02"]
    windows = list(backcast._windows(2024, "month", [2, 12]))
    assert windows == [("month-02", "2024-02-01", 696), ("month-12", "2024-12-01", 744)]


def test_a_table_without_the_year_is_refused(backcast: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "observed.csv"
    path.write_text("year,month,province_en,wind_util_pct,solar_util_pct\n2024,1,Inner Mongolia West,97.1,96.4\n")
    with pytest.raises(SystemExit, match=r"observed\.csv: no row of 2023; it has 2024"):
        backcast.observed_months(path, 2023)
