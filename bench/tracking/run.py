#!/usr/bin/env python3
"""Measures Slipway's tracking engine beside `mlflow server` and FastTrackML, back to back in one run on this machine.

    python3 bench/tracking/run.py            everything; writes the table of bench/README.md (about ten minutes)
    python3 bench/tracking/run.py --quick    smaller counts, no table (about two minutes)
    python3 bench/tracking/run.py --only slipway,fasttrackml     while developing

Needs Linux (memory is read from /proc), Python 3.10, and this repository after `npm ci`. Installs the peers itself, loopback only.
"""

import argparse
import json
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Callable

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import peers
import processes
import steps
import table
from readme import write_table
from servers import ALL, Server, Slipway
from surroundings import NODE, ROOT, chosen_of, data_folder, hardware, must_be_linux, node_version
from wrong import Wrong


class Bench:
    """All servers side by side; only the one that is being measured runs, the others are held still."""

    def __init__(self, chosen: list[type[Server]], sizes: steps.Sizes, folder: Path) -> None:
        self.sizes = sizes
        self.folder = folder
        self.servers = [kind(folder / kind.name) for kind in chosen]
        self.filled: dict[str, steps.Filled] = {}
        self.samples: dict[str, dict[str, list[float]]] = {server.name: {} for server in self.servers}
        self.problems: list[str] = []

    def note(self, server: Server, figures: dict[str, float]) -> None:
        for figure, value in figures.items():
            self.samples[server.name].setdefault(figure, []).append(value)

    def each(self, title: str, step: Callable[[Server, int], dict[str, float] | None], rounds: int) -> None:
        """Runs a step `rounds` times on every server in turn, one server after the other within each round."""
        begun = time.monotonic()
        for number in range(rounds):
            for server in self.servers:
                server.resume()
                try:
                    self.note(server, step(server, number) or {})
                except Wrong as wrong:
                    self.problems.append(f"{server.title}, {title}: {wrong}")
                server.pause()
        print(f"{title}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)

    def cold_starts(self) -> None:
        begun = time.monotonic()
        for number in range(self.sizes.rounds):
            for server in self.servers:
                fresh = type(server)(self.folder / f"{server.name}-cold-{number}")
                try:
                    self.note(server, {"cold_start_s": fresh.start()})
                finally:
                    fresh.stop()
                shutil.rmtree(fresh.data, ignore_errors=True)
        print(f"cold starts: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)

    def start(self) -> None:
        for server in self.servers:
            server.start()
            processes.settle(server.pid)
            self.note(server, {"idle_mib": processes.memory_mib(server.pid)})
            self.filled[server.name] = steps.begin(server)
            server.pause()

    def run(self) -> None:
        sizes, filled = self.sizes, self.filled
        self.cold_starts()
        self.start()
        self.each("log_metric", lambda server, _: steps.log_metric(server, filled[server.name], sizes), sizes.rounds)

        before = {server.name: server.bytes_on_disk() for server in self.servers}
        self.each("create runs", lambda server, _: steps.create_runs(server, filled[server.name], sizes), sizes.rounds)
        for server in self.servers:
            self.note(server, {"bytes_per_run": (server.bytes_on_disk() - before[server.name]) / filled[server.name].created})
            server.pause()
        self.each("fill (not measured)", lambda server, _: steps.fill(server, filled[server.name], sizes), 1)
        self.each("search, all pages (not measured)", lambda server, _: steps.search_all(server, filled[server.name]), 1)
        self.each("search", lambda server, _: steps.search(server, filled[server.name], sizes), sizes.rounds)

        before = {server.name: server.bytes_on_disk() for server in self.servers}
        self.each("log_batch, one key", lambda server, _: steps.batch_one_key(server, filled[server.name], sizes), sizes.rounds)
        for server in self.servers:
            points = sizes.rounds * sizes.batch_calls * 1000
            self.note(server, {"bytes_per_point": (server.bytes_on_disk() - before[server.name]) / points})
            self.note(server, {"filled_mib": processes.memory_mib(server.pid)})
            server.pause()
        self.each("history", lambda server, number: steps.history(server, filled[server.name], sizes, number), sizes.rounds)
        self.each("log_batch, 100 keys", lambda server, _: steps.batch_wide(server, filled[server.name], sizes), sizes.rounds)
        self.each("eight writers", lambda server, _: steps.many_writers(server, filled[server.name], sizes), sizes.rounds)
        for server in self.servers:
            self.note(server, {"full_mib": processes.memory_mib(server.pid)})

    def stop(self) -> None:
        for server in self.servers:
            server.stop()

    def medians(self) -> table.Medians:
        return {name: {figure: median(values) for figure, values in figures.items()} for name, figures in self.samples.items()}


def machine(servers: list[Server]) -> str:
    """What the figures were measured on: no host name, no date."""
    versions = ", ".join(f"{server.name} {server.version()}" for server in servers)
    return (f"Measured on {hardware()}, "
            f"Node {node_version()}, Python {platform.python_version()}; {versions}. Server and load share these cores; loopback only.")


def build() -> None:
    if not NODE.exists():
        sys.exit("The packages of this repository are missing, so the engine can't run. Run `npm ci` first.")
    if not (Slipway.dist / "slipway.js").exists():
        built = subprocess.run([NODE, "esbuild.js"], cwd=ROOT, capture_output=True, text=True, check=False)
        if built.returncode != 0:
            sys.exit(f"Slipway could not be built, so it can't be measured. `node esbuild.js` said:\n{built.stderr[-1500:]}")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="smaller counts; the table is printed, not written")
    parser.add_argument("--only", metavar="NAMES", help="of mlflow, fasttrackml, slipway, with commas; the table is printed, not written")
    parser.add_argument("--rounds", type=int, help="instead of five; the table is printed, not written")
    parser.add_argument("--json", metavar="FILE", type=Path, help="also write every sample there")
    parser.add_argument("--dist", metavar="DIR", type=Path, help="another build of Slipway than dist/")
    return parser.parse_args()


def main() -> int:
    must_be_linux()
    chosen = options()
    kinds = chosen_of(ALL, "--only", chosen.only)
    names = [kind.name for kind in kinds]
    if chosen.dist:
        Slipway.dist = chosen.dist.resolve()
    try:
        for name in names:
            if name in peers.PACKAGES:
                peers.prepare(name)
    except peers.PeerMissing as missing:
        sys.exit(str(missing))
    if "slipway" in names:
        build()
    sizes = steps.QUICK if chosen.quick else steps.Sizes()
    if chosen.rounds:
        sizes = steps.Sizes(**{**vars(sizes), "rounds": chosen.rounds})
    begun = time.monotonic()
    with data_folder() as folder:
        bench = Bench(kinds, sizes, folder)
        try:
            bench.run()
            about = machine(bench.servers)
        finally:
            bench.stop()
    text, reached = table.render(bench.medians(), sizes.rounds)
    if chosen.quick:
        text = f"Quick: {sizes.all_runs:,} runs and {sizes.rounds * sizes.batch_calls:,}k points, whatever the titles say.\n{text}"
    print(f"{text}\n\n{about}\n({time.monotonic() - begun:.0f} s)")
    for problem in bench.problems:
        print(f"WRONG: {problem}")
    if chosen.json:
        chosen.json.write_text(json.dumps({"machine": about, "samples": bench.samples, "problems": bench.problems}, indent=1))
    if not (chosen.quick or chosen.only or chosen.rounds or bench.problems):
        write_table("bench/tracking", f"{text}\n\n{about}\nCommand: `python3 bench/tracking/run.py`.")
    return 0 if reached and not bench.problems else 1


if __name__ == "__main__":
    sys.exit(main())
