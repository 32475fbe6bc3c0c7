"""Tolerances with which results and reports read a dispatch."""

MIN_POWER_MW = 0.5
"""Smallest power that results and reports count [MW]: less is within the tolerances of the solver."""
BINDING_TOLERANCE = 1e-3
"""Relative distance to a limit at which it binds."""
