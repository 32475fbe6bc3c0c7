"""The result of ``dispatch.solve_linopy`` and of ``n.optimize`` on the same networks."""

from __future__ import annotations

import numpy as np
import pytest
from built_networks import EXAMPLES

import dispatch

QUICK = 5
"""Every so many networks is part of the ordinary suite; PyPSA needs a second for each."""
CASES = [pytest.param(name, marks=() if k % QUICK == 0 else pytest.mark.long) for k, name in enumerate(EXAMPLES)]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", CASES)
def test_a_network_has_the_optimum_and_the_prices_of_pypsa(name):
    example = EXAMPLES[name]
    expected = example.network()
    ended = expected.optimize(
        solver_name="highs",
        extra_functionality=example.extra,
        log_to_console=False,
        mip_rel_gap=1e-7,
        include_objective_constant=False,
        **example.options,
    )
    assert ended == ("ok", "optimal")

    n = example.network()
    n.optimize.create_model(include_objective_constant=False, **example.options)
    if example.extra is not None:
        example.extra(n, n.snapshots)
    assert dispatch.solve_linopy(n.model) == ("ok", "optimal")
    n.optimize.assign_solution()
    n.optimize.assign_duals()
    n.optimize.post_processing()

    assert n.objective == pytest.approx(expected.objective, rel=1e-6)
    prices, others = n.buses_t.marginal_price, expected.buses_t.marginal_price
    assert prices.shape == others.shape and prices.size
    if not name.startswith("integer"):
        different = ~np.isclose(prices, others, rtol=1e-5, atol=1e-5)
        assert not different.any(), (different.sum(), prices.values[different][:5], others.values[different][:5])
