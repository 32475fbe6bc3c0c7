"""Words of messages: what was probably meant, and what there is to choose from."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from dispatch.messages import Message, message, names, sentences

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


def such_hours(rule: Message, count: int) -> Message:
    """A rule that is broken in so many hours."""
    return message("fault.common.such_hours", rule=rule, count=count) if count > 1 else rule


def such_rows(rule: Message, count: int) -> Message:
    """A rule that is broken in so many rows."""
    return message("fault.common.such_rows", rule=rule, count=count) if count > 1 else rule


def options(word: str, known: Iterable[str], what: Message) -> Message:
    """A remedy that suggests the closest name and lists what there is; ``what``: the list's title, of keys ``list.``.

    >>> str(options("coat", ["coal", "gas"], message("list.there_are")))
    'Did you mean coal? There are: coal, gas.'
    """
    every = list(dict.fromkeys(known))
    close = meant(word, every)
    listed = names(clip(name) for name in every[:20]) if every else message("list.none")
    shown = message("list.more", names=listed, count=len(every) - 20) if len(every) > 20 else listed
    return sentences(
        message("remedy.meant", name=clip(close)) if close else None, message("list.of", what=what, names=shown)
    )
