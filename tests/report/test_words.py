"""Both languages say the same: the catalogue, the faults of bad input, the two READMEs."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatch.cli import app

ROOT = Path(__file__).parents[2]


def in_chinese(*words):
    return CliRunner().invoke(app, [*map(str, words), "--lang", "zh"])


@pytest.mark.parametrize(
    ("table", "column", "value", "output"),
    [
        ("thermal", "own_use", "2", "超出范围"),
        ("thermal", "capacity", "很多", "不是数"),
        ("renewables", "profile", "nowhere", "没有该序列"),
        ("storage", "technology", "flywheel", "不在可选值"),
        ("load", "pocket", "elsewhere", "没有该名称"),
    ],
)
def test_faults_are_reported_in_chinese(tiny_folder, table, column, value, output):
    """File, line and value as they are; rule and remedy in Chinese."""
    content = {
        "load": [1, 1],
        "loads": [{"load": "l2", "energy": 1}],
        "thermal": [{"fleet": "coal", "capacity": 10}],
        "renewables": [{"asset": "wind", "capacity": 1}],
        "storage": [{"asset": "battery", "capacity": 1, "energy": 1}],
    }
    key = "loads" if table == "load" else table
    content[key] = [content[key][0] | {column: value}]
    result = in_chinese("check", tiny_folder(**content))
    assert result.exit_code == 2 and output in result.stderr
    assert "输入有" in result.stderr and re.search(r"第 \d+ 行", result.stderr)


def test_a_run_that_is_none_is_reported_in_chinese(tmp_path):
    assert "此处没有结果：缺少 run.json" in in_chinese("report", tmp_path).stderr


def test_the_readmes_show_the_same(tmp_path):
    """Commands, files of tables, equations, links and sections are alike; a link may lead to the Chinese page."""
    both = [(ROOT / name).read_text("utf-8").replace("](docs/zh/", "](docs/") for name in ("README.md", "README.zh.md")]
    for pattern in (
        r"^dispatch [^ ]+ [^ ]+",
        r"`([\w./-]+\.(?:py|json|nc|npz|xlsx|html))`",
        r"\]\(((?!README)[^)]+)\)",
        r"\b[A-Z]\d+\b",
        r"^(#+) ",
    ):
        english, chinese = (sorted(set(re.findall(pattern, text, re.MULTILINE))) for text in both)
        assert english == chinese
    counts = [(text.count("\n## "), text.count("\n| "), text.count("\n- ")) for text in both]
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["README.md", "README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_the_links_of_a_page_lead_to_files(page):
    links = re.findall(r"\]\(([^)#]+)", (ROOT / page).read_text("utf-8"))
    assert links and [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


def test_each_page_in_chinese_links_to_the_english_one_and_back():
    for page in (ROOT / "docs" / "zh").glob("*.md"):
        english = page.parents[1] / page.name
        assert f"(../{page.name})" in page.read_text("utf-8") and f"(zh/{page.name})" in english.read_text("utf-8")
