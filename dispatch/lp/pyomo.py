"""Renders an LP to Pyomo: the same blocks, names, bounds, rows and cost as a ConcreteModel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo

from .names import ascii_name
from .program import LP, Block

if TYPE_CHECKING:
    from pyomo.core import ConcreteModel


def to_pyomo(lp: LP) -> ConcreteModel:
    """A Var component and a Constraint component a block, indexed by the ASCII form of the labels
    (see ``ascii_name``), and the objective ``cost`` in million CNY. Takes minutes and gigabytes for a whole year."""
    arrays = lp.matrix()
    model = pyo.ConcreteModel()
    columns: list[Any] = [None] * lp.columns
    for block in lp.variables.values():
        keys = _keys(block)
        numbers = block.index.ravel()[block.present]
        if not numbers.size:
            continue
        component = pyo.Var(keys)
        model.add_component(block.name, component)
        for key, number in zip(keys, numbers, strict=True):
            columns[number] = variable = component[key]
            low, high = arrays.lower[number], arrays.upper[number]
            variable.setlb(None if np.isinf(low) else float(low))
            variable.setub(None if np.isinf(high) else float(high))
    indptr, indices, data = arrays.matrix.indptr, arrays.matrix.indices, arrays.matrix.data
    for block in lp.constraints.values():
        keys = _keys(block)
        numbers = block.index.ravel()[block.present]
        if not numbers.size:
            continue
        component = pyo.Constraint(keys)
        model.add_component(block.name, component)
        for key, number in zip(keys, numbers, strict=True):
            span = range(indptr[number], indptr[number + 1])
            body = pyo.quicksum(float(data[k]) * columns[indices[k]] for k in span)
            low, high = arrays.row_lower[number], arrays.row_upper[number]
            if low == high:
                component.add(key, body == float(low))
            else:
                bounds = (None if np.isinf(low) else float(low), body, None if np.isinf(high) else float(high))
                component.add(key, bounds)
    priced = np.flatnonzero(arrays.cost)
    total = pyo.quicksum(float(arrays.cost[k]) * columns[k] for k in priced)
    model.cost = pyo.Objective(expr=total + arrays.offset)
    return model


def _keys(block: Block) -> list[Any]:
    labels = [tuple(ascii_name(label) for label in cell) for cell in block.labels()]
    if not block.axes:
        return [None] if labels else []
    return [cell[0] for cell in labels] if len(block.axes) == 1 else labels
