"""The good case is read: units, defaults, encodings, freezing, digest."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from dispatch.case.schema import TABLES

if TYPE_CHECKING:
    from .conftest import Folder


def test_every_table_has_a_row(good: Folder) -> None:
    case = good.read()
    assert [name for name, table in case.tables.items() if table.empty] == []
    assert repr(case).splitlines()[0] == "Case(good, 2030-01-07 00:00, 24 hours)"
    assert case.title == "小算例"
    for schema in TABLES:
        assert list(case.tables[schema.name]) == [column.name for column in schema.columns]
        assert not case.tables[schema.name].isna().any(axis=None)


def test_units_become_those_of_the_model(good: Folder) -> None:
    case = good.read()
    ledger = case.tables["capacity"].set_index(["asset", "unit"])
    assert ledger.loc[("煤电", "1"), "capacity"] == 0.6  # 60 万千瓦
    assert ledger.loc[("抽蓄", "1"), "energy"] == 1.6  # 1600 MWh
    thermal = case.tables["thermal"].set_index("fleet")
    assert thermal.loc["热电", "own_use"] == 0.07  # 7 %, without the noise of binary fractions
    assert thermal.loc["煤电", "fuel_incremental"] == 0.28  # gce/kWh
    assert thermal.loc["热电", "maintenance"] == 0.3
    assert case.tables["load"]["energy"].tolist() == [18.0, 0.1, 6.0]  # 亿千瓦时
    assert case.tables["fuels"].loc[0, "price"] == 0.8  # million CNY/ktce
    assert case.tables["electrolysers"].loc[0, "yearly"] == 0.02  # kt
    assert bool(case.tables["fuels"].loc[0, "coal"])
    assert case.prices.lost_load == 20.0 and case.prices.co2 == 0.06
    assert case.tie_break_curtailment == pytest.approx(1e-5)


@pytest.mark.parametrize(
    ("heading", "value", "energy"),
    [
        ("MWh", "1000000", 1000.0),
        ("GWh", "1000", 1000.0),
        ("TWh", "1", 1000.0),
        ("亿千瓦时", "10", 1000.0),
        ("kWh", "1e9", 1000.0),
    ],
)
def test_energy_may_be_given_in_any_unit(good: Folder, heading: str, value: str, energy: float) -> None:
    good.edit("load.csv", "energy [亿千瓦时]", f"energy [ {heading} ]").edit("load.csv", "0.18", value)
    assert good.read().tables["load"].loc[0, "energy"] == energy


def test_what_is_left_out_takes_its_default(good: Folder) -> None:
    case = good.read()
    assert case.tables["areas"]["heating_start"].tolist() == ["10-15", "10-15"]
    assert case.tables["capacity"]["commissioned"].max() == pd.Timestamp("2028-01-01")
    assert case.tables["capacity"]["retired"].max() == pd.Timestamp("2999-12-01")
    assert case.settings.commitment.minimum_up_hours == 72
    assert case.tables["targets"].set_index("target").loc["消纳", "required"] == -1.0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_line_ends_mean_the_same(good: Folder, encoding: str, newline: str) -> None:
    digest = good.read().digest
    for path in good.path.iterdir():
        text = path.read_bytes().decode().replace("\n", newline)
        path.write_bytes(text.encode(encoding))
    assert good.read().digest == digest


def test_lines_may_be_blank_and_texts_may_span_lines(good: Folder) -> None:
    good.edit("areas.csv", '"Mengxi, west"', '"Mengxi,\nwest"').edit("areas.csv", "蒙东,蒙东", "\n , ,\n蒙东,蒙东")
    assert good.read().tables["areas"].loc[0, "name_en"] == "Mengxi,\nwest"
    good.edit("areas.csv", "mengdong,P", "men@dong,P")
    (fault,) = good.faults()
    assert fault.row == 6  # as an editor counts: heading, two lines of one row, blank, blank


def test_netcdf_series_are_read(good: Folder) -> None:
    import xarray as xr

    time = pd.date_range("2030-01-07", periods=24, freq="h")
    values = np.stack([good.read().series[name] for name in ("flat", "wind", "sun", "heat")])
    coords = {"series": ["flat", "wind", "sun", "heat"], "time": time}
    digest = good.read().digest
    data = xr.Dataset({"value": (("series", "time"), values)}, coords, {"origin": "synthetic"})
    data.to_netcdf(good.path / "year.nc")
    good.edit("case.toml", "series.csv", "year.nc").remove("series.csv")
    case = good.read()
    assert case.series_attributes == {"origin": "synthetic"}
    assert case.digest == digest


# --- frozen ---


def test_a_case_cannot_be_changed(good: Folder) -> None:
    case = good.read()
    with pytest.raises(AttributeError):
        case.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError, match="frozen"):
        case.tables["areas"] = case.tables["pockets"]
    with pytest.raises(TypeError, match="frozen"):
        case.series.pop("flat")
    with pytest.raises(ValueError, match="read-only"):
        case.series["flat"][0] = 2.0
    with pytest.raises(ValueError, match="read-only"):
        case.tables["capacity"].loc[0, "capacity"] = 9.0
    with pytest.raises(ValueError, match="read-only"):
        case.tables["capacity"]["capacity"].to_numpy()[0] = 9.0
    with pytest.raises(ValueError, match="frozen"):
        case.settings.prices.co2 = 1.0  # type: ignore[misc]
    with pytest.raises(TypeError, match="does not support"):
        case.time[0] = case.time[1]  # type: ignore[index]


def test_a_case_travels(good: Folder) -> None:
    case = good.read()
    for other in (pickle.loads(pickle.dumps(case)), copy.deepcopy(case)):
        assert other.digest == case.digest and other.tables["areas"].equals(case.tables["areas"])
        with pytest.raises(TypeError, match="frozen"):
            other.series["flat"] = np.zeros(24)


# --- digest ---


def _swap_rows(good: Folder, file: str) -> None:
    heading, *rows = good.text(file).splitlines()
    good.write(file, "\n".join([heading, *reversed(rows)]) + "\n")


def _swap_columns(good: Folder, file: str) -> None:
    table = pd.read_csv(good.path / file, dtype=str, keep_default_na=False)
    table[table.columns[::-1]].to_csv(good.path / file, index=False)


@pytest.mark.parametrize(
    "change",
    [
        lambda good: [_swap_rows(good, f"{name}.csv") for name in ("capacity", "sections", "load", "areas")],
        lambda good: [_swap_columns(good, f"{name}.csv") for name in ("capacity", "thermal", "series")],
        lambda good: (
            good.edit("capacity.csv", "capacity [万千瓦]", "capacity [MW]")
            and good.write(
                "capacity.csv",
                pd.read_csv(good.path / "capacity.csv")
                .assign(**{"capacity [MW]": [600, 600, 300, 1000, 500, 50, 200, 100]})
                .to_csv(index=False),
            )
        ),
        lambda good: (
            good.edit("thermal.csv", "own_use [%]", "own_use [share]")
            .edit("thermal.csv", "0.6,6,", "0.6,0.06,")
            .edit("thermal.csv", "0.6,7,", "0.6,0.07,")
        ),
        lambda good: good.edit("case.toml", "小算例", "另一个名字").edit("case.toml", '"calc"', '"P"'),
        lambda good: good.edit("areas.csv", "Mengxi, west", "West"),
        lambda good: good.edit("case.toml", "period_hours = 24", "minimum_up_hours = 72"),
        lambda good: good.write("series.csv", good.text("series.csv").replace("0.8\n", "0.80\n")),
        lambda good: good.edit("capacity.csv", "2010-05", " 2010-05 "),
    ],
)
def test_digest_is_of_the_meaning(good: Folder, change) -> None:
    digest = good.read().digest
    change(good)
    assert good.read().digest == digest


@pytest.mark.parametrize(
    "setting",
    [
        "capacity[asset=煤电,unit=1].capacity=*1.0000001",
        "thermal[fleet=煤电].minimum_other=0.36",
        "thermal[fleet=煤电].flexible=false",
        "thermal[fleet=热电].maintenance=0.2",
        "areas[area=蒙西].heating_end=04-16",
        "capacity[asset=煤电,unit=2].retired=2035-01",
        "renewables[asset=光伏].order=2",
        "load[load=西部负荷].profile=wind",
        "targets[target=绿电].imposed=false",
        "targets[target=装机].required=199",
        "commitment.minimum_up_hours=48",
        "prices.co2=61",
        "export_level=low",
        "tie_break.curtailment=0.02",
        "primary_energy.conversion=301",
    ],
)
def test_digest_differs_when_the_model_is_given_something_else(good: Folder, setting: str) -> None:
    assert good.read(setting).digest != good.read().digest


def test_digest_differs_by_series_and_window(good: Folder) -> None:
    digests = {
        good.read().digest,
        good.read(hours=23).digest,
        good.read(start="2030-01-07 01:00").digest,
        good.read(start="2030-01-07 01:00", hours=22).digest,
        good.edit("series.csv", "03:00,1,0.26", "03:00,1,0.2600001").read().digest,
    }
    assert len(digests) == 5


def test_digest_is_the_same_in_another_process(good: Folder) -> None:
    code = "import sys; from dispatch.case import read_case; print(read_case(sys.argv[1]).digest)"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "America/New_York"}
    command = [sys.executable, "-c", code, str(good.path)]
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=good.path.parent)
    assert printed.stdout.strip() == good.read().digest
