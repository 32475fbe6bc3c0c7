"""Axes and parameters: labelled numbers that align by label and never broadcast in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dispatch.arrays import Floats, Integers

from .errors import AlignmentError

Indices: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Axis:
    """A named sequence of unique labels.

    >>> Axis("area", ("west", "east")).positions(["east"])
    array([1])

    ``first`` and ``last`` give, per label, the first and last hour that it covers (an axis of time), or are
    None (an axis that is not of time).
    """

    name: str
    labels: tuple[str, ...]
    first: Integers | None = None
    last: Integers | None = None

    def __post_init__(self) -> None:
        if len(set(self.labels)) != len(self.labels):
            raise AlignmentError(f"axis {self.name}: doubled labels")
        if (self.first is None) != (self.last is None):
            raise AlignmentError(f"axis {self.name}: first and last hour go together")
        for hours in (self.first, self.last):
            if hours is not None and hours.shape != (len(self.labels),):
                raise AlignmentError(f"axis {self.name}: hours of shape {hours.shape} for {len(self.labels)} labels")

    def __len__(self) -> int:
        return len(self.labels)

    def __repr__(self) -> str:
        return f"Axis({self.name}, {len(self)})"

    def same(self, other: Axis) -> bool:
        """Whether the two axes have one name and the same labels in the same order."""
        return self is other or (self.name == other.name and self.labels == other.labels)

    def positions(self, labels: Iterable[str]) -> Integers:
        """Positions of labels on this axis, shape (len(labels),). Raises AlignmentError for an unknown one."""
        where = {label: position for position, label in enumerate(self.labels)}
        try:
            return np.array([where[label] for label in labels], dtype=np.int64)
        except KeyError as unknown:
            raise AlignmentError(f"axis {self.name} has no label {unknown}") from None

    def select(self, labels: Sequence[str]) -> Axis:
        """The axis of some of its labels, in the order asked."""
        at = self.positions(labels)
        first = None if self.first is None else self.first[at]
        last = None if self.last is None else self.last[at]
        return Axis(self.name, tuple(labels), first, last)


def shape_of(axes: Sequence[Axis]) -> tuple[int, ...]:
    """Lengths of the axes. Raises AlignmentError if one name is there twice."""
    if len({axis.name for axis in axes}) != len(axes):
        raise AlignmentError(f"an axis appears twice among {tuple(axes)}")
    return tuple(len(axis) for axis in axes)


def broadcast(values: Floats, axes: Sequence[Axis], onto: Sequence[Axis]) -> Floats:
    """Values on ``axes`` as an array on ``onto``, which must contain every one of them with the same labels."""
    names = [axis.name for axis in onto]
    for axis in axes:
        if axis.name not in names:
            raise AlignmentError(f"axis {axis.name} is not among {names}")
        if not axis.same(onto[names.index(axis.name)]):
            raise AlignmentError(f"axis {axis.name}: labels differ")
    order = sorted(range(len(axes)), key=lambda k: names.index(axes[k].name))
    present = {axes[k].name for k in order}
    shape = tuple(len(axis) if axis.name in present else 1 for axis in onto)
    return np.broadcast_to(np.transpose(values, order).reshape(shape), shape_of(onto))


@dataclass(frozen=True, eq=False)
class Parameter:
    """Given numbers on axes; ``values`` has the shape of the axes. A Parameter may lack an axis of what it meets
    in a product or a comparison (it is the same for all of it); it may not have one too many.

    >>> area, hour = Axis("area", ("west", "east")), Axis("hour", ("0", "1", "2"))
    >>> (Parameter((area,), [1.0, 2.0]) * Parameter((hour,), [1.0, 10.0, 100.0])).on(hour, area)
    array([[  1.,   2.],
           [ 10.,  20.],
           [100., 200.]])
    """

    axes: tuple[Axis, ...]
    values: Floats

    def __post_init__(self) -> None:
        values = np.asarray(self.values, dtype=float)
        if values.shape != shape_of(self.axes):
            raise AlignmentError(f"values of shape {values.shape} on axes {self.axes}")
        object.__setattr__(self, "values", values)

    __array_ufunc__ = None  # numpy leaves `2.0 * x` to x, and an array to none

    def _with(self, other: Parameter | float, operation: Callable[[Any, Any], Any]) -> Parameter:
        if not isinstance(other, Parameter):
            return Parameter(self.axes, operation(self.values, other))
        names = {axis.name for axis in self.axes}
        axes = self.axes + tuple(axis for axis in other.axes if axis.name not in names)
        left, right = broadcast(self.values, self.axes, axes), broadcast(other.values, other.axes, axes)
        return Parameter(axes, operation(left, right))

    def __add__(self, other: Parameter | float) -> Parameter:
        return self._with(other, np.add) if isinstance(other, Parameter | Real) else NotImplemented

    def __sub__(self, other: Parameter | float) -> Parameter:
        return self._with(other, np.subtract) if isinstance(other, Parameter | Real) else NotImplemented

    def __mul__(self, other: Parameter | float) -> Parameter:
        return self._with(other, np.multiply) if isinstance(other, Parameter | Real) else NotImplemented

    def __truediv__(self, other: Parameter | float) -> Parameter:
        return self._with(other, np.divide) if isinstance(other, Parameter | Real) else NotImplemented

    def __neg__(self) -> Parameter:
        return Parameter(self.axes, -self.values)

    def __radd__(self, other: float) -> Parameter:
        return self + other

    def __rmul__(self, other: float) -> Parameter:
        return self * other

    def __rsub__(self, other: float) -> Parameter:
        return -self + other

    def __rtruediv__(self, other: float) -> Parameter:
        return Parameter(self.axes, other / self.values)

    def maximum(self, other: Parameter | float) -> Parameter:
        """Element by element, the larger of the two."""
        return self._with(other, np.maximum)

    def minimum(self, other: Parameter | float) -> Parameter:
        """Element by element, the smaller of the two."""
        return self._with(other, np.minimum)

    def on(self, *axes: Axis) -> Floats:
        """The numbers as an array on these axes, repeated along those that the parameter lacks."""
        return broadcast(self.values, self.axes, axes)

    def _place(self, name: str) -> int:
        for place, axis in enumerate(self.axes):
            if axis.name == name:
                return place
        raise AlignmentError(f"a parameter on {self.axes} has no axis {name}")

    def select(self, axis: Axis) -> Parameter:
        """The part on ``axis``, a selection of the parameter's axis of that name."""
        k = self._place(axis.name)
        at = self.axes[k].positions(axis.labels)
        return Parameter((*self.axes[:k], axis, *self.axes[k + 1 :]), np.take(self.values, at, axis=k))

    def at(self, mapping: Mapping) -> Parameter:
        """Moved from the coarse axis of a mapping to its fine one: value of the group that each label is in."""
        k = self._place(mapping.coarse.name)
        mapping.check(self.axes[k])
        return Parameter(
            (*self.axes[:k], mapping.fine, *self.axes[k + 1 :]), np.take(self.values, mapping.group, axis=k)
        )


@dataclass(frozen=True, eq=False)
class Mapping:
    """Which label of ``coarse`` each label of ``fine`` belongs to; ``group`` has shape (len(fine),), -1: none.

    >>> hour, day = Axis("hour", ("0", "1", "2")), Axis("day", ("a", "b"))
    >>> Parameter((day,), [5.0, 7.0]).at(Mapping(hour, day, np.array([0, 0, 1]))).values
    array([5., 5., 7.])
    """

    fine: Axis
    coarse: Axis
    group: Integers

    def __post_init__(self) -> None:
        group = np.asarray(self.group, dtype=np.int64)
        if group.shape != (len(self.fine),) or (group < -1).any() or (group >= len(self.coarse)).any():
            raise AlignmentError(f"mapping from {self.fine.name} to {self.coarse.name}: groups beyond either axis")
        object.__setattr__(self, "group", group)

    def check(self, coarse: Axis) -> None:
        """Raise AlignmentError unless ``coarse`` is this mapping's and every fine label has a group."""
        if not coarse.same(self.coarse):
            raise AlignmentError(f"mapping to {self.coarse.name}: labels differ")
        if (self.group < 0).any():
            raise AlignmentError(f"mapping from {self.fine.name} to {self.coarse.name} leaves labels without a group")
