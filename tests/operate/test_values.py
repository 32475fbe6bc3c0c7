"""Values of other weather years: which years, that none is the realised one, that each is solved once."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dispatch import read_case
from dispatch.errors import CaseError
from dispatch.operate import Journal, Rules, Values, different, operate, other_years, values
from dispatch.solve import Options, Stages

ROOT = Path(__file__).parents[2]
SHORT = Stages(look_ahead=24, block=12)


@pytest.fixture(scope="module")
def tutorial():
    return read_case(ROOT / "inputs/tutorial", [], None, 72)


def drawn(case, seed):
    """The case with the hours of wind and PV in another order."""
    mixed = {name: np.random.default_rng(seed).permutation(case.series[name]) for name in ("wind", "pv")}
    return replace(case, series={**case.series, **mixed})


def test_the_years_are_the_first_ones_other_than_the_realised_one(tutorial):
    assert other_years(tutorial) == ()
    case = replace(tutorial, folder=ROOT / "inputs/neimenggu-2030")
    assert other_years(case) == (2, 3, 4)
    for seed, others in ((1, (2, 3, 4)), (3, (1, 2, 4)), (9, (1, 2, 3))):
        weather = case.settings.weather.model_copy(update={"seed": seed})
        assert other_years(replace(case, settings=case.settings.model_copy(update={"weather": weather}))) == others


def test_the_realised_year_gives_no_values(tutorial):
    rounded = replace(tutorial, series={name: np.round(values, 4) for name, values in tutorial.series.items()})
    with pytest.raises(CaseError, match="realised"):
        different(tutorial, rounded)
    other = drawn(tutorial, 2)
    assert different(tutorial, other) is other


def test_each_year_is_solved_once_though_the_operation_is_interrupted(tutorial, tmp_path, monkeypatch):
    """The second year has no feasible dispatch at first. The values then serve further operations."""
    read, solved = [], values.solve

    def year(seed):
        read.append(seed)
        return drawn(tutorial, seed)

    def infeasible(matrix, options, start):
        found = solved(matrix, options, start)
        return replace(found, status="infeasible") if read == [2, 3] else found

    monkeypatch.setattr(values, "solve", infeasible)
    years, journal = Values(seeds=(2, 3), read=year), Journal(tmp_path / "run", {})
    with pytest.raises(CaseError, match="no feasible dispatch") as caught:
        operate(tutorial, Rules(SHORT), Options(), values=years, journal=journal)
    assert caught.value.faults[0].value == "3" and read == [2, 3] and journal.values(2) is not None
    found = operate(tutorial, Rules(SHORT), Options(), values=years, journal=journal)
    assert read == [2, 3, 3] and found.foresight.knowledge.values == "years 2, 3"
    (tmp_path / "operated").mkdir()
    found.write(tmp_path / "operated")
    again = operate(tutorial, Rules(SHORT), Options(), values=Values(tmp_path / "operated/values"))
    ours, theirs = (one.operated.record["objective_cny"] for one in (found, again))
    assert ours == pytest.approx(theirs, rel=1e-9)
