"""Packages use what other packages publish: names of the package itself, or modules of the list below."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PUBLIC: dict[str, set[str]] = {
    "dispatch.adequacy": {"assess", "faults", "increments", "report", "results", "tables", "value"},
    "dispatch.app": {"assemble", "clock", "exporting", "reading"},
    "dispatch.batch": {
        "batch",
        "clusters",
        "estimate",
        "one_case",
        "plan",
        "progress",
        "report",
        "store",
        "sweep",
        "table",
    },
    "dispatch.case": {
        "cell_values",
        "credit",
        "files",
        "reference",
        "schema",
        "suggestions",
        "tables",
    },
    "dispatch.cli": {"commands"},
    "dispatch.messages": {"implausible", "units"},
    "dispatch.report": {
        "balance_terms",
        "build",
        "chapters.verdict",
        "palette",
    },
    "dispatch.results": {
        "attribution",
        "capacity_plan",
        "fields",
        "foresight",
        "geography",
        "partial",
        "plausible",
        "profiles",
        "reserve_headroom",
        "saved_run",
        "stored",
        "stored_market",
        "tolerances",
        "utilisation",
    },
    "dispatch.targets": {"report"},
    "dispatch.weather": {
        "sun",
    },
    "dispatch.workbench": {"security", "server"},
}
"""Modules by package that other packages may import, beside the names of its ``__init__``. All others are private."""


def imports() -> Iterator[tuple[str, str, str]]:
    """Yield (importing file, package, module or name in it) of each import from another package of the project."""
    for path in [*(ROOT / "dispatch").rglob("*.py"), *(ROOT / "models").rglob("*.py")]:
        own = package(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                module = absolute(path, node)
                whole = [
                    alias.name
                    for alias in node.names
                    if module == "dispatch" and folder(f"dispatch.{alias.name}").is_dir()
                ]
                found = [(f"dispatch.{name}", "") for name in whole] or [(module, alias.name) for alias in node.names]
            elif isinstance(node, ast.Import):
                found = [(alias.name, "") for alias in node.names]
            else:
                continue
            for module, name in found:
                if module.startswith(("dispatch.", "models")) and package(module) != own:
                    yield str(path.relative_to(ROOT)), package(module), inside(module, name)


def absolute(path: Path, node: ast.ImportFrom) -> str:
    """Return the full name of the module that an import of a file names, relative ones included."""
    above = path.relative_to(ROOT).parts[: -node.level] if node.level else ()
    return ".".join([*above, *([node.module] if node.module else [])])


def package(module: str) -> str:
    """Return the package of a module: `models`, or the first folder or file of `dispatch`."""
    parts = module.split(".")
    return ".".join(parts[: 1 if parts[0] == "models" else 2])


def inside(module: str, name: str) -> str:
    """Return the module below its package, with the name if that is a private one; empty: what the package publishes."""
    base = package(module)
    below = module[len(base) + 1 :]
    if not below and name and name not in published(base) and (folder(base) / f"{name}.py").exists():
        below = name
    return f"{below}.{name}" if name.startswith("_") else below


def folder(base: str) -> Path:
    """Return the folder of a package."""
    return ROOT.joinpath(*base.split("."))


def published(base: str) -> set[str]:
    """Return ``__all__`` of a package; empty where it has none."""
    init = folder(base) / "__init__.py"
    if not init.exists():
        return set()
    for node in ast.parse(init.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "__all__" for to in node.targets):
            return set(ast.literal_eval(node.value))
    return set()


def test_no_package_imports_a_private_module_of_another() -> None:
    private = sorted(
        f"{file}: {base}.{below}" for file, base, below in imports() if below and below not in PUBLIC.get(base, set())
    )
    assert not private, "\n".join(private)


def test_every_public_module_is_used_by_another_package() -> None:
    used = {(base, below) for _, base, below in imports()}
    assert not sorted(
        f"{base}.{below}" for base, names in PUBLIC.items() for below in names if (base, below) not in used
    )
