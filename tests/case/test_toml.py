"""TOML files as planners write them: a fault states the line and a remedy in simple words."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ByteSize, Field, ValidationError
from pydantic_core import PydanticKnownError

from dispatch.case.keys import rule_of, value_of
from dispatch.case.toml import read_toml
from dispatch.errors import CaseError
from dispatch.messages import Lang

PYDANTIC = re.compile("[Ii]nput|valid |should|validation|tuple|dict|instance|discriminator|extra|union|tag ")


@pytest.mark.parametrize(
    ("line", "column", "rule", "remedy"),
    [
        ('风电 = "wind"', "风电", "needs quotation marks", 'Write "风电" in its place.'),
        ('风电 出力 = "wind"', "风电 出力", "needs quotation marks", 'Write "风电 出力"'),
        ('kinds = { 工作日 = "workday", 休息日 = "weekend" }', "工作日", "needs quotation marks", 'Write "工作日"'),
        ('kinds = { "工作日" = "workday", 休息日 = "weekend" }', "休息日", "needs quotation marks", 'Write "休息日"'),
        ("[来源]", "来源", "needs quotation marks", 'Write "来源"'),
        ("start = 2030-13-07", "start", "there is no month 13", "2030-01-07"),
        ("start = 2030-02-30", "start", "month 2 has no day 30", "2030-01-07"),
        ("start = 2030/1/7  # Monday", "start", "not a date", "2030-01-07"),
        ("start = 2030年1月7日", "start", "not a date", "2030-01-07"),
        ("zone = “UTC+8”", "", "“ is no punctuation mark of TOML", 'half-width character: "'),
        ('file ＝ "a.csv"', "", "＝ is no punctuation mark", "half-width character: ="),
        ("zone = UTC", "zone", "a text needs quotation marks", 'Write "UTC" in its place.'),
        ("title = 草原", "title", "a text needs quotation marks", 'Write "草原" in its place.'),
        ("year = 2,030", "year", "not a number", "without unit and separators"),
        ("share = 5%", "share", "not a number", "without unit"),
        ('file = "data\\wind.csv"', "file", "a backslash in a text", "Write /"),
        ('file = "a.csv', "file", "not closed on the line", "Close the text."),
        ("a = 1\na = 2", "a", "appears twice", "Keep one of them."),
        ("a = [1, 2", "", "not closed at the end of the file", "Close the list"),
        ("nothing at all", "", "it is not TOML", "Write KEY = VALUE"),
    ],
)
def test_a_line_that_is_no_toml_is_reported_with_its_remedy(tmp_path, line, column, rule, remedy):
    path = tmp_path / "map.toml"
    path.write_text(f"# a map\n\n{line}\n", encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        read_toml(path, "map.toml")
    (fault,) = caught.value.faults
    assert (fault.file, fault.column) == ("map.toml", column)
    assert fault.row == 2 + line.count("\n") + 1
    assert rule in str(fault.rule) and remedy in str(fault.remedy)
    assert all(re.search("[\u4e00-\u9fff]", part.text(Lang.zh)) for part in (fault.rule, fault.remedy))


def test_a_quoted_key_may_have_any_characters(tmp_path):
    path = tmp_path / "map.toml"
    path.write_text('"风电，出力" = "工作日 = 1"\n[[s]]\na = 1\n[[s]]\na = 2\n[s."x y"]\nb = 1\n', encoding="utf-8")
    content, lines = read_toml(path, "map.toml")
    assert content["风电，出力"] == "工作日 = 1" and lines["风电，出力"] == 1
    assert (lines["s.0.a"], lines["s.1.a"]) == (3, 5)


class Everything(BaseModel, extra="forbid"):
    number: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)] = 1.0
    least: Annotated[float, Field(ge=1, lt=3)] = 1.0
    count: int = 1
    flag: bool = True
    text: Annotated[str, Field(min_length=2, max_length=3, pattern="^[a-z]+$")] = "ab"
    some: Annotated[list[int], Field(min_length=1, max_length=2)] = [1]
    pair: tuple[int, ...] = ()
    table: dict[str, int] = {}
    choice: Literal["start", "end"] = "start"
    day: date = date(2030, 1, 1)
    memory: ByteSize = ByteSize(1)


WRONG = {
    "number": [0, 11, "x", float("nan"), [1]],
    "least": [0, 3],
    "count": [1.5, "x", {}],
    "flag": ["maybe", 7, []],
    "text": [1, "a", "abcd", "A1"],
    "some": [[], [1, 2, 3], 1, ["x"]],
    "pair": [1],
    "table": [1, {"a": "x"}],
    "choice": ["middle", 1],
    "day": ["2030-13-07", "soon", True, "2030-01-07T10:00"],
    "memory": ["x", "4 potatoes"],
    "unknown": [1],
}


@pytest.mark.parametrize("key", WRONG)
def test_no_key_of_a_file_is_refused_in_the_words_of_pydantic(key):
    for value in WRONG[key]:
        with pytest.raises(ValidationError) as caught:
            Everything.model_validate({key: value})
        for details in caught.value.errors():
            in_words = f"{value_of(details)} {rule_of(details)}"
            assert not PYDANTIC.search(in_words), in_words
            assert not re.search(r"[\[{']", value_of(details)), in_words
            chinese = rule_of(details).text(Lang.zh)
            assert re.search("[\u4e00-\u9fff]", chinese), chinese


@pytest.mark.parametrize(
    ("kind", "context"),
    [
        ("union_tag_invalid", {"tag": "x", "discriminator": "'form'", "expected_tags": "'hourly', 'ninja'"}),
        ("union_tag_not_found", {"discriminator": "'form'"}),
    ],
)
def test_a_form_that_is_missing_or_unknown_is_reported_in_simple_words(kind, context):
    details = {"type": kind, "ctx": context, "msg": PydanticKnownError(kind, context).message(), "input": {}}
    assert str(rule_of(details)) in ("not one of hourly, ninja", "the key form is missing")


# --- encodings ---

HEADINGS = "機組,裝機容量 [MW],來源\n燃煤,1000,公司年報\n風力發電,500,電業統計\n"


def test_big5_is_named_and_not_read_as_gb18030(good):
    path = Path(good.path) / "fuels.csv"
    path.write_bytes(HEADINGS.encode("big5"))
    (fault,) = good.faults()
    assert fault.file == "fuels.csv" and "Big5" in str(fault.rule) and "iconv -f BIG5 -t UTF-8" in str(fault.remedy)


@pytest.mark.parametrize("text", ["装机,来源\n燃煤,年报\n", HEADINGS, "朱镕基,喆\n", "é,中\n", "风\n", "a,b\n"])
def test_gb18030_is_read_simplified_and_traditional(tmp_path, text):
    path = tmp_path / "map.toml"
    path.write_bytes(f'text = """{text}"""\n'.encode("gb18030"))
    assert read_toml(path, "map.toml")[0] == {"text": text}
