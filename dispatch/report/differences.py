"""Cells of the inputs of several runs that are not the same in all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

_WORDS = ("source", "title", "title_zh", "sources", "text_zh", "text_en")
"""Columns and keys that say something to readers and nothing to the model."""


@dataclass(frozen=True)
class Difference:
    """One cell: ``values`` has one text a run, None where that run lacks the row."""

    table: str
    row: str
    column: str
    unit: str
    values: tuple[str | None, ...]


def differences(inputs: Sequence[dict[str, Any]]) -> list[Difference]:
    """Settings first, then tables, row by row by their keys, then hourly series."""
    return [*_settings(inputs), *_tables(inputs), *_series(inputs)]


def own_differences(blocks: Sequence[list[dict[str, Any]]]) -> list[Difference]:
    """Constraints, variables and costs that were added to the LP in Python, not alike in all runs: text and digest."""
    each = [{(one["kind"], one["name"]): f"{one['text']} [{one['digest']}]".strip() for one in own} for own in blocks]
    found = []
    for kind, name in dict.fromkeys(key for own in each for key in own):
        values = tuple(own.get((kind, name)) for own in each)
        if len(set(values)) > 1:
            found.append(Difference("own_blocks", name, kind, "", values))
    return found


def _series(inputs: Sequence[dict[str, Any]]) -> Iterator[Difference]:
    content: dict[str, Any] = {"keys": [], "units": {}}
    for name in dict.fromkeys(name for one in inputs for name in one["series"]):
        yield from _row("series", (name,), content, [one["series"].get(name) for one in inputs])


def _settings(inputs: Sequence[dict[str, Any]]) -> Iterator[Difference]:
    flat = [dict(_flat(one["settings"])) for one in inputs]
    for key in dict.fromkeys(key for one in flat for key in one):
        values = tuple(_text(one.get(key)) for one in flat)
        if len(set(values)) > 1:
            yield Difference("case.toml", "", key, "", values)


def _flat(settings: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in settings.items():
        if key in _WORDS:
            continue
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _tables(inputs: Sequence[dict[str, Any]]) -> Iterator[Difference]:
    for name in dict.fromkeys(name for one in inputs for name in one["tables"]):
        tables = [one["tables"].get(name) for one in inputs]
        content = next(table for table in tables if table is not None)
        rows = [_by_key(table, content["keys"]) for table in tables]
        for key in dict.fromkeys(key for one in rows for key in one):
            yield from _row(name, key, content, [one.get(key) for one in rows])


def _by_key(table: dict[str, Any] | None, keys: list[str]) -> dict[tuple[str, ...], dict[str, Any]]:
    return {} if table is None else {tuple(str(row[key]) for key in keys): row for row in table["rows"]}


def _row(
    name: str, key: tuple[str, ...], content: dict[str, Any], rows: list[dict[str, Any] | None]
) -> Iterator[Difference]:
    columns = next(row for row in rows if row is not None)
    for column in columns:
        if column in _WORDS or column in content["keys"]:
            continue
        values = tuple(None if row is None else _text(row.get(column)) for row in rows)
        if len(set(values)) > 1:
            yield Difference(name, " / ".join(key), column, content["units"].get(column, ""), values)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return f"{value:.10g}" if isinstance(value, float) else str(value)
