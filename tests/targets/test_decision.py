"""Levers, definitions, map, joint uncertainty and minimum online share, on the tutorial and on small cases."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from dispatch.cli import app
from dispatch.solve import Options
from dispatch.targets import Solver
from dispatch.targets.added_capacity import existing_corridors, mean_power, with_plants, with_storage
from dispatch.targets.base_case import base_of
from dispatch.targets.break_even import MarginSolver
from dispatch.targets.definitions import readings
from dispatch.targets.joint_uncertainty import FACTORS, export_range, joint
from dispatch.targets.levers import levers
from dispatch.targets.margin_map import margin_map
from dispatch.targets.robustness import by_online
from dispatch.targets.sampling import sample_of

FOLDER = Path(__file__).parents[2] / "inputs" / "tutorial"
SOLVER = Solver(Options(threads=1))

# One hour. The corridor takes 100 MW; wind (20) and sun (20) behind it, the rest is coal. The grid takes 300 MW: wind 50, rest coal.
COAL = {"capacity": 1000, "fuel_incremental": 0.3}
BEHIND = {"settles": "south", "area": "B", "pocket": "s", "dispatcher": "e"}
CONTENT = {
    "areas": [{}, {"area": "B"}],
    "pockets": [{}, {"pocket": "s", "area": "B"}],
    "dispatchers": [{}, {"dispatcher": "e", "area": "B"}],
    "load": [300],
    "series": {"one": [1.0]},
    "thermal": [COAL | {"fleet": "coal"}, COAL | BEHIND | {"fleet": "far coal"}],
    "renewables": [
        {"asset": "wind", "capacity": 50, "profile": "one"},
        {"asset": "far wind", "capacity": 20, "profile": "one"} | BEHIND,
        {"asset": "far sun", "capacity": 20, "profile": "one", "technology": "pv"} | BEHIND,
    ],
    "corridors": [
        {
            "corridor": "south",
            "capacity": 500,
            "energy": 100,
            "energy_low": 88,
            "energy_high": 110,
            "area": "B",
            "pocket": "s",
        }
    ],
    "targets": [{"target": "more", "kind": "new_energy_over_thermal", "required": 0, "unit": "TWh"}],
}


@pytest.fixture(scope="module")
def hour(tiny):
    """The sample of one hour: it is all of the case."""
    return sample_of(base_of(tiny(**CONTENT), SOLVER), (), None, SOLVER)


def test_readings_of_one_dispatch_by_hand(hour):
    """New energy 90 MWh, 50 of it in the grid; coal 250 + 60."""
    found = {reading.name: reading for reading in readings(hour.base)}
    expected = {
        "gross": (90, 310),
        "grids": (50, 250),
        "local": (50, 250),
        "without_waste_heat": (90, 310),
        "all_new_over_local_thermal": (90, 250),
    }
    for name, (new, thermal) in expected.items():
        assert (found[name].new, found[name].thermal) == pytest.approx((new * 1e-6, thermal * 1e-6), abs=1e-12), name
    assert "bases" not in found  # the corridor has no renewable share to reach
    assert [name for name, reading in found.items() if not reading.symmetric] == ["all_new_over_local_thermal"]


def test_plants_are_added_55_to_45_and_pro_rata(hour):
    case = hour.base.case
    assert existing_corridors(case) == ["south"]
    grown = with_plants(case, 10.0, ["south"])
    assert grown.capacity(["far wind", "far sun"])[:, 0] == pytest.approx([5.52, 4.52])
    assert with_plants(case, 10.0, ["grid"]).capacity(["wind"])[0, 0] == pytest.approx(10.05)  # no PV there
    assert mean_power(case) == pytest.approx(0.09) and with_storage(case, 10.0, ["grid"]) is case


def test_levers_by_hand(hour):
    """10 GW are far more than the 60 MWh of coal behind the corridor, or the 250 in the grid: each replaces all of it, twice
    that in margin. 1 % of load is 3 MWh of coal; a TWh of export less is a TWh of coal less."""
    found = {lever.name: lever for lever in levers(hour, "more", SOLVER)}
    assert found["grid_plants"].change == pytest.approx(2 * 250e-6, rel=1e-6)
    assert found["corridor_plants"].change == pytest.approx(2 * 60e-6, rel=1e-6)
    assert found["corridor_coal"].change == pytest.approx(2.0, rel=1e-6)
    assert found["load"].change == pytest.approx(3e-6, rel=1e-6)
    assert found["export"].change == pytest.approx(1.0, rel=1e-6)
    assert "storage" not in found


def test_the_map_by_hand(hour):
    """Corners: nothing added, then 60 GW behind the corridor, then 180 GW in the grid: coal that is replaced, and margins."""
    found = [point for point in margin_map(hour, "more", 2, SOLVER) if point.growth == 5]
    assert [point.power for point in found] == pytest.approx([0.09, 60.09, 180.09, 240.09])
    assert [point.replaced for point in found] == pytest.approx([0, 60e-6, 0, 60e-6], abs=1e-12)
    assert [point.margin for point in found] == pytest.approx([-220e-6, -100e-6, 280e-6, 400e-6], rel=1e-6)
    assert found[0].utilisation == pytest.approx(1.0) and found[-1].utilisation < 0.01


def test_the_hypercube_is_the_same_in_every_run_and_load_explains_the_margin(hour):
    one, again = (joint(hour, "more", 12, SOLVER) for _ in range(2))
    assert one == again
    assert one.factors == ("load", "export", "resource")  # nothing captive, no hydrogen, no monthly minimum
    ranges = {factor.name: factor.range(hour.base.case) for factor in FACTORS}
    for name, column in zip(
        one.factors, np.array(one.points).T, strict=True
    ):  # one sample in each twelfth of the range
        low, high = ranges[name]
        assert sorted(((column - low) / (high - low) * 12).astype(int).tolist()) == list(range(12))
    expected = [
        (90 * resource - (300 * load - 50 * resource) - (100 * export - 40 * resource)) * 1e-6
        for load, export, resource in np.minimum(one.points, [9, 9, 1.0])
    ]
    assert one.margins == pytest.approx(expected, rel=1e-6)
    strength = dict(zip(one.factors, np.abs(one.correlation), strict=True))
    assert max(strength, key=strength.get) == "load" and one.met(0.0) == 0


@pytest.mark.parametrize(("level", "expected"), [("low", (1.0, 1.25)), ("mid", (0.88, 1.1)), ("high", (0.8, 1.0))])
def test_export_varies_from_its_low_to_its_high_level_whatever_the_case_has(tiny, level, expected):
    """88, 100 and 110 MWh: a case of the high level has nothing above it."""
    assert export_range(tiny(**CONTENT, settings={"export_level": level})) == pytest.approx(expected)


def test_coal_that_stays_online_lowers_the_margin(tiny):
    """Coal of 400 MW with a minimum of half; 300 MW of wind blow in the second hour, of which 100 MW are left where none must
    stay online. At 95 % 190 MW of coal stay: 190 of 400 MW of load. So 90 MW less wind and 90 more coal."""
    content = {
        "load": [400, 400],
        "series": {"gust": [0.0, 1.0]},
        "thermal": [COAL | {"fleet": "coal", "capacity": 400, "minimum_other": 0.5, "minimum_heating": 0.5}],
        "renewables": [{"asset": "wind", "capacity": 400, "profile": "gust"}],
        "settings": {"commitment": {"period_hours": 1, "minimum_up_hours": 0, "minimum_down_hours": 0}},
        "targets": CONTENT["targets"],
    }
    sample = sample_of(base_of(tiny(**content), SOLVER), (), None, SOLVER)
    margins = [margin for _, margin in by_online(sample, "more", MarginSolver(SOLVER))]
    assert margins == pytest.approx([0.0, -2 * 100e-6, -2 * 190e-6], abs=1e-12)


def test_the_parts_are_printed_and_written(tmp_path):
    """As a user sees them; map and joint are made where they are named."""
    out = tmp_path / "out"
    words = ("--hours", "24", "--lang", "zh", "--threads", "1", "--out", str(out), "--samples", "4", "--map", "2")
    parts = ("--part", "levers", "--part", "map", "--part", "joint")
    result = CliRunner().invoke(app, ["targets", str(FOLDER), *parts, *words])
    assert result.exit_code == 0, result.output
    for name in ("definitions", "levers", "map", "joint", "joint-factors", "joint-samples"):
        assert (out / f"{name}.csv").stat().st_size > 0, name
    assert (out / "joint.png").read_bytes().startswith(b"\x89PNG") and (out / "map.png").stat().st_size > 0
    assert "秩相关系数" in result.stdout and "vd_" not in result.stdout
    assert len((out / "joint-samples.csv").read_text("utf-8").splitlines()) == 5
    (found,) = (v for v in json.loads((out / "verdict.json").read_text("utf-8")) if v["id"] == "generation")
    assert found["margin_all_used"] > found["margin"]


def test_a_measure_that_is_added_elsewhere_has_no_place_of_its_own(hour):
    """A case without wind or PV behind its corridors has no such lever."""
    case = hour.base.case
    rows = case.tables["renewables"]
    grid = replace(case, tables={**case.tables, "renewables": rows[rows["settles"] == "grid"].reset_index(drop=True)})
    sample = sample_of(base_of(grid, SOLVER), (), None, SOLVER)
    assert {lever.name for lever in levers(sample, "more", SOLVER)} == {"grid_plants", "load", "export"}
