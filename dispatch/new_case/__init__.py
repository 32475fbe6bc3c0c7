"""New cases: from a template, from another case, or from data of provinces. Each appears whole or not at all."""

from .copying import from_case
from .provinces import YEARS, Facts, Province, from_provinces, provinces, read_statistics, scope
from .template import TEMPLATES, from_template

__all__ = [
    "TEMPLATES",
    "YEARS",
    "Facts",
    "Province",
    "from_case",
    "from_provinces",
    "from_template",
    "provinces",
    "read_statistics",
    "scope",
]
