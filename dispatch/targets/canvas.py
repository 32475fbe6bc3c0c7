"""Figures of the study: size, fonts and units by language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.messages import Lang, Words
from dispatch.messages.units import local

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@contextmanager
def canvas(path: Path, lang: Lang, width: float, height: float) -> Iterator[tuple[Figure, Words]]:
    """Give an empty figure [inches] and the words for its labels, and write it as PNG. Labels are in English where no font
    with Chinese characters is installed. Raises OSError."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from dispatch.fonts import installed

    words = Words(lang if installed(lang) else Lang.en)
    with rc_context({"font.family": installed(words.lang), "axes.unicode_minus": False}):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        yield figure, words
        figure.savefig(path, dpi=150)


def scale_of(stated: str, words: Words) -> float:
    """Return the factor from a stated unit into that of the language."""
    return local(1.0, stated, words.lang)[0] or 1.0


def unit_name(stated: str, words: Words) -> str:
    """Return the name of the unit that takes the place of a stated one in the language."""
    return local(None, stated, words.lang)[1]
