"""Every operation on expressions equals the same operation on dense arrays, on random forms."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.lp import LP, Axis, Expression, Mapping, Parameter

Dense = np.ndarray
COLUMNS = 7
QUICK = settings(max_examples=60, deadline=None)
sizes = st.tuples(st.integers(1, 4), st.integers(1, 5))
seeds = st.integers(0, 2**32 - 1)


def dense(form: Expression) -> Dense:
    """Coefficients and, last, the constant: shape (axes..., COLUMNS + 1)."""
    out = np.zeros((form.constant.size, COLUMNS + 1))
    np.add.at(out, (form.cells, form.columns), form.coefficients)
    out[:, -1] = form.constant.ravel()
    return out.reshape(*form.constant.shape, COLUMNS + 1)


def random_form(rng: np.random.Generator, axes: tuple[Axis, ...]) -> Expression:
    """A form with cells in any order, doubled terms, cells without a term, and a constant."""
    shape = tuple(len(axis) for axis in axes)
    terms = int(rng.integers(0, 25))
    return Expression(
        axes,
        rng.integers(0, int(np.prod(shape)), terms),
        rng.integers(0, COLUMNS, terms),
        rng.integers(-3, 4, terms).astype(float),
        rng.integers(-3, 4, shape).astype(float),
    )


def setting(size: tuple[int, int], seed: int) -> tuple[np.random.Generator, Axis, Axis, Expression, Dense]:
    rng = np.random.default_rng(seed)
    area = Axis("area", tuple(f"a{k}" for k in range(size[0])))
    hour = Axis("hour", tuple(f"h{k}" for k in range(size[1])), np.arange(size[1]), np.arange(size[1]))
    form = random_form(rng, (area, hour))
    return rng, area, hour, form, dense(form)


@QUICK
@given(sizes, seeds)
def test_sums_products_and_order_of_axes(size: tuple[int, int], seed: int) -> None:
    rng, area, hour, x, X = setting(size, seed)
    y = random_form(rng, (hour, area))
    Y = dense(y).swapaxes(0, 1)
    p = rng.integers(1, 4, size).astype(float)
    q = rng.integers(1, 4, size[1]).astype(float)
    P, Q = Parameter((area, hour), p), Parameter((hour,), q)
    one = np.zeros(COLUMNS + 1)
    one[-1] = 1.0
    pairs: list[tuple[Expression, Dense]] = [
        (x + y, X + Y),
        (x - y, X - Y),
        (-x, -X),
        (2 * x + 1, 2 * X + one),
        (1 - x / 2, one - X / 2),
        (x * P, X * p[..., None]),
        (Q * x, X * q[:, None]),
        (x / Q, X / q[:, None]),
        (np.float64(3) * x * np.int64(2), 6 * X),
        (x + P - Q, X + (p - q)[..., None] * one),
        (Q - x, q[:, None] * one - X),
        (x.where(Parameter((hour,), (q > 1).astype(float))), X * (q > 1)[:, None]),
    ]
    for form, expected in pairs:
        assert form.axes == (area, hour)
        assert np.allclose(dense(form), expected, atol=1e-12)


@QUICK
@given(sizes, seeds, st.integers(-6, 6))
def test_shift(size: tuple[int, int], seed: int, steps: int) -> None:
    _, _, _, x, X = setting(size, seed)
    assert (dense(x.shift(steps, cyclic=True)) == np.roll(X, steps, axis=1)).all()
    expected = np.zeros_like(X)
    for hour in range(size[1]):
        if 0 <= hour - steps < size[1]:
            expected[:, hour] = X[:, hour - steps]
    assert (dense(x.shift(steps, cyclic=False)) == expected).all()
    assert (dense(x.shift(steps, "area", cyclic=True)) == np.roll(X, steps, axis=0)).all()


@QUICK
@given(sizes, seeds)
def test_sum_select_extend_over(size: tuple[int, int], seed: int) -> None:
    rng, _, hour, x, X = setting(size, seed)
    assert (dense(x.sum("hour")) == X.sum(1)).all() and (dense(x.sum("area")) == X.sum(0)).all()
    assert (dense(x.sum()) == X.sum((0, 1))).all() and x.sum().axes == ()
    chosen = rng.permutation(size[1])[: rng.integers(1, size[1] + 1)]
    part = hour.select([hour.labels[k] for k in chosen])
    assert (dense(x.select(part)) == X[:, chosen]).all()
    back = np.zeros_like(X)
    back[:, chosen] = X[:, chosen]
    assert (dense(x.select(part).extend(hour)) == back).all()
    day = Axis("day", ("d0", "d1", "d2"))
    assert (dense(x.over(day)) == np.repeat(X[:, :, None], 3, axis=2)).all()


@QUICK
@given(sizes, seeds)
def test_group_and_at(size: tuple[int, int], seed: int) -> None:
    rng, area, hour, x, X = setting(size, seed)
    coarse = Axis("day", tuple(f"d{k}" for k in range(3)))
    group = rng.integers(-1, 3, size[1])  # -1: in no group
    expected = np.zeros((size[0], 3, COLUMNS + 1))
    for position, target in enumerate(group):
        if target >= 0:
            expected[:, target] += X[:, position]
    assert (dense(x.group(Mapping(hour, coarse, group))) == expected).all()
    whole = rng.integers(0, size[1], 6)
    fine = Axis("quarter", tuple(f"q{k}" for k in range(6)))
    assert (dense(x.at(Mapping(fine, hour, whole))) == X[:, whole]).all()
    by_area = rng.integers(0, size[0], 6)
    assert (dense(x.at(Mapping(fine, area, by_area))) == X[by_area]).all()


@QUICK
@given(sizes, seeds)
def test_value_is_the_form_at_a_point(size: tuple[int, int], seed: int) -> None:
    rng, _, _, x, X = setting(size, seed)
    point = rng.normal(size=COLUMNS)
    assert np.allclose(x.value(point), X[..., :-1] @ point + X[..., -1], atol=1e-12)


@QUICK
@given(sizes, seeds)
def test_merged_terms_are_the_same_form(size: tuple[int, int], seed: int) -> None:
    """Each column once per cell, and none whose terms cancel."""
    _, _, _, x, X = setting(size, seed)
    merged = (x * 3.0 - x).merged()
    assert np.allclose(dense(merged), 2 * X, atol=1e-12)
    pairs = list(zip(merged.cells.tolist(), merged.columns.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs) and (merged.coefficients != 0).all()
    nothing = (x - x).merged()
    assert len(nothing.cells) == 0 and nothing.constant.shape == x.constant.shape


@QUICK
@given(sizes, seeds)
def test_rows_of_a_constraint_are_the_form(size: tuple[int, int], seed: int) -> None:
    """Doubled terms add up, cells without a term or without the mask have no row, constants move to the side."""
    rng, _, hour, x, X = setting(size, seed)
    lp = LP()
    lp.variable("x", (Axis("column", tuple(f"c{k}" for k in range(COLUMNS))),))
    mask = rng.integers(0, 2, size[1]).astype(float)
    form = x * 1.0
    form.constant[(X[..., :-1] == 0).all(-1)] = 0.0
    lp.constraint("E1", form <= 2.0, where=Parameter((hour,), mask))
    arrays, index = lp.matrix(), lp.constraints["E1"].index
    expected = (X[..., :-1] != 0).any(-1) & (mask > 0)
    assert ((index >= 0) == expected).all()
    assert (arrays.matrix.toarray()[index[expected]] == X[expected][:, :-1]).all()
    assert (arrays.row_upper[index[expected]] == 2.0 - X[expected][:, -1]).all()
    assert (arrays.row_lower == -np.inf).all() and lp.rows == expected.sum()
    assert (np.diff(arrays.matrix.indptr) > 0).all() and arrays.matrix.has_canonical_format


def test_empty_axes() -> None:
    none, hour = Axis("park", ()), Axis("hour", ("0", "1"))
    lp = LP()
    x = lp.variable("x", (none, hour))
    y = lp.variable("y", (hour,))
    assert x.sum("park").value(np.zeros(2)).tolist() == [0.0, 0.0]
    assert x.sum().value(np.zeros(2)) == 0.0
    assert x.shift(1, cyclic=True).constant.shape == (0, 2)
    assert y.group(Mapping(hour, none, np.array([-1, -1]))).constant.shape == (0,)
    assert y.over(none).constant.shape == (2, 0)
    lp.constraint("E1", x <= 1.0)
    lp.constraint("E2", x.sum("park") + y <= 1.0)
    assert (lp.columns, lp.rows) == (2, 2)


@pytest.mark.parametrize("wrong", [lambda x: x * x, lambda x: x * "2", lambda x: x + None, lambda x: 1 / x])
def test_what_is_not_linear_raises(wrong: Callable[[Expression], object]) -> None:
    x = LP().variable("x", ())
    with pytest.raises(TypeError):
        wrong(x)
