"""One-line mutations of the equations, the certificate, the results and the attribution: each must fail a test.

    python tests/mutations/run.py [--only TEXT] [--workers N]

Each worker has a copy of the tree in a temporary folder. A mutation replaces one text of one file there, runs the test files that
should fail, and puts the text back. Exit code 1: a mutation survived that is not explained in ``listed.py``.
"""

from __future__ import annotations

import argparse
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from listed import MUTATIONS, Mutation

ROOT = Path(__file__).parents[2]
PARTS = ("dispatch", "models", "tests", "inputs/tutorial", "pyproject.toml")
"""What the tests of a mutation need."""
LIMIT = 600.0
"""Longest run of the tests of one mutation [s]. A mutation that makes them run on is killed too."""


def copy_of_the_tree(place: Path) -> Path:
    """A copy of what the tests need, without caches."""
    for part in PARTS:
        source, target = ROOT / part, place / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        else:
            shutil.copy2(source, target)
    return place


def fails(tree: Path, tests: tuple[str, ...], limit: float | None = LIMIT) -> bool:
    """Whether a test fails in a tree, or the tests take longer than a limit [s]."""
    words = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(words, cwd=tree, env=environment, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return True
    if done.returncode not in (0, 1, 2):
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return done.returncode != 0


def survives(tree: Path, mutation: Mutation) -> bool:
    """Whether no test fails with a mutation."""
    path = tree / mutation.file
    text = path.read_text("utf-8")
    path.write_text(text.replace(mutation.old, mutation.new), "utf-8")
    try:
        return not fails(tree, mutation.tests)
    finally:
        path.write_text(text, "utf-8")


def main() -> int:
    """Run the mutations and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="mutations whose file or texts hold this")
    parser.add_argument("--unchecked", action="store_true", help="do not run the tests without a mutation first")
    parser.add_argument("--workers", type=int, default=2, help="how many run at a time")
    given = parser.parse_args()
    chosen = [one for one in MUTATIONS if given.only in f"{one.file} {one.old} {one.new} {' '.join(one.tests)}"]
    with tempfile.TemporaryDirectory() as folder:
        trees: queue.Queue[Path] = queue.Queue()
        for number in range(given.workers):
            trees.put(copy_of_the_tree(Path(folder) / str(number)))
        tests = tuple(sorted({test for one in chosen for test in one.tests}))
        print(f"{len(chosen)} mutations, {len(tests)} test files", flush=True)
        if not given.unchecked:
            tree = trees.get()
            if fails(tree, tests, None):
                print("the tests fail without a mutation")
                return 2
            trees.put(tree)

        def run(mutation: Mutation) -> bool:
            tree, began = trees.get(), time.monotonic()
            try:
                lives = survives(tree, mutation)
            finally:
                trees.put(tree)
            verdict = ("explained" if mutation.why else "SURVIVED") if lives else "killed"
            print(
                f"{verdict:9} {time.monotonic() - began:5.0f} s  {mutation.file}: {mutation.old} -> {mutation.new}",
                flush=True,
            )
            return lives and not mutation.why

        with ThreadPoolExecutor(given.workers) as pool:
            survivors = sum(pool.map(run, chosen))
    print(f"{len(chosen)} mutations, {survivors} survived without an explanation")
    return int(survivors > 0)


if __name__ == "__main__":
    raise SystemExit(main())
