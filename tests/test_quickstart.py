"""The quickstart in both languages: its commands run, and print the lines that the page shows."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatch.cli import app

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("page", ["docs/quickstart.md", "docs/zh/quickstart.md"])
def test_the_commands_print_what_the_page_shows(page, tmp_path, monkeypatch):
    (tmp_path / "inputs").symlink_to(ROOT / "inputs")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    blocks = re.findall(r"```console\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    commands = [entry for block in blocks for entry in block.split("$ dispatch ")[1:]]
    assert len(commands) == 6
    for entry in commands:
        command, *shown = entry.splitlines()
        result = CliRunner().invoke(app, shlex.split(command))
        printed = [line.rstrip() for line in (result.stdout + result.stderr).splitlines()]
        for line in shown:
            assert any(real.startswith(line) for real in printed), (command, line, printed)


def test_the_output_of_the_readmes_is_that_of_the_quickstart():
    for readme, page in (("README.md", "docs/quickstart.md"), ("README.zh.md", "docs/zh/quickstart.md")):
        blocks = (ROOT / readme).read_text(encoding="utf-8").split("```\n")[1::2]
        shown = next(block for block in blocks if "0.0e+00" in block).splitlines()
        quickstart = (ROOT / page).read_text(encoding="utf-8").splitlines()
        assert len(shown) > 10 and set(shown) <= {*quickstart, ""}
