"""The map in the documentation is one that the program reads."""

import re
from pathlib import Path

from dispatch.series.plan import read_plan

DOCS = Path(__file__).parents[2] / "docs" / "series.md"


def test_the_example_is_read(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    (tmp_path / "map.toml").write_text(found[1], encoding="utf-8")
    plan = read_plan(tmp_path / "map.toml")
    assert [source.form for source in plan.source] == ["hourly", "typical-days", "ninja", "reanalysis"]
