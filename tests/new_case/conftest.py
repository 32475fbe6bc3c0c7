"""Fixture for tests of new cases: the commands, called in this process."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from dispatch.cli import app


@pytest.fixture(scope="session")
def call() -> Callable[..., Result]:
    """Run a command in this process."""

    def run(*words: object) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words])

    return run
