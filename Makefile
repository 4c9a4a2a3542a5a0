# The everyday commands; CONTRIBUTING.md says when to use which. `make` alone lists them.

MAVEN := ./mvnw
.DEFAULT_GOAL := help
.PHONY: help fmt quick test it verify all demo

help: ## list these targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

fmt: ## format every Java file
	$(MAVEN) -q spotless:apply

quick: ## compile everything, without style checks and without tests
	$(MAVEN) -q -Dquick test-compile

test: ## unit tests and style checks (about 2 minutes)
	$(MAVEN) -B test

it: ## one integration test: make it CLASS=WholePathIT, with STACK=running on the servers of ./tidemark stack up --detach
	@test -n "$(CLASS)" || { echo "say which: make it CLASS=WholePathIT" >&2; exit 2; }
	$(MAVEN) -q -Dquick -pl modules/e2e -am verify -Dit.test=$(CLASS) -DskipUnitTests $(if $(STACK),-Dtidemark.stack=$(STACK))

verify: ## unit tests, style checks and the integration lane (about 12 minutes)
	$(MAVEN) -B verify

all: ## every lane, with the slow and disruptive tests (about 30 minutes)
	$(MAVEN) -B verify -Pall

demo: ## the live demo; Ctrl-C ends it
	./tidemark demo
