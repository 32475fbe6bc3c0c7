"""Conditions on the axes of a batch: ``growth >= 1.05 and plan = base``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dispatch.errors import CaseError, Fault
from dispatch.messages import message, names

Level = float | int | bool | str
Condition = Callable[[Mapping[str, Level]], bool]

_TERM = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(<=|>=|!=|==|=|<|>)\s*(.+?)\s*")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
}


def conditions(texts: Sequence[str], axes: Sequence[str], file: str) -> list[Condition]:
    """One function a text. Raises CaseError for a text that is no condition on these axes.

    >>> conditions(["growth >= 1.05 and plan = base"], ["growth", "plan"], "f")[0]({"growth": 1.1, "plan": "base"})
    True
    """
    faults: list[Fault] = []
    found = [_condition(text, axes, file, faults) for text in texts]
    if faults:
        raise CaseError(faults)
    return found


def _condition(text: str, axes: Sequence[str], file: str, faults: list[Fault]) -> Condition:
    terms: list[tuple[str, Callable[[Any, Any], bool], Level]] = []
    for part in re.split(r"\s+and\s+", text):
        match = _TERM.fullmatch(part)
        if match is None or match[1] not in axes:
            rule = message("fault.batch.condition")
            faults.append(
                Fault(file, 0, "", text, rule, message("list.of", what=message("list.batch.axes"), names=names(axes)))
            )
            continue
        terms.append((match[1], _COMPARE[match[2]], _literal(match[3])))
    return lambda point: all(_holds(point[name], compare, value) for name, compare, value in terms)


def _literal(text: str) -> Level:
    try:
        return float(text)
    except ValueError:
        return {"true": True, "false": False}.get(text, text.strip("'\""))


def _holds(level: Level, compare: Callable[[Any, Any], bool], value: Level) -> bool:
    """Text and number never compare but for being unlike."""
    if isinstance(level, str) != isinstance(value, str):
        return compare is operator.ne
    return bool(compare(level, value))
