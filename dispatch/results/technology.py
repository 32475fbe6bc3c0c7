"""Technologies of the results, and their groups."""

from __future__ import annotations

TECHNOLOGIES = ("wind", "pv", "csp", "coal", "gas", "biomass", "waste", "hydro", "pumped_hydro", "battery", "other")
"""Labels of the dimension ``technology``; distributed PV counts in ``pv``."""
NEW_ENERGY = ("wind", "pv", "csp")
"""新能源: wind, PV and CSP, gross."""
WEATHER = ("wind", "pv", "csp", "hydro")
"""Weather-driven technologies: they may be curtailed."""


def technology_of(kind: str) -> str:
    """The technology that a row's ``technology`` counts in.

    >>> technology_of("pv_distributed"), technology_of("coal")
    ('pv', 'coal')
    """
    return "pv" if kind == "pv_distributed" else kind
