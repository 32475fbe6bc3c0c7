"""The way in: pick a method for each independent block, run it in a thread, stop cleanly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from dispatch.messages import Message, message

from . import highs
from .certificate import certify_start
from .components import Component, components, join
from .decomposition import LENGTH, TimePartition, solve_windows
from .direct import NEAR, in_scaled_units, solve_whole
from .problem import GAP, Basis, Method, Options, Problem, Progress, Solution, Status, Stop
from .threads import Deferred, ThreadBudget, in_background
from .unbounded import ray_of, resolve

SMALL = 30_000
"""Rows up to which HiGHS's simplex alone is asked by ``auto``."""
FALLBACK_ROWS = 150_000
"""Largest LP [rows] that falls back to simplex after windows without a proof. Simplex leaves a basis, interior points do not: a
block of 71,000 rows took 4 s by simplex."""
ROUNDING = 1e-12
"""By how much a gap may differ from itself."""
FEW, LARGE = 14, 500_000
"""Windows from which on ``auto`` asks for them where rows couple them, and rows from which on it does with fewer too: with
few windows each pass gives few cuts, and simplex is quicker."""


def solve(problem: Problem, options: Options = Options(), start: Basis | None = None) -> Solution:  # noqa: B008
    """Solve an LP. HiGHS works in a thread of its own and the caller waits, so that Ctrl-C is heard at once.

    On Ctrl-C the best state that is certified comes back within seconds, ``stopped`` and ``interrupted``.
    """
    stop = Stop(options.time_limit)
    solution = in_background(lambda: _choose(problem, options, stop, start), stop, patience=5.0)
    if solution is not None:
        return solution
    return Solution("stopped", options.method, (message("note.interrupted"),), interrupted=True)


def _choose(problem: Problem, options: Options, stop: Stop, start: Basis | None) -> Solution:
    whole = _Task(problem, options, stop, start)
    same = whole.still_optimal()
    if same is not None:
        return same
    # Interior points and windows do not say of an LP that it is unbounded; simplex does.
    if whole.method != "simplex" and ray_of(problem, options, stop) is not None:
        ended = resolve(problem, whole.method, options, stop)
        if ended.status in ("infeasible", "unbounded"):
            return replace(ended, notes=whole.notes)
    # Interior points take the whole at once, and so does simplex where it is asked for: what others are measured by.
    if whole.method != "ipm" and options.method != "simplex" and len(problem.row_lower) > SMALL:
        parts = components(problem)
        if len(parts) > 1:
            return _apart(whole, parts)
    return whole.solution()


@dataclass(eq=False)
class _Task:
    """One LP: first by the method that is picked for it, then by what follows where that comes to nothing."""

    problem: Problem
    options: Options
    stop: Stop
    start: Basis | None

    def __post_init__(self) -> None:
        self.method, why = _method(self.problem, self.options)
        key = "note.method" if self.start is None else "note.method_from_basis"
        self.notes: tuple[Message, ...] = (message(key, method=self.method, why=why),)

    @property
    def windowed(self) -> bool:
        """Whether windows solve it, not HiGHS on all of it."""
        return self.method in ("windows", "rolling")

    @property
    def goal(self) -> float:
        """The gap that is asked for."""
        return self.options.gap or GAP

    def still_optimal(self) -> Solution | None:
        """The start itself, where its values and prices prove this LP as well as the one that they come from. A change
        that costs or saves less than GAP is still a change: sensitivities are made of such."""
        start = self.start
        proof = None if start is None or self.options.method != "auto" else certify_start(self.problem, start)
        if start is None or proof is None or not proof.proves_optimum:
            return None
        if proof.gap > min(start.gap + ROUNDING, self.goal):
            return None
        note = message("note.start_optimal")
        return replace(proof.solution("optimal", "start"), notes=(note,), basis=replace(start, primal=None))

    def solution(self) -> Solution:
        """By all threads, to the end."""
        if not self.windowed:
            solution = solve_whole(self.problem, self.method, self.options, self.stop, self.start)
            return replace(solution, notes=(*self.notes, *solution.notes))
        highs.reset_scheduler()
        with ThreadBudget(self.options.threads) as crew:
            windows = self.by_windows(crew)
        return self.followed(windows)

    def by_windows(self, crew: ThreadBudget) -> Solution:
        """What windows come to: from the start, and where that is no proof, from nothing."""
        options = replace(self.options, method=self.method)
        windows = solve_windows(self.problem, options, self.stop, crew, self.start)
        if self.start is None or self._enough(windows) or self.stop.reached:
            return windows
        anew = solve_windows(self.problem, options, self.stop, crew)
        if windows.primal is not None and (anew.primal is None or windows.gap < anew.gap):
            return replace(windows, notes=(*windows.notes, *anew.notes))
        return replace(anew, notes=(*windows.notes, message("note.cold_start_instead"), *anew.notes))

    def _enough(self, windows: Solution) -> bool:
        """Whether nothing else need be tried."""
        far = windows.gap > self.goal or self.options.gap is None
        return windows.status != "failed" and not (windows.status == "feasible" and self.method == "windows" and far)

    def followed(self, windows: Solution) -> Solution:
        """The same; or what another method makes of the whole, where it is not enough."""
        near = windows.basis is not None and windows.gap <= NEAR
        if not self._enough(windows) and near and not self.stop.reached:
            scaled = in_scaled_units(self.problem, windows, self.options, self.stop)
            if scaled is not windows:
                note = message("note.scaled_units")
                windows = replace(scaled, notes=(*windows.notes, note))
        if self._enough(windows):
            return replace(windows, notes=(*self.notes, *windows.notes))
        next_one: Method = "simplex" if len(self.problem.row_lower) <= FALLBACK_ROWS else "ipm"
        instead = message(
            "note.direct_instead", method=message("name.simplex" if next_one == "simplex" else "name.ipm")
        )
        notes = (*self.notes, *windows.notes, instead)
        whole = solve_whole(self.problem, next_one, self.options, self.stop, self.start)
        if (
            windows.primal is None
            or whole.status == "optimal"
            or (whole.primal is not None and whole.gap < windows.gap)
        ):
            return replace(whole, notes=(*notes, *whole.notes))
        status: Status = "stopped" if self.stop.reached else "feasible"
        kept = replace(windows, status=status, interrupted=self.stop.interrupted)
        return replace(kept, notes=(*notes, *whole.notes, message("note.decomposition_kept")))


def _apart(whole: _Task, parts: Sequence[Component]) -> Solution:
    """The solution of an LP that falls apart, block by block."""
    tasks = [_Task(part, whole.options, whole.stop, part.own(whole.start)) for part in parts]
    found = {task: task.still_optimal() for task in tasks}
    found |= {task: task.solution() for task in tasks if found[task] is None and not task.windowed}
    found |= _by_windows([task for task in tasks if found[task] is None], [each for each in found.values() if each])
    solutions = [solution for solution in found.values() if solution is not None]
    # It is told how the largest was solved that was not kept, and of the others where they went another way than was picked.
    first = next((each for each in solutions if each.method != "start"), solutions[0])
    joined = join(whole.problem, parts, solutions, first.method)
    enough = whole.stop.reached or joined.primal is None or joined.gap <= whole.goal
    if not enough and all(each.gap <= whole.goal for each in solutions):
        return whole.solution()  # what one block costs another one earns, and their gaps are much of what is left
    about = [message("note.components", count=len(parts), rows=max(len(part.rows) for part in parts))]
    kept = sum(each.method == "start" for each in solutions)
    if kept:
        about.append(message("note.components_kept", count=kept))
    odd = [each for task, each in found.items() if each and each.method not in (task.method, "start")]
    more = [note for each in odd if each is not first for note in each.notes]
    return replace(joined, notes=(*about, *first.notes, *more))


def _by_windows(tasks: Sequence[_Task], known: Sequence[Solution]) -> dict[_Task, Solution]:
    """Solutions of blocks by windows, the largest first: the others are solved in the threads that it leaves idle; but
    before it where there is a limit, as whoever sets one wants a feasible point of all of them in time.

    known: those of the blocks that are solved.
    """
    if not tasks:
        return {}
    largest, *others = tasks
    options, stop = largest.options, largest.stop
    quiet = replace(options, threads=1, report=lambda _: None)

    def beside(task: _Task) -> Solution:
        with ThreadBudget(1) as one:
            return replace(task, options=quiet).by_windows(one)

    highs.reset_scheduler()  # once, as long as nobody is at work: each HiGHS of theirs has one thread
    with ThreadBudget(options.threads) as crew:
        jobs = [crew.defer(partial(beside, task)) for task in others]
        if jobs and (options.method == "rolling" or options.gap is not None or np.isfinite(stop.remaining)):
            options.report(Progress(message("stage.components", count=len(jobs))))
            crew.map(Deferred.run, jobs)
        told = replace(largest, options=replace(options, report=_total(options.report, known, jobs)))
        ended = [told.by_windows(crew), *crew.map(Deferred.result, jobs)]
    return {task: task.followed(solution) for task, solution in zip(tasks, ended, strict=True)}


def _total(
    report: Callable[[Progress], None], known: Sequence[Solution], jobs: Sequence[Deferred[Solution]]
) -> Callable[[Progress], None]:
    """Reports of one block as those of the whole: bound and cost are told once the other blocks have theirs."""

    def tell(progress: Progress) -> None:
        others = [*known, *(job.result() for job in jobs if job.done)]
        if progress.bound is None or len(others) < len(known) + len(jobs):
            report(replace(progress, bound=None, objective=None))
            return
        bound = progress.bound + sum(other.bound for other in others)
        if progress.objective is None or any(other.primal is None for other in others):
            report(replace(progress, bound=bound, objective=None))
            return
        report(replace(progress, bound=bound, objective=progress.objective + sum(each.objective for each in others)))

    return tell


def _method(problem: Problem, options: Options) -> tuple[Method, Message]:
    """The method for an LP, and why."""
    rows, hours = len(problem.row_lower), _hours(problem)
    if options.method == "rolling" and hours < FEW * LENGTH:
        return "simplex", message("why.too_short_for_rolling", hours=FEW * LENGTH)
    if options.method != "auto":
        return options.method, message("why.requested")
    spanning = int((problem.column_first < 0).sum())
    if spanning and rows > SMALL:  # columns in every hour make each iteration of simplex dear
        return "ipm", message("why.columns_without_window", columns=spanning)
    coupling = coupling_rows(problem)
    few = hours < FEW * LENGTH and rows < LARGE
    if rows <= SMALL or hours < 2 * LENGTH or (coupling and few):
        return "simplex", message("why.small", rows=rows, hours=hours)
    if coupling:
        return "windows", message("why.coupled", rows=coupling)
    return "windows", message("why.large", rows=rows, hours=hours)


def coupling_rows(problem: Problem) -> int:
    """Rows that couple weeks, which windows price: those without hours, and those that touch more than two weeks."""
    return len(TimePartition(problem, LENGTH).coupling)


def _hours(problem: Problem) -> int:
    return int(problem.column_last.max(initial=0)) + 1
