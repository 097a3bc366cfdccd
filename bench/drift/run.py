#!/usr/bin/env python3
"""Measures `slipway drift` beside Evidently's DataDriftPreset, whole processes, in turns, on this machine.

    python3 bench/drift/run.py                         10,000 to 1,000,000 rows; writes the table of bench/README.md (about ten minutes)
    python3 bench/drift/run.py --rows 10000,100000     only these; --rows 1000000csv is a million rows from CSV
    python3 bench/drift/run.py --print                 the table is printed, not written

Needs Linux, Python 3.10, and this repository after `npm ci` and a build. Installs Evidently itself.
"""

import argparse
import json
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from measure import Process, middle, run
from table import ROWS, Row, render
from tracking import peers

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
NODE = ROOT / "node_modules" / ".bin" / "node"
README = ROOT / "bench" / "README.md"
BEGIN, END = "<!-- bench/drift: begin -->", "<!-- bench/drift: end -->"
#: Variables that would change what a process does; a measurement must not depend on the shell it runs from.
STRAY = ("SLIPWAY_", "NODE_OPTIONS", "PYTHONPATH", "PYTHONSTARTUP")


class Wrong(Exception):
    """Both did not come to the same scores: there is nothing to compare."""


def environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(STRAY)} | {"DO_NOT_TRACK": "true"}


def same_scores(theirs: Process, ours: Process) -> None:
    expected = json.loads(theirs.output)
    got = {column["name"]: column["score"] for column in json.loads(ours.output)["columns"]}
    differing = [name for name in {*expected, *got} if name not in expected or name not in got or not math.isclose(expected[name], got[name], rel_tol=1e-9)]
    if differing:
        raise Wrong(f"the scores of {', '.join(differing)} are not the same")


def measure(row: Row, rounds: int, python: str, folder: Path) -> tuple[Row, Process | None, Process]:
    subprocess.run([python, HERE / "data.py", "make", str(row.rows), folder, *(["--csv"] if row.csv else [])], check=True, env=environment())
    files = [folder / f"{name}.{'csv' if row.csv else 'parquet'}" for name in ("reference", "current")]
    theirs: list[Process] = []
    ours: list[Process] = []
    for _ in range(rounds):
        if not row.csv:
            theirs.append(run([python, HERE / "data.py", "report", *files], environment()))
        ours.append(run([NODE, ROOT / "dist" / "slipway.js", "drift", *files, "--json"], environment(), (0, 1)))
        if theirs:
            same_scores(theirs[-1], ours[-1])
        print(f"{row.title}: {f'{theirs[-1].seconds:.2f} s, ' if theirs else ''}{ours[-1].seconds:.2f} s", file=sys.stderr, flush=True)
    return row, middle(theirs) if theirs else None, middle(ours)


def machine(python: str, load_before: float) -> str:
    """What the figures were measured on: no host name, no date."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), platform.machine())
    node = subprocess.run([NODE, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    versions = subprocess.run([python, "-c", "import evidently, pandas, platform; print(f'Python {platform.python_version()}; evidently {evidently.__version__} on pandas {pandas.__version__}')"], capture_output=True, text=True, check=True).stdout.strip()
    return (f"Measured on {os.cpu_count()} cores ({model}), {memory:.0f} GiB of memory, {platform.system()} {platform.release().split('-')[0]}, Node {node.removeprefix('v')}, {versions}. "
            f"Load average before the run: {load_before:.1f}.")


def write(text: str) -> None:
    content = README.read_text(encoding="utf-8")
    begin, end = content.index(BEGIN) + len(BEGIN), content.index(END)
    README.write_text(f"{content[:begin]}\n{text}\n{content[end:]}", encoding="utf-8")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", metavar="ROWS", default=",".join(row.name for row in ROWS), help=f"of {', '.join(row.name for row in ROWS)}, with commas")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--print", action="store_true", help="the table is printed, not written")
    return parser.parse_args()


def main() -> int:
    if not sys.platform.startswith("linux"):
        sys.exit("This measures memory as Linux counts it. Run it in a Linux machine or container.")
    load_before = os.getloadavg()[0]
    chosen = options()
    names = chosen.rows.split(",")
    rows = [row for row in ROWS if row.name in names]
    if len(rows) != len(names):
        sys.exit(f"--rows takes {', '.join(row.name for row in ROWS)}.")
    if not NODE.exists() or not (ROOT / "dist" / "drift.js").exists():
        sys.exit("Slipway is not built, so it can't be measured. Run `npm ci` and `npm run build` first.")
    python = subprocess.run([NODE, ROOT / "scripts" / "evidently.mjs"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    about = machine(python, load_before)
    peers.CACHE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-data-", dir=peers.CACHE))
    try:
        text, reached = render([measure(row, chosen.rounds, python, folder) for row in rows], chosen.rounds)
    except Wrong as wrong:
        sys.exit(f"WRONG: {wrong}.")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = f"{text}\n\n{about}"
    print(text)
    if not chosen.print:
        write(f"{text}\nCommand: `python3 bench/drift/run.py{f' --rows {chosen.rows}' if len(rows) < len(ROWS) else ''}{f' --rounds {chosen.rounds}' if chosen.rounds != 3 else ''}`.")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
