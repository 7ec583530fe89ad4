#!/usr/bin/env python3
"""Counts the instructions that Muster takes for a row, function by function: count.py MUSTER FILE [--functions N]

On a machine that others use too, times differ from minute to minute by more than a change is worth; what a program executes
does not. One block of the file is taken an instruction at a time (about a minute), from one call of the CSV reader to the
next. What is shown is the program's own work: not the kernel's, nor how long an instruction waits for memory. Linux on
x86-64, with a C compiler; Swift names are shown as they are written where `swift demangle` is there."""
import argparse
import bisect
import collections
import os
import shutil
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SERVICES = os.path.join(os.path.dirname(HERE), "Services")
READ = "CSVReader.read(into:)"
# A block of the middle: the first ones are read while the file is being made out.
SKIPPED = 60


def symbols(binary):
    names = subprocess.run(["nm", binary], capture_output=True, text=True, check=True).stdout
    if shutil.which("swift"):
        command = ["swift", "demangle", "--simplified", "--compact"]
        names = subprocess.run(command, input=names, capture_output=True, text=True, check=True).stdout
    found = []
    for line in names.splitlines():
        parts = line.split(" ", 2)
        if len(parts) == 3 and parts[0] and parts[1] in "tTwW":
            found.append((int(parts[0], 16), parts[2]))
    return sorted(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("muster")
    parser.add_argument("file", help="a CSV file of some megabytes")
    parser.add_argument("--functions", type=int, default=30)
    options = parser.parse_args()
    known = symbols(options.muster)
    start = next((address for address, name in known if name == READ), None)
    if start is None:
        raise SystemExit(f"{options.muster} has no function {READ}: is it built with its symbols?")
    with tempfile.TemporaryDirectory() as folder:
        stepper, output = os.path.join(folder, "stepper"), os.path.join(folder, "steps")
        subprocess.run(["cc", "-O2", "-o", stepper, os.path.join(HERE, "stepper.c")], check=True)
        # On one core: else each step is a message from one to another.
        command = ["taskset", "-c", "0", stepper, f"{start:x}", str(SKIPPED), output, options.muster, "import", options.file,
                   "--services", SERVICES, "--received-at", "2026-11-25T22:15:00Z", "--output", folder, "--quiet",
                   "--ledger", "none", "--jobs", "1"]
        subprocess.run(command, check=True)
        with open(output, encoding="ascii") as file:
            elsewhere = int(file.readline().split()[1])
            steps = [(int(address, 16), int(count)) for address, count in (line.split() for line in file)]
    counts = collections.Counter({"outside the program (libc)": elsewhere})
    addresses = [address for address, _ in known]
    for address, count in steps:
        place = bisect.bisect_right(addresses, address) - 1
        counts[known[place][1] if place >= 0 else "?"] += count
    rows = block_rows(options.file)
    print(f"{sum(counts.values()) / rows:,.0f} instructions a row, over a block of about {rows:.0f} rows\n")
    for name, count in counts.most_common(options.functions):
        print(f"{count / rows:10,.1f}  {name[:100]}")


def block_rows(path):
    """How many rows a block has on average: of 128 KiB of the file."""
    with open(path, "rb") as file:
        part = file.read(8 << 20)
    return part.count(b"\n") / len(part) * (128 << 10)


if __name__ == "__main__":
    main()
