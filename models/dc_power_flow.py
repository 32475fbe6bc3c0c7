"""DC power flow: flows follow voltage angles, which is Kirchhoff's voltage law for small angles (N2, N7).

A branch with a reactance x carries x f = angle at its start - angle at its end - phase shift. Branches are links and native
lines; the angles of a pocket are those of all its branches.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from dispatch.lp import LP, Expression, Mapping, Parameter
from dispatch.messages import message

from .sets import Assets, Sets, numbers, texts

BLOCKS = {"lines": "N7_line_angle", "links": "N2_angle"}
"""Table of branches -> rows of their angles."""


def add(lp: LP, table: str, branches: Assets, flow: Expression) -> None:
    """Add the rows N2 or N7 of the branches of a table that have a reactance, and the voltage angles of all branches.

    table: `links` or `lines`, with ``reactance`` x [rad/GW] (0: the flow is free); `links` have ``angle`` [rad], a phase shift.
    flow: f [GW] on (link, hour) or (line, hour), from `from_pocket` to `to_pocket` (of a link: the first row of `link_ends`).
    """
    sets = branches.sets
    passive = branches.numbers("reactance") > 0.0
    if not passive.any():
        return
    chosen = branches.axis.select([name for name, is_one in zip(branches.axis.labels, passive, strict=True) if is_one])
    here, there = _ends(sets, table)
    start, end = (Mapping(chosen, sets.pocket, at) for at in (here, there))
    factor = Parameter((chosen,), branches.numbers("reactance")[passive])
    given = numbers(branches.rows, "angle")[passive] if "angle" in branches.rows else np.zeros(len(chosen))
    angle, scaled = _angles(lp, sets), flow.select(chosen) * factor
    lp.constraint(
        BLOCKS[table],
        scaled - angle.at(start) + angle.at(end) == -Parameter((chosen,), given),
        text=message("constraint.dc_power_flow"),
    )


def _ends(sets: Sets, table: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the positions of start and end pocket of each branch of a table with a reactance, shapes (branches,)."""
    rows = sets.table(table)
    rows = rows[numbers(rows, "reactance") > 0.0]
    if table == "lines":
        ends = texts(rows, "to_pocket")
    else:
        first = sets.table("link_ends").drop_duplicates("link").set_index("link")["to_pocket"]
        ends = [str(first[name]) for name in texts(rows, "link")]
    return sets.pocket.positions(texts(rows, "from_pocket")), sets.pocket.positions(ends)


def _angles(lp: LP, sets: Sets) -> Expression:
    """Return the voltage angles, column ``angle`` on (pocket, hour) [rad], of the pockets that branches with a reactance touch. The
    first pocket of each connected part has angle zero."""
    if "angle" in lp.variables:
        return lp["angle"]
    here, there = (np.concatenate(side) for side in zip(*(_ends(sets, table) for table in BLOCKS), strict=True))
    graph = sparse.csr_matrix((np.ones(len(here)), (here, there)), shape=(len(sets.pocket),) * 2)
    part = csgraph.connected_components(graph, directed=False)[1]
    touched = np.zeros(len(sets.pocket), dtype=bool)
    touched[here], touched[there] = True, True
    anchor = np.zeros(len(sets.pocket), dtype=bool)
    anchor[np.unique(part, return_index=True)[1]] = True
    free = Parameter((sets.pocket,), np.where(anchor, 0.0, np.inf))
    return lp.variable(
        "angle",
        (sets.pocket, sets.hour),
        lower=-free,
        upper=free,
        where=Parameter((sets.pocket,), touched.astype(float)),
        text=message("variable.angle"),
    )
