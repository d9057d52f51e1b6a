# `make` alone lists what there is. Every target makes the environment that it needs.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/python -m pytest
export PORT
UV_ITSELF := install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
# Installs come in any order and from wherever pip is told to look; the hashes decide. Compiled once and by every core,
# for every process that is started afterwards would do it for itself.
UV := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

# --- The environment ---

.venv/.uv: requirements-uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5) and "Python 3.11.5 or newer is needed (make PYTHON=/path/to/python3).")'
	@test -x $(BIN)/python || $(PYTHON) -m venv --without-pip .venv
	@# The pip that is there serves once, for its copy would take longer than all that it installs; else one of our own.
	@test -x $(BIN)/uv || $(PYTHON) -m pip --python $(BIN)/python $(UV_ITSELF) 2>/dev/null \
	  || { $(BIN)/python -m ensurepip >/dev/null && $(BIN)/python -m pip $(UV_ITSELF); }
	@touch $@

.venv/.run: requirements.txt .venv/.uv
	@echo "Installing what the portal runs on…"
	@$(UV) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	@echo "Installing what developing and testing needs…"
	@$(UV) -r requirements-dev.txt
	@touch $@

.PHONY: install
install: .venv/.dev ## Create .venv with everything for working on the code

.PHONY: lock
lock: .venv/.uv ## Write the requirement files anew, with hashes and without a host
	$(BIN)/uv pip compile -q --universal --python-version 3.11.5 --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock" requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11.5 --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock" requirements-dev.in -o requirements-dev.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11.5 --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock" requirements-uv.in -o requirements-uv.txt

# --- Running ---

.PHONY: run
run: .venv/.run ## Serve the demo on http://127.0.0.1:8000 (PORT=…), everything embedded
	@exec $(MANAGE) run_dev --port $(PORT)

.PHONY: search-server
search-server: .venv/.run ## Start a search server of OpenSearch's to try search on (needs Java and Maven)
	@exec $(BIN)/python -m tests.search_server serve

.PHONY: worker
worker: .venv/.run ## Run the tasks of the development database (make run starts its own)
	@exec $(MANAGE) db_worker

.PHONY: demo
demo: .venv/.run ## Load the demo content, or bring it up to date
	@$(MANAGE) migrate -v0
	@$(MANAGE) load_demo

# --- Working on the code ---

.PHONY: test
test: .venv/.dev ## The whole suite: on PostgreSQL where it can be started, then on SQLite with the browser
	@if reason=$$($(BIN)/python -m tests.postgresql 2>&1); then \
	  TEST_DATABASE=postgresql nice $(PYTEST) -q -n auto -m "not browser"; \
	else \
	  echo "Not tested on PostgreSQL: $$reason."; \
	fi
	@TEST_DATABASE=sqlite nice $(PYTEST) -q -n auto

.PHONY: format
format: .venv/.dev ## Put the code into its one form
	$(BIN)/ruff check -q --fix --exit-zero .
	$(BIN)/ruff format -q .

.PHONY: lint
lint: .venv/.dev ## Form, rules of the code, the templates and the imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet templates
	PYTHONPATH=site:. $(BIN)/lint-imports --no-logo

.PHONY: types
types: .venv/.dev ## mypy, strict
	$(BIN)/mypy

.PHONY: check
check: .venv/.dev ## What has to be green before a change lands; ends with the tests
	@$(MAKE) lint types
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) starter --check
	$(MANAGE) check_catalogues
	$(BIN)/python -m tests.wheel
	@$(MAKE) test

.PHONY: starter
starter: .venv/.dev ## Keep what all migrations yield (after a new one, and after make lock), for the first make run
	$(MANAGE) starter

.PHONY: messages
messages: .venv/.dev ## Bring the French catalogue up to date with the code (needs gettext's programs)
	$(MANAGE) makemessages
	$(MANAGE) check_catalogues --only-words

.PHONY: bench
bench: .venv/.dev ## Measure the budgets, on PostgreSQL where it can be started
	@if $(BIN)/python -m tests.postgresql >/dev/null 2>&1; then export TEST_DATABASE=postgresql; fi; \
	$(PYTEST) -q tests/budgets tests/events/test_concurrency.py
	@TEST_DATABASE=sqlite $(PYTEST) -q tests/budgets/test_scale.py

.PHONY: bench-search
bench-search: .venv/.dev ## Measure search on 250,000 made-up documents, on each engine there is (half an hour)
	$(MANAGE) bench_search_speed

.PHONY: drill
drill: .venv/.dev ## Kill, freeze and slow down a search server for a minute while people save and search
	DRILL_SECONDS=20 $(PYTEST) -q -s -p no:randomly tests/search/test_drill.py
