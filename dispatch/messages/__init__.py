"""The one catalogue of what the program says to people, in English and Chinese, and messages as values.

To add a message: one entry in the catalogue, in the file of its subject, with a text in each language; the code that has
something to say makes ``message("key", name=value)``. Nothing else depends on the wording of a text.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .catalogue import CATALOGUE
from .language import Lang
from .value import Bilingual, Message, Quantity, clauses, message, names, sentences, significant

if TYPE_CHECKING:
    from dispatch.errors import Fault


def usual() -> Lang:
    """Return Chinese where the locale of the environment is Chinese, otherwise English."""
    locale = next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(key))), "")
    return Lang.zh if locale.startswith("zh") else Lang.en


__all__ = [
    "CATALOGUE",
    "Bilingual",
    "Lang",
    "Message",
    "Quantity",
    "Words",
    "clauses",
    "message",
    "names",
    "sentences",
    "significant",
    "usual",
]


class Words:
    """Messages in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def __call__(self, stated: str | Message, /, **values: object) -> str:
        """Return the text of a message, or of a key with its values. Raises KeyError for an unknown key."""
        return (message(stated, **values) if isinstance(stated, str) else stated).text(self.lang)

    def fault(self, fault: Fault) -> str:
        """A fault of the input on one line."""
        return fault.text(self.lang)

    def failure(self, text: object) -> str:
        """What an error that is no fault says: its message, or its text where another program states it."""
        if isinstance(text, Exception) and text.args and isinstance(text.args[0], Message):
            return self(text.args[0])
        return str(text)

    def __contains__(self, key: object) -> bool:
        return key in CATALOGUE
