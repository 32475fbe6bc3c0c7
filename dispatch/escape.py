"""Text from inputs is data: one function for each medium that shows or stores text.

Names of folders, titles, labels and messages of libraries pass through the function of their medium before output.
No function here loads a library: every layer may use the module.
"""

from __future__ import annotations

import html
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

_DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that change the direction of the text after them."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet takes for a formula."""
_LINE_ENDS = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def terminal(text: object) -> str:
    """Return text on one line of a terminal: characters that a terminal obeys or hides are spelt out.

    >>> terminal("a" + chr(27) + "[31mb" + chr(10) + "[bold]" + chr(0x3000) + "c")
    'a\\\\u001b[31mb\\\\u000a[bold] c'
    """
    return "".join(c if c.isprintable() else " " if unicodedata.category(c) == "Zs" else _code(c) for c in str(text))


def _code(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def document(text: object) -> str:
    """Return text for a page, workbook, CSV file or picture: a control character becomes a space.

    >>> document("a" + chr(10) + "b" + chr(0x202e) + "c")
    'a b c'
    """
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs") or c in _DIRECTION else c for c in str(text))


def page(text: object) -> str:
    """Return text for HTML, between tags or in an attribute.

    >>> page("<b>" + chr(34))
    '&lt;b&gt;&quot;'
    """
    return html.escape(document(text))


def page_data(content: Any) -> str:
    """Return JSON that may stand in a script element of a page. Raises ValueError for a number that is not finite.

    >>> page_data({"a": "</script>"})
    '{"a":"\\\\u003c/script>"}'
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, spelt in _LINE_ENDS.items():
        text = text.replace(character, spelt)
    return text


def picture(text: object) -> str:
    """Return text for matplotlib: no formula between dollar signs, and no label that a legend leaves out.

    >>> picture("$x$"), picture("_hidden")
    ('\\\\$x\\\\$', ' _hidden')
    """
    shown = document(text).replace("$", r"\$")
    return f" {shown}" if shown.startswith("_") else shown


def spreadsheet(text: object) -> str:
    """Return text for a CSV file that a spreadsheet opens: an apostrophe before what would begin a formula.

    >>> spreadsheet("=1+1"), spreadsheet("wind")
    ("'=1+1", 'wind')
    """
    shown = str(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def script(value: object) -> str:
    """Return a value as a literal of Python. ``value`` is text, a number, None, or a list of them."""
    return repr(value)


def toml(value: Any) -> str:
    """Return a value as a literal of TOML: text, a number, a boolean, a date, a list or a table on one line.

    >>> toml("a" + chr(34) + chr(127)), toml({"b c": [1, True]})
    ('"a\\\\"\\\\u007f"', '{"b c" = [1, true]}')
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{toml(str(key))} = {toml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        text = "".join("\ufffd" if unicodedata.category(c) == "Cs" else c for c in value)
        return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(float(value)) if isinstance(value, float) else str(value)
