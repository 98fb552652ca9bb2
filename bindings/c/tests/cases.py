"""The shared cases of `tests/cases` that the two calls can make, through a program in C: cases.py ASK [FOLDER…]

What the C interface does not offer is left out by reason, in `bindings/capabilities.json`."""

import json
import subprocess
import sys
from pathlib import Path

CASES = Path(__file__).parents[3] / "tests" / "cases"
#: Call → how it is asked.
REQUESTS = {
    "deidentify_text": lambda config, given: ("deidentify", {"config": {"piiSettings": config}, **given}),
    "deidentify_conversation": lambda config, given: ("deidentify", {"config": {"piiSettings": config}, "conversation": given}),
    "process": lambda config, given: ("process", {"config": config, "now": "1970-01-01T00:00:00Z", **given}),
}


def difference(expect, actual, path="result"):
    """The first place where `actual` does not hold what `expect` asks for, as in `tests/src/compare.rs`."""
    if isinstance(expect, dict) and isinstance(actual, dict):
        found = (
            f"{path}.{key}: is not there" if key not in actual and wanted is not None
            else difference(wanted, actual.get(key), f"{path}.{key}")
            for key, wanted in expect.items()
        )  # fmt: skip
        return next(filter(None, found), None)
    if isinstance(expect, list) and isinstance(actual, list):
        found = (difference(*pair, f"{path}[{place}]") for place, pair in enumerate(zip(expect, actual)))
        uneven = None if len(expect) == len(actual) else f"{path}: expected {len(expect)} elements, got {len(actual)}"
        return next(filter(None, found), uneven)
    same_kind = isinstance(expect, bool) == isinstance(actual, bool)
    return None if same_kind and expect == actual else f"{path}: expected {expect!r}, got {actual!r}"


def fault(case, answer):
    if "expectError" in case:
        return difference({"error": {"code": case["expectError"]}}, answer)
    return difference(case["expect"], answer)


folders = sys.argv[2:]
files = [path for path in sorted(CASES.rglob("*.json")) if not folders or path.parent.name in folders]
cases = [(path, case) for path in files for case in json.loads(path.read_text("utf-8"))]
cases = [(path, case) for path, case in cases if case["call"] in REQUESTS and "c" not in case.get("skip", {})]
asked = [REQUESTS[case["call"]](case.get("config", {}), case["input"]) for _, case in cases]
lines = "".join(f"{call} {json.dumps(request)}\n" for call, request in asked) + "null {}\n"
answers = subprocess.run([sys.argv[1]], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
*answers, null = map(json.loads, answers)
assert cases and len(answers) == len(cases), f"{len(answers)} answers to {len(cases)} requests"
assert null["error"]["code"] == "invalid_config"
failures = [f"{path.parent.name}/{path.stem}: {case['name']}\n    {found}" for (path, case), answer in zip(cases, answers) if (found := fault(case, answer))]
print(f"c: {len(cases) - len(failures)} of {len(cases)} cases passed", *failures, sep="\n")
sys.exit(1 if failures else 0)
