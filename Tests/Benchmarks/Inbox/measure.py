"""Measures a watcher: from a settled drop to its report, and what it costs to wait.

    measure.py MUSTER [--rows N] [--rounds N] [--settle SECONDS] [--idle SECONDS]

The time that a file has to be unchanged is known, so it is taken off: what is left is looking, importing and reporting.
"""

import argparse
import os
import pathlib
import signal
import statistics
import subprocess
import tempfile
import time

HEADER = "Employee ID,First Name,Last Name,Email,Username,Site,Product,Service\n"


def rows(first, count):
    """Invented new users; one in ten has a wrong address."""
    for row in range(first, first + count):
        at = " at " if row % 10 == 9 else "@"
        yield (
            f"E{row},Robin,Sample,robin.{row}{at}example.com,robin.{row},London,8x8 Work,New User Set-Up\n"
        )


def cpu_seconds(pid):
    """utime and stime, the 14th and 15th field of /proc/PID/stat."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    """In MiB, now and at most."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    values = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return [int(values[key].split()[0]) / 1024 for key in ("VmRSS", "VmHWM")]


def idle(pid, seconds, when):
    before = cpu_seconds(pid)
    time.sleep(seconds)
    share = 100 * (cpu_seconds(pid) - before) / seconds
    now, most = resident(pid)
    print(f"idle {when:<22} {share:6.2f} % of a core   {now:5.1f} MiB resident, {most:5.1f} at most")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("muster")
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--settle", type=float, default=1)
    parser.add_argument("--idle", type=float, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder, "inbox")
        settle = f"{int(options.settle * 1000)}ms"
        command = [options.muster, "watch", "--inbox", str(root), "--region", "US", "--settle", settle]
        watcher = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            while not (root / "README.txt").exists():
                time.sleep(0.01)
            time.sleep(1)
            idle(watcher.pid, options.idle, "before any file")
            times = []
            for number in range(options.rounds):
                made = pathlib.Path(folder, "made.csv")
                made.write_text(HEADER + "".join(rows(number * options.rows, options.rows)))
                start = time.monotonic()
                made.rename(root / "inbox" / f"drop{number}.csv")
                while not list(root.glob(f"results/*/drop{number}-*/report.html")):
                    time.sleep(0.002)
                times.append(time.monotonic() - start - options.settle)
                time.sleep(0.5)
            print(f"drop to report, {options.rows} rows, in milliseconds beyond the settling time of {settle}:")
            print("  " + " ".join(f"{1000 * one:.0f}" for one in times), end="")
            print(f"   median {1000 * statistics.median(times):.0f}")
            idle(watcher.pid, options.idle, f"after {options.rounds} files")
        finally:
            watcher.send_signal(signal.SIGTERM)
            watcher.wait(20)


main()
