"""Count the words of the old dialect of the project by package, against the counts that are allowed."""

import csv
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
BANNED = Path(__file__).with_name("banned.csv")
ALLOWED = Path(__file__).with_name("allowed.csv")
FOLDERS = ("benchmarks", "dispatch", "docs", "inputs", "models", "tests")
SUFFIXES = {".py", ".md"}
OWN = ("language", "test_language.py")
"""Folder and test of this list, which quote the words."""
GENERATED = re.compile(r"tables(\.\w+)?\.md")
"""Pages that `make reference` writes: their texts are counted in the schema."""

Counts = Counter[tuple[str, str]]
"""Uses by package and first form of the banned word."""


class Banned(NamedTuple):
    """A banned word: its forms, the replacement, the packages (none: all of them), phrases that are allowed."""

    forms: list[str]
    write: str
    where: list[str]
    exceptions: list[str]

    def uses(self, text: str) -> int:
        """Return the number of uses in a text of `spread`."""
        return sum(_count(text, form) for form in self.forms) - sum(_count(text, form) for form in self.exceptions)


def _count(text: str, phrase: str) -> int:
    return text.count(f" {phrase.replace(' ', '  ')} ")


def banned() -> list[Banned]:
    """Return the banned words of banned.csv."""
    with BANNED.open(encoding="utf-8", newline="") as file:
        return [
            Banned(
                row["forms"].split("|"),
                row["write"],
                row["where"].split(),
                row["except"].split("|") if row["except"] else [],
            )
            for row in csv.DictReader(file)
        ]


def spread(text: str) -> str:
    """Return the words of a text in lower case, those of an identifier apart, each between blanks of its own.

    >>> spread("class TrustBox:  # old_rows")
    ' class  trust  box  old  rows '
    """
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return f" {'  '.join(re.findall('[a-z]+', apart.lower()))} "


def package(path: Path) -> str:
    """Return the package of a file: its first folder, and for `dispatch` and `tests` the second one too."""
    parts = path.relative_to(ROOT).parts[:-1]
    return "/".join(parts[: 2 if parts and parts[0] in ("dispatch", "tests") else 1]) or "pages"


def texts() -> dict[str, str]:
    """Return by package the text that is counted: code and pages of the project, without this folder."""
    found: dict[str, list[str]] = {}
    files = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*")) if path.suffix in SUFFIXES]
    for path in [*sorted(ROOT.glob("*.md")), *files]:
        if not {path.name, path.parent.name} & {*OWN} and not GENERATED.fullmatch(path.name):
            found.setdefault(package(path), []).append(path.read_text(encoding="utf-8"))
    return {name: spread("\n".join(of)) for name, of in found.items()}


def count() -> Counts:
    """Return the uses of banned words in the project."""
    words = banned()
    return +Counter(
        {
            (name, entry.forms[0]): entry.uses(text)
            for name, text in texts().items()
            for entry in words
            if not entry.where or name in entry.where
        }
    )


def allowed() -> Counts:
    """Return the allowed uses. Both versions of a merge conflict are read; the larger count holds."""
    counts: Counts = Counter()
    for line in ALLOWED.read_text(encoding="utf-8").splitlines():
        if (entry := re.fullmatch(r"([^,]+),([^,]+),(\d+)", line)) is not None:
            key = entry[1], entry[2]
            counts[key] = max(counts[key], int(entry[3]))
    return counts


def by_word(counts: Counts) -> Counter[str]:
    """Return the uses in the whole project by word."""
    total: Counter[str] = Counter()
    for (_, word), uses in counts.items():
        total[word] += uses
    return total
