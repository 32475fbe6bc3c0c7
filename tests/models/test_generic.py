"""Units, links, reservoirs and limits, solved by hand."""

import pytest

from dispatch.errors import CaseError
from dispatch.results.plausible import of_case

DEAR = {"unit": "dear", "capacity": 1000, "cost": 100}
PLANT = {"unit": "plant", "capacity": 100, "cost": 20, "committed": True, "minimum": 0.5, "off_before": 1}
LAKE = {"reservoir": "lake", "content": 200, "discharge": 80, "boundary": "start", "initial": 200}
LAKE |= {"reserve_up": 1, "reserve_down": 1}


def test_a_part_of_a_unit_starts(tiny, solve):
    """40 MW of the plant's 100 run, so 0.4 of a start: 40 x 20 + 0.4 x 1000 CNY."""
    year = solve(tiny(load=[40], units=[PLANT | {"start_cost": 1000}, DEAR]))
    assert year.cost * 1e6 == pytest.approx(40 * 20 + 400)
    assert year.value("unit_on")[0] == pytest.approx([0.4])


def test_the_state_before_holds_a_unit_on(tiny, solve):
    """On for one hour before, three at least: it stays on for two hours more, at 50 MW or above; then it stops."""
    plant = PLANT | {"off_before": 0, "on_before": 1, "minimum_up": 3, "cost": 200}
    year = solve(tiny(load=[60, 60, 60], units=[plant, DEAR]))
    assert year.value("unit_output")[0] == pytest.approx([0.05, 0.05, 0])


def test_the_state_before_holds_a_unit_off(tiny, solve):
    """Off for one hour before, three at least: the first two hours are served by the dear one."""
    year = solve(tiny(load=[60, 60, 60], units=[PLANT | {"minimum_down": 3}, DEAR]))
    assert year.value("unit_output")[0] == pytest.approx([0, 0, 0.06])


def test_ramps_and_output_before(tiny, solve):
    """20 MW before and 30 MW an hour: 50, then 70 in place of 80, as 40 less at most lead to the 30 of the last load."""
    slow = {"unit": "slow", "capacity": 100, "ramp_up": 0.3, "ramp_down": 0.4, "output_before": 20}
    year = solve(tiny(load=[90, 90, 30], units=[slow, DEAR]))
    assert year.value("unit_output")[0] == pytest.approx([0.05, 0.07, 0.03])


def test_a_stop_and_a_start_have_ramps_of_their_own(tiny, solve):
    """Off before: whole units give at most 60 MW in their first hour, and 70 in their last."""
    plant = PLANT | {"ramp_start": 0.6, "ramp_up": 1}
    year = solve(tiny(load=[90, 90], units=[plant, DEAR]))
    assert year.value("unit_output")[0] == pytest.approx([0.06, 0.09])


def test_units_hold_reserve(tiny, solve):
    """90 MW and a reserve of 20: the plant of 100, at most a tenth of it, keeps 10; the other 10 are short at 5,000."""
    plant = {"unit": "plant", "capacity": 100, "cost": 20, "committed": True, "reserve_up": 0.1}
    case = tiny(load=[90], dispatchers=[{"largest_unit": 20}], units=[plant])
    assert solve(case).cost * 1e6 == pytest.approx(90 * 20 + 10 * 5000)


def test_reserve_takes_output_from_a_unit(tiny, solve):
    """95 MW and a reserve of 20: one of the two keeps 20 below its 100 MW, so that the dear one gives 15."""
    plant = {"unit": "plant", "capacity": 100, "cost": 20, "reserve_up": 1}
    case = tiny(load=[95], dispatchers=[{"largest_unit": 20}], units=[plant, DEAR])
    assert solve(case).cost * 1e6 == pytest.approx(80 * 20 + 15 * 100)


def test_energy_is_limited(tiny, solve):
    water = {"unit": "water", "capacity": 100, "energy_most": 120}
    year = solve(tiny(load=[100, 100], units=[water, DEAR]))
    assert year.cost * 1e6 == pytest.approx(80 * 100)


def test_capacity_is_chosen(tiny, solve):
    """Each of 50 MW costs 150 and saves 100 in two hours; the peak of 20 more is not worth it."""
    new = {"unit": "new", "capacity": 0, "extendable": True, "capacity_cost": 150}
    year = solve(tiny(load=[50, 70], units=[new, DEAR]))
    assert year.value("unit_capacity") == pytest.approx([0.05, 0])
    assert year.cost * 1e6 == pytest.approx(50 * 150 + 20 * 100)


def test_a_link_converts_and_has_two_ends(tiny, solve):
    """Of each MW of fuel 0.4 are power and 0.5 heat; both are needed: 100 MW of fuel serve 40 and 50."""
    names = ("p", "fuel", "heat")
    case = tiny(
        loads=[
            {"load": "power", "energy": 40, "profile": "one"},
            {"load": "warm", "energy": 50, "profile": "one", "area": "heat", "pocket": "heat", "dispatcher": "heat"},
        ],
        series={"one": [1]},
        areas=[{}] + [{"area": name} for name in names[1:]],
        pockets=[{}] + [{"pocket": name, "area": name} for name in names[1:]],
        dispatchers=[{}] + [{"area": name, "dispatcher": name} for name in names[1:]],
        units=[DEAR | {"cost": 10, "area": "fuel", "pocket": "fuel", "dispatcher": "fuel"}],
        links=[{"link": "chp", "from_area": "fuel", "from_pocket": "fuel", "capacity": 200, "cost": 1}],
        link_ends=[
            {"link": "chp", "to_area": "A", "to_pocket": "p", "efficiency": 0.4},
            {"link": "chp", "to_area": "heat", "to_pocket": "heat", "efficiency": 0.5},
        ],
    )
    assert solve(case).cost * 1e6 == pytest.approx(100 * 11)


def triangle(tiny, load, **straight):
    """A triangle with equal reactances and 50 MW in each link; load at c, cheap power at A; what the straight link has besides."""
    areas = ("p", "b", "c")
    ends = [("ab", "p", "b"), ("bc", "b", "c"), ("ac", "p", "c")]
    places = {"p": "A", "b": "b", "c": "c"}
    return tiny(
        loads=[{"load": "town", "energy": load, "profile": "one", "area": "c", "pocket": "c", "dispatcher": "c"}],
        series={"one": [1]},
        areas=[{}] + [{"area": name} for name in areas[1:]],
        pockets=[{}] + [{"pocket": name, "area": name} for name in areas[1:]],
        dispatchers=[{}] + [{"area": name, "dispatcher": name} for name in areas[1:]],
        units=[
            {"unit": "cheap", "capacity": 100, "cost": 10},
            DEAR | {"area": "c", "pocket": "c", "dispatcher": "c"},
        ],
        links=[
            {"link": name, "from_area": places[start], "from_pocket": start, "capacity": 50, "minimum": -1}
            | {"reactance": 0.3}
            | (straight if name == "ac" else {})
            for name, start, _ in ends
        ],
        link_ends=[{"link": name, "to_area": places[end], "to_pocket": end} for name, _, end in ends],
    )


def test_flows_follow_angles(tiny, solve):
    """90 MW from A to C: two thirds go straight, one third around. The straight link carries 50, so that 75 MW go and the
    rest is dear."""
    year = solve(triangle(tiny, 90))
    assert year.value("link_output")[:, 0] == pytest.approx([0.025, 0.025, 0.05])
    assert year.cost * 1e6 == pytest.approx(75 * 10 + 15 * 100)


def test_a_shift_of_the_angle_moves_flow_around(tiny, solve):
    """Of 60 MW 40 would go straight. A shift of 0.009 is worth 30 MW there: 3 F + 30 = 2 * 60, so that 30 go straight."""
    year = solve(triangle(tiny, 60, angle=0.009))
    assert year.value("link_output")[:, 0] == pytest.approx([0.03, 0.03, 0.03])


def test_a_reactance_between_pockets_of_one_area_is_refused(tiny):
    with pytest.raises(CaseError, match="a link with a reactance goes between two areas"):
        tiny(
            load=[50],
            pockets=[{}, {"pocket": "q"}],
            links=[
                {"link": "pq", "from_area": "A", "from_pocket": "p", "capacity": 50, "minimum": -1, "reactance": 0.3}
            ],
            link_ends=[{"link": "pq", "to_area": "A", "to_pocket": "q"}],
        )


def test_a_reactance_with_flow_one_way_only_is_reported(tiny):
    (one,) = [found for found in of_case(triangle(tiny, 90, minimum=0)) if found.kind == "one_way"]
    assert one.subject == "links.csv, minimum: ac"
    assert not [found for found in of_case(triangle(tiny, 90)) if found.kind == "one_way"]


def test_a_lake_with_inflow(tiny, solve):
    """30 MWh at the start, 10 flow in each hour, half is left an hour later: 30 + 10 - d0/0.8; nothing is worth keeping."""
    lake = {"reservoir": "lake", "content": 100, "discharge_efficiency": 0.8, "boundary": "start", "initial": 30}
    lake |= {"inflow_profile": "rain", "standing_loss": 0.5, "discharge": 40}
    year = solve(tiny(load=[50, 50], series={"rain": [10, 10]}, reservoirs=[lake], units=[DEAR]))
    assert year.value("reservoir_discharge")[0] == pytest.approx([0.032, 0.008])
    assert year.cost * 1e6 == pytest.approx((100 - 40) * 100)


def test_a_reservoir_grows(tiny, solve):
    """Night power is free: a size of one carries 10 MWh by 10 MW at 300 CNY and saves 1000; 25 MWh are to be saved."""
    store = {"reservoir": "store", "content": 10, "charge": 10, "discharge": 10, "extendable": True, "size_cost": 300}
    free = {"unit": "free", "capacity": 100, "maximum_profile": "night"}
    year = solve(tiny(load=[0, 25], series={"night": [1, 0]}, reservoirs=[store], units=[free, DEAR]))
    assert year.value("reservoir_size") == pytest.approx([2.5])
    assert year.cost * 1e6 == pytest.approx(750)


def test_co2_is_limited(tiny, solve):
    """0.9 t/MWh and 45 t: 50 MWh of it."""
    case = tiny(
        load=[60, 40],
        units=[{"unit": "coal", "capacity": 100, "cost": 10}, DEAR],
        limits=[{"limit": "co2", "sense": "most", "amount": 45}],
        limit_terms=[{"limit": "co2", "table": "units", "asset": "coal", "factor": 0.9}],
    )
    year = solve(case)
    assert year.cost * 1e6 == pytest.approx(50 * 10 + 50 * 100)
    assert year.dual("W1_most")[0] * 1e3 == pytest.approx(-100)


def test_hours_represent_more_than_one(tiny, solve):
    """The second hour represents three: 10 + 3 x 20 MWh of the dear one, of which a lake of 60 MWh gives 3 x 20."""
    case = tiny(
        loads=[{"load": "load", "energy": 30, "profile": "load", "firm": True}],
        series={"load": [10, 20], "w": [1, 3]},
        settings={"weights": {"cost": "w", "content": "w", "energy": "w"}},
        units=[DEAR],
        reservoirs=[{"reservoir": "lake", "content": 60, "boundary": "start", "initial": 45}],
    )
    year = solve(case)
    assert year.cost * 1e6 == pytest.approx((10 + 60 - 45) * 100)


def test_a_firm_load_is_served(tiny, solve):
    loads = [{"load": "soft", "energy": 10, "profile": "one"}, {"load": "firm", "energy": 30, "profile": "one"}]
    loads[1]["firm"] = True
    year = solve(tiny(loads=loads, series={"one": [1]}, units=[DEAR | {"cost": 20000, "capacity": 100}]))
    assert year.value("unserved").ravel() == pytest.approx([0.010])


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ({"units": [PLANT | {"extendable": True}]}, "has its capacity given"),
        ({"reservoirs": [LAKE | {"extendable": True}]}, "needs a given capacity"),
        ({"reservoirs": [LAKE | {"discharge": ""}]}, "needs a limit of discharge"),
        ({"reservoirs": [LAKE | {"sign": 0.9}]}, "needs sign 1"),
        ({"units": [DEAR | {"tight": True}]}, "is tightened"),
        ({"units": [DEAR | {"maximum_profile": "wind"}]}, "no such series"),
        ({"units": [DEAR], "settings": {"weights": {"cost": "no"}}}, "no such series"),
        ({"units": [DEAR], "settings": {"weights": {"cost": "load"}}}, "lost load counts each as one"),
        ({"limits": [{"limit": "x", "sense": "most", "amount": 1}]}
         | {"limit_terms": [{"limit": "x", "table": "units", "asset": "no", "factor": 1}]}, "no such name"),
    ],
)  # fmt: skip
def test_faults_are_reported(tiny, content, rule):
    with pytest.raises(CaseError, match=rule):
        tiny(load=[10], **content)


def test_a_unit_without_limit_holds_reserve_both_ways(tiny, solve):
    unit = {"unit": "any", "capacity": "inf", "cost": 10, "reserve_up": 1, "reserve_down": 1}
    year = solve(tiny(load=[100, 50], units=[unit], dispatchers=[{"load_up": 0.5, "load_down": 0.2}]))
    assert year.cost == pytest.approx(150 * 10 * 1e-6)
    assert year.value("unit_reserve_down").tolist() == [[pytest.approx(0.02), pytest.approx(0.01)]]


def test_a_reservoir_holds_reserve_within_its_discharge(tiny, solve):
    """20 MW up leave 60 of 80 MW: the dear unit gives 40 MWh."""
    year = solve(tiny(load=[100], units=[DEAR], reservoirs=[LAKE], dispatchers=[{"load_up": 0.2}]))
    assert year.cost * 1e6 == pytest.approx(40 * 100)
    assert year.value("reservoir_reserve_up").ravel() == pytest.approx([0.02])


@pytest.mark.parametrize("hours", [1, 2])
def test_a_reservoir_keeps_the_content_for_its_reserve(tiny, solve, hours):
    """A MWh of content gives 0.8: 5 MW up for an hour keep 6.25 of 32 MWh, for two hours 12.5."""
    lake = LAKE | {"initial": 32, "content": 32, "discharge_efficiency": 0.8, "reserve_hours": hours}
    year = solve(tiny(load=[100], units=[DEAR], reservoirs=[lake], dispatchers=[{"load_up": 0.05}]))
    assert year.cost * 1e6 == pytest.approx((100 - (32 - hours * 5 / 0.8) * 0.8) * 100)


def test_charge_for_reserve_down_needs_room(tiny, solve):
    """A full store with inflow holds reserve by its net discharge of 10 MW: not by charging what would be spilt, nor by charge and
    discharge at once."""
    store = LAKE | {"boundary": "cyclic", "content": 100, "charge": 50, "inflow_profile": "rain", "reserve_hours": 4}
    case = tiny(
        load=[10],
        series={"rain": [50], "full": [100]},
        units=[DEAR],
        reservoirs=[store | {"given_profile": "full"}],
        dispatchers=[{"largest_load": 40}],
    )
    year = solve(case)
    assert year.value("reservoir_reserve_down").ravel() == pytest.approx([0.01])


def test_a_full_reservoir_spills_for_reserve_down(tiny, solve):
    """Inflow of 50 MW runs through a full lake. Its output could fall by as much, as the inflow would be spilt."""
    lake = LAKE | {"boundary": "cyclic", "content": 10, "least": 1, "charge": 0, "inflow_profile": "rain"}
    case = tiny(
        load=[100],
        series={"rain": [50]},
        units=[DEAR],
        reservoirs=[lake],
        dispatchers=[{"load_down": 0.3}],
    )
    year = solve(case)
    assert year.cost * 1e6 == pytest.approx(50 * 100)
    assert year.value("reservoir_reserve_down").ravel() == pytest.approx([0.03])
