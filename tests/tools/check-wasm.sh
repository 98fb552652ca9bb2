#!/usr/bin/env bash
# Builds the core for the browser, with every feature and with none: the proof that it needs no operating system.
set -euo pipefail
cd "$(dirname "$0")/../.."
environment="$(tests/tools/wasm-toolchain.sh)"
eval "$environment"
for features in "" --no-default-features; do
  # shellcheck disable=SC2086 # the empty word must vanish
  cargo build --target wasm32-unknown-unknown -p foundry-core $features
done
