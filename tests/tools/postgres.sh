#!/usr/bin/env bash
# A throw-away Postgres on loopback, for development and for writing the offline query data.
#   U=$(bash tests/tools/postgres.sh start /tmp/foundry-pg)   prints the DATABASE_URL
#   bash tests/tools/postgres.sh stop /tmp/foundry-pg
# The tests need none of this: they start their own (foundry-store/src/local.rs).
set -euo pipefail
cmd="${1:?start or stop}" dir="${2:?a directory}"

# The newest installed server, or Debian's package.
find_bin() { command -v initdb >/dev/null && dirname "$(command -v initdb)" || ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }
BIN="$(find_bin)"
if [ -z "$BIN" ] || ! [ -x "$BIN/initdb" ]; then
  { apt-get -qq update && apt-get install -y -qq --no-install-recommends postgresql-15; } >&2
  BIN="$(find_bin)"
fi
# initdb refuses root.
as() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

case "$cmd" in
start)
  mkdir -p "$dir"
  if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
  chmod 700 "$dir"
  port=$(python3 -c 'import socket;s=socket.socket();s.bind(("127.0.0.1",0));print(s.getsockname()[1])')
  as "$BIN/initdb" -D "$dir/data" -U foundry -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
  as "$BIN/pg_ctl" -D "$dir/data" -w -l "$dir/log" -o "-c listen_addresses=127.0.0.1 -p $port -c unix_socket_directories='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start >/dev/null
  echo "postgres://foundry@127.0.0.1:$port/postgres"
  ;;
stop)
  as "$BIN/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null
  rm -rf "$dir"
  ;;
*) echo "usage: postgres.sh start|stop DIR" >&2; exit 2 ;;
esac
