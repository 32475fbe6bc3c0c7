"""The chapters of a report, each a function from a builder to tables."""

from __future__ import annotations

from collections.abc import Callable

from dispatch.report.table import Chapter
from dispatch.report.table_builder import TableBuilder

from . import (
    boundary,
    cause,
    corridors,
    cost,
    curtailment,
    emissions,
    energy_balance,
    expansion,
    foresight,
    key_week,
    market,
    plan,
    power_balance,
    prices,
    regulation,
    reserve,
    storage,
    thermal,
    typical_days,
    verdict,
)

CHAPTERS: tuple[Callable[[TableBuilder], Chapter], ...] = (
    foresight.chapter,
    verdict.chapter,
    plan.chapter,
    curtailment.chapter,
    cause.chapter,
    reserve.chapter,
    power_balance.chapter,
    energy_balance.chapter,
    expansion.chapter,
    regulation.chapter,
    key_week.chapter,
    typical_days.chapter,
    corridors.chapter,
    storage.chapter,
    thermal.chapter,
    prices.chapter,
    market.chapter,
    emissions.chapter,
    cost.chapter,
    boundary.chapter,
)
"""In the order in which they are read: what an operated run did not know comes first, what was assumed is an appendix."""

__all__ = ["CHAPTERS", "foresight", "plan"]
