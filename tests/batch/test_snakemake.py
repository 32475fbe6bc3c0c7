"""The Snakefile of docs/batch.md, killed half way."""

import os
import shutil
import signal
import subprocess

import pytest

from .conftest import GROWTH, REQUIRED, ROOT, example, published, stamps, until, with_dispatch


@pytest.fixture
def snakemake(tmp_path):
    """``snakemake(WORD, …)`` -> the command in ``tmp_path``, in a group of its own."""
    own = ROOT / ".snakemake-ci" / "bin" / "snakemake"  # where `.ci/run` puts it
    program = str(own) if own.is_file() else shutil.which("snakemake")
    if program is None:
        if REQUIRED in os.environ:
            pytest.fail("there is no Snakemake, which the environment declares as installed")
        pytest.skip("there is no Snakemake: pip install snakemake, in an environment of its own")

    def start(*words):
        with (tmp_path / "output").open("w") as output:
            return subprocess.Popen(
                [program, *words],
                cwd=tmp_path,
                env=with_dispatch(),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    return start


def test_the_example_resumes_where_it_was_killed(snakemake, sweep_file, tmp_path):
    sweep_file(GROWTH)
    (tmp_path / "Snakefile").write_text(example("python", "Snakefile", {"range(1, 25)": "range(1, 5)"}))
    store, output = tmp_path / "results" / "cases", tmp_path / "output"
    first = snakemake("--cores", "2")
    until(lambda: len(published(store)) >= 2)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    before = stamps(store)
    assert 2 <= len(before) < 4
    assert snakemake("--unlock").wait(60) == 0, output.read_text()
    assert snakemake("--cores", "2").wait(120) == 0, output.read_text()
    assert before.items() <= stamps(store).items() and len(published(store)) == 4
    logs = (tmp_path / "results" / "sweep" / "logs").glob("*.log")
    solves = {log.stem: log.read_text("utf-8").count(" solve\n") for log in logs}
    assert all(solves[name] == 1 for name in before)
    assert (tmp_path / "results" / "sweep" / "table.parquet").is_file()
    assert snakemake("--cores", "2").wait(60) == 0 and "Nothing to be done" in output.read_text()
