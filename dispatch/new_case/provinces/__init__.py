"""Cases of Chinese provinces from packaged open data (inputs/provinces/README.md)."""

from .facts import YEARS, Facts
from .names import PROVINCES, Province, provinces
from .statistics import read_statistics, scope
from .write import from_provinces

__all__ = ["PROVINCES", "YEARS", "Facts", "Province", "from_provinces", "provinces", "read_statistics", "scope"]
