"""The summary of a report on one page A4, by matplotlib: it needs no browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle

from dispatch.escape import picture
from dispatch.fonts import installed
from dispatch.report.table import Card, Chart, Report, Schematic, Series, Summary, Table

from .png import PictureError, draw_chart
from .svg import LINE, WIDE, shortened, width_of

_PAGE = (8.27, 11.69)
"""A4 [inch]."""
_MARGIN = 0.07
_INK, _SOFT, _ACCENT, _ALARM = "#1c2733", "#5b6a78", "#0072B2", "#b33a00"
_NOTE = 180
"""Width of a line of the notes."""
_LEAST = 0.004
"""Share of the largest series below which a series is left out of a small chart."""
_METADATA = {"CreationDate": None}
"""The same report gives the same file."""


def write_pdf(report: Report, path: Path) -> None:
    """Write the summary as one page. Raises OSError, PictureError for Chinese without a font."""
    assert report.summary is not None
    fonts = installed(report.lang)
    if not fonts:
        raise PictureError
    with rc_context({"font.family": fonts, "axes.unicode_minus": False, "pdf.fonttype": 42, "font.size": 7}):
        figure = Figure(figsize=_PAGE)
        top = _text(figure, report, report.summary)
        top = _cards(figure, report.summary.cards, top)
        _pictures(figure, report, report.summary, top)
        figure.savefig(path, format="pdf", metadata=_METADATA)


def _text(figure: Figure, report: Report, summary: Summary) -> float:
    """Draw title, window and sentences; return the height that they reach down to, as a share of the page."""
    y = 0.965
    for line in _wrapped(report.title, 68):
        figure.text(_MARGIN, y, picture(line), fontsize=13, weight="bold", color=_INK, va="top")
        y -= 0.021
    line = "   ".join([*report.lines, *([report.labels["warning"]] if "warning" in report.labels else [])])
    for part in _wrapped(line, 130):
        figure.text(_MARGIN, y, picture(part), fontsize=7.5, color=_SOFT, va="top")
        y -= 0.013
    y -= 0.006
    for number, sentence in enumerate(summary.sentences, start=1):
        for place, part in enumerate(_wrapped(sentence, 98)):
            figure.text(_MARGIN + 0.018, y, picture(part), fontsize=9.5, color=_INK, va="top")
            if place == 0:
                figure.text(_MARGIN, y, f"{number}.", fontsize=9.5, color=_INK, va="top")
            y -= 0.0155
        y -= 0.003
    return y


def _cards(figure: Figure, cards: tuple[Card, ...], top: float) -> float:
    """Draw the cards in rows of four; return the height below them."""
    width, height, gap = (1 - 2 * _MARGIN - 3 * 0.012) / 4, 0.052, 0.008
    for number, card in enumerate(cards):
        x = _MARGIN + number % 4 * (width + 0.012)
        y = top - (number // 4 + 1) * (height + gap) + gap
        colour = _ALARM if card.alarm else _ACCENT
        figure.add_artist(Rectangle((x, y), width, height, fill=False, edgecolor="#d8dee4", linewidth=0.7))
        figure.add_artist(Rectangle((x, y + height - 0.002), width, 0.002, color=colour, linewidth=0))
        figure.text(
            x + 0.008, y + height - 0.006, picture(card.title), fontsize=7, color=_SOFT, weight="bold", va="top"
        )
        value = picture(f"{card.value} {card.unit}".replace(" %", "%"))
        size = 11.0 if width_of(value) <= 22 else 9.0
        colour = _ALARM if card.alarm else _INK
        figure.text(x + 0.008, y + 0.0265, value, fontsize=size, color=colour, weight="bold", va="center")
        detail = _wrapped(card.detail, 44)
        figure.text(x + 0.008, y + 0.006, picture(detail[0] if detail else ""), fontsize=5.6, color=_SOFT, va="bottom")
    return top - (len(cards) + 3) // 4 * (height + gap) - 0.008


def _pictures(figure: Figure, report: Report, summary: Summary, top: float) -> None:
    """Draw the first chart over the whole width, the others in two columns, the schematic and the notes below them."""
    foot = 0.03 + 0.010 * sum(len(_wrapped(note, _NOTE)) for note in summary.notes)
    rows = (
        (1 if summary.pictures else 0) + (len(summary.pictures)) // 2 + (1.35 if summary.schematic is not None else 0)
    )
    height = min((top - foot) / max(rows, 1.0), 0.2)
    whole = 1 - 2 * _MARGIN
    y = top
    for number, one in enumerate(summary.pictures):
        left = _MARGIN if number == 0 or number % 2 == 1 else _MARGIN + whole / 2 + 0.01
        width = whole if number == 0 else whole / 2 - 0.01
        figure.text(left, y, picture(one.title), fontsize=8.5, weight="bold", color=_INK, va="top")
        if one.rule:
            figure.text(left + whole, y, picture(one.rule), fontsize=6, color=_SOFT, va="top", ha="right")
        legend = 0.135 if number == 0 else 0.165
        axes = figure.add_axes((left + 0.04, y - height + 0.028, width - 0.04 - legend, height - 0.048))
        table = report.table(one.table)
        draw_chart(figure, axes, table, _notable(table, table.charts[one.chart]), small=True)
        if number == 0 or number % 2 == 0 or number == len(summary.pictures) - 1:
            y -= height
    if summary.schematic is not None:
        figure.text(_MARGIN, y, picture(summary.schematic.title), fontsize=8.5, weight="bold", color=_INK, va="top")
        _schematic(figure, summary.schematic, (foot, y - 0.016))
    y = foot - 0.006
    for note in summary.notes:
        for part in _wrapped(note, _NOTE):
            figure.text(_MARGIN, y, picture(part), fontsize=5.4, color=_SOFT, va="top")
            y -= 0.0085


def _notable(table: Table, chart: Chart) -> Chart:
    """Return a chart without the series that a small picture cannot show."""

    def size(series: Series) -> float:
        return float(table.data[series.column].iloc[chart.first : chart.last].astype(float).abs().sum())

    least = _LEAST * max(map(size, chart.series), default=0.0)
    kept = tuple(one for one in chart.series if one.role in ("line", "curtailed") or size(one) > least)
    return replace(chart, series=kept)


def _schematic(figure: Figure, drawing: Schematic, span: tuple[float, float]) -> None:
    """Draw the schematic between two heights of the page."""
    whole, tall = 1 - 2 * _MARGIN, span[1] - span[0]
    axes = figure.add_axes((_MARGIN, span[0], whole, tall))
    axes.set_xlim(0, drawing.size[0])
    axes.set_ylim(drawing.size[1] + 26, 0)
    axes.set_aspect("equal")
    axes.axis("off")
    points = min(whole * _PAGE[0] * 72 / drawing.size[0], tall * _PAGE[1] * 72 / (drawing.size[1] + 26))
    for flow in drawing.flows:
        style = f"-|>,head_length={12 * points:.2f},head_width={6 * points:.2f}"
        arrow = {
            "arrowstyle": style,
            "mutation_scale": 1,
            "color": "#E69F00",
            "lw": flow.width * points,
            "shrinkA": 0,
            "shrinkB": 0,
        }
        axes.annotate("", xy=flow.end, xytext=flow.start, arrowprops=arrow)
        if flow.label:
            axes.text(*flow.place, picture(flow.label), fontsize=12 * points, color="#7a5000", ha="center", va="center")
    for node in drawing.nodes:
        x, y = node.x - drawing.box[0] / 2, node.y - drawing.box[1] / 2
        box = FancyBboxPatch(
            (x, y), *drawing.box, boxstyle="round,pad=0,rounding_size=6", fc="#f1f7fb", ec=_ACCENT, lw=0.6
        )
        axes.add_patch(box)
        _lines(axes, (node.x, y), [shortened(node.name), *node.lines], points)
    axes.text(
        drawing.size[0] / 2,
        drawing.size[1] + 20,
        picture(drawing.note),
        fontsize=5.8,
        color=_SOFT,
        ha="center",
        va="center",
    )


def _lines(axes: Axes, place: tuple[float, float], lines: list[str], points: float) -> None:
    for number, line in enumerate(lines, start=1):
        weight = "bold" if number == 1 else "normal"
        y = place[1] + LINE * number - 4
        axes.text(place[0], y, picture(line), fontsize=13 * points, weight=weight, color=_INK, ha="center", va="center")


def _wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text that is at most ``width`` wide: broken at spaces, or between Chinese characters."""
    lines, line = list[str](), ""
    for piece in _pieces(text):
        if line and width_of(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """Yield the parts between which a line may break: words with their space, Chinese characters with a stop after them."""
    piece = ""
    for place, character in enumerate(text):
        piece += character
        after = text[place + 1 : place + 2]
        wide = ord(character) > WIDE and after not in "，。；：、）”%" and character not in "（“"
        if character == " " or (wide and after):
            yield piece
            piece = ""
    if piece:
        yield piece
