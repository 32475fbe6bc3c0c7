"""Operation in stages: day-ahead commitment on forecasts, real-time dispatch on realised values."""

from .journal import Journal
from .leads import forecast_of, no_error
from .operation import Operation, Rules, Values, operate, rules_record

__all__ = ["Journal", "Operation", "Rules", "Values", "forecast_of", "no_error", "operate", "rules_record"]
