"""No cell of a table is lost, cut or rounded away, whatever the width of the terminal and the language."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from dispatch import build, read_case, run
from dispatch.cli.case_summary import case_summary
from dispatch.cli.console import closing
from dispatch.cli.grid import Grid, number, plain, table
from dispatch.cli.target_study import printed
from dispatch.messages import CATALOGUE, Lang, Words
from dispatch.messages.units import COLUMNS, local
from dispatch.targets import ResultTable

WIDTHS = (40, 57, 80, 120, 200)


def drawn(part, width):
    console = Console(file=io.StringIO(), width=width, highlight=False, soft_wrap=True)
    console.print(part)
    return console.file.getvalue()


def lost(grid, width):
    text = drawn(grid, width)
    return [cell.plain for row in grid.rows for cell in row if cell.plain.strip() and cell.plain.strip() not in text]


WORD = st.text("abc 风电装机弃-", min_size=1, max_size=40).map(str.strip).filter(bool)
FIGURE = st.floats(-1e7, 1e7).map(number)


@settings(max_examples=60, deadline=None)
@given(st.integers(40, 200), st.integers(1, 12), st.integers(1, 3), st.integers(0, 1), st.data())
def test_every_cell_is_whole_at_every_width(width, figures, keys, ends, data):
    headings = data.draw(st.lists(WORD, min_size=keys + figures + ends, max_size=keys + figures + ends))
    row = st.tuples(*[WORD] * keys, *[FIGURE] * figures, *[WORD] * ends)
    grid = table(headings, data.draw(st.lists(row, min_size=1, max_size=4)), keys, ends)
    assert lost(grid, width) == []


@settings(max_examples=200, deadline=None)
@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_a_number_keeps_three_digits_or_more(value, digits):
    read = float(number(value, digits).replace(",", ""))
    assert read == pytest.approx(value, rel=5.1e-3, abs=1e-9)


@pytest.fixture(scope="module")
def year(tiny_folder):
    case = read_case(
        tiny_folder(
            load=[800, 1500, 900, 1700] * 6,
            thermal=[{"fleet": "a", "capacity": 1800, "fuel_incremental": 0.3, "reserve_up": 0.1}],
            renewables=[{"asset": "wind", "capacity": 300}],
            corridors=[{"corridor": "a-very-long-name-of-a-corridor", "capacity": 60, "energy": 600}],
            targets=[{"target": "t", "kind": "new_energy_capacity", "required": 0.0648, "unit": "GW",
                      "text_zh": "到 2030 年，新能源装机规模超过一个很长很长很长的目标（含集中式与分布式光伏）", "text_en": "x " * 60}],
            settings={"title_zh": "甲地二〇三〇"},
        )
    )  # fmt: skip
    return case, run(case)


def test_the_capacity_has_generic_plants_but_no_contracts(tiny_folder):
    kind = {"technology": "other"}
    case = read_case(
        tiny_folder(
            load=[100] * 24,
            thermal=[{"fleet": "a", "capacity": 1800, "fuel_incremental": 0.3}],
            units=[{"unit": "n", "capacity": 1250, **kind}, {"unit": "i", "capacity": 90, "given_profile": "g", **kind}],
            reservoirs=[{"reservoir": "r", "technology": "hydro", "content": 9000, "discharge": 730}],
            series={"g": [50] * 24},
        )
    )  # fmt: skip
    text = "".join(drawn(part, 120) for part in case_summary(case, build(case), Words(Lang.en)))
    assert "0.730" in text and "1.250" in text and "1.340" not in text


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("width", WIDTHS)
def test_run_and_check_lose_nothing(year, lang, width):
    case, done = year
    words = Words(lang)
    parts = [*closing(done, words), *case_summary(case, build(case), words)]
    grids = [part for part in parts if isinstance(part, Grid)]
    assert len(grids) == 6 and [lost(grid, width) for grid in grids] == [[]] * 6


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("width", WIDTHS)
def test_the_measures_of_targets_lose_nothing(lang, width):
    columns = ("target", "vd_kind", "verdict", "vd_least", "vd_power", "vd_investment", "vd_total", "vd_sizes")
    row = ("generation-of-new-energy", "demand response", "meets it", 0.0648, 0.1188, 1234.5678, -0.5, "a 60 MW; " * 9)
    parts = list(printed(ResultTable("measures", columns, [row]), Words(lang)))
    text = "".join(drawn(part, width) for part in parts)
    figures = [number(local(value, unit, lang)[0], 4) for value, unit in ((0.0648, "GW"), (1234.5678, "million CNY"))]
    assert all(figure in text for figure in figures)
    assert [lost(part, width) for part in parts if isinstance(part, Grid)] == [[]]


def test_chinese_tables_are_in_the_units_of_the_trade(year):
    case, done = year
    words = Words(Lang.zh)
    parts = [*closing(done, words), *case_summary(case, build(case), words)]
    text = "".join(drawn(part, 120) for part in parts)
    assert not any(unit in text for unit in ("GW", "TWh", "Mt", "Mtce", "十亿元"))
    assert "万千瓦" in text and "亿千瓦时" in text and "亿元" in text and "甲地二〇三〇" in text
    assert "6.480 万千瓦" in text or "6.480" in text


def test_headings_name_the_unit_of_their_numbers():
    for key, stated in COLUMNS.items():
        english, chinese = CATALOGUE[key]
        assert english.endswith(stated) or (stated == "GW" and "GW" in english), key
        assert chinese.endswith(local(1.0, stated, Lang.zh)[1]), key


def test_a_list_says_its_headings():
    grid = table(["name", "power GW", "verdict"], [("x" * 60, "1.000", "met")], texts_at_end=1)
    assert drawn(grid, 40).split() == ["x" * 60, "power", "GW", "1.000", "verdict", "met"]
    assert plain("[red]").plain == "[red]"


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_text_is_cut_where_every_column_is_of_texts(width):
    cells = [f"{name} {'x' * 30} end" for name in "abcde"]
    screen = Console(width=width, file=io.StringIO(), soft_wrap=True)
    screen.print(table(["target", "required", "achieved", "margin", "verdict"], [cells], 5))
    drawn = screen.file.getvalue()
    assert "…" not in drawn and all(cell in " ".join(drawn.split()) for cell in cells), drawn
