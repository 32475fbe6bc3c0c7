"""HiGHS from arrays and back to arrays: the only place of this package that talks to ``highspy``."""

from __future__ import annotations

import ctypes
import os
from typing import Any, TypeAlias

import highspy
import numpy as np
from scipy import sparse

from .problem import Basis, Floats, Integers, Problem, Statuses, Stop

Option: TypeAlias = str | float | int | bool
OPTIMAL = highspy.HighsModelStatus.kOptimal
INFEASIBLE = (highspy.HighsModelStatus.kInfeasible,)
UNBOUNDED = (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)
"""Unbounded, or infeasible: presolve does not find out which."""
_STATUS = [
    highspy.HighsBasisStatus.kLower,
    highspy.HighsBasisStatus.kBasic,
    highspy.HighsBasisStatus.kUpper,
    highspy.HighsBasisStatus.kZero,
    highspy.HighsBasisStatus.kNonbasic,
]
LOWER, BASIC, UPPER, ZERO = range(4)
DEVEX: dict[str, Option] = {"simplex_dual_edge_weight_strategy": 1}
"""For dual simplex from a basis: its exact steepest-edge weights cost as much as a solve. And for one whose few dense rows
fill the inverse: exact weights ask for one more dense column an iteration, and save too few iterations for that."""
PRIMAL: dict[str, Option] = DEVEX | {"simplex_strategy": 4, "primal_simplex_bound_perturbation_multiplier": 0.0}
"""For primal simplex. Its bounds are not perturbed: mending that by dual iterations took longer than it saved. Should any
follow all the same, they are by Devex."""
DUAL: dict[str, Option] = DEVEX | {"simplex_strategy": 1}
"""For dual simplex where primal was tried."""
UNLIMITED = 2**31 - 1
"""HiGHS's own limit of simplex iterations."""


def load(
    cost: Floats,
    lower: Floats,
    upper: Floats,
    matrix: sparse.csr_matrix,
    row_lower: Floats,
    row_upper: Floats,
    **options: Option,
) -> highspy.Highs:
    """A HiGHS with a model and options; silent unless ``output_flag`` says otherwise."""
    rows, columns = matrix.shape
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    configure(solver, **({"output_flag": False} | options))
    # The call with bare arrays: filling a HighsLp field by field copies each array element by element.
    status = solver.passModel(
        columns,
        rows,
        matrix.nnz,
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        cost,
        lower,
        upper,
        row_lower,
        row_upper,
        matrix.indptr,
        matrix.indices,
        matrix.data,
        np.zeros(columns, dtype=np.int32),  # all continuous
    )
    if status == highspy.HighsStatus.kError:
        raise ValueError("HiGHS refuses the model")
    return solver


def load_whole(problem: Problem, **options: Option) -> highspy.Highs:
    """A HiGHS with a whole problem, its offset left out."""
    p = problem
    return load(p.cost, p.lower, p.upper, p.matrix, p.row_lower, p.row_upper, **options)


def reset_scheduler() -> None:
    """Let the next solve choose its number of threads: HiGHS keeps one scheduler for the whole process, and refuses a
    run that asks for another number than the first one did."""
    highspy.Highs.resetGlobalScheduler(True)


def configure(solver: highspy.Highs, /, **options: Option) -> None:
    """Set options. Raises ValueError for one that HiGHS does not take."""
    for name, value in options.items():
        if solver.setOptionValue(name, value) == highspy.HighsStatus.kError:
            raise ValueError(f"HiGHS takes no {name} = {value!r}")


def run(solver: highspy.Highs, stop: Stop) -> highspy.HighsModelStatus:
    """Solve until it ends, or until ``stop``; the interpreter lock is free meanwhile."""
    remaining = stop.remaining
    if np.isfinite(remaining):
        configure(solver, time_limit=solver.getRunTime() + remaining)

    def look(event: Any) -> None:
        if stop.interrupted:
            event.interrupt()

    for callback in (solver.cbSimplexInterrupt, solver.cbIpmInterrupt):
        callback.subscribe(look)
    try:
        solver.run()
    finally:
        for callback in (solver.cbSimplexInterrupt, solver.cbIpmInterrupt):
            callback.unsubscribe(look)
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kMemoryLimit:
        raise MemoryError
    return status


def solve_presolved(solver: highspy.Highs, stop: Stop) -> tuple[Floats, Floats] | None:
    """Values of the columns and duals of the rows at the optimum, shapes (columns,) and (rows,), by the simplex of the
    LP that presolve leaves; None where there is none or it was stopped. There is no basis, which the way back from
    presolve does not need."""
    if not _reduces(solver):
        return _values(solver) if run(solver, stop) == OPTIMAL else None
    solved = _sell(solver.getPresolvedLp(), np.zeros(0, dtype=np.int64), np.zeros(0), stop)
    if solved is None:
        return None
    solver.postsolve(solved[0])
    return _values(solver)


def solve_dualised_first(
    solver: highspy.Highs, stop: Stop, sold: Integers, prices: Floats
) -> tuple[Floats, Floats, Basis | None] | None:
    """The same with a basis, where a few rows, by number, couple all others, and prices near their duals are known. The LP
    is solved with these rows sold at their prices, then with them kept, from there: dual simplex from slacks moves the
    prices all the way from zero, each move with all of the LP, and takes two to six times as long."""
    for number, row in enumerate(sold):
        solver.passRowName(int(row), str(number))
    if not _reduces(solver):
        return (*_values(solver), basis_of(solver)) if run(solver, stop) == OPTIMAL else None
    reduced = solver.getPresolvedLp()
    left = {int(name): row for row, name in enumerate(reduced.row_names_) if name}
    solved = _sell(reduced, np.fromiter(left.values(), np.int64), prices[list(left)], stop)
    if solved is None:
        return None
    solution, basis = solved
    basic = None
    if basis is not None:
        # HiGHS's own way back goes on by simplex, to mend dual infeasibilities of 1e-5 that presolve's tolerances leave:
        # it took 213 s after a solve of 100 s. The basis that it begins with is that of the point.
        configure(solver, simplex_iteration_limit=0)
        solver.postsolve(solution, _told(basis))
        basic = _basic(solver)
    solver.postsolve(solution)
    # Presolve fixes columns at an upper bound to which it has raised the lower one, and on the way back takes their
    # reduced cost of zero for a sign: it calls them at their lower bound. Their values tell.
    return (*_values(solver), None if basic is None else _sided(solver, basic))


def _reduces(solver: highspy.Highs) -> bool:
    """Presolve; whether it leaves an LP that is not the one it was given."""
    solver.presolve()
    return bool(solver.getModelPresolveStatus() == highspy.HighsPresolveStatus.kReduced)


def _sell(lp: Any, sold: Integers, prices: Floats, stop: Stop) -> tuple[Any, Basis | None] | None:
    """Solution and basis at the optimum of a HighsLp, by selling rows first. A sold row is A x - s = 0: while it is sold it
    is let go, and s, which has the sides of the row for bounds and the price for cost, stays at the side that the price pays
    for. When it is kept again only it is violated, and all reduced costs keep their signs, so dual simplex goes on."""
    rows, columns = lp.num_row_, lp.num_col_
    shape, entries = lp.a_matrix_, (lp.a_matrix_.value_, lp.a_matrix_.index_, lp.a_matrix_.start_)
    byrow = shape.format_ == highspy.MatrixFormat.kRowwise
    matrix = (sparse.csr_matrix if byrow else sparse.csc_matrix)(entries, shape=(rows, columns)).tocsr()
    lower, upper = np.array(lp.row_lower_), np.array(lp.row_upper_)
    sides = lower[sold], upper[sold]
    # Presolve may have taken a side away.
    prices = np.clip(
        prices, np.where(np.isfinite(sides[1]), -np.inf, 0.0), np.where(np.isfinite(sides[0]), np.inf, 0.0)
    )
    lower[sold], upper[sold] = -np.inf, np.inf
    own = sparse.csr_matrix((-np.ones(len(sold)), (sold, np.arange(len(sold)))), shape=(rows, len(sold)))
    inner = load(
        np.concatenate([lp.col_cost_ - matrix[sold].T @ prices, prices]),
        np.concatenate([lp.col_lower_, sides[0]]),
        np.concatenate([lp.col_upper_, sides[1]]),
        sparse.hstack([matrix, own], format="csr"),
        lower,
        upper,
        solver="simplex",
        presolve="off",
        threads=1,
        **DEVEX,
    )
    if run(inner, stop) != OPTIMAL:
        return None
    if len(sold):
        change_rows(inner, sold, np.zeros(len(sold)), np.zeros(len(sold)))
        if run(inner, stop) != OPTIMAL:
            return None
    found = inner.getSolution()
    value, dual = np.asarray(found.col_value), np.asarray(found.row_dual)
    dual[sold] += prices
    activity = np.asarray(found.row_value)
    activity[sold] = value[columns:]
    whole: Any = highspy.HighsSolution()
    whole.col_value, whole.col_dual = value[:columns], np.asarray(found.col_dual)[:columns]
    whole.row_value, whole.row_dual = activity, dual
    basis = basis_of(inner)
    if basis is None:
        return whole, None
    basis.rows[sold] = basis.columns[columns:]  # a row that was sold is at the side where its s is
    return whole, Basis(basis.columns[:columns], basis.rows)


def _values(solver: highspy.Highs) -> tuple[Floats, Floats]:
    solution = solver.getSolution()
    return np.asarray(solution.col_value), np.asarray(solution.row_dual)


def trim_memory() -> None:
    """Hand memory that is free back to the system, where the C library can: many small HiGHS leave gigabytes of it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)


def basis_of(solver: Any) -> Basis | None:
    """The basis of the last run, or None where there is none. What is fixed counts as at its lower side."""
    basic = _basic(solver)
    return None if basic is None else _sided(solver, basic)


def _basic(solver: Any) -> Integers | None:
    """What is basic after the last run, as HiGHS numbers it: columns from 0 up, rows from -1 down."""
    if not solver.getBasis().valid:
        return None
    outcome, basic = solver.getBasicVariables()
    return None if outcome == highspy.HighsStatus.kError else basic


def _sided(solver: Any, basic: Integers) -> Basis:
    """The basis with what is not basic at the side that its value is nearest to. Statuses come out of HiGHS as one Python
    object each, a second for a million of them; values and what is basic come as arrays."""
    lp, solution = solver.getLp(), solver.getSolution()
    columns = nearest(np.asarray(solution.col_value), np.asarray(lp.col_lower_), np.asarray(lp.col_upper_))
    rows = nearest(np.asarray(solution.row_value), np.asarray(lp.row_lower_), np.asarray(lp.row_upper_))
    columns[basic[basic >= 0]] = BASIC
    rows[-1 - basic[basic < 0]] = BASIC
    return Basis(columns, rows)


def nearest(value: Floats, lower: Floats, upper: Floats) -> Statuses:
    """The side that each value is at; ZERO where it has none."""
    side = np.where(upper - value < value - lower, UPPER, LOWER).astype(np.int8)
    side[np.isinf(lower) & np.isinf(upper)] = ZERO
    return side


def set_basis(solver: highspy.Highs, basis: Basis) -> None:
    """Start from a basis. One with the wrong number of basic entries (of a like LP, or pieced together) HiGHS mends."""
    if solver.setBasis(_told(basis)) == highspy.HighsStatus.kError:
        raise ValueError("HiGHS refuses the basis")


def _told(basis: Basis) -> Any:
    """The basis as HiGHS takes it."""
    basic = sum(int(np.count_nonzero(side == BASIC)) for side in (basis.columns, basis.rows))
    told: Any = highspy.HighsBasis()
    told.col_status = [_STATUS[status] for status in basis.columns]
    told.row_status = [_STATUS[status] for status in basis.rows]
    told.valid, told.alien = True, basic != len(basis.rows)
    return told


def begin(solver: highspy.Highs, basis: Basis, stop: Stop, few: int = 0) -> bool:
    """Start from a basis: by primal simplex where at its vertex no more than a few columns and rows are beyond their sides,
    by dual simplex otherwise. Whether it is primal."""
    set_basis(solver, basis)
    configure(solver, **PRIMAL, simplex_iteration_limit=0)
    run(solver, stop)
    near = int(solver.getInfo().num_primal_infeasibilities) <= few
    configure(solver, **({} if near else DUAL), simplex_iteration_limit=UNLIMITED)
    return near


def iterations(solver: highspy.Highs) -> int:
    """Iterations of the last run, of whatever kind."""
    info = solver.getInfo()
    counts = (info.simplex_iteration_count, info.ipm_iteration_count, info.crossover_iteration_count)
    return sum(max(int(count), 0) for count in counts)


def change_costs(solver: highspy.Highs, columns: Integers, cost: Floats) -> None:
    """New costs of some columns."""
    solver.changeColsCost(len(columns), columns.astype(np.int32), cost)


def change_rows(solver: Any, rows: Integers, lower: Floats, upper: Floats) -> None:
    """New sides of some rows."""
    solver.changeRowsBounds(len(rows), rows.astype(np.int32), lower, upper)
