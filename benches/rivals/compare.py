#!/usr/bin/env python3
"""Foundry and its rivals in one run: MB per CPU second, ratios, and what each missed or altered wrongly.

compare.py CORPORA [--runs 3] [--big chat_350] [--small chat_10,clean_10,dense_10] [--skip-job | --skip-deid]

CORPORA holds what the corpus generator writes: NAME.csv, NAME.texts.jsonl, NAME.truth.tsv. Needs cargo and, for polars,
a Python that has it (set PYTHON; `pip install polars`). Figures are medians; a rival runs before and after ours.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
STRUCTURED = {"EMAIL", "PHONE", "CARD", "IBAN", "SSN", "IPV4", "IPV6", "URL", "MAC"}


def measured(command, **kwargs):
    """Runs a command and gives CPU seconds and peak memory in MB."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **kwargs)
    out, err = child.stdout.read(), child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed with {child.returncode}:\n{err.decode()[-2000:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out


def build():
    subprocess.run(["cargo", "build", "-q", "--release", "-p", "foundry-cli"], cwd=ROOT, check=True)
    subprocess.run(["cargo", "build", "-q", "--release"], cwd=HERE, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    own = Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target"))
    return target / "release/foundry", own / "release/foundry-rivals"


def quality(corpus, outputs):
    """Shares of planted structured values left readable, and of look-alikes that were altered."""
    texts = [json.loads(line)["text"] for line in outputs.read_text(encoding="utf-8").splitlines()]
    planted = missed = alike = altered = 0
    for line in corpus.read_text(encoding="utf-8").splitlines():
        row, kind, value = line.split("\t", 2)
        there = value in texts[int(row)]
        if kind.startswith("NOT_"):
            alike += 1
            altered += not there
        elif kind in STRUCTURED:
            planted += 1
            missed += there
    return {"planted": planted, "missed": missed, "lookAlikes": alike, "altered": altered}


def deid(args, rivals):
    print("\n## De-identification alone (texts in memory in, new texts out; one thread)")
    print(f"{'corpus':<12}{'engine':<24}{'MB/CPU-s':>10}{'ratio':>8}{'missed':>16}{'altered':>14}")
    for name in args.small.split(","):
        texts, truth = args.corpora / f"{name}.texts.jsonl", args.corpora / f"{name}.truth.tsv"
        rates = {}
        for engine in ["dd-sds", "foundry-structured", "foundry-rules", "foundry-all", "foundry", "foundry-conversations"]:
            runs = []
            with tempfile.TemporaryDirectory() as folder:
                out = Path(folder) / "out.jsonl"
                for _ in range(args.runs):
                    runs.append(json.loads(measured([rivals, engine, texts, out])[2])["mbPerCpuSecond"])
                q = quality(truth, out)
            rates[engine] = statistics.median(runs)
            print(
                f"{name:<12}{engine:<24}{rates[engine]:>10.1f}{rates[engine] / rates['dd-sds']:>8.2f}"
                f"{q['missed']:>8}/{q['planted']:<7}{q['altered']:>6}/{q['lookAlikes']:<7}"
            )


def job(args, foundry):
    print("\n## Whole job, CSV to chat JSONL (whole process, imports and start-up included)")
    source = args.corpora / f"{args.big}.csv"
    size = source.stat().st_size / 1e6
    python = os.environ.get("PYTHON", sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        polars = [python, HERE / "polars_job.py", source, out]
        ours = [foundry, "process", source, "-o", out, "--quiet", "--no-config"]
        commands = {
            "polars": polars,
            "foundry --no-deid": ours + ["--no-deid"],
            "polars + 15 patterns": polars + ["patterns"],
            "foundry": ours,
        }
        rates, digests = {}, {}
        print(f"{'command':<24}{'CPU s':>8}{'MB/CPU-s':>10}{'RSS MB':>9}")
        for label, command in commands.items():
            runs = [measured(command) for _ in range(args.runs)]
            cpu = statistics.median(run[0] for run in runs)
            rates[label] = size / cpu
            digests[label] = sorted(out.read_bytes().splitlines()) if args.same else None
            print(f"{label:<24}{cpu:>8.2f}{size / cpu:>10.1f}{max(run[1] for run in runs):>9.0f}")
    print(f"ratio without de-identification: {rates['foundry --no-deid'] / rates['polars']:.2f}")
    print(f"ratio with de-identification:    {rates['foundry'] / rates['polars + 15 patterns']:.2f}")
    if args.same:
        same = [json.loads(a) == json.loads(b) for a, b in zip(digests["polars"], digests["foundry --no-deid"])]
        print(f"examples equal to polars': {sum(same)} of {len(digests['polars'])} / {len(digests['foundry --no-deid'])}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--big", default="chat_350")
    parser.add_argument("--small", default="chat_10,clean_10,dense_10")
    parser.add_argument("--same", action="store_true", help="compare the examples with polars' (needs memory)")
    parser.add_argument("--skip-job", action="store_true")
    parser.add_argument("--skip-deid", action="store_true")
    args = parser.parse_args()
    foundry, rivals = build()
    if not args.skip_deid:
        deid(args, rivals)
    if not args.skip_job:
        job(args, foundry)


main()
