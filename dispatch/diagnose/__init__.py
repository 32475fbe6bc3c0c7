"""Why a case cannot be dispatched, told in rows of its tables and in hours."""

from .diagnose import Diagnosis, diagnose
from .tell import tell

__all__ = ["Diagnosis", "diagnose", "tell"]
