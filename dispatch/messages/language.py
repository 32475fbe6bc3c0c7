"""Languages of the program."""

from __future__ import annotations

from enum import StrEnum


class Lang(StrEnum):
    """Language of messages."""

    zh = "zh"
    en = "en"
