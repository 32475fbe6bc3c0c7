"""Provinces, their names in both languages and their heating seasons."""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.case.suggestions import meant, options
from dispatch.errors import CaseError, Fault
from dispatch.messages import message, sentences


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
_SPELLINGS = {text.casefold(): one for one in PROVINCES for text in (one.name, one.key, one.zh, one.english)}


def provinces(text: str) -> list[Province]:
    """Return the provinces of a list separated by commas: pinyin, English or Chinese names, or ``all``, in any case.

    Raises CaseError with a fault for each unknown or repeated name.

    >>> [one.name for one in provinces("甘肃,Qinghai，ningxia")]
    ['gansu', 'qinghai', 'ningxia']
    """
    if text.strip().casefold() == "all":
        return list(PROVINCES)
    found, faults = list[Province](), list[Fault]()
    for given in (part.strip() for part in text.replace("，", ",").replace("、", ",").split(",")):
        bare = _bare(given)
        one = province_of(given)
        if one is None:
            chinese = not bare.isascii()
            listed = options(bare, [p.zh if chinese else p.name for p in PROVINCES], message("list.there_are"))
            near = None if meant(bare, [p.zh for p in PROVINCES]) else _sharing(bare)
            remedy = sentences(message("remedy.meant", name=near), listed) if near else listed
            faults.append(Fault("--province", 0, "", given, message("fault.new.no_such_province"), remedy))
        elif one in found:
            rule = message("fault.new.province_twice")
            faults.append(Fault("--province", 0, "", given, rule, message("remedy.common.keep_one")))
        else:
            found.append(one)
    if faults:
        raise CaseError(faults)
    return found


def province_of(text: str) -> Province | None:
    """Return the province of a name in pinyin, English or Chinese, in any case; None for an unknown name."""
    return _SPELLINGS.get(_bare(text.strip()).casefold())


def _bare(text: str) -> str:
    """Return a name without 省, 市 or 自治区."""
    return next((text.removesuffix(end) for end in _SUFFIXES if text.endswith(end)), text)


def _sharing(given: str) -> str | None:
    """Return the first province whose Chinese name shares a character with a word."""
    return next((one.zh for one in PROVINCES if set(one.zh) & set(given)), None)
