"""Wasted energy by hand: opposite flows, loops of lines and links, deliveries that unused energy could replace."""

import numpy as np
import pytest

import dispatch
from dispatch.results.loops import Arcs, loop_losses

PAID = {"unit": "paid", "capacity": 100, "cost": -50}
FREE = {"prices": {"losses": False}}
POCKETS = {
    "areas": [{}, {"area": "B"}],
    "pockets": [{}, {"pocket": "s", "area": "B"}, {"pocket": "t", "area": "B"}],
}


def wasted(run, component):
    """Waste [MWh] over all areas."""
    return float(run.results["energy_wasted"].sel(component=component).sum())


def loop(*branches):
    """Burnt power and what is left of the flows, of branches (start, end, taken, given)."""
    start, end, taken, given = (np.array(values) for values in zip(*branches, strict=True))
    arcs = Arcs(
        start, end, np.arange(len(branches)), taken[None, :].astype(float), given[None, :].astype(float),
        (taken - given)[None, :].astype(float),
    )  # fmt: skip
    burnt, outside = loop_losses(arcs)
    return burnt[0], outside[0]


def test_a_line_in_both_directions():
    """Of 100 MW sent 95 arrive and go back, of which 90.25 arrive."""
    burnt, outside = loop((0, 1, 100, 95), (1, 0, 95, 90.25))
    assert burnt == pytest.approx([5, 4.75])
    assert outside == pytest.approx([0, 0])


def test_what_is_delivered_is_no_loop():
    """100 MW go from 0 to 1, where 90 arrive; 45 return, for which 50 were sent: 40 are used there."""
    burnt, outside = loop((0, 1, 100, 90), (1, 0, 45, 40))
    assert burnt == pytest.approx([5, 5])
    assert outside == pytest.approx([0.5, 0])
    assert loop((0, 1, 100, 90), (1, 2, 45, 40)) [0] == pytest.approx([0, 0])  # fmt: skip


def test_a_loop_of_three_pockets():
    burnt, _ = loop((0, 1, 100, 90), (1, 2, 90, 90), (2, 0, 90, 81))
    assert burnt == pytest.approx([10, 0, 9])


def test_a_loop_with_a_gain_burns_what_is_lost_in_sum():
    """100 MW are sent at 0.8; a link of 0.9 runs backwards: it takes 80 at its end and gives 88.9."""
    burnt, _ = loop((0, 1, 100, 80), (1, 0, 80, 80 / 0.9))
    assert burnt == pytest.approx([100 - 80 / 0.9, 0])
    assert loop((0, 1, 80, 72), (1, 0, 72, 90))[0] == pytest.approx([0, 0])


def test_links_both_ways_of_different_efficiency(tiny):
    """All of the surplus of 60 MW is burnt that fits through 100 MW: 88.9 return of 100, as a loop."""
    links = [{"link": f"l{k}", "capacity": 100, "minimum": -1} for k in range(2)]
    ends = [{"link": f"l{k}", "to_area": "B", "to_pocket": "s", "efficiency": 0.9 - 0.1 * k} for k in range(2)]
    run = dispatch.run(
        tiny(load=[40, 40], units=[PAID], links=links, link_ends=ends, settings=FREE, **POCKETS), threads=1
    )
    assert float(run.results["unit_output"].sum()) == pytest.approx(80 + 2 * (100 - 80 / 0.9), abs=1e-3)
    assert wasted(run, "links") == pytest.approx(2 * (100 - 80 / 0.9), abs=1e-3)
    assert run.summary["region"]["lost_twh"]["links"] == pytest.approx(40e-6)


def test_a_store_that_burns_over_time(tiny):
    """The unit could serve the load in every hour. The store takes its surplus in one hour and gives 32 MW back in the
    other, in which the unit leaves room: nothing is used of what is lost."""
    store = {"asset": "store", "capacity": 50, "energy": 400, "charge_efficiency": 0.8, "discharge_efficiency": 0.8}
    reservoir = {"reservoir": "lake", "content": 400, "discharge": 50, "charge": 50, "charge_efficiency": 0.8}
    for content, component in (
        ({"storage": [store]}, "storage"),
        ({"reservoirs": [reservoir | {"discharge_efficiency": 0.8}]}, "reservoirs"),
    ):
        case = {"load": [50, 50], "units": [PAID], "settings": FREE} | content
        run = dispatch.run(tiny(**case), threads=1)
        lost = float(run.results["energy_lost"].sum())
        assert lost == pytest.approx(float(run.results["unit_output"].sum()) - 100, abs=1e-3)
        assert lost > 10
        assert wasted(run, component) == pytest.approx(lost, abs=1e-3)
        assert any(one["kind"] == "wasted" for one in run.record["warnings"])
        priced = dispatch.run(tiny(**case | {"settings": {"tie_break": {"curtailment": 0.01}}}), threads=1)
        assert wasted(priced, component) == pytest.approx(0.0, abs=1e-4)


def test_a_store_that_moves_surplus_to_where_it_is_used_wastes_nothing(tiny):
    """Of 100 MW of wind in the first hour 50 are stored, and serve the load of the second, which has none."""
    store = {"asset": "store", "capacity": 50, "energy": 400, "charge_efficiency": 0.8, "discharge_efficiency": 0.8}
    case = tiny(
        load=[50, 50],
        series={"wind": [1, 0]},
        renewables=[{"asset": "wind", "capacity": 100, "profile": "wind"}],
        thermal=[{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}],
        storage=[store],
    )
    run = dispatch.run(case, threads=1)
    assert float(run.results["energy_lost"].sum()) == pytest.approx(18, abs=1e-3)
    assert float(run.results["energy_wasted"].sum()) == pytest.approx(0.0, abs=1e-6)


def test_a_link_without_an_end_wastes_what_it_takes(tiny):
    run = dispatch.run(tiny(load=[40], units=[PAID], links=[{"link": "out", "capacity": 30}], settings=FREE), threads=1)
    assert wasted(run, "links") == pytest.approx(30, abs=1e-3)
