"""Where all injections meet: area balance (B1), sections (G1), parks (P1, P2)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Axis, Expression, Mapping, Parameter
from dispatch.messages import message

from .sets import Contribution, Sets, numbers, plus, texts


def _sum(parts: list[Expression], empty: Expression) -> Expression:
    total = empty
    for part in parts:
        total = total + part
    return total


def add(lp: LP, sets: Sets, contributions: list[Contribution]) -> None:
    """Rows on (area, hour), (section, hour), (park, hour); columns [GW] section_flow, park_exchange, park_import.
    Quantities: net_injection (pocket), section_flow, park_exchange (given to the grid)."""
    parts = [part for contribution in contributions for part in contribution.injection]
    net = _sum(parts, sets.zeros(sets.pocket, sets.hour))
    # B1: sum of the net injection of the pockets of an area = 0
    lp.constraint(
        "B1_balance",
        net.group(sets.area_of_pocket) == 0.0,
        demand="load.energy",
        unit="MW",
        text=message("constraint.balance_an_area"),
    )
    lp.quantity("net_injection", net)
    _sections(lp, sets, net)
    if len(sets.park):
        inside = [part for contribution in contributions for part in contribution.park]
        parks = sets.assets(sets.table("parks"), "park")
        exchange = lp.variable(
            "park_exchange",
            (sets.park, sets.hour),
            lower=-parks.column("import_limit"),
            upper=parks.column("export_limit"),
            text=message("variable.park_exchange"),
        )
        # P1: -import limit <= exchange <= export limit, exchange = sum of what the park injects
        lp.constraint(
            "P1_exchange",
            _sum(inside, sets.zeros(sets.park, sets.hour)) - exchange == 0.0,
            unit="MW",
            text=message("constraint.park_exchange"),
        )
        tariff = parks.column("tariff")
        taken = lp.variable("park_import", (sets.park, sets.hour), where=tariff, text=message("variable.park_import"))
        # P2: import >= -exchange, which the tariff makes an equality
        lp.constraint("P2_import", taken + exchange >= 0.0, where=tariff, text=message("constraint.park_import"))
        lp.cost("park_tariff", taken * tariff)
        lp.quantity("park_exchange", exchange)


def _sections(lp: LP, sets: Sets, net: Expression) -> None:
    rows, weights = sets.table("sections"), sets.table("section_weights")
    if rows.empty:
        return
    section = Axis("section", tuple(dict.fromkeys(texts(rows, "section"))))
    weighted = sets.zeros(section, sets.hour)
    of_weight = texts(weights, "section")
    for place, name in enumerate(section.labels):
        of_section = weights[np.array([other == name for other in of_weight], dtype=bool)]
        chosen = sets.pocket.select(texts(of_section, "pocket"))
        onto = Mapping(chosen, section, np.full(len(chosen), place, dtype=np.int64))
        weight = Parameter((chosen,), numbers(of_section, "weight"))
        weighted = weighted + (net.select(chosen) * weight).group(onto)
    forward, backward = (_limit(sets, section, side) for side in ("forward", "backward"))
    added = sets.expansion.capacity(section, "section")
    low, high = -plus(backward, added, sets.hour), plus(forward, added, sets.hour)
    flow = lp.variable(
        "section_flow", (section, sets.hour), lower=low, upper=high, text=message("variable.section_flow")
    )
    # G1: -backward <= flow <= forward, flow = sum of weight x net injection
    lp.constraint("G1_section", weighted - flow == 0.0, unit="MW", text=message("constraint.flow_over_section"))
    lp.quantity("section_flow", flow)


def _limit(sets: Sets, section: Axis, side: str) -> Parameter:
    """Monthly limit [GW] on (section, hour)."""
    rows = sets.table("sections")
    by_month = np.zeros((len(section), 12))
    by_month[section.positions(texts(rows, "section")), numbers(rows, "month").astype(int) - 1] = numbers(rows, side)
    return Parameter((section, sets.hour), by_month[:, sets.case.month - 1])
