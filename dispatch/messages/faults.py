"""Faults of the input in Chinese: the English sentence, with {} where something is named, and the Chinese one.

Descriptions of columns and keys stay as docs/tables.md has them. A sentence that is not here is shown as it is.
"""

from __future__ import annotations

import re

from dispatch.errors import Fault

from . import faults_case, faults_commands, faults_exchange, faults_models, faults_series
from .patterns import patterns

_PARTS = (faults_case, faults_models, faults_series, faults_commands, faults_exchange)
RULES: dict[str, str] = {english: chinese for part in _PARTS for english, chinese in part.RULES.items()}
"""What is wrong."""
REMEDIES: dict[str, str] = {english: chinese for part in _PARTS for english, chinese in part.REMEDIES.items()}
"""What would mend it: sentences and their beginnings."""
_MORE = re.compile(
    r"(.+) \((?:so in row (?P<rows>[\d, .]+); )?(?P<count>\d+) (?:in all|such hours|such rows)\)", re.DOTALL
)
"""A rule that is broken in several places."""


def told_in_chinese(fault: Fault) -> str:
    """One line: file, row, column, value, rule, remedy."""
    row = f"，第 {fault.row} 行" if fault.row else ""
    column = f"，列 {fault.column}" if fault.column else ""
    value = f"：{fault.value!r}" if fault.value else ""
    return f"{fault.file}{row}{column}{value}：{rule(fault.rule)}。{remedy(fault.remedy)}"


def rule(text: str) -> str:
    """A rule in Chinese.

    >>> rule("the same asset and unit as row 4"), rule("something new")
    ('与第 4 行的 asset and unit 相同', 'something new')
    >>> rule("not a number (so in row 3, 4; 3 in all)"), rule("wind: the hour is missing")
    ('不是数（另见第 3, 4 行；共 3 处）', 'wind：缺少该小时')
    """
    if found := _MORE.fullmatch(text):
        rows = f"另见第 {found['rows']} 行；" if found["rows"] else ""
        return f"{rule(found[1])}（{rows}共 {found['count']} 处）"
    name, colon, own = text.partition(": ")
    if colon and (told := rule(own)) != own:
        return f"{name}：{told}"
    for pattern, chinese in patterns(tuple(RULES.items())):
        if found := pattern.fullmatch(text):
            return chinese.format(*found.groups())
    return text


def remedy(text: str) -> str:
    """A remedy in Chinese, sentence by sentence.

    >>> remedy("Did you mean coal? Choices are: coal, gas.")
    '是否为 coal？可选：coal, gas.'
    >>> remedy("There are: none.")
    '有：无。'
    """
    for pattern, chinese in patterns(tuple(REMEDIES.items())):
        text = pattern.sub(lambda found, chinese=chinese: chinese.format(*found.groups()), text)  # type: ignore[misc]
    return re.sub("：none\\.", "：无。", text)
