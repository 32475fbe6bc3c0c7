"""Every rule that goes across rows and tables; each fault names file, row, column, value, rule and remedy.

A rule runs on whatever rows are valid in the columns that it reads, so that one slip does not hide another. Where
rows may have been lost, the absence of a name proves nothing, and the rules that look for names are silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from dispatch.errors import Fault

from ..settings import Settings
from ..sheets import Sheets
from . import assets, consumption, generic, measures, names, targets
from .generic import signed
from .profiles import profiles
from .targets import measurable

__all__ = ["faults_of", "measurable", "profiles", "signed"]


def faults_of(
    sheets: Sheets,
    settings: Settings | None,
    horizon: pd.DatetimeIndex | None,
    places: Mapping[str, tuple[str, int]],
) -> Iterator[Fault]:
    """All of them but those of ``profiles``, which need the series too. Without settings or hours of the horizon, the
    rules that need them are left out. ``places`` has file and line of each key of case.toml."""
    for rule in (*names.RULES, *assets.RULES, *consumption.RULES, *targets.RULES, *measures.RULES, *generic.RULES):
        yield from rule(sheets)
    if horizon is not None:
        yield from consumption.hydrogen(sheets, horizon)
        yield from assets.placed(sheets, horizon)
        yield from targets.years(sheets, horizon)
    if settings is not None:
        yield from consumption.prices(sheets, settings, places)
        yield from targets.primary_energy(sheets, settings)
        yield from generic.weights(sheets, settings, places)
