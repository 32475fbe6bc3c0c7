"""Why a case cannot be dispatched, told in rows of its tables and in hours."""

from .diagnose import Diagnosis, diagnose
from .format import tell, tell_short
from .shortage import shortages

__all__ = ["Diagnosis", "diagnose", "shortages", "tell", "tell_short"]
