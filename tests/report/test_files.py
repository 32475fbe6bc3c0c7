"""Page, workbook and CSV hold the same tables; hostile names are text in all of them."""

import errno
import io
import json
import os
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter.workbook

from dispatch.escape import document
from dispatch.messages import CATALOGUE, Lang
from dispatch.report import build, read, report
from dispatch.report.build import write
from dispatch.report.writers.fragments import SHORT

from .conftest import HOSTILE
from .reading import csv_tables, page, parsed, sheets


@pytest.fixture(scope="module")
def written(content, tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")
    write(content, folder, png=False)
    return folder


def shown(value: object, digits: int | None) -> str:
    if digits is None:
        return str(value)
    return "" if value is None or value != value else f"{value:z,.{digits}f}"


def test_every_table_is_the_same_in_csv_workbook_and_page(content, written):
    files, books, html = csv_tables(written / "csv"), sheets(written / "report.xlsx"), page(written / "report.html")
    assert list(files) == sorted(table.key for table in content.tables)
    assert list(books) == [table.title for table in content.tables]
    for table in content.tables:
        heads = [column.heading for column in table.columns]
        in_file, in_book = files[table.key], books[table.title]
        assert in_file[0] == in_book[0] == heads
        assert len(in_file) == len(in_book) == len(table.data) + 1
        for row, cells_given in enumerate(table.data.to_dict("split")["data"], start=1):
            for column, value, text, cell in zip(table.columns, cells_given, in_file[row], in_book[row], strict=True):
                if column.digits is None:
                    assert (cell or "") == value and text.removeprefix("'") == value.removeprefix("'")
                elif value is None or value != value:
                    assert text == "" and cell is None
                else:
                    assert float(text) == value == cell
        if len(table.data) <= SHORT:
            on_page = html.tables[table.key]
            digits = [column.digits for column in table.columns]
            assert on_page[0] == heads
            assert [[html.cell(text) for text in row] for row in on_page[1:]] == [
                [shown(v, d) for v, d in zip(cells_given, digits, strict=True)]
                for cells_given in table.data.to_dict("split")["data"]
            ]
        if table.charts or len(table.data) > SHORT:
            stored = html.data(content.lang)["tables"][table.key]["data"]
            for column, values in zip(table.columns, stored, strict=True):
                expected = [None if v is None or v != v else v for v in table.data[column.key]]
                assert values == expected


def test_one_language_throughout(content, written):
    """No Chinese character in an English page but in names, sources and terms of the trade; no key left untranslated."""
    text = (written / "report.html").read_text("utf-8")
    assert f'<html lang="{content.lang}">' in text
    titles = [c.title for t in content.tables for c in t.columns] + [t.title for t in content.tables]
    chinese = [title for title in titles if re.search(r"[\u4e00-\u9fff]", title)]
    names = {"甲", "乙"}
    if content.lang == "en":
        assert not set(chinese) - names
    else:
        plain = {title for title in titles if title not in chinese}
        allowed = {"battery-p", "pumped", "CO2", *(f"{hour:02d}" for hour in range(24))}
        assert not plain - allowed


def test_units_of_the_trade(saved):
    tables = {lang: {t.key: t for t in build(saved, lang).tables} for lang in Lang}
    for key in ("curtailment_year", "storage", "emissions", "cost", "headline"):
        for en, zh in zip(tables[Lang.en][key].columns, tables[Lang.zh][key].columns, strict=True):
            factors = {"GW": 100, "TWh": 10, "GWh": 100, "billion CNY": 10, "Mtce": 100, "Mt": 100}
            units = {
                "GW": "万千瓦",
                "TWh": "亿千瓦时",
                "GWh": "万千瓦时",
                "billion CNY": "亿元",
                "Mtce": "万吨标准煤",
                "Mt": "万吨",
            }
            if en.digits is not None:
                assert zh.unit == units.get(en.unit, zh.unit)
                a, b = (tables[lang][key].data[c.key].astype(float) for lang, c in ((Lang.en, en), (Lang.zh, zh)))
                assert list(a.fillna(0) * factors.get(en.unit, 1)) == pytest.approx(list(b.fillna(0)), rel=1e-9)


def test_definitions_stand_under_their_tables(content, written):
    html = page(written / "report.html")
    text = (written / "report.html").read_text("utf-8")
    book = openpyxl.load_workbook(written / "report.xlsx")
    for key in ("curtailment_year", "cause", "reserve_year", "power_balance", "regulation", "thermal"):
        table = next(table for table in content.tables if table.key == key)
        assert table.notes and key in html.tables | html.data(content.lang)["tables"]
        below = text.split(f'id="table-{key}"')[1].split("</article>")[0]
        sheet = next(sheet for sheet in book.worksheets if sheet["A1"].value == table.title)
        cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
        for note in table.notes:
            assert note.split("(")[0].split("<")[0].split("&")[0][:40] in below
            assert note in cells


def test_no_table_is_without_definition_or_source(content):
    assert not [t.key for t in content.tables if not t.notes and "source" not in t.data]


def test_the_workbook_has_contents_frozen_heads_formats_and_charts(content, written):
    book = openpyxl.load_workbook(written / "report.xlsx")
    contents, first = book.worksheets[1], [cell.value for cell in book.worksheets[1]["A"]]
    assert first[0] == content.title and {table.title for table in content.tables} <= set(first)
    links = {cell.hyperlink.location for row in contents.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{sheet.title}'!A1" for sheet in book.worksheets[2:]}
    for sheet, table in zip(book.worksheets[2:], content.tables, strict=True):
        assert sheet.freeze_panes is not None and sheet.freeze_panes[1:] == "4"
        assert len(sheet._charts) == sum(chart.kind != "heat" for chart in table.charts)
        for place, column in enumerate(table.columns, start=1):
            value = sheet.cell(4, place)
            if column.digits and value.value is not None:
                assert value.number_format == "#,##0." + "0" * column.digits


@pytest.mark.parametrize("lang", list(Lang))
def test_hostile_names_are_text_everywhere(hostile, lang):
    report(hostile, lang)
    names = [document(text) for text in HOSTILE.values()]
    html = page(hostile / "report.html")
    source = (hostile / "report.html").read_text("utf-8")
    scripts = [attributes.get("id") for tag, attributes in html.tags if tag == "script"]
    assert scripts == [f"data-{lang}", f"data-{lang.other}", f"edition-{lang.other}", "plotly", None]
    other = parsed(html.packed[f"edition-{lang.other}"])
    assert not [
        tag for tag, attributes in other.tags if tag in ("img", "script") or any(k.startswith("on") for k in attributes)
    ]
    assert not [tag for tag, attributes in html.tags if tag == "img" or any(k.startswith("on") for k in attributes)]
    assert not re.search(r"<(b|i|img)\b", source.split('<script type="text/plain"')[0])
    cells = {html.cell(cell) for rows in html.tables.values() for row in rows for cell in row}
    in_data = json.dumps(html.data(lang), ensure_ascii=False)
    book = openpyxl.load_workbook(hostile / "report.xlsx")
    values = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in values} <= {"s", "n"}
    texts = {str(cell.value) for cell in values}
    files = csv_tables(hostile / "csv")
    for text in (cell for rows in files.values() for row in rows for cell in row):
        try:
            float(text or 0)
        except ValueError:
            assert not text.startswith(("=", "+", "-", "@"))
    in_files = {cell.removeprefix("'") for rows in files.values() for row in rows for cell in row}
    for name in names:
        if name in (document(HOSTILE["甲"]), document(HOSTILE["报告区域"])) and lang is Lang.en:
            continue
        if name in (document(HOSTILE["Alpha"]), document(HOSTILE["report region"])) and lang is Lang.zh:
            continue
        assert name in cells or json.dumps(name, ensure_ascii=False) in in_data, name
        assert name in texts, name
        assert name in in_files, name


def test_a_report_is_written_whole_and_replaces_the_one_before(region, few, tmp_path):
    from shutil import copytree

    place = tmp_path / "run"
    copytree(region, place)
    (place / "csv").mkdir(exist_ok=True)
    (place / "csv" / "old.csv").write_text("old")
    files = {path.name for path in place.iterdir()} | {"report.xlsx", "report.html", "png"}
    written = write(few, place, png=True)
    assert {path.name for path in place.iterdir()} == files and not (place / "csv" / "old.csv").exists()
    assert {path.name for path in written} == {"csv", "png", "report.html", "report.xlsx"}
    assert (place / "report.html").stat().st_size < 5e6


@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_report_that_is_killed_over_an_older_one_loses_no_part_of_it(region, few, tmp_path, monkeypatch, after):
    """Ended, as by a kill, between any two files that take the place of older ones: all are there, each whole."""
    place = tmp_path / "run"
    place.mkdir()
    write(few, place, png=False)
    before = {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    moves, move = [], os.replace

    def killed(source, target):
        if len(moves) == after:
            raise KeyboardInterrupt
        moves.append(target)
        move(source, target)

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        write(few, place, png=False)
    left = {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert left.keys() == before.keys() and all(left.values())
    assert {name for name in left if name.suffix == ".csv" and left[name] != before[name]} == set()


@pytest.mark.parametrize("full", ["report.xlsx", "report.html", "power_balance.csv"])
def test_a_full_disk_leaves_the_older_report_as_it_was(few, tmp_path, monkeypatch, full):
    write(few, tmp_path, png=False)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    opened, made = io.open, zipfile.ZipFile

    def no_room(file, *rest, **more):
        if str(file).endswith(full) and str(file) != str(tmp_path / full):
            raise OSError(errno.ENOSPC, "No space left on device", str(file))
        return (made if full == "report.xlsx" else opened)(file, *rest, **more)

    names = {table.key for table in few.tables}
    if full.endswith(".csv") and full.removesuffix(".csv") not in names:
        full = f"{sorted(names)[0]}.csv"
    if full == "report.xlsx":
        monkeypatch.setattr(xlsxwriter.workbook, "ZipFile", no_room)
    else:
        monkeypatch.setattr(io, "open", no_room)
        monkeypatch.setattr("pathlib.io.open", no_room)
    with pytest.raises(OSError, match="No space left"):
        write(few, tmp_path, png=False)
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_catalogue_has_both_languages():
    for key, (en, zh) in CATALOGUE.items():
        assert en and (zh or key == "join.sentences"), key
        assert set(re.findall(r"{(\w+)", en)) == set(re.findall(r"{(\w+)", zh)), key


def test_a_run_that_is_not_optimal_says_so(region, tmp_path):
    saved = read(region)
    saved.record = saved.record | {"status": "stopped"}
    content = build(saved, Lang.en)
    write(content, tmp_path, png=False)
    assert "not of an optimum" in (tmp_path / "report.html").read_text("utf-8")


def test_a_run_without_prices_has_no_table_of_prices(saved, region):
    blind = read(region)
    for name in ("price", "pocket_price", "park_price"):
        blind.results[name] = blind.results[name] * float("nan")
    content = build(blind, Lang.en)
    assert not next(chapter for chapter in content.chapters if chapter.key == "prices").tables
    causes = next(table for table in content.tables if table.key == "cause").data
    assert causes["cause_total"].iloc[0] == pytest.approx(saved.array("curtailment").sum() * 1e-6)
