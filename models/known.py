"""What the tables fix before any dispatch: load, contracted export, planned outages."""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.case import Case
from dispatch.lp import LP, Floats

from . import maintenance
from .corridors import contract
from .expansion import Expansion
from .load import demand
from .sets import Sets


@dataclass(frozen=True, eq=False)
class Known:
    """load: L of section 9, (loads, hours) [GW]. contract: K of section 12, (corridors, hours) [GW]. given_outage: O,
    (fleets, hours) [GW]; planned_share: psi, the share of capacity in planned outage by equal reserve, (fleets, hours)."""

    load: Floats
    contract: Floats
    given_outage: Floats
    planned_share: Floats


def known(case: Case) -> Known:
    """Return what the tables of a case fix, in the order of their rows. Planned outages are levelled by equal reserve, also
    where the LP would place them: no solve is needed."""
    lp, sets = LP(), Sets(case)
    sets.expansion = Expansion(lp, sets)
    fleets = sets.assets(sets.table("thermal"), "fleet")
    loads, corridors = sets.assets(sets.table("load"), "load"), sets.assets(sets.table("corridors"), "corridor")
    share = maintenance.levelled(lp, sets, fleets).values[:, sets.week.group]
    return Known(demand(sets, loads).values, contract(sets, corridors).values, maintenance.given(sets, fleets), share)
