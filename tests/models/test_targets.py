"""Every kind of target, by hand, and one imposed."""

import pytest

from dispatch.app.assemble import build

FLEETS = [
    {"fleet": "coal", "capacity": 500, "fuel_incremental": 0.3, "minimum_online": 1, "minimum_heating": 0.4}
    | {"flexible": True, "own_use": 0.05, "start_fuel": 1},
    {"fleet": "chp", "capacity": 200, "fuel_incremental": 0.3, "efficient": True},
    {"fleet": "gas", "technology": "gas", "capacity": 100, "fuel_incremental": 0.2, "fuel": "gas"}
    | {"minimum_online": 1, "minimum_heating": 0.5},
    {"fleet": "straw", "technology": "biomass", "capacity": 20, "fuel": "straw"}
    | {"minimum_online": 1, "minimum_heating": 1},
]
FUELS = [
    {"co2": 2.0},
    {"fuel": "gas", "coal": False, "price": 2000, "co2": 1.5},
    {"fuel": "straw", "coal": False, "price": 0},
]
ASSETS = [
    {"asset": "wind", "capacity": 300, "own_use": 0.02},
    {"asset": "roofs", "technology": "pv_distributed", "capacity": 50},
    {"asset": "far", "capacity": 100, "settles": "south", "own_use": 0.02},
    {"asset": "river", "technology": "hydro", "capacity": 10},
]
STORES = [
    {"asset": "lake", "technology": "pumped_hydro", "capacity": 60, "energy": 300},
    {"asset": "cells", "capacity": 40, "energy": 80},
]
SOUTH = {"corridor": "south", "capacity": 300, "energy": 200, "renewable_share": 0.5, "new": True}
PRIMARY = {"other_coal": 1e-4, "other_fossil": 2e-4, "other_nonfossil": 3e-4, "conversion": 300, "source": "calc"}
UNITS = {
    "demand_response_share": "%",
    "coal_rate": "gce/kWh",
    "nonfossil_share": "%",
    "coal_share": "%",
    "coal": "Mtce",
    "co2": "Mt",
} | {kind: "share" for kind in ("corridor_renewable_share", "renewable_obligation")}
ENERGY = (
    "new_energy_over_thermal",
    "new_energy_with_biomass_over_thermal",
    "new_energy_generation",
    "new_energy_export",
    "thermal_generation",
)

# One hour, load 1,000 MW (consumption basis, of which 5 % own use: 950 net) and export 200. What must run or is free:
# gas 50, straw 20, wind 300, roofs 50, far 100, river 10 gross: 6 + 2 MW own use. Net demand left for coal:
# 1,150 - 50 - 20 - 294 - 50 - 98 - 10 = 628; coal and chp both at 300 CNY per MWh gross, chp without own use: 200,
# coal 428 net, 450.526 gross.
COAL_GROSS = 428 / 0.95
FUEL = 0.3 * (COAL_GROSS + 200)
SOLD = (200 - 98) * 0.3
COAL = FUEL - SOLD + 100
CLEAN = (300 + 50 + 100 + 10 + 20 - 98) * 0.3 + 300
EXPECTED = {
    "new_energy_capacity": 0.45,
    "new_energy_capacity_over_thermal": 0.45 - 0.82,
    "new_energy_generation": 450e-6,
    "new_energy_over_thermal": (450 - COAL_GROSS - 200 - 50 - 20) * 1e-6,
    "new_energy_with_biomass_over_thermal": (450 + 20 - COAL_GROSS - 200 - 50) * 1e-6,
    "new_energy_export": 98e-6,
    "pumped_hydro_capacity": 0.06,
    "new_storage_capacity": 0.04,
    "flexible_coal_capacity": 0.5,
    "efficient_coal_capacity": 0.2,
    "demand_response_share": 100 * 47.5 / 950,
    "coal_rate": FUEL * 1000 / (428 + 200),
    "corridor_renewable_share": 98 / 200,
    "renewable_obligation": (300 + 50 + 100 + 10 + 20 - 98) / 1000,
    "coal_share": 100 * COAL / (COAL + 10 + 200 + CLEAN),
    "nonfossil_share": 100 * CLEAN / (COAL + 10 + 200 + CLEAN),
    "thermal_generation": (COAL_GROSS + 200 + 50 + 20) * 1e-6,
    "coal": FUEL * 1e-6,
    "co2": (2.0 * FUEL + 1.5 * 10) * 1e-6,
}


@pytest.fixture(scope="module")
def hour(tiny, solve):
    rows = [
        {"target": kind, "kind": kind, "unit": UNITS.get(kind, "TWh" if kind in ENERGY else "GW")} for kind in EXPECTED
    ]
    case = tiny(
        series={"one": [1.0]},
        loads=[{"load": "town", "basis": "consumption", "energy": 1000, "own_use": 0.05, "profile": "one"}],
        areas=[{"grid": "west"}],
        settings={"primary_energy": PRIMARY},
        fuels=FUELS,
        thermal=FLEETS,
        renewables=ASSETS,
        storage=STORES,
        corridors=[SOUTH],
        demand_response=[{"programme": "event", "capability": 47.5, "cost": 9000}],
        targets=rows,
    )
    return solve(case)


@pytest.mark.parametrize("kind", EXPECTED)
def test_target_by_hand(hour, kind):
    place = {"demand_response_share": "@west", "corridor_renewable_share": "@south"}.get(kind, "")
    numerator, denominator = (hour.value(f"target:{kind}{place}:{part}") for part in ("numerator", "denominator"))
    assert numerator / denominator == pytest.approx(EXPECTED[kind], rel=1e-9)


def test_imposed_target_and_its_price(tiny, solve):
    """60 MW of wind blow in the hour in which 50 are needed; coal at 300 CNY serves the other hour. A store without losses
    would move the surplus, but 400 CNY each way are more than coal, so that 10 MWh are curtailed. Imposing 56 MWh of
    new energy moves 6: each costs 800 - 300 = 500 CNY, that is 500 million CNY/TWh."""
    target = {"target": "clean", "kind": "new_energy_generation", "required": 56e-6, "unit": "TWh", "imposed": True}
    content = {
        "load": [50, 50],
        "series": {"gust": [1, 0]},
        "thermal": [{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}],
        "renewables": [{"asset": "wind", "capacity": 60, "profile": "gust"}],
        "storage": [{"asset": "store", "capacity": 50, "energy": 100, "cost": 400}],
    }
    free, imposed = solve(tiny(**content)), solve(tiny(**content, targets=[target]))
    assert free.cost == pytest.approx(50 * 0.3e-3)
    assert imposed.cost == pytest.approx(44 * 0.3e-3 + 6 * 0.8e-3)
    assert imposed.dual("Z_clean") == pytest.approx(500)


def test_a_window_owes_its_share_of_an_imposed_amount(tiny, solve):
    """As above, in the second half of a horizon that owes twice as much."""
    target = {"target": "clean", "kind": "new_energy_generation", "required": 112e-6, "unit": "TWh", "imposed": True}
    content = {
        "load": [50] * 4,
        "start": "2030-01-31 02:00",
        "settings": {"start": "2030-01-31"},
        "series": {"gust": [1, 0, 1, 0]},
        "thermal": [{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}],
        "renewables": [{"asset": "wind", "capacity": 60, "profile": "gust"}],
        "storage": [{"asset": "store", "capacity": 50, "energy": 100, "cost": 400}],
    }
    assert solve(tiny(**content, targets=[target])).cost == pytest.approx(44 * 0.3e-3 + 6 * 0.8e-3)


def test_rate_that_must_not_be_exceeded(tiny, solve):
    """310 gce/kWh of old coal and 290 of new, 100 MW of each, a load of 100: the old is cheaper. At most 300 on average:
    half and half."""
    fuels = [{}, {"fuel": "washed", "price": 2000, "coal": True}]
    fleets = [
        {"fleet": "old", "capacity": 100, "fuel_incremental": 0.31},
        {"fleet": "new", "capacity": 100, "fuel_incremental": 0.29, "fuel": "washed"},
    ]
    target = {"target": "rate", "kind": "coal_rate", "required": 300, "unit": "gce/kWh", "imposed": True}
    year = solve(tiny(load=[100], fuels=fuels, thermal=fleets, targets=[target]))
    assert year.value("thermal_output")[:, 0] == pytest.approx([0.05, 0.05])


GREEN = ("new_energy_export", "renewable_obligation", "nonfossil_share", "coal_share")


def green(tiny, solve, **content):
    """Green energy exported [MWh], home consumption of renewable energy [MWh], primary energy: fuel, coal, all [tce].

    An hour of 600 MW of load and 200 of export from A: wind of 300 in the grid, coal for the rest.
    """
    corridor = {"corridor": "south", "capacity": 300, "energy": 200}
    year = solve(
        tiny(
            series={"one": [1.0]},
            loads=[{"load": "town", "energy": 600, "profile": "one"}],
            settings={"primary_energy": PRIMARY},
            thermal=[{"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3}],
            corridors=[corridor | content.pop("corridor", {})],
            targets=[{"target": kind, "kind": kind, "unit": UNITS.get(kind, "TWh")} for kind in GREEN],
            **{"renewables": [{"asset": "wind", "capacity": 300}]} | content,
        )
    )
    export, home = (year.value(f"target:{kind}:numerator") for kind in GREEN[:2])
    parts = [year.value(f"target:{kind}:numerator") / 100 * 1e3 for kind in GREEN[2:]]
    return [float(export) * 1e6, float(home) * 1e3, *(float(part) for part in parts)]


def test_a_corridor_carries_the_mix_of_its_area_where_nothing_is_stated(tiny, solve):
    """A quarter of what the grid delivers is exported, so a quarter of 300 MWh of wind. What leaves as coal is the other
    125 MWh; 500 MWh of coal power burn 150 tce."""
    clean, coal = 225 * 0.3 + 300, 150 - 125 * 0.3 + 100
    assert green(tiny, solve) == pytest.approx([75, 225, clean, coal])


def test_a_stated_share_of_green_energy(tiny, solve):
    clean, coal = 180 * 0.3 + 300, 150 - 80 * 0.3 + 100
    assert green(tiny, solve, corridor={"green_share": 0.6}) == pytest.approx([120, 180, clean, coal])
    assert green(tiny, solve, corridor={"green_share": 0.0})[:2] == pytest.approx([0, 300])


def test_plants_of_a_corridor_and_a_stated_share_of_the_rest(tiny, solve):
    """50 MWh of its own plants and, where a share is stated, 40 % of the other 150."""
    plants = [{"asset": "wind", "capacity": 250}, {"asset": "far", "capacity": 50, "settles": "south"}]
    assert green(tiny, solve, renewables=plants)[:2] == pytest.approx([50, 250])
    assert green(tiny, solve, renewables=plants, corridor={"green_share": 0.4})[:2] == pytest.approx([110, 190])


@pytest.mark.parametrize(("kind", "sign"), [("new_energy_export", 1e5), ("renewable_obligation", 1e2)])
def test_green_energy_rises_neither_by_burning_it_nor_by_leaving_contract_undelivered(kind, sign, tiny, solve):
    """An hour of surplus wind, so that a store can only burn; a corridor with plants of its own, one that carries the mix
    and one that states its share. Whoever is paid a hundred times the price of an undelivered MWh for each MWh of green
    energy exported, or used at home, changes nothing."""
    corridor = {"capacity": 100, "energy": 60}
    case = tiny(
        load=[200],
        series={"one": [1.0]},
        thermal=[{"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3}],
        renewables=[{"asset": "wind", "capacity": 300}, {"asset": "far", "capacity": 200, "settles": "south"}],
        storage=[{"asset": "store", "capacity": 150, "energy": 150, "charge_efficiency": 0.8}],
        corridors=[
            {"corridor": "south"} | corridor,
            {"corridor": "north"} | corridor,
            {"corridor": "east", "green_share": 0.5} | corridor,
        ],
        targets=[{"target": "it", "kind": kind, "unit": UNITS.get(kind, "TWh")}],
    )
    lp = build(case)
    lp.cost("paid", lp.quantities["target:it:numerator"] * -8.0 * sign)
    year = solve(lp)
    assert year.value("undelivered").sum() == pytest.approx(0.0, abs=1e-12)
    assert year.value("energy_lost").sum() == pytest.approx(0.0, abs=1e-12)


BEYOND = {
    "areas": [{}, {"area": "B"}],
    "pockets": [{}, {"pocket": "s", "area": "B"}],
    "dispatchers": [{}, {"dispatcher": "e", "area": "B"}],
}
FAR = {"area": "B", "pocket": "s", "dispatcher": "e"}
HERE = {"to_area": "A", "to_pocket": "p"}
RIVER = {"asset": "river", "technology": "hydro", "capacity": 200, "own_use": 0.01}
OTHERS = {
    "hydro": {"renewables": [RIVER]},
    "biomass": {"thermal": [{"fleet": "straw", "technology": "biomass", "fuel": "straw", "own_use": 0.18}]},
    "waste": {"thermal": [{"fleet": "refuse", "technology": "waste", "fuel": "straw", "own_use": 0.18}]},
    "line": BEYOND
    | {"renewables": [RIVER | FAR]}
    | {"lines": [{"line": "in", "from_area": "B", "from_pocket": "s", "forward": 300, "backward": 0} | HERE]},
    "link": BEYOND
    | {"renewables": [RIVER | FAR]}
    | {"links": [{"link": "in", "from_area": "B", "from_pocket": "s", "capacity": 300}]}
    | {"link_ends": [{"link": "in"} | HERE]},
}
"""What brings other renewable energy into an area whose new energy all settles in a corridor."""


@pytest.mark.parametrize("kind", ["renewable_obligation", "nonfossil_share"])
@pytest.mark.parametrize("other", OTHERS)
def test_other_renewable_energy_is_not_burnt_behind_a_corridor(tiny, solve, other, kind):
    """Wind of the area leaves through the corridor. What hydro or biomass generates beyond the load could only be burnt in
    the store, and counts no more for that."""

    def case(storage):
        tables = OTHERS[other]
        wind = {"asset": "far", "capacity": 50, "settles": "south", "own_use": 0.02}
        fleets = [{"capacity": 200} | row for row in tables.get("thermal", [])]
        return tiny(
            load=[40, 40],
            fuels=[{}, {"fuel": "straw", "coal": False, "price": 0}],
            corridors=[{"corridor": "south", "capacity": 100, "energy": 60}],
            storage=storage,
            targets=[{"target": "it", "kind": kind, "unit": UNITS.get(kind, "%")}],
            settings={"primary_energy": PRIMARY},
            **(tables | {"renewables": [wind, *tables.get("renewables", [])], "thermal": fleets}),
        )

    def best(storage):
        lp = build(case(storage))
        lp.cost("paid", lp.quantities["target:it:numerator"] * -1e4)
        year = solve(lp)
        return float(year.value("target:it:numerator"))

    burner = {"asset": "store", "capacity": 150, "energy": 150, "charge_efficiency": 0.5}
    assert best([burner]) == pytest.approx(best([]), abs=1e-9)


@pytest.mark.parametrize("technology", ["coal", "gas", "biomass", "waste"])
def test_every_fuel_counts_as_thermal_generation(tiny, solve, technology):
    """A fleet alone, 100 MWh net at an own use of 20 %."""
    fleet = {"fleet": "plant", "technology": technology, "capacity": 200, "own_use": 0.2, "fuel_incremental": 0.3}
    target = {"target": "it", "kind": "new_energy_over_thermal", "unit": "TWh"}
    year = solve(tiny(load=[50, 50], thermal=[fleet], targets=[target]))
    assert year.value("target:it:numerator") == pytest.approx(-125e-6)


def test_losses_of_exported_wind_are_not_deducted_twice(tiny, solve):
    """Wind of 90 MWh in the first hour: 30 are exported at once and 60 stored, of which 30 are exported in the second hour.
    None of the 90 is used at home, and the 30 that are lost neither."""
    year = solve(
        tiny(
            load=[10, 10],
            series={"gust": [1.0, 0.0]},
            thermal=[{"fleet": "coal", "capacity": 10, "fuel_incremental": 0.3}],
            renewables=[{"asset": "far", "capacity": 100, "settles": "south", "profile": "gust"}],
            corridors=[{"corridor": "south", "capacity": 100, "energy": 60}],
            storage=[{"asset": "store", "capacity": 150, "energy": 150, "charge_efficiency": 0.5}],
            targets=[{"target": "it", "kind": "renewable_obligation", "unit": "share"}],
        )
    )
    assert year.value("energy_lost").sum() * 1e3 == pytest.approx(30.0)
    assert year.value("target:it:numerator") == pytest.approx(0.0, abs=1e-9)


def test_fuel_of_peak_boilers_is_paid_for_and_counted_where_it_belongs(tiny, solve):
    """90 MWh of heat at 90 % burn 100 MWh of fuel, 12.284 tce: of gas other fossil, of straw non-fossil, of coal coal
    energy; where the fuel is not given, none."""
    fuels = [
        {},
        {"fuel": "pipe", "coal": False, "price": 2000, "co2": 1.6},
        {"fuel": "straw", "coal": False, "price": 0},
    ]
    burnt = 100 * 3.6 / 29.3076
    counted = {"": (0, 0, 0), "coal": (1, 0, 0), "pipe": (0, 1, 0), "straw": (0, 0, 1)}
    for fuel, (coal, fossil, clean) in counted.items():
        year = solve(
            tiny(
                load=[50],
                series={"one": [1.0]},
                settings={"primary_energy": PRIMARY, "prices": {"co2": 100}},
                fuels=fuels,
                thermal=[{"fleet": "plant", "capacity": 100, "fuel_incremental": 0.3}],
                heat=[{"network": "town", "peak": 90, "boiler_cost": 10, "boiler_fuel": fuel}],
                targets=[{"target": kind, "kind": kind, "unit": "%"} for kind in GREEN[2:]],
            )
        )
        parts = [(float(year.value(f"target:{kind}:numerator")) * 10, float(year.value(f"target:{kind}:denominator")))
                 for kind in GREEN[2:]]  # fmt: skip
        total = 15 + 600 + burnt * (coal + fossil + clean)
        assert parts[0] == pytest.approx((300 + clean * burnt, total * 1e-3))
        assert parts[1] == pytest.approx((15 + 100 + coal * burnt, total * 1e-3))
        cost = 15 * 1000 + 90 * 10 + burnt * (coal * 1000 + fossil * (2000 + 160))
        assert year.cost * 1e6 == pytest.approx(cost)


def test_what_is_no_primary_energy_counts_nowhere(tiny, solve):
    """Gas from coke ovens, whose coal is in other_coal: 50 MWh of it leave primary energy at what is given."""
    fuels = [{"fuel": "oven", "coal": False, "price": 0, "primary": False}]
    year = solve(
        tiny(
            load=[50],
            settings={"primary_energy": PRIMARY},
            fuels=fuels,
            thermal=[{"fleet": "plant", "technology": "gas", "capacity": 100, "fuel_incremental": 0.3, "fuel": "oven"}],
            targets=[{"target": "it", "kind": "coal_share", "unit": "%"}],
        )
    )
    assert float(year.value("target:it:denominator")) == pytest.approx(0.6)


def test_boilers_give_no_more_than_their_capacity(tiny, solve):
    """60 MW of 90: CHP is online for the other 30, though it costs more than boilers."""
    year = solve(
        tiny(
            load=[50],
            series={"one": [1.0]},
            thermal=[
                {"fleet": "chp", "capacity": 100, "network": "town", "heat_ratio": 1, "fuel_heat": 0.5},
                {"fleet": "plant", "capacity": 100, "fuel_incremental": 0.3},
            ],
            heat=[{"network": "town", "peak": 90, "boiler_cost": 10, "boiler_capacity": 60}],
        )
    )
    assert year.value("boiler")[0, 0] == pytest.approx(0.06) and year.value("heat")[0, 0] == pytest.approx(0.03)
