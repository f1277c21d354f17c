# wuzha: everything from a fresh clone. `make` alone lists what there is.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
# Some hundred processes are started by tests and demonstrations: each would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CATALOGUE := src/wuzha/locale/zh_Hans/LC_MESSAGES/django
DIST := src/wuzha/web/static/dist/manifest.json
FRONTEND := $(wildcard frontend/*.json frontend/*.ts) $(shell find frontend/src -type f 2>/dev/null)

# Arguments for the command itself: make demo ARGS="--households 100000", make test ARGS="-k ledger"
ARGS ?=
# How many tests run side by side.
JOBS ?= 2

.PHONY: help
help: ## List the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null \
	  || sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1  \2/p' $(MAKEFILE_LIST)

# ---- setting up ---------------------------------------------------------------------------------

.PHONY: setup
setup: $(VENV)/.installed $(DIST) $(CATALOGUE).mo ## Have everything that running and developing need

$(VENV)/.made: scripts/venv.sh
	scripts/venv.sh $(PYTHON) $(VENV)
	touch $@

$(VENV)/.required: requirements/dev.txt $(VENV)/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

$(VENV)/.installed: pyproject.toml $(VENV)/.required
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

frontend/node_modules/.installed: frontend/package-lock.json $(VENV)/.required
	scripts/frontend.sh $(CURDIR)/$(BIN)/python ci --no-audit --no-fund --loglevel=error
	touch $@

$(DIST): frontend/node_modules/.installed $(FRONTEND)
	scripts/frontend.sh $(CURDIR)/$(BIN)/python run build --silent -- --logLevel warn
	touch $@

%.mo: %.po $(VENV)/.required
	$(BIN)/python scripts/i18n.py compile

.PHONY: system
system: ## Have the browser, fonts and programs that tests look at pages and documents with
	@scripts/system.sh "Testing" chromium fonts-noto-cjk poppler-utils libreoffice-writer-nogui

.PHONY: lock
lock: $(VENV)/.required ## Pin every dependency anew (ARGS=--upgrade takes newer ones)
	$(BIN)/python scripts/lock.py $(ARGS)

# ---- running ------------------------------------------------------------------------------------

.PHONY: demo
demo: setup ## A fictional district in a fictional year, worked through and served
	$(BIN)/wuzha demo $(ARGS)

.PHONY: bench
bench: setup ## The figures of speed and memory
	$(BIN)/wuzha bench $(ARGS)

# ---- checking -----------------------------------------------------------------------------------

.PHONY: check
check: setup ## Everything that must pass before a change lands
	$(MAKE) --jobs=2 --output-sync=target static
	$(MAKE) test

.PHONY: static
static: lint types imports templates i18n licences docs ## What is checked without running anything

.PHONY: lint
lint: $(VENV)/.required ## Style and mistakes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: types
types: $(VENV)/.installed ## Types, strictly
	$(BIN)/mypy
	$(BIN)/mypy scripts/*.py

.PHONY: imports
imports: $(VENV)/.installed ## The direction of imports between rooms
	$(BIN)/lint-imports --no-logo

.PHONY: templates
templates: $(VENV)/.required ## Templates
	$(BIN)/djlint --quiet --lint src/wuzha/web/templates

.PHONY: i18n
i18n: $(VENV)/.required ## Translations: complete, fresh, fields kept
	$(BIN)/python scripts/i18n.py check

.PHONY: licences
licences: $(VENV)/.required ## Licences of everything that is packaged
	$(BIN)/python scripts/licences.py

.PHONY: test
test: setup system ## Tests (ARGS="-k word" for some)
	$(BIN)/pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

# ---- making -------------------------------------------------------------------------------------

.PHONY: docs
docs: $(VENV)/.required ## The documents as pages, in build/docs
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -b html docs build/docs

.PHONY: pictures
pictures: setup system ## The pictures of the READMEs and the guide, from a fresh demonstration
	$(BIN)/python scripts/pictures.py $(ARGS)

.PHONY: wheel
wheel: setup ## The wheel, in dist/, looked through for what it must hold
	$(BIN)/python scripts/wheel.py

.PHONY: clean
clean: ## Take away everything that was made, the environment too
	rm -rf $(VENV) build dist frontend/node_modules $(dir $(DIST)) $(CATALOGUE).mo .*_cache .hypothesis
