"""Series that the tables of a case determine without a dispatch: load, contracted export, planned outages."""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.case import Case
from dispatch.lp import Floats

from . import maintenance
from .corridors import contract
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
    """Return load, contracted export and planned outages of a case, in the order of the rows of its tables. Planned outages
    are levelled by equal reserve, also where the LP would place them."""
    sets = Sets(case)
    fleets = sets.assets(sets.table("thermal"), "fleet")
    loads, corridors = sets.assets(sets.table("load"), "load"), sets.assets(sets.table("corridors"), "corridor")
    share = maintenance.levelled_share(sets, fleets).values[:, sets.week.group]
    return Known(demand(sets, loads).values, contract(sets, corridors).values, maintenance.given(sets, fleets), share)
