"""Operation in stages: day-ahead commitment on forecasts, real-time dispatch on realised values."""

from .journal import Journal
from .leads import forecast_of, no_error
from .operation import Operation, Rules, operate, rules_record
from .values import Values, different, draws_years, other_years

__all__ = [
    "Journal",
    "Operation",
    "Rules",
    "Values",
    "different",
    "draws_years",
    "forecast_of",
    "no_error",
    "operate",
    "other_years",
    "rules_record",
]
