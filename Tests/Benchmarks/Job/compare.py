#!/usr/bin/env python3
"""Measures Muster and the peers on the standard job: compare.py MUSTER [--rows N] [--rounds N] [--curve] [--full N] [--data DIR]

The commands take turns, round by round and each time in another order, so that a slow spell of the machine falls on all
of them. Wall time, processor time (user and system) and peak memory are the kernel's accounts of the whole process; the
medians are shown. After the first round the row numbers in the outputs are held against what the generator put in. Peers
that are not installed are left out; PYTHON names the interpreter that has them. With --curve, Muster alone is also
measured on 10 k, 100 k, 1 M and 5 M rows; with --full, it also files the job in a ledger that holds the cases of N such
files already. Results go to Tests/Benchmarks/Results: a table and a chart."""
import argparse
import csv
import datetime
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import time

import chart
import generate

HERE = os.path.dirname(os.path.abspath(__file__))
RESULTS = os.path.join(os.path.dirname(HERE), "Results")
SERVICES = os.path.join(os.path.dirname(HERE), "Services")


def apart(work, *arguments):
    """Does something in a process of its own and says whether it held. The kernel takes the memory of the process that
    starts a command for the least that the command has used, so this one must stay small."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if work(*arguments) is not False else 1)
        except BaseException as error:
            print(error, file=sys.stderr)
        os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


class Runner:
    """One way of doing the job: a command, and where its two files are to be found."""

    def __init__(self, name, command, cases, rejected, number, ledger=None, filled=None):
        self.name, self.command, self.ledger, self.filled = name, command, ledger, filled
        self.cases, self.rejected, self.number = cases, rejected, number
        self.wall, self.cpu, self.peak = [], [], []

    def run(self):
        for path in (self.cases, self.rejected):  # all write new files, whatever replacing the old ones would cost them
            if os.path.exists(path):
                os.remove(path)
        if self.ledger:  # what was filed in one round would be known in the next
            shutil.rmtree(os.path.dirname(self.ledger), ignore_errors=True)
            if self.filled:
                shutil.copytree(self.filled, os.path.dirname(self.ledger))
            else:
                os.makedirs(os.path.dirname(self.ledger))
        os.sync()  # what the one before has left unwritten is not to be waited for by this one
        start = time.perf_counter()
        process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        complaint = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 2):
            sys.exit(f"{self.name} failed: {complaint.decode(errors='replace')[-400:]}")
        self.wall.append(wall)
        self.cpu.append(usage.ru_utime + usage.ru_stime)
        self.peak.append(usage.ru_maxrss / 1024)

    def check(self, rows, source):
        """Whether each row came out once, in the right file."""
        with open(source + ".rejected", encoding="ascii") as file:
            rejected = [int(line) for line in file]
        found = [self.numbers(path) for path in (self.cases, self.rejected)]
        return sorted(found[1]) == rejected and sorted(found[0] + found[1]) == list(range(1, rows + 1))

    def numbers(self, path):
        with open(path, encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = next(reader)
            column = next(header.index(name) for name in self.number if name in header)
            return [int(row[column]) for row in reader]

    def median(self, name):
        return statistics.median(getattr(self, name))


def muster(binary, source, out, jobs=None, files=False, what=None, filled=None):
    """Without a ledger, as the peers remember nothing from one file to the next; or with a new one, or a copy of a filled one."""
    ledger = os.path.join(out, "ledger", "ledger.sqlite") if files else None
    stem = os.path.splitext(os.path.basename(source))[0]
    command = [binary, "import", source, "--services", SERVICES, "--received-at", "2026-11-25T22:15:00Z", "--output", out,
               "--quiet", "--ledger", ledger or "none"] + (["--jobs", str(jobs)] if jobs else [])
    what = what or (f"{jobs} job{'s' if jobs > 1 else ''}" if jobs else "filing" if files else None)
    name = f"Muster, {what}" if what else "Muster"
    folder = os.path.join(out, stem)
    return Runner(name, command, os.path.join(folder, "cases.csv"), os.path.join(folder, "rejected.csv"),
                  ["muster_record", "record"], ledger, filled)


def peers(source, out):
    python = os.environ.get("PYTHON", sys.executable)
    for name, module, script in (("Polars", "polars", "polars_peer.py"), ("DuckDB", "duckdb", "duckdb_peer.py")):
        found = subprocess.run([python, "-c", f"import {module}; print({module}.__version__)"], capture_output=True, text=True)
        if found.returncode:
            print(f"{name} is not installed for {python}; it is left out.")
            continue
        files = [os.path.join(out, f"{module}-{kind}.csv") for kind in ("cases", "rejected")]
        yield Runner(f"{name} {found.stdout.strip()}", [python, os.path.join(HERE, script), source, *files], *files, ["row"])


def data(folder, rows):
    path = os.path.join(folder, f"standard-{rows}.csv")
    if not os.path.exists(path + ".rejected"):
        print(f"Writing {rows:,} rows …")
        apart(generate.main, rows, path)
    return warm(path)


def quoted(source):
    """The same rows with quotes around every cell, as many systems write them."""
    path = source.replace(".csv", "-quoted.csv")
    if not os.path.exists(path + ".rejected"):
        apart(quote, source, path)
        shutil.copyfile(source + ".rejected", path + ".rejected")
    return warm(path)


def quote(source, path):
    with open(source, encoding="utf-8", newline="") as rows, open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(csv.reader(rows))


def filled(options, source):
    """A folder with a ledger that holds the cases of so many files: the same one, each time with other people."""
    folder = os.path.join(options.data, f"ledger-{options.rows}-{options.full}")
    if os.path.exists(folder):
        return folder
    print(f"Filing the cases of {options.full} files …")
    building = folder + ".new"
    shutil.rmtree(building, ignore_errors=True)
    os.makedirs(building)
    for number in range(options.full):
        other = os.path.join(options.data, "others.csv")
        apart(rename, source, other, b"%02d" % number)
        runner = muster(options.muster, other, os.path.join(options.data, "out"), files=True)
        runner.command[runner.command.index(runner.ledger)] = os.path.join(building, "ledger.sqlite")
        runner.run()
        os.remove(other)
    os.rename(building, folder)
    return folder


def rename(source, path, number):
    """Another number for each person. The file becomes longer by it, as no two exports are of the same size."""
    with open(source, "rb") as rows, open(path, "wb") as file:
        file.write(rows.readline())
        for row in rows:
            file.write(row[:1] + number + row[1:] if row.startswith(b"P") else row)


def warm(path):
    with open(path, "rb") as file:  # so that the first run finds it in memory, too
        while file.read(1 << 24):
            pass
    return path


def measure(options):
    out = os.path.join(options.data, "out")
    os.makedirs(out, exist_ok=True)
    source = data(options.data, options.rows)
    with open(source + ".rejected", encoding="ascii") as file:
        rejected = sum(1 for _ in file)
    runners = [muster(options.muster, source, out), muster(options.muster, source, out, 1),
               muster(options.muster, source, out, files=True),
               *([muster(options.muster, source, out, files=True, what="full ledger", filled=filled(options, source))]
                 if options.full else []),
               muster(options.muster, quoted(source), out, what="all cells quoted"), *peers(source, out)]
    for turn in range(options.rounds):
        for runner in random.Random(turn).sample(runners, len(runners)):  # none always comes behind the same one
            runner.run()
            if turn == 0 and not apart(runner.check, options.rows, source):
                sys.exit(f"{runner.name}: the rows in its files are not those that the input asks for")
    return runners, rejected


def curve(options):
    points = []
    for rows in (10_000, 100_000, 1_000_000, 5_000_000):
        runner = muster(options.muster, data(options.data, rows), os.path.join(options.data, "out"))
        for _ in range(2):
            runner.run()
        points.append((rows, max(runner.peak)))
    return points


def machine():
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    load = os.getloadavg()[0]
    return (f"{datetime.date.today():%-d %B %Y}, {os.cpu_count()} cores of {model}, Linux {platform.release().split('-')[0]}, "
            f"load {load:.1f} at the end")


def table(runners, rows, rejected, points, where, full):
    first = runners[0]
    lines = [f"The standard job, {rows:,} rows of which {rejected:,} are to be rejected; medians of {len(first.wall)} rounds "
             f"in turn. {where}.", "", "| | wall s | rows/s | processor s | peak MiB | wall × | processor × |",
             "|---|---|---|---|---|---|---|"]
    for runner in runners:
        wall, cpu = runner.median("wall"), runner.median("cpu")
        lines.append(f"| {runner.name} | {wall:.2f} | {rows / wall:,.0f} | {cpu:.2f} | {max(runner.peak):.0f} | "
                     f"{wall / first.median('wall'):.1f} | {cpu / first.median('cpu'):.1f} |")
    if full:
        lines += ["", f"The full ledger holds the cases of {full} files such as this one."]
    if points:
        lines += ["", "Peak memory of Muster by rows: "
                  + ", ".join(f"{count:,}: {peak:.0f} MiB" for count, peak in points) + "."]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("muster")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--full", type=int, default=0, metavar="N")
    parser.add_argument("--data", default=os.path.join(os.environ.get("TMPDIR", "/tmp"), "muster-bench"))
    options = parser.parse_args()
    runners, rejected = measure(options)
    points = curve(options) if options.curve else []
    where = machine()
    text = table(runners, options.rows, rejected, points, where, options.full)
    print(text)
    os.makedirs(RESULTS, exist_ok=True)
    with open(os.path.join(RESULTS, "standard-job.md"), "w", encoding="utf-8") as file:
        file.write(text)
    with open(os.path.join(RESULTS, "standard-job.svg"), "w", encoding="utf-8") as file:
        file.write(chart.svg([(r.name, options.rows / r.median("wall"), max(r.peak)) for r in runners], options.rows, where))
    shutil.rmtree(os.path.join(options.data, "out"), ignore_errors=True)


if __name__ == "__main__":
    main()
