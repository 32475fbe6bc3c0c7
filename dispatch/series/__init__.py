"""A planner's own hourly series: tables, typical days, renewables.ninja, reanalysis, onto the hours of a case."""

from .assemble import bring
from .roles import wanted

__all__ = ["bring", "wanted"]
