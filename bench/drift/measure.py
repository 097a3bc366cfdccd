"""Runs a program to its end, and says how long it took and how much memory it had at most."""

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Process:
    seconds: float
    peak_mib: float
    output: str


def run(arguments: list[str | Path], environment: dict[str, str], codes: tuple[int, ...] = (0,)) -> Process:
    """From the spawn to the end, everything that a person waits for. Peak is the resident set, as the kernel counts it."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=said, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said.seek(0)
        if process.returncode not in codes:
            raise RuntimeError(f"{arguments[0]} ended with exit code {process.returncode}: {said.read().decode()[-1500:]}")
        return Process(took, usage.ru_maxrss / 1024, output.read().decode())


def middle(processes: list[Process]) -> Process:
    return Process(median(one.seconds for one in processes), median(one.peak_mib for one in processes), processes[0].output)
