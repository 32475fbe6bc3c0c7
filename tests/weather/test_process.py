"""Gaussian processes: their moments are those that the parameters state, and their numbers never change."""

import numpy as np
import pytest
from scipy.stats import kstest

from dispatch.weather.parameters import Component, Site
from dispatch.weather.places import distances, farms
from dispatch.weather.process import normals, process


def site(name: str, latitude: float, longitude: float) -> Site:
    return Site(
        site=name, name_zh=name, zone="z", latitude=latitude, longitude=longitude, elevation=0.0, weight=1.0,
        windiness=1.0, january=0.0, july=20.0, source="guess",
    )  # fmt: skip


def test_normals_are_normal_and_those_of_philox() -> None:
    draws = normals(7, 3, (2, 20_000))
    assert kstest(draws.ravel(), "norm").pvalue > 0.001
    assert np.array_equal(draws, normals(7, 3, (2, 20_000)))
    assert abs(np.corrcoef(draws)[0, 1]) < 0.03
    for other in (normals(8, 3, (1, 20_000)), normals(7, 4, (1, 20_000))):
        assert abs(np.corrcoef(draws[0], other[0])[0, 1]) < 0.03


def test_the_numbers_of_a_seed_are_fixed() -> None:
    """Written down once: a change here is a change of every year that was ever drawn."""
    expected = [-0.72326732, -0.22894140, 0.40662306]
    assert normals(1, 16, (1, 3))[0] == pytest.approx(expected, abs=1e-7)


def test_distance_of_one_degree() -> None:
    apart = distances([site("a", 40.0, 110.0), site("b", 41.0, 110.0), site("c", 40.0, 111.0)])
    assert apart[0, 1] == pytest.approx(111.2, abs=0.1)
    assert apart[0, 2] == pytest.approx(111.2 * np.cos(np.radians(40.0)), abs=0.1)
    assert np.allclose(np.diag(apart), 0.0)


def test_farms_lie_inside_the_disc_and_keep_the_weight_of_their_site() -> None:
    own = site("a", 45.0, 110.0)
    spread = farms([own], 6, 60.0)
    away = distances([own, *spread])[0, 1:]  # type: ignore[list-item]
    assert len(spread) == 6 and away.max() < 60.5 and away.min() > 5.0
    assert sum(farm.weight for farm in spread) == pytest.approx(own.weight)
    assert len({(farm.latitude, farm.longitude) for farm in spread}) == 6


@pytest.mark.parametrize("smooth", [0.0, 2.0])
def test_variance_memory_and_reach(smooth: float) -> None:
    sites = [site("a", 40.0, 110.0), site("b", 42.0, 110.0)]
    part = Component(share=1.0, hours=12.0, smooth=smooth, km=300.0)
    state = process(sites, [part], 400_000, 5, 9)
    assert state.var(axis=1) == pytest.approx(1.0, abs=0.03)
    assert np.corrcoef(state)[0, 1] == pytest.approx(np.exp(-distances(sites)[0, 1] / 300.0), abs=0.03)
    slow, fast = np.exp(-1.0 / 12.0), np.exp(-1.0 / smooth) if smooth else 0.0
    lag_1 = (slow + fast) / (1.0 + slow * fast)  # Yule-Walker
    lag_2 = (slow + fast) * lag_1 - slow * fast
    for lag, expected in ((1, lag_1), (2, lag_2)):
        assert np.corrcoef(state[0, :-lag], state[0, lag:])[0, 1] == pytest.approx(expected, abs=0.01)


def test_components_add_up() -> None:
    parts = [
        Component(share=0.7, hours=5.0, smooth=0.0, km=500.0),
        Component(share=0.3, hours=50.0, smooth=3.0, km=50.0),
    ]
    state = process([site("a", 40.0, 110.0)], parts, 200_000, 1, 2)
    assert state.var() == pytest.approx(1.0, abs=0.05)
