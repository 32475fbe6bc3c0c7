"""A headless browser that must find nothing wrong: it keeps requests and what the console says."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

REQUIRED = "DISPATCH_TEST_PROGRAMS"
"""Environment variable under which a program that is missing fails a test instead of leaving it out."""


def program(*names: str, package: str) -> str:
    """The path of the first of these programs; without one the test is left out, and says why."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        reason = f"{names[0]} is not installed (Debian: apt install {package})"
        if os.environ.get(REQUIRED):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@dataclass
class Watched:
    """A page with what it asked of the network and what went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def clean(self) -> None:
        """Fail unless nothing was asked and nothing went wrong."""
        assert not self.requests and not self.errors, (self.requests, self.errors)


@contextmanager
def started() -> Iterator[Browser]:
    """A headless Chromium."""
    chromium = program("chromium", "chromium-browser", "google-chrome", package="chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, path: Path) -> Iterator[Watched]:
    """The page at ``path``, opened from the file system."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    watched = Watched(page)
    page.on("request", lambda request: None if request.url == path.as_uri() else watched.requests.append(request.url))
    page.on("console", lambda entry: watched.errors.append(entry.text) if entry.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    page.goto(path.as_uri())
    yield watched
    page.close()
