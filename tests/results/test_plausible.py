"""What is possible and yet implausible is reported with the number; the shipped tutorial gives no alarm."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import dispatch
from dispatch import read_case
from dispatch.cli import app
from dispatch.errors import CaseError
from dispatch.messages import Lang
from dispatch.report import build, read
from dispatch.results.plausible import of_case

ROOT = Path(__file__).parents[2]
GOOD = {
    "load": [800, 600] * 4380,
    "thermal": [{"fleet": "a", "capacity": 1800, "fuel_incremental": 0.3}],
    "renewables": [{"asset": "w", "capacity": 300, "profile": "wind"}],
    "series": {"wind": [0.32] * 8760},
    "targets": [{"target": "t", "kind": "new_energy_capacity", "required": 1, "unit": "GW"}],
    "settings": {"year": 2030},
}
SLIPS = {
    "hours": {"series": {"wind": [0.032] * 8760}},
    "fuel_use": {"thermal": [{"fleet": "a", "capacity": 1800, "fuel_incremental [gce/kWh]": 0.25}]},
    "fuel_price": {"fuels": [{"fuel": "coal", "price": 0.8, "coal": "true"}]},
    "lost_load": {"settings": {"year": 2030, "prices": {"lost_load": 1}}},
    "load": {"load": [800_000, 600_000] * 4380},
    "share": {"thermal": [{"fleet": "a", "capacity": 1800, "fuel_incremental": 0.3, "own_use [%]": 0.05}]},
    "storage": {"storage": [{"asset": "b", "capacity": 10, "energy": 40_000}]},
    "gain": {
        "links": [{"link": "ab", "from_area": "A", "from_pocket": "p", "capacity": 50, "minimum": -1}],
        "link_ends": [{"link": "ab", "to_area": "A", "to_pocket": "p", "efficiency": 0.9}],
    },
    "green_share": {"corridors": [{"corridor": "c", "capacity": 500, "energy": 2_000_000, "green_share": 0.6}]},
}


def kinds(folder):
    return {one.kind for one in of_case(read_case(folder))}


def test_a_plausible_case_gives_no_alarm(tiny_folder):
    assert kinds(tiny_folder(**GOOD)) == set()


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_is_reported(tiny_folder, kind):
    assert kinds(tiny_folder(**GOOD | SLIPS[kind])) == {kind}


def test_the_tutorial_gives_no_alarm():
    assert of_case(read_case(ROOT / "inputs" / "tutorial")) == []


def test_load_that_is_shed_is_printed_and_recorded(tiny_folder, tmp_path):
    folder = tiny_folder(load=[100, 100], thermal=[{"fleet": "a", "capacity": 60, "fuel_incremental": 0.3}])
    result = CliRunner().invoke(app, ["run", str(folder), "--out", str(tmp_path / "out"), "--lang", "zh"])
    assert result.exit_code == 0 and "提示：缺电量占负荷 40.0%" in result.stdout, result.output
    (warning,) = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["warnings"]
    assert warning["kind"] == "unserved" and warning["value"] == pytest.approx(0.4)
    checked = CliRunner().invoke(app, ["check", str(tiny_folder(**GOOD | SLIPS["fuel_price"])), "--lang", "zh"])
    assert "提示：fuels.csv, coal：煤价 0.8" in checked.stdout


@pytest.mark.parametrize(
    ("sink", "kind", "subject", "wasted"),
    [
        (
            {"storage": [{"asset": "s", "capacity": 100, "energy": 400, "charge_efficiency": 0.8}]},
            "wasted",
            "storage.csv, cost",
            0.01,
        ),
        ({"electrolysers": [{"asset": "h", "capacity": 60, "yearly": 0.01}]}, "surplus", "hydrogen", 0.0095),
    ],
)
def test_energy_that_is_burnt_is_reported_with_what_burns_it(tiny_folder, sink, kind, subject, wasted):
    """Must-take wind of 50 MWh over a load of 40 MWh; 0.01 t of hydrogen take 0.5 MWh of the rest."""
    wind = {"asset": "wind", "capacity": 50, "must_take": "true"}
    run = dispatch.run(read_case(tiny_folder(load=[40], thermal=[], renewables=[wind], **sink)))
    (one,) = [one for one in run.record["warnings"] if one["kind"] == kind]
    assert (one["subject"], one["value"]) == (subject, pytest.approx(wasted))


def test_check_prints_the_figures_of_each_series_beside_the_usual_range(tiny_folder):
    result = CliRunner().invoke(app, ["check", str(tiny_folder(**GOOD | SLIPS["hours"])), "--lang", "zh"])
    rows = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line.split()}
    assert rows["wind"] == ["风电", "280", "0.032", "0.032", "1,000–4,500"]
    assert rows["load"][:2] == ["负荷", "7,665"] and rows["load"][-1] == "3,500–8,760"
    assert "提示：wind (wind)：年利用小时 280.3" in result.stdout


def test_own_series_are_printed_with_their_figures_when_they_are_brought(tiny_folder, tmp_path):
    folder = tiny_folder(**GOOD)
    hours = [f"{hour:%Y-%m-%d %H:%M}" for hour in pd.date_range("2030-01-01", periods=8760, freq="h")]
    (tmp_path / "own.csv").write_text("t,w\n" + "\n".join(f"{hour},0.08" for hour in hours))
    (tmp_path / "map.toml").write_text(
        'rest = "series.csv"\n[[source]]\nform = "hourly"\nfile = "own.csv"\ntime = "t"\nzone = "UTC+8"\nstamp = "start"\n'
        '[source.series]\nwind = { column = "w", unit = "share" }\n'
    )
    line = ["weather", str(folder), "--from", str(tmp_path / "map.toml"), "--out", str(tmp_path / "own.nc")]
    result = CliRunner().invoke(app, line)
    assert result.exit_code == 0, result.output
    assert ["wind", "wind", "701", "0.080", "0.080", "1,000–4,500"] in [
        line.split() for line in result.stdout.splitlines()
    ]
    assert "implausible: wind (wind): 700.8 full-load hours" in result.stdout


def test_what_is_implausible_is_in_the_verdict_and_in_the_report(tiny_folder, tmp_path):
    slip = {"thermal": [{"fleet": "a", "capacity": 160, "fuel_incremental": 0.3, "own_use [%]": 0.05}]}
    folder = tiny_folder(load=[100, 90], **slip)
    text = "thermal.csv, own_use：最大 0.05%，通常不小于 0.1%"
    run = CliRunner().invoke(app, ["run", str(folder), "--out", str(tmp_path / "out"), "--lang", "zh"])
    assert f"提示：{text}" in run.stdout, run.output
    (table,) = [one for one in build(read(tmp_path / "out"), Lang.zh).tables if one.key == "warnings"]
    assert list(table.data["item_value"]) == [f"{text}；比例的表头为 [share]，百分数的表头为 [%]"]
    line = ["targets", str(folder), "--part", "verdict", "--out", str(tmp_path / "t"), "--lang", "zh"]
    assert f"提示：{text}" in CliRunner().invoke(app, line).stdout


def test_a_share_under_per_cent_that_is_refused_has_the_right_remedy(tiny_folder):
    with pytest.raises(CaseError) as caught:
        read_case(
            tiny_folder(**GOOD, storage=[{"asset": "b", "capacity": 10, "energy": 40, "charge_efficiency [%]": 0.9}])
        )
    (fault,) = caught.value.faults
    assert "If a share is meant, write 90" in str(fault.remedy) and fault.replacement == "90"


RIVER = {"asset": "river", "technology": "hydro", "capacity": 30}
SUN = {"asset": "sun", "technology": "pv", "capacity": 30}


@pytest.mark.parametrize(
    ("river", "imposed", "spilled"),
    [({}, "true", 30.0), ({}, "false", None), ({"must_take": "true"}, "true", None)],
)
def test_hydro_that_is_spilled_beside_an_imposed_target_is_reported(tiny_folder, river, imposed, spilled):
    """Load of 30 MW, 30 MW of river and of sun: 30 MWh of sun are possible where the river is spilled."""
    required = 0.0 if river else 30e-6
    target = {"target": "t", "kind": "new_energy_generation", "required": required, "imposed": imposed}
    folder = tiny_folder(load=[30], renewables=[RIVER | river, SUN | {"order": 2}], targets=[target])
    warnings = dispatch.run(dispatch.read_case(folder), threads=1).record["warnings"]
    found = [one["value"] for one in warnings if one["kind"] == "spilled"]
    assert found == ([] if spilled is None else [pytest.approx(spilled * 1e-3)])
