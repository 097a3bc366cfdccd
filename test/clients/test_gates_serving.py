"""Promise: a gate measures what a version costs while it is served, by the real process on real models, and leaves nothing of it behind."""

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import mlflow
import pandas
import psutil
import pytest
from conftest import start
from gate_project import Echo, GateProject, Waiting
from mlflow import MlflowClient
from mlflow.models import infer_signature
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

FRAME, TARGET = load_iris(return_X_y=True, as_frame=True)
MODEL = LogisticRegression(max_iter=500).fit(FRAME, TARGET)
SLEEP_MS = 30
EASY = {"latency": {"p50_ms": 60_000, "p99_ms": 60_000}, "memory_mb": 1_000_000, "size_mb": 1_000}


class Slow(Echo):
    """A model that takes its time, and holds memory while it is loaded."""

    def __init__(self, column: str, megabytes: int):
        super().__init__(column)
        self.megabytes = megabytes

    def load_context(self, context):
        self.held = b"x" * (self.megabytes * 1_000_000)

    def predict(self, context, model_input):
        time.sleep(SLEEP_MS / 1000)
        return super().predict(context, model_input)


ROWS = pandas.DataFrame({"a": [0.5, 1.5], "b": [1.0, 2.0]})


def log_iris(name: str = "iris", **more) -> None:
    with mlflow.start_run():
        mlflow.sklearn.log_model(MODEL, name="model", registered_model_name=name, pip_requirements=["scikit-learn"], signature=infer_signature(FRAME, MODEL.predict(FRAME)), **more)


def log_slow(name: str, megabytes: int = 1, **more) -> None:
    with mlflow.start_run():
        mlflow.pyfunc.log_model(name="model", python_model=Slow("a", megabytes), registered_model_name=name, pip_requirements=["mlflow"], signature=infer_signature(ROWS, ROWS["a"]), **more)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory):
    """Versions of "iris" with and without an input example, and a slow one that Python scores."""
    with GateProject(tmp_path_factory.mktemp("serving")) as made:
        log_iris(input_example=FRAME.head(3))
        log_iris()
        log_slow("slow", 300, input_example=ROWS)
        yield made
        made.server.process.poll()
        assert leftovers(made) == []


def leftovers(project: GateProject) -> list[str]:
    """Processes and files of measurements."""
    commands = [" ".join(one.info["cmdline"] or []) for one in psutil.process_iter(["cmdline"])]
    place = project.root / ".slipway" / "measuring"
    mine = [command for command in commands if str(project.root) in command and re.search(r"measure\.js|deployment\.js|slipway_score\.py", command)]
    return mine + ([str(one) for one in place.iterdir()] if place.exists() else [])


def judged(project: GateProject, version: str, serving: dict, *, evaluation: dict | None = None, **more) -> tuple[int, dict, dict[str, dict]]:
    """Exit code, report, checks by name."""
    project.rules({version.split("/")[0]: {"serving": serving, "pickle": "allow", **({} if evaluation is None else {"evaluation": evaluation}), **more}})
    code, report = project.gate(version)
    assert leftovers(project) == []
    return code, report, {check["name"]: check for check in report["checks"]}


def facts(check: dict) -> dict:
    return {fact["name"]: fact["value"] for fact in check["facts"]}


def files_below(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def test_a_converted_model_passes_and_its_numbers_hold(project: GateProject) -> None:
    """Size is the bytes of the graph that conversion has kept; times are ordered; memory is one process'."""
    code, report, checks = judged(project, "iris/1", EASY)
    assert (code, report["state"]) == (0, "passed"), report
    assert [(check["kind"], check["outcome"]) for check in report["checks"] if check["name"] != "pickles"] == [("serving", "passed")] * 4
    graphs = list((project.root / ".slipway" / "conversions" / "models").glob("*/model.onnx"))
    assert facts(checks["size_mb"])["bytes"] == graphs[0].stat().st_size and len(graphs) == 1
    assert checks["size_mb"]["value"] == pytest.approx(graphs[0].stat().st_size / 1e6)
    assert checks["size_mb"]["message"].endswith("It is the ONNX graph that answers.")
    times = facts(checks["p99_ms"])
    assert 0 < times["p50, ms"] <= times["p99, ms"] <= times["slowest, ms"] and 1 <= times["requests"] <= 1000
    assert re.fullmatch(r"p99 of iris v1 is \S+ ms \(limit <= 60000 ms\)\. It was asked [\d,]+ requests? of one row\.", checks["p99_ms"]["message"])
    assert (checks["p99_ms"]["limit"], checks["p99_ms"]["value"]) == ("<= 60000 ms", times["p99, ms"])
    # A Node with ONNX Runtime in it.
    assert 30 < checks["memory_mb"]["value"] < 600
    assert [fact["name"] for fact in checks["memory_mb"]["facts"]] == ["answering process, MB"]


def test_a_slow_model_fails_with_its_number(project: GateProject) -> None:
    """Python scores it: its time, its memory beside that of the front, its folder."""
    code, report, checks = judged(project, "slow/1", {"latency": {"p50_ms": 5, "p99_ms": 60_000}, "memory_mb": 100, "size_mb": 100})
    assert (code, report["state"]) == (1, "failed")
    assert {name: check["outcome"] for name, check in checks.items()} == {"p50_ms": "failed", "p99_ms": "passed", "memory_mb": "failed", "size_mb": "passed", "pickles": "passed"}
    assert checks["p50_ms"]["value"] >= SLEEP_MS
    assert re.match(r"p50 of slow v1 is \S+ ms, and may be at most 5 ms\. It was asked [\d,]+ requests of one row\.$", checks["p50_ms"]["message"])
    parts = facts(checks["memory_mb"])
    assert parts["its Python, MB"] > 300
    assert checks["memory_mb"]["value"] == pytest.approx(parts["its Python, MB"] + parts["answering process, MB"])
    client = MlflowClient()
    folder = Path(mlflow.artifacts.download_artifacts(client.get_model_version_download_uri("slow", "1"), dst_path=str(project.root / "downloaded")))
    # A download adds a file that says where it comes from.
    assert facts(checks["size_mb"])["bytes"] == files_below(folder) - sum(one.stat().st_size for one in folder.rglob("registered_model_meta"))
    assert checks["size_mb"]["message"].endswith("It is the folder of the model, which Python scores.")
