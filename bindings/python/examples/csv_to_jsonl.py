"""A help-desk export as training data: look, run, check.

python examples/csv_to_jsonl.py ../cli/examples/tickets.csv train.jsonl
"""

import sys

import foundry


def main(source: str, out: str) -> None:
    for mapping in foundry.inspect(source).mappings:
        print(f"{mapping.source_field:20} {mapping.target_field:25} {mapping.confidence}")
    manifest = foundry.process(source, out, filter_settings={"min_message_count": 2}, progress=True)
    counts = manifest.counts
    print(f"{counts.rows_read} rows, {counts.conversations} conversations, {counts.export.records} examples")
    print(f"replaced: {manifest.findings}; left readable: {manifest.leak_audit.residual}")
    report = foundry.validate(out)
    print("valid" if report else report.problems[0].message)


if __name__ == "__main__":
    main(*sys.argv[1:])
