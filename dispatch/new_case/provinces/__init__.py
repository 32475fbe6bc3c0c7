"""Cases of Chinese provinces from packaged open data (inputs/provinces/README.md)."""

from .facts import YEARS, Facts, read_statistics
from .names import PROVINCES, Province, provinces
from .write import from_provinces

__all__ = ["PROVINCES", "YEARS", "Facts", "Province", "from_provinces", "provinces", "read_statistics"]
