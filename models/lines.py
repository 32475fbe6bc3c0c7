"""Lines between areas (N1); those with a reactance follow DC power flow (N7: ``dc_power_flow``)."""

from __future__ import annotations

from dispatch.lp import LP, Mapping
from dispatch.messages import message

from . import dc_power_flow
from .sets import Contribution, Sets, plus


def add(lp: LP, sets: Sets) -> Contribution:
    """Columns on (line, hour) [GW]: flow forward and backward at the sending end. Quantity: line_flow (net, forward)."""
    lines = sets.assets(sets.table("lines"), "line")
    if not len(lines):
        return Contribution()
    axes = (lines.axis, sets.hour)
    limit = {way: plus(lines.column(way), lines.added("line"), sets.hour) for way in ("forward", "backward")}
    forward = lp.variable("flow_forward", axes, upper=limit["forward"], text=message("variable.flow_forward"))
    backward = lp.variable("flow_backward", axes, upper=limit["backward"], text=message("variable.flow_backward"))
    dc_power_flow.add(lp, "lines", lines, forward - backward)
    kept = 1.0 - lines.column("loss")
    start, end = (
        Mapping(lines.axis, sets.pocket, sets.pocket.positions(lines.texts(f"{side}_pocket")))
        for side in ("from", "to")
    )
    lp.cost("lines", (forward + backward) * lines.column("cost"))
    lp.cost("tie_break", (forward + backward) * sets.case.tie_break_curtailment)
    lp.quantity("line_flow", forward - backward)
    lost = [(flow.sum("hour") * lines.column("loss")).group(side) for flow, side in ((forward, start), (backward, end))]
    # N1: the start injects kept B - F, the end kept F - B
    return Contribution([(backward * kept - forward).group(start), (forward * kept - backward).group(end)], lost=lost)
