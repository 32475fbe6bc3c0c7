"""Tables to a checked, frozen Case."""

from .case import Case, ModelPrices
from .expansion_cases import Built, as_built, built, expanding, in_service, located
from .hourly_values import hourly_values
from .measurable import feed_in, hourly_feed_in
from .read import read_case
from .reference import reference
from .representative_weeks import at_hours, weeks_like_the_whole
from .settings import Settings

__all__ = [
    "Built",
    "Case",
    "ModelPrices",
    "Settings",
    "as_built",
    "at_hours",
    "built",
    "expanding",
    "feed_in",
    "hourly_feed_in",
    "hourly_values",
    "in_service",
    "located",
    "read_case",
    "reference",
    "weeks_like_the_whole",
]
