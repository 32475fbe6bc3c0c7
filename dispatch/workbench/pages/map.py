"""The map: areas, zones, lines and corridors; of a run, hour by hour."""

from __future__ import annotations

from asyncio import to_thread
from contextlib import suppress
from typing import Any

from fastapi import Request
from nicegui import ui

from dispatch import read_case
from dispatch.errors import DispatchError
from dispatch.messages.units import unit

from ..bench import Bench, address
from ..runs import Opened
from ..schematic import Network, drawing, hour_of, network_of_case, network_of_run
from .frame import View, action, frame, heading, panel
from .plots import chart, redraw

HEIGHT = "max(560px, calc(100vh - 250px))"
"""Height of the map: of the screen, without heading and controls."""
PAUSE = 0.4
"""Seconds between two hours while the map plays."""


def register(bench: Bench) -> None:
    """Add the page."""

    @ui.page("/map", response_timeout=30)
    async def show(request: Request, path: str = "") -> None:
        is_case = False
        with suppress(DispatchError):
            is_case = bench.workspace.entry(path).kind == "case"
        if is_case:
            await _of_case(bench, request, path)
            return
        found = await to_thread(bench.opened, [path])
        with frame(bench, request, "workbench.map", path) as view:
            (opened,) = found.runs()
            heading(path, 1)
            ui.link(view.words("workbench.results"), address("/results", path=path))
            Player(view, opened).show()


async def _of_case(bench: Bench, request: Request, path: str) -> None:
    network: Network | None = None
    error: DispatchError | None = None
    try:
        network = network_of_case(await to_thread(read_case, bench.workspace.inside(path)))
    except DispatchError as failure:
        error = failure
    with frame(bench, request, "workbench.map", path) as view:
        heading(path, 1)
        ui.link(view.words("workbench.case"), address("/case", path=path))
        if error is not None or network is None:
            raise error or DispatchError(path)
        with panel():
            ui.label(view.words("workbench.map_case", unit=unit("power", view.lang).name)).classes("soft")
            chart(drawing(network, view.words), HEIGHT).props("data-testid=map")


class Player:
    """The map of a run with its slider."""

    def __init__(self, view: View, opened: Opened) -> None:
        self.view, self.opened = view, opened
        self.network = network_of_run(opened)
        self.hours = len(opened.saved.time)
        self.playing = False

    def show(self) -> None:
        """Build the controls and the map of the first hour."""
        words = self.view.words
        with panel():
            ui.label(words("workbench.map_run", unit=unit("power", words.lang).name)).classes("soft")
            with ui.row().classes("items-center w-full no-wrap"):
                self.play = action(words("workbench.play"), self._toggle, True, "play")
                action("‹", lambda: self._step(-1)).props(f'aria-label="{words("workbench.earlier")}"')
                action("›", lambda: self._step(1)).props(f'aria-label="{words("workbench.later")}"')
                self.label = (
                    ui.label()
                    .style("min-width: 150px; font-variant-numeric: tabular-nums")
                    .props("data-testid=map-hour")
                )
                self.slider = ui.slider(min=0, max=self.hours - 1, value=0, on_change=self._moved).props(
                    "data-testid=slider"
                )
            self.chart = chart(drawing(self.network, words, hour_of(self.opened, 0)), HEIGHT).props("data-testid=map")
            self._describe(0)
        self.timer = ui.timer(PAUSE, lambda: self._step(1), active=False)

    def _toggle(self) -> None:
        self.playing = not self.playing
        self.timer.active = self.playing
        self.play.text = self.view.words("workbench.pause" if self.playing else "workbench.play")

    def _step(self, by: int) -> None:
        self.slider.value = (int(self.slider.value) + by) % self.hours

    def _moved(self, event: Any) -> None:
        hour = int(event.value)
        redraw(self.chart, drawing(self.network, self.view.words, hour_of(self.opened, hour)))
        self._describe(hour)

    def _describe(self, hour: int) -> None:
        self.label.text = f"{self.opened.saved.time[hour]:%Y-%m-%d %H:%M}"
