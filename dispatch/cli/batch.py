"""``dispatch batch``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from dispatch.messages import Words

from .options import Language, failures


def batch(
    lang: Language,
    sweep: Annotated[Path, typer.Argument(metavar="SWEEP.toml", help="What is varied; see docs/batch.md.")],
    out: Annotated[Path | None, typer.Option(help="Batch folder.", show_default="results/<sweep>")] = None,
    store: Annotated[
        Path | None, typer.Option(help="Folder of cases, shared by batches.", show_default="cases beside --out")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Workers.", show_default="as memory and cores allow")
    ] = None,
    cluster: Annotated[str | None, typer.Option(metavar="NAME", help="slurm, or tcp://HOST:PORT of Dask.")] = None,
    cluster_options: Annotated[Path | None, typer.Option(metavar="FILE.toml", help="What Slurm jobs ask for.")] = None,
    keep: Annotated[
        Literal["all", "some", "none"] | None, typer.Option(help="Hourly files.", show_default="as the sweep says")
    ] = None,
    case: Annotated[
        str | None, typer.Option("--case", metavar="K", help="Solve one case only: number, name or base.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List the cases, with time and memory.")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Try again what failed.")] = False,
    dashboard: Annotated[int | None, typer.Option(metavar="PORT", help="Dask's dashboard, on loopback.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="HiGHS's own log in the log of each case.")] = False,
) -> None:
    """Solve the cases of a sweep: on this machine or a cluster; what is there is not solved again."""
    from . import batch_view

    with failures(Words(lang)):
        place, cases = batch_view.places(sweep, out, store)
        asked = batch_view.Request(place, cases, workers, cluster, cluster_options, dashboard, retry_failed, verbose)
        if code := batch_view.batch(sweep, asked, lang, keep, dry_run, case):
            raise typer.Exit(code)
