"""Promise: the GitHub Actions workflow of the iris example does what it says, step by step, and its gate lets a bad version through to nobody."""

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

import pytest
import yaml
from conftest import NODE, ROOT, start


class Runner:
    """Runs the `run:` steps of a workflow as a runner on Linux does (`bash -eo pipefail`), in a copy of the example."""

    def __init__(self, folder: Path):
        self.folder = folder / "iris"
        shutil.copytree(ROOT / "examples" / "iris", self.folder, ignore=shutil.ignore_patterns(".slipway", "mlruns", "*.db"))
        (self.folder / ".git").mkdir()
        self.summary = folder / "summary.md"
        workflow = yaml.safe_load((self.folder / ".github" / "workflows" / "gate.yml").read_text())
        self.steps = [step for step in workflow["jobs"]["gate"]["steps"] if "run" in step]
        programs = [str(folder / "npm" / "bin"), str(Path(sys.executable).parent), str(Path(NODE).parent)]
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_")} | {
            "PATH": os.pathsep.join([*programs, os.environ["PATH"]]), "NPM_CONFIG_PREFIX": str(folder / "npm"), "SLIPWAY_NODE": NODE, "VIRTUAL_ENV": sys.prefix,
            "SLIPWAY_PACKAGE": str(ROOT), "GITHUB_STEP_SUMMARY": str(self.summary),
        }

    def run(self, command: str) -> subprocess.CompletedProcess:
        return subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)

    def step(self, name: str) -> subprocess.CompletedProcess:
        return self.run(next(step["run"] for step in self.steps if step["name"] == name))

    def job(self) -> None:
        """Runs all steps. Each has to succeed."""
        for step in self.steps:
            said = self.run(step["run"])
            assert said.returncode == 0, f"{step['name']}: {said.stdout[-3000:]}{said.stderr[-3000:]}"


@pytest.fixture
def runner(tmp_path: Path):
    made = Runner(tmp_path)
    # An engine that the test can end: that of the first command would go on after it.
    server = start(made.folder / ".slipway")
    yield made
    assert server.stop() == 0


def test_the_workflow(runner: Runner) -> None:
    """A good candidate becomes champion; the next one is compared with it; a bad one stops the job and leaves its report."""
    assert [step["name"] for step in runner.steps] == ["Install", "Train a candidate", "Judge it", "Show the report", "Make it champion"]
    runner.job()
    runner.job()
    assert "not worse than v1" in runner.summary.read_text()
    assert xml.parse(runner.folder / "gate.xml").getroot().get("failures") == "0"
    runner.summary.unlink()

    assert runner.run("slipway run -- python candidate.py --strength 0.0001").returncode == 0
    judged = runner.step("Judge it")
    assert judged.returncode == 1
    assert "accuracy of iris v3 is" in judged.stdout and "must be at least 0.9" in judged.stdout
    assert runner.step("Show the report").returncode == 0
    assert runner.summary.read_text().startswith("### ❌ Gate of iris/3: failed")
    assert re.search(r"^iris/2 +champion ", runner.run("slipway models").stdout, re.M)
