"""Two weeks of the shipped case, over a month end: what must hold of any dispatch, checked on the saved file, and the
proof of the optimum, checked on the LP."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

import dispatch
from dispatch.app import assemble
from dispatch.solve import Options, solve

CASE = Path(__file__).parents[2] / "inputs" / "neimenggu-2030"
STEP = 1e-4
"""Hourly numbers of the file are whole steps of this."""


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """``case``, ``matrix``, ``solution`` and ``results`` as another program reads them from disk."""
    case = dispatch.read_case(CASE, start="2030-03-25", hours=336)
    lp = dispatch.build(case)
    matrix = lp.matrix()
    solution = solve(matrix, Options(method="simplex", threads=1))
    assert solution.status == "optimal"
    place = tmp_path_factory.mktemp("real") / "run"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assemble, "solve", lambda *given: solution)
        run = dispatch.run(case, lp=lp)
    run.save(place)
    with xr.open_dataset(place / "dispatch.nc") as stored:
        return SimpleNamespace(case=case, lp=lp, matrix=matrix, solution=solution, run=run, results=stored.load())


def of_area(results, name, dim, area):
    return results[name].isel({dim: (results[f"{dim}_area"] == area).values}).sum(dim)


def test_every_area_balances_every_hour(real):
    results = real.results
    for area in results["area"].values:
        here = results.sel(area=area)
        made = here["generation"].sum("technology")
        taken = here["load"] + here["own_use"]
        for name, dim in (("charge", "storage"), ("export", "corridor"), ("electrolyser_load", "electrolyser")):
            taken = taken + of_area(results, name, dim, area)
        others = here["line_import"] + here["unserved"] + here["demand_response"] + here["shifted_load"]
        error = np.abs(made + others - taken).values
        assert (error <= 1e-6 * np.maximum(taken.values, made.values) + 20 * STEP).all(), area
        assert error.max() <= 1e-6 * taken.values.max() + 5 * STEP, area


def test_storage_content_continues_through_midnight_month_end_and_the_end_of_the_window(real):
    results, rows = real.results, real.case.tables["storage"].set_index("asset")
    for name in results["storage"].values:
        row, one = rows.loc[name], results.sel(storage=name)
        energy, floor = one["energy"].values, one["storage_floor"].values
        before, floor_before = np.roll(energy, 1), np.roll(floor, 1)
        if row["boundary"] == "given":
            before[0], floor_before[0] = row["initial"] * one["storage_size"].values[0], floor[0]
        moved = row["charge_efficiency"] * one["charge"] - one["discharge"] / row["discharge_efficiency"]
        expected = (1 - row["standing_loss"]) * before + floor - floor_before + moved.values
        assert energy == pytest.approx(expected, abs=1e-6 * one["storage_size"].values.max() + 5 * STEP), name
    hours = results["time"].dt
    assert (hours.hour == 0).sum() == 14 and len(np.unique(hours.month)) == 2
    assert float(results["charge"].sum()) > 0


def test_storage_stays_within_power_and_content(real):
    results = real.results
    for name, limit in (("charge", "storage_power"), ("discharge", "storage_power"), ("energy", "storage_size")):
        assert (results[name] <= results[limit] + STEP).all() and (results[name] >= -STEP).all()
    assert (results["energy"] >= results["storage_floor"] - STEP).all()


def test_reserve_is_held_or_reported_short(real):
    results = real.results
    missing = results["zone_reserve_required"] - results["zone_reserve_held"] - results["zone_reserve_shortfall"]
    assert float(np.abs(missing).max()) <= 5 * STEP
    by_provider = results["reserve_by_provider"].sum("provider")
    assert float(np.abs(by_provider - results["zone_reserve_held"]).max()) <= 5 * STEP
    assert float(results["zone_reserve_required"].min()) > 0


def test_reserve_that_thermal_holds_can_be_delivered(real):
    """Room above and below the output of the fleets of each zone, heat included."""
    results, rows = real.results, real.case.tables["thermal"]
    zones = np.array([f"{who}@{area}" for who, area in zip(rows["dispatcher"], rows["area"], strict=True)])
    for zone in results["zone"].values:
        fleets = results.isel(fleet=np.flatnonzero(zones == zone))
        held = results["reserve_by_provider"].sel(zone=zone, provider="thermal")
        room = (fleets["thermal_maximum"] - fleets["thermal_output"]).sum("fleet")
        assert (held.sel(direction="up") <= room + 20 * STEP).all()
        room = (fleets["thermal_output"] - fleets["thermal_minimum"]).sum("fleet")
        assert (held.sel(direction="down") <= room + 20 * STEP).all()


def test_reserve_that_storage_holds_can_be_sustained(real):
    """Power for it, and the energy for its stated hours, store by store, from the columns of the LP."""
    rows = real.case.tables["storage"]
    up = real.lp["storage_reserve_up"].value(real.solution.primal)
    charge, discharge, energy = (real.lp[n].value(real.solution.primal) for n in ("charge", "discharge", "energy"))
    power, size = real.case.capacity(list(rows["asset"])), real.case.energy(list(rows["asset"]))
    hours, out, floor = (
        rows[n].to_numpy()[:, None] for n in ("reserve_hours", "discharge_efficiency", "minimum_level")
    )
    assert (discharge - charge + up <= power + 1e-6).all()
    assert (up * hours / out <= energy - floor * size + 1e-6)[up > 1e-6].all()
    assert up.max() > 0


def test_renewables_make_no_more_than_weather_offers(real):
    results = real.results
    assert (results["generation"] <= results["available"] + STEP).all()
    assert (results["curtailment"] >= -STEP).all() and float(results["curtailment"].sum()) > 0


def test_exports_are_the_contract_less_what_is_not_delivered(real):
    results = real.results
    fixed = real.case.tables["corridors"]["band"].to_numpy() == 0
    gap = (results["contract"] - results["undelivered"] - results["export"]).isel(corridor=fixed)
    assert float(np.abs(gap).max()) <= 5 * STEP


def test_duality_gap(real):
    """Recomputed here from weak duality, not taken from the run."""
    matrix, x, y = real.matrix, real.solution.primal, real.solution.row_dual
    reduced = matrix.cost - matrix.matrix.T @ y
    low, high = (np.where(np.isfinite(side), side, 0.0) for side in (matrix.row_lower, matrix.row_upper))
    lower, upper = (np.where(np.isfinite(side), side, 0.0) for side in (matrix.lower, matrix.upper))
    bound = np.where(y > 0, y * low, y * high).sum() + np.where(reduced > 0, reduced * lower, reduced * upper).sum()
    objective = matrix.cost @ x
    assert abs(objective - bound) <= 1e-6 * abs(objective)
    assert (objective + matrix.offset) * 1e6 == pytest.approx(real.run.record["objective_cny"], rel=1e-12)
    assert 0 <= real.run.record["gap"] <= 1e-6
    assert real.run.record["bound_cny"] <= real.run.record["objective_cny"] * (1 + 1e-12)


def test_complementary_slackness(real):
    """A row with a price is at its side; a column with a reduced cost is at its bound: their products vanish."""
    matrix, x, y = real.matrix, real.solution.primal, real.solution.row_dual
    activity = matrix.matrix @ x
    slack = np.where(y > 0, activity - matrix.row_lower, matrix.row_upper - activity)
    reduced = matrix.cost - matrix.matrix.T @ y
    room = np.where(reduced > 0, x - matrix.lower, matrix.upper - x)
    scale = abs(matrix.cost @ x)
    assert np.abs(y * np.where(y == 0, 0.0, slack)).sum() <= 1e-6 * scale
    significant = np.abs(reduced) > 1e-7
    assert np.isfinite(room[significant]).all()
    assert np.abs(reduced[significant] * room[significant]).sum() <= 1e-6 * scale


def test_prices_of_the_file_are_the_duals(real):
    block = real.lp.constraints["B1_balance"]
    assert pytest.approx(real.solution.row_dual[block.index] * 1e3, abs=STEP) == real.results["price"].values.T


def test_summary_is_the_sum_of_the_file(real):
    region, results = real.run.summary["region"], real.results
    assert region["load_twh"] == pytest.approx(float(results["load"].sum()) * 1e-6, rel=1e-9)
    assert region["generation_twh"]["coal"] == pytest.approx(
        float(results["generation"].sel(technology="coal").sum()) * 1e-6, rel=1e-9
    )
    assert region["cost_cny"] == pytest.approx(real.run.record["objective_cny"], rel=1e-9)
