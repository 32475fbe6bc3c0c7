"""Units, links, reservoirs and limits against the independent model: section 17 of FORMULATION.md."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import generic_case
import numpy as np
import pyomo.environ as pyo
import pytest
import whole_model
from generic_case import FIRST, FIRST_DAY, HOURS, PLACES
from whole_model.tables import Tables

import dispatch
from dispatch.solve import direct

FORMULATION = Path(__file__).parents[2] / "models" / "FORMULATION.md"
ROUNDING = 0.5e-4 * (1 + 1e-3)  # results are whole multiples of 1e-4 MW or CNY/MWh
TIGHT = 1e-10
"""Dual tolerance [million CNY/GWh] on both sides: with HiGHS's 1e-7 prices may differ by more than their rounding."""
VARIANTS = {"hours are samples": True, "among other components": False}


@dataclass(frozen=True)
class Both:
    """The independent model at its optimum, and our run of the same case."""

    model: pyo.ConcreteModel
    run: dispatch.Run
    weight: list[float]
    """For how many hours each hour stands in costs."""


@cache
def solved(name: str, folder: Path) -> Both:
    path = generic_case.write_case(folder / name, VARIANTS[name])
    model = whole_model.build(path, FIRST, HOURS)
    pyo.SolverFactory("appsi_highs").solve(model, options={"dual_feasibility_tolerance": TIGHT})
    case = dispatch.read_case(path, start=FIRST_DAY, hours=HOURS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(direct.METHODS, "simplex", direct.METHODS["simplex"] | {"dual_feasibility_tolerance": TIGHT})
        run = dispatch.run(case)
    return Both(model, run, Tables(path, FIRST, HOURS).weight("cost"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("generic")


@pytest.fixture(params=VARIANTS)
def both(request, folder):
    return solved(request.param, folder)


def test_the_same_optimum(both):
    assert both.run.record["objective_cny"] == pytest.approx(pyo.value(both.model.objective) * 1e6, rel=1e-8)


def test_the_settlement_is_the_dual_objective(both):
    """Payments less rents are the optimum of the independent model; each rent is revenue less cost."""
    optimum, market = pyo.value(both.model.objective) * 1e6, both.run.summary["market"]
    paid = sum(one["cny"] for one in market["payments"])
    rents = {name: one["rent_cny"] for name, one in market["parties"].items()}
    size = max(abs(paid), abs(optimum))
    assert paid - sum(rents.values()) == pytest.approx(optimum, abs=1e-6 * size)
    margins = {name: one["margin_cny"] for name, one in market["parties"].items()}
    assert margins == pytest.approx(rents, abs=1e-6 * size)


def test_the_same_cost_by_term(both):
    results = both.run.results
    terms = {str(name): float(results["cost_of_region"].sel(term=name)) for name in results["term"].values}
    same = {str(name): pyo.value(term) * 1e6 for name, term in both.model.terms.items()}
    assert set(terms) - set(same) <= {"lost_load"}  # firm loads only have none
    assert terms == pytest.approx({name: same.get(name, 0.0) for name in terms}, rel=1e-6, abs=1e-2)
    assert sum(same.values()) == pytest.approx(sum(terms.values()), rel=1e-8)


def test_the_same_energies(both):
    """The noise of the series leaves the energies of the window unique, though not each hour."""
    blocks = {"unit_output": "unit", "link_output": "link", "reservoir_content": "reservoir", "unit_on": "unit"}
    for name, axis in blocks.items():
        mine = both.model.component(name)
        for label in {label for label, _ in mine}:
            values = both.run.results[name].sel({axis: label}).values
            scale = 1.0 if name == "unit_on" else 1e3
            expected = sum(pyo.value(mine[label, t]) for t in range(HOURS)) * scale
            assert values.sum() == pytest.approx(expected, rel=1e-6, abs=HOURS * ROUNDING), (name, label)


def test_the_same_capacities(both):
    blocks = (("unit_capacity", "unit", 1e3), ("link_capacity", "link", 1e3), ("reservoir_size", "reservoir", 1.0))
    for name, axis, scale in blocks:
        for label, size in both.model.component(name).items():
            chosen = float(both.run.results[name].sel({axis: label}))
            assert chosen == pytest.approx(pyo.value(size) * scale, rel=1e-6, abs=ROUNDING), label


def test_the_same_prices(both):
    """A price is per MWh, whatever number of hours the hour represents."""
    for area in sorted(set(PLACES.values())):
        of_area = [both.model.dual[both.model.B1_balance[area, t]] / both.weight[t] for t in range(HOURS)]
        price = both.run.results["price"].sel(area=area).values
        np.testing.assert_allclose(price, np.array(of_area) * 1e3, rtol=1e-9, atol=ROUNDING, err_msg=area)


def test_the_same_prices_of_limits(both):
    limits = {row["limit"]: row for row in generic_case.LIMITS}
    block = {"most": both.model.W1_most, "least": both.model.W2_least, "equal": both.model.W3_equal}
    mine = {}
    for sense, rows in block.items():
        names = [name for name, row in limits.items() if row["sense"] == sense]
        mine |= {name: both.model.dual[row] * 1e3 for name, row in zip(names, rows.values(), strict=True)}
    prices = both.run.results["limit_price"]
    assert {name: float(prices.sel(limit=name)) for name in limits} == pytest.approx(mine, rel=1e-6, abs=ROUNDING)


def test_capacities_that_no_limit_names_are_between_their_bounds_somewhere(folder):
    """All that such a capacity is good for is weighed against its cost."""
    wanted = {"chosen", "wire", "basin"}
    assert not wanted & {term["asset"] for term in generic_case.LIMIT_TERMS}
    between = set()
    for name in VARIANTS:
        model = solved(name, folder).model
        for block in (model.unit_capacity, model.link_capacity, model.reservoir_size):
            sizes = {k: size for k, size in block.items() if k in wanted}
            between |= {k for k, size in sizes.items() if size.lb + 1e-3 < pyo.value(size) < size.ub - 1e-3}
    assert between == wanted


def test_every_row_of_generic_components_binds_somewhere(folder):
    """A row with a dual moves the optimum: what is stated otherwise on either side would be seen above."""
    binding = set()
    for name in VARIANTS:
        model = solved(name, folder).model
        for block in model.component_objects(pyo.Constraint):
            if any(abs(model.dual[row]) > 1e-7 for row in block.values()):
                binding.add(block.name)
    named = re.findall(r"\*\*([UNVW]\d+_[a-z_]*[a-z])\*\*", FORMULATION.read_text(encoding="utf-8"))
    assert len(named) == 39
    assert sorted(named) == sorted(name for name in binding if name[0] in "UNVW")
