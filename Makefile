# Two commands do everything: `make run` and `make test`. Only Python >= 3.11 with venv and make are needed;
# uv is fetched into .tools/ where it is missing.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements/dev.lock

UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)

# Python >= 3.12: what UV_PYTHON says, else what uv finds, else the first that pyenv holds. Never exported empty.
ifeq ($(UV_PYTHON),)
  ifeq ($(shell $(UV) python find --system --no-python-downloads '>=3.12' 2>/dev/null),)
    PYENV_PYTHON := $(firstword $(wildcard $(shell pyenv root 2>/dev/null)/versions/3.1[23].*/bin/python3.1[23]))
  endif
  ifeq ($(PYENV_PYTHON),)
    unexport UV_PYTHON
  else
    export UV_PYTHON := $(PYENV_PYTHON)
  endif
endif

.DEFAULT_GOAL := help

help:  ## Show what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 14

.tools/bin/uv:
	python3 -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check uv

uv: $(if $(filter .tools/bin/uv,$(UV)),.tools/bin/uv)

$(VENV)/.installed: $(LOCK) pyproject.toml | uv
	$(UV) venv --quiet --allow-existing $(VENV)
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes $(LOCK)
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

install: $(VENV)/.installed  ## Install the locked versions into .venv

run: install  ## Run the pipeline over corpus/ and say where the tables are
	$(BIN)/briefings run corpus --out outputs

test: install  ## Run the tests
	$(BIN)/pytest

lint: install  ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install  ## Check types
	$(BIN)/mypy

notebooks: install  ## Run the notebooks on outputs/
	$(BIN)/python -m pipeline run corpus --out outputs
	for each in notebooks/*.ipynb; do \
	  $(BIN)/jupyter nbconvert --to notebook --execute --stdout --log-level WARN "$$each" > /dev/null || exit 1; \
	done

docs: install  ## Write the reference pages again
	$(BIN)/python docs/reference.py

check: lint types  ## Everything that CI checks beside the tests: lint, types, docs and notebooks
	$(BIN)/python docs/reference.py --check
	$(MAKE) --no-print-directory notebooks

bench: install  ## Measure speed on a corpus folder: make bench CORPUS=folder
	$(BIN)/python benchmarks/bench.py $(CORPUS)

lock: | uv  ## Resolve the versions again
	$(UV) pip compile --quiet --python-version 3.12 --universal --generate-hashes --no-emit-index-url pyproject.toml --output-file requirements/run.lock
	$(UV) pip compile --quiet --python-version 3.12 --universal --generate-hashes --no-emit-index-url --extra dev pyproject.toml --output-file $(LOCK)

clean:  ## Remove the environment and all outputs that can be made again
	rm -rf $(VENV) .tools outputs/briefings.duckdb outputs/texts outputs/tables outputs/figures outputs/run.json

.PHONY: help uv install run test lint types docs notebooks check bench lock clean
