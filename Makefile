# Front Training. `make help` lists what there is to do.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup run test lint words bench clean
help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "%-10s %s\n", $$1, $$2}'

.stamp/runtime: requirements/runtime.txt
	@bin/install runtime && mkdir -p .stamp && touch $@

.stamp/dev: requirements/dev.txt .stamp/runtime
	@bin/install dev && touch $@

translations/vi/LC_MESSAGES/messages.mo: translations/vi/LC_MESSAGES/messages.po .stamp/runtime
	@$(BIN)/pybabel -q compile -d translations

words: translations/vi/LC_MESSAGES/messages.mo ## compile the translations

.stamp/static: .stamp/runtime $(shell find static -type f -not -name '*.gz' -not -name '*.br')
	@$(BIN)/python -m whitenoise.compress --quiet static && touch $@

setup: .stamp/runtime words .stamp/static ## install what running needs

run: setup ## set up and serve on http://127.0.0.1:8000 (EMPTY=1: without demonstration data)
	@$(BIN)/flask serve $(if $(EMPTY),--empty)

lint: .stamp/dev ## style, types and import contracts
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache

test: .stamp/dev words lint ## run every test, on SQLite and PostgreSQL, in a real browser too
	@bin/test

bench: .stamp/dev words ## measure speed and page weight (DB=postgresql for the other engine)
	@$(BIN)/python -m bench

clean: ## remove what was set up; the data in var/ stays
	rm -rf .venv .stamp
