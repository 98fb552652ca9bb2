#!/usr/bin/env bash
# What the tests need on a fresh Debian machine: a C compiler, Python and the programs of Postgres (no server has to run). Installs
# only what is missing; the scripts beside it see to what they need themselves.
set -euo pipefail

missing=()
command -v cc >/dev/null || missing+=(gcc libc6-dev)
command -v curl >/dev/null || command -v cargo >/dev/null || missing+=(curl ca-certificates)
if ! command -v initdb >/dev/null && ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
  missing+=(postgresql-15)
fi
python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
if [ "${#missing[@]}" -gt 0 ]; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

if ! command -v cargo >/dev/null; then
  echo "install.sh: cargo is missing; install Rust 1.95 or later first, with rustup" >&2
  exit 1
fi
have="$(rustc --version | sed -n 's/^rustc 1\.\([0-9]*\)\..*/\1/p')"
if [ "${have:-0}" -lt 95 ]; then
  echo "install.sh: Rust 1.95 or later is needed, this is $(rustc --version); run: rustup update stable" >&2
  exit 1
fi
for component in clippy fmt; do
  cargo "$component" --version >/dev/null 2>&1 || rustup component add "${component/#fmt/rustfmt}"
done
echo "ready: $(cargo --version)"
