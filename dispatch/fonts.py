"""Fonts of pictures, with Chinese characters where they are installed."""

from __future__ import annotations

from matplotlib import font_manager

CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans CJK JP",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
)
"""Fonts with Chinese characters, best first. (A collection shows under its first face: the JP one has all of SC.)"""


def installed(lang: str) -> list[str]:
    """Return the installed fonts for pictures in a language (``zh``, ``en``), best first; none for Chinese where no font
    has the characters. A font that was installed after matplotlib made its list is found too."""
    fonts = font_manager.fontManager
    listed = {font.fname for font in fonts.ttflist}
    if not any(font.name in CHINESE for font in fonts.ttflist):
        for path in set(font_manager.findSystemFonts()) - listed:
            fonts.addfont(path)
    names = {font.name for font in fonts.ttflist}
    known = [name for name in CHINESE if name in names]
    return ["DejaVu Sans", *known] if lang == "en" else known
