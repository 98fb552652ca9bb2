"""The whole job as one would write it in polars: CSV -> group by ticket -> order by time -> OpenAI chat JSONL.

polars_job.py IN.csv OUT.jsonl [patterns]   with `patterns`, the 15 benchmark patterns replace matches in the body first.
Same rules as `jsonl_conversation`: agent -> assistant, customer -> user, help-desk messages left out, runs of one side
joined with a newline, opening agent and trailing customer turns cut, no example without both sides.
"""
import sys

import polars as pl

PATTERNS = [
    ("EMAIL", r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,24}\b"),
    ("URL", r"""\b(?:https?|ftp)://[^\s<>"']{3,}"""),
    ("IBAN", r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b"),
    ("CARD", r"\b(?:4[0-9]{3}|5[1-5][0-9]{2}|6(?:011|5[0-9]{2})|3[47][0-9]{2})(?:[ -]?[0-9]{4}){2}[ -]?[0-9]{3,4}\b|\b3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5}\b"),
    ("SSN", r"\b[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}\b"),
    ("ITIN", r"\b9[0-9]{2}[ -]?(?:[5-9][0-9])[ -]?[0-9]{4}\b"),
    ("MAC", r"\b[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}\b"),
    ("IPV6", r"\b(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}\b|\b(?:[0-9A-Fa-f]{1,4}:){1,6}:(?:[0-9A-Fa-f]{1,4}:?){1,6}\b"),
    ("IPV4", r"\b(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\b"),
    ("PHONE_INTL", r"\+[1-9][0-9]{0,2}[ .-]?(?:\(0?[0-9]{1,4}\)[ .-]?)?[0-9]{2,4}(?:[ .-]?[0-9]{2,6}){1,4}\b"),
    ("PHONE_US", r"(?:\b1[ .-]?)?(?:\([2-9][0-9]{2}\) ?|\b[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4}\b"),
    ("DOB", r"\b(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12][0-9]|3[01])/(?:19|20)[0-9]{2}\b"),
    ("ADDRESS", r"\b[1-9][0-9]{0,4} (?:[A-Z][a-z]{1,20} ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl)\b\.?(?:, [A-Z][A-Za-z ]{2,30}, [A-Z]{2} [0-9]{5}(?:-[0-9]{4})?)?"),
    ("BTC", r"\b(?:bc1[a-z0-9]{25,59}|[13][1-9A-HJ-NP-Za-km-z]{25,34})\b"),
    ("UUID", r"\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}\b"),
]


def main() -> None:
    source, target = sys.argv[1:3]
    frame = pl.scan_csv(source, infer_schema_length=0)
    frame = frame.with_row_index("row").filter(pl.col("author_type") != "system")
    body = pl.col("body")
    if "patterns" in sys.argv[3:]:
        for name, pattern in PATTERNS:
            body = body.str.replace_all(pattern, f"[{name}]")
    role = pl.when(pl.col("author_type") == "agent").then(pl.lit("assistant")).otherwise(pl.lit("user"))
    frame = frame.select("row", "ticket_id", "created_at", role.alias("role"), body.alias("content"))
    first = frame.group_by("ticket_id").agg(pl.col("row").min().alias("first"))
    rows = frame.join(first, on="ticket_id").sort("first", "created_at", "row").collect()
    changed = (rows["ticket_id"] != rows["ticket_id"].shift(1)) | (rows["role"] != rows["role"].shift(1))
    rows = rows.with_columns(changed.fill_null(True).cum_sum().alias("turn"))
    turns = rows.group_by("turn", maintain_order=True).agg(
        pl.col("first").first(), pl.col("role").first(), pl.col("content").str.join("\n")
    )
    opening = (pl.col("role") == "assistant") & (pl.int_range(pl.len()).over("first") == 0)
    turns = turns.filter(~opening)
    closing = (pl.col("role") == "user") & (pl.int_range(pl.len()).over("first") == pl.len().over("first") - 1)
    turns = turns.filter(~closing)
    examples = turns.group_by("first", maintain_order=True).agg(
        pl.struct("role", "content").alias("messages")
    )
    examples.select("messages").write_ndjson(target)


main()
