"""The one catalogue of what the program says to people, in English and Chinese."""

from __future__ import annotations

import os

from dispatch.errors import Fault

from .batch import BATCH
from .columns import COLUMNS
from .diagnose import DIAGNOSE
from .failures import constraint, failure
from .faults import told_in_chinese
from .help import help_text
from .language import Lang
from .messages import MESSAGES
from .notes import NOTES
from .remarks import remark
from .report import REPORT
from .usage import usage
from .verdict import VERDICT


def usual() -> Lang:
    """Chinese where the environment speaks Chinese, otherwise English."""
    spoken = next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(key))), "")
    return Lang.zh if spoken.startswith("zh") else Lang.en


__all__ = ["CATALOGUE", "Lang", "Words", "usual"]

CATALOGUE: dict[str, tuple[str, str]] = MESSAGES | REPORT | COLUMNS | NOTES | DIAGNOSE | VERDICT | BATCH
"""Key -> (English, Chinese). No key is in two of the parts."""


class Words:
    """Messages in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        """The message of that key. Raises KeyError for one that does not exist."""
        text = CATALOGUE[key][0 if self.lang is Lang.en else 1]
        return text.format(**values) if values else text

    def fault(self, fault: Fault) -> str:
        """A fault of the input on one line."""
        return str(fault) if self.lang is Lang.en else told_in_chinese(fault)

    def failure(self, text: object) -> str:
        """What an error that is no fault says, or a line of what gives way in an infeasible case."""
        return str(text) if self.lang is Lang.en else failure(str(text))

    def constraint(self, text: str) -> str:
        """The text of a constraint."""
        return text if self.lang is Lang.en else constraint(text)

    def help(self, text: str) -> str:
        """A text of ``--help``."""
        return text if self.lang is Lang.en else help_text(text)

    def usage(self, text: str) -> str:
        """A slip of the command line."""
        return text if self.lang is Lang.en else usage(text)

    def remark(self, text: str) -> str:
        """How a case was solved, how far it is, what an exchange left out."""
        return text if self.lang is Lang.en else remark(text)

    def __contains__(self, key: object) -> bool:
        return key in CATALOGUE
