"""The schematic of a summary as SVG inside a page."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.escape import page
from dispatch.report.table import Flow, Node, Schematic

LINE = 17.0
"""Distance of the lines of a box."""
WIDE = 0x2E80
"""Code point above which a character is Chinese."""


def schematic_svg(drawing: Schematic) -> str:
    """Return the drawing as an ``svg`` element."""
    return "".join(_parts(drawing))


def _parts(drawing: Schematic) -> Iterator[str]:
    width, height = drawing.size
    yield f'<svg class="schematic" viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{page(drawing.title)}">'
    yield '<defs><marker id="tip" viewBox="0 0 10 10" refX="7" refY="5" markerUnits="userSpaceOnUse" markerWidth="15" '
    yield 'markerHeight="15" orient="auto"><path d="M0 0L10 5L0 10z"/></marker></defs>'
    for flow in drawing.flows:
        yield from _flow(flow)
    for node in drawing.nodes:
        yield from _node(node, drawing.box)
    yield "</svg>"


def _flow(flow: Flow) -> Iterator[str]:
    (x1, y1), (x2, y2) = flow.start, flow.end
    yield f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke-width="{flow.width:.1f}" marker-end="url(#tip)"/>'
    if flow.label:
        x, y = flow.place
        yield f'<text class="flow" x="{x:.1f}" y="{y:.1f}">{page(flow.label)}</text>'


def _node(node: Node, box: tuple[float, float]) -> Iterator[str]:
    x, y = node.x - box[0] / 2, node.y - box[1] / 2
    yield f'<rect x="{x:.1f}" y="{y:.1f}" width="{box[0]:g}" height="{box[1]:g}" rx="6"/>'
    yield f'<text class="name" x="{node.x:.1f}" y="{y + LINE:.1f}">{page(shortened(node.name))}</text>'
    for number, line in enumerate(node.lines, start=2):
        yield f'<text x="{node.x:.1f}" y="{y + LINE * number:.1f}">{page(line)}</text>'


def width_of(text: str) -> int:
    """Return the width of a text: a Chinese character takes two."""
    return sum(2 if ord(character) > WIDE else 1 for character in text)


def shortened(name: str, width: int = 23) -> str:
    """Return a name that fits into a box: a Chinese character counts as two.

    >>> shortened("Mengxi-Jingjinji base (Kubuqi middle and north)")
    'Mengxi-Jingjinji base …'
    """
    used = 0
    for place, character in enumerate(name):
        used += width_of(character)
        if used > width - 1:
            return name if place == len(name) - 1 and used <= width else name[:place] + "…"
    return name
