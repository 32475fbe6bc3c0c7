"""Settlement: payments less rents are the dual objective, rents are revenue less cost, and hand cases."""

import json
from pathlib import Path

import numpy as np
import pytest

import dispatch
from dispatch.app import assemble
from dispatch.app.assemble import build
from dispatch.case import expanding
from dispatch.messages import CATALOGUE
from dispatch.results.market import MARKETS, PARTY_OF_AXIS, settle
from dispatch.results.market.prices import prices

INPUTS = Path(__file__).parents[2] / "inputs"
COAL, GAS = {"fleet": "coal", "fuel_incremental": 0.3}, {"fleet": "gas", "fuel_incremental": 0.6}
THERE = {"area": "B", "pocket": "q", "dispatcher": "e"}
TWO = {
    "areas": [{}, {"area": "B", "name_zh": "乙", "name_en": "B"}],
    "pockets": [{}, {"pocket": "q", "area": "B"}],
    "dispatchers": [{}, {"dispatcher": "e", "area": "B"}],
}


def reconciled(run):
    """The settlement of a run, after the check that it leaves nothing over."""
    market, record = run.summary["market"], run.record
    paid = sum(one["cny"] for one in market["payments"])
    rents = sum(one["rent_cny"] for one in market["parties"].values())
    assert paid - rents == pytest.approx(record["bound_cny"], rel=1e-6)
    assert market["dual_objective_cny"] == pytest.approx(paid - rents, rel=1e-9)
    size = max(abs(paid), abs(rents), abs(record["objective_cny"]))
    for name, one in market["parties"].items():
        assert one["margin_cny"] == pytest.approx(one["rent_cny"], abs=1e-6 * size), name
    accounts = {name: 0.0 for name in market["parties"]}
    for account in market["accounts"]:
        if account["party"] in accounts:
            accounts[account["party"]] += account["margin_cny"]
    for name, amount in accounts.items():
        if name not in ("network", "own", "corridors"):  # constants without a label; contracts are in the accounts
            assert amount == pytest.approx(market["parties"][name]["margin_cny"], abs=1e-6 * size), name
    return market


def account(market, name, party):
    return next(one for one in market["accounts"] if (one["name"], one["party"]) == (name, party))


def test_the_tutorial_reconciles_with_its_dual_objective():
    reconciled(dispatch.run(dispatch.read_case(INPUTS / "tutorial")))


@pytest.mark.parametrize("start", ["2030-01-28", "2030-07-10"])
def test_a_window_of_the_shipped_case_reconciles_with_its_dual_objective(start):
    case = dispatch.read_case(INPUTS / "neimenggu-2030", start=start, hours=96)
    market = reconciled(dispatch.run(case))
    prices = market["prices"]
    assert prices["Mengxi"]["mean_cny_per_mwh"] > 0.0
    assert {one["payer"] for one in market["payments"]} >= {"load", "corridors", "heat", "system"}


def test_a_price_of_the_dearer_plant_pays_a_margin_to_the_cheaper(tiny):
    """800 MW of load, 500 MW of coal at 300, gas at 600 CNY/MWh: all are paid 600."""
    case = tiny(load=[800, 800], thermal=[COAL | {"capacity": 500}, GAS | {"capacity": 500}])
    market = reconciled(dispatch.run(case))
    assert account(market, "coal", "thermal")["margin_cny"] == pytest.approx(2 * 500 * 300)
    assert account(market, "gas", "thermal")["margin_cny"] == pytest.approx(0.0, abs=0.02)
    assert account(market, "load", "consumers")["purchases_cny"] == pytest.approx(2 * 800 * 600)
    coal = next(one for one in market["technologies"] if one["technology"] == "coal")
    assert coal["capture_price_cny_per_mwh"] == pytest.approx(600.0)
    assert coal["capture_rate"] == pytest.approx(1.0)
    assert market["dual_objective_cny"] == pytest.approx(2 * (500 * 300 + 300 * 600))


def test_a_congested_line_earns_the_price_difference(tiny):
    """Coal at 300 in A, gas at 600 in B, 100 MW between them: rent of 30,000 CNY an hour."""
    case = tiny(
        **TWO,
        load=[],
        series={"flat": [1.0] * 3},
        loads=[{"load": "b", "energy": 3 * 400, "profile": "flat"} | THERE],
        thermal=[COAL | {"capacity": 500}, GAS | {"capacity": 500} | THERE],
        lines=[{"line": "ab", "from_area": "A", "from_pocket": "p", "to_area": "B", "to_pocket": "q"}
               | {"forward": 100, "backward": 100}],
    )  # fmt: skip
    line = account(reconciled(dispatch.run(case)), "ab", "lines")
    assert line["margin_cny"] == pytest.approx(3 * 100 * 300)
    assert line["congested_hours"] == 3.0
    assert (line["sold_gwh"], line["bought_gwh"]) == pytest.approx((0.0, 0.0), abs=1e-9)


def test_a_congested_section_earns_the_difference_of_pockets(tiny):
    """Wind in pocket q without cost, 50 MW over the section, coal at 300 in p."""
    case = tiny(
        pockets=[{}, {"pocket": "q"}],
        load=[200] * 2,
        thermal=[COAL | {"capacity": 500}],
        renewables=[{"asset": "wind", "pocket": "q", "capacity": 100}],
        sections=[{"section": "s", "month": month, "forward": 50, "backward": 50} for month in range(1, 13)],
        section_weights=[{"section": "s", "pocket": "q", "weight": 1}],
    )
    market = reconciled(dispatch.run(case))
    assert account(market, "s", "sections")["margin_cny"] == pytest.approx(2 * 50 * 300)
    assert account(market, "wind", "renewables")["margin_cny"] == pytest.approx(0.0, abs=0.02)


@pytest.mark.parametrize("link", [{"capacity": 100}, {"capacity": 0, "extendable": "true", "capacity_most": 100}])
def test_a_congested_link_counts_the_hours_that_its_hours_represent(tiny, link):
    """10 in A, 60 CNY/MWh in B, 100 MW between them, given or chosen; the load of the first hour is below, the second represents three."""
    case = tiny(
        **TWO,
        loads=[{"load": "b", "energy": 480, "profile": "load", "firm": True} | THERE],
        series={"load": [80, 400], "w": [1, 3]},
        settings={"weights": {"cost": "w", "content": "w", "energy": "w"}},
        units=[{"unit": "cheap", "capacity": 500, "cost": 10}, {"unit": "dear", "capacity": 500, "cost": 60} | THERE],
        links=[{"link": "ab", "from_pocket": "p"} | link],
        link_ends=[{"link": "ab", "to_area": "B", "to_pocket": "q"}],
    )
    market = reconciled(dispatch.run(case))
    own = account(market, "ab", "links")
    assert own["congested_hours"] == 3.0
    assert own["margin_cny"] == pytest.approx(3 * 100 * 50)
    assert account(market, "b", "consumers")["bought_gwh"] == pytest.approx((80 + 3 * 400) * 1e-3)


def test_a_congested_park_counts_its_hours(tiny):
    """Wind in a park exports 50 MW at most, to coal at 300 outside; in the last hour the wind is below."""
    case = tiny(
        load=[200] * 3,
        series={"gusts": [1.0, 1.0, 0.2]},
        thermal=[COAL | {"capacity": 500}],
        renewables=[{"asset": "wind", "profile": "gusts", "capacity": 100, "settles": "k"}],
        parks=[{"park": "k", "import_limit": 0, "export_limit": 50}],
    )
    park = account(reconciled(dispatch.run(case)), "k", "parks")
    assert park["congested_hours"] == 2.0
    assert park["margin_cny"] == pytest.approx(2 * 50 * 300)


def test_lost_load_sets_the_price_and_is_reported(tiny):
    """1,000 MW of coal, 1,200 MW of load in the second hour: the price is the penalty."""
    case = tiny(load=[800, 1200], thermal=[COAL | {"capacity": 1000}])
    market = reconciled(dispatch.run(case))
    price = market["prices"]["A"]
    assert price["hours_of_shortage"] == 1.0
    assert price["quantiles_cny_per_mwh"]["1"] == pytest.approx(10000.0)
    assert price["shortage_share_of_load_payment"] == pytest.approx(1200 * 10000 / (1200 * 10000 + 800 * 300))
    coal = account(market, "coal", "thermal")
    assert coal["shortage_cny"] == pytest.approx(1000 * 10000)
    assert coal["margin_cny"] == pytest.approx(1000 * (10000 - 300))
    lost = next(one for one in market["penalties"] if one["term"] == "lost_load")
    assert (lost["price_cny_per_mwh"], lost["hours"], lost["energy_gwh"]) == pytest.approx((10000.0, 1.0, 0.2))


def test_surplus_wind_has_hours_at_zero_price_and_a_low_capture_rate(tiny):
    case = tiny(
        load=[100] * 4,
        series={"gusts": [1.0, 1.0, 0.25, 0.25]},
        thermal=[COAL | {"capacity": 200}],
        renewables=[{"asset": "wind", "profile": "gusts", "capacity": 200}],
    )
    market = reconciled(dispatch.run(case))
    assert market["prices"]["A"]["hours_at_zero"] == 2.0
    wind = next(one for one in market["technologies"] if one["technology"] == "wind")
    assert wind["capture_price_cny_per_mwh"] == pytest.approx(300 * 100 / 300)
    assert wind["capture_rate"] == pytest.approx(100 / 150)


@pytest.mark.parametrize(("commissioned", "mean"), [([1, 1], 200), ([0, 1], 400)])
def test_the_mean_price_counts_the_hours_with_capacity(tiny, commissioned, mean):
    """A base of PV has a price at night too, and none before it is commissioned."""
    case = tiny(load=[100] * 2, thermal=[COAL | {"capacity": 200}])
    results = dispatch.run(case).results.copy(deep=True)
    results["load"][:] = 0.0
    results["capacity"][:] = results["capacity"] * np.array(commissioned)[:, None, None]
    results["price"][:] = np.array([[0.0], [400.0]])
    assert prices(case, results)["A"]["mean_cny_per_mwh"] == mean


def test_a_store_earns_the_spread(tiny):
    """100 MWh bought at 300, sold at 600."""
    store = {"asset": "store", "capacity": 100, "energy": 100}
    case = tiny(load=[400, 700], thermal=[COAL | {"capacity": 500}, GAS | {"capacity": 500}], storage=[store])
    one = account(reconciled(dispatch.run(case)), "store", "storage")
    assert (one["purchases_cny"], one["sales_cny"]) == pytest.approx((100 * 300, 100 * 600))
    assert one["margin_cny"] == pytest.approx(100 * 300)


def test_reserve_pays_its_providers_what_the_requirement_pays(tiny):
    """Coal at 300 holds 50 MW back for reserve, gas at 600 replaces it: reserve costs 300 CNY/MW."""
    coal = COAL | {"capacity": 500, "reserve_up": 0.1}
    case = tiny(dispatchers=[{"largest_unit": 50}], load=[700] * 2, thermal=[coal, GAS | {"capacity": 500}])
    market = reconciled(dispatch.run(case))
    up = next(one for one in market["reserve"] if one["direction"] == "up")
    assert up["price_cny_per_mwh"] == pytest.approx(300.0)
    assert up["payment_cny"] == pytest.approx(2 * 50 * 300)
    assert account(market, "coal", "thermal")["revenue_cny"]["reserve_up"] == pytest.approx(2 * 50 * 300)


def test_an_imposed_target_is_a_payment_of_its_own(tiny):
    """Half of the energy has to be wind that costs 100 more than coal: the target pays the difference."""
    target = {"target": "wind", "kind": "new_energy_generation", "required": 0.0002, "unit": "TWh", "imposed": "true"}
    storm = {"asset": "wind", "capacity": 200, "profile": "one", "must_take": "false"}
    case = tiny(load=[200] * 2, thermal=[COAL | {"capacity": 300}], renewables=[storm], targets=[target])
    lp = build(case)
    lp.cost("upkeep", lp["renewable_output"] * 0.4)
    market = reconciled(dispatch.run(case, lp=lp))
    assert market["targets"][0]["target"] == "wind"
    assert market["targets"][0]["price_cny"] > 0.0
    paid = next(one["cny"] for one in market["payments"] if one["market"] == "targets")
    assert paid == pytest.approx(200 * 100)
    assert account(market, "wind", "renewables")["revenue_cny"]["targets"] == pytest.approx(200 * 100)


def test_a_constraint_of_ones_own_is_a_payment_of_its_own(tiny):
    case = tiny(load=[400] * 2, thermal=[COAL | {"capacity": 500}, GAS | {"capacity": 500}])
    lp = build(case)
    output = lp["thermal_output"]
    lp.constraint("some_gas", output.select(output.axis("fleet").select(["gas"])).sum() >= 0.1)
    market = reconciled(dispatch.run(case, lp=lp))
    assert next(one["cny"] for one in market["payments"] if one["market"] == "own") == pytest.approx(100 * 300)


def test_measures_earn_capacity_payments_in_the_rows_of_what_they_extend(tiny, solve):
    """Settlement of a case that expands: bounds that hold an added capacity are rows."""
    measure = {
        "measure": "more", "kind": "storage", "extends": "store", "most": 100, "least_hours": 1, "most_hours": 2,
        "cost": 100, "lifetime": 10, "rate": 0.05,
    }  # fmt: skip
    store = {"asset": "store", "capacity": 10, "energy": 10}
    case = tiny(
        load=[400, 700, 400, 700],
        thermal=[COAL | {"capacity": 500}, GAS | {"capacity": 500}],
        storage=[store],
        measures=[measure],
    )
    solved = solve(expanding(case))
    settled = settle(solved.lp, solved.lp.matrix(), solved.point.primal, solved.point.row_dual, np.ones(4))
    assert settled.dual_objective == pytest.approx(solved.cost, rel=1e-6)
    assert set(settled.margins) == set(settled.rents)
    assert settled.margins == pytest.approx(settled.rents, abs=1e-7 * solved.cost)
    earned = settled.revenue[settled.accounts.index(("measures", "more")), MARKETS.index("capacity")]
    assert earned > 0.0


def test_a_run_of_whole_units_is_settled_with_its_units_fixed(tiny):
    """Coal alone sets 300 CNY/MWh; its no-load fuel is not in the price and is missing in its margin."""
    coal = COAL | {"capacity": 500, "fuel_no_load": 0.02}
    run = dispatch.run(tiny(load=[400] * 2, thermal=[coal]), integer=True)
    assert run.record["method"] == "integer"
    market = reconciled(run)
    assert market["units_fixed"] is True
    assert account(market, "coal", "thermal")["margin_cny"] == pytest.approx(-2 * 400 * 0.02 * 1000, rel=1e-6)
    assert account(market, "load", "consumers")["purchases_cny"] == pytest.approx(2 * 400 * 300)


def test_whole_units_without_the_duals_of_the_fixed_units_are_not_settled(tiny, monkeypatch):
    monkeypatch.setattr(assemble, "SETTLED", -1.0)
    run = dispatch.run(tiny(load=[400] * 2, thermal=[COAL | {"capacity": 500}]), integer=True)
    assert "market" not in run.summary


def test_the_summary_of_a_saved_run_holds_the_settlement(tiny, tmp_path):
    run = dispatch.run(tiny(load=[400] * 2, thermal=[COAL | {"capacity": 500}])).save(tmp_path / "run")
    stored = json.loads((tmp_path / "run/summary.json").read_text("utf-8"))["market"]
    assert stored == dispatch.open_run(tmp_path / "run").summary["market"] == run.summary["market"]


def test_a_damaged_settlement_is_a_fault(tiny, tmp_path):
    dispatch.run(tiny(load=[400] * 2, thermal=[COAL | {"capacity": 500}])).save(tmp_path / "run")
    path = tmp_path / "run/summary.json"
    content = json.loads(path.read_text("utf-8"))
    del content["market"]["prices"]["A"]["hours_at_zero"]
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(dispatch.CaseError, match="hours_at_zero"):
        dispatch.open_run(tmp_path / "run")


def test_every_party_and_market_has_its_words():
    assert all(f"party_{party}" in CATALOGUE for party in PARTY_OF_AXIS.values())
    assert all(f"market_{market}" in CATALOGUE for market in MARKETS)
