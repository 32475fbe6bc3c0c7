"""Range of the multipliers: the cuts of the windows, and the region region around the best multipliers."""

import numpy as np
import pytest
from scipy import sparse

from dispatch.solve.decomposition.cutting_planes import CuttingPlaneModel
from dispatch.solve.decomposition.partition import CouplingRows
from dispatch.solve.decomposition.trust_region import TrustRegion
from dispatch.solve.problem import Stop


@pytest.fixture
def bundle() -> CuttingPlaneModel:
    """10 are required; one window makes them at 2 each, the other at 3. The model at price p, worked out by hand:
    10 p up to 2, 20 from 2 to 3, 50 - 10 p beyond."""
    one = np.ones(1)
    coupling = CouplingRows(np.zeros(1, dtype=np.int64), one, sparse.csr_matrix(one[:, None]), 10 * one, np.inf * one)
    bundle = CuttingPlaneModel(coupling, 2)
    for window, cost in ((0, 20.0), (1, 30.0)):
        bundle.add(window, cost, 10 * one)
        bundle.add(window, 0.0, 0 * one)
    return bundle


@pytest.mark.parametrize(
    ("centre", "most", "down", "up"),
    [(2.0, 9.0, 0.5, 1.5), (2.5, 9.0, 1.0, 1.0), (3.0, 9.0, 1.5, 0.5), (2.5, 0.8, 0.8, 0.8)],
)
def test_a_price_may_go_until_the_model_has_lost_what_it_may(
    bundle: CuttingPlaneModel, centre: float, most: float, down: float, up: float
) -> None:
    found = bundle.flat(np.array([centre]), np.array([most]), loss=5.0)
    assert found[:, 0] == pytest.approx([down, up], abs=1e-6)


def test_a_price_keeps_the_sign_that_its_row_allows(bundle: CuttingPlaneModel) -> None:
    """A requirement from below is never worth less than nothing: the price stops at zero, where the model has lost 20."""
    assert bundle.flat(np.array([2.0]), np.array([9.0]), loss=25.0)[0, 0] == pytest.approx(9.0)  # nothing lost beyond
    assert bundle.flat(np.array([2.0]), np.array([9.0]), loss=19.0)[0, 0] == pytest.approx(1.9)


def test_the_next_multiplier_stays_within_the_trust_region(bundle: CuttingPlaneModel) -> None:
    """From 1 the model rises up to 2; from 4 it falls down to 3."""
    for centre, down, up, ends in ((1.0, 0.1, 0.7, 1.7), (4.0, 0.2, 0.9, 3.8)):
        step = bundle.maximise(np.array([centre]), np.array([[down], [up]]), np.zeros(1), Stop())
        assert step is not None and step.multipliers[0] == pytest.approx(ends)


def test_only_the_bound_of_the_trust_region_that_a_step_reached_changes() -> None:
    region = TrustRegion(np.array([1.0, 1.0]), scale=1.0, radius=np.array([[0.1, 0.1], [0.2, 0.2]]))
    assert np.array(region.edges()) == pytest.approx(np.array([[0.8, 0.8], [1.4, 1.4]]))
    region.assess(np.array([1.0, 1.0]), 5.0)
    gained = np.array([1.4, 1.0])
    region.binding = region.binds(gained)
    assert region.binding.tolist() == [[False, False], [True, False]]
    region.assess(gained, 6.0)
    assert region.centre is gained
    assert region.radius == pytest.approx(np.array([[0.1, 0.1], [0.4, 0.2]]))
    lost = np.array([1.4, 0.8])
    region.binding = region.binds(lost)
    region.assess(lost, 5.5)
    assert region.centre is gained and region.best == 6.0
    assert region.radius == pytest.approx(np.array([[0.1, 0.05], [0.4, 0.2]]))
