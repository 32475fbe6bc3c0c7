"""What goes into a pipe is clean text; text from tables is data."""

import io
import re
import time
from importlib.metadata import version

import pytest
from rich.console import Console

from dispatch.cli import progress
from dispatch.messages import Lang, Words, message
from dispatch.solve import Progress

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@pytest.mark.parametrize("command", ["run", "check", "explain", "faults", "help"])
def test_piped_output_has_no_control_codes(small, spawn, call, tmp_path, command):
    call("run", small, "--out", tmp_path / "there")
    words = {
        "run": ["run", small, "--out", "out"],
        "check": ["check", small],
        "explain": ["explain", "there", "2030-01-07 03:00"],
        "faults": ["check", tmp_path / "nowhere"],
        "help": ["--help"],
    }[command]
    process = spawn(*words)
    out, err = process.communicate(timeout=60)
    assert process.returncode == (2 if command == "faults" else 0), err
    assert not CONTROL.search(out) and not CONTROL.search(err)
    assert (err if command == "faults" else out).strip()


def test_a_log_reports_now_and_then_how_far_a_long_stage_is(monkeypatch):
    console = Console(file=io.StringIO(), width=40)
    with progress.Watch(console, Words(Lang.en)) as watch:
        watch.report("solve", None)
        watch.report("solve", Progress(message("stage.merging_whole")))
        monkeypatch.setattr(progress, "PAUSE", 0.0)
        watch.report("solve", Progress(message("stage.merging_whole"), 0.5, bound=1.0 - 2e-5, objective=1.0))
    assert console.file.getvalue().splitlines() == [
        "solving",
        "solving · merging windows, the whole · 50% · relative gap 2.0e-05",
    ]


def test_a_step_that_begins_within_the_pause_is_printed_at_its_end(monkeypatch):
    monkeypatch.setattr(progress, "PAUSE", 0.2)
    console = Console(file=io.StringIO(), width=40)
    with progress.Watch(console, Words(Lang.en)) as watch:
        watch.report("solve", None)
        watch.report("solve", Progress(message("stage.merging_whole")))
        ends = time.monotonic() + 30
        while len(console.file.getvalue().splitlines()) < 2 and time.monotonic() < ends:
            time.sleep(0.05)
    assert console.file.getvalue().splitlines() == ["solving", "solving · merging windows, the whole"]


def test_the_versions_are_reported(call):
    assert call("--version").stdout == f"dispatch {version('neimenggu-dispatch')}, HiGHS {version('highspy')}\n"


def test_text_from_tables_cannot_steer_the_terminal_or_the_markup(tiny_folder, call, tmp_path):
    target = {"target": "t", "kind": "new_energy_capacity", "required": 0, "unit": "GW"}
    folder = tiny_folder(load=[100], thermal=[{"fleet": "coal", "capacity": 200}], targets=[target])
    path = folder / "targets.csv"
    path.write_text(path.read_text("utf-8").replace(",target,", ",[red]a\x1b[31mb,"), encoding="utf-8")
    result = call("run", folder, "--out", tmp_path / "out")
    assert result.exit_code in (0, 2)
    assert "\x1b" not in result.output
    if result.exit_code == 0:
        assert "[red]a" in result.stdout


def test_help_shows_the_commands_that_exist_and_no_others(call):
    text = call("--help").stdout
    for name in ("run", "check", "explain", "export", "weather", "report", "compare", "targets", "diagnose", "new"):
        assert re.search(rf"\b{name}\b", text)


def test_help_of_run_spells_the_path_of_a_setting(call):
    assert "table[key=value].column" in re.sub(r"[│\s]+", "", call("run", "--help").stdout)
