"""``dispatch batch``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from dispatch.messages import Words

from .options import Language, failures


def batch(
    lang: Language,
    sweep: Annotated[Path, typer.Argument(metavar="SWEEP.toml", help="help.sweep_file")],
    out: Annotated[
        Path | None, typer.Option(help="help.batch_folder", show_default="help.default.results_sweep")
    ] = None,
    store: Annotated[Path | None, typer.Option(help="help.store", show_default="help.default.cases_beside_out")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="help.workers", show_default="help.default.memory_cores_allow")
    ] = None,
    cluster: Annotated[str | None, typer.Option(metavar="NAME", help="help.cluster")] = None,
    cluster_options: Annotated[Path | None, typer.Option(metavar="FILE.toml", help="help.slurm_options")] = None,
    keep: Annotated[
        Literal["all", "some", "none"] | None,
        typer.Option(help="help.hourly_files", show_default="help.default.sweep_says"),
    ] = None,
    case: Annotated[str | None, typer.Option("--case", metavar="K", help="help.only_case")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="help.dry_run")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="help.try_again_failed")] = False,
    dashboard: Annotated[int | None, typer.Option(metavar="PORT", help="help.dashboard")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="help.highs_own_log")] = False,
) -> None:
    """Run ``dispatch batch``; its help is ``help.command.batch``."""
    from . import batch_view

    with failures(Words(lang)):
        place, cases = batch_view.places(sweep, out, store)
        asked = batch_view.Request(place, cases, workers, cluster, cluster_options, dashboard, retry_failed, verbose)
        if code := batch_view.batch(sweep, asked, lang, keep, dry_run, case):
            raise typer.Exit(code)
