"""Files that are written beside their place and renamed: a reader, or a crash, finds the old or the new content."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def replace(path: Path, content: bytes) -> None:
    """Write a file beside its place, sync the file and rename it. The permissions of an existing file stay."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    mode = path.stat().st_mode if path.exists() else None
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        partial.chmod(mode & 0o777)
    partial.replace(path)


def replace_json(path: Path, content: dict[str, Any]) -> None:
    """Write JSON as ``replace`` writes a file."""
    replace(path, json.dumps(content, ensure_ascii=False).encode())
