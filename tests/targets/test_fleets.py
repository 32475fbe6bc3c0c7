"""Efficiency retrofit and retirement of coal by hand: in a plan, and in the compliant case that is written."""

import numpy as np
import pytest

import dispatch
from dispatch.case import Built, as_built
from dispatch.errors import CaseError
from dispatch.solve import Options
from dispatch.targets import Solver
from dispatch.targets.base_case import base_of
from dispatch.targets.compliant_case import shortfall_limits, write_compliant_case
from dispatch.targets.expansion import EXACT, open_measures
from dispatch.targets.measures import plan

SOLVER = Solver(Options(threads=1))
PAID = {"cost": 0, "lifetime": 20, "rate": 0.0}
CONTENT = {
    "load": [300, 200],
    "thermal": [{"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3}],
    "storage": [{"asset": "store", "capacity": 10, "energy": 20}],
    "measures": [
        PAID | {"measure": "frugal", "kind": "efficiency", "extends": "coal", "most": 100, "fuel_saving": 0.05},
        PAID | {"measure": "closed", "kind": "retirement", "extends": "coal", "most": 900, "saved_upkeep": 1e5},
        PAID | {"measure": "cells", "kind": "storage", "extends": "store", "most": 50, "located_at": "coal"},
    ],
    "targets": [
        {"target": "efficient", "kind": "efficient_coal_capacity", "required": 0.05, "unit": "GW"},
        {"target": "coal", "kind": "coal", "required": 0.000140, "unit": "Mtce"},
    ],
}


@pytest.fixture(scope="module")
def base(tiny_folder):
    return base_of(dispatch.read_case(tiny_folder(**CONTENT)), SOLVER)


def test_fuel_is_saved_at_most_by_what_is_retrofitted(base):
    """500 MWh at 0.3 tce are 150 tce. Each MW of the retrofit saves 0.05 tce in each of the two hours: 100 MW save 10 tce,
    which the target requires; 50 MW meet the target of capacity."""
    expansion = open_measures(base, SOLVER)
    assert base.run.summary["region"]["coal_mtce"] == pytest.approx(150e-6)
    met = plan(expansion, ["coal"], "efficiency", least=True)
    assert met.sizes is not None and met.sizes["frugal"].power == pytest.approx(0.1)
    assert met.least == pytest.approx(0.1) and met.margin == pytest.approx(0.0, abs=1e-9)
    assert plan(expansion, ["efficient"], "efficiency").least == pytest.approx(0.05)
    assert plan(expansion, ["efficient"], "retirement").why == "untouched"


def test_no_more_coal_is_retired_than_the_load_leaves(base):
    """Each MW that leaves saves 100,000 CNY a year; the load of 300 MW stays served, 10 of it from the store: 710 MW go."""
    done = plan(open_measures(base, SOLVER), [], "retirement", least=False)
    assert done.sizes is not None and done.sizes["closed"].power == pytest.approx(0.71)
    assert done.investment == pytest.approx(-710 * 0.1 * 2 / 8760)  # million CNY in two hours


def test_the_compliant_case_has_what_is_built(base, tmp_path):
    """200 MW retrofitted, 500 MW retired, a store of its own: coal burns 200 at 0.25 and the rest at 0.3 tce per MWh. Stores
    without losses leave the fuel of 500 MWh as it is: 150 tce less 0.05 x 400 MWh."""
    sizes = {"frugal": Built(0.2), "closed": Built(0.5), "cells": Built(0.05, 0.1)}
    unmet = shortfall_limits(base.case, base.lp, base.primal)
    folder = write_compliant_case(base.case, sizes, [], unmet, tmp_path / "cases", "closed")
    again = dispatch.read_case(folder)
    assert again.capacity(["coal", "frugal", "cells"])[:, 0] == pytest.approx([0.3, 0.2, 0.05])
    assert again.energy(["cells"])[0, 0] == pytest.approx(0.1)
    run = dispatch.run(again, threads=1)
    assert run.summary["region"]["coal_mtce"] == pytest.approx((150 - 0.05 * 400) * 1e-6)
    assert {one["id"]: one["achieved"] for one in run.summary["targets"]}["efficient"] == pytest.approx(0.2)


GAS = {"fleet": "gas", "technology": "gas", "fuel": "gas", "capacity": 300, "fuel_incremental": 0.5}
RESERVED = {
    "load": [200, 200],
    "fuels": [{}, {"fuel": "gas", "coal": "false"}],
    "thermal": [
        {"fleet": "coal", "capacity": 300, "fuel_no_load": 0.05, "fuel_incremental": 0.3, "reserve_up": 1}
        | {"reserve_down": 1},
        GAS | {"reserve_down": 1},
    ],
}


@pytest.mark.parametrize(
    ("way", "requirement", "wind", "price", "most"),
    [("down", "largest_load", 150, 360, 0.000020), ("up", "largest_unit", 0, 60, 0.000142)],
)
def test_a_compliant_case_lacks_no_more_reserve_than_the_case_as_given(
    tiny_folder, tmp_path, way, requirement, wind, price, most
):
    """The case as given holds 60 MW of reserve by coal at 350 CNY/MWh downward, in place of wind, and 50 upward, where it
    is online without output. With less coal allowed, missing reserve at 360 or 60 CNY/MWh would be cheaper than gas at 500.
    The compliant case takes the gas."""
    prices = {f"reserve_shortfall_{way}": price}
    target = {"target": "less", "kind": "coal", "required": most, "unit": "Mtce"}
    content = RESERVED | {
        "dispatchers": [{requirement: 60}],
        "renewables": [{"asset": "wind", "capacity": wind + 50}] if wind else [],
        "targets": [target],
        "settings": {"prices": prices},
    }
    given = base_of(dispatch.read_case(tiny_folder(**content)), SOLVER)
    before = given.lp.quantities[f"reserve_shortfall_{way}"].value(given.primal)
    assert before == pytest.approx(0.0)
    imposed = target | {"imposed": True}
    free = dispatch.run(dispatch.read_case(tiny_folder(**content | {"targets": [imposed]})), threads=1)
    assert float(free.results["zone_reserve_shortfall"].sel(direction=way).sum()) > 10
    unmet = shortfall_limits(given.case, given.lp, given.primal)
    closing = dispatch.read_case(write_compliant_case(given.case, {}, ["less"], unmet, tmp_path / "cases", "closed"))
    run = dispatch.run(closing, threads=1)
    assert run.summary["targets"][0]["margin"] >= -1e-9
    assert run.summary["region"]["coal_mtce"] < given.run.summary["region"]["coal_mtce"] - 1e-6
    after = run.results["zone_reserve_shortfall"].sel(direction=way).values * 1e-3
    assert (after <= before + 1e-8).all()


BAD = {
    "more than the fleet burns": ({"kind": "efficiency", "extends": "coal", "fuel_saving": 0.3}, "fuel_saving"),
    "elsewhere for a fleet": ({"kind": "retirement", "extends": "coal", "located_at": "store"}, "located_at"),
    "elsewhere is nowhere": ({"kind": "storage", "extends": "store", "located_at": "stor"}, "located_at"),
    "named as an asset": ({"kind": "storage", "extends": "store", "located_at": "coal", "measure": "coal"}, "measure"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_measure_that_makes_no_sense_is_refused_at_its_cell(tiny_folder, name):
    row, column = BAD[name]
    content = CONTENT | {"measures": [PAID | {"measure": "one", "most": 100} | row]}
    with pytest.raises(CaseError) as refused:
        dispatch.read_case(tiny_folder(**content))
    assert [(fault.file, fault.row, fault.column) for fault in refused.value.faults] == [("measures.csv", 2, column)]


def test_two_measures_of_a_kind_take_from_no_fleet(tiny_folder):
    twice = [PAID | {"measure": name, "kind": "retirement", "extends": "coal", "most": 100} for name in ("a", "b")]
    with pytest.raises(CaseError, match="another measure of this kind"):
        dispatch.read_case(tiny_folder(**CONTENT | {"measures": twice}))


def sizes(base, frugal, closed, *rounding):
    """Sizes of a point with these of the efficiency retrofit and the retirement, and no store [GW]."""
    expansion = open_measures(base, SOLVER)
    primal = np.zeros(expansion.lp.columns)
    primal[expansion.lp.variables["added"].index] = [frugal, closed, 0.0]
    return {name: size.power for name, size in expansion.sizes(primal, *rounding).items()}


def test_what_is_left_of_a_fleet_below_a_kilowatt_is_converted(base):
    """Of 1,000 MW, 900 retire and 99.9998 are retrofitted. The retrofit gets the other 0.2 kW: no capacity is lost. With the sizes of
    the plan they stay."""
    chosen = sizes(base, 0.0999990, 0.9000008)
    assert chosen == pytest.approx({"frugal": 0.1, "closed": 0.9}, abs=1e-15)
    rows = as_built(base.case, {name: Built(size) for name, size in chosen.items()}).tables["capacity"]
    assert rows[rows["asset"].isin(["coal", "frugal"])].set_index("asset")["capacity"].to_dict() == {
        "coal": 0.0,
        "frugal": pytest.approx(0.1, abs=1e-12),
    }
    exact = sizes(base, 0.0999990, 0.9000008, EXACT)
    assert exact == {"frugal": 0.0999990, "closed": 0.9}


def test_a_fleet_without_a_conversion_keeps_its_last_half_kilowatt(base):
    assert sizes(base, 0.0, 0.8999995) == {"closed": 0.9}
    rows = as_built(base.case, {"closed": Built(0.9999995)}).tables["capacity"].set_index("asset")
    assert rows.loc["coal", "capacity"] == pytest.approx(5e-7, abs=1e-12)


def test_a_retirement_counts_where_outages_are_levelled(base):
    """A second plan adds to the retired capacity of the first. The retrofit fleet has no retired capacity."""
    once = as_built(base.case, {"closed": Built(0.2)})
    twice = as_built(once, {"closed": Built(0.3), "frugal": Built(0.1)}).tables["thermal"].set_index("fleet")
    assert twice["outage_plan_retired"].to_dict() == pytest.approx({"coal": 0.5, "frugal": 0.0})


def test_an_order_of_curtailment_does_not_depend_on_what_is_built(tiny):
    paid = {"extends": "wind", "most": 10, "lifetime": 10, "rate": 0, "cost": 1}
    measures = [paid | {"measure": name, "kind": "wind"} for name in ("a", "b")]
    case = tiny(load=[50, 50], renewables=[{"asset": "wind", "capacity": 10}], measures=measures)
    rows = as_built(case, {"b": Built(0.01)}).tables["renewables"].set_index("asset")
    assert rows["order"].to_dict() == {"wind": 1, "b": 3}


def test_sizes_below_a_kilowatt_are_nothing(base):
    expansion = open_measures(base, SOLVER)
    primal = np.zeros(expansion.lp.columns)
    primal[expansion.lp.variables["added"].index] = [5e-7, 0.7, 0.05 - 5e-7]
    assert {name: size.power for name, size in expansion.sizes(primal).items()} == {"closed": 0.7, "cells": 0.05}
    assert set(expansion.sizes(primal, EXACT)) == {"frugal", "closed", "cells"}
