"""The words of the old dialect only become fewer, in code and pages: tests/language/banned.csv has what to write."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "language"))

import dialect


@pytest.fixture(scope="module")
def counts():
    return dialect.count()


def test_no_banned_word_is_used_more_than_allowed(counts):
    """The sum over the project, so that a file may move."""
    now, limit = dialect.by_word(counts), dialect.by_word(dialect.allowed())
    more = {word: uses - limit[word] for word, uses in now.items() if uses > limit[word]}
    write = {entry.forms[0]: entry.write for entry in dialect.banned()}
    places = {
        word: {package: uses for (package, of), uses in (counts - dialect.allowed()).items() if of == word}
        for word in more
    }
    assert not more, "\n".join(f"{word}: {places[word]} more uses; write: {write[word]}" for word in more)


def test_the_allowed_counts_are_those_of_today(counts):
    """The sum over the project, so that a file may move."""
    now, limit = dialect.by_word(counts), dialect.by_word(dialect.allowed())
    fewer = {word: (limit[word], now[word]) for word in limit if now[word] < limit[word]}
    assert not fewer, f"Good: uses are gone (word: allowed, now): {fewer}. Run: python tests/language/renew.py"


def test_a_form_is_found_in_identifiers_sentences_and_across_lines():
    told, has_not = (
        next(entry for entry in dialect.banned() if entry.forms[0] == form) for form in ("tell", "has not")
    )
    assert told.uses(dialect.spread("class RowsTold: told_rows = 1  # toldness\n")) == 2
    assert has_not.uses(dialect.spread("a row that has\n    # not a side; it has not been read")) == 1
