"""The linear program: named blocks of columns and rows, costs, and the quantities that are reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dispatch.arrays import Floats, Integers
from dispatch.messages import Message, message
from dispatch.notebook import described, html_table

from .axis import Axis, Indices, Parameter, broadcast, shape_of
from .errors import AlignmentError, BoundsCross, ModelError, RowCannotHold
from .expression import Expression, Relation, from_parameter
from .names import full_name

if TYPE_CHECKING:
    from pyomo.core import ConcreteModel

COUPLES = -1
"""Tag of a column or row that touches no particular hour."""


@dataclass(frozen=True, eq=False)
class Block:
    """A named family of columns or rows on axes; ``index`` (shape of the axes) numbers them, -1 where absent.

    demand: cells of the input that set the sides of rows, as ``table.column, column``; empty without such cells. unit: name of the
    unit of violations (a violation of 1 is 1,000 units) if the rows are requirements of the system; empty if they define plants and
    stores."""

    name: str
    axes: tuple[Axis, ...]
    index: Integers
    text: str | Message
    demand: str = ""
    unit: str = ""

    @property
    def present(self) -> Integers:
        """Flat cells that exist, in the order of their numbers."""
        return np.flatnonzero(self.index.ravel() >= 0)

    def labels(self) -> list[tuple[str, ...]]:
        """Label tuples of the cells that exist, in the order of their numbers."""
        if not self.axes:
            return [()] * self.present.size
        places = np.unravel_index(self.present, self.index.shape)
        columns = [np.array(axis.labels, dtype=object)[place] for axis, place in zip(self.axes, places, strict=True)]
        return [tuple(row) for row in zip(*columns, strict=True)]

    def names(self) -> list[str]:
        """Full names, ``block[label,label]``, in the order of their numbers."""
        return [full_name(self.name, labels) for labels in self.labels()]


@dataclass(frozen=True, eq=False)
class Matrix:
    """The LP as arrays: minimise ``cost @ x + offset``, ``row_lower <= matrix @ x <= row_upper``, bounds on x.

    cost, lower, upper, column_first, column_last: shape (columns,); row_*: shape (rows,).
    first and last: the hours that a column or row touches, -1 for none in particular. column_series: which quantity a
    column is a value of; two columns of one series differ in their hours only.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    matrix: sparse.csr_matrix
    row_lower: Floats
    row_upper: Floats
    column_first: Integers
    column_last: Integers
    column_series: Integers
    row_first: Integers
    row_last: Integers
    offset: float


@dataclass(eq=False)
class _Columns:
    """The columns so far, block by block: their number, bounds, hours with series, and the number of series."""

    count: int = 0
    series: int = 0
    bounds: list[tuple[Floats, Floats]] = field(default_factory=list)
    tags: list[tuple[Integers, Integers, Integers]] = field(default_factory=list)


@dataclass(eq=False)
class _Rows:
    """The rows so far, block by block: their number, coefficients, bounds, and COUPLES for a row without hours."""

    count: int = 0
    forms: list[sparse.csr_matrix] = field(default_factory=list)
    bounds: list[tuple[Floats, Floats]] = field(default_factory=list)
    couples: list[Integers] = field(default_factory=list)


class LP:
    """Collects blocks. Names are unique; every column and row of a block is named ``block[label,...]``."""

    def __init__(self) -> None:
        self.variables: dict[str, Block] = {}
        self.constraints: dict[str, Block] = {}
        self.cost_parts: list[tuple[str, Expression]] = []
        self.quantities: dict[str, Expression] = {}
        self.sealed = (0, 0, 0)
        self._columns = _Columns()
        self._rows = _Rows()

    def __repr__(self) -> str:
        facts = {"variables": ", ".join(self.variables), "constraints": ", ".join(self.constraints)}
        return described(f"LP({self.columns:,} columns, {self.rows:,} rows)", facts)

    def _repr_html_(self) -> str:
        """Return the blocks for a notebook: axes and size."""
        rows = [
            (
                name,
                kind,
                " × ".join(f"{axis.name} {len(axis)}" for axis in block.axes),
                f"{block.present.size:,}",
                str(block.text),
            )
            for kind, blocks in (("variable", self.variables), ("constraint", self.constraints))
            for name, block in blocks.items()
        ]
        head = ("block", "kind", "axes", "size", "text")
        return html_table(f"LP: {self.columns:,} columns, {self.rows:,} rows", rows, head)

    def variable(
        self,
        name: str,
        axes: Sequence[Axis],
        *,
        lower: Parameter | Expression | float = 0.0,
        upper: Parameter | Expression | float = np.inf,
        where: Parameter | None = None,
        text: str | Message = "",
    ) -> Expression:
        """New columns on axes, as an expression.

        A bound may be numbers, or an expression, so that a capacity can be either: where the expression has terms it is
        a row ``NAME_lower`` or ``NAME_upper``, elsewhere its constant is the bound.
        ``where`` leaves cells out. Raises ModelError for a name that is taken or a bound that is no number, BoundsCross for a
        lower bound above the upper.
        """
        axes = tuple(axes)
        if name in self.variables:
            raise ModelError(f"variable {name} exists")
        cells = np.arange(int(np.prod(shape_of(axes), dtype=np.int64)), dtype=np.int32)
        if where is not None:
            cells = cells[where.on(*axes).ravel() != 0]
        index = np.full(shape_of(axes), -1, dtype=np.int64)
        columns = np.arange(self._columns.count, self._columns.count + cells.size, dtype=np.int32)
        index.ravel()[cells] = columns
        low, rows_below = _bound(lower, axes, cells, -np.inf)
        high, rows_above = _bound(upper, axes, cells, np.inf)
        if (low > high).any():
            raise BoundsCross(name, _labels(axes, cells[low > high]))
        first, last, series = _hours(axes, cells)
        self._columns.count += cells.size
        self._columns.bounds.append((low, high))
        self._columns.tags.append((first, last, series + self._columns.series))
        self._columns.series += int(series.max(initial=-1)) + 1
        self.variables[name] = Block(name, axes, index, text)
        own = Expression(axes, cells, columns, np.ones(cells.size), np.zeros(shape_of(axes)))
        if isinstance(lower, Expression) and rows_below is not None:
            self.constraint(
                f"{name}_lower", own >= lower, where=rows_below, text=message("constraint.lower_bound", name=name)
            )
        if isinstance(upper, Expression) and rows_above is not None:
            self.constraint(
                f"{name}_upper", own <= upper, where=rows_above, text=message("constraint.upper_bound", name=name)
            )
        return own

    def constraint(
        self,
        name: str,
        relation: Relation,
        *,
        where: Parameter | None = None,
        text: str | Message = "",
        demand: str = "",
        unit: str = "",
    ) -> None:
        """New rows, one per cell of the relation; cells where ``where`` is zero, or that have no term (or
        whose terms cancel) and hold, are left out. Raises ModelError for a name that is taken or a coefficient or bound that
        is no number, RowCannotHold for a row without terms that cannot hold. demand, unit: as ``Block`` has them.

        >>> lp, area = LP(), Axis("area", ("west", "east"))
        >>> x = lp.variable("x", (area,))
        >>> lp.constraint("A1_most", x <= Parameter((area,), [3.0, 4.0]))
        >>> lp.row_names()
        ['A1_most[west]', 'A1_most[east]']
        """
        if name in self.constraints:
            raise ModelError(f"constraint {name} exists")
        if not isinstance(relation, Relation):
            raise TypeError(f"constraint {name}: compare expressions with <=, >= or ==")
        form = relation.form
        flat = form.constant.ravel()
        keep = np.ones(flat.size, dtype=bool) if where is None else where.on(*form.axes).ravel() != 0
        matrix = sparse.csr_matrix(
            (form.coefficients, (form.cells, form.columns)), shape=(flat.size, self._columns.count)
        )
        matrix.eliminate_zeros()
        wrong = np.isnan(flat)
        wrong[form.cells[~np.isfinite(form.coefficients)]] = True
        if (keep & wrong).any():
            place = full_name(name, _labels(form.axes, np.flatnonzero(keep & wrong)))
            raise ModelError(f"{place} holds what is no number")
        empty = np.diff(matrix.indptr) == 0
        broken = (flat < relation.lower - 1e-9) | (flat > relation.upper + 1e-9)
        if (keep & empty & broken).any():
            raise RowCannotHold(name, _labels(form.axes, np.flatnonzero(keep & empty & broken)), demand)
        keep &= ~empty
        cells = np.flatnonzero(keep)
        if cells.size < flat.size:
            matrix, flat = matrix[cells], flat[cells]
        index = np.full(form.constant.size, -1, dtype=np.int64)
        index[cells] = np.arange(self._rows.count, self._rows.count + cells.size)
        low, high = (
            np.full(flat.size, bound) if np.isinf(bound) else bound - flat for bound in (relation.lower, relation.upper)
        )
        never = (low == np.inf) | (high == -np.inf)
        if never.any():
            raise RowCannotHold(name, _labels(form.axes, cells[never]), demand)
        self._rows.count += cells.size
        self._rows.forms.append(matrix)
        self._rows.bounds.append((low, high))
        self._rows.couples.append(_hours(form.axes, cells)[0])
        shaped = index.reshape(form.constant.shape)
        self.constraints[name] = Block(name, form.axes, shaped, text, demand, unit)

    def cost(self, name: str, expression: Expression) -> None:
        """Add an expression, summed over its axes, to the objective, under a name that the cost report uses.
        ``cost_parts`` keeps it on its axes, so that results can say where a cost arises. Raises ModelError for a
        coefficient or constant that is no finite number."""
        if not (np.isfinite(expression.coefficients).all() and np.isfinite(expression.constant).all()):
            raise ModelError(f"cost {name} holds what is no number")
        self.cost_parts.append((name, expression))

    @property
    def costs(self) -> dict[str, Expression]:
        """The terms of the objective by name, each summed over its axes."""
        totals: dict[str, Expression] = {}
        for name, part in self.cost_parts:
            total = part.sum() if part.axes else part
            totals[name] = totals[name] + total if name in totals else total
        return totals

    def seal(self) -> None:
        """Mark what is there as the model's: variables, constraints and costs that are added later are the planner's own
        (``own_blocks``). ``sealed`` counts them."""
        self.sealed = len(self.variables), len(self.constraints), len(self.cost_parts)

    def quantity(self, name: str, expression: Expression | Parameter, axes: Sequence[Axis] = ()) -> None:
        """Register an expression that results report. Raises ModelError for a name that is taken."""
        if name in self.quantities:
            raise ModelError(f"quantity {name} exists")
        if isinstance(expression, Parameter):
            expression = from_parameter(expression, axes or expression.axes)
        self.quantities[name] = expression

    def names_only(self) -> LP:
        """Return an LP with the blocks and their numbers only, without terms, bounds, costs and quantities. These take half a
        gigabyte for a year of a large case."""
        light = LP()
        light.variables, light.constraints, light.sealed = self.variables, self.constraints, self.sealed
        light._columns.count, light._rows.count = self.columns, self.rows
        return light

    def __getitem__(self, name: str) -> Expression:
        """The variable of that name, as an expression."""
        block = self.variables[name]
        cells = block.present.astype(np.int32)
        columns = block.index.ravel()[cells].astype(np.int32)
        return Expression(block.axes, cells, columns, np.ones(cells.size), np.zeros(block.index.shape))

    @property
    def columns(self) -> int:
        """Number of columns."""
        return self._columns.count

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self._rows.count

    def matrix(self) -> Matrix:
        """The whole LP as arrays."""
        matrix = self._stacked()
        cost, offset = np.zeros(self._columns.count), 0.0
        for _, part in self.cost_parts:
            cost += np.bincount(part.columns, part.coefficients, minlength=self._columns.count)
            offset += float(part.constant.sum())
        first, last, series = (_stack((tag[k] for tag in self._columns.tags), np.int64) for k in range(3))
        couples = _stack(self._rows.couples, np.int64) == COUPLES
        row_first, row_last = _row_hours(matrix, first, last, couples)
        lower, upper = (_stack(bound[k] for bound in self._columns.bounds) for k in range(2))
        low, high = (_stack(bound[k] for bound in self._rows.bounds) for k in range(2))
        return Matrix(cost, lower, upper, matrix, low, high, first, last, series, row_first, row_last, offset)

    def _stacked(self) -> sparse.csr_matrix:
        """All rows in one matrix; no row is empty."""
        data = _stack(form.data for form in self._rows.forms)
        indices = _stack((form.indices for form in self._rows.forms), np.int32)
        starts = np.zeros(self._rows.count + 1, dtype=np.int32)
        np.cumsum(_stack((np.diff(form.indptr) for form in self._rows.forms), np.int32), out=starts[1:])
        return sparse.csr_matrix((data, indices, starts), shape=(self._rows.count, self._columns.count))

    def column_names(self) -> list[str]:
        """Names of all columns, in order."""
        return [name for block in self.variables.values() for name in block.names()]

    def row_names(self) -> list[str]:
        """Names of all rows, in order."""
        return [name for block in self.constraints.values() for name in block.names()]

    def to_pyomo(self) -> ConcreteModel:
        """The same LP as a Pyomo model: one Var and one Constraint component a block."""
        from .pyomo import to_pyomo

        return to_pyomo(self)


def _stack(parts: Iterable[NDArray[Any]], dtype: type[np.generic] = np.float64) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype), *parts], dtype=dtype)


def _bound(
    value: Parameter | Expression | float, axes: tuple[Axis, ...], cells: Indices | Integers, endless: float
) -> tuple[Floats, Parameter | None]:
    """Bounds of the cells, and where a row has to say it instead: one there, on the axes; None where nowhere."""
    if not isinstance(value, Expression):
        return _numbers(value, axes, cells), None
    form = value.aligned(axes)
    terms = np.zeros(form.constant.size, dtype=bool)
    terms[form.cells[form.coefficients != 0.0]] = True
    numbers = np.where(terms, endless, form.constant.ravel())[cells]
    if np.isnan(numbers).any():
        raise ModelError("a bound is not a number")
    here = np.zeros(form.constant.size)
    here[cells] = terms[cells]
    return numbers, Parameter(axes, here.reshape(form.constant.shape)) if here.any() else None


def _numbers(value: Parameter | float, axes: Sequence[Axis], cells: Indices | Integers) -> Floats:
    if isinstance(value, Parameter):
        numbers = np.array(broadcast(value.values, value.axes, axes).ravel()[cells], dtype=float)
    else:
        numbers = np.full(cells.size, float(value))
    if np.isnan(numbers).any():
        raise ModelError("a bound is not a number")
    return numbers


def _labels(axes: tuple[Axis, ...], cells: Indices | Integers) -> tuple[str, ...]:
    """Labels of the first of some cells on axes."""
    place = np.unravel_index(cells[0], shape_of(axes)) if axes else ()
    return tuple(axis.labels[at] for axis, at in zip(axes, place, strict=True))


def _hours(axes: Sequence[Axis], cells: Indices | Integers) -> tuple[Integers, Integers, Integers]:
    """First and last hour of each cell: those of the axis of time, or -1 where no axis is of time; and the number of
    its series: its place on the other axes."""
    timed = [axis for axis in axes if axis.first is not None]
    if len(timed) > 1:
        raise AlignmentError(f"more than one axis of time: {timed}")
    if not timed:
        return np.full(cells.size, COUPLES), np.full(cells.size, COUPLES), cells.astype(np.int64)
    place = axes.index(timed[0])
    length, inner = len(timed[0]), int(np.prod(shape_of(axes[place + 1 :]), dtype=np.int64))
    at = cells // inner % length
    assert timed[0].first is not None and timed[0].last is not None
    return timed[0].first[at], timed[0].last[at], cells // (inner * length) * inner + cells % inner


def _row_hours(
    matrix: sparse.csr_matrix, first: Integers, last: Integers, couples: NDArray[np.bool_]
) -> tuple[Integers, Integers]:
    """Hours that each row touches, from its columns; -1 for a row that has no axis of time of its own."""
    if not matrix.shape[0]:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    starts = matrix.indptr[:-1]
    known = np.where(first < 0, np.iinfo(np.int32).max, first).astype(np.int32)
    low = np.minimum.reduceat(known[matrix.indices], starts).astype(np.int64)
    high = np.maximum.reduceat(last.astype(np.int32)[matrix.indices], starts).astype(np.int64)
    none = couples | (high < 0)
    return np.where(none, COUPLES, low), np.where(none, COUPLES, high)
