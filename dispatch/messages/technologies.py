"""Names of technologies, and of their generation in a balance."""

from __future__ import annotations

from dispatch.technologies import ALL, TECHNOLOGIES

TECHNOLOGY_NAMES: dict[str, tuple[str, str]] = {each.name: (each.en, each.zh) for each in ALL} | {
    f"flow_{each.name}": (each.output[0] or each.en, each.output[1] or each.zh)
    for each in ALL
    if each.name in TECHNOLOGIES
}
