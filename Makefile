# Needs Python 3.11 or newer, make and a shell. Everything else comes out of the lock files.

N ?= 2000
JOBS ?= 2
SEED ?= 1
SEEDS ?= 1
PY := .venv/bin/python
# handed on as they are, from the environment or after `make`: whoever reads them knows what to do without them
export PORT CHILDREN DATA_DIR

.DEFAULT_GOAL := help
.PHONY: help install demo test lint format bench twins noninterference leaks lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

demo: ## run the whole system with fictional data (PORT=8000 CHILDREN=5000 DATA_DIR=var)
	@scripts/install demo && exec $(PY) -m workshop.demo.up

install: ## install what tests, lint and benchmarks need into .venv and node_modules
	@scripts/install dev

test: install ## run all tests, in a real browser too (ARGS="-k shield" to choose)
	@$(PY) -m pytest -n $(JOBS) $(ARGS)

lint: install ## check format, style, types, floors, templates and migrations
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-cache
	@find templates workshop/templates -name '*.html' -exec .venv/bin/djhtml --tabwidth 2 --check {} +
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

format: install ## put format and import order right
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .
	@find templates workshop/templates -name '*.html' -exec .venv/bin/djhtml --tabwidth 2 {} +

bench: install ## measure searches, openings, the trail and the feeds (CHILDREN=100000)
	@$(PY) -m workshop.bench $(ARGS)

twins: install ## hunt for open twins of N shielded children (N=100000)
	@$(PY) -m tests.regressions.twins --shielded $(N)

noninterference: install ## tell N stories of each of SEEDS seeds in two worlds (N=2000 SEED=1 SEEDS=1 JOBS=2)
	@$(PY) -m tests.house.hunt --examples $(N) --seed $(SEED) --seeds $(SEEDS) --jobs $(JOBS)

leaks: install ## plant every leak and find it within N stories, as JSON (N=2000 SEED=1 JOBS=2)
	@$(PY) -m tests.house.hunt --leaks --budget $(N) --seed $(SEED) --jobs $(JOBS)

lock: install ## lock the dependencies again
	@for set in build base embedded dev; do \
		.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
			--no-emit-index-url --upgrade --output-file requirements/$$set.txt requirements/$$set.in || exit 1; \
	done
	@PATH="$(CURDIR)/.venv/bin:$$PATH" npm install --package-lock-only --ignore-scripts --no-audit --no-fund

clean: ## remove what was installed and built; the data directory stays
	@rm -rf .venv node_modules build .mypy_cache .pytest_cache .ruff_cache .hypothesis
