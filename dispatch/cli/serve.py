"""``dispatch serve``."""

from __future__ import annotations

import secrets
import webbrowser
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from dispatch.errors import CaseError, Fault
from dispatch.messages import Words, message

from .console import consoles
from .grid import plain
from .options import Language, failures


def serve(
    lang: Language,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="help.serve.folder")] = Path("."),
    port: Annotated[int, typer.Option(min=1, max=65535, help="help.serve.port")] = 8765,
    host: Annotated[str, typer.Option(metavar="HOST", help="help.serve.host")] = "127.0.0.1",
    token: Annotated[bool, typer.Option("--token", help="help.serve.token")] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="help.serve.open")] = False,
) -> None:
    """Run ``dispatch serve``; its help is ``help.command.serve``."""
    from dispatch.workbench.security import is_loopback
    from dispatch.workbench.server import Address, must_be_free, serve

    words = Words(lang)
    screen, err = consoles()
    with failures(words):
        if find_spec("nicegui") is None:
            rule, remedy = message("fault.workbench.missing"), message("remedy.workbench.missing")
            raise CaseError([Fault("serve", 0, "", "", rule, remedy)])
        if not folder.is_dir():
            rule, remedy = message("fault.workbench.folder"), message("remedy.workbench.folder")
            raise CaseError([Fault("FOLDER", 0, "", str(folder), rule, remedy)])
        secret = secrets.token_urlsafe(24) if token or not is_loopback(host) else ""
        address = Address(host, port, secret)
        must_be_free(address)
        if not is_loopback(host):
            err.print(plain(words("workbench.open_to_all", host=host), style="bold yellow"), soft_wrap=True)
        screen.print(plain(words("workbench.serving", folder=folder.resolve(), url=address.url)), soft_wrap=True)
        if open_browser:
            webbrowser.open(address.url)
        serve(folder, address)
