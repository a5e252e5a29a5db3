# Each target says in its recipe what it does by hand; see the README for machines without make.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)

export NO_MKDOCS_2_WARNING = 1

.PHONY: serve test build pdf offline audit bake bench lock newest oldest clean

serve: .venv/installed ## read and write the book at http://127.0.0.1:8000
	$(BIN)/mkdocs serve

test: .venv/installed ## bake what is stale, build strictly, run every test
	$(BIN)/pytest -n auto --maxprocesses 4 --dist loadgroup

build: .venv/installed ## a site ready to publish, in site/; a failed build leaves the last one
	$(BIN)/mkdocs build --strict

pdf: build ## the whole book for paper, in book.pdf
	$(BIN)/python docs/hooks/pdf.py site book.pdf

offline: .venv/installed ## the book as a folder that opens without a server, offline/index.html
	OFFLINE=true $(BIN)/mkdocs build --strict --site-dir offline

audit: .venv/installed ## measure every page: weight, requests, shifts, axe, Lighthouse, HTML; QUICK=1 for a browser's part
	$(BIN)/python tests/audit.py $(if $(QUICK),--quick) $(if $(PAGES),--pages $(PAGES))

bake: .venv/installed ## run the snippets that are out of date; SHARD=2/4 a share of them, FROM=… takes runs from there first
	$(BIN)/python docs/hooks/bake.py $(if $(SHARD),--shard $(SHARD)) $(if $(FROM),--restore $(FROM))

bench: .venv/installed ## how fast bake, check, build and serve are, and how they grow; COLD=1 bakes the whole book anew, too
	$(BIN)/python tests/bench.py $(if $(COLD),--cold)

lock: .venv/installed ## compile requirements.in to requirements.txt for every supported Python and platform
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
		--no-header --no-annotate $(UPGRADE) requirements.in --output-file requirements.txt

newest: UPGRADE = --upgrade
newest: lock ## lock the newest versions of everything, to see what breaks: make test

oldest: UPGRADE = --constraint .bake/oldest.txt
oldest: .bake/oldest.txt lock ## lock the oldest versions that requirements.in allows, for the same

.bake/oldest.txt: requirements.in
	@mkdir -p .bake
	sed -nE 's/^([a-z0-9-]+)>=([0-9.]+).*/\1==\2/p' requirements.in > $@

clean: ## remove everything that was made, the recorded runs too
	rm -rf .venv .bake site book.pdf offline .pytest_cache

.venv/installed: requirements.txt
	@test -n "$(PYTHON)" || { echo "This book needs Python 3.11, 3.12 or 3.13. Install one, or say which: make PYTHON=…"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python has no venv here; on Debian: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.txt
	@touch $@
