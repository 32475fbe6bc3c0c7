"""Every fault that the program can tell has Chinese, rule and remedy: a new one without it fails here."""

import re
from pathlib import Path

import dispatch
from dispatch.case.keys import RULES
from dispatch.errors import Fault
from dispatch.messages import Lang, Words
from dispatch.messages.faults import remedy, rule
from dispatch.pypsa_io import attributes, export

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
    known = re.compile("import BaseModel|from .fields import")
    files = [path for path in Path(dispatch.__file__).parent.rglob("*.py") if known.search(path.read_text("utf-8"))]
    texts = {text for path in files for text in Module(path).refused_by_models()}
    assert len(texts) > 20
    assert [text for text in sorted(texts) if not CHINESE.search(rule(text)) or english_of(rule(text))] == []


def test_every_rule_of_keys_has_chinese():
    texts = [re.sub(r"\{\w+\}", "7", text) for text in RULES.values()]
    assert [text for text in texts if not CHINESE.search(rule(text)) or english_of(rule(text))] == []


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
