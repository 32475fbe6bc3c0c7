"""Diagnosis of infeasible cases: rows of tables and hours that conflict, and remedies."""

from .diagnose import Diagnosis, diagnose
from .format import tell, tell_short
from .shortage import shortages

__all__ = ["Diagnosis", "diagnose", "shortages", "tell", "tell_short"]
