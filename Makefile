# målkart. `make demo` and `make test` set up all they need; the second time they only run.
VENV   := .venv
PYTHON ?= python3
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PYTEST := $(BIN)/pytest -n auto --dist loadscope

.PHONY: demo test test-all quick check bench bench-read simulate clean

demo: $(READY)
	$(BIN)/maalkart demo demo

test: $(READY)
	$(PYTEST) -m "not slow"

test-all: $(READY)
	$(PYTEST)

quick: $(READY)
	$(PYTEST) -m "not slow and not corpus and not browser"

check: $(READY)
	$(BIN)/ruff check src tests bench tools
	$(BIN)/ruff format --check src tests bench tools
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python bench/bench_study.py

bench-read: $(READY)
	$(BIN)/python bench/bench_read.py
	$(BIN)/python bench/read_quality.py
	$(BIN)/python bench/language_quality.py

simulate: $(READY)
	OPENBLAS_NUM_THREADS=1 $(BIN)/python bench/simulate.py --out docs/simulation
	OPENBLAS_NUM_THREADS=1 $(BIN)/python bench/bench_estimates.py

$(READY): pyproject.toml constraints.txt tools/system.sh
	sh tools/system.sh
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) demo bench-work
