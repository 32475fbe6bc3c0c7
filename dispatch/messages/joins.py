"""What stands between names, sentences and lines: (English, Chinese)."""

from __future__ import annotations

JOINS: dict[str, tuple[str, str]] = {
    "join.names": (", ", "、"),
    "join.sentences": (" ", ""),
    "join.clauses": ("; ", "；"),
    "join.lines": ("\n", "\n"),
    "join.places": (", ", "，"),
}
