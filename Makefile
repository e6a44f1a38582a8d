# Sanlian: `make run` starts everything, `make test` tests everything. `make help` lists the rest.
SHELL := /bin/bash
PYTHON := .venv/bin/python
WORKERS ?= 2
export HOST PORT

.DEFAULT_GOAL := help
.PHONY: help setup run worker test lint fmt check bench demo reset installed

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

installed:
	@.ci/setup requirements.txt

setup: ## Make .venv with everything for development and build the front end
	@.ci/setup requirements-dev.txt
	@$(PYTHON) -m sanlian.frontend

run: installed ## Start the platform at http://127.0.0.1:8000 (HOST, PORT); Ctrl-C ends it
	@$(PYTHON) -m sanlian.launch run

worker: installed ## Run one more Celery worker beside a running `make run`
	@eval "$$($(PYTHON) -m sanlian.embedded env var)" && exec $(PYTHON) -m celery -A sanlian worker --loglevel INFO

test: setup ## Run the whole suite, browser tests included; one part: make test T=tests/core
	@.ci/chromium
	@$(PYTHON) -m pytest -n $(WORKERS) --dist worksteal $(T)

lint: ## Look for mistakes (ruff) and broken import contracts
	@.ci/setup requirements-dev.txt
	@$(PYTHON) -m ruff check . && .venv/bin/lint-imports

fmt: ## Format the code
	@.ci/setup requirements-dev.txt
	@$(PYTHON) -m ruff check --fix-only --quiet . ; $(PYTHON) -m ruff format .

check: ## What CI checks beside the tests
	@.ci/setup requirements-dev.txt
	@.ci/check

bench: setup ## Measure pages, the API and check-ins on a large generated set
	@$(PYTHON) -m benchmarks.run

demo: installed ## Throw the demo's data away and load it anew
	@$(PYTHON) -m sanlian.launch demo

reset: installed ## Remove var/ (database, uploads, keys) after asking
	@$(PYTHON) -m sanlian.launch reset
