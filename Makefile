# make demo: set up and run the main job.  make test: set up and pass the tests.  Both need Python 3.11+ and nothing else.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
ARCHIVE := build/demo.db
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: demo test check clean
demo: $(VENV)/.run
	@mkdir -p build
	@$(BIN)/onrecord add examples/pages --archive $(ARCHIVE) --case demo
	@$(BIN)/onrecord find --archive $(ARCHIVE) --limit 25
	@echo "Next: $(BIN)/onrecord find WORD --archive $(ARCHIVE), then show ID and cite ID. All commands: $(BIN)/onrecord --help"

test: $(VENV)/.dev check
	@$(BIN)/python -m pytest

check: $(VENV)/.dev
	@$(BIN)/ruff check src tests training benchmarks examples tools
	@$(BIN)/ruff format --check src tests training benchmarks examples tools
	@$(BIN)/mypy
	@$(BIN)/lint-imports

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "onrecord needs Python 3.11 or newer; none was found as python3 or python3.11 to python3.14" >&2; exit 1; }
	@if command -v uv >/dev/null 2>&1; then uv venv -q --python $(PYTHON) $(VENV); else $(PYTHON) -m venv $(VENV); fi

# one recipe a stamp, so that a second run starts at once and a changed pyproject.toml installs again
$(VENV)/.run: $(VENV)/bin/python pyproject.toml
	@echo "setting up onrecord in $(VENV) (once)"
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python -e .; else $(BIN)/python -m pip install -q -e .; fi
	@touch $@

$(VENV)/.dev: $(VENV)/.run pyproject.toml
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python -e '.[dev]'; else $(BIN)/python -m pip install -q -e '.[dev]'; fi
	@touch $@

clean:
	@rm -rf $(VENV) build
