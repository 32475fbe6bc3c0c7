"""Pictures: one a chart, with Chinese in them; colours that every reader can distinguish."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.colors import to_rgb
from PIL import Image

import models
from dispatch import fonts
from dispatch.messages import CATALOGUE
from dispatch.report import PictureError
from dispatch.report.balance_terms import SINKS, SOURCES
from dispatch.report.chapters.typical_days import CURTAILED
from dispatch.report.palette import COLOURS
from dispatch.report.writers import write_png
from dispatch.results.attribution import CAUSES

DEFICIENT = {
    # Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""Matrices that turn what a reader sees into what a reader without one kind of cone sees."""
TO_XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]


def lab(colour: str, kind: str | None) -> np.ndarray:
    """CIELAB of a colour as a reader sees it."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb > 0.04045, ((rgb + 0.055) / 1.055) ** 2.4, rgb / 12.92)
    if kind:
        linear = np.clip(np.array(DEFICIENT[kind]) @ linear, 0, 1)
    x, y, z = np.array(TO_XYZ) @ linear / [0.95047, 1.0, 1.08883]
    f = [np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


PROVIDERS = ["thermal", "renewable", "csp", "storage", "demand_response", "demand_response_shift", "electrolyser"]
PROVIDERS += ["unit", "reservoir"]
"""Who holds reserve, in the order of the LP."""


def test_each_provider_of_reserve_has_a_name_and_a_colour():
    """A provider without one would end the report of a run. Components state what they provide as ``{"name": up.…``."""
    texts = [path.read_text("utf-8") for path in Path(models.__file__).parent.rglob("*.py")]
    stated = {name for text in texts for name in re.findall(r'\{"(\w+)": (?:up|down)\b', text)}
    assert set(PROVIDERS) == stated and stated <= set(COLOURS)
    assert {f"provider_{name}" for name in stated} == {key for key in CATALOGUE if key.startswith("provider_")}


@pytest.mark.parametrize("kind", [None, *DEFICIENT])
@pytest.mark.parametrize(
    "stack",
    [
        list(SOURCES),
        [name for name in SINKS if name != "load"],
        list(CAUSES),
        PROVIDERS,
    ],
    ids=["sources", "sinks", "causes", "providers"],
)
def test_neighbours_in_a_stack_are_distinguishable(stack, kind):
    """CIE76 distance of at least 10, several times what is just noticeable, between layers that may touch."""
    close = [
        (a, b, round(distance, 1))
        for a, b in combinations(stack, 2)
        if abs(stack.index(a) - stack.index(b)) <= 3
        and (distance := float(np.linalg.norm(lab(COLOURS[a], kind) - lab(COLOURS[b], kind)))) < 10
    ]
    assert not close


def test_each_thing_of_a_dispatch_has_its_colour(english):
    named = {*SOURCES, *SINKS, CURTAILED}
    for table in english.tables:
        for chart in table.charts:
            for series in chart.series:
                if series.column in named and chart.kind == "stack":
                    assert series.colour == COLOURS[series.column]


def test_every_chart_is_a_picture_with_something_in_it(few, tmp_path):
    write_png(few, tmp_path)
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) == sum(len(table.charts) for table in few.tables)
    for path in pictures:
        pixels = np.asarray(Image.open(path).convert("L"))
        assert pixels.shape[1] > 1000 and (pixels < 250).mean() > 0.005, path.name


def test_without_a_chinese_font_it_is_reported_instead_of_drawing_boxes(few, tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "CHINESE", ("No Such Font",))
    with pytest.raises(PictureError):
        write_png(few, tmp_path)
    assert not list(tmp_path.iterdir()) and fonts.installed("en") == ["DejaVu Sans"]


def test_chinese_characters_are_in_the_font():
    """Matplotlib warns of a glyph that no font has, and warnings are errors; the first font of the list has them all."""
    known = fonts.installed("zh")
    assert known and font_manager.findfont(known[0], fallback_to_default=False)
