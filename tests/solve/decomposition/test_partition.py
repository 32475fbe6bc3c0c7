"""Which rows couple weeks."""

import numpy as np

from dispatch.lp import LP, Axis, Mapping
from dispatch.solve import coupling_rows


def test_a_column_of_no_hour_is_of_no_week():
    """A size that is decided, and output of an hour, of three weeks, of two, of all hours."""
    steps = np.arange(840)
    hour = Axis("hour", tuple(map(str, steps)), steps, steps)
    stretch = Axis("stretch", ("long", "short"), np.array([0, 504]), np.array([503, 839]))
    lp = LP()
    size = lp.variable("size", ())
    output = lp.variable("output", (hour,))
    lp.constraint("upper", output - size.over(hour) <= 0.0)
    assert coupling_rows(lp.matrix()) == 0
    lp.constraint(
        "stretches", output.group(Mapping(hour, stretch, (steps >= 504).astype(int))) - size.over(stretch) <= 0.0
    )
    assert coupling_rows(lp.matrix()) == 1
    lp.constraint("whole", output.sum() - size <= 0.0)
    assert coupling_rows(lp.matrix()) == 2
