"""The way in: pick a method, run it in a thread, stop cleanly."""

from __future__ import annotations

from dataclasses import replace

from .background import in_background
from .certificate import certify_start
from .problem import GAP, Basis, Method, Options, Problem, Solution, Status, Stop
from .split import Split
from .whole import solve_whole
from .windows import LENGTH, solve_windows

SMALL = 60_000
"""Rows up to which HiGHS's simplex alone is asked by ``auto``."""
ROUNDING = 1e-12
"""By how much a gap may differ from itself."""
FEW = 14
"""Windows from which on ``auto`` asks for them: with fewer each pass gives few cuts, and simplex is quicker."""


def solve(problem: Problem, options: Options = Options(), start: Basis | None = None) -> Solution:  # noqa: B008
    """Solve an LP. HiGHS works in a thread of its own and the caller waits, so that Ctrl-C is heard at once.

    On Ctrl-C the best state that is certified comes back within seconds, ``stopped`` and ``interrupted``.
    """
    stop = Stop(options.time_limit)
    solution = in_background(lambda: _choose(problem, options, stop, start), stop, patience=5.0)
    if solution is not None:
        return solution
    return Solution("stopped", options.method, ("interrupted before there was a feasible point",), interrupted=True)


def _choose(problem: Problem, options: Options, stop: Stop, start: Basis | None) -> Solution:
    method, why = options.method, "as asked"
    if method == "auto":
        same = None if start is None else _still_optimal(problem, options, start)
        if same is not None:
            return same
        method, why = _by_size(problem, start)
    begun = "" if start is None else ", from the basis given"
    notes = [f"method {method}, {why}{begun}"]
    if method == "rolling" and _hours(problem) < FEW * LENGTH:
        method, why = "simplex", f"since rolling gains nothing over fewer than {FEW * LENGTH:,} hours"
        notes = [f"method {method}, {why}{begun}"]
    if method in ("windows", "rolling"):
        windows = solve_windows(problem, options, stop, start)
        unproven = windows.status == "feasible" and method == "windows" and windows.gap > (options.gap or GAP)
        if windows.status != "failed" and not unproven:
            return replace(windows, notes=(*notes, *windows.notes))
        notes += [*windows.notes, "windows ended without a proof; the whole LP by interior points instead"]
        whole = solve_whole(problem, "ipm", options, stop, start)
        if not unproven or whole.status == "optimal" or (whole.primal is not None and whole.gap < windows.gap):
            return replace(whole, notes=(*notes, *whole.notes))
        status: Status = "stopped" if stop.reached else "feasible"
        kept = replace(windows, status=status, interrupted=stop.interrupted)
        return replace(kept, notes=(*notes, *whole.notes, "they came no nearer: the point of the windows"))
    solution = solve_whole(problem, method, options, stop, start)
    return replace(solution, notes=(*notes, *solution.notes))


def _still_optimal(problem: Problem, options: Options, start: Basis) -> Solution | None:
    """The start itself, where its values and prices prove this LP as well as the one that they come from. A change that
    costs or saves less than GAP is still a change: sensitivities are made of such."""
    proof = certify_start(problem, start)
    if proof is None or not proof.proves_optimum or proof.gap > min(start.gap + ROUNDING, options.gap or GAP):
        return None
    note = "the start is proven to be the optimum of this case too"
    return replace(proof.solution("optimal", "start"), notes=(note,), basis=replace(start, primal=None))


def _by_size(problem: Problem, start: Basis | None) -> tuple[Method, str]:
    """The method for an LP, and why."""
    rows = len(problem.row_lower)
    hours = _hours(problem)
    spanning = int((problem.column_first < 0).sum())
    if spanning and rows > SMALL:  # columns in every hour make each iteration of simplex dear
        return "ipm", f"since {spanning:,} of its columns belong to no window"
    if rows <= SMALL or hours < FEW * LENGTH:
        return "simplex", f"since {rows:,} rows over {hours:,} hours are few"
    coupling = coupling_rows(problem)
    if coupling:
        return "windows", f"since {coupling:,} rows couple its windows"
    return "windows", f"since no row couples its windows, and {rows:,} rows over {hours:,} hours are many"


def coupling_rows(problem: Problem) -> int:
    """Rows that couple weeks, which windows price: those without hours, and those that touch more than two weeks."""
    return len(Split(problem, LENGTH).coupling)


def _hours(problem: Problem) -> int:
    return int(problem.column_last.max(initial=0)) + 1
