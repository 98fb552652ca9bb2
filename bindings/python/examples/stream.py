"""A chat log as a stream: one line in, one clean line out, with tokens that are equal throughout.

tail -f chat.log | FOUNDRY_KEY=… python examples/stream.py
"""

import os
import sys

import foundry


def main() -> None:
    key = os.environ.get("FOUNDRY_KEY", "a key for this example alone")
    pipeline = foundry.Pipeline(pii_settings={"default_operator": {"type": "hash"}, "hash_key": key})
    for line in pipeline.deidentify(sys.stdin):
        sys.stdout.write(line)


if __name__ == "__main__":
    main()
