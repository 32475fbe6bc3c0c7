"""The curve of what is added against the margin of a target, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dispatch.escape import picture
from dispatch.messages import Lang

from .canvas import canvas, scale_of, unit_name
from .expansion import FULL
from .measures import MeasurePlan


def draw(
    found: Sequence[MeasurePlan], kinds: dict[str, str], titles: dict[str, str], unit: str, path: Path, lang: Lang
) -> None:
    """Added power by kind of measure, stacked, those of which nothing is added left out, and the total change of cost,
    against the margin. kinds: kind of each measure. titles: language -> text of the target. unit: of its margin. Labels
    are in English where no font with Chinese characters is installed."""
    names = list(dict.fromkeys(kinds.values()))
    power = np.array(
        [
            [sum(size.power for label, size in (plan.sizes or {}).items() if kinds[label] == kind) for plan in found]
            for kind in names
        ]
    )
    shown = power.max(axis=1, initial=0.0) > FULL
    with canvas(path, lang, 8, 4.5) as (figure, words):
        margins = np.array([plan.margin for plan in found]) * scale_of(unit, words)
        change = np.array([plan.total for plan in found]) * scale_of("million CNY", words)
        labels = [words(f"vd_kind_{name}") for name, some in zip(names, shown, strict=True) if some]
        axes = figure.subplots()
        if labels:
            axes.stackplot(margins, power[shown] * scale_of("GW", words), labels=labels, alpha=0.8)
        axes.axvline(0.0, color="black", linewidth=0.8, linestyle=":")
        axes.set_xlabel(picture(words("vd_margin_axis", unit=unit_name(unit, words))))
        axes.set_ylabel(words("vd_added_axis", unit=unit_name("GW", words)))
        axes.set_title(picture(titles[words.lang]))
        cost = axes.twinx()
        cost.plot(margins, change, color="black", marker="o", label=words("vd_total_line"))
        cost.set_ylabel(words("vd_total_axis", unit=unit_name("million CNY", words)))
        figure.legend(loc="outside right upper", fontsize=8)
