"""Generic links: power taken at one end is given, times an efficiency, at the other (N3-N6); N2: ``dc_power_flow``."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Axis, Expression, Floats, Mapping
from dispatch.messages import message

from .. import dc_power_flow
from ..sets import Assets, Contribution, Sets, texts
from .common import Output, before_known, given, output, price, ramp, weight

ROUNDING = 1e-12
"""Smallest share of the flow that counts as a loss: a sum of efficiencies differs from one by rounding."""


def add(lp: LP, sets: Sets) -> Contribution:
    """Add links. Columns on (link, hour) [GW]: link_output, the input of a link; link_loss, for flow of either sign; voltage
    angles: see ``dc_power_flow``. Quantity: link_given on (link_end, hour)."""
    links = sets.assets(sets.table("links"), "link")
    if not len(links):
        return Contribution()
    none = links.where(np.zeros(len(links), dtype=bool))
    own = output(lp, links, "link", ("N3_least", "N3_most"), none, none)
    _ramps(lp, own)
    dc_power_flow.add(lp, "links", links, own.power)
    lp.cost("links", own.power * price(links, "cost") * weight(sets, "cost"))
    start = Mapping(links.axis, sets.pocket, sets.pocket.positions(links.texts("from_pocket")))
    injection = [(-own.power).group(start)]
    lost = (_loss(lp, own) * weight(sets, "energy")).sum("hour").group(start)
    rows = sets.table("link_ends")
    if len(rows):
        ends = _ends(sets, links)
        of_link = Mapping(ends.axis, links.axis, links.axis.positions(texts(rows, "link")))
        arrived = own.power.at(of_link) * given(ends, "efficiency")
        destination = Mapping(ends.axis, sets.pocket, sets.pocket.positions(texts(rows, "to_pocket")))
        lp.quantity("link_given", arrived)
        injection.append(arrived.group(destination))
    return Contribution(injection, lost=[lost])


def _loss(lp: LP, own: Output) -> Expression:
    """Return the loss of each link [GW] on (link, hour): input less the output of all ends, at least zero. A link that gives more
    than it takes (a heat pump, a lossy link that runs backwards) gains energy; a gain offsets no loss elsewhere.

    Flow of one sign: loss = max(share, 0) f. Flow of either sign: column ``link_loss`` with row N6: loss >= share f; quantity
    link_net_loss: share f.
    """
    links, share = own.assets, _share_lost(own.assets)
    forward, backward = own.least.values >= 0.0, own.most.values <= 0.0
    known = np.where(forward, np.maximum(share, 0.0), np.where(backward, np.minimum(share, 0.0), 0.0))
    lost = own.power * links.sets.hourly(links.axis, known)
    either = ~forward & ~backward & (share != 0.0)
    if not either.any():
        return lost
    where = links.sets.hourly(links.axis, either.astype(float))
    net = own.power * links.sets.hourly(links.axis, share)
    lp.quantity("link_net_loss", net)
    loss = lp.variable("link_loss", (links.axis, links.sets.hour), where=where, text=message("variable.link_loss"))
    lp.constraint(
        "N6_loss",
        loss >= net,
        where=where,
        text=message("constraint.loss_of_link"),
    )
    return lost + loss


def least_losses(lp: LP, primal: Floats) -> Floats:
    """Return a point, shape (columns,), with each ``link_loss`` at its least value. Where losses have no price the solver may
    leave the variable anywhere above, and energy targets would report more losses than there are."""
    if "link_loss" not in lp.variables:
        return primal
    index, point = lp.variables["link_loss"].index, primal.copy()
    point[index[index >= 0]] = np.maximum(lp.quantities["link_net_loss"].value(primal), 0.0)[index >= 0]
    return point


def _share_lost(links: Assets) -> Floats:
    """Return one minus the sum of the efficiencies of each link, shape (links, hours)."""
    rows, share = links.sets.table("link_ends"), np.ones((len(links), len(links.sets.hour)))
    if len(rows):
        at = links.axis.positions(texts(rows, "link"))
        np.subtract.at(share, at, given(_ends(links.sets, links), "efficiency").values)
    return np.where(np.abs(share) < ROUNDING, 0.0, share)


def _ends(sets: Sets, links: Assets) -> Assets:
    rows = sets.table("link_ends")
    names = tuple(
        f"{link}>{pocket}" for link, pocket in zip(texts(rows, "link"), texts(rows, "to_pocket"), strict=True)
    )
    return Assets(sets, Axis("link_end", names), rows.reset_index(drop=True))


def _ramps(lp: LP, own: Output) -> None:
    """N4: f - f[t-1] <= r_up C;  N5: f[t-1] - f <= r_down C."""
    links, change = own.assets, own.power - own.before
    later = own.later(before_known(links))
    for row, way, moved in (("N4_ramp_up", "up", change), ("N5_ramp_down", "down", -change)):
        share, where = ramp(links, f"ramp_{way}")
        most = own.over_hours(own.capacity) * share
        lp.constraint(row, moved <= most, where=later * where, text=message(f"constraint.ramp_{way}"))
