"""A planner's first hour in the browser: no error on the console, no request to another host."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

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
        mark(page, "save").click()
        expect(mark(page, "state")).to_have_text("all saved")
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
