"""Names that tables take: without reserved characters, short enough, and unique by construction."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

LONGEST = 100
"""Most characters of a name in a table."""
_RESERVED = re.compile(r"[\[\],/\\@=>]")
_DIGITS = 8
"""Hexadecimal digits that keep two shortened names apart for the reader; uniqueness does not rest on them."""


def readable(label: Any) -> str:
    """Return a label with ``;`` in place of reserved and of unprintable characters, without spaces at its ends."""
    return printable(_RESERVED.sub(";", str(label).strip()))


def printable(text: Any) -> str:
    """Return a text with ``;`` in place of unprintable characters, without spaces at its ends."""
    return "".join(character if character.isprintable() else ";" for character in str(text)).strip()


def shortened(text: str, longest: int) -> str:
    """Return a text of at most ``longest`` characters: a longer one is cut and ends with digits of its hash."""
    if len(text) <= longest:
        return text
    digits = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    return f"{text[: longest - _DIGITS - 1].rstrip()} {digits}"


class Names:
    """Names of one table: every (kind, label) gets one name, and no two get the same.

    >>> names = Names()
    >>> names("coal", "Generator"), names("a/b", "Load"), names("coal", "Load"), names("coal", "Generator")
    ('coal', 'a;b', 'coal (Load)', 'coal')
    >>> names("a,b", "Load"), names("a@b", "Load"), len(names("x" * 200))
    ('a;b (Load)', 'a;b (Load) 2', 100)
    """

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def __call__(self, label: Any, kind: str = "") -> str:
        """Return the name in tables of a component of that kind."""
        key = (kind, str(label))
        if key not in self._given:
            self._given[key] = self.fresh(label, kind)
        return self._given[key]

    def fresh(self, label: Any, kind: str = "") -> str:
        """Return a name that was never given before, for this label."""
        text = readable(label) or "unnamed"
        name, ending = shortened(text, LONGEST), f" ({kind})" if kind else ""
        if name in self._taken and ending:
            name = shortened(text, LONGEST - len(ending)) + ending
        while name in self._taken:
            number = self._last.get(text, 1) + 1
            self._last[text] = number
            counted = f"{ending} {number}"
            name = shortened(text, LONGEST - len(counted)) + counted
        self._taken.add(name)
        return name

    def changed(self) -> dict[str, str]:
        """Return the names that are not as they were: new to old."""
        return {new: old for (_, old), new in self._given.items() if new != old}
