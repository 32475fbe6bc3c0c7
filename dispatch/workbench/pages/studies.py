"""Studies: plan, targets, adequacy, batch."""

from __future__ import annotations

from fastapi import Request
from nicegui import ui

from ..bench import Bench
from .frame import frame, heading


def register(bench: Bench) -> None:
    """Add the pages."""

    @ui.page("/studies")
    def studies(request: Request) -> None:
        with frame(bench, request, "workbench.studies") as view:
            heading(view.words("workbench.studies"), 1)

    @ui.page("/study")
    def study(request: Request, path: str = "") -> None:
        with frame(bench, request, "workbench.study", path):
            heading(bench.workspace.entry(path).path, 1)
