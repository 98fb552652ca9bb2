#!/usr/bin/env bash
# The Python package on a local Ray and a local Spark: the same records as on one machine, also when a worker dies.
# Too big for every run: installs ray, pyspark (1.5 GB, into target/python/cluster) and, if there is none, Java.
#   bash tests/tools/python.sh && bash tests/tools/python-cluster.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
TARGET="${CARGO_TARGET_DIR:-$PWD/target}"
VENV="$TARGET/python/cluster"

if ! command -v java >/dev/null; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless
fi
[ -x "$VENV/bin/python" ] || "${PYTHON:-python3}" -m venv "$VENV"
"$VENV/bin/python" -m pip install -q --disable-pip-version-check 'ray[data]' pyspark pyarrow pandas pytest
"$VENV/bin/python" -m pip install -q --disable-pip-version-check --force-reinstall --no-deps "$TARGET"/python/dist/foundry_deid-*.whl
"$VENV/bin/pytest" -c bindings/python/pyproject.toml --rootdir bindings/python bindings/python/tests/test_cluster.py
