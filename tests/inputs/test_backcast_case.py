"""benchmarks/backcast_case.py: the case of a year from one table of published figures."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from .test_inputs import INPUTS

TABLE = INPUTS / "backcasts" / "2024.csv"
MADE = {
    "capacity.csv",
    "case.toml",
    "corridors.csv",
    "heat.csv",
    "load.csv",
    "maintenance.csv",
    "thermal.csv",
    "weather.toml",
}


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
    return import_module("backcast_case")


def changed(path: Path, change: dict[tuple[str, str], float | None]) -> Path:
    """The table of 2024 with other values; None takes the row out."""
    table = pd.read_csv(TABLE)
    for (quantity, of), value in change.items():
        at = (table["quantity"] == quantity) & (table["of"] == of)
        assert at.any()
        if value is None:
            table = table[~at]
        else:
            table.loc[at, "value"] = value
    table.to_csv(path, index=False)
    return path


def test_the_case_of_2024_is_what_its_table_makes(maker: ModuleType, tmp_path: Path) -> None:
    maker.write_case(2024, maker.Figures(TABLE), tmp_path / "made")
    assert {path.name for path in (tmp_path / "made").iterdir()} == MADE
    for name in MADE:
        shipped = (INPUTS / "neimenggu-2024" / name).read_text(encoding="utf-8")
        assert (tmp_path / "made" / name).read_text(encoding="utf-8") == shipped, name


def test_a_later_year_moves_what_moves_in_time(maker: ModuleType, tmp_path: Path) -> None:
    """Months that weather.toml does not know, coal that came, retrofit nearly done."""
    path = changed(tmp_path / "2026.csv", {("retrofit", "30 GW"): 100.0})
    extra = [
        f"{kind} month,region,{month},{1 + month / 100},1,guess: made for a test"
        for kind in ("wind", "pv")
        for month in range(1, 13)
    ]
    extra.append("added,mengdong-condensing-300,7,0.66,GW,guess: made for a test")
    path.write_text(path.read_text() + "\n".join(extra) + "\n")
    maker.write_case(2026, maker.Figures(path), tmp_path / "made")
    assert set(pd.read_csv(tmp_path / "made" / "thermal.csv")["minimum_other [share]"]) == {0.325}
    ledger = pd.read_csv(tmp_path / "made" / "capacity.csv").set_index(["asset", "unit"])
    assert ledger.loc[("mengdong-condensing-300", "added 2026-07"), "capacity [MW]"] == 660
    text = (tmp_path / "made" / "weather.toml").read_text()
    assert 'name = "2026"' in text and "pv = [1.01, 1.02," in text
    assert 'months = "2026"' in (tmp_path / "made" / "case.toml").read_text()


@pytest.mark.parametrize(
    ("change", "form"),
    [
        ({("heat", "region"): None}, "heat of region is missing"),
        ({("capacity end", "wind-mengdong"): 20.0}, "wind of the assets"),
        ({("export", "ximeng"): None}, "export of ximeng is missing"),
        ({("capacity start", "pv-mengdong"): None}, "capacity start of pv-mengdong is missing"),
    ],
)
def test_figures_that_are_missing_or_do_not_fit_are_refused(
    maker: ModuleType, tmp_path: Path, change: dict[tuple[str, str], float | None], form: str
) -> None:
    figures = maker.Figures(changed(tmp_path / "2024.csv", change))
    with pytest.raises(SystemExit, match=form):
        maker.write_case(2024, figures, tmp_path / "made")


@pytest.mark.parametrize(
    ("row", "form"),
    [
        ("hete,region,,1,PJ,F", "is none of"),
        ("heat,Mengxi,,1,TWh,F", "is in PJ, not in TWh"),
        ("heat,region,,1,PJ,F", "twice"),
        ("heat,Mengxi,,1,PJ,", "no source"),
        ("heat,Mengxi,,many,PJ,F", "'many' is no number"),
        ("heat,Mengxi,,-1,PJ,F", "'-1' is no number of at least 0"),
        ("heat,Mengxi,3,1,PJ,F", "heat has no month"),
        ("in service,wind,13,1,%,F", "'13' is no month"),
        ("added,mengdong-condensing-300,,0.66,GW,F", "'' is no month"),
    ],
)
def test_a_row_that_is_wrong_is_named(maker: ModuleType, tmp_path: Path, row: str, form: str) -> None:
    path = tmp_path / "2024.csv"
    path.write_text(TABLE.read_text() + row + "\n")
    with pytest.raises(SystemExit, match=form):
        maker.Figures(path)


def test_every_figure_of_the_year_is_needed_or_may_be_left_out(
    maker: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each row in turn is taken out of the table: the case is written, or the figure is named."""
    parent = maker.dispatch.read_case(INPUTS / maker.BASE, hours=24)
    monkeypatch.setattr(maker.dispatch, "read_case", lambda *_, **__: parent)
    table = pd.read_csv(TABLE, dtype=str, keep_default_na=False)
    path, optional = tmp_path / "2024.csv", set()
    for row in table.index:
        table.drop(row).to_csv(path, index=False)
        try:
            maker.write_case(2024, maker.Figures(path), tmp_path / "made")
        except SystemExit as error:
            assert table.at[row, "of"] in str(error) or "of the assets is" in str(error) or "missing" in str(error)
        else:
            optional.add(table.at[row, "quantity"])
    assert optional == {"in service"}
