"""Each rarer feature of a network, alone and two at a time: the optimum is PyPSA's."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import as_case, optimise
from features import FEATURES, base

import dispatch
from dispatch.errors import InfeasibleError


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_has_the_optimum_of_pypsa(name, tmp_path):
    n = base()
    FEATURES[name](n)
    if len(name) % 2:  # weights by the way
        for k, column in enumerate(("objective", "stores", "generators")):
            n.snapshot_weightings[column] = np.roll([1.0, 2.0, 0.5, 1.0], k)
    case = as_case(n, tmp_path / "case")
    theirs, status = optimise(n)
    if status != "optimal":
        with pytest.raises(InfeasibleError):
            dispatch.run(case, threads=1)
        return
    run = dispatch.run(case, threads=1)
    assert run.status == "optimal"
    assert run.record["objective_cny"] == pytest.approx(theirs, rel=1e-6, abs=1e-3)
