"""A network with one rare value has PyPSA's optimum, or is refused by component, name and attribute; nothing crashes."""

from __future__ import annotations

import re

import pytest
from conftest import as_case
from rare import ATTRIBUTES, rare
from records import optimum

import dispatch
from dispatch.errors import CaseError, InfeasibleError, UnboundedError

OWNER = re.compile(
    r"network( .+)?|(Generator|Load|Link|Line|Transformer|StorageUnit|Store|GlobalConstraint|Bus|Carrier) '.+?'( \w+)*"
)
FAST = (0, 20, 25, 35, 40, 65, 142)


def outcome(seed, folder):
    """What became of it: refused, both (no optimum in either), equal."""
    n, what = rare(seed)
    try:
        case = as_case(n.copy(), folder)
    except CaseError as error:
        assert all(OWNER.fullmatch(fault.column) for fault in error.faults), (what, error.faults)
        return "refused"
    try:
        theirs, status = optimum(n)
    except Exception as error:  # PyPSA raises whatever it pleases on values that it does not expect
        pytest.skip(f"PyPSA itself fails: {what}: {error!r}")
    try:
        ours = dispatch.run(case, threads=1).record["objective_cny"]
    except (InfeasibleError, UnboundedError):
        assert status != "optimal", what
        return "both"
    assert status == "optimal", what
    assert ours == pytest.approx(theirs, rel=1e-6, abs=1e-3), what
    return "equal"


@pytest.mark.parametrize("seed", FAST)
def test_a_rare_value_is_carried_or_refused(seed, tmp_path):
    assert outcome(seed, tmp_path / "case") in ("refused", "both", "equal")


@pytest.mark.long
@pytest.mark.parametrize("seed", range(len(ATTRIBUTES)))
def test_every_attribute_at_a_rare_value_is_carried_or_refused(seed, tmp_path):
    assert outcome(seed, tmp_path / "case") in ("refused", "both", "equal")
