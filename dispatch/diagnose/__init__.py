"""Why a case cannot be dispatched, told in rows of its tables and in hours."""

from .diagnose import Diagnosis, diagnose
from .shortage import shortages
from .tell import tell, tell_short

__all__ = ["Diagnosis", "diagnose", "shortages", "tell", "tell_short"]
