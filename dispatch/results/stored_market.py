"""The object ``market`` of ``summary.json``, as a run folder must hold it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

Amounts = dict[str, float]
LEAST_TRADED = 1e-6
"""Least energy that has a price [GWh]: less is within the tolerances of the solver."""


def mean_price(energy: float, money: float) -> float | None:
    """Return what a MWh earned or cost [CNY/MWh], of energy [GWh] and money [CNY]; None of less than LEAST_TRADED."""
    return money / energy * 1e-3 if energy > LEAST_TRADED else None


def capture(energy: float, money: float, base: float) -> tuple[float | None, float | None]:
    """Return capture price [CNY/MWh] and capture rate: the price over the mean price of the area, where that is above zero.

    >>> capture(10.0, 3e6, 400.0), capture(0.0, 0.0, 400.0), capture(10.0, 3e6, 0.0)
    ((300.0, 0.75), (None, None), (300.0, None))
    """
    price = mean_price(energy, money)
    return price, None if price is None or base <= 0.0 else price / base


class _Part(BaseModel):
    """A JSON object with keys of known kinds, and maybe others."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True, allow_inf_nan=False)


class Payment(_Part):
    """What is paid in a market for a fixed quantity."""

    market: str
    payer: str
    cny: float


class PartyTotal(_Part):
    """Rent from the duals, and margin from quantities and prices."""

    rent_cny: float
    margin_cny: float


class Account(_Part):
    """A plant, store, line, load or corridor: energy, revenue by market, cost by term."""

    party: str
    name: str
    area: str
    technology: str
    sold_gwh: float
    bought_gwh: float
    sales_cny: float
    purchases_cny: float
    revenue_cny: Amounts
    cost_cny: Amounts
    margin_cny: float
    shortage_cny: float
    congested_hours: float


class Capture(_Part):
    """Energy, revenue, capture price and capture rate of a technology in an area."""

    technology: str
    area: str
    sold_gwh: float
    sales_cny: float
    capture_price_cny_per_mwh: float | None
    capture_rate: float | None


class Price(_Part):
    """Price of energy in an area."""

    mean_cny_per_mwh: float
    by_load_cny_per_mwh: float | None
    quantiles_cny_per_mwh: Amounts
    hours_at_zero: float
    hours_below_zero: float
    hours_of_shortage: float
    shortage_share_of_load_payment: float | None


class ReservePrice(_Part):
    """Requirement, payment and price of the reserve of a zone in a direction."""

    zone: str
    area: str
    direction: str
    required_gwh: float
    payment_cny: float
    price_cny_per_mwh: float | None


class Penalty(_Part):
    """A penalty price of the case, with the hours and the energy of the shortage."""

    term: str
    price_cny_per_mwh: float
    hours: float
    energy_gwh: float


class ImposedTarget(_Part):
    """Shadow price of a target that is a row of the LP."""

    target: str
    price_cny: float


class Market(_Part):
    """Settlement of a run at its prices."""

    dual_objective_cny: float
    payments: list[Payment]
    parties: dict[str, PartyTotal]
    accounts: list[Account]
    technologies: list[Capture]
    prices: dict[str, Price]
    reserve: list[ReservePrice]
    penalties: list[Penalty]
    targets: list[ImposedTarget]
