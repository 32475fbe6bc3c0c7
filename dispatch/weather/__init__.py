"""Synthetic weather years: wind, sun, temperature, load and heat of a case, hour by hour, from a seed."""

from .generate import generate
from .parameters import Parameters, read_parameters
from .statistics import correlations, monthly, statistics
from .write import write

__all__ = ["Parameters", "correlations", "generate", "monthly", "read_parameters", "statistics", "write"]
