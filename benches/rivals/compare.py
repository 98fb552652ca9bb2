#!/usr/bin/env python3
"""Foundry and its rivals in one run: MB per CPU second, ratios, and what each missed or altered wrongly.

compare.py CORPORA [--runs 3] [--big chat_350] [--small chat_10,clean_10,dense_10] [--only deid,job,workbook]

CORPORA holds what the corpus generator writes: NAME.csv, NAME.texts.jsonl, NAME.truth.tsv. Needs cargo; polars and what
writes and reads workbooks beside it are installed into target/rivals, unless PYTHON names a Python that has them.
Figures are medians; the commands of a table take turns, so that each sees the same load.
"""
import argparse
import collections
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# The entity types that the 15 patterns look for.
OF_PATTERNS = [
    "EMAIL_ADDRESS", "URL", "IBAN_CODE", "CREDIT_CARD", "US_SSN", "US_ITIN", "MAC_ADDRESS", "IP_ADDRESS", "PHONE_NUMBER",
    "DATE_OF_BIRTH", "STREET_ADDRESS", "CRYPTO",
]
OURS_DEIDENTIFIED = {"foundry, kinds of these", "foundry, without model", "foundry"}
STRUCTURED = {"EMAIL", "PHONE", "CARD", "IBAN", "SSN", "IPV4", "IPV6", "URL", "MAC"}


# What nobody can avoid who reads a file, writes another, and tells the hashes of both: a few lines without any other work.
FLOOR = """
import hashlib, os, sys
source, like, target = sys.argv[1:]
hashlib.file_digest(open(source, "rb"), "sha256")
block, digest = bytes(1 << 18), hashlib.sha256()
with open(target, "wb", buffering=0) as file:
    for _ in range(os.path.getsize(like) >> 18):
        digest.update(block)
        file.write(block)
"""
# CPU seconds of hashing so many bytes.
HASHING = """
import hashlib, sys, time
block, digest, start = bytes(1 << 18), hashlib.sha256(), time.process_time()
for _ in range(sum(map(int, sys.argv[1:])) >> 18): digest.update(block)
print(time.process_time() - start)
"""


def measured(command, **kwargs):
    """Runs a command and gives CPU seconds and peak memory in MB."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **kwargs)
    out, err = child.stdout.read(), child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed with {child.returncode}:\n{err.decode()[-2000:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out


def build(args):
    """The programs to measure; FOUNDRY names a build of ours that is there already."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    own = Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target"))
    foundry = Path(os.environ.get("FOUNDRY", target / "release/foundry"))
    if "FOUNDRY" not in os.environ:
        subprocess.run(["cargo", "build", "-q", "--release", "-p", "foundry-cli"], cwd=ROOT, check=True)
    if "deid" in args.only:
        subprocess.run(["cargo", "build", "-q", "--release"], cwd=HERE, check=True)
    return foundry, own / "release/foundry-rivals"


def python():
    """A Python with the rivals from PyPI."""
    if "PYTHON" in os.environ:
        return Path(os.environ["PYTHON"])
    folder = ROOT / "target/rivals"
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        packages = ["polars", "fastexcel", "xlsxwriter", "openpyxl"]
        subprocess.run([folder / "bin/pip", "install", "-q", *packages], check=True)
        (folder / "ready").touch()
    return folder / "bin/python"


def in_turns(commands, runs):
    """Runs all commands, then all again: medians of CPU seconds, peaks of memory."""
    seen = {label: [] for label in commands}
    for _ in range(runs):
        for label, command in commands.items():
            seen[label].append(measured(command)[:2])
    return {
        label: (statistics.median(cpu for cpu, _ in figures), max(memory for _, memory in figures))
        for label, figures in seen.items()
    }


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
    with tempfile.TemporaryDirectory() as folder:
        outs = [Path(folder) / name for name in ("polars.jsonl", "ours.jsonl", "deid.jsonl")]
        polars = [python(), HERE / "polars_job.py", source, outs[0]]
        ours = [foundry, "process", source, "--quiet", "--no-config", "-o"]
        no_cleaning = Path(folder) / "no_cleaning.toml"
        no_cleaning.write_text("[cleanSettings]\nenabled = false\n")
        no_model = Path(folder) / "no_model.toml"
        no_model.write_text('[piiSettings]\nnameModel = "off"\n')
        patterns = Path(folder) / "patterns.toml"
        patterns.write_text(no_cleaning.read_text() + no_model.read_text() + f"entities = {json.dumps(OF_PATTERNS)}\n")
        plain = [foundry, "process", source, "--quiet", "-o", outs[1], "--no-deid", "--config", no_cleaning]
        figures = in_turns(
            {
                "polars": polars,
                "foundry, as polars does": plain,
                "  floor of that": [python(), "-c", FLOOR, source, outs[1], Path(folder) / "floor"],
                "foundry, cleaned too": ours + [outs[2], "--no-deid"],
                "polars + 15 patterns": polars[:3] + [Path(folder) / "patterns.jsonl", "patterns"],
                "foundry, kinds of these": ours[:4] + ["-o", outs[2], "--config", patterns],
                "foundry, without model": ours[:4] + ["-o", outs[2], "--config", no_model],
                "foundry": ours + [outs[2]],
            },
            args.runs,
        )
        print(f"{'command':<26}{'CPU s':>8}{'MB/CPU-s':>10}{'RSS MB':>9}{'ratio':>8}")
        for label, (cpu, memory) in figures.items():
            rival = "polars + 15 patterns" if label in OURS_DEIDENTIFIED else "polars"
            print(f"{label:<26}{cpu:>8.2f}{size / cpu:>10.1f}{memory:>9.0f}{figures[rival][0] / cpu:>8.2f}")
        # What polars does not do: the manifest of ours holds the hashes of what was read and written.
        sizes = [source.stat().st_size, outs[1].stat().st_size]
        hashing = statistics.median(
            float(measured([python(), "-c", HASHING, *map(str, sizes)])[2]) for _ in range(args.runs)
        )
        label, own = "  the same less hashing", figures["foundry, as polars does"][0] - hashing
        print(f"{label:<26}{own:>8.2f}{size / own:>10.1f}{'':>9}{figures['polars'][0] / own:>8.2f}   hashing {hashing:.2f}")
        if args.same:
            def examples(out):
                return collections.Counter(json.dumps(json.loads(line), sort_keys=True) for line in out.open(encoding="utf-8"))

            theirs, own = examples(outs[0]), examples(outs[1])
            print(f"examples equal to polars': {(theirs & own).total()} of {theirs.total()} / {own.total()}")


def workbook(args, foundry):
    """One book as a program streams it, each text in its cell, and one as Excel saves it, with a table of shared texts."""
    source = args.corpora / f"{args.workbook}.csv"
    with open(source, newline="", encoding="utf-8") as rows:
        count = sum(1 for _ in csv.reader(rows)) - 1
    write = (
        "import csv, sys, xlsxwriter\n"
        "options = {'constant_memory': sys.argv[3] == 'in its cells', 'strings_to_urls': False}\n"
        "book = xlsxwriter.Workbook(sys.argv[2], options)\n"
        "sheet = book.add_worksheet('Tickets')\n"
        "for at, row in enumerate(csv.reader(open(sys.argv[1], newline='', encoding='utf-8'))):\n"
        "    for column, value in enumerate(row): sheet.write_string(at, column, value)\n"
        "book.close()\n"
    )
    read = "import sys, polars; polars.read_excel(sys.argv[1])"
    openpyxl = (
        "import sys, openpyxl\n"
        "for row in openpyxl.load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True): pass"
    )
    for place in ["in its cells", "in a shared table"]:
        print(f"\n## A workbook to chat JSONL, text {place}, against reading it alone (whole process)")
        with tempfile.TemporaryDirectory() as folder:
            book, out = Path(folder) / "book.xlsx", Path(folder) / "out.jsonl"
            subprocess.run([python(), "-c", write, source, book, place], check=True)
            no_cleaning = Path(folder) / "no_cleaning.toml"
            no_cleaning.write_text("[cleanSettings]\nenabled = false\n")
            process = [foundry, "process", book, "-o", out, "--quiet"]
            commands = {
                "polars + calamine, read": [python(), "-c", read, book],
                "foundry, read and written": [*process, "--no-deid", "--config", no_cleaning],
                "foundry, no de-identifying": [*process, "--no-config", "--no-deid"],
                "foundry, whole job": [*process, "--no-config"],
            }
            if args.slow:
                commands["openpyxl, read"] = [python(), "-c", openpyxl, book]
            print(f"{'command':<26}{'CPU s':>8}{'rows/CPU-s':>12}{'RSS MB':>9}")
            for label, (cpu, memory) in in_turns(commands, args.runs).items():
                print(f"{label:<26}{cpu:>8.2f}{count / cpu:>12,.0f}{memory:>9.0f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--big", default="chat_350")
    parser.add_argument("--small", default="chat_10,clean_10,dense_10")
    parser.add_argument("--workbook", default="chat_x100k", help="the corpus that is made a workbook")
    parser.add_argument("--same", action="store_true", help="compare the examples with polars' (needs memory)")
    parser.add_argument("--slow", action="store_true", help="the slowest rivals too")
    parser.add_argument("--only", default="deid,job,workbook", type=lambda text: text.split(","))
    args = parser.parse_args()
    foundry, rivals = build(args)
    if "deid" in args.only:
        deid(args, rivals)
    if "job" in args.only:
        job(args, foundry)
    if "workbook" in args.only:
        workbook(args, foundry)


main()
