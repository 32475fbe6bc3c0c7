"""Tables to a checked, frozen Case."""

from .case import Case, ModelPrices
from .expansion_cases import Built, as_built, built, expanding, in_service, located
from .hourly_values import hourly_values, named_series, part_of
from .keys import rule_of, value_of
from .measurable import feed_in, hourly_feed_in
from .merge import Sources, gather, merge_settings
from .read import read_case
from .reference import reference
from .representative_weeks import WEEK, at_hours, weeks_like_the_whole
from .series import read_series
from .set_option import override
from .settings import SYNTHETIC, Settings, Weather, synthetic_year
from .sheets import Sheet, sheets_of
from .toml import read_toml
from .workbook import WORKBOOKS, is_workbook, line_of, place_of, unpack, with_cells, write_workbook

__all__ = [
    "SYNTHETIC",
    "WEEK",
    "WORKBOOKS",
    "Built",
    "Case",
    "ModelPrices",
    "Settings",
    "Sheet",
    "Sources",
    "Weather",
    "as_built",
    "at_hours",
    "built",
    "expanding",
    "feed_in",
    "gather",
    "hourly_feed_in",
    "hourly_values",
    "in_service",
    "is_workbook",
    "line_of",
    "located",
    "merge_settings",
    "named_series",
    "override",
    "part_of",
    "place_of",
    "read_case",
    "read_series",
    "read_toml",
    "reference",
    "rule_of",
    "sheets_of",
    "synthetic_year",
    "unpack",
    "value_of",
    "weeks_like_the_whole",
    "with_cells",
    "write_workbook",
]
