#!/usr/bin/env python3
"""Measures `slipway drift` beside Evidently's DataDriftPreset, whole processes, in turns, on this machine.

    python3 bench/drift/run.py                         10,000 to 10,000,000 rows; writes the table of bench/README.md (about 15 minutes)
    python3 bench/drift/run.py --rows 10000,window     only these; 1000000csv is a million rows from CSV, window 10,000 rows against a million
    python3 bench/drift/run.py --print                 the table is printed, not written

Needs Linux, Python 3.10, and this repository after `npm ci` and a build. Installs Evidently itself.
"""

import argparse
import json
import math
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from measure import Process, middle, run
from readme import write_table
from surroundings import NODE, ROOT, chosen_of, clean_environment, data_folder, hardware, must_be_built, must_be_linux, node_version
from table import ROWS, Row, render
from wrong import Wrong

HERE = Path(__file__).resolve().parent
# Of which the median is taken, after the reference has been prepared once.
WINDOWS = 20


def same_scores(theirs: Process, ours: Process) -> None:
    expected = json.loads(theirs.output)
    got = {column["name"]: column["score"] for column in json.loads(ours.output)["columns"]}
    differing = [name for name in {*expected, *got} if name not in expected or name not in got or not math.isclose(expected[name], got[name], rel_tol=1e-9)]
    if differing:
        raise Wrong(f"the scores of {', '.join(differing)} are not the same")


def slipway(row: Row, files: list[Path]) -> Process:
    if not row.window:
        return run([NODE, ROOT / "dist" / "slipway.js", "drift", *files, "--json"], clean_environment(), (0, 1))
    ours = run([NODE, HERE / "window.mjs", *files, str(WINDOWS)], clean_environment())
    said = json.loads(ours.output)
    return Process(median(said["windows"]), said["peak"], ours.output)


def measure(row: Row, rounds: int, python: str, folder: Path) -> tuple[Row, Process | None, Process]:
    subprocess.run([python, HERE / "data.py", "make", str(row.rows), folder, *(["--csv"] if row.csv else []), *(["--window", str(row.window)] if row.window else [])], check=True, env=clean_environment())
    files = [folder / f"{name}.{'csv' if row.csv else 'parquet'}" for name in ("reference", "window" if row.window else "current")]
    theirs: list[Process] = []
    ours: list[Process] = []
    for _ in range(rounds):
        if row.has_peer:
            theirs.append(run([python, HERE / "data.py", "report", *files], clean_environment()))
        ours.append(slipway(row, files))
        if theirs:
            same_scores(theirs[-1], ours[-1])
        print(f"{row.title}: {f'{theirs[-1].seconds:.2f} s, ' if theirs else ''}{ours[-1].seconds:.3f} s", file=sys.stderr, flush=True)
    return row, middle(theirs) if theirs else None, middle(ours)


def machine(python: str, load_before: float) -> str:
    """What the figures were measured on."""
    versions = subprocess.run([python, "-c", "import evidently, pandas, platform; print(f'Python {platform.python_version()}; evidently {evidently.__version__} on pandas {pandas.__version__}')"], capture_output=True, text=True, check=True).stdout.strip()
    return f"Measured on {hardware()}, Node {node_version()}, {versions}. Load average before the run: {load_before:.1f}."


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", metavar="ROWS", default=",".join(row.name for row in ROWS), help=f"of {', '.join(row.name for row in ROWS)}, with commas")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--print", action="store_true", help="the table is printed, not written")
    return parser.parse_args()


def main() -> int:
    must_be_linux()
    load_before = os.getloadavg()[0]
    chosen = options()
    rows = chosen_of(ROWS, "--rows", chosen.rows)
    must_be_built("drift.js")
    python = subprocess.run([NODE, ROOT / "scripts" / "evidently.mjs"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    about = machine(python, load_before)
    try:
        with data_folder() as folder:
            text, reached = render([measure(row, chosen.rounds, python, folder) for row in rows], chosen.rounds)
    except Wrong as wrong:
        sys.exit(f"WRONG: {wrong}.")
    text = f"{text}\n\n{about}"
    print(text)
    if not chosen.print:
        write_table("bench/drift", f"{text}\nCommand: `python3 bench/drift/run.py{f' --rows {chosen.rows}' if len(rows) < len(ROWS) else ''}{f' --rounds {chosen.rounds}' if chosen.rounds != 3 else ''}`.")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
