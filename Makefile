# One obvious way in: `make run` for the town hall, `make test` for whoever changes the code.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
INSTALL := $(BIN)/pip install -qq --disable-pip-version-check
ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
AGAIN  := relancez « make $(or $(MAKECMDGOALS),run)
NEWER  := installez Python 3.11 ou plus récent, puis $(AGAIN) PYTHON=python3.11 ».
OFFLINE := Les bibliothèques n'ont pas pu être installées : vérifiez la connexion à Internet, puis $(AGAIN) ».

.DEFAULT_GOAL := run
migration: $(VENV)/.dev ## write the migration for what changed in models/
	@$(BIN)/tortoise -c models.database.SKETCH makemigrations
	@$(BIN)/ruff check --fix --quiet models && $(BIN)/ruff format --quiet models

.PHONY: run setup test fuzz lint format migration stories docs pictures plots bench shape clean

run: setup ## prepare everything and run the assistant with the demo town, on loopback
	@$(BIN)/guichet demo

setup: $(VENV)/.run ## only make the environment

test: $(VENV)/.dev ## prepare what the tests need and pass them
	@tests/with-postgres $(BIN)/pytest $(ARGS)

SECONDS ?= 60
fuzz: $(VENV)/.fuzz ## look for mails that break the reader, for SECONDS
	@$(BIN)/python -m tests.fuzz.mail -max_total_time=$(SECONDS) $(ARGS)

lint: $(VENV)/.dev ## format, rules, directions of imports, types, declared dependencies
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/deptry .

format: $(VENV)/.dev ## lay the code out as the linters want it
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

stories: $(VENV)/.dev ## fill in what the assistant answers in tests/flows/stories, then read the diff
	@$(BIN)/pytest tests/flows/test_stories.py --write-stories -p no:randomly --numprocesses=0

docs: $(VENV)/.dev ## print again the pages drawn from the code
	@$(BIN)/python -m guichet.printed_docs

pictures: $(VENV)/.dev ## take the pictures of the README again, in the demo town (needs Chromium)
	@$(BIN)/python -m tests.browser.pictures

plots: setup ## draw docs/speed.md again, from what is kept in bench/results
	@$(BIN)/python -m guichet.bench.plots

bench: setup ## measure how much the desk carries
	@$(BIN)/guichet bench

shape: ## the size of what we wrote, to be read, not to fail
	@$(PYTHON) tests/shape.py

clean:
	rm -rf $(VENV) var build *.egg-info

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python est introuvable : $(NEWER)" >&2; exit 2; }
	@$(PYTHON) -c '$(ENOUGH)' || { echo "Cette version de Python est trop ancienne : $(NEWER)" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "L'environnement n'a pas pu être créé : installez le module venv (sur Debian ou Ubuntu, « sudo apt install python3-venv »), puis $(AGAIN) »." >&2; exit 2; }

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Préparation de l'environnement (une minute la première fois)…"
	@$(INSTALL) --require-hashes -r requirements.lock || { echo "$(OFFLINE)" >&2; exit 2; }
	@$(INSTALL) --no-deps -e . || { echo "$(OFFLINE)" >&2; exit 2; }
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@$(INSTALL) --require-hashes -r requirements-dev.lock || { echo "$(OFFLINE)" >&2; exit 2; }
	@touch $@

# Outside the locks: no release of it has wheels for every Python that we support.
$(VENV)/.fuzz: $(VENV)/.dev
	@$(INSTALL) --only-binary=:all: -e ".[fuzz]" || { echo "$(OFFLINE)" >&2; exit 2; }
	@touch $@
