"""Solve a ``linopy.Model``: matrices and labels to a problem, values and duals back into the model."""

from __future__ import annotations

import logging
import time as clock
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from dispatch.app.assemble import solve_options
from dispatch.arrays import Floats, Integers
from dispatch.case.suggestions import clip
from dispatch.errors import CaseError, Fault
from dispatch.lp import COUPLES, Matrix
from dispatch.messages import Lang, Message, clauses, message
from dispatch.messages import names as join_names
from dispatch.solve import Method, Solution

from .timed import solve_timed, timed_problem

log = logging.getLogger("dispatch")
SHOWN = 5
"""Labels that a fault names."""


def solve_linopy(
    model: Any,
    time: str | None = "snapshot",
    *,
    method: Method = "auto",
    gap: float | None = None,
    time_limit: float | None = None,
    threads: int | None = None,
    verbose: bool = False,
) -> tuple[str, str]:
    """Solve a ``linopy.Model`` and write values, duals, objective and status into it, as ``model.solve()`` does.

    time: dimension of time. Its labels, in their order, are the hours of the columns. A variable without this dimension (a
    capacity) and a constraint that touches more than two weekly windows couple the hours. None: the model has no time.
    method, gap (relative), time_limit [s], threads, verbose: as in ``dispatch.run``.
    Return status and termination condition of linopy: ``optimal`` is proven to a gap of 1e-6; ``suboptimal`` is a feasible
    point within the requested gap, or, without a request, of a large model with capacities that the decomposition solves to a proven gap
    above 1e-6; ``imprecise`` a point without a proof that violates each constraint by at most 1e-5, or 1e-7 of its size; ``time_limit``, ``infeasible``, ``unbounded``. Duals have linopy's sign: change of the objective per unit of the right-hand side. Integer variables are
    solved by branch and bound; duals are those of the LP with these variables fixed.
    Raises CaseError for what the solver does not take (a quadratic objective, semi-continuous variables, SOS and indicator
    constraints, a dimension that no variable has or that repeats labels, an unknown method); ValueError for a model without objective, as linopy does.

    For PyPSA: ``n.optimize.create_model()``, ``dispatch.solve_linopy(n.model)``, ``n.optimize.assign_solution()``,
    ``n.optimize.assign_duals()``, ``n.optimize.post_processing()``.
    """
    began = clock.perf_counter()
    options = replace(solve_options(method, gap, time_limit, threads, verbose), nearly=True)
    _refuse(model, time)
    if model.objective.expression.empty:
        raise ValueError("No objective has been set on the model. Use `m.add_objective(...)` first.")
    model.reset_solution()
    model.constraints.sanitize_zeros()
    model.constraints.sanitize_infinities()
    model.solver = None
    matrices = model.matrices
    problem = _problem(model, matrices, time)
    whole = np.isin(matrices.vtypes, ("B", "I")).astype(float)
    solution = solve_timed(problem, whole, options)
    log.info("%s", clauses(*solution.notes).text(Lang.en))
    return _assign(model, matrices, solution, clock.perf_counter() - began)


def _refuse(model: Any, time: str | None) -> None:
    """Raise CaseError for what cannot be solved, every fault at once."""
    faults = []

    def refuse(names: str, rule: str, remedy: Message, **values: object) -> None:
        faults.append(Fault("model", 0, "", names, message(rule, **values), remedy))

    linopy_itself = message("remedy.external.solve_with_linopy")
    if model.is_quadratic:
        refuse("objective", "fault.external.quadratic", linopy_itself)
    if names := list(model.variables.semi_continuous):
        refuse(", ".join(names), "fault.external.semi_continuous", linopy_itself)
    if names := list(model.variables.sos):
        refuse(", ".join(names), "fault.external.sos", message("remedy.external.reformulate_sos"))
    if names := [name for name, constraint in model.constraints.items() if constraint.is_indicator]:
        refuse(", ".join(names), "fault.external.indicator", linopy_itself)
    found = {str(dim) for _, variable in model.variables.items() for dim in variable.dims}
    if time is not None and time not in found:
        remedy = message("remedy.external.choose_dimension", dimensions=", ".join(sorted(found)) or "–")
        refuse(str(time), "fault.external.no_dimension", remedy)
    if repeated := _repeated(model, time):
        labels = join_names(clip(label) for label in repeated[:SHOWN])
        refuse(str(time), "fault.external.repeated_labels", message("remedy.external.unique_labels"), labels=labels)
    if faults:
        raise CaseError(faults)


def _repeated(model: Any, time: str | None) -> list[Any]:
    """Return the labels of time that a variable has more than once: their hour is not determined."""
    found: dict[Any, None] = {}
    for _, variable in model.variables.items():
        if time in variable.labels.dims:
            index = variable.labels.get_index(time)
            found |= dict.fromkeys(index[index.duplicated()])
    return list(found)


def _problem(model: Any, matrices: Any, time: str | None) -> Matrix:
    """Return the problem, a minimisation: of a maximum the costs are negated."""
    sign = -1.0 if model.sense == "max" else 1.0
    columns = len(matrices.vlabels)
    rows = (
        sparse.csr_matrix((0, columns))
        if matrices.A is None
        else sparse.csr_matrix((matrices.A.data, matrices.A.indices, matrices.A.indptr), shape=matrices.A.shape)
    )
    low = np.where(matrices.sense != "<", matrices.b, -np.inf)
    high = np.where(matrices.sense != ">", matrices.b, np.inf)
    hours, series = _labels(model, time)
    return timed_problem(sign * matrices.c, (matrices.lb, matrices.ub), rows, (low, high), hours, series)


def _labels(model: Any, time: str | None) -> tuple[Integers, Integers]:
    """Return hour (-1: none) and series of each column, shapes (columns,), in the order of the matrices."""
    order = _order(model, time)
    hours, series, count = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], 0
    for _, variable in model.variables.items():
        labels = variable.labels
        present = labels.values.ravel() != -1
        if time in labels.dims:
            axis = labels.dims.index(time)
            at = order.get_indexer(labels.get_index(time))
            shape = [1] * labels.ndim
            shape[axis] = -1
            own = np.broadcast_to(np.asarray(at, dtype=np.int64).reshape(shape), labels.shape)
            others = [size for place, size in enumerate(labels.shape) if place != axis]
            numbers = np.arange(int(np.prod(others, dtype=np.int64))).reshape(others)
            kind = np.broadcast_to(np.expand_dims(numbers, axis), labels.shape)
        else:
            own, kind = np.full(labels.shape, COUPLES), np.arange(labels.size).reshape(labels.shape)
        hours.append(own.ravel()[present])
        series.append(kind.ravel()[present] + count)
        count += labels.size
    return np.concatenate(hours), np.concatenate(series)


def _order(model: Any, time: str | None) -> pd.Index[Any]:
    """Return the labels of time of all variables, in the order of the variable that has most."""
    found = [variable.labels.get_index(time) for _, variable in model.variables.items() if time in variable.labels.dims]
    found.sort(key=len, reverse=True)
    order: pd.Index[Any] = found[0] if found else pd.RangeIndex(0)
    for index in found[1:]:
        missing = index[~index.isin(order)]
        order = order.append(missing) if len(missing) else order
    return order


_CONDITIONS = {
    "optimal": "optimal",
    "feasible": "suboptimal",
    "infeasible": "infeasible",
    "unbounded": "unbounded",
}
"""Status of a solution -> termination condition of linopy, where the status alone decides."""


def _condition(solution: Solution) -> str:
    if solution.status in _CONDITIONS:
        return _CONDITIONS[solution.status]
    if solution.end.interrupted:
        return "user_interrupt"
    if solution.status == "stopped":
        return "time_limit"
    return "internal_solver_error" if solution.primal is None else "imprecise"


def _assign(model: Any, matrices: Any, solution: Solution, seconds: float) -> tuple[str, str]:
    """Write a solution into the model; return status and termination condition."""
    from linopy import constants

    sign = -1.0 if model.sense == "max" else 1.0
    values = constants.Solution()
    if solution.primal is not None and solution.row_dual is not None:
        objective = sign * solution.objective
        primal = _by_label(matrices.vlabels, solution.primal, model.variables)
        dual = _by_label(matrices.clabels, sign * solution.row_dual, model.constraints)
        values = constants.Solution(primal, dual, objective)
    status = constants.Status.from_termination_condition(_condition(solution))
    status.legacy_status = f"{solution.method}, {solution.status}"
    report = constants.SolverReport(runtime=seconds, mip_gap=solution.gap, dual_bound=sign * solution.bound)
    found: tuple[str, str] = model.assign_result(
        constants.Result(status, values, solver_name="dispatch", report=report)
    )
    return found


def _by_label(labels: Integers, values: Floats, containers: Any) -> Floats:
    """Return values by linopy's label, NaN for a label without a value."""
    whole = np.full(max((each.range[1] for _, each in containers.items()), default=0), np.nan)
    whole[labels] = values
    return whole
