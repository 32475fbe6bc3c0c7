"""Names that every file format takes, and that stay apart."""

from __future__ import annotations

import re
import string

_KEPT = frozenset(string.ascii_letters + string.digits + "_,@")
_SWAPPED = {"[": "(", "]": ")", " ": "~", "-": ".", ":": "!", "/": ";"}


def full_name(block: str, labels: tuple[str, ...]) -> str:
    """Return the name of a column or row, ``block[label,label]``; that of the block where it has no axes."""
    return f"{block}[{','.join(labels)}]" if labels else block


def ascii_name(name: str) -> str:
    """A name, or a label of it, as LP and MPS files take it; two different names never become one.

    ASCII letters, digits, ``_``, ``,`` and ``@`` are kept; ``[ ] space - : /``, which the LP format reserves, become
    ``( ) ~ . ! ;``; any other character becomes its code point in braces.

    >>> ascii_name("online[蒙西,2030-01-01 00:00]")
    'online({8499}{897f},2030.01.01~00!00)'
    """
    return "".join(c if c in _KEPT else _SWAPPED.get(c) or f"{{{ord(c):x}}}" for c in name)


def equation_of(block: str) -> str:
    """Return the number of the equation that a block of rows renders; empty where it has none.

    >>> equation_of("T10_minimum_online"), equation_of("Z_rate@south"), equation_of("my_rule")
    ('T10', 'Z', '')
    """
    found = re.match(r"([A-Z]+[0-9]*)_", block)
    return found[1] if found else ""
