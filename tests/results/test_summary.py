"""summary.json: every figure is a sum over dispatch.nc, and the keys are those that are fixed."""

import json

import numpy as np
import pytest
import xarray as xr

import dispatch

REGION_KEYS = {
    "capacity_gw",
    "generation_twh",
    "available_twh",
    "curtailment_twh",
    "utilisation_rate",
    "official_utilisation",
    "new_energy_twh",
    "thermal_twh",
    "load_twh",
    "export_twh",
    "unserved_gwh",
    "reserve_shortfall_gwh",
    "lost_twh",
    "wasted_twh",
    "coal_mtce",
    "net_coal_rate_gce_per_kwh",
    "co2_mt",
    "cost_cny",
}
TARGETS = [
    {"target": "capacity", "kind": "new_energy_capacity", "required": 0.3, "unit": "GW"},
    {"target": "energy", "kind": "new_energy_generation", "required": 1.0, "unit": "TWh"},
    {"target": "rate", "kind": "coal_rate", "required": 305, "unit": "gce/kWh"},
    {"target": "open", "kind": "renewable_obligation", "unit": "share"},
]


def two_areas(tiny, **window):
    """Two areas of 48 hours: A with wind, PV of both kinds, coal and a battery; B with coal alone, tied by a line."""
    hours = np.arange(48)
    sun = np.clip(np.sin((hours % 24 - 6) / 12 * np.pi), 0, 1)
    wind = 0.5 + 0.5 * np.sin(hours / 7.0)
    other = {"area": "B", "pocket": "q", "dispatcher": "e"}
    return tiny(
        series={"sun": sun, "wind": wind, "shape": 1 + 0.2 * np.sin(hours / 24 * 2 * np.pi)},
        areas=[{}, {"area": "B", "name_zh": "乙", "name_en": "B"}],
        pockets=[{}, {"pocket": "q", "area": "B"}],
        dispatchers=[{"load_up": 0.03, "load_down": 0.02}, {"dispatcher": "e", "area": "B", "load_up": 0.03}],
        load=[],
        loads=[
            {"load": "a", "energy": 48 * 900, "profile": "shape"},
            {"load": "b", "energy": 48 * 400, "profile": "shape"} | other,
        ],
        fuels=[{"co2": 2.66}],
        thermal=[
            {
                "fleet": "coal_a",
                "capacity": 900,
                "fuel_incremental": 0.3,
                "fuel_no_load": 0.02,
                "own_use": 0.06,
                "minimum_heating": 0.4,
                "minimum_other": 0.4,
                "reserve_up": 0.1,
                "reserve_down": 0.1,
            },
            {"fleet": "coal_b", "capacity": 600, "fuel_incremental": 0.32, "own_use": 0.07, "reserve_up": 0.1} | other,
        ],
        renewables=[
            {"asset": "wind", "capacity": 700, "profile": "wind"},
            {"asset": "pv", "capacity": 500, "technology": "pv", "profile": "sun"},
            {"asset": "roof", "capacity": 200, "technology": "pv_distributed", "profile": "sun", "order": 2},
        ],
        storage=[{"asset": "battery", "capacity": 100, "energy": 400, "reserve": 1.0}],
        corridors=[{"corridor": "out", "capacity": 100, "energy": 48 * 80}],
        lines=[
            {
                "line": "ab",
                "from_area": "A",
                "from_pocket": "p",
                "to_area": "B",
                "to_pocket": "q",
                "forward": 150,
                "backward": 150,
                "loss": 0.02,
            }
        ],
        targets=TARGETS,
        **window,
    )


@pytest.fixture(scope="module")
def saved(tiny, tmp_path_factory):
    """A saved run of both areas, as another program would read it."""
    place = tmp_path_factory.mktemp("summary") / "run"
    dispatch.run(two_areas(tiny)).save(place)
    with xr.open_dataset(place / "dispatch.nc") as results:
        return json.loads((place / "summary.json").read_text(encoding="utf-8")), results.load()


def test_keys_are_the_fixed_ones(saved):
    summary, _ = saved
    assert set(summary) == {"region", "areas", "targets", "market"}
    assert set(summary["region"]) == REGION_KEYS
    assert set(summary["areas"]) == {"A", "B"}
    assert all(set(figures) == REGION_KEYS for figures in summary["areas"].values())
    fixed = {"id", "text", "unit", "required", "achieved", "margin", "met", "achieved_gross", "year", "tested"}
    assert all(set(target) == fixed for target in summary["targets"])


@pytest.mark.parametrize("name", ["generation", "available", "curtailment"])
def test_sums_equal_those_of_the_file(saved, name):
    summary, results = saved
    for area, figures in summary["areas"].items():
        for technology, twh in figures[f"{name}_twh"].items():
            total = float(results[name].sel(area=area, technology=technology).sum()) * 1e-6
            assert twh == pytest.approx(total, rel=1e-9, abs=1e-12)


def test_other_sums_equal_those_of_the_file(saved):
    summary, results = saved
    region = summary["region"]
    assert region["load_twh"] == pytest.approx(float(results["load"].sum()) * 1e-6, rel=1e-9)
    assert region["export_twh"] == pytest.approx(float(results["export"].sum()) * 1e-6, rel=1e-9)
    assert region["unserved_gwh"] == pytest.approx(float(results["unserved"].sum()) * 1e-3, rel=1e-9, abs=1e-9)
    for way in ("up", "down"):
        short = float(results["reserve_shortfall"].sel(direction=way).sum()) * 1e-3
        assert region["reserve_shortfall_gwh"][way] == pytest.approx(short, rel=1e-9, abs=1e-9)
    assert region["cost_cny"] == pytest.approx(results.attrs["objective_cny"], rel=1e-9)


@pytest.mark.parametrize("key", ["load_twh", "export_twh", "thermal_twh", "coal_mtce", "co2_mt", "cost_cny"])
def test_areas_sum_to_the_region(saved, key):
    summary, _ = saved
    assert sum(area[key] for area in summary["areas"].values()) == pytest.approx(summary["region"][key], rel=1e-9)


def test_distributed_pv_counts_in_pv(saved):
    summary, _ = saved
    assert summary["region"]["capacity_gw"]["pv"] == pytest.approx(0.7)
    assert "pv_distributed" not in summary["region"]["capacity_gw"]


def test_technologies_that_a_place_lacks_are_left_out(saved):
    summary, _ = saved
    assert set(summary["areas"]["B"]["capacity_gw"]) == {"coal"}
    assert summary["areas"]["B"]["utilisation_rate"] == {}
    assert set(summary["region"]["utilisation_rate"]) == {"wind", "pv"}


def test_utilisation_new_energy_and_coal_rate(saved):
    summary, results = saved
    region = summary["region"]
    made = region["generation_twh"]
    assert region["utilisation_rate"]["wind"] == pytest.approx(made["wind"] / region["available_twh"]["wind"])
    assert region["new_energy_twh"] == pytest.approx(made["wind"] + made["pv"])
    net = float((results["thermal_output"].sum("time") * [0.94, 0.93]).sum())
    assert region["net_coal_rate_gce_per_kwh"] == pytest.approx(region["coal_mtce"] * 1e9 / net, rel=1e-6)
    assert region["co2_mt"] == pytest.approx(region["coal_mtce"] * 2.66)


def test_verdicts(saved):
    summary, _ = saved
    verdict = {target["id"]: target for target in summary["targets"]}
    region = summary["region"]
    assert verdict["capacity"]["achieved"] == pytest.approx(1.4)
    assert verdict["capacity"]["met"] is True and verdict["capacity"]["margin"] == pytest.approx(1.1)
    lost = sum(region["lost_twh"].values())
    assert lost > 0 and sum(region["wasted_twh"].values()) == pytest.approx(0.0, abs=1e-9)
    assert verdict["energy"]["achieved_gross"] == pytest.approx(region["new_energy_twh"])
    assert verdict["energy"]["achieved"] == pytest.approx(region["new_energy_twh"] - lost, rel=1e-6)
    assert verdict["energy"]["met"] is False
    assert verdict["rate"]["achieved_gross"] == pytest.approx(region["net_coal_rate_gce_per_kwh"])
    assert verdict["rate"]["achieved"] > verdict["rate"]["achieved_gross"] and verdict["rate"]["met"] is False
    assert verdict["rate"]["margin"] == pytest.approx(305 - verdict["rate"]["achieved"])
    assert verdict["open"]["required"] is None and verdict["open"]["met"] is None
    assert 0 < verdict["open"]["achieved"] < 1


def test_a_window_gives_no_verdict_on_energy_of_the_whole(tiny):
    run = dispatch.run(two_areas(tiny, start="2030-01-08", hours=24))
    verdict = {target["id"]: target for target in run.summary["targets"]}
    assert verdict["energy"]["achieved"] > 0
    assert verdict["energy"]["met"] is None and verdict["energy"]["margin"] is None
    assert verdict["capacity"]["met"] is True


def test_balance_of_every_area_and_hour(saved):
    """As the attribute ``balance`` of the file says it."""
    _, results = saved
    for area in ("A", "B"):
        here = results.sel(area=area)
        total = here["generation"].sum("technology") - here["own_use"] + here["line_import"] + here["unserved"]
        total = total + here["demand_response"] + here["shifted_load"]
        for name, dim in (("charge", "storage"), ("export", "corridor"), ("electrolyser_load", "electrolyser")):
            total = total - results[name].isel({dim: (results[f"{dim}_area"] == area).values}).sum(dim)
        assert np.abs(total - here["load"]).max() <= 1e-6 * here["load"].max()
