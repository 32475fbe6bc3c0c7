"""The curve of what is added against the margin of a target, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dispatch.escape import picture
from dispatch.words import Lang, Words
from dispatch.words.units import local

from .measures import NOTHING, Plan


def draw(
    found: Sequence[Plan], kinds: dict[str, str], titles: dict[str, str], unit: str, path: Path, lang: Lang
) -> None:
    """Added power by kind of measure, stacked, those of which nothing is added left out, and the total change of cost,
    against the margin. kinds: kind of each measure. titles: language -> text of the target. unit: of its margin. Labels
    are in English where no font with Chinese characters is installed."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from dispatch.fonts import installed

    words = Words(lang if installed(lang) else Lang.en)
    margins = np.array([local(plan.margin, unit, words.lang)[0] for plan in found])
    names = list(dict.fromkeys(kinds.values()))
    power = np.array(
        [
            [sum(size.power for label, size in (plan.sizes or {}).items() if kinds[label] == kind) for plan in found]
            for kind in names
        ]
    )
    power = power * _factor("GW", words.lang)
    shown = power.max(axis=1, initial=0.0) > NOTHING
    labels = [words(f"vd_kind_{name}") for name, some in zip(names, shown, strict=True) if some]
    with rc_context({"font.family": installed(words.lang), "axes.unicode_minus": False}):
        figure = Figure(figsize=(8, 4.5), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        if labels:
            axes.stackplot(margins, power[shown], labels=labels, alpha=0.8)
        axes.axvline(0.0, color="black", linewidth=0.8, linestyle=":")
        axes.set_xlabel(picture(words("vd_margin_axis", unit=local(None, unit, words.lang)[1])))
        axes.set_ylabel(words("vd_added_axis", unit=local(None, "GW", words.lang)[1]))
        axes.set_title(picture(titles[words.lang]))
        cost = axes.twinx()
        change = np.array([plan.total for plan in found]) * _factor("million CNY", words.lang)
        cost.plot(margins, change, color="black", marker="o", label=words("vd_total_line"))
        cost.set_ylabel(words("vd_total_axis", unit=local(None, "million CNY", words.lang)[1]))
        figure.legend(loc="outside right upper", fontsize=8)
        figure.savefig(path, dpi=150)


def _factor(stated: str, lang: Lang) -> float:
    """From a stated unit into that of the language."""
    return local(1.0, stated, lang)[0] or 1.0
