"""The reference of ``weather.toml`` and ``sites.csv``, printed from the models that check them."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

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
            yield f"| `{prefix}{name}` | {_kind(field)} | {_span(field)} | {_default(field)} | {text} |"
        else:
            place = f"[[{prefix}{name}]]" if many else f"[{prefix}{name}]"
            whole = text or " ".join((inner.__doc__ or "").split())
            yield f"| `{place}` | table | | {_default(field)} | {whole} |"
            yield from _fields(inner, f"{prefix}{name}.")


def _model(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """The model of a table, and whether there may be many of them."""
    parts = (annotation, *typing.get_args(annotation))
    inner = next((part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)), None)
    return inner, inner is not None and typing.get_origin(annotation) is tuple


def _kind(field: FieldInfo) -> str:
    origin, parts = typing.get_origin(field.annotation), typing.get_args(field.annotation)
    if origin is tuple:
        count = next((rule.min_length for rule in field.metadata if isinstance(rule, MinLen)), 0)
        return f"{count} numbers" if count else "list of texts"
    if origin is dict:
        return "12 numbers a zone" if typing.get_origin(parts[1]) and "tuple" in str(parts[1]) else "number a zone"
    return {float: "number", int: "integer", str: "text"}[field.annotation]  # type: ignore[index]


def _span(field: FieldInfo) -> str:
    ends = {}
    for rule in field.metadata:
        for kind, key in ((Ge, "ge"), (Gt, "gt"), (Le, "le"), (Lt, "lt")):
            if isinstance(rule, kind):
                ends[key] = f"{getattr(rule, key):g}"
    low = ends.get("ge", f"above {ends['gt']}" if "gt" in ends else "")
    high = ends.get("le", f"below {ends['lt']}" if "lt" in ends else "")
    return f"{low}…{high}" if high else (f"{low}…" if "ge" in ends else low)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default_factory is not None or field.default in ((), "", None):
        return ""
    if isinstance(field.default, tuple):
        return "1 each"
    return f"{field.default:g}" if isinstance(field.default, float) else str(field.default)
