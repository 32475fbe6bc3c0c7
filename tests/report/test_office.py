"""The workbook in a second program: LibreOffice opens it, and every value comes out as it went in."""

import csv
import subprocess

import pytest

from dispatch.messages import Lang
from dispatch.report import build, read
from dispatch.report.build import write
from dispatch.report.writers.xlsx import HEAD

from .browser import program

SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
"""All sheets as CSV in UTF-8: values as they are stored, not as they are shown."""


def converted(workbook, folder, kind):
    office = program("soffice", "libreoffice", package="libreoffice-calc-nogui")
    order = [office, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", kind]
    done = subprocess.run([*order, "--outdir", folder, workbook], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0 and "Error" not in done.stderr, done.stderr
    return folder


@pytest.mark.parametrize("lang", list(Lang))
def test_libreoffice_reads_every_value(hostile, tmp_path, lang):
    """Of the run with hostile names: no formula is evaluated, nothing is lost."""
    content = build(read(hostile), lang)
    write(content, tmp_path, png=False)
    out = tmp_path / "office"
    out.mkdir()
    converted(tmp_path / "report.xlsx", out, SHEETS)
    files = {path.name: path for path in out.glob("*.csv")}
    assert len(files) == len(content.tables) + 2
    found = {}
    for path in files.values():
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        found[rows[0][0]] = rows
    for table in content.tables:
        rows = found[table.title]
        assert rows[HEAD][: len(table.columns)] == [column.heading for column in table.columns]
        for row, cells_given in zip(rows[HEAD + 1 :], table.data.to_dict("split")["data"], strict=False):
            for column, value, cell in zip(table.columns, cells_given, row, strict=False):
                if column.digits is None:
                    assert cell == value
                elif value is None or value != value:
                    assert cell == ""
                else:
                    assert float(cell) == pytest.approx(value, rel=1e-12, abs=1e-15)
