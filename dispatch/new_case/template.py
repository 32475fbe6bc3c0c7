"""Cases of a template: folders of ``templates/``, copied file by file."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from dispatch.case.suggestions import options
from dispatch.errors import CaseError, Fault
from dispatch.messages import message
from dispatch.results.partial import appearing

_FOLDER = files(__package__) / "templates"
TEMPLATES = tuple(sorted(entry.name for entry in _FOLDER.iterdir() if entry.is_dir()))
"""Names of the templates."""


def from_template(name: str, place: Path) -> None:
    """Write the case of a template. Raises CaseError for an unknown template, FileExistsError if ``place`` exists."""
    if name not in TEMPLATES:
        rule = message("fault.new.no_such_template")
        raise CaseError([Fault("--template", 0, "", name, rule, options(name, TEMPLATES, message("list.there_are")))])
    with appearing(place) as folder:
        for entry in (_FOLDER / name).iterdir():
            (folder / entry.name).write_bytes(entry.read_bytes())
