# Everything a developer does. Nothing is needed but make, Python 3.11+ and the package registries.
# Stamp files in .venv tell what is installed, so that a second run installs nothing.

PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip --quiet install
UV := uv==0.13.9
LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) pyproject.toml --group build

.DEFAULT_GOAL := help
.PHONY: help run test check bench docs lock engine-lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.project  ## install, start Neo4j, build the graph, answer a first question
	@$(BIN)/lodestone tour

test: $(VENV)/.dev $(VENV)/.project  ## the tests; the last lines say what was not run and why (ARGS="-k name")
	@$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.dev $(VENV)/.project  ## ruff, mypy --strict and the import rules
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo

bench: $(VENV)/.dev $(VENV)/.project  ## the benchmarks
	@$(BIN)/python -m benchmarks $(ARGS)

docs: $(VENV)/.dev $(VENV)/.project  ## write the generated pages of docs/ anew
	@$(BIN)/python -m docs.generate

lock:  ## renew the lists of packages from pyproject.toml (UPGRADE=1 takes newer releases)
	@$(PYTHON) -m venv $(VENV)/uv && $(VENV)/uv/bin/python -m pip --quiet install $(UV)
	@$(VENV)/uv/bin/uv $(LOCK) --output-file requirements.lock
	@$(VENV)/uv/bin/uv $(LOCK) --group dev --constraints requirements.lock --output-file requirements-dev.lock

engine-lock: $(VENV)/.project  ## renew the lists of Neo4j's jars (needs Maven)
	@$(BIN)/python -m kb.engine.lock

clean:  ## stop the engine; delete its database, the environment and all caches (your own questions stay)
	@if [ -x $(BIN)/lodestone ]; then $(BIN)/lodestone engine purge --yes || true; fi
	@if [ -d .lodestone ]; then find .lodestone -mindepth 1 -maxdepth 1 ! -name questions -exec rm -rf {} +; fi
	@rmdir .lodestone/questions .lodestone 2>/dev/null || true
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build dist *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Lodestone needs Python 3.11 or newer; $(PYTHON) is not. Name one: make PYTHON=python3.12 run" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock | $(BIN)/python
	@echo "Installing into $(VENV) (once, under a minute) ..."
	@$(PIP) --no-compile --require-hashes -r requirements.lock
	@$(COMPILE)
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/.runtime
	@echo "Installing the tools of development into $(VENV) ..."
	@$(PIP) --no-compile --require-hashes -r requirements-dev.lock
	@$(COMPILE)
	@touch $@

$(VENV)/.project: pyproject.toml | $(VENV)/.runtime
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# Both cores, and without other people's tests: half the time that pip takes for it.
COMPILE = $(BIN)/python -m compileall -q -j 0 -x '[/\\](tests?|pip)[/\\]' $(VENV)/lib >/dev/null || true
