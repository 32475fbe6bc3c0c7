"""The one catalogue of what the program says to people: key -> (English, Chinese)."""

from __future__ import annotations

from .batch import BATCH
from .columns import COLUMNS
from .commands import MESSAGES
from .diagnose import DIAGNOSE
from .joins import JOINS
from .notes import NOTES
from .report import REPORT
from .solving import SOLVING
from .verdict import VERDICT

PARTS: tuple[dict[str, tuple[str, str]], ...] = (
    JOINS,
    MESSAGES,
    REPORT,
    COLUMNS,
    NOTES,
    DIAGNOSE,
    VERDICT,
    BATCH,
    SOLVING,
)
"""One a subject. No key is in two of them."""
CATALOGUE: dict[str, tuple[str, str]] = {key: texts for part in PARTS for key, texts in part.items()}
