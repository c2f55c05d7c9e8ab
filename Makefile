# Nine verbs. `make run` and `make test` do all the set-up they need.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-all system lint types check docs bench clean

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m compileall -q flowkit
	touch .venv/ready

run: .venv/ready
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/flowkit run flows/triage.yaml; \
	else $(BIN)/flowkit run flows/triage.yaml --script docs/first-call.txt; fi

test: .venv/ready
	$(BIN)/python -m pytest

# What the tests need beside Python; each later part of the system adds what it needs on.
system:
	@true

test-all: system test

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready
	$(BIN)/mypy flowkit flows/backend

check: lint types test
	$(BIN)/flowkit validate flows

docs: .venv/ready
	$(BIN)/python -m docs.make

bench: .venv/ready
	$(BIN)/python -m bench

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
