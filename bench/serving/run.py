#!/usr/bin/env python3
"""Measures Slipway's deployments beside `mlflow models serve`, MLServer and BentoML, back to back in one run on this machine.

    python3 bench/serving/run.py            everything; writes the tables of bench/README.md (about seven minutes)
    python3 bench/serving/run.py --quick    one short round, printed only (about a minute and a half)
    python3 bench/serving/run.py --only slipway,sketch     while developing

Needs Linux (memory is read from /proc), Python 3.10, and this repository after `npm ci` and a build. Installs the peers itself, loopback only.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Callable, Iterator

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import peers
import processes
import steps
import table
from readme import write_table
from servers import ALL, HERE, MODELS, Server, Setting, Slipway
from surroundings import NODE, ROOT, chosen_of, clean_environment, data_folder, free_port, hardware, must_be_built, must_be_linux, node_version
from wrong import Wrong


class Bench:
    """All servers side by side; only the one that is being measured runs, the others are held still."""

    def __init__(self, chosen: list[type[Server]], sizes: steps.Sizes, setting: Setting) -> None:
        self.sizes = sizes
        self.setting = setting
        self.servers = [kind(setting, model) for model in MODELS for kind in chosen]
        self.samples: dict[str, dict[str, list[float]]] = {kind.name: {} for kind in chosen}
        self.problems: list[str] = []
        #: What the load generator reaches against a server that does nothing.
        self.most_per_s: list[float] = []

    def note(self, server: Server, figures: dict[str, float]) -> None:
        for figure, value in figures.items():
            self.samples[server.name].setdefault(figure, []).append(value)

    def measure(self, server: Server, step: Callable[[Server, steps.Sizes], dict[str, float]]) -> None:
        server.resume()
        try:
            self.note(server, step(server, self.sizes))
        except Wrong as wrong:
            self.problems.append(f"{server.title}, {server.model}: {wrong}")
        server.pause()

    def starts(self) -> None:
        for number in range(self.sizes.starts):
            for server in self.servers:
                if server.model == "rf" and number > 0:
                    continue
                if number > 0:
                    server.stop()
                took = server.start()
                if server.model == "lr":
                    self.note(server, {"start_s": took})
                processes.settle(server.roots[0], 20.0)
                server.pause()

    def single_rows(self) -> None:
        for _ in range(self.sizes.rounds):
            for server in self.servers:
                self.measure(server, steps.single_rows)
            self.most_per_s.append(steps.most(self.setting, self.sizes))
        for server in self.servers:
            if server.model == "lr":
                self.note(server, {"memory_mib": server.memory_mib()})

    def batches(self) -> None:
        for _ in range(self.sizes.rounds):
            for server in self.servers:
                if server.name == "slipway":
                    self.measure(server, steps.batches)
                    self.note(server, steps.runtime_alone(self.setting, server.model, self.sizes))

    def run(self) -> None:
        begun = time.monotonic()
        for part in (self.starts, self.single_rows, self.batches):
            part()
            print(f"{part.__name__}: done after {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)

    def stop(self) -> None:
        for server in self.servers:
            server.stop()

    def medians(self) -> table.Medians:
        return {name: {figure: median(values) for figure, values in figures.items()} for name, figures in self.samples.items()}


@contextmanager
def project(setting: Setting) -> Iterator[None]:
    """A project whose engine runs, with both models trained, registered and converted once."""
    folder = Slipway.project(setting)
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text("")
    with (setting.folder / "engine.log").open("ab") as log:
        engine = subprocess.Popen(
            [str(NODE), str(ROOT / "dist" / "slipway.js"), "server", "--port", str(free_port()), "--store", str(folder / ".slipway")], env=clean_environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        while engine.poll() is None and b"http://" not in (setting.folder / "engine.log").read_bytes():
            time.sleep(0.02)
        variables = clean_environment() | {"MLFLOW_TRACKING_URI": Slipway.run(setting, "uri").strip()}
        trained = subprocess.run([peers.prepare("mlflow") / "python", HERE / "train.py", setting.models], env=variables, cwd=folder, capture_output=True, text=True, check=False)
        if trained.returncode != 0:
            sys.exit(f"The models could not be trained: {trained.stderr[-1500:]}")
        for model in MODELS:
            first = Slipway(setting, model)
            first.start()
            Slipway.keep_plan(setting, model)
            first.stop()
        yield
    finally:
        engine.terminate()
        engine.wait(30)


def machine(chosen: list[type[Server]], bench: Bench, load_before: float) -> str:
    """
    What the figures were measured on: no host name, no date.

    :param load_before: load average of the minute before anything of this ran: other programs take from every server.
    """
    versions = ", ".join(f"{kind.name} {kind.version()}" for kind in chosen if kind.name != "sketch")
    return (f"Measured on {hardware()}, Node {node_version()}, "
            f"onnxruntime-node {onnxruntime_version()}; {versions}, all with scikit-learn 1.9.1. Server and load share these cores; loopback only. "
            f"The same load generator gets {median(bench.most_per_s):,.0f} req/s out of a server that does nothing (32 connections). "
            f"Load average before the run: {load_before:.1f}.")


def onnxruntime_version() -> str:
    return json.loads((ROOT / "node_modules" / "onnxruntime-node" / "package.json").read_text())["version"]


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one short round; the tables are printed, not written")
    parser.add_argument("--only", metavar="NAMES", help=f"of {', '.join(kind.name for kind in ALL)}, with commas; the tables are printed, not written")
    parser.add_argument("--json", metavar="FILE", type=Path, help="also write every sample there")
    return parser.parse_args()


def main() -> int:
    must_be_linux()
    load_before = os.getloadavg()[0]
    chosen = options()
    kinds = chosen_of(ALL, "--only", chosen.only)
    must_be_built("deployment.js")
    try:
        for name in {"mlflow", *(kind.name for kind in kinds)} - {"slipway", "sketch"}:
            peers.prepare(name)
    except peers.PeerMissing as missing:
        sys.exit(str(missing))
    sizes = steps.QUICK if chosen.quick else steps.Sizes()
    with data_folder() as folder:
        setting = Setting(folder / "models", folder)
        with project(setting):
            bench = Bench(kinds, sizes, setting)
            try:
                bench.run()
            finally:
                bench.stop()
    return told(chosen, bench, machine(kinds, bench, load_before))


def told(chosen: argparse.Namespace, bench: Bench, about: str) -> int:
    medians = bench.medians()
    single, single_reached = table.render(medians, bench.sizes.rounds)
    batched, batches_reached = table.render_batches(medians.get("slipway", {}))
    text = f"{single}\n\n{batched}\n\n{about}"
    print(text)
    for problem in bench.problems:
        print(f"WRONG: {problem}")
    if chosen.json:
        chosen.json.write_text(json.dumps({"machine": about, "most_per_s": bench.most_per_s, "samples": bench.samples, "problems": bench.problems}, indent=1))
    if not (chosen.quick or chosen.only or bench.problems):
        write_table("bench/serving", f"{text}\nCommand: `python3 bench/serving/run.py`.")
    return 0 if single_reached and batches_reached and not bench.problems else 1


if __name__ == "__main__":
    sys.exit(main())
