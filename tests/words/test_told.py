"""Every fault that the program can tell has Chinese, rule and remedy: a new one without it fails here."""

import re
from pathlib import Path

import pytest
from pydantic_core import PydanticKnownError

import dispatch
from dispatch.errors import Fault
from dispatch.exchange import attributes, export
from dispatch.words import Lang, Words
from dispatch.words.faults import remedy, rule

from .sentences import Module, modules

CHINESE = re.compile("[\u4e00-\u9fff]")


def english_of(told):
    """What is left of English sentences: two words side by side that are no code and no command."""
    bare = re.sub(r"`[^`]*`|\"[^\"]*\"|pip install|--keep \w+", "", told)
    return re.findall(r"\b[A-Za-z]{2,} [a-z]{2,}\b", bare)


def worded(text):
    """Whether there is something to translate; what a column or key is, is not."""
    return bool(re.search("[A-Za-z]{2}", re.sub("7 is: 7.*", "", text)))


FAULTS = [fault for module in modules() for fault in module.faults()]


def test_the_source_is_read():
    """The collector finds what it is meant to find: plain, by name, by condition, by loop, by function."""
    rules, remedies = (set().union(*texts) for texts in zip(*FAULTS, strict=True))
    assert {"it ends before it starts", "the hour is missing", "the file is UTF-16 text", "not a month"} <= rules
    assert {"no factor on the wind gives 7 hours: as it is, it has 7", "given outages are not carried"} <= rules
    assert 'If per cent is meant: unit = "%".' in remedies and len(rules) > 200 and len(remedies) > 150


def test_every_rule_has_chinese():
    texts = sorted({text for rules, _ in FAULTS for text in rules if worded(text)})
    lacking = [text for text in texts if not CHINESE.search(rule(text)) or english_of(rule(text))]
    assert lacking == []


def test_every_remedy_has_chinese():
    texts = sorted({text for _, remedies in FAULTS for text in remedies if worded(text)})
    lacking = [(text, remedy(text)) for text in texts if not CHINESE.search(remedy(text)) or english_of(remedy(text))]
    assert lacking == []


def test_every_rule_of_a_model_has_chinese():
    """Settings, weather, maps of series, sweeps, Slurm."""
    files = [
        path for path in Path(dispatch.__file__).parent.rglob("*.py") if "import BaseModel" in path.read_text("utf-8")
    ]
    texts = {text for path in files for text in Module(path).refused_by_models()}
    assert len(texts) > 20
    assert [text for text in sorted(texts) if not CHINESE.search(rule(text)) or english_of(rule(text))] == []


@pytest.mark.parametrize(
    ("kind", "context"),
    [
        ("missing", {}),
        ("extra_forbidden", {}),
        ("float_type", {}),
        ("finite_number", {}),
        ("int_type", {}),
        ("int_from_float", {}),
        ("int_parsing", {}),
        ("float_parsing", {}),
        ("bool_type", {}),
        ("string_type", {}),
        ("list_type", {}),
        ("tuple_type", {}),
        ("dict_type", {}),
        ("model_type", {"class_name": "Span"}),
        ("date_type", {}),
        ("greater_than", {"gt": 0.5}),
        ("greater_than_equal", {"ge": 1}),
        ("less_than", {"lt": 3}),
        ("less_than_equal", {"le": 3.5}),
        ("literal_error", {"expected": "'a', 'b' or 'c'"}),
        ("string_pattern_mismatch", {"pattern": "^[a-z]$"}),
        ("string_too_short", {"min_length": 1}),
        ("string_too_short", {"min_length": 2}),
        ("string_too_long", {"max_length": 60}),
        ("too_short", {"field_type": "List", "min_length": 1, "actual_length": 0}),
        ("too_short", {"field_type": "List", "min_length": 2, "actual_length": 0}),
        ("too_long", {"field_type": "List", "max_length": 1, "actual_length": 2}),
        ("union_tag_invalid", {"tag": "x", "discriminator": "'form'", "expected_tags": "'hourly', 'ninja'"}),
        ("union_tag_not_found", {"discriminator": "'form'"}),
    ],
)
def test_what_pydantic_says_has_chinese(kind, context):
    said = PydanticKnownError(kind, context or None).message()
    told = rule(said[0].lower() + said[1:])
    assert CHINESE.search(told), told
    assert all(str(value).lower() in told.lower() for key, value in context.items() if key != "class_name")
    bare = told.replace(str(context.get("expected", "\n")), "")
    assert not english_of(bare), told


def test_every_refusal_of_a_network_has_chinese():
    said = [
        *(rule for own in attributes.REFUSED.values() for rule in own.values()),
        *(f"{what} are not carried" for what in export._NOT_CARRIED.values()),
    ]
    assert len(said) > 10
    assert [text for text in said if not CHINESE.search(rule(text)) or english_of(rule(text))] == []


def test_numbers_with_points_stay_whole():
    told = Words(Lang.zh).fault(
        Fault("n.nc", 0, "Link 'a' delay", "2", "delayed delivery is not carried", "Set it to its default, 0.5.")
    )
    assert told == "n.nc，列 Link 'a' delay：'2'：不支持延迟送达。请设为默认值 0.5。"
