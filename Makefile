# One obvious way in: `make run` for the town hall, `make test` for whoever changes the code.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
TOO_OLD := Guichet demande Python 3.11 ou plus récent. Installez-le puis relancez : make $(or $(MAKECMDGOALS),run) PYTHON=python3.11

.DEFAULT_GOAL := run
.PHONY: run setup test lint format stories docs bench shape clean

run: setup ## prepare everything and run the assistant with the demo town, on loopback
	@$(BIN)/guichet demo

setup: $(VENV)/.run ## only make the environment

test: $(VENV)/.dev ## prepare what the tests need and pass them
	@$(BIN)/pytest $(ARGS)

lint: $(VENV)/.dev ## format, rules, directions of imports, types, declared dependencies
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/deptry . 

format: $(VENV)/.dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

stories: $(VENV)/.dev ## fill in what the assistant answers in tests/stories, then read the diff
	@$(BIN)/pytest tests/flows/test_stories.py --write-stories -p no:randomly

docs: $(VENV)/.dev ## print again the pages drawn from the code
	@$(BIN)/python -m guichet.printed_docs

bench: setup
	@$(BIN)/guichet bench

shape: ## the size of what we wrote, to be read, not to fail
	@$(PYTHON) tests/shape.py

clean:
	rm -rf $(VENV) var build *.egg-info

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python est introuvable. $(TOO_OLD)" >&2; exit 2; }
	@$(PYTHON) -c '$(ENOUGH)' || { echo "Cette version de Python est trop ancienne. $(TOO_OLD)" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "L'environnement n'a pas pu être créé. Sur Debian ou Ubuntu : sudo apt install python3-venv, puis relancez." >&2; exit 2; }

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Préparation de l'environnement (une minute la première fois)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
