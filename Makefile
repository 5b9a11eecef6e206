# `make help` lists what there is. The work is done by scripts/, so that it can be run without make too.

.DEFAULT_GOAL := help
.PHONY: help setup run dev lint test e2e test-upgrade bench bench-history bench-insights hang-ups drill fuzz screenshots package package-try

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install what is missing to build, run and test
	@scripts/setup --test

run: ## Build the release and serve it with demo content on http://127.0.0.1:3000
	@scripts/run

dev: ## Serve a debug build on http://127.0.0.1:3000 and rebuild on every change
	@scripts/dev

lint: ## Format, Clippy, landed migrations, licences and sources of dependencies, unused dependencies
	@scripts/lint

test: ## Everything that continuous integration checks; ends with "N passed, N failed"
	@scripts/test

e2e: ## The browser tests alone; pass arguments to Playwright with ARGS="…"
	@scripts/e2e $(ARGS)

test-upgrade: ## Run the last release on this checkout's schema, and upgrade its servers while people walk
	@scripts/test-upgrade

bench: ## Measure the domain and the server, and print the figures
	@scripts/bench

bench-history: ## Measure the history with a million sessions (makes them the first time; 8 GB in the cache folder)
	@scripts/bench-history $(ARGS)

bench-insights: ## Measure figures with the same million sessions
	@scripts/bench-insights $(ARGS)

hang-ups: ## Let clients hang up on a server for ten minutes, and print what that leaves behind
	@scripts/hang-ups

drill: ## Break a cluster of three nodes and two servers for ten minutes, and check that nothing is lost; ARGS="--short" is a minute
	@scripts/drill $(ARGS)

fuzz: ## Feed the domain's parsers what nobody would type, a minute each
	@scripts/fuzz

screenshots: ## Take README's pictures anew
	@scripts/screenshots

package: ## Build a Debian package and an OCI image, with lists of what is in them, in target/package
	@scripts/package

package-try: ## Install the packages on a machine of their own, and serve, restart, upgrade and remove them there
	@scripts/package-try
