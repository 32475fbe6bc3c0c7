"""benchmarks/backcast.py: what it prints is what the runs and the observed tables say."""

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
import xarray as xr

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "backcast.py"


@pytest.fixture(scope="module")
def backcast() -> ModuleType:
    spec = importlib.util.spec_from_file_location("backcast", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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


def test_utilisation_is_by_grid(backcast: ModuleType) -> None:
    months = backcast.utilisation(year(0.4), monthly=True)
    assert months["West", "wind", 2] == pytest.approx(80.0)  # a half of the west is behind other lines
    assert months["West", "wind", 1] == months["East", "wind", 2] == months["West", "pv", 2] == 100.0
    table = backcast.curtailed(year(0.4))
    assert table.loc[("West", "wind"), "curtailed"] == pytest.approx(0.4 * 100 * 29 * 24 / 1e6)
    assert table.loc[("East", "pv"), "available"] == pytest.approx(300 * 60 * 24 / 1e6)


def test_green_energy_exported_is_of_own_plants_and_a_share_of_the_rest(backcast: ModuleType) -> None:
    """Two hours of 100 MW: 30 of its own plants and none stated; none of its own, and 20 % of the contract."""
    hours = {"settled": [[30.0, 0.0]] * 2, "contract": [[100.0, 100.0]] * 2}
    data = xr.Dataset({name: (("time", "corridor"), values) for name, values in hours.items()})
    data = data.assign_coords(green_share=("corridor", [0.0, 0.2]))
    assert backcast.green_exports(data) == pytest.approx((60 + 40) / 1e6)
    full = {"generation": (("time", "technology"), np.full((8760, 6), 10.0))}
    year = xr.Dataset(full, coords={"technology": ["wind", "pv", "csp", "hydro", "biomass", "waste"]})
    year = year.assign(
        settled=(("time", "corridor"), np.full((8760, 1), 15.0)),
        contract=(("time", "corridor"), np.full((8760, 1), 35.0)),
    )
    year = year.assign_coords(green_share=("corridor", [0.25])).assign_attrs(consumption_twh=0.8)
    # 60 MW less 15 + 0.25 x 20 over 91.3 MW
    assert backcast._consumed(year) == pytest.approx(100 * 40 * 8760 / 0.8e6)
    assert np.isnan(backcast._consumed(year.isel(time=slice(24))))


def test_the_page_sets_model_beside_observed(backcast: ModuleType, tmp_path: Path) -> None:
    lines = ["year,month,province_en,wind_util_pct,solar_util_pct,wind_util_ytd_pct,solar_util_ytd_pct,source_url"]
    for month, wind in ((1, 99.0), (2, 79.0), (12, 90.0)):
        for grid in ("West", "East"):
            lines.append(
                f"2024,{month},Inner Mongolia {grid},{wind if grid == 'West' else 98},97,{90 if month == 12 else ''},96,x"
            )
    lines.append("2023,1,Inner Mongolia West,1,1,1,1,x")
    (tmp_path / "observed.csv").write_text("\n".join(lines))
    observed = backcast.observed_months(tmp_path / "observed.csv", 2024)
    assert observed.loc[("West", "wind", 2), "month"] == 79.0 and len(observed) == 12
    years = [year(0.4), year(0.3)]
    yearly = list(backcast.yearly(years, observed))
    west = next(line for line in yearly if line.startswith("| West | wind"))
    # 10 % of what was available is the observed loss; the model's mean is 0.35 x 29 of 60 days of one half.
    assert f"{0.5 * 0.35 * 29 / 60 / 0.10 - 1:+.0%}" in west and west.endswith("| 90.0 | no |")
    months = list(backcast.monthly(years, observed))
    assert "| West | wind | model | 100.0 (100.0–100.0) | 82.5 (80.5–84.5) | 2.6 | 10.0 | nan | 2 | 1 |" in months


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
