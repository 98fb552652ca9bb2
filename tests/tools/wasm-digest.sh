#!/usr/bin/env bash
# Runs the engine over some thousand texts natively, with 1, 2 and 8 threads, and as a WASM module in Node: every finding,
# every de-identified text and a whole data set must come out the same, byte for byte.
set -euo pipefail
cd "$(dirname "$0")/../.."
package=foundry-wasm-digest
out="$PWD/target/wasm-digest"
mkdir -p "$out"

cargo build -q -p $package
native="${CARGO_TARGET_DIR:-target}/debug/$package"
for threads in 1 2 8; do
  "$native" $threads > "$out/native-$threads"
done
environment="$(tests/tools/wasm-toolchain.sh)"
(
  eval "$environment"
  cargo build -q --target wasm32-unknown-unknown -p $package
  node tests/wasm-digest/run.mjs "$CARGO_TARGET_DIR/wasm32-unknown-unknown/debug/$package.wasm" > "$out/wasm"
)
"$native" 1 --altered > "$out/altered"

lines="$(wc -l < "$out/native-1")"
[ "$lines" -gt 3000 ] || { echo "wasm-digest: only $lines lines" >&2; exit 1; }
for other in native-2 native-8 wasm; do
  cmp "$out/native-1" "$out/$other" || { echo "wasm-digest: native-1 and $other differ" >&2; exit 1; }
done
# The comparison can tell: a text with one name more gives another line, and another data set.
changed="$(diff "$out/native-1" "$out/altered" | grep -c '^>' || true)"
[ "$changed" = 2 ] || { echo "wasm-digest: an altered text changed $changed lines, not 2" >&2; exit 1; }
echo "wasm-digest: $lines lines are the same natively with 1, 2 and 8 threads and as WASM; an altered text is told"
