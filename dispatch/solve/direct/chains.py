"""Direct methods: one HiGHS method on the whole LP, its repairs, and the next method if no proof is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from dispatch.messages import message

from .. import highs
from ..problem import Basis, Options, Problem, Progress, Solution, Stop
from ..selection import MIN_ROWS
from .attempt import Attempt
from .chain import Step, walk
from .highs_method import BOUNDED, run_method
from .repairs import REPAIRS

LARGE = MIN_ROWS
"""Number of rows above which near-optimal values end the chain where ``Options.nearly`` keeps them: crossover and simplex would take hours
for their last digits."""


def solve_whole(problem: Problem, chain: str, options: Options, stop: Stop, start: Basis | None = None) -> Solution:
    """Solve the whole LP by a chain of DIRECT. Return the solution of the last method with a feasible point, or of the last method. Notes
    report each step after the first."""
    attempt = walk(DIRECT[chain], Attempt(problem, options, stop, start))
    assert attempt.best is not None
    return replace(attempt.best, notes=(*attempt.notes, *attempt.best.notes))


def _solve_by(algorithm: str, attempt: Attempt) -> Attempt:
    """Run a HiGHS method and its repairs."""
    problem, options, stop = attempt.problem, attempt.options, attempt.stop
    if attempt.latest is not None:
        attempt = attempt.noted(message("note.next_method"))
    highs.reset_scheduler()
    options.report(Progress(message("stage.direct", method=algorithm)))
    start = attempt.start if algorithm == "simplex" else None
    answer, near = run_method(problem, algorithm, options, stop, start)
    attempt = walk(REPAIRS, replace(attempt, latest=answer, near=near))
    latest, best = attempt.latest, attempt.best
    assert latest is not None
    decided = latest.status in ("optimal", "infeasible", "unbounded")
    if best is None or best.primal is None or decided or (latest.primal is not None and latest.gap <= best.gap):
        attempt = replace(attempt, best=latest)
    if attempt.ended:
        return attempt
    return attempt.noted(message("note.no_proof", method=algorithm, gap=latest.gap))


def _method(name: str, when: str, applies: Callable[[Attempt], bool]) -> Step[Attempt]:
    """Return the step of a HiGHS method."""
    failure = "the next method follows; after the last, the feasible point with the smallest gap is kept"
    return Step(name, when, applies, partial(_solve_by, name), failure)


def _first(name: str) -> Step[Attempt]:
    return _method(name, "always", lambda attempt: True)


def _next(name: str) -> Step[Attempt]:
    """Return the step of a method for the failure of those before."""
    return _method(
        name, "no proof before, and no near-optimal values that end the chain", lambda a: not a.ended and not _enough(a)
    )


def _enough(attempt: Attempt) -> bool:
    return attempt.options.nearly and attempt.near is not None and len(attempt.problem.row_lower) > LARGE


def _unlimited(problem: Problem) -> bool:
    return bool(np.isinf(problem.lower).any() or np.isinf(problem.upper).any())


_WITHIN = _method(
    BOUNDED,
    "no proof and no near-optimal values before; some columns without bounds",
    lambda attempt: not attempt.ended and attempt.near is None and _unlimited(attempt.problem),
)

DIRECT: dict[str, tuple[Step[Attempt], ...]] = {
    "simplex": (_first("simplex"), _next("hipo"), _WITHIN, _next("ipx")),
    "ipm": (_first("hipo"), _WITHIN, _next("ipx"), _next("simplex")),
    "hipo": (_first("hipo"), _WITHIN),
}
"""HiGHS methods of ``simplex`` and ``ipm``, in order; ``hipo``: of ``ipm`` where the decomposition can follow."""
