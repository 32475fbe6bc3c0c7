"""Reading text as planners save it: UTF-8 with or without BOM, or GB18030."""

from __future__ import annotations

from pathlib import Path

from dispatch.errors import CaseError, Fault
from dispatch.messages import Message, message, sentences

_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE = message("remedy.case.utf_8")
_CONVERT = message("remedy.case.convert_big5")
_RARE, _COMMON = 0.15, 0.9
"""Big5 text that is decoded as GB18030 has more characters outside GB2312 than the first share; of its own characters
more than the second are among the 5,401 common ones, which text in GB18030 is not."""


def one_fault(file: str, rule: Message, remedy: Message, row: int = 0) -> CaseError:
    """An error of a file as a whole."""
    return CaseError([Fault(file, row, "", "", rule, remedy)])


def read_text(path: Path, name: str) -> str:
    """Content of a text file; ``name`` is how messages call it. Raises CaseError if it is not text, or not readable."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise one_fault(
            name,
            message("fault.common.file_cannot_read", strerror=error.strerror),
            message("remedy.common.correct_file_rights"),
        ) from None
    if raw.startswith(_WORKBOOK):
        raise one_fault(
            name,
            message("fault.case.workbook"),
            sentences(message("remedy.case.open_spreadsheet"), _SAVE),
        )
    if raw.startswith(_UTF16):
        raise one_fault(name, message("fault.case.utf_16"), _SAVE)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise one_fault(name, message("fault.case.binary"), _SAVE)
        if encoding == "gb18030" and _is_big5(raw, text):
            raise one_fault(name, message("fault.case.big5"), sentences(_SAVE, _CONVERT))
        return text
    raise one_fault(name, message("fault.case.encoding"), _SAVE)


def _is_big5(raw: bytes, text: str) -> bool:
    """Whether bytes that GB18030 decodes to ``text`` are Big5."""
    try:
        other = raw.decode("cp950")
    except UnicodeDecodeError:
        return False
    read, own = [c for c in text if c > "\x7f"], [c for c in other if c > "\x7f"]
    rare = sum(not _fits(c, "gb2312") for c in read)
    common = sum(_fits(c, "cp950") and 0xA1 <= c.encode("cp950")[0] <= 0xC6 for c in own)
    return bool(own) and rare > _RARE * len(read) and common > _COMMON * len(own)


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def inside(folder: Path, path: Path, name: str) -> Path:
    """The path, if what it leads to lies in the folder itself. Raises CaseError for a link that leaves it."""
    try:
        real = path.resolve()
    except (OSError, RuntimeError, ValueError):
        real = path.parent.parent
    if real.parent != folder:
        raise one_fault(name, message("fault.case.link_outside"), message("remedy.case.put_file_itself"))
    return path
