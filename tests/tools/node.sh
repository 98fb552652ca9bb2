#!/usr/bin/env bash
# The Node package, as its users get it: both entry points, every shared case, its types.
#   bash tests/tools/node.sh
# RELEASE=1 builds the module that ships (slow to build, for measuring).
# Installs, where they are missing, Debian's nodejs and npm (Node 20 or later is needed), and, into
# bindings/node/node_modules alone, napi's command line, TypeScript and the types of Node: about 106 MB.
set -euo pipefail
cd "$(dirname "$0")/../../bindings/node"
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm
fi
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' || {
  echo "node.sh: Node 20 or later is needed, this is $(node --version)" >&2
  exit 1
}

part() { echo "-- node: $1, $SECONDS s"; }

# Not `npm ci`: npm leaves the platform packages of an unsupported engine out of the lock, and `ci` then misses them.
[ -d node_modules/typescript ] && [ -d node_modules/@napi-rs/cli ] || npm install --silent --no-fund --no-audit --no-save
part "packages"

committed="$(mktemp)"
trap 'rm -f "$committed"' EXIT
cp native.d.ts "$committed"
profile=()
[ "${RELEASE:-0}" = 1 ] && profile=(--release)
npx --no-install napi build --platform --no-js --dts native.d.ts ${profile[@]+"${profile[@]}"} >/dev/null
cmp -s native.d.ts "$committed" || { echo "node.sh: native.d.ts was not up to date; commit it" >&2; exit 1; }
part "module ($(du -h foundry.*.node | cut -f1))"

cp ../types.d.ts types.d.ts
node --test test/*.test.mjs
part "tests"
