"""The mathematics: one file a component, each with its numbered equations (see FORMULATION.md)."""

from dispatch.case import Case
from dispatch.lp import LP

from . import (
    corridors,
    csp,
    demand_response,
    electrolysers,
    integrality,
    lines,
    load,
    losses,
    network,
    renewables,
    reserves,
    storage,
    targets,
    thermal,
)
from .expansion import Expansion
from .generic import limits, links, reservoirs, units
from .generic.links import least_losses
from .known import Known, known
from .sets import Sets

IDENTITY = "neimenggu-dispatch models"
"""Distinguishes these models from another package of the same name."""

__all__ = ["COMPONENTS", "IDENTITY", "Known", "formulate", "integrality", "known", "least_losses", "targets"]

COMPONENTS = (
    thermal,
    renewables,
    csp,
    storage,
    load,
    demand_response,
    electrolysers,
    corridors,
    lines,
    units,
    links,
    reservoirs,
)


def formulate(case: Case) -> LP:
    """The whole model of a case: every component adds its columns and rows, then network, reserves and targets sum."""
    lp, sets = LP(), Sets(case)
    sets.expansion = Expansion(lp, sets)
    contributions = [component.add(lp, sets) for component in COMPONENTS]
    network.add(lp, sets, contributions)
    reserves.add(lp, sets, contributions)
    limits.add(lp, sets)
    lost = losses.add(lp, sets, contributions)
    targets.add(lp, sets, lost)
    return lp
