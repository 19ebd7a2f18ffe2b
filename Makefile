# make check is the gate; everything else is a part of it or a convenience.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

GO       ?= go
FUZZTIME ?= 10s
BENCH    ?= .
LINT     := .cache/bin/golangci-lint

.PHONY: help check build test generate generated stubs tidy vet lint fmt readers audits audit bench fuzz vuln

help: ## what there is to make
	@sed -nE 's/^([a-z]+):.*## (.*)/\1\t\2/p' Makefile | expand -t 12

check: tidy generated stubs vet lint ## everything that has to hold before a commit; the tests come last
	$(GO) test -race -timeout 30m ./...
	cd internal/oracle && $(GO) test ./...

build: ## the program, static, as ./readfirst
	CGO_ENABLED=0 $(GO) build -trimpath -o readfirst ./cmd/readfirst

test: ## the tests; with a real Neo4j where there is one (CONTRIBUTING.md)
	$(GO) test ./...
	cd internal/oracle && $(GO) test ./...

generate: ## write the generated code again
	$(GO) generate ./...

# Neither the generated code nor anything else may change when it is generated again; works with uncommitted work around.
generated:
	@state() { git ls-files -coz --exclude-standard | xargs -0 sha256sum 2>/dev/null || true; }; \
	before=$$(state); \
	$(GO) generate ./...; \
	diff <(echo "$$before") <(state) || { echo 'go generate changed these files: commit what it writes' >&2; exit 1; }

# gqlgen writes resolvers that compile and panic.
stubs:
	@! grep -rn --include='*.go' 'panic(fmt.Errorf("not implemented' . || { echo 'gqlgen left a stub: write it' >&2; exit 1; }

tidy:
	$(GO) mod tidy -diff
	cd internal/oracle && $(GO) mod tidy -diff

vet:
	$(GO) vet ./...
	cd internal/oracle && $(GO) vet ./...

lint: $(LINT) ## golangci-lint, staticcheck within it
	$(LINT) run --allow-parallel-runners
	cd internal/oracle && "$(CURDIR)/$(LINT)" run --allow-parallel-runners

fmt: $(LINT) ## format the code
	$(LINT) fmt
	cd internal/oracle && "$(CURDIR)/$(LINT)" fmt

# The tools are a module of their own, built once (two to four minutes) and again when their versions change.
$(LINT): tools/go.mod tools/go.sum
	cd tools && GOBIN="$(CURDIR)/.cache/bin" $(GO) install tool
	@touch $@

# The programs that read exports back, at named versions.
READERS := export/testdata/readers
readers: .cache/readers/node_modules ## programs that read exports back in tests; needs npm

.cache/readers/node_modules: $(READERS)/package.json $(READERS)/package-lock.json
	$(npm-ci)

# What npm packages tests use, installed into .cache as their locks have it.
define npm-ci
mkdir -p $(@D)
cp $^ $(@D)
cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
@touch $@
endef

AUDITS := api/testdata/audits
audits: .cache/audits/node_modules

.cache/audits/node_modules: $(AUDITS)/package.json $(AUDITS)/package-lock.json
	$(npm-ci)

audit: audits ## how the server does in the audits of GraphQL over HTTP; needs npm
	CI=true $(GO) test -count=1 -v -run='^TestAudits$$' ./api

bench: ## the benchmarks: make bench BENCH=Before
	$(GO) test -run='^$$' -bench='$(BENCH)' -benchmem ./...

fuzz: ## every fuzz target for FUZZTIME (10s)
	@grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' . | sort | while IFS=: read -r file target; do \
		$(GO) test -run='^$$' -fuzz="^$${target#func }\$$" -fuzztime='$(FUZZTIME)' "$$(dirname "$$file")" </dev/null; \
	done

vuln: ## known vulnerabilities; needs vuln.go.dev, so it is no part of the gate
	$(GO) run golang.org/x/vuln/cmd/govulncheck@v1.1.4 ./...
