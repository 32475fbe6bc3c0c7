"""The lists of test files in conftest.py name files that exist: a file that was renamed would lose its place unnoticed."""

from pathlib import Path

from .conftest import LONGEST, SLURM, WEATHER

ROOT = Path(__file__).parents[1]


def test_the_lists_of_files_name_files():
    assert [name for name in (*LONGEST, *SLURM) if not (ROOT / name).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST) and list((ROOT / WEATHER).glob("test_*.py"))
