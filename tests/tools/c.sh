#!/usr/bin/env bash
# The C interface: the header against the code, a program in C that makes the shared cases, under valgrind where it is.
#   bash tests/tools/c.sh
# Installs, where they are missing, Debian's gcc and python3 (which feeds the cases and compares); WITH_VALGRIND=1 installs
# valgrind too. Needs no other package.
set -euo pipefail
cd "$(dirname "$0")/../.."
TARGET="${CARGO_TARGET_DIR:-$PWD/target}"
OUT="$TARGET/c"

missing=()
command -v gcc >/dev/null || missing+=(gcc libc6-dev)
command -v python3 >/dev/null || missing+=(python3)
[ "${WITH_VALGRIND:-0}" != 1 ] || command -v valgrind >/dev/null || missing+=(valgrind)
if [ "${#missing[@]}" -gt 0 ]; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

part() { echo "-- c: $1, $SECONDS s"; }

cargo test -q -p foundry-c
cargo build -q -p foundry-c
part "library and header"

mkdir -p "$OUT"
flags=(-std=c11 -Wall -Wextra -Werror -Ibindings/c/include)
libraries=(-lpthread -ldl -lm)
gcc "${flags[@]}" bindings/c/tests/ask.c -o "$OUT/ask" -L"$TARGET/debug" -lfoundry "${libraries[@]}" -Wl,-rpath,"$TARGET/debug"
gcc "${flags[@]}" bindings/c/examples/deidentify.c -o "$OUT/deidentify" "$TARGET/debug/libfoundry.a" "${libraries[@]}"
# What the README shows, in a program around it.
{
  echo '#include <stdio.h>'
  sed -n '/^```c$/,/^```$/{/^```/d;p}' bindings/c/README.md | sed '0,/^$/s/^$/int main(void) {/'
  echo '}'
} >"$OUT/readme.c"
gcc "${flags[@]}" "$OUT/readme.c" -o "$OUT/readme" "$TARGET/debug/libfoundry.a" "${libraries[@]}"
for program in deidentify readme; do
  [ "$("$OUT/$program")" = '{"text":"write to [EMAIL_1]","tokenMap":{"[EMAIL_1]":"ann@example.org"}}' ]
done
part "programs"

python3 bindings/c/tests/cases.py "$OUT/ask"
python3 bindings/c/tests/capabilities.py
part "cases"

if command -v valgrind >/dev/null; then
  # A few cases: valgrind is fifty times slower.
  printf '%s\n' '#!/bin/sh' "exec valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite $OUT/ask" >"$OUT/ask-valgrind"
  chmod +x "$OUT/ask-valgrind"
  python3 bindings/c/tests/cases.py "$OUT/ask-valgrind" pipeline
  part "valgrind"
fi
