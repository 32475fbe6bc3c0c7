"""Diagnosis of infeasible cases: rows of tables and hours that conflict, and remedies."""

from .diagnose import Diagnosis, diagnose
from .format import describe, describe_shortages
from .shortage import shortages

__all__ = ["Diagnosis", "describe", "describe_shortages", "diagnose", "shortages"]
