"""The curve of what is added, as a picture."""

import pytest
from matplotlib.figure import Figure

import dispatch.fonts
from dispatch.case import Built
from dispatch.messages import Lang
from dispatch.targets.measures import MeasurePlan
from dispatch.targets.trade_off_plot import draw

TITLES = {"en": "a target", "zh": "目标"}


@pytest.fixture
def drawn(monkeypatch):
    """The figures that are saved."""
    figures = []
    save = Figure.savefig
    monkeypatch.setattr(
        Figure, "savefig", lambda self, *args, **more: figures.append(self) or save(self, *args, **more)
    )
    return figures


@pytest.mark.parametrize("added", [{}, {"more": 0.5}, {"more": 0.5, "pack": 1.0}])
def test_a_curve_is_drawn_whatever_is_added(tmp_path, added):
    plans = [
        MeasurePlan(("t",), "all", {name: Built(power * step, 0.0) for name, power in added.items()}, margin=step)
        for step in (0.0, 1.0, 2.0)
    ]
    draw(plans, {"more": "wind", "pack": "storage"}, TITLES, "TWh", tmp_path / "curve.png", Lang.en)
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


PLANS = [
    MeasurePlan(("t",), "all", {"more": Built(0.5 * step, 0.0)}, investment=30.0 * step, margin=step)
    for step in (0.0, 1.0)
]


def test_a_chinese_curve_is_in_chinese_words_and_units(tmp_path, drawn):
    draw(PLANS, {"more": "wind"}, TITLES, "TWh", tmp_path / "curve.png", Lang.zh)
    axes, cost = drawn[0].axes
    assert (axes.get_title(), axes.get_xlabel(), axes.get_ylabel()) == (
        "目标",
        "目标裕度 [亿千瓦时]",
        "新增容量 [万千瓦]",
    )
    assert axes.dataLim.ymax == 50 and axes.dataLim.xmax == 10 and cost.lines[0].get_ydata()[-1] == pytest.approx(0.3)
    assert cost.get_ylabel() == "总成本变化 [亿元]"


def test_a_chinese_curve_is_in_english_where_no_font_has_the_characters(tmp_path, drawn, monkeypatch):
    monkeypatch.setattr(dispatch.fonts, "CHINESE", ())
    draw(PLANS, {"more": "wind"}, TITLES, "TWh", tmp_path / "curve.png", Lang.zh)
    assert drawn[0].axes[0].get_title() == "a target" and drawn[0].axes[0].get_ylabel() == "added power [GW]"
