"""Synthetic weather years: wind, sun, temperature, load and heat of a case, hour by hour, from a seed."""

from .credits import capacity_credits
from .generate import case_weather, draw, draws, generate
from .page import page
from .parameters import Parameters
from .read import read_parameters
from .record import Forcing, forcing_of
from .reference import weather_reference
from .statistics import between_years, compare, correlations, monthly, statistics
from .write import write

__all__ = [
    "Forcing",
    "Parameters",
    "between_years",
    "capacity_credits",
    "case_weather",
    "compare",
    "correlations",
    "draw",
    "draws",
    "forcing_of",
    "generate",
    "monthly",
    "page",
    "read_parameters",
    "statistics",
    "weather_reference",
    "write",
]
