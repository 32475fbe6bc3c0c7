"""Tables of HTML for notebooks, in which text from tables is inert."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .escape import document, page


def html_table(title: str, rows: Sequence[Sequence[object]], head: Sequence[str] = ()) -> str:
    """Return a table with a title; the first column is the heading of its row.

    >>> html_table("<b>", [("a", 1)])
    '<table><caption>&lt;b&gt;</caption><tbody><tr><th>a</th><td>1</td></tr></tbody></table>'
    """
    named = f"<thead><tr>{''.join(f'<th>{_text(name)}</th>' for name in head)}</tr></thead>" if head else ""
    body = "".join(
        f"<tr><th>{_text(first)}</th>{''.join(f'<td>{_text(cell)}</td>' for cell in rest)}</tr>"
        for first, *rest in rows
    )
    return f"<table><caption>{_text(title)}</caption>{named}<tbody>{body}</tbody></table>"


def described(title: str, facts: Mapping[str, object]) -> str:
    """Return facts as lines of text below a title, for a terminal."""
    width = max((len(name) for name in facts), default=0)
    return "\n".join([document(title), *(f"  {name:<{width}}  {document(value)}" for name, value in facts.items())])


def _text(value: object) -> str:
    return page(document(value))
