"""A case read in several synthetic weather years, as options name them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.errors import CaseError, Fault
from dispatch.messages import message

if TYPE_CHECKING:
    from dispatch.case import Case


def seeds_of(option: str, text: str) -> list[int]:
    """Return the seeds that an option lists with commas. Raises CaseError for another text, and for a seed twice."""
    try:
        seeds = [int(part) for part in text.split(",")]
    except ValueError:
        seeds = []
    if not seeds or len(set(seeds)) < len(seeds) or min(seeds) < 0:
        rule, remedy = message("fault.weather_years.seeds"), message("remedy.weather_years.seeds")
        raise CaseError([Fault(option, 0, "", text, rule, remedy)])
    return seeds


def in_weather_years(
    seeds: Sequence[int | None], case: Path, settings: Sequence[str], window: tuple[str | None, int | None]
) -> list[Case]:
    """Read a case in the weather of each seed; None: in its own. window: date and hours, as ``--from`` and ``--hours``. Raises CaseError."""
    from dispatch import read_case
    from dispatch.case import synthetic_year

    drawn = [[] if seed is None else synthetic_year(seed) for seed in seeds]
    return [read_case(case, [*settings, *more], *window) for more in drawn]
