"""Losses of energy between generation and use, and their avoidable part (waste)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import Floats

from .branch_flows import branches
from .deliveries import Deliveries, reservoirs, storage
from .reader import Reader
from .unused import nodes, unused_energy

COMPONENTS = ("storage", "lines", "demand_response", "hydrogen", "reservoirs", "links")
"""Labels of the dimension ``component``: where energy can be lost."""


def losses(reader: Reader) -> dict[str, Floats]:
    """Return ``energy_lost`` and ``energy_wasted`` over the window, shape (areas, components) [MWh].

    Lost: energy that stores, lines, links and paid-back load take and do not give, and hydrogen beyond the demand. Wasted: lost
    energy that is avoidable without serving less. Three rules find it; they are sufficient, not complete.

    1. Opposite flows in one hour: a store that charges and discharges, or a loop of lines and links.
    2. Deliveries of a store, line or link into a pocket with unused energy of the greatest reward in that hour
       (``unused_energy``). Unused energy could have served the pocket; the loss of the delivery is wasted.
    3. Hydrogen beyond the demand, and the input of a link without an end.
    """
    lines, links = branches(reader)
    deliveries = {"storage": storage(reader), "lines": lines, "reservoirs": reservoirs(reader), "links": links}
    replaced = _replaced_share(reader, list(deliveries.values()))
    parts = {name: _energy(reader, part, replaced) for name, part in deliveries.items()}
    parts |= {"demand_response": _payback(reader), "hydrogen": _hydrogen(reader)}
    shape = (len(reader.places), len(COMPONENTS))
    lost, wasted = np.zeros(shape), np.zeros(shape)
    for k, name in enumerate(COMPONENTS):
        areas, of_lost, of_wasted = parts[name]
        at = [reader.places.areas.index(area) for area in areas]
        np.add.at(lost[:, k], at, of_lost)
        np.add.at(wasted[:, k], at, of_wasted)
    return {"energy_lost": lost, "energy_wasted": wasted}


Totals = tuple[list[str], Floats, Floats]
"""Area of each asset; energy lost and energy wasted [MWh], shapes (assets,)."""


def _replaced_share(reader: Reader, parts: list[Deliveries]) -> dict[str, Floats]:
    """Share of the deliveries into each pocket that unused energy could have served, pocket -> (hours,)."""
    node = nodes(reader)
    unused = unused_energy(reader, node)
    delivered = np.zeros_like(unused)
    for part in parts:
        delivered += reader.gather(part.delivered, [node[pocket] for pocket in part.pocket], delivered.shape[1])
    share = np.minimum(unused / np.maximum(delivered, 1e-9), 1.0)
    return {pocket: share[:, k] for pocket, k in node.items()}


def _energy(reader: Reader, part: Deliveries, replaced: dict[str, Floats]) -> Totals:
    """Sum up: opposite flows, and the losses of deliveries that unused energy could have replaced."""
    hours = reader.weight("energy")
    wasted = hours @ part.opposite
    # A link with several ends is of use as long as one of its deliveries is.
    share = np.ones((len(hours), len(part.areas)))
    for k, (asset, pocket) in enumerate(zip(part.asset, part.pocket, strict=True)):
        here = np.where(part.delivered[:, k] > 0.0, replaced[pocket], 1.0)
        share[:, asset] = np.minimum(share[:, asset], here)
    for k, asset in enumerate(part.asset):
        wasted[asset] += hours @ (part.delivered[:, k] * part.loss[:, k] * share[:, asset])
    return part.areas, part.lost, np.minimum(wasted, part.max_wasted)


def _payback(reader: Reader) -> Totals:
    """Load that demand response takes away is paid back with a loss: energy lost, none of it wasted."""
    names = list(reader.axis("response_away").labels)
    lost = (reader.hourly("response_back") - reader.hourly("response_away")).sum(axis=0)
    rows = reader.case.tables["demand_response"].set_index("programme")
    return [str(rows.at[name, "area"]) for name in names], lost, np.zeros(len(names))


def _hydrogen(reader: Reader) -> Totals:
    names = list(reader.axis("hydrogen_surplus").labels)
    surplus = reader.total("hydrogen_surplus")
    rows = reader.case.tables["electrolysers"].set_index("asset")
    return [str(rows.at[name, "area"]) for name in names], surplus, np.maximum(surplus, 0.0)
