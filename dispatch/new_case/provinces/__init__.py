"""Cases of Chinese provinces from packaged open data (inputs/provinces/README.md)."""

from .facts import Facts, read_statistics
from .names import PROVINCES, Province, provinces
from .write import from_provinces

__all__ = ["PROVINCES", "Facts", "Province", "from_provinces", "provinces", "read_statistics"]
