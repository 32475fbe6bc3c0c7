"""Faults of the keys of a TOML file, in plain words: what a model of pydantic refuses, without pydantic's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .words import clip

RULES: dict[str, str] = {
    "missing": "the key is missing",
    "extra_forbidden": "there is no such key",
    "float_type": "not a number",
    "float_parsing": "not a number",
    "finite_number": "not a finite number",
    "int_type": "not a whole number",
    "int_parsing": "not a whole number",
    "int_parsing_size": "not a whole number",
    "int_from_float": "not a whole number",
    "bool_type": "neither true nor false",
    "bool_parsing": "neither true nor false",
    "string_type": "not a text in quotation marks",
    "list_type": "not a list",
    "tuple_type": "not a list",
    "dict_type": "not a table of keys",
    "model_type": "not a table of keys",
    "model_attributes_type": "not a table of keys",
    "date_type": "not a date such as 2030-01-07",
    "date_parsing": "not a date such as 2030-01-07",
    "date_from_datetime_parsing": "not a date such as 2030-01-07",
    "date_from_datetime_inexact": "not a date such as 2030-01-07",
    "greater_than": "not above {gt}",
    "greater_than_equal": "below {ge}",
    "less_than": "not below {lt}",
    "less_than_equal": "above {le}",
    "literal_error": "not one of {expected}",
    "union_tag_invalid": "not one of {expected_tags}",
    "union_tag_not_found": "the key {discriminator} is missing",
    "string_pattern_mismatch": "not of the form {pattern}",
    "string_too_short": "fewer characters than {min_length}",
    "string_too_long": "more characters than {max_length}",
    "too_short": "fewer entries than {min_length}",
    "too_long": "more entries than {max_length}",
    "byte_size": "not an amount of memory such as 4GB",
    "byte_size_unit": "not an amount of memory such as 4GB",
}
"""Kind of pydantic's error -> rule that is broken; of other kinds only ``value_error`` occurs, which has its own text."""

_UNQUOTED = ("not a number", "not a whole number", "not a date such as 2030-01-07")
"""Rules that a value in quotation marks breaks, whatever stands between the marks."""


def rule_of(details: Mapping[str, Any]) -> str:
    """Return the rule that an error of pydantic says is broken, as a clause without a full stop.

    >>> rule_of({"type": "literal_error", "ctx": {"expected": "'start' or 'end'"}})
    'not one of start, end'
    """
    context = {
        key: _listed(f"{value:g}" if isinstance(value, float) else str(value))
        for key, value in (details.get("ctx") or {}).items()
    }
    known = RULES.get(details["type"])
    if known in _UNQUOTED and isinstance(details["input"], str):
        return f"a text, {known}"
    rule = known.format(**context) if known else str(details["msg"]).removeprefix("Value error, ").rstrip(".")
    return rule[:1].lower() + rule[1:]


def _listed(text: str) -> str:
    return text.replace("' or '", "', '").replace("'", "") if text.startswith("'") else text


def value_of(details: Mapping[str, Any]) -> str:
    """Return the value that is at fault as TOML writes it; empty for a key that is missing or unknown, and for tables."""
    given = details["input"]
    if details["type"] in ("missing", "extra_forbidden", "value_error") or isinstance(given, dict | list | tuple):
        return ""
    return clip(str(given).lower() if isinstance(given, bool) else given)
