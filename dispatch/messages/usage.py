"""Slips of a command line: (English, Chinese)."""

from __future__ import annotations

USAGE: dict[str, tuple[str, str]] = {
    "usage.no_such_option": ("No such option: {option}", "没有选项 {option}"),
    "usage.no_such_option_but": (
        "No such option: {option} (Possible options: {options})",
        "没有选项 {option}（可能是：{options}）",
    ),
    "usage.no_value": ("Option {option} requires an argument.", "选项 {option} 需要一个值。"),
    "usage.value_of_switch": ("Option {option} does not take a value.", "选项 {option} 不带值。"),
    "usage.extra_arguments": ("Got unexpected extra argument(s) ({arguments})", "多余的参数（{arguments}）"),
    "usage.no_command": ("Missing command.", "缺少命令。"),
    "usage.no_such_command": ("No such command {command}.", "没有命令 {command}。"),
    "usage.no_such_command_but": (
        "No such command {command}. Did you mean {meant}?",
        "没有命令 {command}。是否为 {meant}？",
    ),
    "usage.no_argument": ("Missing argument {argument}.", "缺少参数 {argument}。"),
    "usage.no_option": ("Missing option {option}.", "缺少选项 {option}。"),
    "usage.no_argument_of": (
        "Missing argument {argument}. Choose from:{choices}",
        "缺少参数 {argument}。可选：{choices}",
    ),
    "usage.no_option_of": ("Missing option {option}. Choose from:{choices}", "缺少选项 {option}。可选：{choices}"),
    "usage.invalid_value": ("Invalid value for {place}: {rule}.", "{place} 的值有误：{rule}"),
    "usage.not_a_choice": ("{value} is not one of {choices}", "{value} 不在可选值 {choices} 之中"),
    "usage.not_finite": ("{value} is not a finite number", "{value} 不是有限的数"),
    "usage.not_number": ("Input should be a valid number, unable to parse string as a number", "应为数"),
    "usage.not_whole_number": (
        "Input should be a valid integer, unable to parse string as an integer",
        "应为整数",
    ),
    "usage.below": ("Input should be greater than or equal to {least}", "应大于或等于 {least}"),
    "usage.above": ("Input should be less than or equal to {most}", "应小于或等于 {most}"),
}
