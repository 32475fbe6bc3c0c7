"""A planner's first hour in the browser: no error on the console, no request to another host."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import dispatch
from dispatch.app.exporting import export_workbook

from .conftest import ROOT, serving

SECONDS = 20_000
expect.set_options(timeout=SECONDS)


@contextmanager
def watched(browser: Browser, address: str, **options) -> Iterator[Page]:
    """A page; what it asks of other hosts, and what its console says, fails the test."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB", **options)
    page = context.new_page()
    page.set_default_timeout(SECONDS)
    wrong: list[str] = []
    near = (address, address.replace("http", "ws"), "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(near) else wrong.append(request.url))
    page.on("console", lambda entry: wrong.append(entry.text) if entry.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert not wrong, wrong


PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
}"""


def mark(page: Page, name: str):
    return page.locator(f'[data-testid="{name}"]')


def cell(page: Page, row: int, column: str):
    return page.locator(f'.ag-row[row-index="{row}"] .ag-cell[col-id="{column}"]')


def write(page: Page, row: int, column: str, text: str, end: str = "Enter") -> None:
    cell(page, row, column).dblclick()
    field = page.locator(".ag-cell-inline-editing input")
    field.fill(text)
    if end:
        field.press(end)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tutorial, of all tests of this file."""
    place = tmp_path_factory.mktemp("browser")
    shutil.copytree(ROOT / "inputs" / "tutorial", place / "inputs" / "tutorial")
    return place


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serving(folder) as (address, _):
        yield address


def test_a_case_is_made_from_a_template(browser: Browser, folder: Path, address: str) -> None:
    with watched(browser, address) as page:
        page.goto(address)
        mark(page, "new-case").click()
        mark(page, "case-name").fill("mine")
        mark(page, "create").click()
        expect(mark(page, "fault-count")).to_have_text("no faults")
        assert (folder / "inputs" / "mine" / "case.toml").is_file()


def test_a_workbook_is_imported(browser: Browser, folder: Path, address: str, tmp_path: Path) -> None:
    export_workbook(ROOT / "inputs" / "tutorial", tmp_path / "mine.xlsx", ())
    with watched(browser, address) as page:
        page.goto(address)
        mark(page, "import").click()
        mark(page, "import-name").fill("imported")
        page.locator("[data-testid=import-file] input[type=file]").set_input_files(tmp_path / "mine.xlsx")
        mark(page, "open-result").click(timeout=60_000)
        expect(mark(page, "fault-count")).to_have_text("no faults")
    case = dispatch.read_case(folder / "inputs" / "imported")
    assert case.digest == dispatch.read_case(ROOT / "inputs" / "tutorial").digest


def test_the_tutorial_is_changed_run_and_explained(browser: Browser, folder: Path, address: str) -> None:
    with watched(browser, address) as page:
        page.goto(f"{address}/case?path=inputs/tutorial")
        expect(mark(page, "fault-count")).to_have_text("no faults")
        write(page, 3, "capacity", "1O00", end="")
        expect(mark(page, "typing")).to_contain_text("capacity.csv")
        page.keyboard.press("Enter")
        expect(mark(page, "fault-count")).to_have_text("faults in the input: 1")
        expect(cell(page, 3, "capacity")).to_have_class(re.compile("faulty"))
        write(page, 3, "capacity", "1200")
        expect(mark(page, "fault-count")).to_have_text("no faults")
        cell(page, 4, "capacity").click()
        page.evaluate(PASTE, "410\t\n130\t520")
        expect(cell(page, 5, "energy")).to_have_text("520")
        expect(mark(page, "fault-count")).to_have_text("no faults")
        mark(page, "save").click()
        expect(mark(page, "state")).to_have_text("all saved")
        assert "pv,1,410,," in (folder / "inputs/tutorial/capacity.csv").read_text("utf-8")
        assert "wind,1,1200,," in (folder / "inputs/tutorial/capacity.csv").read_text("utf-8")
        mark(page, "run-case").click()
        mark(page, "start-run").click()
        mark(page, "open-result").click(timeout=60_000)
        expect(mark(page, "status")).to_have_text("optimal")
        expect(mark(page, "headline")).to_contain_text("new energy")
        expect(mark(page, "chart")).to_have_attribute("data-clickable", "true")
        mark(page, "chart").click(position={"x": 600, "y": 200})
        expect(mark(page, "reason")).to_contain_text("Steppe, 2030-01-")
        mark(page, "language").click()
        expect(mark(page, "headline")).to_contain_text("新能源")


@pytest.fixture(scope="module")
def runs(folder: Path) -> None:
    """Two runs of the tutorial: with and without its battery."""
    case = folder / "inputs" / "tutorial"
    dispatch.run(dispatch.read_case(case)).save(folder / "results" / "battery")
    without = dispatch.read_case(case, ["capacity[asset=battery].capacity=0", "capacity[asset=battery].energy=0"])
    dispatch.run(without).save(folder / "results" / "none")


def test_two_runs_are_compared_and_shown_on_the_map(browser: Browser, runs: None, address: str) -> None:
    with watched(browser, address) as page:
        page.goto(address)
        for name in ("battery", "none"):
            page.get_by_role("row", name=f"results/{name}").get_by_role("checkbox").click()
        mark(page, "compare").click()
        expect(mark(page, "comparison")).to_contain_text("cost billion CNY")
        expect(mark(page, "comparison")).to_contain_text("difference")
        page.goto(f"{address}/map?path=results/battery")
        expect(mark(page, "map-hour")).to_have_text("2030-01-07 00:00")
        page.get_by_label("later").click()
        expect(mark(page, "map-hour")).to_have_text("2030-01-07 01:00")
        mark(page, "play").click()
        expect(mark(page, "map-hour")).not_to_have_text("2030-01-07 01:00")


def test_text_of_names_and_tables_is_inert(browser: Browser, folder: Path, address: str) -> None:
    evil = "<img src=x onerror=document.title='hacked'>"
    place = folder / "inputs" / "{{1+1}}<b>x<svg onload=alert(1)>"
    shutil.copytree(folder / "inputs" / "tutorial", place)
    text = (place / "case.toml").read_text("utf-8")
    (place / "case.toml").write_text(re.sub("(?m)^title = .*", f'title = "{evil}"', text), "utf-8")
    (place / "capacity.csv").write_text(f'asset,unit,capacity [MW],source\n{evil},1,1,"{evil}"\n', "utf-8")
    with watched(browser, address) as page:
        page.goto(address)
        expect(mark(page, "cases")).to_contain_text(evil)
        mark(page, "cases").get_by_text(place.name, exact=False).click()
        expect(mark(page, "faults")).to_contain_text(evil)
        expect(cell(page, 0, "source")).to_have_text(evil)
        assert page.title() != "hacked" and page.locator("img").count() == 0
    shutil.rmtree(place)


def test_a_second_browser_receives_a_message_and_overwrites_nothing(
    browser: Browser, folder: Path, address: str
) -> None:
    path = "/case?path=inputs/tutorial"
    with watched(browser, address) as mine, watched(browser, address) as yours:
        for page, value in ((mine, "360"), (yours, "370")):
            page.goto(address + path)
            expect(mark(page, "fault-count")).to_have_text("no faults")
            write(page, 0, "capacity", value)
            expect(mark(page, "state")).to_have_text("not saved: capacity.csv")
        mark(mine, "save").click()
        expect(mark(mine, "state")).to_have_text("all saved")
        mark(yours, "save").click()
        expect(yours.get_by_text("Another editor changed capacity.csv")).to_be_visible()
        assert "coal,1,360" in (folder / "inputs/tutorial/capacity.csv").read_text("utf-8")
        yours.reload()
        expect(mark(yours, "state")).to_have_text("not saved: capacity.csv")


def answer_to(address: str, path: str) -> tuple[http.client.HTTPResponse, str]:
    """Answer of the server to a request, and its text."""
    host, port = address.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer, body


def test_a_run_is_no_study_and_a_damaged_table_is_not_shown(runs: None, folder: Path, address: str) -> None:
    study = folder / "results" / "damaged"
    study.mkdir()
    (study / "batch.json").write_text("{}", "utf-8")
    (study / "table.csv").write_bytes(b"")
    for path in ("results/damaged", "results/none", "inputs/tutorial"):
        answer, body = answer_to(address, f"/study?path={path}")
        assert answer.status == 200 and "This cannot be shown" in body


FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const shown = element.closest(".q-field") ? "field" : style.outlineStyle !== "none" ? "outline" : style.boxShadow !== "none" ? "shadow" : "";
  const box = element.getBoundingClientRect();
  return [element.dataset.testid || element.innerText || element.getAttribute("aria-label") || "", shown, [box.x + scrollX, box.y + scrollY]];
}"""


@pytest.mark.parametrize("path", ["/", "/case?path=inputs/tutorial", "/run?path=inputs/tutorial", "/studies"])
def test_tab_reaches_every_control_and_shows_it(browser: Browser, address: str, path: str) -> None:
    with watched(browser, address) as page:
        page.goto(address + path)
        page.wait_for_timeout(1500)
        usable = "a[href], button:not([disabled]), .q-checkbox, .q-tab[tabindex='0'], textarea, input[type=text]"
        wanted = {
            text
            for one in page.locator(usable).all()
            if one.is_visible() and (text := (one.get_attribute("data-testid") or one.inner_text()).strip())
        }
        reached = set()
        for _ in range(120):
            page.keyboard.press("Tab")
            name, shown, _place = page.evaluate(FOCUS)
            if page.evaluate("document.activeElement === document.body"):
                break
            assert shown, f"{name} has the focus and does not show it"
            reached.add(name.strip())
        assert wanted <= reached, wanted - reached


def test_a_cell_that_is_edited_at_once_stays_open_and_a_run_names_unsaved_changes(
    browser: Browser, folder: Path, address: str
) -> None:
    with watched(browser, address) as page:
        page.goto(f"{address}/case?path=inputs/tutorial")
        cell(page, 0, "capacity").dblclick()
        field = page.locator(".ag-cell-inline-editing input")
        field.fill("321")
        expect(mark(page, "fault-count")).to_have_text("no faults")
        page.wait_for_timeout(1000)
        field.press("Enter")
        expect(mark(page, "state")).to_have_text("not saved: capacity.csv")
        expect(mark(page, "typing")).to_have_text("")
        box = mark(page, "typing").bounding_box()
        assert box is not None and box["y"] < 768
        page.goto(f"{address}/run?path=inputs/tutorial")
        expect(mark(page, "run-without")).to_contain_text("capacity.csv")
        page.goto(f"{address}/case?path=inputs/tutorial")
        mark(page, "undo").wait_for()
        page.get_by_text("discard my changes").click()
        expect(mark(page, "state")).to_have_text("all saved")
    assert "321" not in (folder / "inputs" / "tutorial" / "capacity.csv").read_text("utf-8")


def test_a_dialog_opens_with_enter_and_closes_with_escape(browser: Browser, address: str) -> None:
    with watched(browser, address) as page:
        page.goto(address)
        for name, field in (("new-case", "case-name"), ("import", "import-name")):
            mark(page, name).focus()
            page.keyboard.press("Enter")
            expect(mark(page, field)).to_be_visible()
            page.keyboard.press("Escape")
            expect(mark(page, field)).to_be_hidden()


def test_controls_work_with_enter_space_and_arrows(browser: Browser, folder: Path, address: str) -> None:
    with watched(browser, address) as page:
        page.goto(f"{address}/run?path=inputs/tutorial")
        box = page.locator(".q-checkbox").first
        box.focus()
        page.keyboard.press("Space")
        expect(box).to_have_attribute("aria-checked", "true")
        page.goto(f"{address}/studies")
        kinds = mark(page, "study-kind").locator("button")
        kinds.nth(2).focus()
        page.keyboard.press("Enter")
        expect(kinds.nth(2)).to_have_attribute("aria-pressed", "true")
        page.goto(f"{address}/case?path=inputs/tutorial")
        mark(page, "table-thermal").focus()
        page.keyboard.press("Space")
        expect(cell(page, 0, "fleet")).to_have_text("coal")
        mark(page, "tab-tables").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(page.locator("textarea").first).to_be_visible()


def test_a_study_is_read_with_its_sentences_charts_and_tables(browser: Browser, folder: Path, address: str) -> None:
    out = folder / "results" / "risk"
    command = ["adequacy", "inputs/tutorial", "--samples", "20", "--out", str(out), "--lang", "zh"]
    subprocess.run([sys.executable, "-m", "dispatch", *command], check=True, cwd=ROOT, capture_output=True)
    with watched(browser, address) as page:
        page.goto(f"{address}/studies")
        page.get_by_text("results/risk").click()
        expect(mark(page, "study-summary")).to_contain_text("20 sampled years")
        chapter = mark(page, "chapter-adequacy")
        expect(chapter).to_contain_text("LOLE h/year")
        expect(chapter.locator("canvas").first).to_be_visible()
        assert chapter.locator("table").count() > 3
        mark(page, "language").click()
        expect(mark(page, "chapter-adequacy")).to_contain_text("充裕度")


@pytest.mark.parametrize(
    "path",
    [
        "/file/../server.log",
        "/file/%2e%2e/%2e%2e/etc/passwd",
        "/file/inputs/tutorial/case.toml",
        "/file/.dispatch/jobs/x.json",
        "/zip/../..",
        "/language?to=zh&back=//evil.example",
        "/case?path=../..",
        "/results?path=/etc",
    ],
)
def test_no_address_leads_outside(address: str, path: str) -> None:
    answer, body = answer_to(address, path)
    if path.startswith("/language"):
        assert answer.status == 303 and answer.getheader("location") == "/"
    elif path.startswith(("/case", "/results")):
        assert answer.status == 200 and "This cannot be shown" in body
    else:
        assert answer.status in (403, 404) and "root:" not in body
