"""Targets count generic units and reservoirs by technology; what a unit does not state is never counted as zero."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dispatch
from dispatch.app.assemble import build
from dispatch.errors import CaseError
from dispatch.lp import to_highs
from dispatch.solve import Options
from dispatch.targets import Solver
from dispatch.targets.base_case import base_of
from dispatch.targets.definitions import readings
from dispatch.targets.full_use_margin import all_used
from dispatch.targets.near_optimal import headline
from dispatch.targets.targets import all_targets

from .test_losses import CHANGING, LINE, SINKS
from .test_properties import HOURS, random_case

SOLVER = Solver(Options(threads=1))
KINDS = {
    "new_energy_generation": "TWh",
    "new_energy_over_thermal": "TWh",
    "new_energy_with_biomass_over_thermal": "TWh",
    "new_energy_export": "TWh",
    "thermal_generation": "TWh",
    "co2": "Mt",
    "renewable_obligation": "share",
    "corridor_renewable_share": "share",
    "new_energy_capacity": "GW",
    "new_energy_capacity_over_thermal": "GW",
    "pumped_hydro_capacity": "GW",
    "new_storage_capacity": "GW",
}
WIND = {"unit": "wind", "technology": "wind", "capacity": 100}
DUMP = {"unit": "dump", "capacity": 50, "sign": -1, "minimum": 0.1, "energy_least": 20}
ALL = [{"target": kind, "kind": kind, "unit": unit} for kind, unit in KINDS.items()]


def unit(name, technology, power, co2=None, **more):
    """A unit at a fixed output."""
    emission = {} if co2 is None else {"co2": co2}
    return {"unit": name, "technology": technology, "capacity": power, "minimum": 1} | emission | more


def status(case):
    highs = to_highs(build(case).matrix())
    highs.run()
    return highs.modelStatusToString(highs.getModelStatus())


def imposed(kind, required, unit="TWh"):
    return {"target": "t", "kind": kind, "required": required, "unit": unit, "imposed": True}


# One hour: 400 MW of load and 100 MW of export. Wind 60 (20 of it behind the corridor), PV 30, hydro 10, a lake with
# 40 MWh of inflow, biomass 20, waste 15, gas 25, coal the rest: 300 MW.
UNITS = [
    unit("wind", "wind", 40),
    unit("far wind", "wind", 20, settles="south"),
    unit("sun", "pv", 30),
    unit("river", "hydro", 10),
    unit("straw", "biomass", 20, 0.1),
    unit("waste", "waste", 15, 0.2),
    unit("gas", "gas", 25, 0.4),
    {"unit": "coal", "technology": "coal", "capacity": 800, "co2": 0.9, "cost": 100},
]
LAKE = {"reservoir": "lake", "technology": "hydro", "content": 100, "discharge": 50, "inflow_profile": "rain"}
EXPECTED = {
    "new_energy_generation": 90e-6,
    "new_energy_over_thermal": (90 - 360) * 1e-6,
    "new_energy_with_biomass_over_thermal": (90 + 20 - 340) * 1e-6,
    "new_energy_export": 20e-6,
    "thermal_generation": 360e-6,
    "co2": (0.1 * 20 + 0.2 * 15 + 0.4 * 25 + 0.9 * 300) * 1e-6,
    "renewable_obligation": (90 + 10 + 40 + 20 + 15 - 20) / 400,
    "corridor_renewable_share": 20 / 100,
    "new_energy_capacity": 0.09,
    "new_energy_capacity_over_thermal": 0.09 - 0.86,
    "pumped_hydro_capacity": 0.07,
    "new_storage_capacity": 0.008,
}


@pytest.fixture(scope="module")
def hour(tiny, solve):
    idle = {"content": 0, "charge": 0}
    return solve(
        tiny(
            load=[400],
            series={"rain": [40]},
            units=UNITS,
            reservoirs=[
                LAKE,
                {"reservoir": "pump", "technology": "pumped_hydro", "discharge": 70} | idle,
                {"reservoir": "cells", "technology": "battery", "discharge": 8} | idle,
            ],
            corridors=[{"corridor": "south", "capacity": 200, "energy": 100, "renewable_share": 0.5}],
            targets=ALL,
        )
    )


@pytest.mark.parametrize("kind", EXPECTED)
def test_a_target_of_units_by_hand(hour, kind):
    place = "@south" if kind == "corridor_renewable_share" else ""
    numerator, denominator = (hour.value(f"target:{kind}{place}:{part}") for part in ("numerator", "denominator"))
    assert numerator / denominator == pytest.approx(EXPECTED[kind], rel=1e-9)


def test_a_gas_unit_counts_as_thermal_generation(tiny):
    """30 MW of wind over two hours, 141 MWh of gas."""
    case = tiny(
        load=[100, 101],
        renewables=[{"asset": "wind", "capacity": 30}],
        units=[{"unit": "gas", "technology": "gas", "capacity": 200, "cost": 300, "co2": 0.4}],
        targets=[{"target": "more", "kind": "new_energy_over_thermal", "required": 0}],
    )
    run = dispatch.run(case, threads=1)
    assert run.summary["targets"][0]["achieved"] == pytest.approx((60 - 141) * 1e-6)
    assert not run.summary["targets"][0]["met"]


@pytest.mark.parametrize(
    ("kind", "required", "label", "wind", "found"),
    [
        ("new_energy_over_thermal", 0, "TWh", 50, "Infeasible"),
        ("new_energy_over_thermal", 0, "TWh", 51, "Optimal"),
        ("thermal_generation", 140e-6, "TWh", 30, "Infeasible"),
        ("thermal_generation", 142e-6, "TWh", 30, "Optimal"),
        ("co2", 140e-6, "Mt", 30, "Infeasible"),
        ("co2", 142e-6, "Mt", 30, "Optimal"),
    ],
)
def test_generation_that_moves_from_a_fleet_to_a_unit_counts_the_same(tiny, kind, required, label, wind, found):
    """Wind, and coal of the fleet or, dearer, of the unit, at 1 t/MWh each: 141 MWh beside 30 MW of wind."""
    case = tiny(
        load=[100, 101],
        fuels=[{"co2": 3.0}],
        renewables=[{"asset": "wind", "capacity": wind}],
        thermal=[{"fleet": "coal", "capacity": 200, "fuel_incremental": 1.0 / 3.0}],
        units=[{"unit": "plant", "technology": "coal", "capacity": 200, "cost": 900, "co2": 1.0}],
        targets=[imposed(kind, required, label)],
    )
    assert status(case) == found


def test_a_limit_of_co2_moves_generation_between_units(tiny, solve):
    """200 MWh of coal at 0.9 t or of gas at 0.4 t: 120 t leave 80 MWh of coal. A tonne less costs 200 / 0.5 CNY."""
    units = [
        {"unit": "coal", "technology": "coal", "capacity": 200, "cost": 100, "co2": 0.9},
        {"unit": "gas", "technology": "gas", "capacity": 200, "cost": 300, "co2": 0.4},
    ]
    year = solve(tiny(load=[100, 100], units=units, targets=[imposed("co2", 120e-6, "Mt")]))
    assert year.value("unit_output").sum(axis=1) * 1e3 == pytest.approx([80, 120])
    assert year.dual("Z_t") == pytest.approx(-400)


def test_shedding_the_load_of_a_unit_lowers_no_co2(tiny):
    """90 t are made where all is served; unmet load counts at the rate of the unit."""
    units = [{"unit": "coal", "technology": "coal", "capacity": 100, "co2": 0.9}]
    cheap = {"prices": {"lost_load": 1}}
    for limit, found in ((89e-6, "Infeasible"), (90.1e-6, "Optimal")):
        assert status(tiny(load=[100], units=units, settings=cheap, targets=[imposed("co2", limit, "Mt")])) == found


@pytest.mark.parametrize("sink", SINKS)
def test_no_target_of_a_unit_is_met_by_burning(tiny, sink):
    """A wind unit with a negative cost serves all of the load: a MWh more could only be burnt."""
    served = 80 + (2 if sink == "hydrogen" else 0)
    wind = {"unit": "wind", "technology": "wind", "capacity": 100, "cost": -50}
    for more, found in ((-1.0, "Optimal"), (1.0, "Infeasible")):
        target = imposed("new_energy_generation", (served + more) * 1e-6)
        assert status(tiny(load=[40, 40], units=[wind], targets=[target], **CHANGING, **SINKS[sink])) == found


def test_what_a_unit_consumes_beyond_what_is_required_is_no_use(tiny):
    """Load of 80 MWh and a consumer that must take 5 MW in each hour and 20 MWh in all: 100 MWh are used."""
    for more, found in ((-0.5, "Optimal"), (0.5, "Infeasible")):
        target = imposed("new_energy_generation", (100 + more) * 1e-6)
        assert status(tiny(load=[40, 40], units=[WIND, DUMP], targets=[target])) == found


@pytest.mark.parametrize(("share", "found"), [(0.59, "Optimal"), (0.61, "Infeasible")])
def test_consumption_that_is_required_counts_in_the_obligation(tiny, share, found):
    """Coal makes 40 MWh at its minimum: 60 of 100 MWh are wind, however much more the consumer takes."""
    coal = [{"fleet": "coal", "capacity": 100, "minimum_heating": 0.2, "minimum_online": 1, "fuel_incremental": 0.3}]
    target = imposed("renewable_obligation", share, "share")
    assert status(tiny(load=[40, 40], units=[WIND, DUMP], thermal=coal, targets=[target])) == found


def test_pumping_into_a_hydro_reservoir_counts_once(tiny, solve):
    """Wind of 60 MWh in the first hour; 20 of it are pumped and return as 16. The inflow of 10 MWh is hydro."""
    lake = LAKE | {"charge": 50, "charge_efficiency": 0.8, "content": 200}
    target = {"target": "t", "kind": "renewable_obligation", "unit": "share"}
    wind = {"unit": "wind", "technology": "wind", "capacity": 60, "maximum_profile": "gust", "cost": -1}
    year = solve(
        tiny(load=[40, 26], series={"gust": [1, 0], "rain": [0, 10]}, units=[wind], reservoirs=[lake], targets=[target])
    )
    assert year.value("target:t:numerator") * 1e3 == pytest.approx(66)


GAPS = {
    "thermal_generation": ({"unit": "x", "capacity": 10}, "technology"),
    "new_energy_over_thermal": ({"unit": "x", "capacity": 10, "sign": -1, "minimum": -1, "maximum": 0}, "technology"),
    "coal": (unit("x", "coal", 10), "fuel"),
    "coal_rate": (unit("x", "other", 10), "fuel"),
    "co2": ({"unit": "x", "technology": "gas", "capacity": 10}, "CO2"),
    "new_energy_generation": ({"unit": "x", "technology": "wind", "capacity": 10, "minimum": -1}, "consume"),
    "renewable_obligation": ({"unit": "x", "capacity": 10, "minimum": -1}, "consume"),
}
LABELS = {"coal": "Mtce", "co2": "Mt", "coal_rate": "gce/kWh", "renewable_obligation": "share"}


@pytest.mark.parametrize("kind", GAPS)
def test_a_target_that_units_leave_unknown_is_refused_where_it_is_imposed(tiny, kind):
    row, reason = GAPS[kind]
    label = LABELS.get(kind, "TWh")
    with pytest.raises(CaseError) as refused:
        tiny(load=[40], units=[row], targets=[imposed(kind, 0.5, label)])
    (fault,) = [fault for fault in refused.value.faults if reason in str(fault.rule)]
    assert (fault.file.endswith("targets.csv"), fault.column) == (True, "imposed") and "units.csv, x" in str(fault.rule)


@pytest.mark.parametrize("kind", GAPS)
def test_a_target_that_units_leave_unknown_is_reported_as_not_measured(tiny, kind):
    row, _ = GAPS[kind]
    coal = [{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}]
    rows = [{"target": "t", "kind": kind, "required": 0.5, "unit": LABELS.get(kind, "TWh")}]
    run = dispatch.run(tiny(load=[40], units=[row], thermal=coal, targets=rows), threads=1)
    found = run.summary["targets"][0]
    assert (found["achieved"], found["margin"], found["met"]) == (None, None, None)
    assert [one["subject"] for one in run.record["warnings"] if one["kind"] == "unmeasured"] == [
        "targets.csv, t: units.csv, x"
    ]


def test_shares_of_primary_energy_need_the_fuel_of_units(tiny):
    primary = {"conversion": 300, "other_coal": 1, "other_fossil": 0, "other_nonfossil": 0, "source": "calc"}
    gas = unit("x", "gas", 10, 0.4)
    with pytest.raises(CaseError, match="fuel"):
        tiny(load=[40], units=[gas], settings={"primary_energy": primary}, targets=[imposed("nonfossil_share", 1, "%")])


def test_a_reservoir_that_gives_more_than_it_takes_is_refused_with_a_target(tiny):
    """Its losses are negative: they would count as new energy."""
    lake = {"reservoir": "lake", "content": 100, "charge_efficiency": 1.5}
    with pytest.raises(CaseError, match="more energy than goes in"):
        tiny(load=[40], reservoirs=[lake], targets=[imposed("new_energy_generation", 1)])


TECHNOLOGIES = ("coal", "gas", "biomass", "waste", "wind", "pv", "hydro")


def with_units(seed):
    """A random case of every component, with a unit of every technology, without curtailed sun in heat stores."""
    rng, content = np.random.default_rng(seed + 1), random_case(seed)
    del content["csp"]
    content["series"]["most"] = np.round(rng.uniform(0.3, 1, HOURS), 3).tolist()
    content["units"] = [
        {
            "unit": f"{name} unit",
            "technology": name,
            "capacity": float(rng.integers(20, 300)),
            "cost": float(rng.integers(-30, 400)),
        }
        | {"co2": float(rng.integers(0, 10)) / 10, "sign": float(rng.choice([1, 0.5]))}
        | ({"maximum_profile": "most"} if name in ("wind", "pv", "hydro") else {})
        for name in TECHNOLOGIES
    ]
    return content


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 2**31))
def test_summary_targets_readings_and_full_use_agree(tiny, seed):
    """One dispatch, four counts of new energy, thermal generation and CO2."""
    kinds = ("new_energy_generation", "new_energy_over_thermal", "thermal_generation", "co2")
    rows = [{"target": kind, "kind": kind, "required": 0, "unit": KINDS[kind]} for kind in kinds]
    base = base_of(tiny(**with_units(seed), targets=rows), SOLVER)
    region, found = base.run.summary["region"], {one["id"]: one for one in base.run.summary["targets"]}
    new, thermal = region["new_energy_twh"], region["thermal_twh"]
    near = {"rel": 1e-6, "abs": 1e-9}
    assert found["new_energy_generation"]["achieved_gross"] == pytest.approx(new, **near)
    assert found["thermal_generation"]["achieved_gross"] == pytest.approx(thermal, **near)
    assert found["new_energy_over_thermal"]["achieved_gross"] == pytest.approx(new - thermal, **near)
    assert found["co2"]["achieved_gross"] == pytest.approx(region["co2_mt"], **near)
    gross = readings(base)[0]
    assert (gross.name, gross.new, gross.thermal) == (
        "gross",
        pytest.approx(new, **near),
        pytest.approx(thermal, **near),
    )
    quoted = {name: float(form.value(base.primal)) for name, area, _, form in headline(base) if not area}
    assert (quoted["new_energy_twh"], quoted["thermal_twh"]) == pytest.approx((new, thermal), **near)
    curtailed, generated = region["curtailment_twh"], region["generation_twh"]
    replaced = min(sum(curtailed.values()), generated["coal"] + generated["gas"])
    for target in all_targets(base.case, base.lp):
        more = {"new_energy_generation": curtailed["wind"] + curtailed["pv"], "thermal_generation": replaced}
        more["new_energy_over_thermal"] = sum(more.values())
        if target.name in more:
            full = all_used(base.case, base.lp, base.primal, target)
            assert full - target.margin(base.primal) == pytest.approx(more[target.name], **near)


def test_curtailed_wind_of_a_unit_behind_a_line_is_counted_where_it_stands(tiny):
    """100 MW of wind behind a line of 30 MW; in use is what arrives."""
    line = [
        LINE["lines"][0]
        | {"forward": 30, "backward": 30, "from_area": "B", "from_pocket": "s", "to_area": "A"}
        | {"to_pocket": "p", "loss": 0}
    ]
    case = tiny(
        load=[80],
        areas=LINE["areas"],
        pockets=LINE["pockets"],
        dispatchers=[{}, {"dispatcher": "e", "area": "B"}],
        lines=line,
        thermal=[{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}],
        units=[{"unit": "wind", "technology": "wind", "capacity": 100, "area": "B", "pocket": "s", "dispatcher": "e"}],
        targets=[{"target": "t", "kind": "new_energy_over_thermal", "required": 0}],
    )
    base = base_of(case, SOLVER)
    (target,) = all_targets(case, base.lp)
    assert target.achieved(base.primal) == pytest.approx((30 - 50) * 1e-6)
    assert all_used(case, base.lp, base.primal, target) == pytest.approx((100 - 0) * 1e-6)
    assert [(name, area, form.value(base.primal) * 1e6) for name, area, _, form in headline(base) if area] == [
        ("curtailment_twh", "B", pytest.approx(70))
    ]
