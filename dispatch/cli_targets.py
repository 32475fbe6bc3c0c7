"""The commands `targets` and `diagnose`: they read options, call the package and print."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from dispatch.solve import Options
from dispatch.words import Lang, Words


def diagnosis(
    case: Path, settings: Sequence[str], start: str | None, hours: int | None, threads: int | None, lang: Lang
) -> Iterator[str]:
    """Why a case is infeasible, line by line. Raises CaseError."""
    from dispatch.assemble import PATIENCE, processors
    from dispatch.diagnose import diagnose, tell
    from dispatch.reading import read_case

    words = Words(lang)
    content = read_case(case, settings, start, hours)
    began = time.monotonic()
    found = diagnose(content, Options(threads=threads or processors(), time_limit=PATIENCE))
    if found is None:
        yield words("dx_feasible" if time.monotonic() - began < PATIENCE else "dx_none_found")
    else:
        yield from tell(content, found, lang)
