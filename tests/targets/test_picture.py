"""The curve of what is added, as a picture."""

import pytest

from dispatch.case import Built
from dispatch.verdict.measures import Plan
from dispatch.verdict.picture import draw


@pytest.mark.parametrize("added", [{}, {"more": 0.5}, {"more": 0.5, "pack": 1.0}])
def test_a_curve_is_drawn_whatever_is_added(tmp_path, added):
    plans = [
        Plan(("t",), "all", {name: Built(power * step, 0.0) for name, power in added.items()}, margin=step)
        for step in (0.0, 1.0, 2.0)
    ]
    draw(plans, {"more": "wind", "pack": "storage"}, "a target", "TWh", tmp_path / "curve.png")
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
