"""The algebra: alignment, scatter and gather, both renderers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.lp import LP, AlignmentError, Axis, Expression, Mapping, Parameter, RowCannotHold, constant, to_highs


def hours(n: int) -> Axis:
    return Axis("hour", tuple(f"h{k}" for k in range(n)), np.arange(n), np.arange(n))


def dense(form: Expression, columns: int) -> np.ndarray:
    out = np.zeros((form.constant.size, columns))
    np.add.at(out, (form.cells, form.columns), form.coefficients)
    return out.reshape(*form.constant.shape, columns)


AREA = Axis("area", ("west", "east"))


def test_shift_sum_group_at() -> None:
    lp, time = LP(), hours(4)
    x = lp.variable("x", (AREA, time))
    eye = np.eye(8).reshape(2, 4, 8)
    assert (dense(x.shift(1, cyclic=True), 8) == np.roll(eye, 1, axis=1)).all()
    first = dense(x.shift(1, cyclic=False), 8)
    assert (first[:, 0] == 0).all() and (first[:, 1:] == eye[:, :-1]).all()
    assert (dense(x.sum("hour"), 8) == eye.sum(1)).all()
    assert (dense(x.sum(), 8) == eye.sum((0, 1))).all()
    day = Axis("day", ("d0", "d1"), np.array([0, 2]), np.array([1, 3]))
    of_day = Mapping(time, day, np.array([0, 0, 1, 1]))
    grouped = x.group(of_day)
    assert (dense(grouped, 8) == eye.reshape(2, 2, 2, 8).sum(2)).all()
    assert (dense(grouped.at(of_day), 8) == np.repeat(eye.reshape(2, 2, 2, 8).sum(2), 2, axis=1)).all()
    east = AREA.select(["east"])
    assert (dense(x.select(east), 8) == eye[1:]).all()
    assert (dense(x.select(east).extend(AREA), 8)[0] == 0).all()


def test_mismatch_raises() -> None:
    lp, time = LP(), hours(3)
    x = lp.variable("x", (AREA, time))
    other = lp.variable("y", (Axis("area", ("west", "south")), time))
    with pytest.raises(AlignmentError, match="labels differ"):
        x + other
    with pytest.raises(AlignmentError, match="differ"):
        x + lp.variable("z", (time,))
    with pytest.raises(AlignmentError):
        x.sum("area") * Parameter((AREA,), np.ones(2))
    with pytest.raises(TypeError):
        x * x  # type: ignore[operator]


def test_order_of_axes_is_by_name() -> None:
    lp, time = LP(), hours(3)
    x, y = lp.variable("x", (AREA, time)), lp.variable("y", (time, AREA))
    both = dense(x + y, 12)
    assert (both[..., :6] == np.eye(6).reshape(2, 3, 6)).all()
    assert (both[..., 6:] == np.eye(6).reshape(3, 2, 6).transpose(1, 0, 2)).all()


def test_bound_may_be_an_expression_and_rows_carry_hours() -> None:
    lp, time = LP(), hours(3)
    capacity = lp.variable("capacity", (AREA,), upper=5.0)
    x = lp.variable("x", (AREA, time), upper=capacity.over(time))
    lp.constraint("energy", x.sum("hour") <= 7.0)
    lp.constraint("ramp", x - x.shift(1, cyclic=False) <= 1.0)
    lp.cost("revenue", x * -1.0)
    arrays = lp.matrix()
    assert list(arrays.column_first) == [-1, -1, 0, 1, 2, 0, 1, 2]
    energy = lp.constraints["energy"].index
    assert (arrays.row_first[energy] == -1).all()
    ramp = lp.constraints["ramp"].index
    assert arrays.row_first[ramp].tolist() == [[0, 0, 1], [0, 0, 1]]
    assert arrays.row_last[ramp].tolist() == [[0, 1, 2], [0, 1, 2]]
    highs = to_highs(arrays)
    highs.run()
    assert highs.getInfo().objective_function_value == pytest.approx(-12.0)  # 1 + 2 + 3 in each area


def test_row_without_terms_that_cannot_hold_is_named() -> None:
    lp = LP()
    with pytest.raises(RowCannotHold, match=r"need\[east\]"):
        lp.constraint("need", constant((AREA,), np.array([1.0, -1.0])) >= 0.0)


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 6), st.integers(0, 2**32 - 1))
def test_pyomo_compiles_back_to_the_same_matrix(size: int, seed: int) -> None:
    import pyomo.environ as pyo
    from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

    rng = np.random.default_rng(seed)
    lp, time = LP(), hours(size)
    x = lp.variable("x", (AREA, time), lower=-1.0, upper=Parameter((time,), rng.uniform(1, 2, size)))
    z = lp.variable("z", (AREA,), upper=3.0)
    lp.constraint("E1", x * Parameter((AREA, time), rng.normal(size=(2, size))) + z.over(time) >= -1.0)
    lp.constraint("E2", x.sum("hour") == z * 2.0)
    lp.cost("c", x * Parameter((time,), rng.normal(size=size)))
    arrays = lp.matrix()
    model = lp.to_pyomo()
    form = LinearStandardFormCompiler().write(model, mixed_form=True)
    order = {str(v): k for k, v in enumerate(form.columns)}
    ours = [order[name] for name in lp.column_names() if name in order]
    kept = [k for k, name in enumerate(lp.column_names()) if name in order]
    back = form.A.toarray()[:, ours]
    assert [str(row.constraint) for row in form.rows] == lp.row_names()
    assert np.allclose(back, arrays.matrix.toarray()[:, kept], atol=0)
    assert np.allclose(form.c.toarray()[0][ours], arrays.cost[kept], atol=0)
    bounds = [(v.lb, v.ub) for v in form.columns]
    assert [bounds[k] for k in ours] == [(arrays.lower[k], arrays.upper[k]) for k in kept]
    assert pyo.value(model.cost.expr.polynomial_degree()) == 1
