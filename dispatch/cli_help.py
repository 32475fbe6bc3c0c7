"""``--help`` in the language of ``--lang`` or of the locale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from typer.core import TyperCommand, TyperGroup

from dispatch.words import Lang, Words, usual

_ASKED = f"{__name__}.lang"
_FRAME = (
    "ARGUMENTS_PANEL_TITLE",
    "OPTIONS_PANEL_TITLE",
    "COMMANDS_PANEL_TITLE",
    "DEFAULT_STRING",
    "REQUIRED_LONG_STRING",
)
"""Words of Typer's own around the texts."""


def asked(args: Sequence[str]) -> Lang:
    """The language that a command line asks for: ``--help`` is shown before options are read.

    >>> asked(["run", "--help", "--lang", "zh"]), asked(["--lang=en", "--help"])
    (<Lang.zh: 'zh'>, <Lang.en: 'en'>)
    """
    given = [value for name, value in pairwise(args) if name == "--lang"]
    given += [arg.removeprefix("--lang=") for arg in args if arg.startswith("--lang=")]
    return next((Lang(value) for value in reversed(given) if value in list(Lang)), usual())


def _words(context: Any) -> Words:
    return Words(context.meta.get(_ASKED) or usual())


def _translate(command: Any, context: Any, words: Words) -> None:
    """The texts of a command, of what it takes and of the commands below it. Each call has commands of its own."""
    shown = [command, *getattr(command, "commands", {}).values()]
    for one in shown:
        one.help = one.help and words.help(one.help)
    for parameter in command.get_params(context):
        parameter.help = parameter.help and _breakable(words.help(parameter.help))
        if isinstance(parameter.show_default, str):
            parameter.show_default = words.help(parameter.show_default)


def _breakable(text: str) -> str:
    """Rich breaks lines at spaces only, and cuts what is longer than a narrow column.

    >>> _breakable("保留基，供其他运行使用。"), _breakable("Keep it, for others.")
    ('保留基， 供其他运行使用。', 'Keep it, for others.')
    """
    return re.sub(r"([，；：、])(?=\S)", r"\1 ", text)


@contextmanager
def _framed(words: Words) -> Iterator[None]:
    """Typer's own words while a help is written."""
    from typer import rich_utils

    before = {name: getattr(rich_utils, name) for name in _FRAME}
    try:
        for name, text in before.items():
            setattr(rich_utils, name, words.help(text))
        yield
    finally:
        for name, text in before.items():
            setattr(rich_utils, name, text)


class Told(TyperCommand):
    """A command whose help is in the language of the reader."""

    def get_usage(self, ctx: Any) -> str:
        """The line of how it is called."""
        return _usage(super().get_usage(ctx), _words(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        _translate(self, ctx, _words(ctx))
        with _framed(_words(ctx)):
            super().format_help(ctx, formatter)


class ToldGroup(TyperGroup):
    """The program; it knows the language before any option is read."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the line."""
        ctx.meta[_ASKED] = asked(args)
        return super().parse_args(ctx, args)

    def get_usage(self, ctx: Any) -> str:
        """The line of how it is called."""
        return _usage(super().get_usage(ctx), _words(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        _translate(self, ctx, _words(ctx))
        with _framed(_words(ctx)):
            super().format_help(ctx, formatter)


def _usage(line: str, words: Words) -> str:
    prefix = "Usage: "
    return f"{words.help(prefix)}{line.removeprefix(prefix)}"
