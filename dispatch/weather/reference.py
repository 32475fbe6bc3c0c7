"""The reference of ``weather.toml`` and ``sites.csv``, printed from the models that check them."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from dispatch.case.reference import default_of, kind_of, span_of

from .parameters import Parameters, Site

_HEAD = """
# Weather of a case: weather.toml and sites.csv

They stand beside the tables of a case that draws its weather (docs/series.md), or in a case that it extends. `sites.csv`
is taken whole from the nearest folder that has it; keys of `weather.toml` are merged, lists are taken whole.
`[[name]]` is a list of tables, `[name.key]` a table with one number for each zone of sites.csv.

## sites.csv

| column | type | range | default | what |
|---|---|---|---|---|
"""
_KEYS = """
## weather.toml

| key | type | range | default | what |
|---|---|---|---|---|
"""


def weather_reference() -> str:
    """Markdown: every column and key with type, range, default and text."""
    sites = "".join(f"{line}\n" for line in _fields(Site, ""))
    keys = "".join(f"{line}\n" for line in _fields(Parameters, "", frozenset({"sites"})))
    return _HEAD + sites + _KEYS + keys


def _fields(model: type[BaseModel], prefix: str, without: frozenset[str] = frozenset()) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if name in without:
            continue
        inner, many = _model(field.annotation)
        text = " ".join((field.description or "").replace("|", "/").split())
        if inner is None:
            yield f"| `{prefix}{name}` | {kind_of(field)} | {span_of(field)} | {default_of(field)} | {text} |"
        else:
            place = f"[[{prefix}{name}]]" if many else f"[{prefix}{name}]"
            whole = text or " ".join((inner.__doc__ or "").split())
            yield f"| `{place}` | table | | {default_of(field)} | {whole} |"
            yield from _fields(inner, f"{prefix}{name}.")


def _model(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """The model of a table, and whether there may be many of them."""
    parts = (annotation, *typing.get_args(annotation))
    inner = next((part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)), None)
    return inner, inner is not None and typing.get_origin(annotation) is tuple
