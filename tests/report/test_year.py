"""A report of a whole year of the shipped case: memory and size of the page."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import dispatch

HOURS = 8760
MEASURE = """
import sys
from pathlib import Path
from dispatch.report import report
from dispatch.results.memory import peak_memory_mb
from dispatch.messages import Lang
report(Path(sys.argv[1]), Lang.zh)
print(peak_memory_mb())
"""


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """A run folder of 8,760 hours: a week of neimenggu-2030 over and over, each hour of it a little different, so that
    nothing is smaller or quicker than in a year that was solved."""
    place = tmp_path_factory.mktemp("year") / "run"
    dispatch.run(dispatch.read_case("inputs/neimenggu-2030", (), "2030-04-01", 168)).save(place)
    with xr.open_dataset(place / "dispatch.nc") as stored:
        week = stored.load()
    whole = week.isel(time=np.arange(HOURS) % week.sizes["time"])
    factor = xr.DataArray(np.random.default_rng(1).uniform(0.9, 1.0, HOURS), dims="time")
    limits = [
        name for name in whole.data_vars if name.startswith(("capacity", "storage_size", "storage_power", "section_"))
    ]
    for name, variable in whole.data_vars.items():
        if "time" in variable.dims and name not in limits:
            whole[name] = (variable * factor).transpose(*variable.dims).assign_attrs(variable.attrs)
    whole["time"] = pd.date_range("2030-01-01", periods=HOURS, freq="h")
    whole.attrs["hours_of_horizon"] = HOURS
    whole.to_netcdf(place / "dispatch.nc")
    record = json.loads((place / "run.json").read_text("utf-8"))
    (place / "run.json").write_text(json.dumps(record | {"hours": HOURS, "from": "2030-01-01 00:00"}), "utf-8")
    return place


def test_a_year_in_1500_mb_with_a_page_below_15_mb(year):
    done = subprocess.run([sys.executable, "-c", MEASURE, str(year)], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 1500
    assert (year / "report.html").stat().st_size < 15e6
    assert len((year / "csv" / "daily.csv").read_text("utf-8").splitlines()) == 10 * 365 + 1
