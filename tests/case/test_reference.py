"""The page of tables is the one that the schema prints."""

from __future__ import annotations

from pathlib import Path

from dispatch.case import reference
from dispatch.case.schema import TABLES, UNITS
from dispatch.case.settings import Settings
from dispatch.case.settings_zh import KEYS_ZH
from dispatch.weather import weather_reference
from dispatch.weather.parameters import Parameters, Site

DOCS = Path(__file__).parents[2] / "docs"


def test_the_pages_are_up_to_date() -> None:
    english, other = (DOCS / name for name in ("tables.md", "zh/tables.md"))
    assert english.read_text(encoding="utf-8") == reference() + weather_reference(), "run `make reference`"
    assert other.read_text(encoding="utf-8") == reference("zh"), "run `make reference`"


def test_the_chinese_texts_are_those_of_keys_that_exist() -> None:
    keys = {line.split("`")[1].strip("[]") for line in reference().splitlines() if line.startswith("| `")}
    assert set(KEYS_ZH) == keys - {"extends", "drop.TABLE"}


def test_the_page_has_every_key_and_every_column() -> None:
    lines = reference().splitlines()
    for key in Settings.model_fields:
        assert any(line.startswith((f"| `{key}` |", f"| `[{key}]` |")) for line in lines), key
    for table in TABLES:
        start = lines.index(f"## {table.name}.csv")
        rows = lines[start : start + len(table.columns) + 6]
        for column in table.columns:
            assert any(row.startswith((f"| {column.name} |", f"| **{column.name}** |")) for row in rows)


def test_every_key_and_column_is_described() -> None:
    keys = [line for line in reference().splitlines() if line.startswith("| `")]
    assert all(line.split("|")[-2].strip() for line in keys)
    assert all(text for table in TABLES for text in (table.text, table.zh))
    assert all(text for table in TABLES for column in table.columns for text in (column.text, column.zh))
    assert all(column.unit in UNITS for table in TABLES for column in table.columns if column.unit)


def test_every_key_of_weather_and_column_of_sites_is_there_and_described() -> None:
    lines = weather_reference().splitlines()
    for model, prefix in ((Site, ""), (Parameters, "")):
        for name in set(model.model_fields) - {"sites"}:
            starts = (f"| `{prefix}{name}` |", f"| `[{name}]` |", f"| `[[{name}]]` |")
            assert any(line.startswith(starts) for line in lines), name
    lacking = [line for line in lines if line.startswith("| `") and not line.split("|")[-2].strip()]
    assert lacking == []
