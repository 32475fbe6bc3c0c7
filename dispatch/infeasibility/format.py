"""A diagnosis in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dispatch.case import Case, place_of
from dispatch.messages import Lang, Message, Words, significant
from dispatch.messages.units import quantity_text

from .diagnose import Diagnosis
from .members import Member
from .remedies import Remedy
from .shortage import Shortage

MAX_LINES = 12
"""Maximum number of requirements and of remedies in a report."""


def describe(case: Case, found: Diagnosis, lang: Lang) -> Iterator[str]:
    """Lines of text: where and when, resources and obligations of the place, conflicting requirements, remedies, and
    what gives way over the whole horizon."""
    words = Words(lang)
    names = dict(zip(case.tables["areas"]["area"], case.tables["areas"][f"name_{lang}"], strict=True))
    place = str(names.get(found.area, found.area)) or words("region")
    when = found.hour or words("dx_whole_window")
    colon, comma = ("：", "，") if lang is Lang.zh else (": ", ", ")
    shown = comma.join(f"{words(key)} {quantity_text(value, 'GW', lang)}" for key, value in found.figures.items())
    yield words("dx_where", place=place, when=when) + (f"{colon}{shown}" if shown else "")
    yield words("dx_conflict_minimal" if found.minimal else "dx_conflict")
    listed = [member for member in found.members if member.rule]
    for member in (listed or found.members)[:MAX_LINES]:
        yield f"  - {_requirement(case, member, words)}"
    if found.remedies:
        yield words("dx_any_one")
        yield from (f"  - {_remedy(case, remedy, words)}" for remedy in found.remedies[:MAX_LINES])
    elif not found.untried:
        yield words("dx_no_one")
    if found.untried:
        yield words("dx_untried", count=found.untried)
    if found.whole:
        yield words("dx_whole")
        yield from (f"  {words(line)}" for line in found.whole)


def describe_shortages(found: Sequence[Shortage], words: Words) -> Iterator[str]:
    """Lines of text: shortages of a feasible case, and where to look."""
    for one in found:
        amounts = {
            "energy": quantity_text(one.energy, "GWh", words.lang),
            "hours": one.hours,
            "most": quantity_text(one.most * 1e3, "MW", words.lang),
            "hour": one.hour,
        }
        yield words(f"dx_short_{one.kind}", **amounts)
    if found:
        yield words("dx_short")


def _requirement(case: Case, member: Member, words: Words) -> str:
    rule = member.rule
    where = _place(member)
    semicolon = "；" if words.lang is Lang.zh else "; "
    stated = words(member.text) if isinstance(member.text, Message) else member.text
    text = words(_key(member)) if _key(member) in words else stated or member.block
    parts = [f"{text}{f' ({where})' if where else ''}{_span(case, member, words)}"]
    if rule is not None:
        parts.append(f"{place_of(case.folder, rule.table)}, {rule.column}")
    return f"{semicolon.join(parts)}  [{member.block}]"


def _place(member: Member) -> str:
    """Labels of the member; the target's name where a row is of a target."""
    number = member.number
    return ", ".join(member.place) or (member.block.removeprefix(f"{number}_") if number == "Z" else "")


def _key(member: Member) -> str:
    side = "upper" if member.side > 0 else "lower"
    return f"dx_{member.number}_{side}"


def _span(case: Case, member: Member, words: Words) -> str:
    first, last = member.hours
    if first < 0 or member.count == 0:
        return ""
    start, end = (f"{case.time[hour]:%Y-%m-%d %H:%M}" for hour in (first, last))
    comma = "，" if words.lang is Lang.zh else ", "
    return f"{comma}{start if first == last else words('dx_from_to', start=start, end=end, count=member.count)}"


def _remedy(case: Case, remedy: Remedy, words: Words) -> str:
    cell, column = remedy.cell, remedy.cell.column
    file = place_of(case.folder, cell.table, column.name, dict(cell.keys))
    shown = {"file": file, "column": column.name, "place": cell.place, "setting": remedy.setting}
    if isinstance(remedy.value, bool):
        return words("dx_switch", old=str(cell.value).lower(), new=str(remedy.value).lower(), **shown)
    amount = significant(abs(remedy.change), 6)
    numbers = {"old": f"{cell.value:,.12g}", "new": f"{remedy.value:,.12g}", "unit": column.unit}
    way = "dx_more" if remedy.change > 0 else "dx_less"
    return words(way, amount=f"{amount} {column.unit}".strip(), **numbers, **shown)
