"""Words of messages: what was probably meant, and what there is to choose from."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_LONGEST = 60


def clip(text: object, most: int = _LONGEST) -> str:
    """Text of a file, short enough for a message."""
    whole = str(text)
    return whole if len(whole) <= most else f"{whole[: most - 1]}…"


def meant(word: str, known: Iterable[str]) -> str | None:
    """The known name that is closest to a word, if one is close.

    >>> meant("Capasity", ["capacity", "energy"])
    'capacity'
    """
    folded = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word[:_LONGEST].strip().casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def options(word: str, known: Iterable[str], what: str) -> str:
    """A remedy that suggests the closest name and lists what there is.

    >>> options("coat", ["coal", "gas"], "Fuels are")
    'Did you mean coal? Fuels are: coal, gas.'
    """
    names = list(dict.fromkeys(known))
    close = meant(word, names)
    hint = f"Did you mean {clip(close)}? " if close else ""
    shown = ", ".join(clip(name) for name in names[:20]) or "none"
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    return f"{hint}{what}: {shown}{more}."
