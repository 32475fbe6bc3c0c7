"""Linear expressions over labelled axes.

An expression holds, for each cell of its axes, a linear form in the columns of one LP, as flat triplets
(cell, column, coefficient). Every operation on it is either a *scatter* (cells move or merge: shift, sum) or a
*gather* (cells are picked or repeated: select, at), over whole arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np
from scipy import sparse

from dispatch.arrays import Floats, Integers

from .axis import Axis, Indices, Mapping, Parameter, broadcast, shape_of
from .errors import AlignmentError


@dataclass(frozen=True, eq=False)
class Expression:
    """Linear forms on axes: ``constant[cell] + sum of coefficient * x[column]``.

    cells, columns, coefficients: shape (terms,); constant: shape of the axes. Sums and comparisons align by label;
    a Parameter may lack an axis of the expression, an expression may not (``over`` repeats it, ``sum`` removes one).

    >>> from dispatch.lp import LP
    >>> lp, hour = LP(), Axis("hour", ("0", "1", "2"))
    >>> energy, charge = lp.variable("energy", (hour,)), lp.variable("charge", (hour,))
    >>> lp.constraint("S1", energy == energy.shift(1, cyclic=True) + 0.5 * charge)
    >>> lp.matrix().matrix.toarray()[1].tolist()
    [-1.0, 1.0, 0.0, 0.0, -0.5, 0.0]
    """

    axes: tuple[Axis, ...]
    cells: Indices
    columns: Indices
    coefficients: Floats
    constant: Floats

    def __post_init__(self) -> None:
        # Half the bytes of the usual 64 bits: a year has tens of millions of terms, and most of the time is their copying.
        object.__setattr__(self, "cells", np.asarray(self.cells, dtype=np.int32))
        object.__setattr__(self, "columns", np.asarray(self.columns, dtype=np.int32))

    __array_ufunc__ = None  # numpy leaves `2.0 * x` to x, and an array to none

    def __repr__(self) -> str:
        return f"Expression({', '.join(f'{a.name}: {len(a)}' for a in self.axes)}; {len(self.cells)} terms)"

    # --- sums and products ---

    def __add__(self, other: Operand) -> Expression:
        if isinstance(other, Expression):
            other = other.aligned(self.axes)
            return Expression(
                self.axes,
                np.concatenate([self.cells, other.cells]),
                np.concatenate([self.columns, other.columns]),
                np.concatenate([self.coefficients, other.coefficients]),
                self.constant + other.constant,
            )
        if not isinstance(other, Parameter | Real):
            return NotImplemented
        extra = other.on(*self.axes) if isinstance(other, Parameter) else float(other)
        return Expression(self.axes, self.cells, self.columns, self.coefficients, self.constant + extra)

    def __mul__(self, factor: Parameter | float) -> Expression:
        if isinstance(factor, Expression):
            raise TypeError("a product of two expressions is not linear")
        if not isinstance(factor, Parameter | Real):
            return NotImplemented
        if not isinstance(factor, Parameter):
            return Expression(self.axes, self.cells, self.columns, self.coefficients * factor, self.constant * factor)
        names = {axis.name for axis in self.axes}
        if any(axis.name not in names for axis in factor.axes):
            raise AlignmentError(f"factor on {factor.axes} has an axis that {self!r} lacks: use over()")
        values = factor.on(*self.axes)
        return Expression(
            self.axes, self.cells, self.columns, self.coefficients * values.ravel()[self.cells], self.constant * values
        )

    def __neg__(self) -> Expression:
        return self * -1.0

    def __sub__(self, other: Operand) -> Expression:
        return self + (-other) if isinstance(other, Expression | Parameter | Real) else NotImplemented

    def __truediv__(self, divisor: Parameter | float) -> Expression:
        return self * (1.0 / divisor) if isinstance(divisor, Parameter | Real) else NotImplemented

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: Parameter | float) -> Expression:
        return -self + other

    def __le__(self, other: Operand) -> Relation:
        return Relation(self - other, -np.inf, 0.0)

    def __ge__(self, other: Operand) -> Relation:
        return Relation(self - other, 0.0, np.inf)

    def __eq__(self, other: object) -> Relation:  # type: ignore[override]
        if isinstance(other, Expression | Parameter):
            return Relation(self - other, 0.0, 0.0)
        return Relation(self - float(other), 0.0, 0.0) if isinstance(other, Real) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    # --- structure ---

    def axis(self, name: str) -> Axis:
        """The axis of that name."""
        return self.axes[self._place(name)]

    def _place(self, name: str) -> int:
        for place, axis in enumerate(self.axes):
            if axis.name == name:
                return place
        raise AlignmentError(f"{self!r} has no axis {name}")

    def aligned(self, axes: Sequence[Axis]) -> Expression:
        """The same forms with axes in the order of ``axes``; raises AlignmentError unless the labels are the same."""
        if len(axes) != len(self.axes):
            raise AlignmentError(f"axes {self.axes} and {tuple(axes)} differ: use over() or sum()")
        order = [self._place(axis.name) for axis in axes]
        for place, axis in zip(order, axes, strict=True):
            if not self.axes[place].same(axis):
                raise AlignmentError(f"axis {axis.name}: labels differ")
        if order == list(range(len(order))):
            return self
        index = np.unravel_index(self.cells, shape_of(self.axes))
        cells = np.ravel_multi_index(tuple(index[place] for place in order), shape_of(axes)).astype(np.int32)
        constant = np.transpose(self.constant, order)
        return Expression(tuple(axes), cells, self.columns, self.coefficients, constant)

    def _move(self, name: str, new: Axis | None, target: Integers) -> Expression:
        """Scatter along one axis: position p goes to target[p] (-1: dropped); cells that meet are added."""
        k = self._place(name)
        axes = self.axes[:k] + (() if new is None else (new,)) + self.axes[k + 1 :]
        outer = int(np.prod(shape_of(self.axes[:k]), dtype=np.int64))
        inner = int(np.prod(shape_of(self.axes[k + 1 :]), dtype=np.int64))
        length, count = len(self.axes[k]), 1 if new is None else len(new)
        to = target.astype(np.int32)[(self.cells // inner) % length]
        cells = ((self.cells // (inner * length)) * count + to) * inner + self.cells % inner
        kept = to >= 0
        constant = np.zeros((outer, count, inner))
        used = target >= 0
        if self.constant.any():
            own = self.constant.reshape(outer, length, inner).swapaxes(0, 1)
            np.add.at(constant.swapaxes(0, 1), target[used], own[used])
        if not kept.all():
            cells, columns, coefficients = cells[kept], self.columns[kept], self.coefficients[kept]
        else:
            columns, coefficients = self.columns, self.coefficients
        return Expression(axes, cells, columns, coefficients, constant.reshape(shape_of(axes)))

    def _pick(self, name: str, new: Axis, source: Integers) -> Expression:
        """Gather along one axis: position p of ``new`` is the old position source[p]."""
        k = self._place(name)
        axes = (*self.axes[:k], new, *self.axes[k + 1 :])
        spread = np.arange(int(np.prod(shape_of(self.axes), dtype=np.int64))).reshape(shape_of(self.axes))
        old = np.take(spread, source, axis=k).ravel()
        ordered = bool((self.cells[1:] >= self.cells[:-1]).all())
        order = np.arange(self.cells.size) if ordered else np.argsort(self.cells, kind="stable")
        counts = np.bincount(self.cells, minlength=spread.size)
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        repeats = counts[old]
        cells = np.repeat(np.arange(old.size, dtype=np.int32), repeats)
        offset = np.arange(cells.size) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        terms = order[np.repeat(starts[old], repeats) + offset]
        constant = np.take(self.constant, source, axis=k)
        return Expression(axes, cells, self.columns[terms], self.coefficients[terms], constant)

    def shift(self, steps: int, axis: str = "hour", *, cyclic: bool) -> Expression:
        """The value ``steps`` labels earlier; before the first label, the last ones (cyclic) or zero."""
        own = self.axis(axis)
        target = np.arange(len(own)) + steps
        target = target % len(own) if cyclic else np.where((target < 0) | (target >= len(own)), -1, target)
        return self._move(axis, own, target.astype(np.int64))

    def sum(self, *names: str) -> Expression:
        """Summed over the axes named (all of them where none is named)."""
        result = self
        for name in names or tuple(axis.name for axis in self.axes):
            result = result._move(name, None, np.zeros(len(result.axis(name)), dtype=np.int64))
        return result

    def group(self, mapping: Mapping) -> Expression:
        """Summed from the fine axis of a mapping into its coarse one."""
        if not self.axis(mapping.fine.name).same(mapping.fine):
            raise AlignmentError(f"mapping from {mapping.fine.name}: labels differ")
        return self._move(mapping.fine.name, mapping.coarse, mapping.group)

    def at(self, mapping: Mapping) -> Expression:
        """Repeated from the coarse axis of a mapping along its fine one (a day's value in each of its hours)."""
        mapping.check(self.axis(mapping.coarse.name))
        return self._pick(mapping.coarse.name, mapping.fine, mapping.group)

    def select(self, axis: Axis) -> Expression:
        """The part on ``axis``, which has some of the labels of the expression's axis of that name."""
        own = self.axis(axis.name)
        return self if own.same(axis) else self._pick(axis.name, axis, own.positions(axis.labels))

    def extend(self, axis: Axis) -> Expression:
        """The same on a longer axis of that name; zero where the expression has no label."""
        own = self.axis(axis.name)
        return self if own.same(axis) else self._move(axis.name, axis, axis.positions(own.labels))

    def over(self, axis: Axis) -> Expression:
        """Repeated along a new last axis."""
        size = len(axis)
        shape_of((*self.axes, axis))
        cells = np.add.outer(self.cells * size, np.arange(size, dtype=np.int32)).ravel()
        constant = np.repeat(self.constant[..., None], size, axis=-1)
        return Expression(
            (*self.axes, axis), cells, np.repeat(self.columns, size), np.repeat(self.coefficients, size), constant
        )

    def where(self, mask: Parameter) -> Expression:
        """Zero where the mask is zero."""
        return self * Parameter(mask.axes, (mask.values != 0).astype(float))

    def merged(self) -> Expression:
        """The same with one term per cell and column, and none with a coefficient of zero. A sum of many parts has a column several times."""
        width = int(self.columns.max(initial=-1)) + 1
        terms = sparse.csr_matrix((self.coefficients, (self.cells, self.columns)), shape=(self.constant.size, width))
        terms.eliminate_zeros()
        cells = np.repeat(np.arange(self.constant.size, dtype=np.int32), np.diff(terms.indptr))
        return Expression(self.axes, cells, terms.indices, terms.data, self.constant)

    def value(self, primal: Floats) -> Floats:
        """The numbers at a point: shape of the axes."""
        weights = self.coefficients * primal[self.columns]
        total = np.bincount(self.cells, weights, minlength=self.constant.size)
        return np.asarray(total.reshape(self.constant.shape) + self.constant)


Operand = Expression | Parameter | float


@dataclass(frozen=True, eq=False)
class Relation:
    """``lower <= form <= upper``, to be given to ``LP.constraint``."""

    form: Expression
    lower: float
    upper: float

    def __bool__(self) -> bool:
        raise TypeError("a relation has no truth: write a <= x and x <= b as two constraints")


def constant(axes: Sequence[Axis], values: Floats | float = 0.0) -> Expression:
    """An expression without terms."""
    none = np.zeros(0, dtype=np.int32)
    filled = np.array(np.broadcast_to(np.asarray(values, dtype=float), shape_of(axes)))
    return Expression(tuple(axes), none, none, np.zeros(0), filled)


def from_parameter(parameter: Parameter, axes: Sequence[Axis]) -> Expression:
    """A parameter as an expression without terms on ``axes``."""
    return constant(axes, broadcast(parameter.values, parameter.axes, axes))
