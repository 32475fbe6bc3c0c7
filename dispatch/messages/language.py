"""Languages of the program."""

from __future__ import annotations

from enum import StrEnum


class Lang(StrEnum):
    """Language of messages."""

    zh = "zh"
    en = "en"

    @property
    def other(self) -> Lang:
        """The language that is not this one."""
        return Lang.en if self is Lang.zh else Lang.zh
