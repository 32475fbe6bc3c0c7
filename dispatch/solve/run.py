"""The way in: pick a method, run it in a thread, stop cleanly."""

from __future__ import annotations

import threading
from dataclasses import replace

from .problem import Basis, Options, Problem, Solution, Stop
from .whole import solve_whole

SMALL = 60_000
"""Rows up to which HiGHS's simplex alone is asked by ``auto``."""


def solve(problem: Problem, options: Options = Options(), start: Basis | None = None) -> Solution:  # noqa: B008
    """Solve an LP. HiGHS works in a thread of its own and the caller waits, so that Ctrl-C is heard at once.

    On Ctrl-C the best state that is certified comes back within seconds, ``stopped`` and ``interrupted``.
    """
    stop = Stop(options.time_limit)
    outcome: list[Solution] = []
    fault: list[BaseException] = []

    def work() -> None:
        try:
            outcome.append(_choose(problem, options, stop, start))
        except BaseException as error:
            fault.append(error)

    worker = threading.Thread(target=work, name="solve", daemon=True)
    worker.start()
    try:
        while worker.is_alive():
            worker.join(0.1)
    except KeyboardInterrupt:
        stop.set()
        # Presolve and factorisation do not listen: what does not end in time is left to the end of the process.
        worker.join(5.0)
    if fault:
        raise fault[0]
    if outcome:
        return outcome[0]
    return Solution("stopped", options.method, ("interrupted before there was a feasible point",), interrupted=True)


def _choose(problem: Problem, options: Options, stop: Stop, start: Basis | None) -> Solution:
    method = options.method
    note = f"method {method}, as asked"
    if method == "auto":
        rows = len(problem.row_lower)
        method = "simplex" if rows <= SMALL or start is not None else "ipm"
        note = f"auto chose {method}: {rows:,} rows" + (", with a basis to start from" if start is not None else "")
    solution = solve_whole(problem, method, options, stop, start)
    return replace(solution, notes=(note, *solution.notes))
