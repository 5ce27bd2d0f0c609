.DEFAULT_GOAL := help
.PHONY: help run test lint migrations bench bench-fleet requirements clean

BOOTSTRAP := sh deploy/local/bootstrap.sh
BIN := .venv/bin

# JOURNEYS=0 leaves out the tests that need a browser; ARGS goes to pytest, as in `make test ARGS="-k punch"`.
JOURNEYS ?= 1
ARGS ?=

help: ## Say what can be made
	@echo "Rooster: packages go into .venv, data into .local."
	@echo
	@sed -n 's/^\([a-z-]*\): .*## \(.*\)/  make \1|\2/p' Makefile | awk -F '|' '{ printf "%-20s%s\n", $$1, $$2 }'

run: ## Run the whole product on this machine, with demo data; PORT=8000 make run
	@$(BOOTSTRAP) requirements-local.txt
	@$(BIN)/python -m deploy.local.run

test: lint ## Run all checks and tests; JOURNEYS=0 leaves out the browser, ARGS="..." goes to pytest
ifeq ($(JOURNEYS),0)
	@$(BIN)/python -m pytest -m "not journey" $(ARGS)
else
	@CHROMIUM="$$(sh deploy/local/browser.sh)" && export CHROMIUM && $(BIN)/python -m pytest $(ARGS)
endif

lint: ## Check style, types and the architecture's import rules
	@$(BOOTSTRAP) requirements-dev.txt
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy .
	$(BIN)/lint-imports

# Settings must be there to look at the models; these serve nothing. Django also asks an empty database.
NO_SETTINGS := SECRET_KEY=signs-nothing-but-must-have-fifty-characters-all-the-same ENCRYPTION_KEYS=encrypts-nothing-but-must-have-forty-characters BASE_URL=http://localhost MAIL_FROM=nobody@localhost
migrations: ## Write the migration of a changed model: make migrations APP=people NAME=employee_nickname
	@test -n "$(APP)" -a -n "$(NAME)" || { echo "Say which app and what changes: make migrations APP=people NAME=employee_nickname"; exit 2; }
	@$(BOOTSTRAP) requirements-dev.txt
	@$(NO_SETTINGS) $(BIN)/python -m deploy.local.servers --data .local/migrations --not-durable -- \
		$(BIN)/python manage.py makemigrations $(APP) --name $(NAME)

bench: ## Measure against production settings; writes bench/results/latest.json
	@$(BOOTSTRAP) requirements-dev.txt
	@$(BIN)/python -m bench

bench-fleet: ## Measure many companies, 100 or as many as ARGS=1000 says; writes bench/results/fleet.json
	@$(BOOTSTRAP) requirements-dev.txt
	@$(BIN)/python -m bench.fleet $(ARGS)

# The developers' file first: the others then take the same versions, so that it contains them.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes
requirements: ## Compile requirements*.txt anew from requirements*.in
	@$(BOOTSTRAP) requirements-dev.txt
	$(COMPILE) --upgrade requirements-dev.in -o requirements-dev.txt
	$(COMPILE) -c requirements-dev.txt requirements-local.in -o requirements-local.txt
	$(COMPILE) -c requirements-dev.txt requirements.in -o requirements.txt

clean: ## Remove .venv, caches and whatever was built; the data in .local stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis staticfiles bench/results
	rm -rf .local/test .local/bench .local/migrations .local/schema_template
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
