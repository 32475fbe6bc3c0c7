"""The published analytic systems of PRAS (NREL/PRAS, PRASCore.jl/src/Systems/TestData.jl), rebuilt from their parameters.

Their units fail with 0.1 and are repaired with 0.9 in each hour: out with 0.1, whatever the hour before. So every history
has a known probability, and the engine is exact."""

import numpy as np
import pytest

from dispatch.adequacy.simulate import Simulator

TEN = {"size": 10, "rate": 0.1}


def test_one_node_has_the_published_probability_and_energy_of_each_hour(small, exact):
    lolp, eue = exact(small([25, 28, 27, 24], [TEN] * 3, supply=[5, 6, 7, 8]))
    assert lolp[-1] == pytest.approx([0.028, 0.271, 0.028, 0.028], abs=1e-12)
    assert eue[-1] == pytest.approx([0.29, 0.832, 0.29, 0.178], abs=1e-12)


def test_units_whose_size_changes_by_hour_have_the_published_risk(small, exact):
    units = [{"size": [10, 10, 10, 15, 15, 15], "rate": 0.1}, {"size": [20, 20, 20, 25, 25, 25], "rate": 0.1}]
    lolp, eue = exact(small([28, 29, 30, 31, 32, 33], units, supply=[7, 8, 9, 9, 8, 7]))
    assert lolp[-1] == pytest.approx([0.19, 0.19, 0.19, 0.1, 0.1, 0.19], abs=1e-12)
    assert eue[-1] == pytest.approx([1.29, 1.29, 1.29, 0.85, 1.05, 1.34], abs=1e-12)


def three_nodes(small, limit):
    load = [[19, 20, 21, 20], [20, 21, 21, 22], [22, 21, 23, 22]]
    supply = [[4, 3, 2, 3], [6, 5, 3, 4], [2, 1, 2, 1]]
    units = [TEN | {"node": node} for node in (0, 1, 1)]
    units += [{"node": 2, "size": [10, 10, 15, 10], "rate": 0.1}, {"node": 2, "size": [20, 20, 25, 20], "rate": 0.1}]
    arcs = [{"start": one, "end": other, "limit": limit} for one, other in ((0, 1), (0, 2), (1, 2))]
    return small(load, units, arcs, supply=supply)


def test_three_nodes_in_a_triangle_have_the_published_risk(small, exact):
    lolp, eue = exact(three_nodes(small, 8))
    assert lolp[-1] == pytest.approx([0.14707, 0.40951, 0.40951, 0.40951], abs=1e-12)
    assert lolp[-1].sum() == pytest.approx(1.3756, abs=1e-12)
    assert eue[-1] == pytest.approx([1.75783, 3.13343, 2.87563, 4.36196], abs=1e-12)


def test_three_nodes_without_limits_have_the_published_risk(small, exact):
    lolp, eue = exact(three_nodes(small, 1000))
    assert lolp[-1] == pytest.approx([0.14707, 0.40951, 0.21268, 0.40951], abs=1e-12)
    assert eue[-1] == pytest.approx([1.75783, 3.13343, 2.47954, 4.36196], abs=1e-12)


def test_two_nodes_with_a_line_that_fails_have_the_published_risk(small, exact):
    units = [{"node": node, "size": 15, "rate": 0.1} for node in (0, 1)]
    lolp, eue = exact(small([[8], [9]], units, [{"start": 0, "end": 1, "limit": 8, "rate": 0.1}]))
    assert lolp[-1] == pytest.approx([0.19], abs=1e-12)
    assert lolp[:-1, 0] == pytest.approx([0.1, 0.1], abs=1e-12)
    assert eue[-1] == pytest.approx([0.647], abs=1e-12)
    assert eue[:-1, 0] == pytest.approx([0.314, 0.333], abs=1e-12)


STORE = {"power": 10, "energy": 10, "initial": 0.0, "rate": 0.1}


def test_a_unit_with_a_store_has_the_published_risk(small, exact):
    lolp, eue = exact(small([8, 9], [TEN], store=[STORE]))
    assert lolp[-1] == pytest.approx([0.1, 0.1], abs=1e-12)
    assert eue[-1] == pytest.approx([0.8, 0.7542], abs=1e-12)


def test_a_store_behind_a_line_that_fails_has_the_published_risk(small, exact):
    system = small(
        [[8, 9], [6, 7]],
        [{"size": 25, "rate": 0.1}],
        [{"start": 0, "end": 1, "limit": 15, "rate": 0.1}],
        [STORE | {"node": 1}],
    )
    lolp, eue = exact(system)
    assert lolp[-1] == pytest.approx([0.19, 0.130951], abs=1e-12)
    assert eue[-1] == pytest.approx([1.94, 1.239289], abs=1e-12)
    assert lolp[:-1].sum(axis=1) == pytest.approx([0.2, 0.255341], abs=1e-12)


def test_sampling_meets_the_published_risk_within_three_standard_errors(small):
    samples = 4000
    system = small([25, 28, 27, 24], [TEN | {"count": 3}], supply=[5, 6, 7, 8])
    found = Simulator([system], seed=1).run(tuple(range(samples))).values[0, :, :, -1]
    for metric, published in ((0, 0.355), (2, 1.59)):
        error = found[metric].std(ddof=1) / np.sqrt(samples)
        assert abs(found[metric].mean() - published) < 3 * error
