"""An LP is freed with its last reference: in a cycle it would stay until a garbage collection, a gigabyte for a year."""

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch import build, read_case, run
from dispatch.case import Case, expanding

INPUTS = Path(__file__).parents[2] / "inputs"


@pytest.fixture
def by_reference():
    """No garbage collection during a test."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("change", [lambda case: case, expanding], ids=["as given", "measures open"])
@pytest.mark.parametrize("name", ["tutorial", "neimenggu-2030"])
def test_an_lp_is_freed_with_its_last_reference(name: str, change: Callable[[Case], Case], by_reference: None) -> None:
    case = change(read_case(INPUTS / name, hours=24))
    lp = build(case)
    seen = weakref.ref(lp)
    run(case, lp=lp)
    del lp
    assert seen() is None
