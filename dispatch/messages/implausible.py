"""What is implausible in a case or a run, as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import Words, significant


def implausible(one: Mapping[str, Any], words: Words) -> str:
    """Return the sentence of a warning of run.json: kind, subject, value, low, high."""
    named = one["kind"] == "unserved"
    values = {key: one[key] if named or one[key] is None else significant(one[key]) for key in ("value", "low", "high")}
    return words(f"warn_{one['kind']}", subject=one["subject"], **values)
