# Two commands: `make demo` and `make test`. All they need is Python 3.11 or later.

# Set in some shells; without compiled files every start takes four times as long.
unexport PYTHONDONTWRITEBYTECODE

# What `make faults` runs; the ordinary tests run the same, once and small.
faults: export FAULT_RUNS ?= 20
faults: export FAULT_REMINDERS ?= 5000
faults: export FAULT_KILLS ?= 12
faults: export FAULT_PATIENCE_SECONDS ?= 900

# What `make fuzz` sends at least; the ordinary tests send some hundreds.
fuzz: export FUZZ_CASES ?= 20000
fuzz: export FUZZ_SEED ?= 1

RIGHT = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$each" -c '$(RIGHT)' >/dev/null 2>&1 && command -v "$$each" && break; done)
LAUNCH = @$(if $(PYTHON),,echo "Python 3.11 or later is needed and none was found; name one with PYTHON=/path/to/python." >&2; exit 1;) \
	exec $(PYTHON) -m launcher

.PHONY: demo demo-reset day test faults bench fuzz check schema npm messages engines venv lock help

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 22

demo: ## Start the demo desk; Ctrl-C stops it
	$(LAUNCH) demo

demo-reset: ## Throw the demo desk's data away
	$(LAUNCH) reset

day: ## Let the running demo desk live through a day: make day DAY=2026-12-07
	$(LAUNCH) day $(DAY)

test: ## Run the tests on real engines: make test ARGS="-k deadline -x"
	$(LAUNCH) test $(ARGS)

faults: ## Kill everything at random, twenty times, while 5000 reminders leave: make faults FAULT_RUNS=3
	$(LAUNCH) test tests/faults -s

bench: ## Measure the API beside a bare server and a typical one: make bench ARGS=1000000
	$(LAUNCH) bench $(ARGS)

fuzz: ## Send 20000 invented requests to a running desk and hold every answer against the document: make fuzz FUZZ_SEED=2
	$(LAUNCH) test tests/api/test_fuzz.py -s

check: ## Run every static gate
	$(LAUNCH) check

schema: ## Write api/openapi.yaml anew
	$(LAUNCH) schema

npm: ## Run npm in web/: make npm ARGS="run types"
	$(LAUNCH) npm $(ARGS)

messages: ## Gather the texts to translate and compile the translations
	@.venv/bin/python -m tests.helpdesk.messages

engines: ## Start PostgreSQL and Valkey for a shell of your own
	$(LAUNCH) engines

venv: ## Make the venv for development
	$(LAUNCH) venv

LOCK = uv pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

lock: ## Resolve the dependencies anew, with hashes and without addresses
	$(LOCK) -o requirements/base.txt
	$(LOCK) --group demo -c requirements/base.txt -o requirements/demo.txt
	$(LOCK) --group dev -c requirements/demo.txt -o requirements/dev.txt
