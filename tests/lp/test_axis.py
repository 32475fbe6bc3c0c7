"""Axes, parameters and mappings: aligned by label, never broadcast in silence."""

import numpy as np
import pytest

from dispatch.lp import LP, AlignmentError, Axis, Mapping, Parameter, constant, from_parameter

AREA = Axis("area", ("west", "east"))
OTHER = Axis("area", ("east", "west"))
HOUR = Axis("hour", ("0", "1", "2"), np.arange(3), np.arange(3))
SIX = np.arange(6.0).reshape(2, 3)


def test_axis() -> None:
    assert repr(HOUR) == "Axis(hour, 3)" and len(HOUR) == 3
    part = HOUR.select(["2", "0"])
    assert part.labels == ("2", "0") and part.first is not None and part.first.tolist() == [2, 0]
    assert AREA.same(Axis("area", ("west", "east"))) and not AREA.same(OTHER)
    assert not AREA.same(Axis("zone", ("west", "east")))
    assert len(Axis("park", ())) == 0


@pytest.mark.parametrize(
    ("axis", "words"),
    [
        (lambda: Axis("area", ("west", "west")), "doubled labels"),
        (lambda: Axis("hour", ("0", "1"), np.arange(2)), "go together"),
        (lambda: Axis("hour", ("0", "1"), np.arange(3), np.arange(3)), "3.*for 2 labels"),
        (lambda: AREA.positions(["west", "north"]), "area has no label 'north'"),
        (lambda: AREA.select(["west", "west"]), "doubled labels"),
    ],
)
def test_axis_that_cannot_be(axis, words: str) -> None:
    with pytest.raises(AlignmentError, match=words):
        axis()


def test_parameter_operations_equal_numpy() -> None:
    by_area, whole = Parameter((AREA,), [1.0, 2.0]), Parameter((HOUR, AREA), SIX.T + 1.0)
    column = np.array([[1.0], [2.0]])
    for left, right in (
        (by_area * whole, column * (SIX + 1)),
        (whole - by_area, SIX + 1 - column),
        (by_area / whole, column / (SIX + 1)),
        (2.0 - by_area + whole, 2 - column + SIX + 1),
        (1.0 / whole, 1 / (SIX + 1)),
        (-whole * 2, -2 * (SIX + 1)),
        (whole.maximum(3.0), np.maximum(SIX + 1, 3)),
        (whole.minimum(by_area), np.minimum(SIX + 1, column)),
        (3.0 + by_area * Parameter((HOUR,), [0.0, 1.0, 2.0]), 3 + column * np.arange(3)),
    ):
        assert (left.on(AREA, HOUR) == right).all()


def test_parameter_structure() -> None:
    whole = Parameter((AREA, HOUR), SIX)
    assert (whole.on(HOUR, AREA) == SIX.T).all()
    assert (whole.select(AREA.select(["east"])).values == SIX[1:]).all()
    day = Axis("day", ("a", "b"))
    of_day = Mapping(HOUR, day, np.array([1, 0, 0]))
    assert Parameter((day,), [5.0, 7.0]).at(of_day).values.tolist() == [7.0, 5.0, 5.0]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Parameter((AREA,), np.ones(3)),
        lambda: Parameter((AREA, AREA), np.ones((2, 2))),
        lambda: Parameter((AREA,), [1.0, 2.0]) + Parameter((OTHER,), [1.0, 2.0]),
        lambda: Parameter((AREA,), [1.0, 2.0]).on(HOUR),
        lambda: Parameter((AREA,), [1.0, 2.0]).on(OTHER, HOUR),
        lambda: Parameter((AREA,), [1.0, 2.0]).select(HOUR),
        lambda: Parameter((AREA,), [1.0, 2.0]).at(Mapping(HOUR, Axis("day", ("a",)), np.zeros(3))),
        lambda: Parameter((OTHER,), [1.0, 2.0]).at(Mapping(HOUR, AREA, np.zeros(3))),
        lambda: Parameter((AREA,), [1.0, 2.0]).at(Mapping(HOUR, AREA, np.array([0, -1, 1]))),
        lambda: Mapping(HOUR, AREA, np.array([0, 1])),
        lambda: Mapping(HOUR, AREA, np.array([0, 1, 2])),
        lambda: Mapping(HOUR, AREA, np.array([0, 1, -2])),
        lambda: from_parameter(Parameter((AREA,), [1.0, 2.0]), (HOUR,)),
    ],
)
def test_what_does_not_align_raises(wrong) -> None:
    with pytest.raises(AlignmentError):
        wrong()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda x, y: x + y.sum("hour"),  # a missing axis is never filled in
        lambda x, y: x <= y.select(HOUR.select(["0", "1"])),
        lambda x, y: x == y.select(OTHER),
        lambda x, y: x + Parameter((OTHER,), [1.0, 2.0]),
        lambda x, y: x.sum("hour") + Parameter((HOUR,), np.ones(3)),
        lambda x, y: x.sum("hour") * Parameter((HOUR,), np.ones(3)),
        lambda x, y: x.sum("day"),
        lambda x, y: x.shift(1, "day", cyclic=True),
        lambda x, y: x.over(Axis("hour", ("0",))),
        lambda x, y: x.select(Axis("area", ("north",))),
        lambda x, y: x.extend(Axis("area", ("west",))),
        lambda x, y: x.group(Mapping(OTHER, HOUR, np.array([0, 1]))),
        lambda x, y: x.group(Mapping(AREA, HOUR, np.array([0, 1]))),  # two axes of one name
        lambda x, y: x.sum("hour").at(Mapping(HOUR, OTHER, np.array([0, 1, 1]))),
        lambda x, y: x.sum("hour").at(Mapping(HOUR, AREA, np.array([0, 1, -1]))),
        lambda x, y: x.where(Parameter((OTHER,), [1.0, 0.0])),
    ],
)
def test_expressions_that_do_not_align_raise(wrong) -> None:
    lp = LP()
    x, y = lp.variable("x", (AREA, HOUR)), lp.variable("y", (AREA, HOUR))
    with pytest.raises(AlignmentError):
        wrong(x, y)


def test_no_numpy_array_sneaks_in() -> None:
    x = LP().variable("x", (AREA, HOUR))
    for wrong in (
        lambda: x + SIX,
        lambda: SIX + x,
        lambda: SIX * x,
        lambda: x >= SIX,
        lambda: Parameter((AREA,), [1.0, 2.0]) * SIX[:, 0],
    ):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(TypeError):
        SIX - Parameter((AREA, HOUR), SIX)


def test_constant() -> None:
    assert constant((AREA, HOUR), SIX).value(np.zeros(0)).tolist() == SIX.tolist()
    assert constant((), 2.0).value(np.zeros(0)) == 2.0
