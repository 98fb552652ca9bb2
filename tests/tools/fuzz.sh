#!/usr/bin/env bash
# Runs the fuzz targets on one core, from the files and texts of the shared cases:
#   tests/tools/fuzz.sh [SECONDS each, 240] [TARGET...]
# and tells how many inputs each one saw. A crash ends it; what crashed lies in fuzz/artifacts/TARGET. Needs cargo and a C++
# compiler for the fuzzer; cargo-fuzz is installed where it is missing, no nightly toolchain is needed.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-240}
shift || true
command -v cargo-fuzz >/dev/null || cargo install --locked cargo-fuzz
command -v c++ >/dev/null || { apt-get update -qq && apt-get install -y -qq g++; }
# What counts coverage is an unstable flag of the stable compiler. No sanitizer: nothing here may use `unsafe`, and
# overflow and assertions are checked in any case.
export RUSTC_BOOTSTRAP=1
cargo fuzz build --sanitizer none
bin=fuzz/target/$(rustc -vV | sed -n 's/^host: //p')/release

python3 - <<'SEEDS'
import base64, hashlib, json
from pathlib import Path

TARGETS = {
    "csv": ["read_csv"], "tsv": ["read_csv"], "json": ["read_json", "read_tables"], "jsonl": ["read_json"],
    "ndjson": ["read_json"], "xlsx": ["read_xlsx"], "xls": ["read_workbook"], "xlsb": ["read_workbook"],
    "ods": ["read_workbook"], "mbox": ["read_mail"], "eml": ["read_mail"], "txt": ["read_chat"], "zip": ["read_archive"],
}
TEXTS = ["clean_text", "custom_pattern", "deidentify_audit", "encoded_values"]


def keep(targets, content):
    for target in targets:
        folder = Path("fuzz/corpus") / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)


def file(case):
    if "name" in case and ("text" in case or "base64" in case):
        content = base64.b64decode(case["base64"]) if "base64" in case else case["text"].encode()
        keep(TARGETS.get(case["name"].rsplit(".", 1)[-1].lower(), []), content)


for path in Path("tests/cases").glob("*/*.json"):
    for case in json.loads(path.read_text(encoding="utf-8")):
        given = case["input"]
        for one in [given, *given.get("files", [])]:
            file(one)
        if case["call"] == "validate":
            keep(["validate_file"], given["text"].encode())
        elif isinstance(given.get("text"), str) and "name" not in given:
            keep(TEXTS, given["text"].encode())
SEEDS

[ $# -gt 0 ] || set -- $(sed -n 's/^name = "\([a-z_]*\)"$/\1/p' fuzz/Cargo.toml)
for target in "$@"; do
  mkdir -p "fuzz/corpus/$target" "fuzz/artifacts/$target"
  log=$(mktemp)
  # Inputs of more than 64 KB find little that smaller ones do not; a slow one is a failure.
  "$bin/$target" "fuzz/corpus/$target" -artifact_prefix="fuzz/artifacts/$target/" -max_total_time="$seconds" \
    -max_len=65536 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 >"$log" 2>&1 || { tail -40 "$log"; exit 1; }
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  memory=$(sed -n 's/^stat::peak_rss_mb: *//p' "$log")
  slowest=$(sed -n 's/^stat::slowest_unit_time_sec: *//p' "$log")
  coverage=$(grep -o 'cov: [0-9]*' "$log" | tail -1)
  printf '%-18s %10s inputs, %s, slowest %s s, peak %s MB\n' "$target" "$runs" "$coverage" "$slowest" "$memory"
  rm "$log"
done
