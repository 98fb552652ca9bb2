#!/usr/bin/env bash
# The report page in a browser: axe-core finds nothing in either theme, wide or narrow; the page asks for nothing, its
# policy lets its style in and nothing else, hostile data run no script, and nothing is wider than the window.
#   bash tests/tools/report-page.sh
# Needs node, npm and Chromium (Debian: `chromium`); installs playwright-core and axe-core (10 MB) from npm.
# REPORT_DIR=<folder> keeps the packages, pages and pictures there; FOUNDRY=<binary> judges that binary.
set -euo pipefail
cd "$(dirname "$0")/../.."
here="$PWD/tests/tools"
folder="${REPORT_DIR:-target/report-page}"
mkdir -p "$folder/out"
folder="$(cd "$folder" && pwd)"
if [ -z "${FOUNDRY:-}" ]; then
  cargo build -q -p foundry-cli
  FOUNDRY="${CARGO_TARGET_DIR:-target}/debug/foundry"
fi
browser="${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}"
[ -n "$browser" ] || { echo "report-page: no Chromium; on Debian: apt-get install --no-install-recommends chromium" >&2; exit 2; }
[ -d "$folder/node_modules/axe-core" ] ||
  (cd "$folder" && npm install --silent --no-fund --no-audit playwright-core@1 axe-core@4 >/dev/null)

out="$folder/out"
rm -f "$out"/*
python3 - "$out" <<'PYTHON'
import csv, sys

out = sys.argv[1]
attacks = [
    "<script>window.hacked = 1</script>",
    "</title></svg></style><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "<svg onload=window.hacked=1>",
    "\" autofocus onfocus=\"window.hacked = 1",
    "javascript:window.hacked=1",
    "{{ 7 * 7 }} {% include \"/etc/passwd\" %}",
    "<a href='https://example.com/x'>x</a><link rel=stylesheet href=https://example.com/x.css>",
    "<meta http-equiv=refresh content='0;url=https://example.com'>",
    "--><!--",
    "\u202eright to left\u202c \u2066isolated\u2069",
    "bell \x07 escape \x1b[31m unit \x1f del \x7f",
    "مرحبا، كيف حالك؟ שלום",
    "😀" * 400,
    "W" * 3000,
]
name = f"{out}/<img src=x onerror=window.hacked=1>.csv"
with open(name, "w", newline="", encoding="utf-8") as file:
    rows = csv.writer(file)
    rows.writerow(["ticket_id", "author_role", "created_at", "body", "<b>plan</b>"])
    for ticket in range(30):
        for turn, role in enumerate(["customer", "agent"]):
            text = attacks[(ticket + turn) % len(attacks)]
            rows.writerow([f"T{ticket}", role, f"2026-01-{ticket % 28 + 1:02}T09:{turn * 7:02}:00Z", text, "<i>gold</i>"])
    rows.writerow(["T99", "customer"])
PYTHON
run() { "$FOUNDRY" -q "$@" --no-config --now 2026-11-20T12:00:00Z; }
examples=bindings/cli/examples
run report "$examples/tickets.csv" -o "$out/usual.html"
run report "$examples"/*.csv -o "$out/several.html" 2>/dev/null ||
  run report "$examples/tickets.csv" "$examples/chats_latin1.csv" "$examples/transcripts.csv" -o "$out/several.html"
run report "$examples/zendesk_tickets.json" -o "$out/originals.html" --originals --samples 8
run report "$out"/*onerror* -o "$out/hostile.html" --samples 30 --set filterSettings.minWordCount=2
run report "$examples/tickets.csv" -o "$out/left-out.html" --set filterSettings.minMessageCount=5 \
  --set exportConfig.split.validation=0.2 --set exportConfig.split.test=0.1
printf 'ticket_id,author_role,created_at,body\n' >"$out/empty.csv"
run process "$examples/tickets.csv" --dry-run --report "$out/manifest.json" >/dev/null
"$FOUNDRY" -q report "$out/manifest.json" -o "$out/manifest.html"
NODE_PATH="$folder/node_modules" CHROMIUM="$browser" node "$here/report-page.cjs" "$out"
