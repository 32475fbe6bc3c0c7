"""Response times and memory of the workbench: `python benchmarks/workbench.py FOLDER CASE RUN RUN RUN`.

FOLDER holds CASE and three RUNs (paths relative to it). Needs the optional libraries [workbench], Playwright and Chromium. A time
ends when the browser has drawn the view.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import psutil
from playwright.sync_api import Page, sync_playwright

DRAWN = "[data-testid=chart][data-clickable=true]"


def timed(name: str, do: Callable[[], object]) -> None:
    """Print how long an action takes [s]."""
    began = time.perf_counter()
    do()
    print(f"| {name} | {time.perf_counter() - began:.2f} |", flush=True)


def measure(page: Page, address: str, case: str, runs: list[str], memory: Callable[[], float]) -> None:
    """Print a table of response times, and the memory of the server [MB]."""

    def opening(path: str, mark: str) -> Callable[[], object]:
        return lambda: (page.goto(address + path), page.wait_for_selector(mark))

    print(f"| view | seconds |\n|---|---|\n| memory at the start: {memory():.0f} MB | |")
    timed("start page, first", opening("/", "[data-testid=runs]"))
    page.wait_for_timeout(3000)
    for run in runs:
        timed(f"results, first opening: {run}", opening(f"/results?path={quote(run)}", DRAWN))
    print(f"| memory with {len(runs)} runs open: {memory():.0f} MB | |")
    timed("results, again", opening(f"/results?path={quote(runs[0])}", DRAWN))
    page.wait_for_timeout(500)
    number = page.evaluate("parseInt(document.querySelector('[data-testid=chart]').id.slice(1))")
    page.evaluate(f"window.drawn = 0; getElement({number}).chart.on('finished', () => window.drawn++); 0")
    for group, names in (
        ("charts", ("price", "price duration", "reserve", "storage", "corridors", "causes of curtailment", "dispatch")),
        ("spans", ("month", "week", "day", "whole")),
    ):
        for name in names:
            page.wait_for_timeout(300)
            page.evaluate("window.drawn = 0")
            button = page.locator(f"[data-testid={group}]").get_by_text(name, exact=True)
            timed(name, lambda button=button: (button.click(), page.wait_for_function("window.drawn > 0")))
    page.locator("[data-testid=explain]").click()
    timed("an hour explained", lambda: page.wait_for_selector("[data-testid=reason] h2"))
    timed("comparison", opening("/compare?" + "&".join(f"path={quote(run)}" for run in runs), "canvas"))
    timed("map", opening(f"/map?path={quote(runs[0])}", "canvas"))
    timed(
        "map, next hour",
        lambda: (
            page.get_by_label("later").click(),
            page.wait_for_function("document.querySelector('[data-testid=map-hour]').innerText.includes('01:00')"),
        ),
    )
    timed("case, first table", opening(f"/case?path={quote(case)}", ".ag-row"))
    timed(
        "case, all faults",
        lambda: page.wait_for_selector("[data-testid=fault-count].good, [data-testid=fault-count].bad"),
    )
    timed("start page", opening("/", "[data-testid=runs]"))
    print(f"| memory at the end: {memory():.0f} MB | |")


def main(folder: str, case: str, *runs: str) -> None:
    """Start a server, measure, end the server."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "dispatch", "serve", folder, "--port", str(port), "--lang", "en"],
        stdout=subprocess.DEVNULL,
    )
    address, began = f"http://127.0.0.1:{port}", time.perf_counter()
    while True:
        try:
            urlopen(address, timeout=5)
            break
        except HTTPError:
            break
        except OSError:
            time.sleep(0.05)
    print(f"start of the server: {time.perf_counter() - began:.1f} s")
    process = psutil.Process(server.pid)
    try:
        with sync_playwright() as playwright:
            chromium = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="en-GB")
            measure(page, address, case, list(runs), lambda: process.memory_info().rss / 1e6)
            browser.close()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
