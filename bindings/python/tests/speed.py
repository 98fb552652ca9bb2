"""How fast the package is: against Rust on the same lines, by turns, on one thread; and what a call and an import cost.

    cargo build --release -p foundry-benches --example texts --example lines
    target/release/examples/lines chat 1000000 > chat.txt
    RELEASE=1 bash tests/tools/python.sh
    target/python/venv/bin/python bindings/python/tests/speed.py target/release/examples/texts chat.txt

CPU time, as the machine may carry other work; the best of ROUNDS (3).
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

import foundry

native, path = sys.argv[1:]
rounds = int(os.environ.get("ROUNDS", "3"))
lines = Path(path).read_text().splitlines()
size = sum(map(len, lines)) / 1e6
column = pa.array(lines)
single = "thanks for the help"


def cpu(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def rust(settings: str) -> tuple[float, float]:
    done = json.loads(subprocess.run([native, path, "1", settings], capture_output=True, check=True).stdout)
    return done["cpu"], done["each"]


def calls(pipeline: foundry.Pipeline, count: int = 200_000) -> float:
    deidentify = pipeline.deidentify
    return cpu(lambda: [deidentify(single) for _ in range(count)]) / count


print(f"{len(lines)} lines, {size:.1f} MB")
for name, settings in {"everything": {}, "no model": {"nameModel": "off"}}.items():
    pipeline = foundry.Pipeline({"piiSettings": settings})
    clean = pipeline.deidentify(lines[:50_000], threads=1)
    same = sum(new is old for new, old in zip(clean, lines))
    print(f"{name}: {same} of {len(clean)} unchanged, the same objects: {all((n == o) == (n is o) for n, o in zip(clean, lines))}")
    best: dict[str, float] = {}
    for _ in range(rounds):
        core, each = rust(json.dumps({"piiSettings": settings}))
        turn = {
            "Rust": core,
            "list": cpu(lambda: pipeline.deidentify(lines, threads=1)),
            "Arrow": cpu(lambda: pipeline.deidentify(column, threads=1)),
            "call in Rust": each,
            "call": calls(pipeline),
        }
        best = {key: min(value, best.get(key, value)) for key, value in turn.items()}
    print(
        f"{name}: Rust {size / best['Rust']:.1f} MB/s; list {best['Rust'] / best['list']:.2f} and Arrow column"
        f" {best['Rust'] / best['Arrow']:.2f} of it; one call {best['call'] * 1e6:.2f} us,"
        f" {(best['call'] - best['call in Rust']) * 1e6:.2f} above the core"
    )

bare, full = (
    min(
        float(subprocess.run([sys.executable, "-c", f"import time; s = time.process_time(); {what}; print(time.process_time() - s)"], capture_output=True, check=True).stdout)
        for _ in range(10)
    )
    for what in ("pass", "import foundry")
)
print(f"import {(full - bare) * 1e3:.1f} ms of CPU time")
