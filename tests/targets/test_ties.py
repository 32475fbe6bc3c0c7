"""Where the optimum is not unique, what is quoted does not depend on the way of solving: a week of the shipped case."""

from pathlib import Path

import numpy as np
import pytest

from dispatch import build, read_case
from dispatch.solve import Options, solve

FOLDER = Path(__file__).parents[2] / "inputs" / "neimenggu-2030"


@pytest.mark.parametrize("start", ["2030-04-01", "2030-01-10"])
def test_two_methods_curtail_alike(start):
    """Curtailment by area and technology, within 0.1 % of it, or of a GWh where there is less."""
    case = read_case(FOLDER, ["tie_break.curtailment=0.2", "tie_break.grade=0.1"], start, 168)
    lp = build(case)
    output, available = (lp.quantities[f"renewable_{part}"] for part in ("output", "available"))
    rows = case.tables["renewables"]
    found = []
    for method in ("simplex", "ipm"):
        solution = solve(lp.matrix(), Options(threads=1, method=method))
        assert solution.status == "optimal"
        lost = (available - output).value(solution.primal).sum(axis=1)
        found.append(rows.assign(lost=lost).groupby(["area", "technology"])["lost"].sum().to_numpy())
    assert found[0].sum() > 10
    np.testing.assert_allclose(found[0], found[1], rtol=1e-3, atol=1e-3)
