#!/usr/bin/env bash
# The WebAssembly package and the preview page: builds both, checks their size, and tests them in Node and in Chromium.
#   bash tests/tools/wasm.sh [build|test|all]      all by default
# Needs Node 20 or later. Installs what is missing: the toolchain of wasm-toolchain.sh, npm packages into
# bindings/wasm/node_modules (260 MB), Debian's chromium (290 MB).
# WASM_OPT=0 leaves wasm-opt out (for the edit, build, look loop).
set -euo pipefail
cd "$(dirname "$0")/../.."
root="$PWD" package="$PWD/bindings/wasm" what="${1:-all}"
part() { echo "-- wasm: $1, $SECONDS s"; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
apt_install() {
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

if [ "$(node -p 'process.versions.node.split(".")[0] >= 20' 2>/dev/null)" != true ]; then
  echo "wasm.sh: Node 20 or later is needed" >&2
  exit 1
fi
[ -d "$package/node_modules/typescript" ] || (cd "$package" && npm ci --silent --no-fund --no-audit)
part "npm packages"

build() {
  local environment wasm
  environment="$(tests/tools/wasm-toolchain.sh)"
  # Vectors are in every engine since 2023; searches for bytes live on them.
  (eval "$environment" && RUSTFLAGS="-C target-feature=+simd128" \
    cargo build -q --profile wasm --target wasm32-unknown-unknown -p foundry-wasm)
  wasm="$root/target/wasm/wasm32-unknown-unknown/wasm/foundry_wasm.wasm"
  part "compiled"
  rm -rf "$package/dist"
  cargo run -q -p foundry-wasm-build -- "$wasm" "$package/dist"
  part "bound"
  if [ "${WASM_OPT:-1}" = 1 ]; then
    # Never --all-features: browsers refuse what that may write.
    "$package/node_modules/.bin/wasm-opt" -Os --enable-simd --enable-bulk-memory --enable-nontrapping-float-to-int \
      --enable-sign-ext --enable-mutable-globals --enable-reference-types --enable-multivalue \
      "$package/dist/foundry.wasm" -o "$package/dist/foundry.opt.wasm"
    mv "$package/dist/foundry.opt.wasm" "$package/dist/foundry.wasm"
    part "optimized"
  fi
  cp bindings/types.d.ts "$package/dist/types.d.ts"
  (cd "$package" && node_modules/.bin/tsc -p js)
  part "typed"
  (cd "$package/preview" && ../node_modules/.bin/tsc --noEmit && ../node_modules/.bin/vite build --logLevel warn)
  part "page"
  node "$package/tests/size.js"
}

tests() {
  command -v chromium >/dev/null || apt_install chromium
  (cd "$package" && node --test --test-reporter=dot tests/*.test.js)
  part "tests"
}

case "$what" in
build) build ;;
test) tests ;;
all) build && tests ;;
*) echo "usage: wasm.sh [build|test|all]" >&2; exit 2 ;;
esac
