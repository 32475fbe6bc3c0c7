"""Colours: one for each thing, the same in every chart, distinguishable by readers of any colour vision."""

from __future__ import annotations

from dispatch.technologies import ALL

COLOURS = {
    **{each.name: each.colour for each in ALL},
    "line_import": "#009E73",
    "response": "#661100",
    "unserved": "#ff2a2a",
    "curtailment": "#7f7f7f",
    "load": "#000000",
    "export": "#E69F00",
    "charge": "#CC79A7",
    "line_export": "#009E73",
    "electrolyser_load": "#332288",
    "own_use": "#c5cbd3",
    "response_back": "#661100",
    # causes of curtailment
    "heating": "#D55E00",
    "thermal_minimum": "#4d4d4d",
    "reserve_down": "#0072B2",
    "network": "#009E73",
    "storage_energy": "#E9BFD4",
    "storage_power": "#a0447a",
    "demand": "#F0E442",
    "price_policy": "#56B4E9",
    # reserve
    "required": "#000000",
    "held": "#0072B2",
    "shortfall": "#ff2a2a",
    "thermal": "#4d4d4d",
    "renewable": "#56B4E9",
    "storage": "#E9BFD4",
    "reservoir": "#0072B2",
    "unit": "#8a7b00",
    "demand_response": "#661100",
    "demand_response_shift": "#009E73",
    "electrolyser": "#332288",
}
"""Colour by the key of what is drawn."""

_CYCLE = ("#000000", "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8a7b00")


def nth(place: int) -> tuple[str, bool]:
    """Colour of the place-th of things that have none of their own (areas, corridors, stores), and whether it is dashed:
    the second round of colours is.

    >>> nth(0), nth(8)
    (('#000000', False), ('#000000', True))
    """
    return _CYCLE[place % len(_CYCLE)], place // len(_CYCLE) % 2 == 1
