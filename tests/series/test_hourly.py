"""Hourly tables: what is right arrives unchanged, what is wrong is refused with its line."""

from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from dispatch.errors import CaseError

from .conftest import Bring, of, year

MAP = """
[[source]]
form = "hourly"
file = "own.csv"
time = "时间"
zone = "UTC+8"
stamp = "start"
[source.series]
wind-core = { column = "风电", unit = "share" }
"""


def write(folder: Path, values: np.ndarray, time: pd.DatetimeIndex | None = None, **more: np.ndarray) -> list[str]:
    """own.csv, and its lines."""
    time = year() if time is None else time
    table = pd.DataFrame({"时间": time.strftime("%Y-%m-%d %H:%M"), "风电": values, **more})
    text = table.to_csv(index=False, lineterminator="\n")
    (folder / "own.csv").write_text(text, encoding="utf-8")
    return text.splitlines()


def refused(brought: Bring, text: str = MAP) -> str:
    with pytest.raises(CaseError) as error:
        brought(text)
    return str(error.value)


def test_shares_arrive_as_they_are(folder: Path, brought: Bring, wind: np.ndarray) -> None:
    write(folder, wind)
    data = brought(MAP)
    assert np.array_equal(of(data, "wind-core").to_numpy(), wind)
    assert "wind-core: own.csv" in data.attrs["sources"] and "wind-east: rest: series.nc" in data.attrs["sources"]
    assert data.attrs["synthetic"] == "in part"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(folder: Path, brought: Bring, wind: np.ndarray, encoding: str) -> None:
    lines = write(folder, wind)
    (folder / "own.csv").write_bytes("\n".join(lines).encode(encoding))
    assert np.array_equal(of(brought(MAP), "wind-core").to_numpy(), wind)


@pytest.mark.parametrize(
    ("unit", "factor", "capacity"),
    [("%", 100.0, ""), ("MW", 24100.0, 24100), ("GW", 24.1, 24100), ("kW", 24.1e6, 24100), ("万千瓦", 2410.0, 24100)],
)
def test_units_of_a_share(
    folder: Path, brought: Bring, wind: np.ndarray, unit: str, factor: float, capacity: object
) -> None:
    write(folder, wind * factor)
    stated = f'unit = "{unit}"' + (f", capacity = {capacity}" if capacity else "")
    data = brought(MAP.replace('unit = "share"', stated))
    assert of(data, "wind-core").to_numpy() == pytest.approx(wind, rel=1e-12)


def test_a_load_is_a_shape_of_mean_one(folder: Path, brought: Bring, wind: np.ndarray) -> None:
    write(folder, 30_000.0 + 4000.0 * wind)
    stated = MAP.replace(
        'wind-core = { column = "风电", unit = "share" }', 'load-mengxi = { column = "风电", unit = "MW" }'
    )
    shape = of(brought(stated), "load-mengxi")
    assert shape.mean() == pytest.approx(1.0) and shape.to_numpy() == pytest.approx(
        (30_000 + 4000 * wind) / (30_000 + 4000 * wind).mean()
    )


def test_workbook(folder: Path, brought: Bring, wind: np.ndarray) -> None:
    book = openpyxl.Workbook()
    book.active.append(["not", "this", "sheet"])
    sheet = book.create_sheet("出力")
    sheet.append(["时间", "备注", "风电"])
    for time, value in zip(year().to_pydatetime(), wind, strict=True):
        sheet.append([time, None, float(value)])
    book.save(folder / "own.xlsx")
    stated = MAP.replace('"own.csv"', '"own.xlsx"\nsheet = "出力"')
    assert of(brought(stated), "wind-core").to_numpy() == pytest.approx(wind, rel=1e-12)
    assert "there is no sheet 风电" in refused(brought, stated.replace('"出力"', '"风电"'))
    sheet["C4000"] = "故障"
    book.save(folder / "own.xlsx")
    assert "own.xlsx, row 4000, column 风电: '故障': not a number" in refused(brought, stated)


def test_times_as_planners_write_them(folder: Path, brought: Bring, wind: np.ndarray) -> None:
    """The end of the hour, slashes, single digits, and 24:00."""
    rows = []
    for start, value in zip(year(), wind.tolist(), strict=True):
        rows.append(f"{start.year}/{start.month}/{start.day} {start.hour + 1}:00,{value!r}")
    (folder / "own.csv").write_text("时间,风电\n" + "\n".join(rows), encoding="utf-8")
    data = brought(MAP.replace('stamp = "start"', 'stamp = "end"'))
    assert np.array_equal(of(data, "wind-core").to_numpy(), wind)


def test_utc_is_shifted_and_its_edges_are_the_planners_choice(folder: Path, brought: Bring, wind: np.ndarray) -> None:
    write(folder, wind)
    utc = MAP.replace('zone = "UTC+8"', 'zone = "UTC"')
    assert "own.csv, row 8754" in refused(brought, utc) and "of another year than 2030" in refused(brought, utc)
    data = brought(utc.replace('stamp = "start"', 'stamp = "start"\nedges = "wrap"'))
    assert np.array_equal(of(data, "wind-core").to_numpy(), np.roll(wind, 8))
    # With the neighbouring year in the file no hour need be made up.
    whole = pd.date_range("2029-12-31 16:00", "2030-12-31 15:00", freq="h", unit="s")
    write(folder, wind, whole)
    for more in ("", '\nedges = "wrap"'):
        data = brought(utc.replace('stamp = "start"', f'stamp = "start"\nyear = 2030{more}'))
        assert np.array_equal(of(data, "wind-core").to_numpy(), wind)
    longer = pd.date_range("2029-12-31 16:00", periods=8768, freq="h", unit="s")
    write(folder, np.append(wind, np.full(8, 0.5)), longer)
    data = brought(utc.replace('stamp = "start"', 'stamp = "start"\nyear = 2030\nedges = "wrap"'))
    assert np.array_equal(of(data, "wind-core").to_numpy(), wind)


def test_leap_days(folder: Path, brought: Bring, tmp_path_factory: pytest.TempPathFactory) -> None:
    values = np.linspace(0.1, 0.9, 8784)
    lines = write(folder, values, year(2028))
    day = year(2028).get_loc("2028-02-29 00:00")
    assert f"own.csv, row {day + 2}" in refused(brought) and lines[day + 1].startswith("2028-02-29 00:00")
    data = brought(MAP.replace('stamp = "start"', 'stamp = "start"\nleap_day = "drop"'))
    assert np.array_equal(of(data, "wind-core").to_numpy(), np.delete(values, np.arange(day, day + 24)))


def test_a_leap_year_from_another(folder: Path, brought: Bring, wind: np.ndarray) -> None:
    from dispatch.series.hours import Rules, place

    times, rules = year(2030), Rules(8, "start", None, "repeat", 0, "refuse")
    values, _ = place(times, wind[:, None], "own.csv", list(range(2, 8762)), rules, 2028)
    day = 31 + 28
    assert len(values) == 8784
    assert np.array_equal(values[day * 24 : day * 24 + 24], values[day * 24 - 24 : day * 24])
    assert np.array_equal(values[(day + 1) * 24 :, 0], wind[day * 24 :])
    with pytest.raises(CaseError, match="2028 has a 29 February, 2030 has none"):
        place(
            times, wind[:, None], "own.csv", list(range(2, 8762)), Rules(8, "start", None, "refuse", 0, "refuse"), 2028
        )


def test_gaps_are_filled_only_where_allowed(folder: Path, brought: Bring, wind: np.ndarray) -> None:
    gone = [100, 101, 4000]
    write(folder, np.delete(wind, gone), year().delete(gone))
    message = refused(brought)
    assert "own.csv, row 102" in message and "2030-01-05 04:00" in message and "2 hours are missing" in message
    assert "1 gaps" not in message and "gaps = 2" in message
    values = of(brought(MAP.replace('stamp = "start"', 'stamp = "start"\ngaps = 2')), "wind-core").to_numpy()
    assert values[100] == pytest.approx(wind[99] + (wind[102] - wind[99]) / 3) and values[4001] == wind[4001]
    assert "gaps = 2" in refused(brought, MAP.replace('stamp = "start"', 'stamp = "start"\ngaps = 1'))


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        (lambda lines: [*lines[:51], lines[50], *lines[51:]], "row 52", "the hour appears twice"),
        (lambda lines: [*lines[:50], *lines[51:]], "row 51", "the hour is missing"),
        (lambda lines: [*lines[:50], lines[50].replace(":00", ":30"), *lines[51:]], "row 51", "not a full hour"),
        (lambda lines: [*lines[:50], "2030-02-30 00:00,0.5", *lines[51:]], "row 51", "not a time of the calendar"),
        (lambda lines: [*lines[:50], lines[50].split(",")[0] + ",-0.1", *lines[51:]], "row 51", "below zero"),
        (lambda lines: [*lines[:50], lines[50].split(",")[0] + ",1.02", *lines[51:]], "row 51", "1.02 of the capacity"),
        (lambda lines: [*lines[:50], lines[50].split(",")[0] + ",", *lines[51:]], "row 51", "the cell is empty"),
        (lambda lines: [*lines[:50], lines[50].split(",")[0] + ",nan", *lines[51:]], "row 51", "not a number"),
        (lambda lines: [*lines[:50], lines[50] + ",7", *lines[51:]], "row 51", "the row has 3 fields"),
        (lambda lines: [*lines, "2031-01-01 00:00,0.5"], "row 8762", "of another year than 2030"),
        (lambda lines: [line.replace(",", ";") for line in lines], "row 1", "separated by semicolons"),
    ],
)
def test_malformed_tables_are_refused_with_the_line(
    folder: Path, brought: Bring, wind: np.ndarray, change: object, place: str, rule: str
) -> None:
    lines = write(folder, wind)
    (folder / "own.csv").write_text("\n".join(change(lines)), encoding="utf-8")  # type: ignore[operator]
    message = refused(brought)
    assert f"own.csv, {place}" in message and rule in message, message


@pytest.mark.parametrize(
    ("factor", "stated", "rule", "remedy"),
    [
        (100.0, 'unit = "share"', "of the capacity", 'If per cent is meant: unit = "%"'),
        (1.0, 'unit = "%"', "no hour is above", 'If shares are meant: unit = "share"'),
        (24.1e6, 'unit = "MW", capacity = 24100', "of the capacity", 'If kW is meant: unit = "kW"'),
        (24100.0, 'unit = "kW", capacity = 24100', "no hour is above", 'If MW is meant: unit = "MW"'),
        (24100.0, 'unit = "MW"', "is a share of capacity", "Give its capacity in MW"),
        (24100.0, 'unit = "mw", capacity = 24100', "the unit mw is unknown", "Did you mean MW?"),
    ],
)
def test_units_taken_for_each_other_are_refused(
    folder: Path, brought: Bring, wind: np.ndarray, factor: float, stated: str, rule: str, remedy: str
) -> None:
    write(folder, wind * factor)
    message = refused(brought, MAP.replace('unit = "share"', stated))
    assert rule in message and remedy in message, message


def test_utc_taken_for_local_time_is_refused_by_its_sun(folder: Path, brought: Bring, sun: np.ndarray) -> None:
    stated = MAP.replace("wind-core", "pv-core")
    write(folder, sun)
    assert of(brought(stated), "pv-core").max() == pytest.approx(sun.max())
    write(folder, np.roll(sun, -8))
    message = refused(brought, stated)
    assert "the middle of the day's sun lies at 04:" in message and 'zone = "UTC"' in message
    data = brought(stated.replace('zone = "UTC+8"', 'zone = "UTC"\nedges = "wrap"'))
    assert np.array_equal(of(data, "pv-core").to_numpy(), sun)


def test_every_fault_of_every_source_at_once(folder: Path, brought: Bring, wind: np.ndarray) -> None:
    write(folder, wind * 2.0)
    second = MAP.replace("wind-core", "wind-moon").replace("own.csv", "none.csv")
    third = MAP.replace("wind-core", "wind-east").replace('"own.csv"', '"none.csv"')
    with pytest.raises(CaseError) as error:
        brought(MAP + second + third)
    stated = [str(fault) for fault in error.value.faults]
    assert len(stated) == 3
    assert any("no table of the case names this series" in fault for fault in stated)
    assert any("none.csv: there is no such file" in fault for fault in stated)
    assert any("of the capacity" in fault for fault in stated)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('zone = "UTC+8"', 'zone = "Asia/Shanghai"', "not of the form UTC"),
        ('zone = "UTC+8"', "", "the key is missing"),
        ('stamp = "start"', "", "the key is missing"),
        ('column = "风电"', 'column = "光伏"', "there is no such column"),
        ('form = "hourly"', 'form = "daily"', "not one of hourly, ninja"),
        ('time = "时间"', 'tiem = "时间"', "tiem"),
    ],
)
def test_faults_of_the_map(folder: Path, brought: Bring, wind: np.ndarray, old: str, new: str, rule: str) -> None:
    write(folder, wind)
    assert rule in refused(brought, MAP.replace(old, new))


def test_the_rest_must_come_from_somewhere(folder: Path, brought: Bring, wind: np.ndarray) -> None:
    write(folder, wind)
    with pytest.raises(CaseError, match="no source gives csp-ordos"):
        brought(MAP, rest="")  # type: ignore[call-arg]
    drawn = brought(MAP, rest="rest = 1\n")  # type: ignore[call-arg]
    shipped = brought(MAP)
    difference = np.abs(drawn["value"] - shipped["value"].sel(series=drawn["series"]))
    assert float(difference.max()) <= 0.5e-4 + 1e-9
