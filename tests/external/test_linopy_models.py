"""Raw linopy models: random dimensions, masks, labels and senses against linopy's own HiGHS; what is refused; how a solve ends."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dispatch
from dispatch.external.linopy_model import _labels

linopy = pytest.importorskip("linopy")
pytestmark = pytest.mark.filterwarnings("ignore")


def model_of(draw_from: int, hours: int, others: int, sense: str, integer: bool):
    """A random model: a variable on time and units with a mask, one on time alone that lacks some labels, capacities without
    time; rows by hour, across hours and over all of them."""
    draw = np.random.default_rng(draw_from)
    m = linopy.Model(force_dim_names=True)
    time, unit = pd.Index([f"h{k}" for k in range(hours)], name="snapshot"), pd.RangeIndex(others, name="unit")
    mask = pd.DataFrame(draw.random((hours, others)) < 0.8, time, unit)
    dims = [time, unit] if draw.random() < 0.5 else [unit, time]
    masked = mask if dims[0] is time else mask.T
    x = m.add_variables(0, float(draw.integers(2, 9)), coords=dims, mask=masked, name="x")
    y = m.add_variables(-2, 5, coords=[time[draw.integers(0, hours) :]], name="y")
    capacity = m.add_variables(0, 6, coords=[unit], name="capacity", integer=integer)
    m.add_constraints(x - capacity <= 0, name="within capacity")
    m.add_constraints(x.sum("unit") >= pd.Series(draw.uniform(-2, 1, hours), time), name="by hour")
    m.add_constraints(
        y + capacity.sum() >= pd.Series(draw.uniform(-2, 1, y.shape[0]), y.indexes["snapshot"]), name="late"
    )
    m.add_constraints(x.sum() <= float(draw.uniform(2, 4) * hours), name="over all")
    store = m.add_variables(0, 4, coords=[time], name="store")
    m.add_constraints(store - store.roll(snapshot=1) - x.sum("unit") <= 1.5, name="balance")
    sign = -1.0 if sense == "max" else 1.0
    cost = pd.DataFrame(draw.uniform(-3, 4, (hours, others)), time, unit)
    total = (x * cost).sum() + 1.3 * y.sum() + 2.7 * capacity.sum() + 0.2 * store.sum()
    m.add_objective(sign * total, sense=sense)
    return m


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    draw_from=st.integers(0, 10_000),
    hours=st.integers(1, 9),
    others=st.integers(1, 4),
    sense=st.sampled_from(["min", "max"]),
    integer=st.booleans(),
)
def test_a_random_model_has_the_objective_and_a_dual_solution_as_linopy(draw_from, hours, others, sense, integer):
    expected = model_of(draw_from, hours, others, sense, integer)
    ended = expected.solve("highs", io_api="direct", output_flag=False, mip_rel_gap=1e-9)
    m = model_of(draw_from, hours, others, sense, integer)
    assert dispatch.solve_linopy(m) == ended
    assert m.objective.value == pytest.approx(expected.objective.value, rel=1e-6, abs=1e-8)
    assert (m.variables["x"].solution.isnull() == expected.variables["x"].solution.isnull()).all()
    if integer:
        assert np.allclose(m.variables["capacity"].solution, m.variables["capacity"].solution.round())
        return
    # Strong duality with the sign of linopy: duals times right-hand sides, and reduced costs times bounds, add up to the objective.
    matrices = m.matrices
    reduced = matrices.c - matrices.A.T @ matrices.dual
    side = np.where((reduced > 0) == (sense == "min"), matrices.lb, matrices.ub)
    assert matrices.dual @ matrices.b + reduced @ side == pytest.approx(m.objective.value, rel=1e-6, abs=1e-6)


def test_hours_are_places_on_the_time_dimension_and_a_column_without_time_has_none():
    m = linopy.Model()
    time = pd.date_range("2030", periods=4, freq="h", name="snapshot")
    m.add_variables(0, 1, coords=[time, pd.Index(["a", "b"], name="name")], name="p")
    m.add_variables(0, 1, coords=[time[2:]], name="late")
    m.add_variables(0, 1, coords=[pd.Index(["a", "b"], name="name")], name="capacity")
    hours, series = _labels(m, "snapshot")
    assert hours.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 2, 3, -1, -1]
    assert series[0] == series[2] != series[1] and series[8] == series[9] and series[10] != series[11]


def test_hours_of_several_periods_follow_each_other():
    m = linopy.Model()
    time = pd.MultiIndex.from_product([[2030, 2040], [0, 1, 2]], names=["period", "timestep"])
    time.name = "snapshot"
    m.add_variables(0, 1, coords={"snapshot": time}, dims=["snapshot"], name="p")
    assert _labels(m, "snapshot")[0].tolist() == [0, 1, 2, 3, 4, 5]


def small(**kwargs):
    m = linopy.Model()
    x = m.add_variables(0, coords=[pd.RangeIndex(3, name="snapshot")], name="x", **kwargs)
    m.add_objective(x.sum())
    return m, x


def test_an_infeasible_model_ends_as_with_linopy():
    m, x = small()
    m.add_constraints(x.sum() <= -1.0, name="never")
    assert dispatch.solve_linopy(m) == ("warning", "infeasible")
    assert m.status == "warning" and m.termination_condition == "infeasible"


def test_an_unbounded_model_ends_as_with_linopy():
    m, x = small()
    m.objective = -1.0 * x.sum()
    assert dispatch.solve_linopy(m) == ("warning", "unbounded")


def test_a_time_limit_of_zero_ends_with_the_condition_of_a_limit():
    m, x = small()
    m.add_constraints(x.sum() >= 2.0, name="sum")
    assert dispatch.solve_linopy(m, time_limit=0.0)[1] == "time_limit"


def test_a_model_without_constraints_or_without_time_is_solved():
    m, x = small()
    m.objective = 1.0 * x.sum()
    assert dispatch.solve_linopy(m, time=None) == ("ok", "optimal")
    assert m.objective.value == 0.0


def test_an_empty_variable_and_an_empty_constraint_stay_empty():
    m, x = small()
    no = np.zeros(3, dtype=bool)
    nothing = m.add_variables(0, coords=[pd.RangeIndex(3, name="snapshot")], mask=no, name="nothing")
    m.add_constraints(x >= 1.0, name="some", mask=np.array([True, False, True]))
    assert dispatch.solve_linopy(m) == ("ok", "optimal")
    assert nothing.solution.isnull().all()
    assert m.constraints["some"].dual.isnull().values.tolist() == [False, True, False]
    assert m.objective.value == pytest.approx(2.0)


def test_a_model_without_objective_is_refused_as_linopy_does():
    m = linopy.Model()
    m.add_variables(0, coords=[pd.RangeIndex(3, name="snapshot")], name="x")
    with pytest.raises(ValueError, match="No objective"):
        dispatch.solve_linopy(m)


def test_an_unknown_dimension_is_refused_with_those_that_there_are():
    m, _ = small()
    with pytest.raises(dispatch.CaseError, match=r"no variable has this dimension.*snapshot"):
        dispatch.solve_linopy(m, time="hour")


def test_a_quadratic_objective_is_refused_by_name():
    m, x = small()
    m.objective = (x * x).sum()
    with pytest.raises(dispatch.CaseError, match="quadratic"):
        dispatch.solve_linopy(m)


def test_semi_continuous_variables_are_refused_by_name():
    m = linopy.Model()
    x = m.add_variables(1, 4, coords=[pd.RangeIndex(3, name="snapshot")], name="on or off", semi_continuous=True)
    m.add_objective(x.sum())
    with pytest.raises(dispatch.CaseError, match=r"on or off.*semi-continuous"):
        dispatch.solve_linopy(m)


def test_repeated_labels_of_time_are_refused_by_name():
    m = linopy.Model()
    x = m.add_variables(1, 4, coords=[pd.Index([7, 8, 8], name="snapshot")], name="x")
    m.add_objective(1.0 * x.sum())
    with pytest.raises(dispatch.CaseError, match=r"labels of this dimension are repeated: 8\. Give each label once"):
        dispatch.solve_linopy(m)
    assert dispatch.solve_linopy(m, time=None) == ("ok", "optimal")


def test_an_unknown_method_is_refused_with_those_that_there_are():
    m, _ = small()
    with pytest.raises(dispatch.CaseError, match=r"simplx.*Did you mean simplex\? Methods are: auto, windows"):
        dispatch.solve_linopy(m, method="simplx")


def test_an_integer_variable_without_an_integer_in_its_range_is_infeasible():
    m = linopy.Model()
    x = m.add_variables(0.2, 0.8, coords=[pd.RangeIndex(2, name="snapshot")], name="x", integer=True)
    m.add_objective(1.0 * x.sum())
    assert dispatch.solve_linopy(m) == ("warning", "infeasible")


@pytest.mark.parametrize("integer", [True, False])
def test_small_coefficients_count(integer):
    """1e9 of y at 1e-9 take the place of x, which costs 1: HiGHS drops coefficients up to 1e-9 by default."""
    m = linopy.Model()
    hours = pd.RangeIndex(1, name="snapshot")
    x = m.add_variables(0, 10, coords=[hours], name="x", integer=integer)
    y = m.add_variables(0, 2e9, coords=[hours], name="y")
    m.add_constraints(x + 1e-9 * y >= 1.0, name="need")
    m.add_objective(1.0 * x.sum())
    assert dispatch.solve_linopy(m) == ("ok", "optimal")
    assert m.objective.value == pytest.approx(0.0, abs=1e-6)
