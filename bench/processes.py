"""What /proc knows of a server and everything that it has started: memory, processor time, holding it still, and its end."""

import os
import signal
import subprocess
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> list[int]:
    """`root` and all its descendants, and whatever else is in its session (children that lost their parent)."""
    parents: dict[int, int] = {}
    members = {root}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we were looking
        parents[int(entry.name)] = int(fields[1])
        if int(fields[3]) == root:
            members.add(int(entry.name))
    grown = True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in members} - members
        members |= more
        grown = bool(more)
    return sorted(pid for pid in members if pid in parents)


def memory_mib(root: int) -> float:
    """Proportional set size of the whole tree in MiB: memory shared by several processes is counted once."""
    total = 0
    for pid in tree(root):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def cpu_seconds(root: int) -> float:
    """Processor time that the tree has used so far."""
    ticks = 0
    for pid in tree(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS


def settle(root: int, limit: float = 40.0) -> None:
    """Returns when the tree has used less than a twentieth of one core for a second (mlflow imports for 10 s after its first answer)."""
    end = time.monotonic() + limit
    before = cpu_seconds(root)
    while time.monotonic() < end:
        time.sleep(1.0)
        now = cpu_seconds(root)
        if now - before < 0.05:
            return
        before = now


def send(root: int, number: signal.Signals) -> None:
    """Sends a signal to every process of the tree."""
    for pid in tree(root):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def end(process: subprocess.Popen[bytes], limit: float = 15.0) -> None:
    """Ends a process that may be held still, and what it has started. Asks first; kills what is left after `limit` seconds."""
    members = tree(process.pid)
    send(process.pid, signal.SIGCONT)
    process.terminate()
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pid in members:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
