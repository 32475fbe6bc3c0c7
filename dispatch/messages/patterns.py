"""English sentences with {} where something is named, as patterns of what the program says."""

from __future__ import annotations

import re
from functools import cache


def said(known: dict[str, str], text: str) -> str:
    """A text by the first pattern that it is, or as it is."""
    for pattern, chinese in patterns(tuple(known.items())):
        if found := pattern.fullmatch(text):
            return chinese.format(*found.groups())
    return text


@cache
def patterns(known: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], str]]:
    """Sentences as patterns; those that name more come later, longer ones first."""
    ordered = sorted(known, key=lambda pair: (pair[0].count("{}"), -len(pair[0])))
    return [(_pattern(english), chinese) for english, chinese in ordered]


def _pattern(english: str) -> re.Pattern[str]:
    """What is named may hold points (0.5, a.csv): a sentence ends where none of a number or a name follows."""
    pattern = re.escape(english).replace(r"\{\}", "(.+?)")
    return re.compile(f"{pattern}(?![0-9A-Za-z])" if english.endswith("{}.") else pattern, re.DOTALL)
