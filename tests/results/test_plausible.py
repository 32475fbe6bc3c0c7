"""What is possible and yet implausible is said with the number; the shipped tutorial gives no alarm."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatch import read_case
from dispatch.cli import app
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
    "storage": {"storage": [{"asset": "b", "capacity": 10, "energy": 40_000}]},
    "green_share": {"corridors": [{"corridor": "c", "capacity": 500, "energy": 2_000_000, "green_share": 0.6}]},
}


def kinds(folder):
    return {one.kind for one in of_case(read_case(folder))}


def test_a_plausible_case_gives_no_alarm(tiny_folder):
    assert kinds(tiny_folder(**GOOD)) == set()


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_is_said(tiny_folder, kind):
    assert kinds(tiny_folder(**GOOD | SLIPS[kind])) == {kind}


def test_the_tutorial_gives_no_alarm():
    assert of_case(read_case(ROOT / "inputs" / "tutorial")) == []


def test_load_that_is_shed_is_printed_and_recorded(tiny_folder, tmp_path):
    folder = tiny_folder(load=[100, 100], thermal=[{"fleet": "a", "capacity": 60, "fuel_incremental": 0.3}])
    said = CliRunner().invoke(app, ["run", str(folder), "--out", str(tmp_path / "out"), "--lang", "zh"])
    assert said.exit_code == 0 and "提示：缺电量占负荷 40.0%" in said.stdout, said.output
    (warning,) = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["warnings"]
    assert warning["kind"] == "unserved" and warning["value"] == pytest.approx(0.4)
    checked = CliRunner().invoke(app, ["check", str(tiny_folder(**GOOD | SLIPS["fuel_price"])), "--lang", "zh"])
    assert "提示：fuels.csv, coal：煤价 0.8" in checked.stdout
