# Two commands do everything: `make run` and `make test`. Each sets itself up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
.DEFAULT_GOAL := help
.PHONY: help setup run test lint eval bench gallery train soak lock clean

help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## */  make \1\t/' | expand -t 16

setup: $(VENV)/.runtime  ## only the environment: .venv/bin/verbatim

run: $(VENV)/.runtime  ## the bot with Slack tokens; without, a desk in the terminal on sample articles
	@$(BIN)/verbatim run

test: $(VENV)/.dev  ## the whole test suite
	@$(BIN)/python -m pytest

lint: $(VENV)/.dev  ## ruff, mypy strict and the layer test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n 0 tests/test_layers.py

eval: $(VENV)/.dev  ## all scorers on ../shared (skipped, and said so, where it is absent)
	@$(BIN)/python tests/bench/evaluate.py $(SHARED)

bench: $(VENV)/.dev  ## how fast, against what one would use instead; SIZES="10000 100000 1000000" for more
	@$(BIN)/python tests/bench/speed.py
	@$(BIN)/python tests/bench/intake.py
	@$(BIN)/python tests/bench/digests.py
	@$(BIN)/python tests/bench/scale.py $(if $(SIZES),--write) $(SIZES)

gallery: $(VENV)/.dev  ## every kind of Slack message as HTML in gallery/, and as PNG where chromium is installed
	@$(BIN)/python tests/bench/gallery.py gallery

train: $(VENV)/.dev  ## train the extraction core again from ../shared into bot/extract/weights
	@$(BIN)/python -m bot.extract.train $(SHARED)/corpus/polnear bot/extract/weights

soak: $(VENV)/.dev  ## the long reliability runs
	@$(BIN)/python -m pytest -m soak -n 0 -s

lock: $(VENV)/.dev  ## compile both lock files anew
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --group build pyproject.toml -o requirements.lock $(LOCKFLAGS)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --group dev pyproject.toml -o requirements-dev.lock $(LOCKFLAGS)

clean:  ## remove the environment and what tools left behind
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo 'Verbatim needs Python 3.11 or newer: install it, or name it: make PYTHON=python3.12 …' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo 'Python lacks ensurepip: install it (Debian and Ubuntu: apt install python3-venv) and run make again.' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo 'Setting up .venv (once) …' >&2
	@$(PIP) install --require-hashes -r requirements.lock
	@PYTHONWARNINGS=ignore $(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
