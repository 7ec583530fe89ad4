"""The standard job with Polars: polars_peer.py INPUT CASES REJECTED"""
import sys

import polars as pl

from job import COLUMNS, DUE, KEY, LONGEST_NAME, PATTERNS, PRODUCTS, RECEIVED, REGIONS, SERVICES, stamp

source, cases, rejected = sys.argv[1:4]
col = pl.col


def unless(known, text):
    """A reason where a value is missing or none of the known ones."""
    return pl.when(~col(text).is_in(known).fill_null(False)).then(pl.lit(f"{text} unknown"))


reasons = [unless(PRODUCTS, "product"), unless(list(SERVICES), "service"), unless(list(REGIONS), "region")]
for service, (_, required) in SERVICES.items():
    for name in required:
        reasons.append(pl.when((col("service") == service) & col(name).is_null()).then(pl.lit(f"{name} missing")))
for name, pattern in PATTERNS.items():
    sound = col(name).str.contains(f"^(?:{pattern})$")
    if name == "effective_date":
        sound &= col(name).str.to_date("%Y-%m-%d", strict=False).is_not_null()
    reasons.append(pl.when(col(name).is_not_null() & ~sound).then(pl.lit(f"{name} malformed")))
for name in ("first_name", "last_name"):
    reasons.append(pl.when(col(name).str.len_chars() > LONGEST_NAME).then(pl.lit(f"{name} too long")))

key = pl.concat_str([col(name).fill_null("") for name in KEY], separator="\x1f")
rows = pl.scan_csv(source, schema=dict.fromkeys(COLUMNS, pl.String), row_index_name="row", row_index_offset=1)
frame = rows.with_columns(
    pl.concat_str(reasons, separator="; ", ignore_nulls=True).alias("reasons"), key.hash().alias("h")).collect()
# Few keys come twice: only those rows are compared exactly.
again = frame.filter(col("h").is_duplicated()).select("row", *KEY)
again = again.with_columns(col("row").min().over(KEY).alias("first")).filter(col("first") < col("row"))
frame = frame.join(again.select("row", "first"), on="row", how="left", maintain_order="left")

accepted = (col("reasons") == "") & col("first").is_null()
case_id = pl.format("{}-{}", key.hash(1), key.hash(2))
kinds = {service: kind for service, (kind, _) in SERVICES.items()}
to_cases = frame.lazy().filter(accepted).select(
    case_id.alias("case_id"), "row", col("service").replace_strict(kinds, return_dtype=pl.String).alias("macd"), *KEY,
    "username", "email", "effective_date", "region", pl.lit(stamp(RECEIVED)).alias("received_at"),
    col("region").replace_strict(DUE, return_dtype=pl.String).alias("due_at"))
to_rejected = frame.lazy().filter(~accepted).select(
    *COLUMNS, "row",
    pl.concat_str(
        [pl.when(col("reasons") != "").then(col("reasons")), pl.format("duplicate of row {}", col("first"))],
        separator="; ", ignore_nulls=True).alias("reasons"))
pl.collect_all([to_cases.sink_csv(cases, lazy=True), to_rejected.sink_csv(rejected, lazy=True)])
