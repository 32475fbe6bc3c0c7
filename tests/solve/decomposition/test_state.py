"""The state of a decomposition: a step returns a new state and leaves the old one as it was."""

import numpy as np

from dispatch.solve import Options, solve
from dispatch.solve.decomposition.state import Setup, State
from dispatch.solve.problem import Stop
from dispatch.solve.threads import ThreadBudget

from ..conftest import Chain


def test_the_cheapest_feasible_point_remains(chain: Chain) -> None:
    problem = chain(0, 114)
    optimum = solve(problem, Options(method="simplex"))
    assert optimum.primal is not None and optimum.row_dual is not None
    with ThreadBudget(1) as threads:
        setup = Setup.of(problem, Options(), Stop(), threads)
    initial = State.initial(setup)
    assert initial.with_point(problem, optimum.primal) is initial, "no bound yet, so no gap"
    bounded = initial.with_bound(problem, optimum.bound, optimum.row_dual)
    assert initial.duals is None and initial.bound == -np.inf
    infeasible = optimum.primal + 1.0
    assert bounded.with_point(problem, infeasible) is bounded
    found = bounded.with_point(problem, optimum.primal)
    assert found.within(setup.target) and not bounded.within(setup.target)
    assert found.with_point(problem, optimum.primal) is found, "not cheaper"
