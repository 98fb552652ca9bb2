#!/usr/bin/env bash
# Models of the user's own: what the feature `onnx` adds to the core and the command line. By itself, as its libraries
# take some minutes to build from nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo clippy -p foundry-core -p foundry-cli --features foundry-core/onnx,foundry-cli/onnx --all-targets -- -D warnings
cargo test -q -p foundry-core --features onnx --lib onnx::
cargo test -q -p foundry-cli --features onnx --test cli own_model::
