"""Slips of a command line in Chinese: what Typer says of options, arguments and commands."""

from __future__ import annotations

from .patterns import said

USAGE: dict[str, str] = {
    "No such option: {}": "没有选项 {}",
    "No such option: {} (Possible options: {})": "没有选项 {0}（可能是：{1}）",
    "Option {} requires an argument.": "选项 {} 需要一个值。",
    "Option {} does not take a value.": "选项 {} 不带值。",
    "Got unexpected extra argument(s) ({})": "多余的参数（{}）",
    "Missing command.": "缺少命令。",
    "No such command {}.": "没有命令 {}。",
    "No such command {}. Did you mean {}?": "没有命令 {0}。是否为 {1}？",
    "Missing argument {}.": "缺少参数 {}。",
    "Missing option {}.": "缺少选项 {}。",
    "Missing argument {}. Choose from:{}": "缺少参数 {0}。可选：{1}",
    "Missing option {}. Choose from:{}": "缺少选项 {0}。可选：{1}",
}
"""Whole messages."""

VALUES: dict[str, str] = {
    "{} is not one of {}": "{0} 不在可选值 {1} 之中",
    "{} is not a finite number": "{} 不是有限的数",
    "input should be a valid number, unable to parse string as a number": "应为数",
    "input should be a valid integer, unable to parse string as an integer": "应为整数",
    "input should be greater than or equal to {}": "应大于或等于 {}",
    "input should be less than or equal to {}": "应小于或等于 {}",
}
"""What is wrong with a value, where faults of files have no such sentence."""


def usage(text: str) -> str:
    """A message on a slip of the command line.

    >>> usage("Invalid value for '--gap': nan is not a finite number.")
    "'--gap' 的值有误：nan 不是有限的数"
    """
    head, colon, own = text.partition(": ")
    if colon and head.startswith("Invalid value for "):
        bare = own.removeprefix("Value error, ").rstrip(".")
        return f"{head.removeprefix('Invalid value for ')} 的值有误：{said(VALUES, bare[:1].lower() + bare[1:])}"
    return said(USAGE, text)
