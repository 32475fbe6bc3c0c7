"""Case -> LP -> solution -> Run: the only place that imports the mathematics."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from dispatch.app.clock import Clock
from dispatch.case import Case
from dispatch.case.suggestions import options as choices
from dispatch.errors import (
    CaseError,
    DispatchError,
    Fault,
    InfeasibleError,
    Interrupted,
    OutOfMemoryError,
    SolverError,
    UnboundedError,
)
from dispatch.lp import COUPLES, LP, BoundsCross, CannotHold, Floats, Matrix, Point, own_blocks, own_digest
from dispatch.messages import Message, clauses, message
from dispatch.results import (
    WARM,
    Reader,
    Run,
    chosen,
    collect,
    describe_ray,
    describe_violations,
    duals_of,
    elastic_weights,
    infeasible,
    inputs,
    load_warm,
    market,
    save_warm,
    summarise,
    target_results,
)
from dispatch.results.plausible import of_run as implausible
from dispatch.solve import (
    Basis,
    Method,
    Options,
    Progress,
    Solution,
    coupling_rows,
    relax,
    relax_whole_units,
    solve,
    solve_week_by_week,
    solve_whole_units,
)

try:
    import models

    if models.IDENTITY != "neimenggu-dispatch models":
        raise AttributeError
except AttributeError:
    raise ImportError(
        f"the package `models` at {models.__file__} is not the one that belongs to dispatch: another of that name comes first on the path"
    ) from None

AT_MOST: tuple[str, ...] = models.targets.AT_MOST
"""Kinds of target that are not to be exceeded."""
least_losses = models.least_losses
SHORTFALLS = ("unserved", "undelivered", "shortfall_up", "shortfall_down")
"""Slack variables, each at a price: load, contracted export, reserve up and down."""
SETTLED = 1e-6
"""Largest difference of dual objective and cost, relative, of a settlement of whole units: another dual is not that of the LP with the units fixed."""
PATIENCE = 300.0
"""Longest search for what makes a case infeasible [s]."""
MONTH = 744
"""Longest window of whole units that is solved at once [h]; a longer one is solved week by week."""


Known = models.Known
"""Series that the tables determine without a dispatch; see ``known``."""


def known(case: Case) -> models.Known:
    """Return load, contracted export and planned outages of a case, which no dispatch changes."""
    return models.known(case)


def build(case: Case) -> LP:
    """The LP of a case, in GW, GWh and million CNY. Further variables and constraints may be added before it is solved.

    Raises InfeasibleError where a bound or a row without any column cannot hold (the message names it); lp.ModelError
    where the model itself is wrong.
    """
    try:
        return formulate(case)
    except CannotHold as error:
        key = "end.bounds_cross" if isinstance(error, BoundsCross) else "end.cannot_hold"
        raise InfeasibleError(message(key, row=error.name)) from None


def formulate(case: Case) -> LP:
    """Return the sealed LP of a case. Raises lp.CannotHold where a bound or a row without any column cannot hold, lp.ModelError where
    the model itself is wrong."""
    lp = models.formulate(case)
    lp.seal()
    return lp


def run(
    case: Case,
    *,
    lp: LP | None = None,
    method: Method = "auto",
    gap: float | None = None,
    time_limit: float | None = None,
    threads: int | None = None,
    start: Run | str | Path | None = None,
    integer: bool = False,
    verbose: bool = False,
    changes: Sequence[str] = (),
    clock: Clock | None = None,
) -> Run:
    """Dispatch a case: build its LP, solve it, collect the results.

    case: as ``dispatch.read_case`` returns it.
    lp: the LP of the case, from ``dispatch.build``, where something was added to it; otherwise it is built.
    method: ``auto`` (chosen by size and structure), ``windows``, ``simplex``, ``ipm`` or ``rolling``.
    gap: stop at this relative gap, such as 1e-3; None: prove the optimum (1e-6).
    time_limit: seconds, after which the best feasible point is returned with the status ``stopped``.
    threads: thread budget; None: the processors that this process may use.
    start: a saved run with a basis (``run.save(folder, keep_warm=True)``), or its folder: a warm start. None: the solution in the case's folder.
    integer: whole units. The settlement (``summary["market"]``) of such a run has the units fixed.
    verbose: print the log of HiGHS.
    changes: settings with which the case was read, for the record. clock: receives the stages and the progress of the solve.

    Returns a ``Run``: ``results`` (xarray Dataset, hourly), ``summary``, ``record``, ``dual(block)``, ``plot``, ``save(folder)``.
    Raises InfeasibleError, with areas, hours and amounts; UnboundedError; OutOfMemoryError; SolverError or Interrupted where there is
    no feasible point to show; CaseError for ``start`` and for a window that is too long for whole units.

    case = dispatch.read_case("inputs/tutorial")
    run = dispatch.run(case, gap=1e-4)
    run.plot.stack(area="steppe")
    """
    clock = clock or Clock()
    if lp is None:
        with clock.stage("build"):
            lp = build(case)
    options = solve_options(method, gap, time_limit, threads, verbose, partial(clock.report, "solve"))
    with clock.stage("solve"):
        matrix = lp.matrix()
        basis = _start(case, lp, start, method, integer)
        try:
            solution = _whole_units(case, lp, matrix, options, basis) if integer else solve(matrix, options, basis)
        except MemoryError:
            memory = message("end.memory", rows=lp.rows, columns=lp.columns)
            raise OutOfMemoryError(message("join.lines", parts=[memory, message("end.memory_remedy")])) from None
    if solution.status == "infeasible":
        if integer and solve(matrix, options).primal is not None:
            raise InfeasibleError(_why_no_whole_units(case, lp, matrix, options))
        raise violated(case, lp, matrix, options)
    if solution.ray is not None:
        raise UnboundedError(describe_ray(case, lp, solution.ray))
    if solution.primal is None:
        raise nothing_to_show(solution)
    return as_run(case, lp, matrix, solution, clock, changes)


def violated(case: Case, lp: LP, matrix: Matrix, options: Options) -> InfeasibleError:
    """Return the error of an infeasible case, with the constraints of the least violation."""
    options.report(Progress(message("stage.infeasible")))
    violations = relax(matrix, replace(options, time_limit=PATIENCE), elastic_weights(lp))
    return InfeasibleError(infeasible(describe_violations(case, lp, violations)))


def _whole_units(case: Case, lp: LP, matrix: Matrix, options: Options, start: Basis | None) -> Solution:
    """Return the dispatch of whole units: at once over a month, week by week over a longer window. Raises InfeasibleError where
    none is found."""
    steps, dropped = whole_units(case, lp)
    whole = without_rows(matrix, dropped)
    if len(case.time) <= MONTH:
        return solve_whole_units(whole, steps, options)
    solution, violation = solve_week_by_week(whole, steps, options, start)
    if violation.any():
        lines = describe_violations(case, lp, violation)
        raise InfeasibleError(message("join.lines", parts=[message("end.no_whole_units_found"), *lines]))
    return solution


def without_rows(matrix: Matrix, rows: NDArray[np.bool_]) -> Matrix:
    """Return an LP without the bounds of some rows."""
    low, high = (
        np.where(rows, side, bound) for side, bound in ((-np.inf, matrix.row_lower), (np.inf, matrix.row_upper))
    )
    return replace(matrix, row_lower=low, row_upper=high)


def _why_no_whole_units(case: Case, lp: LP, matrix: Matrix, options: Options) -> Message:
    """Return why whole units have no dispatch: the constraints, fleets and hours of the least violation."""
    steps, dropped = whole_units(case, lp)
    options.report(Progress(message("stage.infeasible")))
    limited = replace(options, time_limit=PATIENCE)
    violations = relax_whole_units(without_rows(matrix, dropped), steps, limited, elastic_weights(lp))
    lines = describe_violations(case, lp, violations)
    return message("join.lines", parts=[message("end.infeasible_whole_units"), *lines])


def whole_units(case: Case, lp: LP) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the step of each column, shape (columns,), zero where it is continuous, and which rows do not hold of whole units,
    shape (rows,)."""
    return models.integrality.steps(lp, case), models.integrality.relaxation_only(lp)


def solve_options(
    method: Method = "auto",
    gap: float | None = None,
    time_limit: float | None = None,
    threads: int | None = None,
    verbose: bool = False,
    report: Callable[[Progress], None] = lambda _: None,
) -> Options:
    """Return the options of a solve. time_limit [s]: None for no limit. threads: None for all processors of this process. Raises CaseError
    for an unknown method."""
    known = get_args(Method)
    if method not in known:
        remedy = choices(str(method), known, message("list.run.methods"))
        raise CaseError([Fault("method", 0, "", str(method), message("fault.run.no_such_method"), remedy)])
    limit = np.inf if time_limit is None else time_limit
    return Options(method, gap, limit, threads or processors(), verbose, report)


def processors() -> int:
    """Processors that this process may use, where the system states them; otherwise those of the machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def nothing_to_show(solution: Solution) -> DispatchError:
    """Why there is no feasible point, as the error that says it."""
    how = clauses(*solution.notes)
    if solution.status == "unbounded":
        return UnboundedError(message("end.unbounded_unexplained"))
    if solution.end.interrupted:
        return Interrupted(message("end.interrupted", notes=how))
    if solution.status == "stopped":
        return SolverError(message("end.time_limit", notes=how), "time_limit")
    return SolverError(message("end.failed", notes=how))


def basis_of_run(start: Run | str | Path, lp: LP) -> Basis:
    """What a saved run keeps for the start of another. Raises CaseError where it keeps nothing."""
    folder = start.folder if isinstance(start, Run) else Path(start)
    if folder is None:
        raise CaseError(
            [Fault("start", 0, "", "", message("fault.run.run_not_saved"), message("remedy.run.keep_warm"))]
        )
    return Basis(*load_warm(folder / WARM, lp))


def _start(case: Case, lp: LP, start: Run | str | Path | None, method: Method, integer: bool) -> Basis | None:
    """Return the start of a solve: that of the user, or the solution in the folder of a compliant case. None where the folder has none of this
    window, or the user selects the method or whole units. Raises CaseError where a saved run or the folder has no readable basis, and for a
    start of a short window of whole units."""
    if start is not None:
        if integer and len(case.time) <= MONTH:
            rule = message("fault.run.integer_start", month=MONTH)
            raise CaseError([Fault("--integer", 0, "", "", rule, message("remedy.run.leave_start_out"))])
        return basis_of_run(start, lp)
    if integer or method != "auto" or not (case.folder / WARM).is_file():
        return None
    try:
        basis = basis_of_run(case.folder, lp)
    except CaseError as error:
        remedy = message("remedy.results.delete_solution")
        raise CaseError([replace(fault, remedy=remedy) for fault in error.faults]) from None
    return None if basis.primal is None or np.isnan(basis.primal).any() else basis


def as_run(case: Case, lp: LP, matrix: Matrix, solution: Solution, clock: Clock, changes: Sequence[str] = ()) -> Run:
    """A solution as a run. ``matrix`` may have rows and costs of its own behind those of ``lp``."""
    assert solution.primal is not None
    reader = Reader(case, Point(lp, least_losses(lp, solution.primal), solution.row_dual))
    found = target_results(reader, AT_MOST)
    record = _record(case, lp, matrix, solution, clock, changes)
    attributes = {key: record[key] for key in ("status", "method", "objective_cny", "case_digest")}
    attributes["gap"] = float(record["gap"])
    attributes["versions"] = ", ".join(f"{name} {number}" for name, number in record["versions"].items())
    results = collect(reader, found, attributes)
    keep = None
    start = solution.start
    if start is not None and start.prices is not None and start.primal is not None:
        keep = partial(
            save_warm,
            lp=lp.names_only(),
            columns=start.columns,
            rows=start.rows,
            prices=start.prices,
            primal=start.primal,
            gap=start.gap,
        )
    duals = duals_of(lp, solution.row_dual)
    given = inputs(case)
    summary = summarise(results, found, given) | chosen(case, results)
    if settled := _settled(case, reader, matrix, solution, results):
        summary["market"] = settled
    record["warnings"] = implausible(case, summary, results)
    return Run(summary, record, given, lambda: results, keep, solution.end.interrupted, duals=duals)


def _settled(
    case: Case, reader: Reader, matrix: Matrix, solution: Solution, results: xr.Dataset
) -> dict[str, Any] | None:
    """Return the settlement; of whole units that of the LP with the units fixed. None without duals, and where those of whole units
    are not of that LP: its dual objective is not the cost."""
    if solution.row_dual is None or solution.primal is None:
        return None
    if solution.method != "integer":
        return market(reader, matrix, solution.primal, results)
    steps, dropped = whole_units(case, reader.lp)
    low, high = (np.where(steps > 0, solution.primal, bound) for bound in (matrix.lower, matrix.upper))
    found = market(reader, replace(without_rows(matrix, dropped), lower=low, upper=high), solution.primal, results)
    objective = solution.objective * 1e6
    if abs(found["dual_objective_cny"] - objective) > SETTLED * max(1.0, abs(objective)):
        return None
    return found | {"units_fixed": True}


def _record(
    case: Case, lp: LP, matrix: Matrix, solution: Solution, clock: Clock, changes: Sequence[str]
) -> dict[str, Any]:
    """What run.json holds."""
    own = own_blocks(lp)
    libraries = ("neimenggu-dispatch", "highspy", "numpy", "scipy", "pandas", "xarray", "netcdf4")
    return {
        "case": case.name,
        "title": case.title,
        "from": f"{case.time[0]:%Y-%m-%d %H:%M}",
        "hours": len(case.time),
        "set": list(changes),
        "status": solution.reported,
        "objective_cny": solution.objective * 1e6,
        "bound_cny": solution.bound * 1e6,
        "gap": solution.gap,
        "primal_infeasibility": solution.infeasibility.primal,
        "dual_infeasibility": solution.infeasibility.dual,
        "method": solution.method,
        "notes": [str(note) for note in solution.notes],
        "note_messages": [note.record() for note in solution.notes],
        "seconds": dict(clock.seconds),
        "peak_memory_mb": None,
        "columns": lp.columns,
        "rows": lp.rows,
        "nonzeros": int(matrix.matrix.nnz),
        "coupling_rows": coupling_rows(matrix),
        "coupling_columns": int((matrix.column_first == COUPLES).sum()),
        "case_digest": own_digest(own, case.digest),
        "own_blocks": own,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in libraries}},
    }
