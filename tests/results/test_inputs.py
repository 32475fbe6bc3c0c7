"""What was given goes along with the run, in the units of tables; prices of places say what a MWh more is worth there."""

import json

import numpy as np
import pytest

import dispatch
from dispatch.case.schema import SCHEMA

CASE = {
    "load": [1000] * 4,
    "pockets": [{"pocket": "p", "area": "A"}, {"pocket": "q", "area": "A"}],
    "thermal": [
        {
            "fleet": "coal",
            "capacity": 2000,
            "fuel_incremental": 0.3,
            "minimum_heating": 0.3,
            "minimum_other": 0.2,
            "reserve_down": 0.5,
        }
    ],
    "renewables": [{"asset": "far", "pocket": "q", "capacity": 500}],
    "sections": [{"section": "s", "month": month, "forward": 300, "backward": 9000} for month in range(1, 13)],
    "section_weights": [{"section": "s", "pocket": "q", "weight": 1}],
    "dispatchers": [{"load_down": 0.1}],
    "maintenance": [{"fleet": "coal", "start": "2030-01-07", "end": "2030-01-07", "capacity": 100}],
}


@pytest.fixture(scope="module")
def run(tiny):
    return dispatch.run(tiny(**CASE))


def test_tables_come_back_as_they_were_written(run, tmp_path):
    run.save(tmp_path / "run")
    inputs = json.loads((tmp_path / "run" / "inputs.json").read_text("utf-8"))
    assert inputs == dispatch.open_run(tmp_path / "run").inputs
    thermal = inputs["tables"]["thermal"]
    assert thermal["keys"] == ["fleet"] and thermal["units"]["fuel_incremental"] == "tce/MWh"
    assert thermal["rows"][0]["minimum_heating"] == 0.3 and thermal["rows"][0]["source"] == "calc"
    assert inputs["tables"]["sections"]["rows"][0]["forward"] == 300.0
    assert inputs["tables"]["maintenance"]["rows"][0]["start"] == "2030-01-07"
    assert inputs["settings"]["prices"]["lost_load"] == 10000
    assert inputs["series"]["load"]["mean"] == 1000.0 and len(inputs["series"]["load"]["digest"]) == 12
    assert set(inputs["tables"]) <= set(SCHEMA) and "csp" not in inputs["tables"]


def test_a_pocket_behind_a_full_section_has_a_price_of_its_own(run):
    """300 of 500 MW get out: there a MWh is worth nothing; outside it saves coal."""
    price = run.results["pocket_price"]
    assert np.allclose(price.sel(pocket="q"), 0.0, atol=1e-6)
    assert (
        np.allclose(price.sel(pocket="p"), run.results["price"].sel(area="A")) and float(price.sel(pocket="p")[0]) > 100
    )


def test_inside_a_park_a_mwh_is_worth_what_its_limit_leaves(tiny):
    """A park whose plant makes 500 MW for a load of 100 may give 300 MW: inside, a MWh more is worth nothing."""
    results = dispatch.run(
        tiny(
            load=[1000] * 2,
            loads=[{"load": "own", "energy": 200, "settles": "k"}],
            parks=[{"park": "k", "export_limit": 300}],
            thermal=[{"fleet": "coal", "capacity": 2000, "fuel_incremental": 0.3}],
            renewables=[{"asset": "wind", "capacity": 500, "settles": "k"}],
        )
    ).results
    worth = results["pocket_price"].sel(pocket="p") + results["park_price"].sel(park="k")
    assert np.allclose(worth, 0.0, atol=1e-6) and np.allclose(results["pocket_price"], 300.0)


def test_what_fleets_hold_and_what_heating_raises(run):
    """In January the season's minimum is a tenth of what is online above that of the rest of the year."""
    results = run.results
    assert np.allclose(results["thermal_heating"], 0.1 * results["thermal_online"], atol=1e-3)
    held = results["thermal_reserve"].sum("fleet").sel(direction="down")
    assert np.allclose(held, 100.0) and np.allclose(held, results["reserve_held"].sel(area="A", direction="down"))
    assert np.allclose(results["fleet_capacity"], 2000.0) and np.allclose(results["fleet_outage"], 100.0)
