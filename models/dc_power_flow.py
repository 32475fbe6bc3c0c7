"""DC power flow: flows follow voltage angles, which is Kirchhoff's voltage law for small angles (N2)."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from dispatch.lp import LP, Expression, Mapping, Parameter
from dispatch.messages import message

from .sets import Assets, numbers


def add(lp: LP, links: Assets, power: Expression) -> None:
    """Add N2 and the voltage angles (column ``angle`` on (pocket, hour) [rad]) of the links that have a reactance.

    links: table `links` with ``reactance`` x [rad/GW] (0: the flow is free) and ``angle`` [rad], the phase shift.
    power: flow f [GW] on (link, hour), from `from_pocket` to the first pocket of `link_ends`.
    N2: x f = angle at the start - angle at the end - shift. One angle of each connected part is zero.
    """
    sets, reactance = links.sets, links.numbers("reactance")
    passive = reactance > 0.0
    if not passive.any():
        return
    ends = sets.table("link_ends").drop_duplicates("link").set_index("link")["to_pocket"]
    here = sets.pocket.positions(np.array(links.texts("from_pocket"))[passive])
    there = sets.pocket.positions([str(ends[name]) for name in np.array(links.axis.labels)[passive]])
    graph = sparse.csr_matrix((np.ones(len(here)), (here, there)), shape=(len(sets.pocket),) * 2)
    part = csgraph.connected_components(graph, directed=False)[1]
    touched = np.zeros(len(sets.pocket), dtype=bool)
    touched[here], touched[there] = True, True
    anchor = np.zeros(len(sets.pocket), dtype=bool)
    anchor[np.unique(part, return_index=True)[1]] = True
    free = Parameter((sets.pocket,), np.where(anchor, 0.0, np.inf))
    angle = lp.variable(
        "angle",
        (sets.pocket, sets.hour),
        lower=-free,
        upper=free,
        where=Parameter((sets.pocket,), touched.astype(float)),
        text=message("variable.angle"),
    )
    chosen = links.axis.select([name for name, is_one in zip(links.axis.labels, passive, strict=True) if is_one])
    start, end = (Mapping(chosen, sets.pocket, at) for at in (here, there))
    factor, shift = (Parameter((chosen,), numbers(links.rows, name)[passive]) for name in ("reactance", "angle"))
    flow = power.select(chosen) * factor
    lp.constraint(
        "N2_angle", flow - angle.at(start) + angle.at(end) == -shift, text=message("constraint.dc_power_flow")
    )
