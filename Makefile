# SPDX-License-Identifier: Apache-2.0
# Everything one does here, one target each; `make help` lists them.

# The command that `examples`, `gallery` and `bench` run; the release build unless told otherwise.
RAFTER ?= .build/release/rafter
# How many mutated models `fuzz` reads.
FUZZ_RUNS ?= 1000000
# How many small mapping problems `test-slow` holds against an enumeration.
ENUMERATIONS ?= 3000
# Python packages of the slow tests.
ONNX_PACKAGES ?= onnx==1.23.1
# Another mapper, for `compare-mappers` and `truth`.
MAPPER_PACKAGES ?= zigzag-dse==3.9.1 six
# How many pairs of windows `compare-measure` takes for each number.
PAIRS ?= 15
# What runs the models of `models`.
RUNTIME_PACKAGES ?= onnx==1.23.2 onnxruntime==1.32.0 numpy
# A package of which only the hardware files are used, in `truth`.
FILE_PACKAGES ?= accelforge==1.0.467
# What `truth` chooses layers and machines by, and how many.
TRUTH_SEED ?= 1
TRUTH_CASES ?= 24

# Tests run in release, where a search takes a twentieth of the time, in a folder of their own.
# XCTest is not used; leaving it out leaves one closing line, that of Swift Testing.
TEST_BUILD := -c release -Xswiftc -enable-testing --scratch-path .build-test
TEST := swift test --disable-xctest --skip-build $(TEST_BUILD)
VENV := .build/venv
SWIFT_FILES := Sources Tests Snippets Benchmarks Package.swift

.DEFAULT_GOAL := help
.PHONY: help setup build demo test test-slow fuzz compare truth replay golden gallery lint format docs examples \
  bench compare-mappers compare-measure models check clean

help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Installs what is missing on this machine, or says what to install
	@Scripts/setup

build: setup ## Builds the command in release: .build/release/rafter
	swift build -c release --product rafter

demo: build ## Analyses ResNet-50 on an edge NPU and leaves charts and JSON in rafter-demo/
	.build/release/rafter demo

test: ## Builds and passes all tests that need no network and no Python
	swift build --build-tests $(TEST_BUILD)
	$(TEST)

test-slow: $(VENV)/done ## Tests on larger models of the onnx Python package, and ENUMERATIONS mapping cases
	swift build --build-tests $(TEST_BUILD)
	RAFTER_LIGHT_MODELS="$$($(VENV)/bin/python -c 'import onnx, pathlib; print(pathlib.Path(onnx.__file__).parent / "backend/test/data/light")')" \
	  RAFTER_ENUMERATIONS=$(ENUMERATIONS) $(TEST) --filter Slow

$(VENV)/done: Makefile
	@Scripts/setup python
	python3 -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check $(ONNX_PACKAGES)
	@touch $@

fuzz: ## Reads FUZZ_RUNS mutated models in release: an error or a result, never a crash
	swift build --build-tests $(TEST_BUILD)
	RAFTER_FUZZ_RUNS=$(FUZZ_RUNS) $(TEST) --filter Fuzz

compare: ## Compares with other tools' stored results, in ../shared, and then with their packages: `truth`
	swift build --build-tests $(TEST_BUILD)
	@test -d ../shared/cases || { echo "make compare: the folder ../shared/cases is not here" >&2; exit 1; }
	$(TEST) --filter "Comparison|Truth"
	$(MAKE) truth

truth: build ## Runs ZigZag itself on TRUTH_CASES layers chosen by TRUTH_SEED, converts the packages' hardware, and compares
	@Scripts/setup python
	python3 -m venv .build/venv-mappers
	.build/venv-mappers/bin/python -m pip install --quiet --disable-pip-version-check $(MAPPER_PACKAGES)
	.build/venv-mappers/bin/python -m pip install --quiet --disable-pip-version-check --no-deps $(FILE_PACKAGES)
	.build/venv-mappers/bin/python Benchmarks/compare/zigzag_truth.py .build/zigzag-truth.yaml $(TRUTH_SEED) $(TRUTH_CASES)
	$(RAFTER) validate zigzag --data .build/zigzag-truth.yaml
	.build/venv-mappers/bin/python Benchmarks/compare/convert_packages.py $(RAFTER)

replay: ## Maps a stored corpus and prints what changed; RECORD=1 stores the results anew
	swift build -c release --product RafterReplay
	$(if $(COLLECT),.build/release/RafterReplay Benchmarks/replay collect)
	.build/release/RafterReplay Benchmarks/replay $(if $(RECORD),record)

golden: ## Writes the golden files anew; review the difference like code
	swift build --build-tests $(TEST_BUILD)
	RECORD_GOLDEN=1 $(TEST)
	@git status --short 2>/dev/null || true

lint: ## Checks the formatting
	swift format lint --strict --recursive --parallel $(SWIFT_FILES)

format: ## Formats the sources
	swift format --in-place --recursive --parallel $(SWIFT_FILES)

gallery: ## Draws the plots of the survey and of the levers in the documentation anew
	@Scripts/gallery $(RAFTER)

docs: ## Builds the documentation; any warning is an error
	@Scripts/docs

examples: ## Runs every example and compares with what it should print
	@Scripts/examples $(RAFTER)

bench: build ## Measures time and memory of the command on this machine
	@Scripts/bench $(RAFTER)

compare-mappers: build ## Runs ZigZag's mapper and ours on the same work and prints both; some minutes
	swift build -c release --product RafterReplay
	@Scripts/setup python
	python3 -m venv .build/venv-mappers
	.build/venv-mappers/bin/python -m pip install --quiet --disable-pip-version-check $(MAPPER_PACKAGES)
	.build/venv-mappers/bin/python Benchmarks/compare/compare.py $(RAFTER) .build/release/RafterReplay

compare-measure: build ## Runs windows of likwid-bench, STREAM and the loops of `rafter measure` in turn, PAIRS times, on a machine at rest; prints ratios
	@Scripts/setup measure
	python3 Benchmarks/measure/compare.py $(RAFTER) --pairs $(PAIRS)

models: build ## Times this machine and four models under ONNX Runtime, and draws them under its roofs; some minutes
	@Scripts/setup python
	python3 -m venv .build/venv-models
	.build/venv-models/bin/python -m pip install --quiet --disable-pip-version-check $(RUNTIME_PACKAGES)
	.build/venv-models/bin/python Benchmarks/measure/models.py record $(RAFTER) .build/models
	.build/venv-models/bin/python Benchmarks/measure/models.py report $(RAFTER) .build/models
	.build/venv-models/bin/python Benchmarks/measure/models.py figure $(RAFTER) .build/models .build/models

check: ## What CI runs: lint, tests, documentation, examples
	@.ci/run

clean: ## Removes what was built
	rm -rf .build .build-test rafter-demo
