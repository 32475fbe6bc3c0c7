"""Parameters of the forecasts: how large their errors are."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, field_validator

from dispatch.messages import message

from .fields import Positive, Share, Strict

Kind: TypeAlias = Literal["wind", "pv", "load"]
LEADS = ("intraday", "day_ahead", "later")
"""Leads of a forecast: hours of the same day, of the next day, of the days after it."""
Errors = Annotated[tuple[Share, Share, Share], Field()]
"""Root mean square error by lead (``LEADS``)."""


class Forecast(Strict):
    """Table ``[forecast]`` of weather.toml: errors of the forecasts of operation."""

    wind: Errors = (0.08, 0.11, 0.13)
    """Root mean square error of wind by lead: same day, next day, later; share of capacity."""
    pv: Errors = (0.06, 0.09, 0.10)
    """The same of PV, over the hours with sun; share of capacity."""
    load: Errors = (0.015, 0.025, 0.03)
    """The same of load; share of the mean load."""
    hours: Positive = 5.0
    """Time over which an error is forgotten [h]."""
    gate_closure: Annotated[float, Field(ge=0.0, le=24.0)] = 10.0
    """Hour of the day before at which the forecast of the day-ahead stage is issued. The errors above are those of 10:00."""
    correlation: Share = 0.3
    """Correlation of the errors of two series of one kind."""
    errors: dict[str, Errors] = Field(default_factory=dict)
    """Errors of single series, such as those of an area, in place of those of their kind."""
    given: dict[str, tuple[str, str, str]] = Field(default_factory=dict)
    """Forecasts that are given: series that is foreseen -> series of the file that foresee it, by lead."""
    source: str = "default: see docs/operate.md"
    """Where the figures come from."""

    @field_validator("wind", "pv", "load")
    @classmethod
    def _rising(cls, errors: tuple[float, ...]) -> tuple[float, ...]:
        if list(errors) != sorted(errors):
            raise ValueError(message("fault.weather.forecast_errors"))
        return errors

    @field_validator("errors")
    @classmethod
    def _each_rising(cls, errors: dict[str, tuple[float, float, float]]) -> dict[str, tuple[float, float, float]]:
        for one in errors.values():
            cls._rising(one)
        return errors

    def errors_of(self, name: str, kind: Kind) -> tuple[float, float, float]:
        """Return the errors of a series by lead."""
        of_kind: tuple[float, float, float] = getattr(self, kind)
        return self.errors.get(name, of_kind)
