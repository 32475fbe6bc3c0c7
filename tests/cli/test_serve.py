"""``dispatch serve``: what it refuses, and where it warns."""

import json
import socket
import time

import pytest
from typer.testing import CliRunner

from dispatch.cli import app
from dispatch.cli.progress_file import PAUSE, ProgressFile
from dispatch.messages import message
from dispatch.solve import Progress
from dispatch.workbench import server


@pytest.fixture
def asked(monkeypatch):
    """(folder, address) of each server that would be started."""
    found = []
    monkeypatch.setattr(server, "serve", lambda folder, address: found.append((folder, address)))
    return found


def serve(*words):
    return CliRunner().invoke(app, ["serve", *map(str, words), "--lang", "en"])


def free():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def test_the_server_listens_on_loopback_without_a_token(asked, tmp_path):
    port = free()
    done = serve(tmp_path, "--port", port)
    assert done.exit_code == 0 and f"http://127.0.0.1:{port}/ " in done.stdout
    ((folder, address),) = asked
    assert folder == tmp_path and address.host == "127.0.0.1" and address.token == ""


def test_another_host_needs_a_token_and_warns(asked, tmp_path):
    done = serve(tmp_path, "--port", free(), "--host", "0.0.0.0")
    assert done.exit_code == 0 and "listens on 0.0.0.0" in done.stderr and "not encrypted" in done.stderr
    assert len(asked[0][1].token) >= 32 and f"?token={asked[0][1].token}" in done.stdout


def test_a_token_may_be_requested_on_loopback(asked, tmp_path):
    assert serve(tmp_path, "--port", free(), "--token").exit_code == 0
    assert asked[0][1].token


def test_a_port_that_is_taken_is_a_fault(asked, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = serve(tmp_path, "--port", other.getsockname()[1])
    assert done.exit_code == 2 and "cannot listen" in done.stderr and "--port" in done.stderr and not asked


def test_a_folder_that_is_none_is_a_fault(asked, tmp_path):
    done = serve(tmp_path / "none", "--port", free())
    assert done.exit_code == 2 and "no such folder" in done.stderr and not asked


def test_without_the_optional_libraries_the_command_names_what_to_install(asked, tmp_path, monkeypatch):
    monkeypatch.setattr("dispatch.cli.serve.find_spec", lambda name: None)
    done = serve(tmp_path)
    assert done.exit_code == 2 and "pip install 'neimenggu-dispatch[workbench]'" in done.stderr and not asked


def test_progress_is_written_for_another_program(tmp_path):
    path = tmp_path / "progress.json"
    file = ProgressFile(str(path))
    file.report("read", None)
    assert json.loads(path.read_text()) == {"stage": "read", "seconds": 0.0}
    file.report("solve", Progress(message("stage.merging"), 0.5, 90.0, 100.0))
    file.report("solve", Progress(message("stage.merging"), 0.6))  # too soon after the last one
    found = json.loads(path.read_text())
    assert (found["share"], found["bound"], found["objective"]) == (0.5, 90.0, 100.0)
    assert found["gap"] == pytest.approx(0.1) and found["message"]["key"] == "stage.merging"
    time.sleep(PAUSE)
    file.report("solve", Progress(message("stage.merging"), 0.6))
    assert json.loads(path.read_text())["share"] == 0.6


def test_a_progress_file_that_cannot_be_written_does_not_stop_the_command(tmp_path):
    file = ProgressFile(str(tmp_path / "none" / "progress.json"))
    file.report("read", None)
    assert file.path is None
