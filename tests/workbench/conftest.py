"""A workspace with the tutorial, and a server of it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from dispatch.workbench.workspace import Workspace

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the tutorial."""
    shutil.copytree(ROOT / "inputs" / "tutorial", tmp_path / "inputs" / "tutorial")
    return tmp_path


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    return Workspace(folder)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start a headless Chromium and close it after the file: a process can have one driver at a time. Without Chromium the test is skipped, or
    fails where programs are required."""
    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = next((path for name in names if (path := shutil.which(name))), None)
    if chromium is None:
        reason = "chromium is not installed (Debian: apt install chromium)"
        if os.environ.get("DISPATCH_TEST_PROGRAMS"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """(address, process) of a server that answers."""
    port = free_port()
    command = [sys.executable, "-m", "dispatch", "serve", str(folder), "--port", str(port), "--lang", "en", *options]
    environment = {key: value for key, value in os.environ.items() if key != "PYTEST_CURRENT_TEST"}
    environment["LC_ALL"] = "C.UTF-8"
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        wait(lambda: answers(address), process, folder / "server.log")
        yield address, process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait(ready, process: subprocess.Popen[bytes] | None = None, log: Path | None = None, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not ready():
        output = log.read_text("utf-8", "replace") if log else ""
        assert process is None or process.poll() is None, output
        assert time.monotonic() < end, output
        time.sleep(0.1)


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=2)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
