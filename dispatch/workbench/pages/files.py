"""Files of runs and studies for download, and the choice of the language."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import FileResponse, RedirectResponse, Response
from nicegui import app

from dispatch.errors import CaseError
from dispatch.messages import Lang

from ..bench import Bench
from ..security import DOCUMENT, LANGUAGE

SHOWN = {".html": "text/html; charset=utf-8", ".png": "image/png"}
"""Files that the browser shows; all others it saves."""
GIVEN = frozenset({".html", ".xlsx", ".csv", ".nc", ".json", ".png", ".pdf", ".svg", ".parquet", ".npz"})
"""Files that are given."""


def register(bench: Bench) -> None:
    """Add the addresses."""

    @app.get("/language")
    def language(to: str = "en", back: str = "/") -> RedirectResponse:
        local = back.startswith("/") and not back.startswith(("//", "/\\"))
        answer = RedirectResponse(back if local else "/", status_code=303)
        if to in (Lang.zh, Lang.en):
            answer.set_cookie(LANGUAGE, to, max_age=31_536_000, samesite="strict", path="/")
        return answer

    @app.get("/file/{path:path}")
    def file(path: str) -> FileResponse:
        place = _place(bench, path)
        if not place.is_file() or place.suffix not in GIVEN:
            raise HTTPException(404)
        if place.suffix in SHOWN:
            headers = {"content-security-policy": DOCUMENT}
            return FileResponse(place, media_type=SHOWN[place.suffix], headers=headers)
        return FileResponse(place, filename=place.name, media_type="application/octet-stream")

    @app.get("/zip/{path:path}")
    def csv_files(path: str) -> Response:
        folder = _place(bench, path)
        found = sorted((folder / "csv").glob("*.csv")) if folder.is_dir() else []
        if not found:
            raise HTTPException(404)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for one in found:
                archive.write(one, one.name)
        name = quote(f"{folder.name}-csv.zip", safe="")
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(packed.getvalue(), media_type="application/zip", headers=headers)


def _place(bench: Bench, path: str) -> Path:
    try:
        return bench.workspace.inside(path)
    except CaseError:
        raise HTTPException(404) from None
