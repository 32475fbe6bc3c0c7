# Byte code is cached even if the shell disables it. Otherwise each of the hundreds of test processes compiles the package,
# and each worker rewrites the assertions of all tests.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup run serve test long reference docs

setup: .venv/.stamp

.venv/.stamp: requirements.lock pyproject.toml
	python3.11 -m venv .venv
	.venv/bin/pip install -q -r requirements.lock
	.venv/bin/pip install -q --no-deps -e .
	touch $@

run: setup
	.venv/bin/dispatch run

serve: setup
	.venv/bin/dispatch serve

# Three workers on two processors: tests of batches wait for nodes, workers and time limits, and another test runs meanwhile.
test: setup
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/pytest -q -n 3

long: setup
	.venv/bin/pytest -q -m long
	.venv/bin/pytest -q --live tests/pypsa_io

reference: setup
	.venv/bin/python -c "from pathlib import Path; from dispatch.case import reference; from dispatch.weather import weather_reference as weather; Path('docs/tables.md').write_text(reference() + weather(), encoding='utf-8'); Path('docs/zh/tables.md').write_text(reference('zh'), encoding='utf-8')"

docs: setup
	.venv/bin/pip install -q -e '.[docs]'
	.venv/bin/sphinx-build -q -W -c docs/site . build/docs
