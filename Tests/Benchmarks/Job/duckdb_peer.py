"""The standard job with DuckDB: duckdb_peer.py INPUT CASES REJECTED"""
import sys

import duckdb

from job import COLUMNS, DUE, KEY, LONGEST_NAME, PATTERNS, PRODUCTS, RECEIVED, REGIONS, SERVICES, stamp

source, cases, rejected = sys.argv[1:4]


def text(value):
    return "'" + value.replace("'", "''") + "'"


def texts(values):
    return "(" + ", ".join(map(text, values)) + ")"


faults = [(f"coalesce({name} NOT IN {texts(known)}, true)", f"{name} unknown")
          for name, known in (("product", PRODUCTS), ("service", SERVICES), ("region", REGIONS))]
for service, (_, required) in SERVICES.items():
    faults += [(f"service = {text(service)} AND {name} IS NULL", f"{name} missing") for name in required]
for name, pattern in PATTERNS.items():
    fault = f"NOT regexp_full_match({name}, {text(pattern)})"
    if name == "effective_date":
        fault += f" OR ({name} IS NOT NULL AND try_cast({name} AS DATE) IS NULL)"
    faults.append((fault, f"{name} malformed"))
faults += [(f"length({name}) > {LONGEST_NAME}", f"{name} too long") for name in ("first_name", "last_name")]

any_fault = " OR ".join(f"({fault})" for fault, _ in faults)
reasons = ", ".join(f"CASE WHEN {fault} THEN {text(reason)} END" for fault, reason in faults)
kinds = " ".join(f"WHEN {text(service)} THEN {text(kind)}" for service, (kind, _) in SERVICES.items())
dues = " ".join(f"WHEN {text(region)} THEN {text(at)}" for region, at in DUE.items())
columns = ", ".join(f"{text(name)}: 'VARCHAR'" for name in COLUMNS)
key = ", ".join(KEY)

run = duckdb.connect().execute
run(f"""CREATE TEMP TABLE judged AS
    SELECT *, hash({key}) AS h, CASE WHEN {any_fault} THEN concat_ws('; ', {reasons}) ELSE '' END AS reasons
    FROM read_csv({text(source)}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
                  new_line = '\\n', columns = {{{columns}}})""")
# Few keys come twice: only those rows are compared exactly. The row id is the order of the file.
run(f"""CREATE TEMP TABLE again AS SELECT id, first FROM (
    SELECT rowid AS id, min(rowid) OVER (PARTITION BY {key}) AS first FROM judged
    WHERE h IN (SELECT h FROM judged GROUP BY h HAVING count(*) > 1)) WHERE first < id""")
run("""UPDATE judged SET reasons = concat_ws('; ', nullif(reasons, ''), 'duplicate of row ' || (first + 1))
    FROM again WHERE judged.rowid = again.id""")
run(f"""COPY (SELECT md5(concat_ws(chr(31), {key})) AS case_id, rowid + 1 AS row, CASE service {kinds} END AS macd, {key},
    username, email, effective_date, region, {text(stamp(RECEIVED))} AS received_at, CASE region {dues} END AS due_at
    FROM judged WHERE reasons = '') TO {text(cases)} (HEADER)""")
run(f"""COPY (SELECT {", ".join(COLUMNS)}, rowid + 1 AS row, reasons FROM judged WHERE reasons <> '')
    TO {text(rejected)} (HEADER)""")
