"""Synthetic weather years: wind, sun, temperature, load and heat of a case, hour by hour, from a seed."""

from .clock import Clock
from .credits import capacity_credits
from .demand import WALLS, heat_of
from .forecast import forecasts, root_mean_square
from .forecast_parameters import LEADS, Forecast, Kind
from .forecast_statistics import ErrorFigure, forecast_statistics
from .generate import VERSION, case_weather, draw, draws, generate
from .page import page
from .parameters import Parameters, Site
from .read import has_generator, read_forecast, read_parameters
from .record import Forcing, forcing_of, record_files
from .reference import weather_reference
from .statistics import between_years, compare, correlations, monthly, statistics
from .temperature import smoothed
from .write import write

__all__ = [
    "LEADS",
    "VERSION",
    "WALLS",
    "Clock",
    "ErrorFigure",
    "Forcing",
    "Forecast",
    "Kind",
    "Parameters",
    "Site",
    "between_years",
    "capacity_credits",
    "case_weather",
    "compare",
    "correlations",
    "draw",
    "draws",
    "forcing_of",
    "forecast_statistics",
    "forecasts",
    "generate",
    "has_generator",
    "heat_of",
    "monthly",
    "page",
    "read_forecast",
    "read_parameters",
    "record_files",
    "root_mean_square",
    "smoothed",
    "statistics",
    "weather_reference",
    "write",
]
