"""``--help`` in the language of ``--lang`` or of the locale."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from dispatch.messages import Lang, Message, Words, usual

from .slips import slip

_ASKED = f"{__name__}.lang"
_FRAME = {
    "ARGUMENTS_PANEL_TITLE": "help.typer.arguments",
    "OPTIONS_PANEL_TITLE": "help.typer.options",
    "COMMANDS_PANEL_TITLE": "help.typer.commands",
    "DEFAULT_STRING": "help.typer.default",
    "REQUIRED_LONG_STRING": "help.typer.required",
    "ERRORS_PANEL_TITLE": "help.typer.error",
    "RICH_HELP": "help.typer.try",
}
"""Words of Typer's own around the texts, and their keys."""
_TYPERS_OPTION = "help"
"""Name of the option that Typer adds to each command; its text is Typer's own."""


def asked(args: Sequence[str]) -> Lang:
    """The language that a command line requests: ``--help`` is shown before options are read.

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
        one.help = one.help and _shown(one.help, words)
    for parameter in command.get_params(context):
        key = "help.typer.show_help" if parameter.name == _TYPERS_OPTION else parameter.help
        parameter.help = key and _breakable(_shown(key, words))
        if isinstance(parameter.show_default, str):
            parameter.show_default = _shown(parameter.show_default, words)


def _shown(key: str, words: Words) -> str:
    """Return the text of a key; a text that is shown already stays."""
    return words(key) if key in words else key


def _breakable(text: str) -> str:
    """Rich breaks lines at spaces only, and cuts what is longer than a narrow column.

    >>> _breakable("保留基，供其他运行使用。"), _breakable("Keep it, for others.")
    ('保留基， 供其他运行使用。', 'Keep it, for others.')
    """
    return re.sub(r"([，；：、])(?=\S)", r"\1 ", text)


@contextmanager
def _framed(words: Words) -> Iterator[None]:
    """Typer's own words while a command works."""
    from typer import rich_utils

    before = {name: getattr(rich_utils, name) for name in _FRAME}
    try:
        for name in before:
            setattr(rich_utils, name, words(_FRAME[name]))
        yield
    finally:
        for name, text in before.items():
            setattr(rich_utils, name, text)


class _Local:
    """What a command and the program have in common."""

    def get_usage(self, ctx: Any) -> str:
        """The line of how it is called."""
        prefix = "Usage: "
        line: str = super().get_usage(ctx)  # type: ignore[misc]
        return f"{_words(ctx)('help.typer.usage')}{line.removeprefix(prefix)}"

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        _translate(self, ctx, _words(ctx))
        super().format_help(ctx, formatter)  # type: ignore[misc]


class LocalCommand(_Local, TyperCommand):
    """A command whose help is in the language of the reader."""


class LocalGroup(_Local, TyperGroup):
    """The program; it knows the language before any option is read."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> Any:
        """Read the line and do what it says, with Typer's own words in the language of the reader."""
        words = Words(asked(sys.argv[1:] if args is None else args))
        with _framed(words):
            try:
                return super().main(args, *rest, **more)
            except KeyboardInterrupt:
                print(words("interrupted"), file=sys.stderr)
                raise SystemExit(130) from None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read what stands before the command."""
        ctx.meta[_ASKED] = asked(args)
        with _slips(_words(ctx)):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Read what stands behind the command, and do it."""
        with _slips(_words(ctx)):
            return super().invoke(ctx)


@contextmanager
def _slips(words: Words) -> Iterator[None]:
    """Say what is wrong with the line in the language of the reader."""
    try:
        yield
    except TyperException as error:
        found = slip(error.format_message())
        translated = words(found) if isinstance(found, Message) else found
        error.format_message = lambda: translated  # type: ignore[method-assign]
        raise
