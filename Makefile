# `make demo` and `make test` do all of their own set-up on a fresh machine.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
# Where uv is absent it comes into a place of its own: Debian and Ubuntu refuse packages beside their own.
UV := $(or $(shell command -v uv),.uv/bin/uv)
OWN_UV := $(filter .uv/bin/uv,$(UV))
# Where `make install` puts the program: for everybody on this computer when root asks, else for one user.
ROOT := $(filter 0,$(shell id -u))
PREFIX ?= $(if $(ROOT),/opt/skaryna,$(HOME)/.local/share/skaryna)
LINKS ?= $(if $(ROOT),/usr/local/bin,$(HOME)/.local/bin)
EXTRAS ?=

.PHONY: demo test check setup install lock format clean programs postgresql messages

demo: setup
	@$(BIN)/python demo/demo.py $(ARGS)

# The newsroom's tests that use a database run on PostgreSQL first (tests/newsroom/conftest.py leaves out what would
# be the same there), then everything on SQLite; ARGS='tests/press -x' runs some, on SQLite.
# Most of the time tests wait for browsers and servers: three files at once take a third of the time, also on two cores; in the
# order of their names, for files of one long test would else come last of all.
test: check programs $(if $(ARGS),,postgresql)
	@$(BIN)/pytest $(if $(ARGS),$(ARGS),-n 3 --dist loadfile --no-loadscope-reorder)

postgresql: setup programs
	@if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; then \
	  echo "The newsroom on PostgreSQL:"; \
	  SKARYNA_TEST_DATABASE=postgresql $(BIN)/pytest -n 3 -m "not browser" tests/newsroom \
	    --ignore tests/newsroom/test_behind_a_proxy.py; \
	else echo "The newsroom's tests on PostgreSQL are skipped: no initdb on this machine (apt-get install postgresql)."; fi

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry .
	@$(BIN)/codespell
	@$(BIN)/vulture

setup: .venv/ready

# The program for daily use, in the versions of the lock file and without what only developers need. Again: an upgrade.
install: | $(OWN_UV)
	@test -x $(PREFIX)/bin/python || $(UV) venv --quiet --python '>=3.11' $(PREFIX)
	@$(UV) pip install --quiet --python $(PREFIX)/bin/python --compile-bytecode --reinstall-package skaryna \
	  --constraint requirements.lock '.$(if $(EXTRAS),[$(EXTRAS)])'
	@mkdir -p $(LINKS) && ln -sf $(PREFIX)/bin/skaryna $(LINKS)/skaryna
	@echo "Installed: $(LINKS)/skaryna"
	@command -v skaryna >/dev/null || echo "Your shell does not look there yet: open a new terminal, or say export PATH=$(LINKS):\$$PATH"

.uv/bin/uv:
	@$(PYTHON) -m venv .uv || { rm -rf .uv; echo "Python's venv is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 2; }
	@.uv/bin/pip install --quiet uv

# The lock file pins every package by hash.
.venv/ready: requirements.lock pyproject.toml | $(OWN_UV)
	@test -x $(BIN)/python || $(UV) venv --quiet --python '>=3.11' .venv
	@$(UV) pip sync --quiet --python $(BIN)/python --compile-bytecode --require-hashes requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@$(BIN)/python -m compileall -q src
	@touch .venv/ready

# Some tests need Debian's Chromium, exiftool, PostgreSQL, nginx; where these cannot be installed they are skipped, and say so.
programs:
	@(command -v chromium && command -v exiftool && command -v nginx && ls /usr/lib/postgresql/*/bin/initdb) >/dev/null 2>&1 || \
	  (command -v apt-get >/dev/null && test "$$(id -u)" = 0 && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
	  chromium libimage-exiftool-perl nginx postgresql >/dev/null) || true

lock: | $(OWN_UV)
	@$(UV) pip compile pyproject.toml --group dev --extra postgresql --extra dask --universal --generate-hashes --upgrade \
	  --no-emit-index-url --no-emit-find-links --quiet --custom-compile-command 'make lock' --output-file requirements.lock

# The newsroom's words in other languages: extracted, merged, compiled. Needs no gettext.
messages: setup
	@$(BIN)/python tools/messages.py $(ARGS)

format: setup
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean:
	rm -rf .venv .uv demo-publication
