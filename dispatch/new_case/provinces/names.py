"""Provinces, their names in both languages and their heating seasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.case.suggestions import meant, options
from dispatch.errors import CaseError, Fault
from dispatch.messages import Message, message, sentences


@dataclass(frozen=True)
class Province:
    """A province. name: pinyin, the name of the area; key: its name in the data; heating: first and last day, or empty."""

    name: str
    key: str
    zh: str
    heating: tuple[str, str] | None = None

    @property
    def english(self) -> str:
        """The name in English."""
        return {"InnerMongolia": "Inner Mongolia", "Tibet": "Tibet (Xizang)"}.get(self.key, self.key)


_NORTH, _COLD = ("11-15", "03-15"), ("10-15", "04-15")
"""Heating seasons: north China, and the northeast and northwest."""

PROVINCES = (
    Province("beijing", "Beijing", "北京", _NORTH),
    Province("tianjin", "Tianjin", "天津", _NORTH),
    Province("hebei", "Hebei", "河北", _NORTH),
    Province("shanxi", "Shanxi", "山西", _NORTH),
    Province("neimenggu", "InnerMongolia", "内蒙古", _COLD),
    Province("liaoning", "Liaoning", "辽宁", ("11-01", "03-31")),
    Province("jilin", "Jilin", "吉林", _COLD),
    Province("heilongjiang", "Heilongjiang", "黑龙江", _COLD),
    Province("shanghai", "Shanghai", "上海"),
    Province("jiangsu", "Jiangsu", "江苏"),
    Province("zhejiang", "Zhejiang", "浙江"),
    Province("anhui", "Anhui", "安徽"),
    Province("fujian", "Fujian", "福建"),
    Province("jiangxi", "Jiangxi", "江西"),
    Province("shandong", "Shandong", "山东", _NORTH),
    Province("henan", "Henan", "河南", _NORTH),
    Province("hubei", "Hubei", "湖北"),
    Province("hunan", "Hunan", "湖南"),
    Province("guangdong", "Guangdong", "广东"),
    Province("guangxi", "Guangxi", "广西"),
    Province("hainan", "Hainan", "海南"),
    Province("chongqing", "Chongqing", "重庆"),
    Province("sichuan", "Sichuan", "四川"),
    Province("guizhou", "Guizhou", "贵州"),
    Province("yunnan", "Yunnan", "云南"),
    Province("xizang", "Tibet", "西藏"),
    Province("shaanxi", "Shaanxi", "陕西", _NORTH),
    Province("gansu", "Gansu", "甘肃", ("11-01", "03-31")),
    Province("qinghai", "Qinghai", "青海", _COLD),
    Province("ningxia", "Ningxia", "宁夏", ("11-01", "03-31")),
    Province("xinjiang", "Xinjiang", "新疆", _COLD),
)
_SUFFIXES = ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市")
_ENGLISH_SUFFIXES = (
    *(f"{people}autonomousregion" for people in ("zhuang", "hui", "uygur", "uyghur", "")),
    *("province", "municipality", "city"),
)
_ALIASES = {
    **{"neimongol": "InnerMongolia", "内蒙": "InnerMongolia", "xizang(tibet)": "Tibet"},
    **{"guangxizhuang": "Guangxi", "ningxiahui": "Ningxia", "xinjianguygur": "Xinjiang", "xinjianguyghur": "Xinjiang"},
}
"""Other usual names, in the form of ``_bare``, and the keys of their provinces."""
_TRADITIONAL = str.maketrans("雲內肅廣東龍遼寧陝陜慶貴蘇區壯維爾", "云内肃广东龙辽宁陕陕庆贵苏区壮维尔")
"""Traditional characters of the names of provinces, and the simplified ones."""
_LONGEST = 4
"""Most words of a name, as in "Guangxi Zhuang Autonomous Region"."""
_COMMAS = re.compile("[,，、;；]")
_ALL = "all"


def provinces(text: str) -> list[Province]:
    """Return the provinces of a list separated by commas or semicolons: pinyin, English or Chinese names (also in traditional
    characters), or ``all``, in any case.

    Raises CaseError with a fault for each unknown or repeated name.

    >>> [one.name for one in provinces("甘肃,Qinghai Province；ningxia")]
    ['gansu', 'qinghai', 'ningxia']
    """
    if text.strip().casefold() == _ALL:
        return list(PROVINCES)
    found, faults = list[Province](), list[Fault]()
    for given in (part.strip() for part in _COMMAS.split(text)):
        one = province_of(given)
        if one is None:
            faults.append(Fault("--province", 0, "", given, *_not_one(given)))
        elif one in found:
            rule = message("fault.new.province_twice")
            faults.append(Fault("--province", 0, "", given, rule, message("remedy.common.keep_one")))
        else:
            found.append(one)
    if faults:
        raise CaseError(faults)
    return found


def province_of(text: str) -> Province | None:
    """Return the province of a name in pinyin, English or Chinese, in any case; None for an unknown name.

    >>> [province_of(name).zh for name in ("雲南省", "Inner-Mongolia", "Tibet Autonomous Region")]
    ['云南', '内蒙古', '西藏']
    """
    return _SPELLINGS.get(_bare(text))


def unknown_province(given: str) -> tuple[Message, Message]:
    """Return the rule that an unknown name breaks, and the remedy: the province that was probably meant, and the list of all."""
    bare = _bare(given)
    listed = options("", [_shown(one, given) for one in PROVINCES], message("list.there_are"))
    close = meant(bare, _SPELLINGS)
    near = _SPELLINGS[close] if close else next(iter(_several(given)), _sharing(bare))
    remedy = sentences(message("remedy.meant", name=_shown(near, given)), listed) if near else listed
    return message("fault.new.no_such_province"), remedy


def _not_one(given: str) -> tuple[Message, Message]:
    """Return rule and remedy for an entry of ``--province`` that is no province."""
    if given.casefold() == _ALL:
        return message("fault.new.all_alone"), message("remedy.new.all_alone")
    several = _several(given)
    if len(several) > 1:
        written = ",".join(_shown(one, given) for one in several)
        return message("fault.new.no_commas"), message("remedy.new.no_commas", written=written)
    return unknown_province(given)


def _several(text: str) -> list[Province]:
    """Return the provinces that a text without commas names.

    >>> [one.name for one in _several("甘肅和青海")], [one.name for one in _several("gansu + qinghai")]
    (['gansu', 'qinghai'], ['gansu', 'qinghai'])
    """
    chinese = text.translate(_TRADITIONAL)
    inside = sorted((chinese.index(one.zh), one.name, one) for one in PROVINCES if one.zh in chinese)
    return list(dict.fromkeys([one for *_, one in inside] + _in_words(re.findall(r"[a-z]+", text.casefold()))))


def _in_words(words: Sequence[str]) -> list[Province]:
    """Return the provinces that words in Latin letters name, each by as many words as its name has.

    >>> [one.name for one in _in_words(["inner", "mongolia", "gansu"])]
    ['neimenggu', 'gansu']
    """
    found, first = list[Province](), 0
    while first < len(words):
        ends = range(min(first + _LONGEST, len(words)), first, -1)
        named = ((end, province_of("".join(words[first:end]))) for end in ends)
        first, one = next(((end, one) for end, one in named if one), (first + 1, None))
        found += [one] if one else []
    return found


def _bare(text: str) -> str:
    """Return a name in small letters and simplified characters without 省, "province" and their kind, spaces and hyphens.

    >>> _bare("Gansu Province"), _bare("內蒙古自治區"), _bare("Inner-Mongolia")
    ('gansu', '内蒙古', 'innermongolia')
    """
    name = re.sub(r"[\s_'’-]+", "", text.casefold()).translate(_TRADITIONAL)
    suffixes = (*_SUFFIXES, *_ENGLISH_SUFFIXES)
    return next((name.removesuffix(end) for end in suffixes if name.endswith(end)), name)


def _shown(one: Province, given: str) -> str:
    """Return the name of a province in the script of a given word."""
    return one.name if given.isascii() else one.zh


def _sharing(given: str) -> Province | None:
    """Return the first province whose Chinese name shares a character with a word."""
    return next((one for one in PROVINCES if set(one.zh) & set(given)), None)


_SPELLINGS = {_bare(text): one for one in PROVINCES for text in (one.name, one.key, one.zh, one.english)}
_SPELLINGS |= {alias: one for one in PROVINCES for alias, key in _ALIASES.items() if key == one.key}
