"""Case -> LP: the only place that imports the mathematics."""

from __future__ import annotations

from dispatch.case import Case
from dispatch.lp import LP

try:
    import models

    if models.IDENTITY != "neimenggu-dispatch models":
        raise AttributeError
except AttributeError:
    raise ImportError(
        f"the package `models` at {models.__file__} is not the one that belongs to dispatch: another of that name comes first on the path"
    ) from None


def build(case: Case) -> LP:
    """The LP of a case, in GW, GWh and million CNY. Further variables and constraints may be added before it is solved.

    Raises ValueError where a row without any column cannot hold (the message names it).
    """
    return models.formulate(case)
