"""The page in a real browser: it asks nothing of any network, draws every chart, and its charts can be worked with."""

import re

import pytest
from playwright.sync_api import expect

from dispatch.messages import Lang, Words
from dispatch.report import compare, report

from .browser import opened, started

DRAWN = """(id) => {
  const place = document.getElementById(id);
  const marks = place.querySelectorAll('.scatterlayer .trace path, .barlayer .point path, .heatmaplayer image');
  return [...marks].filter((mark) => mark.tagName === 'image' || (mark.getAttribute('d') || '').length > 4).length;
}"""
"""Marks that a chart has on the page."""


@pytest.fixture(scope="module")
def browser():
    with started() as running:
        yield running


@pytest.fixture(scope="module", params=list(Lang))
def place(request, region):
    report(region, request.param)
    return request.param, region / "report.html"


def charts(page) -> list[str]:
    return page.eval_on_selector_all(".chart", "(places) => places.map((place) => place.id)")


def into_view(page, chart: str) -> None:
    page.locator(f"#{chart}").scroll_into_view_if_needed()
    page.wait_for_function(
        "(id) => { const p = document.getElementById(id); return p.dataset.drawn === p.dataset.chart; }", arg=chart
    )
    page.wait_for_function(f"(id) => ({DRAWN})(id) > 0", arg=chart)


def test_every_chart_is_drawn_and_nothing_is_requested_of_a_network(browser, place, english):
    lang, path = place
    with opened(browser, path) as watched:
        page = watched.page
        found = charts(page)
        first = [f"summary-{picture.table}" for picture in english.summary.pictures]
        assert found == [*first, *(f"chart-{table.key}" for table in english.tables if table.charts)]
        for chart in found:
            into_view(page, chart)
            options = page.locator(f"select[data-chart='{chart}'] option").count()
            for number in range(1, options):
                page.select_option(f"select[data-chart='{chart}']", str(number))
                into_view(page, chart)
        assert page.evaluate("document.documentElement.lang") == lang
        assert page.locator("h2").first.inner_text() == Words(lang)("summary")
        assert Words(lang)("chapter_boundary") in page.locator("h2").last.inner_text()
        buttons = page.eval_on_selector_all("#chart-daily .modebar-btn", "(all) => all.map((one) => one.dataset.title)")
        assert buttons == [
            Words(lang)(f"plotly_{key}") for key in ("png", "zoom", "pan", "zoom_in", "zoom_out", "all", "reset")
        ]
        watched.clean()


def test_it_is_usable_before_its_charts_are_drawn(browser, place):
    """What takes time are charts: a page draws those in view."""
    with opened(browser, place[1]) as watched:
        page = watched.page
        page.wait_for_selector("html[data-ready]")
        page.wait_for_timeout(500)
        drawn, all_of_them = (page.locator(f".chart{which}").count() for which in ("[data-drawn]", ""))
        assert drawn <= 4 < all_of_them / 3
        page.locator("nav a").nth(4).click()
        assert page.evaluate("window.scrollY") > 500


def test_the_legend_switches_series_off_and_on(browser, place):
    with opened(browser, place[1]) as watched:
        page = watched.page
        into_view(page, "chart-day_hours")
        visible = "() => document.getElementById('chart-day_hours')._fullData.map((trace) => trace.visible)"
        before = page.evaluate(visible)
        toggle = page.locator("#chart-day_hours .legendtoggle").first
        toggle.click()
        page.wait_for_function("() => document.getElementById('chart-day_hours')._fullData[0].visible === 'legendonly'")
        page.wait_for_timeout(700)  # two clicks within Plotly's span of a double click are something else
        toggle.click()
        page.wait_for_function("() => document.getElementById('chart-day_hours')._fullData[0].visible === true")
        assert page.evaluate(visible) == before
        watched.clean()


def test_dragging_zooms_and_hovering_shows_numbers(browser, place):
    with opened(browser, place[1]) as watched:
        page = watched.page
        into_view(page, "chart-daily")
        span = "() => { const r = document.getElementById('chart-daily')._fullLayout.xaxis.range; return new Date(r[1]) - new Date(r[0]); }"
        whole = page.evaluate(span)
        box = page.locator("#chart-daily .nsewdrag").first.bounding_box()
        y = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + box["width"] * 0.4, y)
        page.mouse.move(box["x"] + box["width"] * 0.5, y, steps=4)
        hover = "document.querySelector('#chart-daily .hoverlayer').textContent"
        page.wait_for_function(f"() => /[0-9]\\.[0-9]/.test({hover})")
        page.mouse.move(box["x"] + box["width"] * 0.3, y)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.6, y, steps=8)
        page.mouse.up()
        page.wait_for_function(f"(whole) => ({span})() < 0.5 * whole", arg=whole)
        watched.clean()


def test_a_long_table_opens_with_the_numbers_of_the_run(browser, place, saved):
    lang, path = place
    with opened(browser, path) as watched:
        page = watched.page
        page.wait_for_selector("html[data-ready]")
        page.locator("details[data-table='curtailment_hour'] summary").click()
        rows = page.locator("details[data-table='curtailment_hour'] tbody tr")
        expect(rows).to_have_count(288)  # a browser reports the opening of a fold after the click
        cells = rows.nth(7).locator("td").all_inner_texts()
        digits = 2 if lang is Lang.zh else 3
        factor = 1e-5 if lang is Lang.zh else 1e-6
        offered = saved.of("available", ("wind",))[saved.time.hour == 7].sum() * factor
        assert cells[1:3] == [Words(lang)("wind"), "7"] and cells[4] == f"{offered:,.{digits}f}"
        watched.clean()


def test_it_prints_with_its_charts(browser, place):
    with opened(browser, place[1]) as watched:
        watched.page.wait_for_selector("html[data-ready]")
        watched.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        for chart in charts(watched.page):
            watched.page.wait_for_function(f"(id) => ({DRAWN})(id) > 0", arg=chart)
        cut = "[...document.querySelectorAll('.legend .scrollbar')].filter((bar) => bar.getAttribute('height') > 0).length"
        assert watched.page.evaluate(cut) == 0
        printed = watched.page.pdf(prefer_css_page_size=True)
        assert len(printed) > 100_000 and len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= 20
        watched.clean()


def test_the_switch_turns_the_whole_page_into_the_other_language_and_back(browser, place):
    lang, path = place
    with opened(browser, path) as watched:
        page = watched.page
        page.wait_for_selector("html[data-ready]")
        for shown in (lang.other, lang):
            page.locator(".switch").click()
            page.wait_for_function("(lang) => document.documentElement.lang === lang", arg=str(shown))
            assert page.locator("#summary h2").inner_text() == Words(shown)("summary")
            assert page.locator(".edition").count() == 1
            into_view(page, "chart-daily")
            assert page.locator("#chart-daily .modebar-btn").first.get_attribute("data-title") == Words(shown)(
                "plotly_png"
            )
        watched.clean()


def test_the_search_leaves_the_articles_that_have_the_words(browser, place):
    with opened(browser, place[1]) as watched:
        page = watched.page
        page.wait_for_selector("html[data-ready]")
        page.locator("input[type=search]").fill("own-plant")
        page.wait_for_function("() => document.querySelector('#table-thermal_day').hidden")
        assert page.locator("#table-thermal").is_visible() and not page.locator("#prices").is_visible()
        assert re.search(r"\d", page.locator(".hits").inner_text())
        page.locator("input[type=search]").fill("")
        page.wait_for_function("() => !document.querySelector('#table-thermal_day').hidden")
        watched.clean()


def test_tables_are_folded_but_for_the_verdict(browser, place):
    with opened(browser, place[1]) as watched:
        opened_ones = watched.page.locator("details.table[open]").evaluate_all(
            "(all) => all.map((one) => one.dataset.table)"
        )
        assert opened_ones in ([], ["verdict"])
        assert watched.page.locator(".message").count() > 10


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (820, 1180), (390, 844)])
def test_nothing_is_wider_than_the_screen(browser, place, width, height):
    with opened(browser, place[1]) as watched:
        page = watched.page
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_selector("html[data-ready]")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".cards .card").count() == 8
        watched.clean()


@pytest.mark.parametrize("lang", list(Lang))
def test_hostile_names_do_nothing_and_are_read_as_they_are(browser, hostile, lang):
    report(hostile, lang)
    with opened(browser, hostile / "report.html") as watched:
        page = watched.page
        page.on("dialog", lambda dialog: watched.errors.append(f"dialog: {dialog.message}"))
        for chart in charts(page):
            into_view(page, chart)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.wait_for_function(
            "() => [...document.querySelectorAll('[data-fill]')].every((one) => one.childElementCount)"
        )
        assert page.locator("main img, main b, main i, main a[href^=javascript]").count() == 0
        name = '<script>alert("x")</script>' if lang is Lang.en else '<img src=x onerror="alert(1)">全角ＡＢＣ　／'
        assert page.locator("#table-capacity tbody td").nth(8).inner_text() == name
        assert name in page.locator("#chart-cause .xaxislayer-above").text_content()
        watched.clean()


def test_a_comparison_opens_too(browser, region, tmp_path):
    out = compare([region, region], tmp_path / "both", Lang.zh)
    assert {path.name for path in out} == {"csv", "report.html", "report.xlsx"}
    with opened(browser, tmp_path / "both" / "report.html") as watched:
        for chart in charts(watched.page):
            into_view(watched.page, chart)
        watched.clean()
