"""Synthetic weather years: wind, sun, temperature, load and heat of a case, hour by hour, from a seed."""

from .generate import draw, generate
from .parameters import Parameters, read_parameters
from .statistics import compare, correlations, monthly, page, quantiles, statistics
from .write import write

__all__ = [
    "Parameters",
    "compare",
    "correlations",
    "draw",
    "generate",
    "monthly",
    "page",
    "quantiles",
    "read_parameters",
    "statistics",
    "write",
]
