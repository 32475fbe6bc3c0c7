"""A command that only prints its help loads no heavy library."""

import json
import subprocess
import sys

import pytest

HEAVY = ("dask", "distributed", "highspy", "pandas", "pydantic", "scipy", "xarray")


def loaded(code: str) -> list[str]:
    """Return the heavy libraries that a program has loaded when it ends."""
    program = f"import json, sys\n{code}\nprint(json.dumps([name for name in {HEAVY} if name in sys.modules]))"
    return json.loads(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    )


@pytest.mark.parametrize(
    "code",
    [
        "import dispatch.cli.commands",
        "from dispatch.solve import Method, Options, Progress, Solution",
        "import dispatch; dispatch.CaseError",
    ],
)
def test_help_and_types_load_no_heavy_library(code: str) -> None:
    assert loaded(code) == []


def test_a_name_is_imported_on_first_use() -> None:
    assert loaded("from dispatch.solve import solve") == ["highspy", "scipy"]


def test_every_public_name_is_found() -> None:
    import dispatch
    from dispatch import solve

    for package in (dispatch, solve):
        assert all(getattr(package, name) is not None for name in package.__all__)
        assert sorted(package.__all__) == sorted(package._HOME)
        with pytest.raises(AttributeError, match="no attribute 'nothing'"):
            _ = package.nothing
