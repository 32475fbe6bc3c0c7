"""The keys of case.toml, by life cycle: horizon, series, commitment, prices."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Price = Field(default=0.0, ge=0.0, le=1e7, allow_inf_nan=False)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Commitment(_Strict):
    """How thermal capacity is committed."""

    period_hours: Literal[1, 24, 168] = 24
    """Hours for which online capacity is constant."""
    minimum_up_hours: int = Field(default=72, ge=0, le=336)
    """Capacity that starts stays online for so long [h]."""
    minimum_down_hours: int = Field(default=72, ge=0, le=336)
    """Capacity that stops stays off for so long [h]."""


class Prices(_Strict):
    """Prices of the objective [CNY/MWh]; co2 [CNY/t]. ``source`` says where they come from."""

    curtailment: float = Price
    """Price of curtailed energy, added to the tie-break."""
    lost_load: float = Price
    """Value of lost load."""
    reserve_shortfall_up: float = Price
    """Price of upward reserve that is not held."""
    reserve_shortfall_down: float = Price
    """Price of downward reserve that is not held."""
    undelivered_export: float = Price
    """Price of contracted export that is not delivered."""
    co2: float = Price
    """Price of CO2 [CNY/t]."""
    source: str


class TieBreak(_Strict):
    """Small costs that decide where the optimum is indifferent."""

    curtailment: float = Field(default=0.01, ge=0.0, le=1.0)
    """Cost of curtailment times the order of the asset [CNY/MWh]."""


class PrimaryEnergy(_Strict):
    """What the non-fossil and coal shares need besides the dispatch [Mtce]."""

    other_coal: float = Field(ge=0.0)
    """Coal burnt outside power and heat from these plants."""
    other_fossil: float = Field(ge=0.0)
    """Oil and gas burnt outside them."""
    other_nonfossil: float = Field(ge=0.0)
    """Non-fossil energy outside them."""
    conversion: float = Field(ge=80.0, le=400.0)
    """What a unit of electricity counts for [gce/kWh]; exported electricity leaves the region at it."""
    source: str


class Settings(_Strict):
    """case.toml, merged with those of the cases that it extends."""

    title: str
    """One line that says what the case is."""
    title_zh: str = ""
    """The same in Chinese."""
    year: int | None = Field(default=None, ge=2000, le=2100)
    """Horizon: a whole calendar year in UTC+8 (8,760 or 8,784 hours)."""
    start: datetime.date | None = None
    """Horizon, otherwise: its first day ..."""
    hours: int | None = Field(default=None, ge=1, le=8784)
    """... and its length [h]."""
    series: str
    """File of hourly series in the case folder, .nc or .csv."""
    export_level: Literal["low", "mid", "high"] = "mid"
    """Which of the yearly energies of the corridors is contracted."""
    sources: str = ""
    """What the whole case draws on."""
    commitment: Commitment = Commitment()
    prices: Prices
    tie_break: TieBreak = TieBreak()
    primary_energy: PrimaryEnergy | None = None

    @model_validator(mode="after")
    def _horizon(self) -> Settings:
        if (self.year is None) == (self.start is None) or (self.start is None) != (self.hours is None):
            raise ValueError("the horizon is either `year`, or `start` and `hours`")
        return self
