"""Where all injections meet: area balance (B1), sections (G1, G2), parks (P1, P2)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Axis, Expression, Mapping, Parameter

from .frame import Contribution, Frame


def _sum(parts: list[Expression], empty: Expression) -> Expression:
    total = empty
    for part in parts:
        total = total + part
    return total


def add(lp: LP, frame: Frame, contributions: list[Contribution]) -> None:
    """Rows on (area, hour), (section, hour), (park, hour). Quantities: net_injection (pocket), park_exchange."""
    parts = [part for contribution in contributions for part in contribution.injection]
    net = _sum(parts, frame.zeros(frame.pocket, frame.hour))
    # B1: sum of the net injection of the pockets of an area == 0
    lp.constraint("B1_balance", net.group(frame.area_of_pocket) == 0.0, text="balance of an area")
    lp.quantity("net_injection", net)
    _sections(lp, frame, net)
    if len(frame.park):
        inside = [part for contribution in contributions for part in contribution.park]
        exchange = _sum(inside, frame.zeros(frame.park, frame.hour))
        parks = frame.assets(frame.table("parks"), "park")
        # P1: exchange >= -import limit;  P2: exchange <= export limit
        lp.constraint("P1_import", exchange >= -parks.column("import_limit"), text="most that a park takes")
        lp.constraint("P2_export", exchange <= parks.column("export_limit"), text="most that a park gives")
        lp.quantity("park_exchange", exchange)


def _sections(lp: LP, frame: Frame, net: Expression) -> None:
    rows, weights = frame.table("sections"), frame.table("section_weights")
    if rows.empty:
        return
    section = Axis("section", tuple(dict.fromkeys(rows["section"])))
    flow = frame.zeros(section, frame.hour)
    for name, group in weights.groupby("section", sort=False):
        chosen = frame.pocket.select(list(group["pocket"]))
        onto = Mapping(chosen, section, np.full(len(chosen), section.labels.index(str(name)), dtype=np.int64))
        flow = flow + (net.select(chosen) * Parameter((chosen,), group["weight"].to_numpy())).group(onto)
    limits = rows.set_index(["section", "month"])
    keys = [(name, month) for name in section.labels for month in frame.case.month]
    forward, backward = (
        Parameter((section, frame.hour), limits[side].loc[keys].to_numpy().reshape(len(section), len(frame.hour)))
        for side in ("forward", "backward")
    )
    # G1: sum of weight x net injection <= forward;  G2: >= -backward
    lp.constraint("G1_forward", flow <= forward, text="section, forward")
    lp.constraint("G2_backward", flow >= -backward, text="section, backward")
    lp.quantity("section_flow", flow)
