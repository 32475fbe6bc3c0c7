"""Areas, pockets, sections, parks, lines, corridors, reserves, solved by hand."""

import numpy as np
import pandas as pd
import pytest

from dispatch.app.assemble import build
from dispatch.case import expanding
from dispatch.lp import Parameter

COAL = {"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3}
GAS = {"fleet": "gas", "technology": "gas", "capacity": 1000, "fuel_incremental": 0.5}
PAID = {"cost": 10, "lifetime": 20, "rate": 0.05}
CUT = [{"section": "cut", "month": m, "forward": 600 if m == 1 else 50, "backward": 100} for m in range(1, 13)]


def test_section_limits_by_month(tiny, solve):
    """Coal in pocket q may send 600 MW over the section in January; gas at the load makes the other 300."""
    case = tiny(
        load=[900],
        pockets=[{}, {"pocket": "q"}],
        thermal=[COAL | {"pocket": "q"}, GAS],
        sections=CUT,
        section_weights=[{"section": "cut", "pocket": "q", "weight": 1}],
    )
    year = solve(case)
    assert year.value("thermal_output")[:, 0] == pytest.approx([0.6, 0.3])
    assert year.value("section_flow")[0, 0] == pytest.approx(0.6)
    # 1 GW more over the section would save 500 - 300 CNY/MWh.
    assert year.dual("B1_balance")[0, 0] == pytest.approx(0.5)


def test_section_backward(tiny, solve):
    """The same section lets 100 MW into pocket q, where the load is: coal gives 100, gas there the rest."""
    case = tiny(
        loads=[{"load": "q", "pocket": "q", "energy": 250, "profile": "one"}],
        series={"one": [1]},
        pockets=[{}, {"pocket": "q"}],
        thermal=[COAL, GAS | {"pocket": "q"}],
        sections=CUT,
        section_weights=[{"section": "cut", "pocket": "q", "weight": 1}],
    )
    assert solve(case).value("thermal_output")[:, 0] == pytest.approx([0.1, 0.15])


def test_park_exchange(tiny, solve):
    """A park's own coal (300 CNY) serves its 200 MW and gives 50 to the grid, as much as the limit lets out; the
    grid's gas (500) makes the other 150 of 200."""
    park = {"settles": "works"}
    case = tiny(
        load=[200],
        loads=[{"load": "works", "energy": 200, "profile": "one"} | park],
        thermal=[COAL | park, GAS],
        parks=[{"park": "works", "import_limit": 20, "export_limit": 50}],
    )
    year = solve(case)
    assert year.value("thermal_output")[:, 0] == pytest.approx([0.25, 0.15])
    assert year.value("park_exchange")[0, 0] == pytest.approx(0.05)


def test_park_import(tiny, solve):
    """A park without plants takes 20 of the 200 MW that it needs, and loses 180."""
    case = tiny(
        load=[200],
        loads=[{"load": "works", "energy": 200, "profile": "one", "settles": "works"}],
        thermal=[COAL],
        parks=[{"park": "works", "import_limit": 20, "export_limit": 50}],
    )
    year = solve(case)
    assert dict(zip(year.lp.quantities["unserved"].axes[0].labels, year.value("unserved")[:, 0], strict=True)) == (
        pytest.approx({"p/works": 0.18, "p/grid": 0.0})
    )


def test_line_with_loss_and_cost(tiny, solve):
    """100 MW of B's 150 come from A, where 102.04 are sent (2 % loss, 10 CNY/MWh); B's own gas makes 50."""
    case = tiny(
        loads=[{"load": "b", "area": "B", "pocket": "q", "dispatcher": "e", "energy": 150, "profile": "one"}],
        series={"one": [1]},
        areas=[{}, {"area": "B"}],
        pockets=[{}, {"pocket": "q", "area": "B"}],
        dispatchers=[{}, {"dispatcher": "e", "area": "B"}],
        thermal=[COAL, GAS | {"area": "B", "pocket": "q", "dispatcher": "e"}],
        lines=[
            {"line": "ab", "from_area": "A", "from_pocket": "p", "to_area": "B", "to_pocket": "q"}
            | {"forward": 100 / 0.98, "backward": 500, "loss": 0.02, "cost": 10}
        ],
    )
    year = solve(case)
    assert year.value("thermal_output")[:, 0] == pytest.approx([0.1 / 0.98, 0.05])
    assert year.cost == pytest.approx(0.1 / 0.98 * 0.31 + 0.05 * 0.5)


@pytest.mark.parametrize(("reactance", "sent"), [(1.0, 0.12), (0.0, 0.15)])
def test_lines_with_a_reactance_follow_dc_power_flow(tiny, solve, reactance, sent):
    """C takes 150 MW, coal in A is cheapest. Of three equal reactances two thirds of the power go straight from A to C and one third
    goes by B: the limit of 80 MW straight lets 120 MW through. Without a reactance all 150 MW go by B."""
    of_area = {area: {"area": area, "pocket": area, "dispatcher": area} for area in "ABC"}
    lines = [
        {"line": a + b, "from_area": a, "from_pocket": a, "to_area": b, "to_pocket": b, "reactance": reactance}
        | {"forward": limit, "backward": limit}
        for a, b, limit in (("A", "B", 500), ("C", "B", 500), ("A", "C", 80))
    ]
    case = tiny(
        loads=[{"load": "c", "energy": 150, "profile": "one"} | of_area["C"]],
        series={"one": [1]},
        areas=[{"area": area} for area in "ABC"],
        pockets=[{"area": area, "pocket": area} for area in "ABC"],
        dispatchers=[{"area": area, "dispatcher": area} for area in "ABC"],
        thermal=[COAL | of_area["A"], GAS | of_area["C"]],
        lines=lines,
    )
    year = solve(case)
    assert year.value("thermal_output")[:, 0] == pytest.approx([sent, 0.15 - sent])
    flow = year.value("line_flow")[:, 0]
    if reactance:
        assert flow == pytest.approx([0.04, -0.04, 0.08])
        assert year.value("angle")[:, 0] == pytest.approx([0.0, -0.04, -0.08])


def test_contracted_corridor(tiny, solve):
    """900 MWh follow the profile 1 : 2 and are sent whatever they cost; 1,000 MW of coal leave 100 undelivered, at
    8,000 CNY against 10,000 for lost load."""
    corridor = {"corridor": "south", "capacity": 600, "energy": 900, "profile": "shape", "loss": 0.03}
    year = solve(tiny(load=[500, 500], series={"shape": [1, 2]}, thermal=[COAL], corridors=[corridor]))
    assert year.value("contract")[0] == pytest.approx([0.3, 0.6])
    assert year.value("undelivered")[0] == pytest.approx([0, 0.1])
    assert year.value("export_received").sum() == pytest.approx(0.8 * 0.97)
    assert year.cost == pytest.approx(1.8 * 0.3 + 0.1 * 8)


def test_export_level(tiny, solve):
    """The high variant of the contract: 1,200 MWh instead of 900."""
    levels = {"energy_low": 600, "energy_mid": 900, "energy_high": 1200}
    corridor = {"corridor": "south", "capacity": 700} | levels
    case = tiny(load=[0.1, 0.1], settings={"export_level": "high"}, thermal=[COAL], corridors=[corridor])
    assert solve(case).value("export").sum() == pytest.approx(1.2)


def test_corridor_band(tiny, solve):
    """Income of 400 CNY/MWh lies between coal (300) and gas (500). The curve is 300 MW, the band 25 % of 400: 200 to
    400 MW. Hour 0 has coal for 450, so 400 go; hour 1 has coal for 100 of the 200 that must go, gas for the rest.
    400 + 200 = 600 MWh is within 10 % of the contract."""
    corridor = {"corridor": "south", "capacity": 400, "energy": 600, "band": 0.25, "tolerance": 0.1, "price": 400}
    case = tiny(load=[550, 900], thermal=[COAL, GAS], corridors=[corridor])
    year = solve(case)
    assert year.value("export")[0] == pytest.approx([0.4, 0.2])
    assert year.point.costs["export_income"] == pytest.approx(-0.6 * 0.4)
    assert year.cost == pytest.approx((950 + 1000) * 0.3e-3 + 100 * 0.5e-3 - 0.24)


def test_corridor_tolerance_and_change_limit(tiny, solve):
    """As before, with the contracted 600 MWh exactly, and a change of at most 30 % of 400 MW an hour: 400 and 200
    would differ by 200, 120 are allowed: 360 and 240."""
    corridor = {"corridor": "south", "capacity": 400, "energy": 600, "band": 0.25, "tolerance": 0, "price": 400}
    case = tiny(load=[550, 900], thermal=[COAL, GAS], corridors=[corridor | {"change_limit": 0.3}])
    assert solve(case).value("export")[0] == pytest.approx([0.36, 0.24])


@pytest.mark.parametrize(("tolerance", "january"), [(1.0, 9.6), (0.1, 7.92), (0.0, 7.2)])
def test_energy_of_a_month_stays_near_the_contract(tiny, solve, tolerance, january):
    """As before, on a day of January with coal to spare and one of February without: what the band allows goes in
    January, 9,600 of 14,400 MWh, but no more than a tenth, or nothing, above the month's 7,200."""
    corridor = {"corridor": "south", "capacity": 400, "energy": 14400, "band": 0.25, "tolerance": 0, "price": 400}
    case = tiny(
        load=[550] * 24 + [900] * 24,
        settings={"start": "2030-01-31"},
        thermal=[COAL, GAS],
        corridors=[corridor | {"monthly_tolerance": tolerance}],
    )
    export = solve(case).value("export")[0]
    assert (export[:24].sum(), export[24:].sum()) == (pytest.approx(january), pytest.approx(14.4 - january))


@pytest.mark.parametrize("monthly", [0.0, 0.05, 1.0])
def test_a_corridor_carries_nothing_before_it_is_commissioned(tiny, solve, monthly):
    """Export earns 100 CNY/MWh more than coal costs. The line has no contract in January and 300 MW in February: the band of
    100 MW is February's alone, whatever energies may leave the contract."""
    corridor = {"corridor": "south", "capacity": 400, "energy": 7200, "profile": "shape", "band": 0.25, "price": 400}
    case = tiny(
        load=[100] * 48,
        settings={"start": "2030-01-31"},
        series={"shape": [0] * 24 + [1] * 24},
        thermal=[COAL],
        corridors=[corridor | {"tolerance": 1, "monthly_tolerance": monthly}],
    )
    export = solve(case).value("export")[0]
    assert export[:24] == pytest.approx([0.0] * 24, abs=1e-9)
    assert export[24:].sum() == pytest.approx(7.2 * (1 + min(monthly, 1 / 3)))


@pytest.mark.parametrize(("day_ahead", "ends"), [(False, [0.4, 0.15, 0.4, 0.15]), (True, [0.4, 0.35, 0.2, 0.15])])
def test_a_curve_set_a_day_ahead_keeps_the_shape_of_the_contract(tiny, solve, day_ahead, ends):
    """The contract is 300 MW by night, 250 by day, the band 100. Coal is to spare in 14 hours of the first day and in 10
    of the second. Hour by hour the export takes 100 MW more then and 100 less otherwise; as one curve a day it takes
    100 more all the first day, whose hours with coal to spare are more, and 100 less all the second."""
    shape = ([300] * 12 + [250] * 12) * 2
    corridor = {"corridor": "south", "capacity": 400, "energy": sum(shape), "band": 0.25, "tolerance": 1, "price": 400}
    case = tiny(
        load=[550] * 14 + [900] * 10 + [550] * 10 + [900] * 14,
        series={"shape": shape},
        thermal=[COAL, GAS],
        corridors=[corridor | {"profile": "shape", "day_ahead": day_ahead}],
    )
    assert solve(case).value("export")[0][[0, 23, 24, 47]] == pytest.approx(ends)


def test_days_that_are_set_ahead_follow_each_other_within_the_change_limit(tiny, solve):
    """As above, the second day would begin 150 MW below the end of the first; the limit of the change is 100 MW. Within the
    days the contract changes by 50 MW, more than the limit of 20 would let any other schedule change."""
    shape = ([300] * 12 + [250] * 12) * 2
    corridor = {"corridor": "south", "capacity": 400, "energy": sum(shape), "band": 0.25, "tolerance": 1, "price": 400}
    loads = [550] * 14 + [900] * 10 + [550] * 10 + [900] * 14
    for limit, fall in ((0.25, 0.1), (0.05, 0.02)):
        case = tiny(
            load=loads,
            series={"shape": shape},
            thermal=[COAL, GAS],
            corridors=[corridor | {"profile": "shape", "day_ahead": True, "change_limit": limit}],
        )
        export = solve(case).value("export")[0]
        assert export[23] - export[24] == pytest.approx(fall)
        assert export[[0, 24]] - export[[23, 47]] == pytest.approx([0.05, 0.05])


def test_change_limit_does_not_forbid_the_contract(tiny, solve):
    """The contract itself goes from 100 to 300 MW and back; a limit of 10 MW an hour does not stand in its way."""
    corridor = {"corridor": "south", "capacity": 400, "energy": 500, "profile": "shape", "band": 0.001, "price": 400}
    case = tiny(
        load=[500] * 3, series={"shape": [1, 3, 1]}, thermal=[COAL], corridors=[corridor | {"change_limit": 0.025}]
    )
    assert solve(case).value("export")[0] == pytest.approx([0.1, 0.3, 0.1], abs=5e-4)


def test_reserve_down_lies_above_the_minimum(tiny, solve):
    """Coal online for 100 MW at least (minimum 40 %) runs at 60: 20 MW down of 30, and no more coal can go online than
    the 100 MW there are."""
    fleet = COAL | {"capacity": 100, "reserve_down": 1, "minimum_heating": 0.4, "minimum_online": 1}
    year = solve(tiny(load=[60], dispatchers=[{"largest_load": 30}], thermal=[fleet]))
    assert year.value("reserve_down_thermal").sum() == pytest.approx(0.020)
    assert year.value("reserve_shortfall_down").sum() == pytest.approx(0.010)


def test_reserve_has_a_price(tiny, solve):
    """100 MW of load, 20 of reserve; 110 MW of coal (300 CNY), gas (500) with a minimum of half of what is online.
    Coal headroom is 110 - P_coal, gas headroom U - P_gas, together 10 + U: 10 MW of gas go online, at 5 MW. One MW
    of reserve more: one more MW of gas online, half a MW more from gas instead of coal: 100 CNY."""
    fleets = [
        COAL | {"capacity": 110, "reserve_up": 1},
        GAS | {"reserve_up": 1, "minimum_heating": 0.5},
    ]
    year = solve(tiny(load=[100], dispatchers=[{"largest_unit": 20}], thermal=fleets))
    assert year.value("thermal_output")[:, 0] == pytest.approx([0.095, 0.005])
    assert year.value("reserve_up_thermal").sum() == pytest.approx(0.020)
    assert year.cost == pytest.approx(0.031)
    assert year.dual("Y1_reserve_up")[0, 0] == pytest.approx(0.1)


def test_reserve_requirement(tiny, solve):
    """Up 3 % of 1,000 + max(10 % of 400, 30) = 70; down 2 % of 1,000 + max(5 % of 400, 50) = 70 too. Hydro is no
    forecast. Coal holds at most 5 % of 600 online each way: 30."""
    rule = {"load_up": 0.03, "vre_up": 0.1, "largest_unit": 30, "load_down": 0.02, "vre_down": 0.05, "largest_load": 50}
    case = tiny(
        load=[1000],
        dispatchers=[rule],
        thermal=[COAL | {"capacity": 600, "reserve_up": 0.05, "reserve_down": 0.05}, GAS],
        renewables=[
            {"asset": "wind", "capacity": 400},
            {"asset": "river", "technology": "hydro", "capacity": 100},
        ],
    )
    year = solve(case)
    for way in ("up", "down"):
        assert year.value(f"reserve_required_{way}")[0, 0] == pytest.approx(0.07)
        assert year.value(f"reserve_shortfall_{way}")[0, 0] == pytest.approx(0.04)


@pytest.mark.parametrize("way", ["up", "down"])
@pytest.mark.parametrize("wind", [False, True])
def test_missing_reserve_keeps_to_its_limit(tiny, solve, way, wind):
    """Coal holds no reserve, and gas holds it at 50 CNY/MWh or more, where missing reserve costs 20. Gas holds what the
    limit requires: 30 MW less 10 in the first hour and all in the second. So it does where measures can add wind, and
    the requirement is a row of inequality."""
    limit = {"kind": f"reserve_shortfall_{way}", "name": "d", "area": "A", "date": "2030-01-07", "hour": 0, "limit": 10}
    rule = {"largest_unit": 30} if way == "up" else {"largest_load": 30}
    content = {
        "load": [200, 200],
        "dispatchers": [rule],
        "thermal": [COAL, GAS | {"reserve_up": 1, "reserve_down": 1, "fuel_no_load": 0.05}],
        "settings": {"prices": {"reserve_shortfall_up": 20, "reserve_shortfall_down": 20}},
        "shortfall_limits": [limit],
    }
    if wind:
        content["renewables"] = [{"asset": "wind", "capacity": 0}]
        content["measures"] = [{"measure": "more", "kind": "wind", "extends": "wind", "most": 1e-3} | PAID]
    case = tiny(**content)
    year = solve(expanding(case) if wind else case)
    assert year.value(f"reserve_shortfall_{way}")[0] == pytest.approx([0.010, 0.0])


def test_no_reserve_across_dispatchers(tiny, solve):
    """Coal of another dispatcher in the same area holds nothing for this one."""
    fleet = COAL | {"dispatcher": "e", "reserve_up": 1}
    case = tiny(load=[100], dispatchers=[{"largest_unit": 20}, {"dispatcher": "e"}], thermal=[fleet])
    assert solve(case).value("reserve_shortfall_up").sum() == pytest.approx(0.02)


@pytest.mark.parametrize(
    "measures", [[], [{"measure": "longer", "kind": "corridor", "extends": "south", "most": 150} | PAID]]
)
@pytest.mark.parametrize("monthly", [0.1, 1.0])
def test_a_day_ahead_schedule_is_the_hourly_schedule_with_equal_deviations(tiny, solve, measures, monthly):
    """X6 stated as rows of the hourly schedule gives the same cost, also where a measure adds capability and band. The
    contract comes near zero and near the capability, so that one hour bounds the deviation of its day."""
    generator = np.random.default_rng(3)
    hours = 96
    shape, load = generator.uniform(2, 298, hours), list(generator.uniform(500, 900, hours))
    corridor = {
        "corridor": "south",
        "capacity": 300,
        "energy": shape.sum(),
        "band": 0.05,
        "tolerance": 1,
        "price": 330,
    }
    corridor |= {"profile": "shape", "change_limit": 0.05, "monthly_tolerance": monthly}

    def case(day_ahead):
        return expanding(
            tiny(
                load=load,
                settings={"start": "2030-01-30"},
                series={"shape": shape},
                thermal=[COAL, GAS],
                corridors=[corridor | {"day_ahead": day_ahead}],
                measures=measures,
            )
        )

    daily, hourly = build(case(True)), build(case(False))
    scheduled = hourly["scheduled"]
    days = pd.date_range("2030-01-30", periods=hours, freq="h").day.to_numpy()
    step = np.diff(shape, prepend=0.0) / 1e3
    inside = np.append(False, days[1:] == days[:-1]).astype(float)
    corridors, hour = scheduled.axis("corridor"), scheduled.axis("hour")
    hourly.constraint(
        "my_day",
        scheduled - scheduled.shift(1, cyclic=False) == Parameter((corridors, hour), step[None, :]),
        where=Parameter((hour,), inside),
    )
    free = solve(build(case(False))).cost
    assert solve(daily).cost == pytest.approx(solve(hourly).cost, rel=1e-9)
    assert free < solve(daily).cost - 1e-6
    assert not measures or solve(daily).value("added").sum() > 1e-3
