"""Faults of the keys of a TOML file, in simple words: what a model of pydantic refuses, without pydantic's text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dispatch.messages import Message, message

from .suggestions import clip

_FIXED: dict[str, Message] = {
    "missing": message("fault.common.key_missing"),
    "extra_forbidden": message("fault.case.no_such_key"),
    "float_type": message("fault.common.not_number"),
    "float_parsing": message("fault.common.not_number"),
    "finite_number": message("fault.case.not_finite_number"),
    "int_type": message("fault.case.not_whole_number"),
    "int_parsing": message("fault.case.not_whole_number"),
    "int_parsing_size": message("fault.case.not_whole_number"),
    "int_from_float": message("fault.case.not_whole_number"),
    "bool_type": message("fault.case.boolean"),
    "bool_parsing": message("fault.case.boolean"),
    "string_type": message("fault.case.text"),
    "list_type": message("fault.case.not_list"),
    "tuple_type": message("fault.case.not_list"),
    "dict_type": message("fault.case.not_table_keys"),
    "model_type": message("fault.case.not_table_keys"),
    "model_attributes_type": message("fault.case.not_table_keys"),
    "date_type": message("fault.case.date"),
    "date_parsing": message("fault.case.date"),
    "date_from_datetime_parsing": message("fault.case.date"),
    "date_from_datetime_inexact": message("fault.case.date"),
    "byte_size": message("fault.case.memory"),
    "byte_size_unit": message("fault.case.memory"),
}
"""Kind of pydantic's error -> rule that is broken."""
_WITH_LIMIT: dict[str, Callable[[Mapping[str, str]], Message]] = {
    "greater_than": lambda given: message("fault.case.not_above", least=given["gt"]),
    "greater_than_equal": lambda given: message("fault.case.below", least=given["ge"]),
    "less_than": lambda given: message("fault.case.not_below", most=given["lt"]),
    "less_than_equal": lambda given: message("fault.case.above", most=given["le"]),
    "literal_error": lambda given: message("fault.case.not_a_choice", choices=given["expected"]),
    "union_tag_invalid": lambda given: message("fault.case.not_a_choice", choices=given["expected_tags"]),
    "union_tag_not_found": lambda given: message("fault.case.no_key_of_kind", key=given["discriminator"]),
    "string_pattern_mismatch": lambda given: message("fault.case.not_of_form", pattern=given["pattern"]),
    "string_too_short": lambda given: message("fault.case.fewer_characters", least=given["min_length"]),
    "string_too_long": lambda given: message("fault.case.more_characters", most=given["max_length"]),
    "too_short": lambda given: message("fault.case.fewer_entries", least=given["min_length"]),
    "too_long": lambda given: message("fault.case.more_entries", most=given["max_length"]),
}
"""Kind of pydantic's error -> rule that is broken, of what pydantic says of the limit. Of other kinds only ``value_error``
occurs: the message that a validator raises."""
_UNQUOTED: dict[Message, Message] = {
    message("fault.common.not_number"): message("fault.case.text_not_number"),
    message("fault.case.not_whole_number"): message("fault.case.whole_number"),
    message("fault.case.date"): message("fault.case.text_not_date"),
}
"""Rules that a value in quotation marks breaks, whatever stands between the marks."""


def rule_of(details: Mapping[str, Any]) -> Message:
    """Return the rule that an error of pydantic says is broken, as a clause without a full stop.

    >>> str(rule_of({"type": "literal_error", "input": "end", "ctx": {"expected": "'start' or 'end'"}}))
    'not one of start, end'
    """
    kind, context = details["type"], details.get("ctx") or {}
    if kind in _FIXED:
        rule = _FIXED[kind]
        return _UNQUOTED.get(rule, rule) if isinstance(details["input"], str) else rule
    if kind in _WITH_LIMIT:
        shown = {key: f"{value:g}" if isinstance(value, float) else str(value) for key, value in context.items()}
        return _WITH_LIMIT[kind]({key: _listed(value) for key, value in shown.items()})
    refusal = context["error"].args[0]
    assert isinstance(refusal, Message), refusal
    return refusal


def _listed(text: str) -> str:
    return text.replace("' or '", "', '").replace("'", "") if text.startswith("'") else text


def value_of(details: Mapping[str, Any]) -> str:
    """Return the value that is at fault as TOML writes it; empty for a key that is missing or unknown, and for tables."""
    given = details["input"]
    if details["type"] in ("missing", "extra_forbidden", "value_error") or isinstance(given, dict | list | tuple):
        return ""
    return clip(str(given).lower() if isinstance(given, bool) else given)
