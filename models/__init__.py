"""The mathematics: one file a component, each with its numbered equations (see FORMULATION.md)."""

from dispatch.case import Case
from dispatch.lp import LP

from . import (
    corridors,
    csp,
    demand_response,
    electrolysers,
    limits,
    lines,
    links,
    load,
    network,
    renewables,
    reserves,
    reservoirs,
    storage,
    targets,
    thermal,
    units,
    used_energy,
    whole,
)
from .expansion import Expansion
from .frame import Frame

IDENTITY = "neimenggu-dispatch models"
"""Tells these models from another package of the same name."""

__all__ = ["COMPONENTS", "IDENTITY", "formulate", "targets", "whole"]

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
    lp, frame = LP(), Frame(case)
    frame.expansion = Expansion(lp, frame)
    contributions = [component.add(lp, frame) for component in COMPONENTS]
    network.add(lp, frame, contributions)
    reserves.add(lp, frame, contributions)
    limits.add(lp, frame)
    used = used_energy.add(lp, frame, contributions)
    targets.add(lp, frame, used)
    return lp
