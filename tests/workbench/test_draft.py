"""Unsaved changes: nothing is lost, nothing of others is overwritten, faults are those of `dispatch check`."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from dispatch import read_case
from dispatch.errors import CaseError
from dispatch.messages import Lang
from dispatch.workbench.bench import Bench
from dispatch.workbench.draft import ChangedOnDisk, Draft
from dispatch.workbench.queue import Queue
from dispatch.workbench.runs import Runs
from dispatch.workbench.tables import (
    add_row,
    cell_fault,
    grid,
    remove_row,
    set_cells,
    set_settings,
    settings_text,
    tidy,
)

CASE = "inputs/tutorial"


@pytest.fixture
def draft(workspace):
    return Draft(workspace, CASE, "me")


def shown(draft, table, lang=Lang.en):
    return grid(draft, draft.sources(), draft.faults(), table, lang)


def change(draft, table, row, column, text):
    set_cells(draft, draft.sources(), table, [(shown(draft, table).rows[row], column, text)])


def files_of(place):
    return {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}


def test_a_change_is_saved_with_all_other_bytes_as_they_were(folder, draft):
    before = files_of(folder / CASE)
    change(draft, "capacity", 3, "capacity", "1200")
    assert draft.changed == ["capacity.csv"] and files_of(folder / CASE) == before
    assert draft.save() == ["capacity.csv"]
    changed = before["capacity.csv"].replace(b"wind,1,1000,,", b"wind,1,1200,,")
    assert files_of(folder / CASE) == before | {"capacity.csv": changed}
    assert draft.changed == []


def test_a_case_has_one_draft_in_a_browser_however_its_path_is_written(workspace):
    bench = Bench(workspace, Queue(workspace), Runs())
    assert bench.draft(CASE, "me") is bench.draft("./inputs//tutorial/", "me")
    assert bench.draft(CASE, "me") is not bench.draft(CASE, "you")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_settings_keep_their_encoding_and_line_ends(folder, workspace, encoding, end):
    place = folder / CASE / "case.toml"
    text = place.read_text("utf-8")
    assert "教程" in text
    place.write_bytes(text.replace("\n", end).encode(encoding))
    draft = Draft(workspace, CASE, "me")
    shown = settings_text(draft).replace("\r\n", "\n")
    assert shown == text
    set_settings(draft, shown)
    assert draft.changed == []
    set_settings(draft, shown.replace("教程", "教学"))
    draft.save()
    assert place.read_bytes() == text.replace("教程", "教学").replace("\n", end).encode(encoding)


def test_settings_that_cannot_be_decoded_are_not_overwritten(folder, workspace):
    place = folder / CASE / "case.toml"
    place.write_bytes(b"title = '\xff\xff'")
    draft = Draft(workspace, CASE, "me")
    with pytest.raises(CaseError, match="UTF-8"):
        set_settings(draft, settings_text(draft) + " ")
    assert draft.changed == []


def test_undo_and_redo_across_tables(draft):
    change(draft, "capacity", 0, "capacity", "500")
    change(draft, "load", 0, "energy", "1")
    assert draft.undo() == "load.csv" and draft.changed == ["capacity.csv"]
    assert draft.undo() == "capacity.csv" and draft.changed == [] and draft.undo() == ""
    assert draft.redo() == "capacity.csv" and draft.redo() == "load.csv" and draft.redo() == ""
    assert draft.changed == ["capacity.csv", "load.csv"]


@pytest.mark.parametrize("lang", [Lang.en, Lang.zh])
@pytest.mark.parametrize(
    ("table", "row", "column", "text"),
    [
        ("capacity", 3, "capacity", "1O00"),
        ("thermal", 0, "minimum_other", "140"),
        ("renewables", 0, "area", "nowhere"),
        ("storage", 0, "charge_efficiency", ""),
        ("fuels", 0, "coal", "maybe"),
        ("capacity", 2, "asset", "unknown"),
    ],
)
def test_a_fault_stands_at_its_cell_in_the_words_of_check(folder, draft, table, row, column, text, lang):
    change(draft, table, row, column, text)
    found = shown(draft, table, lang).rows[row].faults
    draft.save()
    with pytest.raises(CaseError) as error:
        read_case(folder / CASE)
    stated = [fault for fault in error.value.faults if (fault.file, fault.column) == (f"{table}.csv", column)]
    assert stated and found[column] == "\n".join(fault.text(lang) for fault in stated)


def test_a_cell_is_checked_on_its_own_while_it_is_typed():
    assert "capacity.csv, row 5" in cell_fault("capacity", "capacity", "x", "MW", 5, Lang.en)
    assert cell_fault("capacity", "capacity", "7", "MW", 5, Lang.en) == ""
    assert cell_fault("thermal", "minimum_other", "45", "%", 2, Lang.en) == ""
    assert "45" in cell_fault("thermal", "minimum_other", "45", "share", 2, Lang.en)
    assert cell_fault("capacity", "energy", "", "MWh", 2, Lang.en) == ""
    assert cell_fault("capacity", "asset", "", "", 2, Lang.en)


def test_a_second_editor_is_not_overwritten(folder, workspace, draft):
    other = Draft(workspace, CASE, "you")
    change(draft, "capacity", 3, "capacity", "1200")
    change(other, "capacity", 0, "capacity", "1")
    change(other, "load", 0, "energy", "7")
    draft.save()
    with pytest.raises(ChangedOnDisk) as error:
        other.save()
    assert error.value.files == ["capacity.csv"]
    saved = (folder / CASE / "capacity.csv").read_text("utf-8")
    assert "wind,1,1200" in saved and "coal,1,375" in saved and other.changed == ["capacity.csv", "load.csv"]
    assert "142800" in (folder / CASE / "load.csv").read_text("utf-8")  # none of the files is written
    other.discard()
    change(other, "capacity", 0, "capacity", "1")
    assert other.save() == ["capacity.csv"]


def test_changes_survive_the_server_and_belong_to_their_browser(workspace, draft):
    change(draft, "capacity", 3, "capacity", "1200")
    again = Draft(workspace, CASE, "me")
    assert again.restored and again.changed == ["capacity.csv"]
    assert shown(again, "capacity").rows[3].texts["capacity"] == "1200"
    assert not Draft(workspace, CASE, "you").restored


KILLED = """
import os, signal, sys
from pathlib import Path
from dispatch.workbench import draft as module
from dispatch.workbench.workspace import Workspace
draft = module.Draft(Workspace(Path(sys.argv[1])), "inputs/tutorial", "me")
draft.put("capacity.csv", draft.content("capacity.csv").replace(b"1000", b"1200"))
draft.put("load.csv", draft.content("load.csv").replace(b"142800", b"142801"))
done = []
def replace(path, content, write=module.replace):
    if path.parent == draft.case and done:
        partial = path.with_name(f".{path.name}.half.partial")
        partial.write_bytes(content[: len(content) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
    write(path, content)
    done.append(path) if path.parent == draft.case else None
module.replace = replace
draft.save()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_server_that_is_killed_in_the_middle_of_a_save_loses_nothing(folder, workspace):
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert b"1200" in (folder / CASE / "capacity.csv").read_bytes()
    assert b"142800" in (folder / CASE / "load.csv").read_bytes()  # whole, as before
    read_case(folder / CASE)
    again = Draft(workspace, CASE, "me")
    assert again.restored and again.changed == ["capacity.csv", "load.csv"]
    again.save()
    assert b"142801" in (folder / CASE / "load.csv").read_bytes()


def child(folder, text="extends = 'tutorial'\ntitle = 'child'\n"):
    place = folder / "inputs" / "child"
    place.mkdir()
    (place / "case.toml").write_text(text, encoding="utf-8")
    return place


def test_a_cell_of_an_extended_case_is_overridden_by_a_row_of_its_own(folder, workspace):
    place = child(folder)
    draft = Draft(workspace, "inputs/child", "me")
    change(draft, "capacity", 3, "capacity", "1500")
    assert draft.content("capacity.csv") == b"asset,unit,capacity [MW]\nwind,1,1500\n"
    row = shown(draft, "capacity").rows[3]
    assert row.texts["capacity"] == "1500" and row.before == {"capacity": "1000"}
    assert row.origin["capacity"] == "capacity.csv" and row.origin["source"] == "tutorial/capacity.csv"
    draft.save()
    assert read_case(place).capacity(["wind"])[0, 0] == 1.5
    assert "1000" in (folder / CASE / "capacity.csv").read_text("utf-8")


def test_a_share_of_an_extended_case_is_shown_and_overridden_in_per_cent(folder, workspace):
    child(folder)
    draft = Draft(workspace, "inputs/child", "me")
    columns = {column.name: column.unit for column in shown(draft, "thermal").columns}
    assert columns["minimum_other"] == "%" and shown(draft, "thermal").rows[0].texts["minimum_other"] == "40"
    (folder / "inputs" / "child" / "thermal.csv").write_text("fleet,minimum_other [share]\ngas,0.1\n", "utf-8")
    draft.discard()
    rows = shown(draft, "thermal").rows
    assert [row.texts["minimum_other"] for row in rows] == ["0.4", "0.1"] and rows[1].before == {"minimum_other": "0"}


def test_a_block_of_cells_is_one_step_and_one_row_for_each_row_of_an_extended_case(folder, workspace):
    child(folder)
    draft = Draft(workspace, "inputs/child", "me")
    rows = shown(draft, "capacity").rows
    block = [
        (rows[k], column, text) for k, text in ((3, "1500"), (4, "450")) for column in ("capacity", "commissioned")
    ]
    block = [(row, column, text if column == "capacity" else "2029-01") for row, column, text in block]
    set_cells(draft, draft.sources(), "capacity", block)
    assert draft.content("capacity.csv") == (
        b"asset,unit,capacity [MW],commissioned\nwind,1,1500,2029-01\npv,1,450,2029-01\n"
    )
    assert draft.undo() == "capacity.csv" and draft.content("capacity.csv") is None and draft.changed == []


def test_a_row_of_an_extended_case_is_not_deleted(folder, workspace):
    child(folder)
    draft = Draft(workspace, "inputs/child", "me")
    with pytest.raises(CaseError, match="belongs to the case that is extended"):
        remove_row(draft, "capacity", shown(draft, "capacity").rows[0])


def test_rows_are_added_and_removed_and_empty_ones_left_out(folder, draft):
    before = (folder / CASE / "capacity.csv").read_bytes()
    add_row(draft, draft.sources(), "capacity", {})
    assert not shown(draft, "capacity").rows[-1].texts.get("asset")
    tidy(draft)
    assert draft.content("capacity.csv") == before
    add_row(
        draft, draft.sources(), "capacity", {"asset": "wind", "unit": "2", "capacity": "10", "commissioned": "2030-01"}
    )
    row = shown(draft, "capacity").rows[-1]
    assert row.texts == {"asset": "wind", "unit": "2", "capacity": "10", "commissioned": "2030-01"}
    remove_row(draft, "capacity", row)
    assert b"2030-01" not in draft.content("capacity.csv")


def test_choices_are_those_of_the_column_and_the_names_of_other_tables(draft):
    columns = {column.name: column for column in shown(draft, "renewables").columns}
    assert columns["area"].choices == ("steppe",) and "wind" in columns["technology"].choices
    assert columns["area"].required and columns["asset"].key


def test_a_file_that_is_no_text_is_a_fault(folder, workspace):
    (folder / CASE / "capacity.csv").write_bytes(b"\xff\xff\xff")
    draft = Draft(workspace, CASE, "me")
    with pytest.raises(CaseError, match=r"capacity\.csv"):
        shown(draft, "capacity")
    assert draft.faults()


def test_a_case_that_vanished_is_a_fault(folder, workspace):
    shutil.rmtree(folder / CASE)
    with pytest.raises(CaseError):
        Draft(workspace, CASE, "me")
