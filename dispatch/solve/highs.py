"""HiGHS: load an LP from arrays, run, and return values, duals and bases as arrays. Other modules of this package call HiGHS by it."""

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
EMPTY = highspy.HighsModelStatus.kModelEmpty
"""Status of an LP without columns and rows."""
UNBOUNDED = (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)
"""Unbounded, or one of unbounded and infeasible: presolve does not determine which."""
_STATUS = [
    highspy.HighsBasisStatus.kLower,
    highspy.HighsBasisStatus.kBasic,
    highspy.HighsBasisStatus.kUpper,
    highspy.HighsBasisStatus.kZero,
    highspy.HighsBasisStatus.kNonbasic,
]
LOWER, BASIC, UPPER, ZERO = range(4)
DEVEX: dict[str, Option] = {"simplex_dual_edge_weight_strategy": 1}
"""For dual simplex from a basis, whose exact steepest-edge weights cost as much as a solve; and for an LP whose few dense rows are
dualised first, where exact weights need one more dense column in each iteration and save few iterations."""
PRIMAL: dict[str, Option] = DEVEX | {"simplex_strategy": 4, "primal_simplex_bound_perturbation_multiplier": 0.0}
"""For primal simplex. Its bounds are not perturbed, as the dual iterations that remove a perturbation took longer than it saved. Any dual
iterations use Devex weights."""
DUAL: dict[str, Option] = DEVEX | {"simplex_strategy": 1}
"""For dual simplex after PRIMAL."""
ROUNDED = 1e-6
"""Tolerance of the rounding of bounds of integer columns, relative to a step."""
SMALL, SMALLEST = 1e-9, 1e-12
"""Largest absolute coefficient that HiGHS drops from a matrix: by default, and at the least value of its option. The default is kept for a
matrix without such coefficients, as presolve drops by the same limit."""
PER_LINE, LEAST_LIMIT = 50, 10_000
"""Limit of simplex iterations: per row and column, and in addition. Simplex usually takes a small multiple of the rows (Chvátal, Linear
Programming, 1983, chapter 4). A limit ends simplex that cycles: at values of 1e15 it did so for an hour."""


def load(
    cost: Floats,
    lower: Floats,
    upper: Floats,
    matrix: sparse.csr_matrix,
    row_lower: Floats,
    row_upper: Floats,
    **options: Option,
) -> highspy.Highs:
    """Return a HiGHS instance with an LP and options, without a log unless ``output_flag`` is set.

    cost, lower, upper: shape (columns,). row_lower, row_upper: shape (rows,). matrix: shape (rows, columns). Raises ValueError if
    HiGHS refuses the LP.
    """
    rows, columns = matrix.shape
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    configure(solver, **({"output_flag": False, "simplex_iteration_limit": _iteration_limit(rows, columns)} | options))
    if matrix.nnz and np.min(np.abs(matrix.data)) <= SMALL:
        configure(solver, small_matrix_value=SMALLEST)
    # Arrays are passed at once: a HighsLp copies each array element by element.
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


def load_integer(
    cost: Floats,
    lower: Floats,
    upper: Floats,
    matrix: sparse.csr_matrix,
    row_lower: Floats,
    row_upper: Floats,
    steps: Floats,
    **options: Option,
) -> highspy.Highs:
    """Return a HiGHS instance with integer columns: a column with a step, shape (columns,), zero: continuous, counts multiples of its
    step, with its bounds rounded inward. A column without a multiple of its step within its bounds makes the LP infeasible."""
    whole = steps > 0
    scale = np.where(whole, steps, 1.0)
    lower, upper = whole_bounds(lower, upper, steps)
    scaled = sparse.csr_matrix(matrix.multiply(scale[None, :]))
    solver = load(cost * scale, lower, upper, scaled, row_lower, row_upper, **options)
    columns = np.flatnonzero(whole).astype(np.int32)
    kinds = np.full(len(columns), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
    solver.changeColsIntegrality(len(columns), columns, kinds)
    return solver


def whole_bounds(lower: Floats, upper: Floats, steps: Floats) -> tuple[Floats, Floats]:
    """Return the bounds of columns, shape (columns,), those of integer columns in multiples of their step and rounded inward."""
    whole = steps > 0
    scale = np.where(whole, steps, 1.0)
    lower, upper = lower / scale, upper / scale
    return np.where(whole, np.ceil(lower - ROUNDED), lower), np.where(whole, np.floor(upper + ROUNDED), upper)


def _iteration_limit(rows: int, columns: int) -> int:
    """Return the number of simplex iterations at which an LP of a size ends."""
    return min(PER_LINE * (rows + columns) + LEAST_LIMIT, 2**31 - 1)


def load_whole(problem: Problem, **options: Option) -> highspy.Highs:
    """Return a HiGHS instance with a whole problem, without its offset."""
    p = problem
    return load(p.cost, p.lower, p.upper, p.matrix, p.row_lower, p.row_upper, **options)


def reset_scheduler() -> None:
    """Reset the scheduler, so that the next solve may have another number of threads. HiGHS has one scheduler for the process, and
    refuses a run with another number of threads than the first run."""
    highspy.Highs.resetGlobalScheduler(True)


def configure(solver: highspy.Highs, /, **options: Option) -> None:
    """Set options. Raises ValueError for an option or value that HiGHS refuses."""
    for name, value in options.items():
        if solver.setOptionValue(name, value) == highspy.HighsStatus.kError:
            raise ValueError(f"HiGHS takes no {name} = {value!r}")


def run(solver: highspy.Highs, stop: Stop) -> highspy.HighsModelStatus:
    """Run HiGHS until it ends, or until ``stop``. The interpreter lock is released. Raises MemoryError at the memory limit of HiGHS."""
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


def run_until(solver: highspy.Highs, stop: Stop) -> highspy.HighsModelStatus:
    """Run HiGHS until it ends or the deadline of ``stop``, without callbacks, which cost time where an LP is small. ``kTimeLimit`` where
    ``stop`` is reached before."""
    if stop.reached:
        return highspy.HighsModelStatus.kTimeLimit
    if np.isfinite(stop.remaining):
        configure(solver, time_limit=solver.getRunTime() + stop.remaining)
    solver.run()
    return solver.getModelStatus()


def dual_ray(solver: Any) -> Floats | None:
    """Run dual simplex on an infeasible LP, without presolve. Return a ray of its dual, shape (rows,); None where HiGHS has none."""
    configure(solver, **DUAL, presolve="off")
    solver.run()
    _, found, ray = solver.getDualRay()
    return np.asarray(ray) if found else None


def solve_presolved(solver: highspy.Highs, stop: Stop) -> tuple[Floats, Floats] | None:
    """Solve the presolved LP by simplex. Return values of the columns and duals of the rows, shapes (columns,) and (rows,); None if
    there is no optimum or the solve was stopped. Postsolve without a basis is quicker."""
    if not _reduces(solver):
        return _values(solver) if run(solver, stop) == OPTIMAL else None
    # From a slack basis the exact weights of steepest edge are known. A sample of three weeks of the 2030 case takes 10.6 s with them and
    # 16.4 s with Devex; a week of five provinces with ties 7.7 and 18.5 s, as Devex takes 32,000 instead of 18,000 iterations.
    solved = _solve_dualised(solver.getPresolvedLp(), np.zeros(0, dtype=np.int64), np.zeros(0), stop)
    if solved is None:
        return None
    solver.postsolve(solved[0])
    return _values(solver)


def solve_dualised_first(
    solver: highspy.Highs, stop: Stop, rows: Integers, multipliers: Floats
) -> tuple[Floats, Floats, Basis | None] | None:
    """Solve an LP of which a few rows, by number, couple all others, and multipliers near their duals are known, shape (rows,).
    Return values, duals and basis; None if there is no optimum or the solve was stopped.

    The presolved LP is solved with these rows dualised at the multipliers, then with the rows enforced, from that basis. Dual simplex
    from a slack basis moves the multipliers from zero, each step with the whole LP, and takes two to six times as long.
    """
    for number, row in enumerate(rows):
        solver.passRowName(int(row), str(number))
    if not _reduces(solver):
        return (*_values(solver), basis_of(solver)) if run(solver, stop) == OPTIMAL else None
    reduced = solver.getPresolvedLp()
    left = {int(name): row for row, name in enumerate(reduced.row_names_) if name}
    solved = _solve_dualised(reduced, np.fromiter(left.values(), np.int64), multipliers[list(left)], stop, **DEVEX)
    if solved is None:
        return None
    solution, basis = solved
    basic = None
    if basis is not None:
        # Postsolve of HiGHS continues by simplex, to remove dual infeasibilities of 1e-5 that the tolerances of presolve leave: it
        # took 213 s after a solve of 100 s. The basis from which it starts is that of the point.
        configure(solver, simplex_iteration_limit=0)
        solver.postsolve(solution, _to_highs(basis))
        basic = _basic(solver)
    solver.postsolve(solution)
    # Presolve fixes a column at an upper bound to which it has raised the lower bound. Postsolve then reports the column at its lower
    # bound, as its reduced cost is zero. The values show the bound.
    return (*_values(solver), None if basic is None else _nearest_bounds(solver, basic))


def _reduces(solver: highspy.Highs) -> bool:
    """Run presolve. Return whether the presolved LP differs from the LP."""
    solver.presolve()
    return bool(solver.getModelPresolveStatus() == highspy.HighsPresolveStatus.kReduced)


def _solve_dualised(
    lp: Any, dualised: Integers, multipliers: Floats, stop: Stop, **options: Option
) -> tuple[Any, Basis | None] | None:
    """Return solution and basis at the optimum of a HighsLp, which is solved with some rows, by number, dualised first, with options.

    A dualised row is A x - s = 0 without bounds; s has the bounds of the row and the multiplier as its cost, and is at the bound to
    which the multiplier points. Enforcing the row again violates only the row, and all reduced costs keep their signs: dual simplex
    continues.
    """
    rows, columns = lp.num_row_, lp.num_col_
    shape, entries = lp.a_matrix_, (lp.a_matrix_.value_, lp.a_matrix_.index_, lp.a_matrix_.start_)
    byrow = shape.format_ == highspy.MatrixFormat.kRowwise
    matrix = (sparse.csr_matrix if byrow else sparse.csc_matrix)(entries, shape=(rows, columns)).tocsr()
    lower, upper = np.array(lp.row_lower_), np.array(lp.row_upper_)
    low, high = lower[dualised], upper[dualised]
    # Presolve may have removed a bound of the row.
    multipliers = np.clip(
        multipliers, np.where(np.isfinite(high), -np.inf, 0.0), np.where(np.isfinite(low), np.inf, 0.0)
    )
    lower[dualised], upper[dualised] = -np.inf, np.inf
    count = len(dualised)
    own = sparse.csr_matrix((-np.ones(count), (dualised, np.arange(count))), shape=(rows, count))
    inner = load(
        np.concatenate([lp.col_cost_ - matrix[dualised].T @ multipliers, multipliers]),
        np.concatenate([lp.col_lower_, low]),
        np.concatenate([lp.col_upper_, high]),
        sparse.hstack([matrix, own], format="csr"),
        lower,
        upper,
        solver="simplex",
        presolve="off",
        threads=1,
        **options,
    )
    if run(inner, stop) != OPTIMAL:
        return None
    if count:
        change_rows(inner, dualised, np.zeros(count), np.zeros(count))
        if run(inner, stop) != OPTIMAL:
            return None
    found = inner.getSolution()
    value, dual = np.asarray(found.col_value), np.asarray(found.row_dual)
    dual[dualised] += multipliers
    activity = np.asarray(found.row_value)
    activity[dualised] = value[columns:]
    whole: Any = highspy.HighsSolution()
    whole.col_value, whole.col_dual = value[:columns], np.asarray(found.col_dual)[:columns]
    whole.row_value, whole.row_dual = activity, dual
    basis = basis_of(inner)
    if basis is None:
        return whole, None
    basis.rows[dualised] = basis.columns[columns:]  # a dualised row is at the bound of its s
    return whole, Basis(basis.columns[:columns], basis.rows)


def _values(solver: highspy.Highs) -> tuple[Floats, Floats]:
    """Return values of the columns and duals of the rows, shapes (columns,) and (rows,)."""
    solution = solver.getSolution()
    return np.asarray(solution.col_value), np.asarray(solution.row_dual)


def trim_memory() -> None:
    """Return free memory to the system, if the C library supports it: many small HiGHS instances leave gigabytes."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)


def basis_of(solver: Any) -> Basis | None:
    """Return the basis of the last run; None if there is none. Fixed columns and rows count as at their lower bound."""
    basic = _basic(solver)
    return None if basic is None else _nearest_bounds(solver, basic)


def _basic(solver: Any) -> Integers | None:
    """Return the basic columns (numbers from 0) and rows (-1 - number) after the last run."""
    if not solver.getBasis().valid:
        return None
    outcome, basic = solver.getBasicVariables()
    return None if outcome == highspy.HighsStatus.kError else basic


def _nearest_bounds(solver: Any, basic: Integers) -> Basis:
    """Return the basis with each nonbasic column and row at the bound nearest to its value. HiGHS returns each status as a Python
    object, which takes a second for a million; values and basic variables are arrays."""
    lp, solution = solver.getLp(), solver.getSolution()
    columns = nearest(np.asarray(solution.col_value), np.asarray(lp.col_lower_), np.asarray(lp.col_upper_))
    rows = nearest(np.asarray(solution.row_value), np.asarray(lp.row_lower_), np.asarray(lp.row_upper_))
    columns[basic[basic >= 0]] = BASIC
    rows[-1 - basic[basic < 0]] = BASIC
    return Basis(columns, rows)


def nearest(value: Floats, lower: Floats, upper: Floats) -> Statuses:
    """Return the status of each value: LOWER or UPPER, by the nearest bound; ZERO without a bound."""
    status = np.where(upper - value < value - lower, UPPER, LOWER).astype(np.int8)
    status[np.isinf(lower) & np.isinf(upper)] = ZERO
    return status


def set_basis(solver: highspy.Highs, basis: Basis) -> None:
    """Set the basis from which simplex starts. HiGHS corrects a basis with the wrong number of basic entries (of a similar LP, or joined
    from parts). Raises ValueError if HiGHS refuses the basis."""
    if solver.setBasis(_to_highs(basis)) == highspy.HighsStatus.kError:
        raise ValueError("HiGHS refuses the basis")


def _to_highs(basis: Basis) -> Any:
    """Return the basis as a HighsBasis."""
    basic = sum(int(np.count_nonzero(statuses == BASIC)) for statuses in (basis.columns, basis.rows))
    converted: Any = highspy.HighsBasis()
    converted.col_status = [_STATUS[status] for status in basis.columns]
    converted.row_status = [_STATUS[status] for status in basis.rows]
    converted.valid, converted.alien = True, basic != len(basis.rows)
    return converted


def begin(solver: highspy.Highs, basis: Basis, stop: Stop, few: int = 0) -> bool:
    """Set a basis and the simplex variant: primal if at most ``few`` columns and rows violate a bound at its vertex, otherwise dual.
    Return whether the variant is primal."""
    set_basis(solver, basis)
    configure(solver, **PRIMAL, simplex_iteration_limit=0)
    run(solver, stop)
    near = int(solver.getInfo().num_primal_infeasibilities) <= few
    most = _iteration_limit(solver.getNumRow(), solver.getNumCol())
    configure(solver, **({} if near else DUAL), simplex_iteration_limit=most)
    return near


def iterations(solver: highspy.Highs) -> int:
    """Return the iterations of the last run: simplex, interior points and crossover."""
    info = solver.getInfo()
    counts = (info.simplex_iteration_count, info.ipm_iteration_count, info.crossover_iteration_count)
    return sum(max(int(count), 0) for count in counts)


def change_costs(solver: highspy.Highs, columns: Integers, cost: Floats) -> None:
    """Set the costs of some columns, by number."""
    solver.changeColsCost(len(columns), columns.astype(np.int32), cost)


def change_columns(solver: Any, columns: Integers, lower: Floats, upper: Floats) -> None:
    """Set the bounds of some columns, by number."""
    solver.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper)


def change_rows(solver: Any, rows: Integers, lower: Floats, upper: Floats) -> None:
    """Set the bounds of some rows, by number."""
    solver.changeRowsBounds(len(rows), rows.astype(np.int32), lower, upper)
