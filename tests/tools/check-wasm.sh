#!/usr/bin/env bash
# Checks the core without features for the browser: it needs no operating system. With features `wasm-digest.sh` builds it.
set -euo pipefail
cd "$(dirname "$0")/../.."
environment="$(tests/tools/wasm-toolchain.sh)"
eval "$environment"
cargo check --target wasm32-unknown-unknown -p foundry-core --no-default-features
