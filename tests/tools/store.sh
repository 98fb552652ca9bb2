#!/usr/bin/env bash
# The tests of the store: installs Postgres where it is missing (Debian, as root), then runs everything; the tests start and
# stop their own servers.
#   bash tests/tools/store.sh           two to three minutes
#   LONG=1 bash tests/tools/store.sh    with the long crash harness, three minutes more
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v initdb >/dev/null && ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
  echo "store.sh: installing postgresql-15" >&2
  { apt-get -qq update && apt-get install -y -qq --no-install-recommends postgresql-15; } >&2
fi
# Queries are checked against the committed data, whatever database may be at hand.
export SQLX_OFFLINE=true
unset DATABASE_URL
cargo test -p foundry-store --lib --test it --test crash
cargo test -p foundry-store --doc
if [ "${LONG:-0}" = 1 ]; then cargo test -p foundry-store --test crash -- --long; fi
