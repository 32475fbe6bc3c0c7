"""The list of mutations fits the code: ``run.py`` takes minutes and is no part of the suite."""

from pathlib import Path

from .listed import EXPLAINED, MUTATIONS

ROOT = Path(__file__).parents[2]


def test_every_mutation_changes_one_place_and_names_tests_that_exist() -> None:
    assert len(MUTATIONS) >= 60 and len(set(MUTATIONS)) == len(MUTATIONS)
    for one in MUTATIONS:
        text = (ROOT / one.file).read_text("utf-8")
        assert text.count(one.old) == 1, f"{one.file} holds {one.old!r} {text.count(one.old)} times: change listed.py"
        assert one.old != one.new and one.tests and all((ROOT / test).is_file() for test in one.tests)


def test_every_explanation_is_of_a_mutation() -> None:
    assert {(one.file, one.new) for one in MUTATIONS if one.why} == set(EXPLAINED)
