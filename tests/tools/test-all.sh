#!/usr/bin/env bash
# The test command: everything that must hold before a merge. Stops at the first step that fails.
#   bash tests/tools/test-all.sh
# Left out on demand: SKIP_NODE=1 (Node), SKIP_PYTHON=1 (Python), SKIP_WASM=1 (all that is built for browsers), SKIP_JUDGES=1
# (exports judged by other people's validators). Taken in on demand: WITH_ONNX=1 (models of the user's own, 5 minutes),
# WITH_BROWSER=1 (the report page in Chromium, 1 minute), WITH_CLUSTER=1 (Ray and Spark).
set -uo pipefail
cd "$(dirname "$0")/../.."
export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-never}"
# Property tests try the same cases at every run; PROPTEST_RNG_SEED=<any number> tries others.
export PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-1}"
# The Python package is a module that an interpreter loads: checking it needs no Python.
export PYO3_BUILD_EXTENSION_MODULE=1

passed=0
summary() { echo "test-all: $passed passed, $1 failed"; }

step() {
  local name="$1" start=$SECONDS
  shift
  echo "== $name"
  if "$@"; then
    passed=$((passed + 1))
    echo "== $name: ok, $((SECONDS - start)) s"
  else
    echo "== $name: FAILED after $((SECONDS - start)) s: $*" >&2
    summary 1
    exit 1
  fi
}

tests() {
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --workspace --no-fail-fast
  else
    cargo test --workspace --lib --bins --tests --examples --no-fail-fast
  fi
}

# Every example file through the command line; what comes out must be valid, and the file without text refused.
examples() {
  local foundry out=target/examples
  cargo build -q -p foundry-cli || return 1
  foundry="${CARGO_TARGET_DIR:-target}/debug/foundry"
  rm -rf "$out" && mkdir -p "$out" || return 1
  local file name
  for file in tickets.csv chats_latin1.csv helpdesk.xlsx zendesk_tickets.json chat_log.ndjson.gz faq_pairs.csv \
    transcripts.csv; do
    name="$out/$file.jsonl"
    "$foundry" process "bindings/cli/examples/$file" -o "$name" --report "$name.report.json" || return 1
    [ -s "$name" ] || { echo "no output for $file" >&2; return 1; }
    "$foundry" validate "$name" --format jsonl_conversation || return 1
  done
  "$foundry" process bindings/cli/examples/tickets.csv --config bindings/cli/examples/settings.toml \
    -o "$out/configured.jsonl" || return 1
  "$foundry" process bindings/cli/examples/no_text.csv -o "$out/no_text.jsonl"
  local code=$?
  [ $code = 2 ] && ! [ -e "$out/no_text.jsonl" ] || { echo "no_text.csv: exit $code, expected 2 and no output" >&2; return 1; }
}

step "install" bash tests/tools/install.sh
step "format" cargo fmt --all --check
step "clippy" cargo clippy --workspace --all-targets -- -D warnings
step "tests" tests
step "doc tests" cargo test --doc -p foundry-core -p foundry-store
step "core by itself" cargo clippy -q -p foundry-core -- -D warnings
step "core without features" cargo clippy -q -p foundry-core --no-default-features -- -D warnings
step "examples" examples
step "c" bash tests/tools/c.sh
skipped() { [ "${!1:-0}" = 1 ]; }
skipped SKIP_NODE || step "node" bash tests/tools/node.sh
skipped SKIP_PYTHON || step "python" bash tests/tools/python.sh
skipped SKIP_JUDGES || step "outside judges" bash tests/tools/judge-exports.sh
skipped SKIP_WASM || step "core for the browser, without features" bash tests/tools/check-wasm.sh
skipped SKIP_WASM || step "the same bytes in the browser" bash tests/tools/wasm-digest.sh
skipped SKIP_WASM || step "wasm package and page" bash tests/tools/wasm.sh
[ "${WITH_ONNX:-0}" != 1 ] || step "own models" bash tests/tools/onnx.sh
[ "${WITH_BROWSER:-0}" != 1 ] || step "report page" bash tests/tools/report-page.sh
[ "${WITH_CLUSTER:-0}" != 1 ] || step "cluster" bash tests/tools/python-cluster.sh
if cargo deny --version >/dev/null 2>&1; then
  step "licences, bans, sources" cargo deny --all-features check licenses bans sources
fi
summary 0
