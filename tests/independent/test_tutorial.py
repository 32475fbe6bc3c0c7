"""`dispatch` on the tutorial against a plain Pyomo model written from FORMULATION.md alone."""

from pathlib import Path

import numpy as np
import pytest
import tutorial_model

import dispatch

HOURS = 168
ROUNDING = 0.5e-4 * (1 + 1e-3)  # results are whole multiples of 1e-4 MW or CNY/MWh


@pytest.fixture(scope="module")
def run():
    return dispatch.run(dispatch.read_case(tutorial_model.CASE))


@pytest.fixture(scope="module")
def plain():
    return tutorial_model.solve()


def test_the_same_optimum(run, plain):
    assert run.record["objective_cny"] == pytest.approx(plain["cost"] * 1e6, rel=1e-9)


def test_the_same_cost_by_term(run, plain):
    terms = {str(name): float(run.results["cost_of_region"].sel(term=name)) for name in run.results["term"].values}
    same = {name: value * 1e6 for name, value in plain["terms"].items()}
    assert {name: value for name, value in terms.items() if abs(value) > 1e-3} == pytest.approx(
        {name: value for name, value in same.items() if abs(value) > 1e-3}, rel=1e-9
    )


def test_the_same_energies(run, plain):
    """Totals of the week are unique; when the battery charges in a night is not."""
    results = run.results
    energy = {
        "coal output": results["thermal_output"].sel(fleet="coal"),
        "gas output": results["thermal_output"].sel(fleet="gas"),
        "renewable": results["renewable_output"],
        "charge": results["charge"],
        "discharge": results["discharge"],
        "shed": results["shed"],
        "unserved": results["unserved"],
        "undelivered": results["undelivered"],
    }
    assert set(energy) == set(plain["energy"])
    for name, hourly in energy.items():
        assert float(hourly.sum()) == pytest.approx(plain["energy"][name] * 1e3, abs=hourly.size * ROUNDING), name


def test_the_same_capacity_online(run, plain):
    online = run.results["thermal_online"]
    for (fleet, day), value in plain["online"].items():
        hours = online.sel(fleet=fleet).values[24 * day : 24 * day + 24]
        np.testing.assert_allclose(hours, value * 1e3, rtol=0, atol=ROUNDING)


def test_the_same_prices(run, plain):
    """The battery joins the hours of a day and of a night, each of which has one price: the duals are unique."""
    price = run.results["price"].sel(area="steppe").values
    assert price.shape == (HOURS,)
    np.testing.assert_allclose(price, np.array(plain["price"]) * 1e3, rtol=0, atol=ROUNDING)


def test_it_shares_no_code():
    for path in Path(__file__).parent.rglob("*.py"):
        if not path.name.startswith("test_"):
            lines = path.read_text(encoding="utf-8").splitlines()
            imports = [line for line in lines if line.startswith(("import ", "from "))]
            assert not [line for line in imports if line.split()[1].split(".")[0] in ("dispatch", "models")], path.name
