"""Blocks of columns and rows: names, masks, bounds, tags of hours, costs, quantities, points."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.lp import (
    COUPLES,
    LP,
    AlignmentError,
    Axis,
    BoundsCross,
    Mapping,
    ModelError,
    Parameter,
    Point,
    RowCannotHold,
    constant,
    to_highs,
)

AREA = Axis("area", ("west", "east"))
HOUR = Axis("hour", ("0", "1", "2"), np.arange(3), np.arange(3))
DAY = Axis("day", ("a", "b"), np.array([0, 2]), np.array([1, 2]))
OF_DAY = Mapping(HOUR, DAY, np.array([0, 0, 1]))


def optimum(lp: LP) -> tuple[float, Point]:
    highs = to_highs(lp.matrix())
    highs.run()
    assert highs.modelStatusToString(highs.getModelStatus()) == "Optimal"
    solution = highs.getSolution()
    return highs.getInfo().objective_function_value, Point(
        lp, np.array(solution.col_value), np.array(solution.row_dual)
    )


def test_names_say_block_and_labels() -> None:
    lp = LP()
    x = lp.variable("x", (AREA, HOUR), where=Parameter((HOUR,), [1.0, 0.0, 1.0]))
    y = lp.variable("y", ())
    lp.constraint("E1", x.sum("hour") >= 0.0)
    lp.constraint("E2", y >= 0.0)
    assert lp.column_names() == ["x[west,0]", "x[west,2]", "x[east,0]", "x[east,2]", "y"]
    assert lp.row_names() == ["E1[west]", "E1[east]", "E2"]
    assert (lp.columns, lp.rows) == (5, 3)
    assert repr(x) == "Expression(area: 2, hour: 3; 4 terms)"


def test_a_mask_leaves_columns_and_rows_out() -> None:
    lp = LP()
    mask = Parameter((AREA,), [0.0, 1.0])
    x = lp.variable("x", (AREA, HOUR), upper=5.0, where=mask)
    lp.constraint("E1", x <= Parameter((HOUR,), [1.0, 2.0, 3.0]), where=Parameter((HOUR,), [1.0, 0.0, 1.0]))
    assert (lp.variables["x"].index >= 0).tolist() == [[False] * 3, [True] * 3]
    assert (lp.constraints["E1"].index >= 0).tolist() == [[False] * 3, [True, False, True]]
    lp.cost("c", x * -1.0)
    value, point = optimum(lp)
    assert value == -9.0
    assert point.value("x").tolist() == [[0.0] * 3, [1.0, 5.0, 3.0]]
    assert point.dual("E1").tolist() == [[0.0] * 3, [-1.0, 0.0, -1.0]]


def test_a_mask_must_fit() -> None:
    lp = LP()
    with pytest.raises(AlignmentError):
        lp.variable("x", (AREA,), where=Parameter((HOUR,), np.ones(3)))
    x = lp.variable("x", (AREA,))
    with pytest.raises(AlignmentError):
        lp.constraint("E1", x >= 0.0, where=Parameter((HOUR,), np.ones(3)))
    with pytest.raises(AlignmentError, match="more than one axis of time"):
        lp.variable("y", (HOUR, DAY))
    with pytest.raises(AlignmentError, match="appears twice"):
        lp.variable("z", (AREA, AREA))
    assert lp.columns == 2


def test_names_are_taken_once() -> None:
    lp = LP()
    x = lp.variable("x", (AREA,))
    lp.constraint("E1", x >= 1.0)
    lp.quantity("q", x)
    with pytest.raises(ModelError, match="variable x exists"):
        lp.variable("x", (AREA,))
    with pytest.raises(ModelError, match="constraint E1 exists"):
        lp.constraint("E1", x >= 2.0)
    with pytest.raises(ModelError, match="quantity q exists"):
        lp.quantity("q", x)


def test_a_constraint_is_a_comparison() -> None:
    lp = LP()
    x = lp.variable("x", (AREA,))
    with pytest.raises(TypeError, match="compare expressions"):
        lp.constraint("E1", True)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="two constraints"):
        lp.constraint("E1", 0.0 <= x <= 1.0)  # type: ignore[arg-type]
    assert isinstance(x == np.int64(3), type(x == 3.0))


# --- bounds ---


def test_bounds_by_parameter_and_by_number() -> None:
    lp = LP()
    lp.variable("x", (AREA, HOUR), lower=Parameter((AREA,), [-1.0, -2.0]), upper=Parameter((HOUR,), [1.0, 2.0, np.inf]))
    arrays = lp.matrix()
    assert arrays.lower.tolist() == [-1.0] * 3 + [-2.0] * 3
    assert arrays.upper.tolist() == [1.0, 2.0, np.inf] * 2


@pytest.mark.parametrize(
    ("bounds", "kind", "words"),
    [
        ({"lower": 2.0, "upper": 1.0}, BoundsCross, r"x\[west\] has its lower bound above its upper"),
        ({"upper": Parameter((AREA,), [1.0, -1.0])}, BoundsCross, r"x\[east\] has its lower bound above its upper"),
        ({"upper": np.nan}, ModelError, "not a number"),
        ({"lower": Parameter((AREA,), [0.0, np.nan])}, ModelError, "not a number"),
        ({"upper": constant((AREA,), np.array([1.0, np.nan]))}, ModelError, "not a number"),
    ],
)
def test_bounds_that_cannot_be(bounds, kind: type[ValueError], words: str) -> None:
    lp = LP()
    with pytest.raises(kind, match=words):
        lp.variable("x", (AREA,), **bounds)
    assert lp.columns == 0 and not lp.variables


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_bound_may_be_a_number_or_an_expression(seed: int) -> None:
    """The same optimum whether a capacity is a bound or a column fixed at it."""
    rng = np.random.default_rng(seed)
    capacity, price, need = rng.uniform(1, 2, 2), rng.uniform(1, 9, 2), rng.uniform(0, 4, 3)
    costs = []
    for expanding in (False, True):
        lp = LP()
        given_capacity = Parameter((AREA,), capacity)
        built = lp.variable("built", (AREA,), lower=given_capacity, upper=given_capacity)
        x = lp.variable("x", (AREA, HOUR), upper=built.over(HOUR) if expanding else given_capacity)
        short = lp.variable("short", (HOUR,))
        lp.constraint("need", x.sum("area") + short >= Parameter((HOUR,), need))
        lp.cost("fuel", x * Parameter((AREA,), price))
        lp.cost("short", short * 100.0)
        costs.append(optimum(lp)[0])
        assert ("x_upper" in lp.constraints) == expanding
    assert costs[0] == pytest.approx(costs[1], rel=1e-9)


# --- rows without terms, cancelled terms, numbers that are none ---


def test_terms_that_cancel_leave_no_row() -> None:
    one = Axis("hour", ("0",), np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))
    lp = LP()
    x = lp.variable("x", (AREA, one))
    lp.constraint("ramp", x - x.shift(1, cyclic=True) <= 1.0)
    lp.constraint("zero", x * 0.0 == 0.0)
    lp.constraint("sum", x.sum("hour") <= 1.0)
    assert lp.row_names() == ["sum[west]", "sum[east]"]
    assert lp.matrix().row_first.tolist() == [COUPLES, COUPLES]
    with pytest.raises(RowCannotHold, match=r"never\[west,0\] cannot hold"):
        lp.constraint("never", x - x >= 1.0)
    assert lp.rows == 2


def test_doubled_terms_add_up() -> None:
    lp = LP()
    x = lp.variable("x", (AREA,))
    lp.constraint("E1", x + x + x * 0.5 + 1.0 <= x.sum().over(AREA) + 4.0)
    assert lp.matrix().matrix.toarray().tolist() == [[1.5, -1.0], [-1.0, 1.5]]
    assert lp.matrix().row_upper.tolist() == [3.0, 3.0]


def test_what_is_no_number_is_named() -> None:
    lp = LP()
    x = lp.variable("x", (AREA,))
    with pytest.raises(ModelError, match=r"E1\[east\] holds what is no number"):
        lp.constraint("E1", x <= Parameter((AREA,), [1.0, np.nan]))
    with pytest.raises(ModelError, match=r"E2\[west\] holds what is no number"):
        lp.constraint("E2", x * Parameter((AREA,), [np.nan, 1.0]) <= 1.0)
    lp.constraint("E3", x <= Parameter((AREA,), [1.0, np.inf]))
    assert lp.matrix().row_lower.tolist() == [-np.inf] * 2 and lp.matrix().row_upper.tolist() == [1.0, np.inf]
    for never in (x >= np.inf, x == np.inf, x <= -np.inf):
        with pytest.raises(RowCannotHold, match=r"E4\[west\] cannot hold"):
            lp.constraint("E4", never)


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_a_coefficient_that_is_no_number_is_an_error_of_the_model_not_of_the_data(number: float) -> None:
    lp = LP()
    with np.errstate(invalid="ignore"):  # NumPy warns of zero times infinity
        form = lp.variable("x", (AREA,)) * Parameter((AREA,), [1.0, number])
    with pytest.raises(ModelError, match=r"E1\[east\] holds what is no number"):
        lp.constraint("E1", form <= 1.0)
    with pytest.raises(ModelError, match="cost fuel holds what is no number"):
        lp.cost("fuel", form)
    lp.constraint("E1", form <= 1.0, where=Parameter((AREA,), [1.0, 0.0]))
    assert lp.row_names() == ["E1[west]"] and lp.cost_parts == []


def test_a_side_that_is_no_number_in_a_row_without_terms_is_an_error_of_the_model() -> None:
    with pytest.raises(ModelError, match=r"need\[east\] holds what is no number"):
        LP().constraint("need", constant((AREA,), np.array([1.0, np.nan])) >= 0.0)


def test_a_row_that_cannot_hold_states_its_block_and_labels() -> None:
    with pytest.raises(RowCannotHold) as error:
        LP().constraint("need", constant((AREA,), np.array([1.0, -1.0])) >= 0.0)
    assert (error.value.block, error.value.labels) == ("need", ("east",))
    assert not isinstance(error.value, ModelError) and str(error.value) == "need[east] cannot hold"
    copy = pickle.loads(pickle.dumps(error.value))
    assert type(copy) is RowCannotHold and str(copy) == str(error.value)


def test_no_columns_and_no_rows() -> None:
    assert to_highs(LP().matrix()).getNumCol() == 0
    lp = LP()
    lp.constraint("E1", constant((AREA,), 1.0) >= 0.0)
    lp.cost("c", lp.variable("x", (), lower=2.0) + 3.0)
    assert lp.rows == 0 and optimum(lp)[0] == 5.0


# --- tags of hours ---


def test_columns_and_rows_carry_the_hours_they_touch() -> None:
    lp = LP()
    x = lp.variable("x", (AREA, HOUR))
    online = lp.variable("online", (DAY,))
    capacity = lp.variable("capacity", (AREA,))
    lp.constraint("hourly", x + capacity.over(HOUR) <= online.at(OF_DAY).over(AREA))
    lp.constraint("cyclic", x.sum("area") - x.sum("area").shift(1, cyclic=True) <= 1.0)
    lp.constraint("daily", x.group(OF_DAY) <= 1.0)
    lp.constraint("yearly", x.sum("hour") <= 1.0)
    lp.constraint("timeless", capacity <= 1.0)
    arrays = lp.matrix()
    first = {name: arrays.row_first[block.index].tolist() for name, block in lp.constraints.items()}
    last = {name: arrays.row_last[block.index].tolist() for name, block in lp.constraints.items()}
    assert arrays.column_first.tolist() == [0, 1, 2, 0, 1, 2, 0, 2, COUPLES, COUPLES]
    assert arrays.column_last.tolist() == [0, 1, 2, 0, 1, 2, 1, 2, COUPLES, COUPLES]
    assert first["hourly"] == [[0, 0, 2]] * 2 and last["hourly"] == [[1, 1, 2]] * 2  # the day's column spans it
    assert first["cyclic"] == [0, 0, 1] and last["cyclic"] == [2, 1, 2]
    assert first["daily"] == [[0, 2]] * 2 and last["daily"] == [[1, 2]] * 2
    assert first["yearly"] == last["yearly"] == [COUPLES] * 2
    assert first["timeless"] == last["timeless"] == [COUPLES] * 2


# --- costs, quantities, points ---


def test_costs_and_quantities_are_read_by_name() -> None:
    lp = LP()
    x = lp.variable("x", (AREA, HOUR), lower=1.0)
    lp.cost("fuel", x * 2.0 + 1.0)
    lp.cost("fuel", x.sum("hour"))
    lp.cost("fixed", constant((), 5.0))
    lp.quantity("double", x * 2.0)
    lp.quantity("given", Parameter((AREA,), [3.0, 4.0]), (AREA,))
    value, point = optimum(lp)
    assert value == pytest.approx(6 * 2 + 6 + 6 + 5)
    assert point.costs == {"fuel": 24.0, "fixed": 5.0}
    assert point.value("double").tolist() == [[2.0] * 3] * 2
    assert point.value("given").tolist() == [3.0, 4.0]
    assert point.value(x.sum("area")).tolist() == [2.0] * 3
    assert point.value("x").shape == (2, 3)
    with pytest.raises(ValueError, match="no duals"):
        Point(lp, point.primal).dual("fuel")
    with pytest.raises(KeyError):
        point.value("nothing")


def test_a_variable_is_found_by_name() -> None:
    lp = LP()
    x = lp.variable("x", (AREA, HOUR), where=Parameter((HOUR,), [1.0, 0.0, 1.0]))
    again = lp["x"]
    assert again.axes == x.axes and (again.columns == x.columns).all() and (again.cells == x.cells).all()
