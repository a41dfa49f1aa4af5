"""The programs that the comparisons run."""

import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
# The Makefile's flags, with which everything may have been built already.
BUILD = ["swift", "build", "-c", "release", "-debug-info-format", "none", "--product"]


def program(product="octavo"):
    """Builds one of Octavo's programs and says where it lies."""
    subprocess.run(BUILD + [product], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return ROOT / ".build" / "release" / product


def timed(work, repetitions):
    """The milliseconds of every repetition."""
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e3)
    return times


class Worker:
    """A program that does some work whenever it is told how many times, and otherwise waits.

    It reads numbers of repetitions, a line each, and answers with the milliseconds of every one.
    """

    def __init__(self, *command):
        self.process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def milliseconds(self, repetitions):
        self.process.stdin.write(f"{repetitions}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if len(answer) != repetitions:
            sys.exit(f"{' '.join(self.process.args)} ended early")
        return [float(word) for word in answer]

    def peak_memory(self):
        """The most memory that it has had, in megabytes."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024 / 1e6
        return float("nan")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def octavo(path, threads, *arguments):
    return Worker(path, threads, *arguments)


def python(script, threads, *arguments):
    return Worker(sys.executable, ROOT / "Benchmarks" / script, threads, *arguments)
