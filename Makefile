.DEFAULT_GOAL := help
.PHONY: help setup run stop check fix test e2e faults bench docs constraints clean

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# What mlx-vlm and rapidocr ask for and LEXO never uses: sound, training, a second OpenCV. 1.3 GB; installed with --no-deps.
UNUSED := opencv-python mlx-audio miniaudio sounddevice scipy datasets dill multiprocess pandas pyarrow six \
	xxhash
COMPILE := $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --no-config --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --build-deps-for editable \
	$(addprefix --unsafe-package ,$(UNUSED))

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## install what is missing: system packages, .venv, everything for developing
	@scripts/setup_system.sh develop
	@scripts/setup_venv.sh constraints.txt

run: setup ## serve from this checkout in the foreground, and again whenever the code changes
	$(BIN)/lexo serve --reload

check: setup ## format, lint, types, architecture: without running the program
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST) -q tests/test_architecture.py

fix: setup ## put format and lint right, where a machine can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: check ## everything from nothing: set up, check, all tests on all cores
	$(PYTEST) -n auto --dist worksteal

e2e: setup ## the tests that drive a browser
	$(PYTEST) -m browser

faults: setup ## the tests that kill, fill and feed bad files
	$(PYTEST) -m faults

bench: setup ## measure reading against Tesseract and bare text extraction
	$(BIN)/python scripts/bench_read.py

docs: setup ## write docs/errors.md anew from the code
	$(BIN)/python scripts/list_errors.py >docs/errors.md

constraints: setup ## pin the newest releases anew, with their hashes
	CUSTOM_COMPILE_COMMAND="make constraints" $(COMPILE) --extra dev --output-file constraints.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make constraints" $(COMPILE) -c constraints.txt --output-file constraints-run.txt pyproject.toml
	sed -i.bak '/^# WARNING: The following packages/,$$d' constraints.txt constraints-run.txt && rm constraints*.bak
	$(BIN)/python scripts/pin_for_mac.py

clean: ## remove what tools and builds left; the library and .venv stay
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find lexo scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +
