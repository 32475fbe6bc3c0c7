"""Generic links: power taken at one end is given, times an efficiency, at the other (N3-N5); N2: ``dc_power_flow``."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Axis, Mapping, Parameter
from dispatch.messages import message

from .. import dc_power_flow
from ..sets import Assets, Contribution, Sets, texts
from .common import Output, before_known, given, output, price, ramp, weight


def add(lp: LP, sets: Sets) -> Contribution:
    """Columns on (link, hour) [GW]: link_output, what the link takes; voltage angles: see ``dc_power_flow``. Quantity:
    link_given on (link_end, hour)."""
    links = sets.assets(sets.table("links"), "link")
    if not len(links):
        return Contribution()
    none = links.where(np.zeros(len(links), dtype=bool))
    own = output(lp, links, "link", ("N3_least", "N3_most"), none, none)
    _ramps(lp, own)
    dc_power_flow.add(lp, links, own.power)
    lp.cost("links", own.power * price(links, "cost") * weight(sets, "cost"))
    start = Mapping(links.axis, sets.pocket, sets.pocket.positions(links.texts("from_pocket")))
    injection = [(-own.power).group(start)]
    lost = (own.power * _loss(sets, links, own) * weight(sets, "energy")).sum("hour").group(start)
    rows = sets.table("link_ends")
    if len(rows):
        ends = _ends(sets, links)
        of_link = Mapping(ends.axis, links.axis, links.axis.positions(texts(rows, "link")))
        arrived = own.power.at(of_link) * given(ends, "efficiency")
        destination = Mapping(ends.axis, sets.pocket, sets.pocket.positions(texts(rows, "to_pocket")))
        lp.quantity("link_given", arrived)
        injection.append(arrived.group(destination))
    return Contribution(injection, lost=[lost])


def _loss(sets: Sets, links: Assets, own: Output) -> Parameter:
    """Share of what a link takes that no end gives, on (link, hour); zero where ends give more, as a heat pump does, and
    where the link may run backwards, when the sign of the flow decides which side loses."""
    rows, values = sets.table("link_ends"), np.ones((len(links), len(sets.hour)))
    if len(rows):
        np.subtract.at(
            values, links.axis.positions(texts(rows, "link")), given(_ends(sets, links), "efficiency").values
        )
    forward = own.least.values.min(axis=1, keepdims=True) >= 0.0
    return sets.hourly(links.axis, np.maximum(values, 0.0) * forward)


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
