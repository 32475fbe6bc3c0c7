"""The chains of methods: what the pages show is what the code has, and each rule selects its method."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest

from dispatch.solve import direct, selection, strategy
from dispatch.solve.direct.chain import Step, walk
from dispatch.solve.problem import Method

DOCS = Path(__file__).parents[2] / "docs"
DECOMPOSITION = (*strategy.BY_WINDOWS, *strategy.AFTERWARDS)


def tables(page: str, start: str, end: str) -> list[list[tuple[str, ...]]]:
    """Return the tables of a page between two lines, each as its rows below the heading."""
    text = (DOCS / page).read_text(encoding="utf-8")
    part = text[text.index(start) : text.index(end)]
    found = re.findall(r"(?:^\|.*\n)+", part, re.MULTILINE)
    return [[tuple(cell.strip() for cell in row.split("|")[1:-1]) for row in table.splitlines()[2:]] for table in found]


def rows(chain: Iterable[Step]) -> list[tuple[str, ...]]:
    return [(step.name, step.when, step.failure) for step in chain]


def test_the_tables_of_the_page_are_the_chains_of_the_code() -> None:
    whole, rules, decomposition, order, repairs, after = tables(
        "solving.md", "## Chain of methods", "**Connected components.**"
    )
    assert whole == rows(strategy.WHOLE)
    assert rules == [
        (f"`{rule.method}`" if rule.method else "the requested one", rule.when) for rule in selection.RULES
    ]
    assert decomposition == rows(DECOMPOSITION)
    assert order == [(f"`{method}`", ", ".join(step.name for step in chain)) for method, chain in direct.DIRECT.items()]
    assert repairs == rows(direct.REPAIRS)
    assert after == rows(strategy.AFTER_DIRECT)


def test_the_architecture_shows_the_same_chains() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    for chain in (strategy.WHOLE, DECOMPOSITION, *direct.DIRECT.values(), direct.REPAIRS, strategy.AFTER_DIRECT):
        assert re.search(rf" {re.escape(' → '.join(step.name for step in chain))}\n", text)


def test_the_numbers_in_the_conditions_are_the_constants() -> None:
    conditions = [
        entry.when
        for entry in (*selection.RULES, *strategy.WHOLE, *DECOMPOSITION, *direct.REPAIRS, *strategy.AFTER_DIRECT)
    ]
    stated = {
        float(number.replace(",", "")) for text in conditions for number in re.findall(r"\d[\d,]*(?:e-\d)?", text)
    }
    few = selection.MIN_WINDOWS * selection.LENGTH
    constants = {
        selection.SMALL,
        selection.MIN_ROWS,
        selection.WHOLE,
        selection.LIMITED,
        few,
        2 * selection.LENGTH,
        strategy.FALLBACK_ROWS,
        direct.NEAR_GAP,
    }
    assert stated == {float(number) for number in constants}


@dataclass(frozen=True)
class Given:
    """A size of an LP: what `selection.Size` computes."""

    requested: Method = "auto"
    rows: int = 1_600_000
    hours: int = 8760
    spanning: int = 0
    coupling: int = 231
    short: bool = False
    limited: bool = False


YEAR = Given()
WEEKS = replace(YEAR, rows=232_000, hours=1344, short=True)


@pytest.mark.parametrize(
    ("size", "method", "why"),
    [
        (YEAR, "windows", "why.coupled"),
        (replace(YEAR, coupling=0), "windows", "why.large"),
        (replace(YEAR, rows=4_900_000, spanning=23), "windows", "why.coupling_columns"),
        (replace(YEAR, rows=4_000_000, spanning=23), "ipm", "why.columns_without_window"),
        (replace(YEAR, rows=2_000_001, spanning=23, limited=True), "windows", "why.coupling_columns"),
        (replace(YEAR, rows=2_000_000, spanning=23, limited=True), "ipm", "why.columns_without_window"),
        (replace(WEEKS, rows=1_600_000, spanning=23), "ipm", "why.columns_without_window"),
        (replace(YEAR, rows=30_000, spanning=23), "simplex", "why.small"),
        (replace(WEEKS, hours=335, coupling=0), "simplex", "why.small"),
        (WEEKS, "simplex", "why.small"),
        (replace(WEEKS, rows=500_000), "windows", "why.coupled"),
        (replace(WEEKS, coupling=0), "windows", "why.large"),
        (replace(YEAR, requested="rolling"), "rolling", "why.requested"),
        (replace(WEEKS, requested="rolling"), "simplex", "why.too_short_for_rolling"),
        (replace(YEAR, requested="simplex", spanning=23), "simplex", "why.requested"),
    ],
)
def test_the_first_rule_that_applies_selects_the_method(size: Given, method: Method, why: str) -> None:
    selected, reason = selection.choose(cast(selection.Size, size))
    assert (selected, reason.key) == (method, why)


def test_a_chain_runs_the_steps_that_apply_in_order() -> None:
    chain = (
        Step[str]("a", "", lambda state: True, lambda state: f"{state}a", ""),
        Step[str]("b", "", lambda state: "a" not in state, lambda state: f"{state}b", ""),
        Step[str]("c", "", lambda state: state.endswith("a"), lambda state: f"{state}c", ""),
    )
    assert walk(chain, "") == "ac"
