"""The chain of methods: what is tried first, and what follows if a method gives no proof. A step is data; ``walk`` runs a chain.

The tables of docs/solving.md show the same steps; tests/solve/test_strategy.py compares them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from dispatch.messages import Message, message

from . import highs, selection
from .certificate import certify
from .components import Component, components, join, total_progress
from .decomposition import solve_columns, solve_windows
from .direct import NEAR_GAP, Step, in_scaled_units, solve_whole, walk
from .problem import GAP, Basis, End, Floats, Method, Options, Problem, Progress, Solution, Status, Stop
from .selection import Size, choose
from .threads import Deferred, ThreadBudget, in_background
from .unbounded import ray_of, resolve
from .warm_start import proven_start

FALLBACK_ROWS = 150_000
"""Largest number of rows for which simplex follows a decomposition without a proof. Simplex leaves a basis, interior points do not: a
component of 71,000 rows took 4 s by simplex."""
INNER = 0.3
"""Gap to which the LP with its coupling columns fixed is solved, as a share of the requested gap."""


def solve(problem: Problem, options: Options = Options(), start: Basis | None = None) -> Solution:  # noqa: B008
    """Solve an LP. HiGHS works in a background thread and the caller waits, so that Ctrl-C is received at once.

    start: basis, row duals and values of a similar LP. On Ctrl-C the best certified solution is returned within seconds: ``stopped``,
    with ``end.interrupted``.
    """
    stop = Stop(options.time_limit)
    solution = in_background(lambda: _solve(problem, options, stop, start), stop, patience=5.0)
    if solution is not None:
        return solution
    return Solution("stopped", options.method, (message("note.interrupted"),), end=End(interrupted=True))


def _solve(problem: Problem, options: Options, stop: Stop, start: Basis | None) -> Solution:
    return walk(WHOLE, Task.of(problem, options, stop, start)).solution


@dataclass(frozen=True, eq=False)
class Task:
    """An LP with the method that is selected for it, and what the steps of its chain have found so far.

    start: basis, duals and values of a similar LP. notes: method and reason. threads: of the decomposition. found: the best solution,
    None before the first step.
    """

    problem: Problem
    options: Options
    stop: Stop
    start: Basis | None
    method: Method
    notes: tuple[Message, ...]
    threads: ThreadBudget | None = None
    found: Solution | None = None

    @classmethod
    def of(cls, problem: Problem, options: Options, stop: Stop, start: Basis | None) -> Task:
        """Select the method for an LP."""
        method, why = choose(Size(problem, options.method, bool(np.isfinite(stop.remaining))))
        if options.why is not None and options.method != "auto":
            why = options.why
        key = "note.method" if start is None else "note.method_from_basis"
        return cls(problem, options, stop, start, method, (message(key, method=method, why=why),))

    @property
    def decomposed(self) -> bool:
        """Whether the method is a decomposition."""
        return self.method in ("windows", "rolling")

    @property
    def spanned(self) -> bool:
        """Whether some columns have no hours."""
        return bool((self.problem.column_first < 0).any())

    @property
    def target(self) -> float:
        """The requested gap."""
        return self.options.gap or GAP

    @property
    def solution(self) -> Solution:
        """What the steps have found. At least one step has run."""
        assert self.found is not None
        return self.found

    @property
    def unproven(self) -> bool:
        """Whether the solution of the decomposition is less than what is requested."""
        if self.found is None:
            return True
        far = self.found.gap > self.target or self.options.gap is None
        return self.found.status == "failed" or (self.found.status == "feasible" and self.method == "windows" and far)

    def with_found(self, solution: Solution, *notes: Message) -> Task:
        """Return the task with a solution, whose notes come last."""
        return replace(self, found=replace(solution, notes=(*notes, *solution.notes)))


def _warm_start(task: Task) -> Task:
    return task.with_found(_decompose(task, task.start))


def _cold_start(task: Task) -> Task:
    """Keep the point of the warm start where the cold start finds none that is closer to a proof."""
    cold, warm = _decompose(task, None), task.found
    if warm is None:
        return task.with_found(cold)
    if warm.primal is not None and (cold.primal is None or warm.gap < cold.gap):
        return task.with_found(replace(warm, notes=cold.notes), *warm.notes)
    return task.with_found(cold, *warm.notes, message("note.cold_start_instead"))


def _decompose(task: Task, start: Basis | None) -> Solution:
    assert task.threads is not None
    options = replace(task.options, method=task.method)
    if not task.spanned:
        return solve_windows(task.problem, options, task.stop, task.threads, start)
    threads, inner = task.threads, replace(options, method="auto", gap=options.gap and INNER * options.gap)

    def at(fixed: Problem, duals: Floats) -> Solution:
        """Solve with the columns without hours fixed: by the decomposition from known multipliers, if it is the method for such an LP."""
        if choose(Size(fixed, "auto"))[0] == "windows":
            found = solve_windows(fixed, inner, task.stop, threads, duals=duals)
            if found.primal is not None or task.stop.reached:
                return found
        return _solve(fixed, inner, task.stop, None)

    return solve_columns(task.problem, options, task.stop, threads, at)


def _scaled(task: Task) -> Task:
    scaled = in_scaled_units(task.problem, task.solution, task.options, task.stop)
    if scaled is task.solution:
        return task
    return replace(task, found=replace(scaled, notes=(*task.solution.notes, message("note.scaled_units"))))


def _direct(method: Method, task: Task) -> Task:
    """Solve the whole LP by a direct method. Keep the point of the decomposition if the method proves no smaller gap."""
    before = task.solution
    name = message("name.simplex" if method == "simplex" else "name.ipm")
    notes = (*before.notes, message("note.direct_instead", method=name))
    whole = solve_whole(task.problem, method, task.options, task.stop, task.start)
    closer = whole.primal is not None and whole.gap < before.gap
    if before.primal is None or whole.status == "optimal" or closer:
        return task.with_found(whole, *notes)
    status: Status = "stopped" if task.stop.reached else "feasible"
    end = replace(before.end, interrupted=task.stop.interrupted)
    notes = (*notes, *whole.notes, message("note.decomposition_kept"))
    return replace(task, found=replace(before, status=status, end=end, notes=notes))


BY_WINDOWS: tuple[Step[Task], ...] = (
    Step(
        "decomposition, warm start",
        "a start is given, and all columns have hours",
        lambda task: task.start is not None and not task.spanned,
        _warm_start,
        "a cold start follows",
    ),
    Step(
        "decomposition, cold start",
        "no start, or no proof from it",
        lambda task: task.found is None or (task.unproven and not task.stop.reached),
        _cold_start,
        "the next step continues from the solution with the smallest gap",
    ),
)
AFTERWARDS: tuple[Step[Task], ...] = (
    Step(
        "simplex in scaled units",
        "no proof, but a basis at a gap of at most 1e-4",
        lambda task: (
            task.unproven
            and task.solution.basis is not None
            and task.solution.gap <= NEAR_GAP
            and not task.stop.reached
        ),
        _scaled,
        "the gap is not a matter of rounding: another method",
    ),
    Step(
        "`simplex`",
        "no proof, up to 150,000 rows",
        lambda task: task.unproven and len(task.problem.row_lower) <= FALLBACK_ROWS,
        partial(_direct, "simplex"),
        "the solution with the smaller gap is kept as `feasible`",
    ),
    Step(
        "`ipm`",
        "no proof, above 150,000 rows, without a point if some columns have no hours",
        lambda task: (
            task.unproven
            and len(task.problem.row_lower) > FALLBACK_ROWS
            and (task.solution.primal is None or not task.spanned)
        ),
        partial(_direct, "ipm"),
        "the solution with the smaller gap is kept as `feasible`",
    ),
)
"""The chain of ``windows`` and ``rolling``: decompositions share the threads of the solve, direct methods follow one by one."""


def _keep_start(task: Task) -> Task:
    kept = None if task.start is None else proven_start(task.problem, task.start, task.options.gap)
    return task if kept is None else task.with_found(kept)


def _unbounded(task: Task) -> Task:
    """Look for a direction of negative cost without end. Interior points and windows do not report that an LP is unbounded."""
    if ray_of(task.problem, task.options, task.stop) is None:
        return task
    ended = resolve(task.problem, task.method, task.options, task.stop)
    return (
        replace(task, found=replace(ended, notes=task.notes)) if ended.status in ("infeasible", "unbounded") else task
    )


def _by_components(task: Task) -> Task:
    """Solve the connected components one by one."""
    parts = components(task.problem)
    return replace(task, found=_apart(task, parts)) if len(parts) > 1 else task


def _by_method(task: Task) -> Task:
    """Solve by the selected method with all threads, and by the steps that follow it."""
    if task.decomposed:
        return _afterwards(task, _with_all_threads(task))
    chain = "hipo" if _divisible(task) else task.method
    found = solve_whole(task.problem, chain, task.options, task.stop, task.start)
    return walk(AFTER_DIRECT, task.with_found(found, *task.notes))


def _divisible(task: Task) -> bool:
    """Whether the decomposition can follow interior points."""
    rows, size = len(task.problem.row_lower), Size(task.problem, "auto")
    return task.options.method == "auto" and task.method == "ipm" and rows > selection.MIN_ROWS and not size.short


def _failed_direct(task: Task) -> bool:
    return _divisible(task) and task.solution.status == "failed" and not task.stop.reached


def _decomposition_instead(task: Task) -> Task:
    """Decompose the LP. Keep the point of interior points if its gap is smaller."""
    before, found = task.solution, _with_all_threads(replace(task, method="windows", found=None))
    notes = (*before.notes, message("note.decomposition_instead"))
    if before.primal is None or (found.primal is not None and found.gap < before.gap):
        return task.with_found(found, *notes)
    status: Status = "stopped" if task.stop.reached else before.status
    end = replace(before.end, interrupted=task.stop.interrupted)
    return replace(task, found=replace(before, status=status, end=end, notes=(*notes, *found.notes)))


def _with_its_gap(task: Task) -> Task:
    """Call a feasible point ``feasible``. Values that ``Options.nearly`` keeps may violate the LP."""
    found = task.solution
    assert found.primal is not None and found.row_dual is not None
    if not certify(task.problem, found.primal, found.row_dual).feasible:
        return task
    notes = (*found.notes, message("note.ended_at_gap", gap=found.gap))
    return replace(task, found=replace(found, status="feasible", notes=notes))


AFTER_DIRECT: tuple[Step[Task], ...] = (
    Step(
        "decomposition for columns without hours",
        "`auto`, interior points without a point at a gap of at most 1e-4, above 500,000 rows and from 2,352 hours on",
        lambda task: _failed_direct(task) and task.solution.gap > NEAR_GAP,
        _decomposition_instead,
        "the point with the smaller gap is kept",
    ),
    Step(
        "the point with its gap",
        "`auto`, a feasible point without a proof, above 500,000 rows and from 2,352 hours on",
        lambda task: _failed_direct(task) and task.solution.primal is not None,
        _with_its_gap,
        "`feasible`",
    ),
)
"""After ``simplex`` and ``ipm``. Crossover and simplex would take hours for such an LP, so that only interior points come before."""


def _with_all_threads(task: Task) -> Solution:
    highs.reset_scheduler()
    with ThreadBudget(task.options.threads) as threads:
        return _in_threads(task, threads)


def _in_threads(task: Task, threads: ThreadBudget) -> Solution:
    return walk(BY_WINDOWS, replace(task, threads=threads)).solution


def _afterwards(task: Task, found: Solution) -> Task:
    return task.with_found(walk(AFTERWARDS, replace(task, found=found)).solution, *task.notes)


WHOLE: tuple[Step[Task], ...] = (
    Step(
        "values and duals of the start",
        "`auto`, and a start is given",
        lambda task: task.start is not None and task.options.method == "auto",
        _keep_start,
        "the LP differs from that of the start: it is solved",
    ),
    Step(
        "direction of unbounded cost",
        "every method but `simplex`, which finds it itself",
        lambda task: task.found is None and task.method != "simplex",
        _unbounded,
        "no such direction: the LP is bounded",
    ),
    Step(
        "connected components, each with its own method",
        "above 30,000 rows, neither `ipm` nor `simplex` on request",
        lambda task: (
            task.found is None
            and task.method != "ipm"
            and task.options.method != "simplex"
            and len(task.problem.row_lower) > selection.SMALL
        ),
        _by_components,
        "one component, or costs that cancel so that gaps add up: solved as one LP",
    ),
    Step(
        "the selected method",
        "otherwise",
        lambda task: task.found is None,
        _by_method,
        "`stopped` or `failed`",
    ),
)
"""The chain of ``solve``."""


def _apart(whole: Task, parts: Sequence[Component]) -> Solution | None:
    """Solve an LP by its connected components. None: their gaps are small, but add up to more than the requested gap."""
    tasks = [Task.of(part, whole.options, whole.stop, part.own(whole.start)) for part in parts]
    found = {task: walk(WHOLE[:1], task).found for task in tasks}
    found |= {task: _by_method(task).found for task in tasks if found[task] is None and not task.decomposed}
    known = [each for each in found.values() if each is not None]
    found |= _decomposed([task for task in tasks if found[task] is None], known)
    solutions = [solution for solution in found.values() if solution is not None]
    # The notes report how the largest component was solved that is not kept, and of the others those with another method than selected.
    first = next((each for each in solutions if each.method != "start"), solutions[0])
    joined = join(whole.problem, parts, solutions, first.method)
    enough = whole.stop.reached or joined.primal is None or joined.gap <= whole.target
    if not enough and all(each.gap <= whole.target for each in solutions):
        return None
    about = [message("note.components", count=len(parts), rows=max(len(part.rows) for part in parts))]
    kept = sum(each.method == "start" for each in solutions)
    if kept:
        about.append(message("note.components_kept", count=kept))
    odd = [each for task, each in found.items() if each and each.method not in (task.method, "start")]
    more = [note for each in odd if each is not first for note in each.notes]
    return replace(joined, notes=(*about, *first.notes, *more))


def _decomposed(tasks: Sequence[Task], known: Sequence[Solution]) -> dict[Task, Solution]:
    """Solve components by decomposition. The largest has all threads, and the others run in threads that it leaves idle. With a limit
    or a requested gap the others run first, so that a feasible point of all exists in time.

    known: solutions of the other components.
    """
    if not tasks:
        return {}
    largest, *others = tasks
    options, stop = largest.options, largest.stop
    quiet = replace(options, threads=1, report=lambda _: None)

    def in_one_thread(task: Task) -> Solution:
        with ThreadBudget(1) as thread:
            return _in_threads(replace(task, options=quiet), thread)

    highs.reset_scheduler()  # once, before any HiGHS instance runs: each has one thread
    with ThreadBudget(options.threads) as threads:
        jobs = [threads.defer(partial(in_one_thread, task)) for task in others]
        if jobs and (options.method == "rolling" or options.gap is not None or np.isfinite(stop.remaining)):
            options.report(Progress(message("stage.components", count=len(jobs))))
            threads.map(Deferred.run, jobs)
        total = replace(largest, options=replace(options, report=total_progress(options.report, known, jobs)))
        ended = [_in_threads(total, threads)]
        left = sum(not job.done for job in jobs)
        if left:  # one thread has left no idle time for them
            options.report(Progress(message("stage.components", count=left)))
        ended += threads.map(Deferred.result, jobs)
    return {task: _afterwards(task, solution).solution for task, solution in zip(tasks, ended, strict=True)}
