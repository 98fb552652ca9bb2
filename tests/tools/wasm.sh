#!/usr/bin/env bash
# The WebAssembly package and the preview page: builds both, checks their size, and tests them in Node and in Chromium.
#   bash tests/tools/wasm.sh [build|test|all]      all by default
# Needs Node 20 or later. Installs what is missing: the toolchain of wasm-toolchain.sh, npm packages into
# bindings/wasm/node_modules (170 MB), Debian's xz-utils and chromium (290 MB).
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
command -v xz >/dev/null || apt_install xz-utils
[ -d "$package/node_modules/xz-decompress" ] || (cd "$package" && npm ci --silent --no-fund --no-audit)
part "npm packages"

build() {
  local environment wasm
  environment="$(tests/tools/wasm-toolchain.sh)"
  # Vectors are in every engine since 2023; searches for bytes live on them.
  # Calls are put in place where that is worth it; the usual measure would make the module a third larger and no faster.
  local flags=(-Ctarget-feature=+simd128 -Cllvm-args=--inline-threshold=25 -Cllvm-args=--inlinehint-threshold=60)
  # Paths of this machine have no place in what is sent.
  flags+=("--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo" "--remap-path-prefix=$root=/foundry")
  (eval "$environment" && CARGO_ENCODED_RUSTFLAGS="$(IFS=$'\x1f' && echo "${flags[*]}")" \
    cargo build -q --profile wasm --target wasm32-unknown-unknown -p foundry-wasm)
  wasm="$root/target/wasm/wasm32-unknown-unknown/wasm/foundry_wasm.wasm"
  part "compiled"
  rm -rf "$package/dist"
  cargo run -q -p foundry-wasm-build -- "$wasm" "$package/dist"
  part "bound"
  # No wasm-opt: of a build that was linked as one program it takes a thirtieth away, and nothing of what is sent gzipped.
  # What a page loads; the decoder knows CRC32 alone.
  xz -T1 --format=xz --check=crc32 --lzma2=preset=9e,dict=16MiB,lc=4,pb=0 --keep "$package/dist/foundry.wasm"
  part "packed"
  cp bindings/types.d.ts "$package/dist/types.d.ts"
  (cd "$package" && node_modules/.bin/tsc -p js && node_modules/.bin/vite build --config vite.unpack.ts --logLevel warn)
  part "typed"
  (cd "$package/preview" && ../node_modules/.bin/tsc --noEmit && ../node_modules/.bin/vite build --logLevel warn)
  part "page"
  node "$package/tests/size.js"
}

tests() {
  command -v chromium >/dev/null || apt_install chromium
  # The command line gives the bytes that `process` must give.
  cargo build -q -p foundry-cli
  export FOUNDRY_CLI="${CARGO_TARGET_DIR:-$root/target}/debug/foundry"
  part "command line"
  (cd "$package" && node --test --test-concurrency=1 tests/*.test.js)
  part "tests"
}

case "$what" in
build) build ;;
test) tests ;;
all) build && tests ;;
*) echo "usage: wasm.sh [build|test|all]" >&2; exit 2 ;;
esac
