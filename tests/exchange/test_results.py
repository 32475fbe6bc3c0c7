"""Results of imported networks mean what PyPSA's mean: prices per MWh whatever a snapshot stands for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pypsa
import pytest
from conftest import as_case, optimise

import dispatch
from dispatch.explain import explain_hour
from dispatch.words import Lang


def sampled(weight: float) -> pypsa.Network:
    """Six snapshots of one bus with that weight; 40 per MWh up to 60 MW, 300 above."""
    n = pypsa.Network()
    n.set_snapshots(pd.date_range("2030-01-01", periods=6, freq="3h"))
    for column in ("objective", "stores", "generators"):
        n.snapshot_weightings[column] = weight
    n.add("Bus", "b")
    n.add("Load", "town", bus="b", p_set=[50, 80, 58, 40, 90, 70])
    n.add("Generator", "cheap", bus="b", p_nom=60, marginal_cost=40)
    n.add("Generator", "dear", bus="b", p_nom=500, marginal_cost=300)
    return n


@pytest.mark.parametrize("weight", [3.0, 0.25])
def test_a_price_is_per_mwh_whatever_a_snapshot_stands_for(weight, tmp_path):
    n = sampled(weight)
    n.snapshot_weightings["objective"] = weight * np.array([1.0, 2.0, 0.5, 1.0, 3.0, 1.0])
    run = dispatch.run(as_case(n, tmp_path / "case"), threads=1)
    optimise(n)
    assert run.results["price"].values[:, 0] == pytest.approx([40, 300, 40, 40, 300, 300])
    assert run.results["price"].values[:, 0] == pytest.approx(n.buses_t.marginal_price["b"].to_numpy())
    assert run.results["pocket_price"].values == pytest.approx(run.results["price"].values)
    assert "300.0" in "\n".join(explain_hour(run.results, "2000-01-01 01:00", Lang.en))


def test_a_price_of_reserve_is_per_mw_of_one_hour(tiny):
    """The plant gives up 20 MW of its output of 20 per MWh for reserve; the dear one gives them for 100."""
    units = [
        {"unit": "plant", "capacity": 100, "cost": 20, "reserve_up": 1},
        {"unit": "dear", "capacity": 1000, "cost": 100},
    ]
    loads = [{"load": "town", "energy": 190, "profile": "one", "firm": True}]
    case = tiny(
        loads=loads,
        series={"three": [3.0, 3.0]},
        settings={"weights": {"cost": "three", "energy": "three", "content": "three"}},
        dispatchers=[{"largest_unit": 20}],
        units=units,
    )
    price = dispatch.run(case, threads=1).results["reserve_price"].sel(direction="up").values
    assert price == pytest.approx(np.full((2, 1), 80.0))
