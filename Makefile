# Twelve verbs. `make run` and `make test` do all the set-up they need.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-all system lint types check docs bench nightly mutants clean

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m compileall -q flowkit
	touch .venv/ready

run: .venv/ready
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/flowkit run flows/triage.yaml; \
	else $(BIN)/flowkit run flows/triage.yaml --script docs/first-call.txt; fi

# One process a core; `pytest` alone runs them one after another, which is easier to follow.
IN_PARALLEL := -n auto --dist worksteal

test: .venv/ready
	$(BIN)/python -m pytest $(IN_PARALLEL)

# What some tests need beside Python: Node with npm, for the language server that editors use.
.node/ready: tests/editor/package.json tests/editor/package-lock.json
	@command -v npm > /dev/null || { echo "make system needs Node 18 or newer with npm (https://nodejs.org)"; exit 1; }
	mkdir -p .node
	cp tests/editor/package.json tests/editor/package-lock.json .node/
	npm ci --prefix .node --no-audit --no-fund --loglevel=error
	touch .node/ready

system: .node/ready

# Every test, with those that need `make system`; MARKS=system: only those, where `make test` has run already.
MARKS ?= system or not system
test-all: .venv/ready system
	$(BIN)/python -m pytest $(IN_PARALLEL) -m "$(MARKS)"

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

# The invariants of the engine at length: SEED=7 for other calls, STEPS=1000000 for more of them.
STEPS ?= 100000
nightly: .venv/ready
	$(BIN)/python -m tests.engine.invariants.nightly --steps $(STEPS) $(if $(SEED),--seed $(SEED))
	FLOWKIT_ADVERSARY_SEEDS=40 $(BIN)/python -m pytest tests/simulator/adversary/test_calls.py -k chance

# Each check is switched off in turn: which test notices? `make docs` writes it to docs/safety.md. K=consent: only some.
mutants: .venv/ready
	$(BIN)/python -m tests.mutants $(if $(K),-k "$(K)") $(if $(J),-j $(J))

clean:
	rm -rf .venv .node build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
