"""What a planner adds to an LP is recorded, and every block of rows has duals that can be read."""

import json

import numpy as np
import pytest

import dispatch
from dispatch.errors import CaseError
from dispatch.messages import Lang
from dispatch.report import compare, report

FLEETS = [
    {"fleet": "cheap", "capacity": 1000, "fuel_incremental": 0.3},
    {"fleet": "dear", "capacity": 1000, "fuel_incremental": 0.4},
]


@pytest.fixture(scope="module")
def case(tiny):
    return tiny(load=[800, 900], thermal=FLEETS)


def ruled(case, most=1.5, relation=None, text="no more than 1,500 MWh of it"):
    """A run in which the cheap fleet gives at most so many GWh."""
    lp = dispatch.build(case)
    axis = lp["thermal_output"].axis("fleet").select(["cheap"])
    cheap = lp["thermal_output"].select(axis).sum()
    lp.constraint("my_gas/contract", relation(cheap) if relation else cheap <= most, text=text)
    return dispatch.run(case, lp=lp)


def test_a_constraint_of_ones_own_is_recorded_with_name_text_and_rows(case, tmp_path):
    run = ruled(case).save(tmp_path / "run")
    (own,) = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))["own_blocks"]
    assert own["kind"] == "constraint" and own["name"] == "my_gas/contract" and own["rows"] == 1
    assert own["text"] == "no more than 1,500 MWh of it"
    plain = dispatch.run(case)
    assert plain.record["own_blocks"] == [] and plain.record["case_digest"] == case.digest
    assert run.record["case_digest"] != case.digest and len(run.record["case_digest"]) == len(case.digest)
    assert run.results.attrs["case_digest"] == run.record["case_digest"]


def test_the_digest_distinguishes_rules_and_knows_the_same_rule(case):
    digests = [ruled(case, most).record["case_digest"] for most in (1.5, 1.5, 1.4)]
    assert digests[0] == digests[1] != digests[2]
    lp = dispatch.build(case)
    lp.cost("levy", lp["thermal_output"] * 0.1)
    levied = dispatch.run(case, lp=lp).record
    assert [own["kind"] for own in levied["own_blocks"]] == ["cost"] and levied["case_digest"] != case.digest
    lp = dispatch.build(case)
    lp.variable("spare", (), upper=1.0)
    assert [own["columns"] for own in dispatch.run(case, lp=lp).record["own_blocks"]] == [1]


@pytest.mark.parametrize(("lang", "added"), [(Lang.en, "constraint added in Python"), (Lang.zh, "Python 中添加的约束")])
def test_report_and_comparison_name_the_rule(case, tmp_path, lang, added):
    ruled(case).save(tmp_path / "run")
    ruled(case, 1.4, text="1,400 MWh").save(tmp_path / "other")
    dispatch.run(case).save(tmp_path / "plain")
    report(tmp_path / "run", lang)
    table = (tmp_path / "run/csv/run.csv").read_text("utf-8-sig")
    assert added in table and "my_gas/contract" in table and "no more than 1,500 MWh of it" in table
    compare([tmp_path / name for name in ("plain", "run", "other")], tmp_path / "both", lang)
    runs, inputs = ((tmp_path / f"both/csv/compare_{name}.csv").read_text("utf-8-sig") for name in ("runs", "inputs"))
    assert added in runs and "my_gas/contract" in inputs and "1,400 MWh" in inputs


@pytest.mark.parametrize(
    ("relation", "sign"),
    [(lambda x, at: x <= at, -1.0), (lambda x, at: x >= at, 1.0), (lambda x, at: x == at, 0.0)],
)
def test_the_dual_of_a_rule_is_what_one_unit_more_of_its_right_side_costs(case, relation, sign):
    """With 1 GWh more from the cheap fleet in place of the dear one 0.1 million CNY are saved."""
    at = 1.0 if sign > 0 else 1.5
    if (
        sign > 0
    ):  # at least 1 GWh of the dear fleet's place: force the cheap fleet to more than load allows is infeasible
        lp = dispatch.build(case)
        axis = lp["thermal_output"].axis("fleet").select(["dear"])
        form = lp["thermal_output"].select(axis).sum()
        lp.constraint("rule", relation(form, at), text="at least 1 GWh of the dear fleet")
        run = dispatch.run(case, lp=lp)
        assert float(run.dual("rule")) == pytest.approx(0.1)
        return
    run = ruled(case, relation=lambda form: relation(form, at))
    dual = run.dual("my_gas/contract")
    assert float(dual) == pytest.approx(-0.1)
    more = ruled(case, relation=lambda form: relation(form, at + 0.1))
    change = (more.record["objective_cny"] - run.record["objective_cny"]) * 1e-6
    assert float(dual) == pytest.approx(change / 0.1)


def test_a_block_of_the_model_has_labelled_duals(case):
    run = dispatch.run(case)
    balance = run.dual("B1_balance")
    assert set(balance.dims) == {"area", "time"} and "CNY" in balance.attrs["units"]
    price = run.results["price"]
    assert np.allclose((balance * 1e3).transpose(*price.dims), price) and (balance["time"] == price["time"]).all()
    assert run.dual("T6_minimum").sel(fleet="cheap").sizes == {"time": 2}
    with pytest.raises(CaseError, match="B1_balance"):
        run.dual("B1_balanc")


def test_a_saved_run_keeps_the_duals_of_own_rules_and_of_all_rows_where_asked(case, tmp_path):
    run = ruled(case)
    run.save(tmp_path / "few")
    run.save(tmp_path / "all", keep_duals=True)
    few, whole = dispatch.open_run(tmp_path / "few"), dispatch.open_run(tmp_path / "all")
    for kept in (few, whole):
        assert kept.dual("my_gas/contract").identical(run.dual("my_gas/contract"))
    with pytest.raises(CaseError, match="no block of rows"):
        few.dual("B1_balance")
    for name in run.duals:
        assert whole.dual(name).identical(run.dual(name)), name
    dispatch.run(case).save(tmp_path / "plain")
    assert not (tmp_path / "plain" / "duals.nc").exists()
    with pytest.raises(CaseError, match="keep_duals"):
        dispatch.open_run(tmp_path / "plain").dual("B1_balance")
    (tmp_path / "few" / "duals.nc").write_bytes(b"no netCDF")
    with pytest.raises(CaseError, match="cannot be read"):
        dispatch.open_run(tmp_path / "few")
