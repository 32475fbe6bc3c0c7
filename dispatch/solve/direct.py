"""Direct methods: one HiGHS method on the whole LP, its repairs, and the next method if no proof is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic, TypeAlias, TypeVar

import highspy
import numpy as np

from dispatch.messages import Message, message

from . import highs
from .certificate import certify, nearly_feasible
from .components import Component
from .decomposition import solve_from_duals
from .problem import Basis, End, Floats, Options, Problem, Progress, Solution, Status, Stop
from .unbounded import resolve
from .warm_start import set_start

NEAR_GAP = 1e-4
"""Largest relative gap of an answer without a proof from which a repair starts."""
Pair: TypeAlias = tuple[Floats, Floats]
"""Values, shape (columns,), and row duals, shape (rows,)."""

_State = TypeVar("_State")


@dataclass(frozen=True)
class Step(Generic[_State]):
    """One step of a chain of methods, as in the tables of docs/solving.md.

    name: of the step. when: the condition in words. applies: the same, of the state before the step. run: return the state after the
    step. failure: consequence if the step gives no proof.
    """

    name: str
    when: str
    applies: Callable[[_State], bool]
    run: Callable[[_State], _State]
    failure: str


def walk(chain: tuple[Step[_State], ...], state: _State) -> _State:
    """Take the steps of a chain in order, and run each that applies to the state that the steps before it have left."""
    for step in chain:
        if step.applies(state):
            state = step.run(state)
    return state


@dataclass(frozen=True, eq=False)
class Attempt:
    """What direct methods have found so far.

    latest: solution of the last HiGHS method, with its repairs; best: the last one with a feasible point; None before the first
    method. near: values and row duals of the last method if they are near-optimal; the values may violate bounds and rows by more
    than a proof allows. notes: of the methods before.
    """

    problem: Problem
    options: Options
    stop: Stop
    start: Basis | None
    latest: Solution | None = None
    best: Solution | None = None
    near: Pair | None = None
    notes: tuple[Message, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether the last method has decided the LP or reached the requested gap, or the solve is to stop."""
        return self.latest is not None and (
            self.latest.status in ("optimal", "feasible", "infeasible", "unbounded") or self.stop.reached
        )

    def noted(self, *notes: Message) -> Attempt:
        """Return the attempt with more notes."""
        return replace(self, notes=(*self.notes, *notes))


def solve_whole(problem: Problem, method: str, options: Options, stop: Stop, start: Basis | None = None) -> Solution:
    """Solve the whole LP by the chain of ``simplex`` or ``ipm`` (DIRECT). Return the solution of the last method with a feasible
    point, or of the last method. Notes report each step after the first."""
    attempt = walk(DIRECT[method], Attempt(problem, options, stop, start))
    assert attempt.best is not None
    return replace(attempt.best, notes=(*attempt.notes, *attempt.best.notes))


def _solve_by(algorithm: str, attempt: Attempt) -> Attempt:
    """Run a HiGHS method and its repairs."""
    problem, options, stop = attempt.problem, attempt.options, attempt.stop
    highs.reset_scheduler()
    options.report(Progress(message("stage.direct", method=algorithm)))
    start = attempt.start if algorithm == "simplex" else None
    answer, near = _once(problem, algorithm, options, stop, start)
    attempt = walk(REPAIRS, replace(attempt, latest=answer, near=near))
    latest, best = attempt.latest, attempt.best
    assert latest is not None
    decided = latest.status in ("optimal", "infeasible", "unbounded")
    if best is None or best.primal is None or decided or (latest.primal is not None and latest.gap <= best.gap):
        attempt = replace(attempt, best=latest)
    if attempt.ended:
        return attempt
    return attempt.noted(message("note.no_proof", method=algorithm, gap=latest.gap), message("note.next_method"))


def _repair_scaled(attempt: Attempt) -> Attempt:
    """Continue simplex from the basis of the failed answer, in scaled units."""
    failed = attempt.latest
    assert failed is not None
    attempt = attempt.noted(
        message("note.no_proof", method=failed.method, gap=failed.gap), message("note.scaled_units")
    )
    bare = replace(failed, notes=())  # a note on its values does not hold of others
    scaled = in_scaled_units(attempt.problem, bare, attempt.options, attempt.stop)
    return attempt if scaled is bare else replace(attempt, latest=scaled)


def _repair_from_duals(attempt: Attempt) -> Attempt:
    """Close the gap by the decomposition, with initial multipliers from the duals of the failed answer."""
    assert attempt.near is not None
    closed = solve_from_duals(attempt.problem, attempt.near[1], attempt.options, attempt.stop)
    return _closer(attempt, closed, message("note.multipliers_of_direct", method=_latest(attempt).method))


def _repair_at_values(attempt: Attempt) -> Attempt:
    """Fix the columns without hours at their values, and solve the rest by the decomposition.

    The cost of that point is an upper bound, and the duals of the failed answer give a lower bound of the whole LP: the decomposition
    proves the optimum for the fixed columns only.
    """
    assert attempt.near is not None
    problem, (values, duals) = attempt.problem, attempt.near
    timed = problem.column_first >= 0
    rest = Component(problem, np.flatnonzero(timed), np.arange(len(duals)), given=np.where(timed, 0.0, values))
    found = solve_from_duals(rest, duals, attempt.options, attempt.stop)
    if found.primal is None:
        return attempt
    primal = values.copy()
    primal[rest.columns] = found.primal
    proof = certify(problem, primal, duals)
    if not proof.feasible:
        return attempt
    status: Status = "optimal" if proof.proves_optimum else "stopped" if attempt.stop.reached else "failed"
    closed = replace(proof.solution(status, found.method), end=found.end)
    return _closer(attempt, closed, message("note.fixed_at_values", method=_latest(attempt).method))


def _closer(attempt: Attempt, closed: Solution, note: Message) -> Attempt:
    """Replace the failed answer by a solution that the decomposition has found from it, if its gap is smaller."""
    failed = _latest(attempt)
    if closed.primal is None or (closed.status != "optimal" and closed.gap >= failed.gap):
        return attempt
    end = replace(closed.end, iterations=failed.end.iterations + closed.end.iterations)
    attempt = attempt.noted(note)
    return replace(attempt, latest=replace(closed, method=f"{failed.method}, windows", end=end))


def _latest(attempt: Attempt) -> Solution:
    assert attempt.latest is not None
    return attempt.latest


def _failed(attempt: Attempt) -> bool:
    return attempt.latest is not None and attempt.latest.status == "failed" and not attempt.stop.reached


def _near(attempt: Attempt) -> bool:
    return _failed(attempt) and attempt.near is not None


def _all_timed(attempt: Attempt) -> bool:
    return bool((attempt.problem.column_first >= 0).all())


REPAIRS: tuple[Step[Attempt], ...] = (
    Step(
        "simplex in scaled units",
        "no proof, but a basis",
        lambda attempt: _failed(attempt) and attempt.latest is not None and attempt.latest.basis is not None,
        _repair_scaled,
        "the answer of the method is kept",
    ),
    Step(
        "decomposition from the duals",
        "no proof, near-optimal duals, and all columns have hours",
        lambda attempt: _near(attempt) and _all_timed(attempt),
        _repair_from_duals,
        "the answer of the method is kept",
    ),
    Step(
        "decomposition at the values of the columns without hours",
        "no proof, near-optimal values and duals, and some columns without hours",
        lambda attempt: _near(attempt) and not _all_timed(attempt),
        _repair_at_values,
        "the answer of the method is kept",
    ),
)
"""After each HiGHS method. Interior points end at near-optimal values with absolute infeasibilities larger than those of a vertex; their
duals are initial multipliers from which the decomposition finds a proof. Columns without hours (capacities) keep their values: the rest
is then solved exactly, and the duals prove how close these values are to the optimum."""


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


LARGE = 500_000
"""Number of rows above which near-optimal values end the chain where ``Options.nearly`` keeps them: crossover and simplex would take hours
for their last digits."""


def _enough(attempt: Attempt) -> bool:
    return attempt.options.nearly and attempt.near is not None and len(attempt.problem.row_lower) > LARGE


BOUNDED = "hipo within bounds"
"""Interior points with finite bounds on all columns: without bounds their steps may become short far from the optimum, where capacities are free
(PyPSA's example `model-energy` ended at a relative residual of 2e-5)."""
_WITHIN = _method(
    BOUNDED,
    "no proof and no near-optimal values before; some columns without bounds",
    lambda attempt: not attempt.ended and attempt.near is None and _unlimited(attempt.problem),
)

DIRECT: dict[str, tuple[Step[Attempt], ...]] = {
    "simplex": (_first("simplex"), _next("hipo"), _WITHIN, _next("ipx")),
    "ipm": (_first("hipo"), _WITHIN, _next("ipx"), _next("simplex")),
}
"""HiGHS methods of ``simplex`` and ``ipm``, in order."""


_HIGHS: dict[str, dict[str, highs.Option]] = {
    "simplex": {"solver": "simplex"},
    "hipo": {"solver": "hipo", "run_crossover": "off"},
    BOUNDED: {"solver": "hipo", "run_crossover": "off"},
    "ipx": {"solver": "ipx", "run_crossover": "on"},
}
"""Options of the HiGHS methods."""
BOUND = 1e4
"""Bounds of BOUNDED, relative to the largest finite bound of a column or row. The certificate is that of the LP without them: a column
that ends at one has a reduced cost, which costs the proof."""
CLOSER = 0.1
"""Relative gap at which interior points end, as a share of the requested one: the certificate of their point may be less close."""


def _ends(algorithm: str, gap: float | None) -> dict[str, highs.Option]:
    """Return the option that ends a HiGHS method at the requested gap; none for simplex, whose bases have no gap before the optimum."""
    if not gap or algorithm == "simplex":
        return {}
    return {"ipm_optimality_tolerance": max(CLOSER * gap, 1e-8)}  # 1e-8: what HiGHS takes without a request


def _once(
    problem: Problem, algorithm: str, options: Options, stop: Stop, start: Basis | None
) -> tuple[Solution, Pair | None]:
    """Run one HiGHS method. Return its solution, and its values and row duals if they are near-optimal."""
    how = _HIGHS[algorithm] | _ends(algorithm, options.gap) | {"log_to_console": options.verbose}
    p, (lower, upper) = problem, _bounds(problem, algorithm)
    solver = highs.load(p.cost, lower, upper, p.matrix, p.row_lower, p.row_upper, threads=options.threads, **how)
    if options.verbose:
        highs.configure(solver, output_flag=True)
    if start is not None:
        set_start(solver, problem, start, stop)
    status = highs.run(solver, stop)
    if status == highs.EMPTY:
        return certify(problem, np.zeros(0), np.zeros(0)).solution("optimal", algorithm), None
    if status in highs.UNBOUNDED:
        return resolve(problem, algorithm, options, stop), None
    if status in highs.INFEASIBLE:
        decided: Status = "failed" if algorithm == BOUNDED else "infeasible"
        return Solution(decided, algorithm, end=End(highs.iterations(solver))), None
    return _read(problem, algorithm, solver, options, stop)


def _unlimited(problem: Problem) -> bool:
    return bool(np.isinf(problem.lower).any() or np.isinf(problem.upper).any())


def _bounds(problem: Problem, algorithm: str) -> tuple[Floats, Floats]:
    """Return the bounds of the columns for a HiGHS method, shapes (columns,): finite ones for BOUNDED."""
    if algorithm != BOUNDED:
        return problem.lower, problem.upper
    limits = np.concatenate([problem.lower, problem.upper, problem.row_lower, problem.row_upper])
    reach = BOUND * float(np.max(np.abs(limits[np.isfinite(limits)]), initial=1.0))
    return (
        np.where(problem.lower == -np.inf, np.minimum(-reach, problem.upper), problem.lower),
        np.where(problem.upper == np.inf, np.maximum(reach, problem.lower), problem.upper),
    )


def _read(
    problem: Problem, algorithm: str, solver: highspy.Highs, options: Options, stop: Stop
) -> tuple[Solution, Pair | None]:
    """Certify the answer of HiGHS; as ``_once``."""
    solution = solver.getSolution()
    end = End(highs.iterations(solver), stop.interrupted)
    ended: Status = "stopped" if stop.reached else "failed"
    basis = highs.basis_of(solver)
    nothing = Solution(ended, algorithm, end=end, basis=basis)
    if not solution.value_valid:
        return nothing, None
    primal = np.clip(np.asarray(solution.col_value), problem.lower, problem.upper)
    dual = np.asarray(solution.row_dual) if solution.dual_valid else np.zeros(len(problem.row_lower))
    proof = certify(problem, primal, dual)
    near = (primal, dual) if abs(proof.objective - proof.bound) <= NEAR_GAP * abs(proof.objective) else None
    if not proof.feasible:
        if near is None or not options.nearly or not nearly_feasible(problem, primal):
            return nothing, near
        violated = message("note.nearly_feasible", violation=proof.primal_infeasibility)
        return replace(proof.solution(ended, algorithm), notes=(violated,), end=end, basis=basis), near
    reached = proof.gap <= (options.gap or 0.0)
    status: Status = "optimal" if proof.proves_optimum else "feasible" if reached else ended
    return replace(proof.solution(status, algorithm), end=end, basis=basis), near


TIGHT: dict[str, highs.Option] = {
    "primal_feasibility_tolerance": 1e-10,
    "dual_feasibility_tolerance": 1e-10,
    "simplex_scale_strategy": 0,
}
"""HiGHS's tightest tolerances, which hold for its scaled LP: the factors of rows and columns are one."""


@dataclass(frozen=True)
class Units:
    """Divisors of values and costs: powers of two, so that no digit changes, and a basis stays a basis."""

    value: float
    cost: float

    @classmethod
    def of(cls, problem: Problem) -> Units:
        """Return the typical size (geometric mean) of the finite bounds of columns and rows, and of the costs."""
        limits = (problem.lower, problem.upper, problem.row_lower, problem.row_upper)
        return cls(_typical(np.concatenate(limits)), _typical(problem.cost))


def in_scaled_units(problem: Problem, found: Solution, options: Options, stop: Stop) -> Solution:
    """Continue simplex from the basis of a solution, in scaled units and with tighter tolerances. Return the result if its gap is
    smaller; otherwise the same solution."""
    scaled = solve_scaled(problem, found.basis, options, stop)
    if scaled is None:
        return found
    values, duals, basis, iterations = scaled
    proof = certify(problem, np.clip(values, problem.lower, problem.upper), duals)
    proven = proof.proves_optimum
    if not proof.feasible or (found.primal is not None and not proven and proof.gap >= found.gap):
        return found
    status: Status = "optimal" if proven else found.status
    end = End(found.end.iterations + iterations, stop.interrupted)
    return replace(proof.solution(status, found.method), basis=basis, end=end, notes=found.notes)


def solve_scaled(
    problem: Problem, basis: Basis | None, options: Options, stop: Stop
) -> tuple[Floats, Floats, Basis | None, int] | None:
    """Run simplex in scaled units, from a basis if there is one. Return values, shape (columns,), duals, shape (rows,), basis and
    iterations; None if HiGHS finds no optimum."""
    p, units = problem, Units.of(problem)
    highs.reset_scheduler()
    solver = highs.load(
        p.cost / units.cost,
        p.lower / units.value,
        p.upper / units.value,
        p.matrix,
        p.row_lower / units.value,
        p.row_upper / units.value,
        solver="simplex",
        threads=options.threads,
        **TIGHT,
    )
    if basis is not None:
        highs.configure(solver, **highs.DEVEX)
        highs.set_basis(solver, basis)
    if highs.run(solver, stop) != highs.OPTIMAL:
        return None
    solution = solver.getSolution()
    values, duals = np.asarray(solution.col_value) * units.value, np.asarray(solution.row_dual) * units.cost
    return values, duals, highs.basis_of(solver), highs.iterations(solver)


def _typical(numbers: Floats) -> float:
    """Return the power of two nearest to the geometric mean of the finite nonzero numbers; one if there are none."""
    sizes = np.abs(numbers[np.isfinite(numbers) & (numbers != 0)])
    return float(2.0 ** np.round(np.mean(np.log2(sizes)))) if sizes.size else 1.0
