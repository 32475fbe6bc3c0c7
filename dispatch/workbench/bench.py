"""State that the pages share: workspace, jobs, opened runs, and unsaved changes by browser."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from dispatch.errors import CaseError, DispatchError

from .draft import Draft
from .queue import Queue
from .runs import Opened, Runs, load_libraries
from .workspace import RUNS, Workspace


@dataclass(frozen=True)
class Found:
    """Opened runs, or the reason why one cannot be opened."""

    opened: list[Opened]
    error: CaseError | None = None

    def runs(self) -> list[Opened]:
        """Return the runs. Raises CaseError."""
        if self.error is not None:
            raise self.error
        return self.opened


@dataclass
class Bench:
    """State of the server. drafts: by browser and path of the case."""

    workspace: Workspace
    queue: Queue
    runs: Runs
    drafts: dict[tuple[str, str], Draft] = field(default_factory=dict)

    def warm_up(self) -> None:
        """Load what the first opening of a run needs, and the latest run: half a second to a second that a browser need not wait for."""
        load_libraries()
        with suppress(DispatchError, OSError):
            for entry in self.workspace.entries(*RUNS)[:1]:
                self.runs.open(entry.path, self.workspace.inside(entry.path))

    def opened(self, paths: Sequence[str]) -> Found:
        """Open runs, before the page begins: a page that waits after its first timer is sent incomplete."""
        try:
            return Found([self.runs.open(path, self.workspace.inside(path)) for path in paths])
        except CaseError as error:
            return Found([], error)

    def draft(self, path: str, session: str) -> Draft:
        """Return the unsaved changes of a case in a browser. Raises CaseError where there is no case."""
        path = self.workspace.relative(self.workspace.inside(path))  # one draft, however the address writes the path
        key = session, path
        if key not in self.drafts:
            self.drafts[key] = Draft(self.workspace, path, session)
        return self.drafts[key]


def address(page: str, **query: str) -> str:
    """Return the address of a page.

    >>> address("/case", path="a b/<c>")
    '/case?path=a+b%2F%3Cc%3E'
    """
    return f"{page}?{urlencode(query)}" if query else page
