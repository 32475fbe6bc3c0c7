"""Parts of every page: heading, navigation, language, and messages about errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request
from nicegui import ui

from dispatch.errors import CaseError, DispatchError
from dispatch.messages import Lang, Words, significant, usual
from dispatch.messages.units import unit

from ..bench import Bench
from ..draft import ChangedOnDisk
from ..security import LANGUAGE, SESSION
from ..workspace import QUANTITIES

STYLE = """
:root { --line: #d5dbe1; --soft: #5b6672; --tint: #eef3f8; --bad: #b00020; --good: #1b6e3c; --accent: #0b5394; }
body { background: #f6f8fa; color: #16202a; font-family: system-ui, "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
.nicegui-content { padding: 10px 20px 32px; gap: 10px; max-width: 1840px; margin: 0 auto; width: 100%; }
.q-header { min-height: 0; } .bar { padding-top: 4px !important; padding-bottom: 4px !important; }
.q-btn-toggle .q-btn { padding: 2px 10px; } .q-tab-panel { padding: 0; } .q-panel.scroll { overflow: visible; }
.bar a { color: #fff; text-decoration: none; padding: 6px 12px; border-radius: 4px; }
.bar a:hover, .bar a.here { background: rgba(255, 255, 255, .18); }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, [tabindex]:focus-visible { outline: 3px solid #e69f00 !important; outline-offset: 1px; }
.q-notification__actions { --q-primary: #fff; }
.no-outline:focus-visible { box-shadow: 0 0 0 3px #e69f00 !important; }
h1 { font-size: 1.35rem; font-weight: 600; line-height: 1.3; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; font-weight: 600; line-height: 1.3; margin: 0; }
.panel { background: #fff; border: 1px solid var(--line); border-radius: 6px; padding: 12px 14px; width: 100%; box-shadow: none; gap: 8px; }
.soft { color: var(--soft); font-size: .86rem; }
.bad { color: var(--bad); } .good { color: var(--good); }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(max(165px, 15%), 1fr)); gap: 8px; width: 100%; }
.figure { background: #fff; border: 1px solid var(--line); border-radius: 6px; padding: 6px 10px; }
.figure .value { font-size: 1.3rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.figure .unit { font-size: .82rem; color: var(--soft); margin-left: 4px; font-weight: 400; }
.log { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .8rem; white-space: pre-wrap; overflow: auto;
  max-height: 45vh; background: #10161c; color: #e6edf3; padding: 10px; border-radius: 6px; width: 100%; }
.q-table th { font-weight: 600; white-space: normal; min-width: 64px; } .q-table td { white-space: normal; overflow-wrap: break-word; } .q-btn { white-space: nowrap; }
.q-table td.number, .q-table th.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.ag-cell.own { background: #fff7d6; } .ag-cell.other { color: #68737d; } .ag-cell.faulty { background: #fde0e3; box-shadow: inset 0 0 0 1px var(--bad); }
.ag-cell.differs { background: #d9ecff; font-weight: 600; }
* { box-sizing: border-box; } .w-full { width: 100%; } .no-wrap { flex-wrap: nowrap !important; } .justify-end { justify-content: flex-end; }
.items-baseline { align-items: baseline !important; } .items-center { align-items: center !important; } .items-start { align-items: flex-start !important; } .items-end { align-items: flex-end !important; }
.lines { white-space: pre-line; overflow-wrap: anywhere; }
"""


@dataclass(frozen=True)
class View:
    """A page of one browser."""

    bench: Bench
    words: Words
    session: str

    @property
    def lang(self) -> Lang:
        """Language of the page."""
        return self.words.lang

    def failed(self, error: Exception) -> str:
        """Return the text of an error in the language of the page."""
        if isinstance(error, CaseError):
            return "\n".join(fault.text(self.lang) for fault in error.faults[:20])
        if isinstance(error, ChangedOnDisk):
            return self.words("workbench.conflict", files=", ".join(error.files))
        if isinstance(error, DispatchError):
            return self.words.failure(error)
        return self.words("workbench.system", error=str(error))

    def notify(self, text: str, kind: str = "info") -> None:
        """Show a short message."""
        colour = {"info": "primary", "good": "positive", "bad": "negative"}[kind]
        ui.notify(
            text,
            color=colour,
            multi_line=True,
            close_button=self.words("workbench.close"),
            classes="lines",
            timeout=0 if kind == "bad" else 4000,
        )

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Show errors of the input and of the system."""
        try:
            yield
        except (DispatchError, ChangedOnDisk, OSError) as error:
            self.notify(self.failed(error), "bad")


def language_of(request: Request) -> Lang:
    """Return the language of the cookie, else of the browser, else of the environment."""
    given = request.cookies.get(LANGUAGE, "") or request.headers.get("accept-language", "")[:2].lower()
    return Lang(given) if given in (Lang.zh, Lang.en) else usual()


def view_of(bench: Bench, request: Request) -> View:
    """Return the view of a request."""
    return View(bench, Words(language_of(request)), str(request.scope[SESSION]))


NAVIGATION = (("/", "workbench.start"), ("/studies", "workbench.studies"), ("/jobs", "workbench.jobs"))
"""Pages of the heading, with their titles."""


@contextmanager
def frame(bench: Bench, request: Request, title: str, of: str = "") -> Iterator[View]:
    """Give the content of a page, under its heading. title: key of the text in the tab of the browser. of: path of the case or result."""
    view = view_of(bench, request)
    words = view.words
    ui.page_title(" · ".join(part for part in (of, words(title), "Dispatch") if part))
    ui.colors(primary="#0b5394", positive="#1b6e3c", negative="#b00020")
    ui.add_css(STYLE)
    page = copy(
        ui.context.client.page
    )  # of this browser alone: language of tables, of the notice of a lost connection, of ``html``
    page.language = "zh-CN" if view.lang is Lang.zh else "en-GB"
    ui.context.client.page = page
    here = request.url.path
    back = quote(f"{here}?{request.url.query}" if request.url.query else here, safe="")
    with ui.header().classes("bar items-center q-px-md q-py-xs").style("background:#123a5c; gap: 4px"):
        ui.label("Dispatch").style("font-weight:600;font-size:1.1rem;margin-right:12px")
        for target, key in NAVIGATION:
            ui.link(words(key), target).classes("here" if target == here else "")
        running = ui.label().classes("q-ml-sm").style("font-size:.86rem")
        ui.space()
        other = Lang.en if view.lang is Lang.zh else Lang.zh
        name = "English" if other is Lang.en else "中文"
        ui.link(name, f"/language?to={other}&back={back}").props(f"lang={other} data-testid=language")

    def refresh() -> None:
        bench.queue.tick()
        active = [job for job in bench.queue.jobs() if not job.over]
        running.text = words("workbench.active", count=len(active)) if active else ""

    ui.timer(2.0, refresh)
    try:
        yield view
    except (DispatchError, OSError) as error:
        with ui.card().classes("panel"):
            ui.label(words("workbench.cannot_show")).classes("bad text-h6")
            ui.label(view.failed(error)).classes("lines")
            ui.link(words("workbench.start"), "/")


def panel() -> ui.card:
    """Return a box for a part of a page."""
    return ui.card().classes("panel")


def heading(text: str, level: int = 2) -> None:
    """Show a heading."""
    with ui.element(f"h{level}"):
        ui.label(text)


def action(text: str, do: Callable[[], object], primary: bool = False, mark: str = "") -> ui.button:
    """Show a button."""
    made = ui.button(text, on_click=do).props("no-caps dense" + ("" if primary else " outline")).classes("q-px-md")
    return made.props(f"data-testid={mark}") if mark else made


def figure_title(key: str, words: Words) -> str:
    """Return the title of a headline figure with its unit."""
    return f"{words(key)} {figure_unit(key, words.lang)}"


def figure_unit(key: str, lang: Lang) -> str:
    """Return the unit of a headline figure."""
    return unit(QUANTITIES[key], lang).name


def figure_text(key: str, value: float | None, lang: Lang, signed: bool = False) -> str:
    """Return a headline figure in the unit of the language, or a difference of two with its sign.

    >>> figure_text("cost_total", 1.6311e11, Lang.en), figure_text("cost_total", 1.6311e11, Lang.zh), figure_text("load_energy", 2e4, Lang.en, True)
    ('163.1', '1,631', '+0.02')
    >>> figure_text("utilisation", 0.97654, Lang.zh), figure_text("co2", None, Lang.zh)
    ('97.65', '–')
    """
    if value is None:
        return "–"
    shown = value * unit(QUANTITIES[key], lang).factor
    if abs(shown) < 5e-7:
        return "0"
    text = f"{shown:,.2f}" if key == "utilisation" else significant(shown)
    return f"+{text}" if signed and shown > 0 else text


def number(value: float | None, digits: int = 1) -> str:
    """Return a number for a reader; a dash where it is unknown.

    >>> number(1234.56), number(None), number(0.0)
    ('1,234.6', '–', '0.0')
    """
    return "–" if value is None or value != value else f"{value:,.{digits}f}"
