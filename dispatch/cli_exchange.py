"""Networks of PyPSA in and out: what the commands say, in the words of the reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dispatch.words import Lang, Words


def import_pypsa(network: Path, out: Path, lang: Lang) -> Iterator[str]:
    """Write the case of a network; a line for each note. Raises CaseError, OSError."""
    from dispatch.exchange import import_network

    words = Words(lang)
    if out.exists():
        raise FileExistsError(words("exists", path=out))
    yield from map(words.remark, import_network(network, out))
    yield words("wrote", path=out)


def export_pypsa(
    case: Path, out: Path, settings: Sequence[str], start: str | None, hours: int | None, lang: Lang
) -> Iterator[str]:
    """Write the network of a case; a line for each note. Raises CaseError, OSError."""
    from dispatch.exchange import export_network
    from dispatch.reading import read_case

    words = Words(lang)
    if out.exists():
        raise FileExistsError(words("exists", path=out))
    yield from map(words.remark, export_network(read_case(case, settings, start, hours), out))
    yield words("wrote", path=out)
