"""Slips of a command line: what Typer states of options, arguments and values, as messages of the catalogue.

Typer and pydantic state slips in English sentences only. The expressions below recognise these sentences; a sentence that
another version states otherwise is shown as it is.
"""

from __future__ import annotations

import re

from dispatch.messages import Message, message

_SLIPS: dict[str, str] = {
    r"No such option: (?P<option>\S+) \(Possible options: (?P<options>.+)\)": "usage.no_such_option_but",
    r"No such option: (?P<option>\S+)": "usage.no_such_option",
    r"Option (?P<option>.+) requires an argument\.": "usage.no_value",
    r"Option (?P<option>.+) does not take a value\.": "usage.value_of_switch",
    r"Got unexpected extra argument(?:\(s\)|s)? \((?P<arguments>.+)\)": "usage.extra_arguments",
    r"Missing command\.": "usage.no_command",
    r"No such command (?P<command>.+?)\. Did you mean (?P<meant>.+)\?": "usage.no_such_command_but",
    r"No such command (?P<command>.+)\.": "usage.no_such_command",
    r"Missing argument (?P<argument>.+?)\. Choose from:(?P<choices>.+)": "usage.no_argument_of",
    r"Missing option (?P<option>.+?)\. Choose from:(?P<choices>.+)": "usage.no_option_of",
    r"Missing argument (?P<argument>.+)\.": "usage.no_argument",
    r"Missing option (?P<option>.+)\.": "usage.no_option",
}
"""Sentence of Typer -> key."""
_VALUE = re.compile(r"Invalid value for (?P<place>.+?): (?P<rule>.+?)\.?", re.DOTALL)
_RULES: dict[str, str] = {
    r"(?:Value error, )?(?P<value>.+) is not one of (?P<choices>.+)": "usage.not_a_choice",
    r"(?:Value error, )?(?P<value>.+) is not a finite number": "usage.not_finite",
    r"Input should be a valid number, unable to parse string as a number": "usage.not_number",
    r"Input should be a valid integer, unable to parse string as an integer": "usage.not_whole_number",
    r"Input should be greater than or equal to (?P<least>.+)": "usage.below",
    r"Input should be less than or equal to (?P<most>.+)": "usage.above",
}
"""What a value breaks, of Typer or of pydantic -> key."""


def slip(text: str) -> Message | str:
    """Return the message of a sentence of Typer; the sentence itself where no expression recognises it.

    >>> str(slip("Invalid value for '--gap': nan is not a finite number."))
    "Invalid value for '--gap': nan is not a finite number."
    """
    if found := _VALUE.fullmatch(text):
        return message("usage.invalid_value", place=found["place"], rule=_first(_RULES, found["rule"]))
    return _first(_SLIPS, text)


def _first(known: dict[str, str], text: str) -> Message | str:
    for pattern, key in known.items():
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return message(key, **found.groupdict())
    return text
