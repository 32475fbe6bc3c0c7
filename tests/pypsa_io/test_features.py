"""Each rarer feature of a network, some at a time: the optimum is PyPSA's."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import as_case
from features import FEATURES, base
from records import optimum

import dispatch
from dispatch.errors import CaseError, InfeasibleError, UnboundedError
from dispatch.pypsa_io import to_network

BY_POSITION = ("tech_equal_bus", "tech_branch_bus")
"""PyPSA sums these by position, or not at all."""
ALONE = [
    *("co2_atmosphere", "negative_loads", "no_loads", "tech", "tech_least", "volume", "volume_brackets", "volume_cost"),
    *("capacity_by_bus", "limit_of_nothing", "p_set_beyond", "efficiency_series"),
]
"""Features that change the network itself, or names that others use."""
ADDED = [name for name in FEATURES if name not in ALONE and name not in BY_POSITION]
TOGETHER = [
    *(["co2_atmosphere", "efficiency_series"], ["negative_loads"], ["no_loads"], ["p_set_beyond"]),
    *(["volume"], ["volume_cost"], ["volume_brackets"], ["tech", "capacity_by_bus", "limit_of_nothing"]),
]
"""Those of them that are tried alone, or that leave each other alone; the rest are among the long tests."""
GROUPS = TOGETHER + [ADDED[k::4] for k in range(4)]


class _Named:
    """Adds a component to a network under a name of its own."""

    def __init__(self, network, name):
        self.network, self.name = network, name

    def add(self, kind, _, **attributes):
        return self.network.add(kind, self.name, **attributes)


def compared(n, folder):
    case = as_case(n, folder)
    theirs, status = optimum(n)
    if status != "optimal":
        with pytest.raises((InfeasibleError, UnboundedError)):
            dispatch.run(case, threads=1)
        return
    run = dispatch.run(case, threads=1)
    assert run.status == "optimal"
    assert run.record["objective_cny"] == pytest.approx(theirs, rel=1e-6, abs=1e-3)


@pytest.mark.parametrize("names", GROUPS, ids="+".join)
def test_features_have_the_optimum_of_pypsa(names, tmp_path):
    n = base()
    for name in names:
        FEATURES[name](n if name in ALONE else _Named(n, name))
    if len(names[0]) % 2:  # weights by the way
        for k, column in enumerate(("objective", "stores", "generators")):
            n.snapshot_weightings[column] = np.roll([1.0, 2.0, 0.5, 1.0], k)
    compared(n, tmp_path / "case")


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in FEATURES if name not in BY_POSITION])
def test_a_feature_alone_has_the_optimum_of_pypsa(name, tmp_path):
    n = base()
    FEATURES[name](n)
    compared(n, tmp_path / "case")


@pytest.mark.parametrize("name", BY_POSITION)
def test_a_limit_that_pypsa_sums_by_position_is_refused_by_name(name, tmp_path):
    n = base()
    FEATURES[name](n)
    with pytest.raises(CaseError, match=r"GlobalConstraint.*bus"):
        as_case(n, tmp_path / "case")


def _there_and_back(names, folder):
    """Return whether the case comes back from PyPSA with its optimum; it is refused in words otherwise."""
    n = base()
    for name in names:
        FEATURES[name](n if name in ALONE else _Named(n, name))
    case = as_case(n, folder / "case")
    try:
        back = to_network(case)
    except CaseError as error:
        assert all(str(fault.rule) and str(fault.remedy) and fault.column for fault in error.faults)
        return False
    ours, again = (
        dispatch.run(one, threads=1).record["objective_cny"] for one in (case, as_case(back, folder / "back"))
    )
    assert again == pytest.approx(ours, rel=1e-9, abs=1e-3)
    return True


KEPT = [
    *("shedding_infinite", "infinite_both_ways", "line_infinite", "link_infinite", "sink"),
    *("sink_grown", "storage_sign", "store_negative_sign", "p_set", "p_set_grown", "link_p_set", "storage_p_set"),
    *(
        "storage_content_set",
        "store_p_set",
        "storage_efficiencies",
        "store_loss",
        "ramp_series",
        "capital_cost_negative",
    ),
]
"""Features that an export keeps, all at once."""


def test_features_come_back_from_pypsa(tmp_path):
    assert _there_and_back(KEPT, tmp_path)


@pytest.mark.parametrize("name", ["tech", "capacity_by_bus", "storage_infinite"])
def test_features_that_do_not_come_back_are_refused_in_words(name, tmp_path):
    assert not _there_and_back([name], tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in FEATURES if name not in (*BY_POSITION, "p_set_beyond")])
def test_a_feature_alone_comes_back_or_is_refused(name, tmp_path):
    _there_and_back([name], tmp_path)
