# `make` lists what can be made. Every target sets up what it needs first.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup audit demo test format prove fuzz bench eval image clean
BIN := .venv/bin
export LC_ALL ?= C.UTF-8

help: ## This list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  \1\t/' | expand -t 12
	@echo
	@echo "  make audit URL=https://www.example.go.th [YEAR=2566] [OUT=dir] [ARGS='--max-pages 500']"

test prove: export OIT_SETUP := tests

setup: ## System programs (where allowed), .venv from the lock file, bytecode; quick when nothing changed
	@.ci/setup-system && PYTHON="$$(.ci/python)" && export PYTHON && .ci/setup-venv

audit: setup ## Audit one agency's website: URL=… [YEAR=…] [OUT=…] [ARGS=…]
	@test -n "$(URL)" || { echo "make audit URL=https://www.example.go.th [YEAR=2566] [OUT=dir] [ARGS='…']" >&2; exit 2; }
	@$(BIN)/oit audit '$(URL)' $(if $(YEAR),--year $(YEAR)) $(if $(OUT),--out '$(OUT)') $(ARGS)

demo: setup ## Audit a made-up agency that comes with the tool, for people without an address at hand
	@$(BIN)/python -m auditor.demo $(if $(OUT),--out '$(OUT)') $(ARGS)

test: setup tests/js/node_modules/.done ## Everything that CI checks: format, lint, types, imports, rules, floors, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/oit rules check
	$(BIN)/oit rules test
	$(BIN)/python -m auditor.evaluate --check
	$(BIN)/pytest -m 'not prove' -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

# The browser tests of the report need axe-core; a machine without npm skips them.
tests/js/node_modules/.done: tests/js/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix tests/js --no-audit --no-fund --silent && touch $@; \
	else echo "setup: missing: npm (the accessibility tests of the report are skipped)" >&2; fi

format: setup ## Rewrite the code in the one format
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

prove: setup ## The long proofs that CI leaves out: 200 kills, large crawls
	$(BIN)/pytest -m prove --timeout 3600 $(ARGS)
	$(BIN)/python -m tests.hostile.prove

fuzz: setup .fuzz/.done ## Fuzz what reads other people's text and bytes, by coverage (Linux): ARGS='addresses --seconds 600'
	.fuzz/bin/python -m tests.hostile.fuzz $(ARGS)

# An environment of its own: what the fuzzer needs is no part of the development set.
.fuzz/.done: requirements-fuzz.lock
	"$$(.ci/python)" -m venv .fuzz
	.fuzz/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.lock
	@touch $@

bench: setup ## Measure every line of bench/RESULTS.md, as ratios; ARGS=--quick for some minutes
	$(BIN)/python -m bench $(ARGS)

eval: setup ## Measure recognition on the labelled material; writes rules/ACCURACY.md
	$(BIN)/python -m auditor.evaluate $(ARGS)

image: ## The container image that deploy/compose.yaml runs everywhere (podman or docker)
	@engine=$$(command -v podman || command -v docker) || { echo "make image needs podman or docker" >&2; exit 1; }; \
	$$engine build --file deploy/Containerfile --tag oit-auditor .

clean: ## Remove what can be made again (not audits/)
	rm -rf .venv .fuzz build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	find auditor crawler reports rules tests -name __pycache__ -prune -exec rm -rf {} +
