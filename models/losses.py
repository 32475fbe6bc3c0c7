"""Energy that is lost on its way to use, and demand that is not met: what targets deduct and the objective prices.

A linear program gains by burning surplus wherever generation as such is rewarded, by a target or by a price of
curtailment: in stores that charge and discharge, over lossy lines in both directions, in hydrogen beyond the demand.
Each MWh that is lost therefore costs as much as a curtailed MWh, and counts against a target as much as a generated MWh
counts for it, so that burning never pays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dispatch.lp import LP, Expression
from dispatch.technologies import RENEWABLE_FUELS

from .sets import Contribution, Sets, among, numbers


@dataclass(frozen=True, eq=False)
class LossesAndUnmetDemand:
    """Energy over the window on (pocket,) [GWh]: ``lost`` at the level of the balance, ``unmet`` load and contract.

    lost includes the consumption of generic units beyond the requirement of the tables: surplus could be burnt there.
    This part has no price, as a consuming unit with a cost of its own may be a flexible demand.

    gross_new, gross_renewable, gross_thermal: gross generation per MWh fed in of the plant with the largest own use, so
    that no own use makes up for a loss. gross_new covers renewables and CSP, gross_renewable also biomass and waste.
    """

    lost: Expression
    unmet: Expression
    gross_new: float
    gross_renewable: float
    gross_thermal: float

    def nothing(self) -> LossesAndUnmetDemand:
        """Return the same with no losses and no unmet demand: targets by gross generation, as statistics count it."""
        return replace(self, lost=self.lost * 0.0, unmet=self.unmet * 0.0)


def add(lp: LP, sets: Sets, contributions: list[Contribution]) -> LossesAndUnmetDemand:
    """Sum up losses and unmet demand, and price the losses in a term of their own. Quantities energy_lost and energy_unmet on (pocket,) [GWh]."""
    lost, unmet, consumed = (sets.zeros(sets.pocket) for _ in range(3))
    for part in contributions:
        lost, unmet = sum(part.lost, start=lost), sum(part.unmet, start=unmet)
        consumed = sum(part.consumed, start=consumed)
    lp.quantity("energy_lost", lost)
    lp.quantity("energy_unmet", unmet)
    for term, price in zip(("losses", "tie_break"), sets.case.loss_price, strict=True):
        if price:
            lp.cost(term, lost * price)
    gross_new, fleets = sets.case.gross_per_net("renewables", "csp"), sets.table("thermal")
    own_use = numbers(fleets, "own_use")[among(fleets, "technology", RENEWABLE_FUELS)]
    gross_renewable = max(gross_new, 1.0 / (1.0 - float(own_use.max(initial=0.0))))
    return LossesAndUnmetDemand(lost + consumed, unmet, gross_new, gross_renewable, sets.case.gross_per_net("thermal"))
