"""Promise: `slipway models`, `gate` and `promote` do for CI and for people what they say: exit codes, files, trust, stops, refusals."""

import contextlib
import json
import re
import signal
import subprocess
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

import mlflow
import pandas
import psutil
import pytest
import requests
from conftest import start
from gate_project import Echo, GateProject, Waiting
from mlflow import MlflowClient

ROWS = pandas.DataFrame({"y": [0, 1] * 20, "a": [0, 1] * 18 + [1, 0] * 2, "b": [0, 1] * 20})
EVALUATION = {"data": "rows.csv", "label": "y", "features": ["a", "b"]}
RULES = {"echo": {"evaluation": EVALUATION, "metrics": {"f1": {"min": 0.95}, "recorded": {"min": 1}}, "champion": {}, "signature": "compatible"}}


@pytest.fixture
def project(tmp_path: Path):
    """A project with versions 1 (column `a`, four rows wrong) and 2 (column `b`, all right) of "echo"."""
    with GateProject(tmp_path) as made:
        for column in ("a", "b"):
            with mlflow.start_run():
                mlflow.log_metric("recorded", 1)
                mlflow.pyfunc.log_model(name="model", python_model=Echo(column), registered_model_name="echo", pip_requirements=["mlflow"], signature=mlflow.models.infer_signature(ROWS[["a", "b"]], ROWS["y"]))
        ROWS.to_csv(tmp_path / "rows.csv", index=False)
        made.rules(RULES)
        yield made


def gate(project: GateProject, *arguments: str) -> subprocess.CompletedProcess:
    return project.slipway("gate", "--python", sys.executable, *arguments)


ATTRIBUTES = {
    "testsuites": {"tests", "failures", "errors"}, "testsuite": {"name", "timestamp", "time", "tests", "failures", "errors", "skipped"},
    "testcase": {"classname", "name", "time"}, "failure": {"message", "type"}, "error": {"message", "type"}, "skipped": {"message"}, "system-out": set(),
}


def test_tables_files_and_exit_codes(project: GateProject) -> None:
    """0 for passed, 1 for failed, 2 for wrong use; a table on stdout, progress on stderr, JUnit and Markdown in files."""
    listed = json.loads(project.slipway("models", "--json").stdout)
    assert [(model["name"], [version["version"] for version in model["versions"]]) for model in listed] == [("echo", ["2", "1"])]
    MlflowClient().set_registered_model_alias("echo", "champion", "2")
    assert re.search(r"^echo/2 +champion ", project.slipway("models").stdout, re.M)

    failed = gate(project, "echo/1", "--junit", "junit.xml", "--markdown", "summary.md")
    assert failed.returncode == 1
    assert re.search(r"^✗ +f1 +0\.9 +>= 0\.95 +FAILED$", failed.stdout, re.M)
    assert "f1 of echo v1 is 0.9, and must be at least 0.95." in failed.stdout
    assert "echo/1 failed its gate: 1 of 5 checks failed (40 rows of rows.csv, champion is version 2)." in failed.stdout
    # What is done is told while it is done: a stage that is over when the command looks is not.
    assert re.search(r"^echo/1: (loading|reading|predicting) ", failed.stderr, re.M)
    root = xml.parse(project.root / "junit.xml").getroot()
    for element in root.iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag]
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("5", "1", "0")
    assert [case.get("name") for case in root.iter("testcase") if case.find("failure") is not None] == ["f1"]
    summary = (project.root / "summary.md").read_text()
    assert summary.startswith("### ❌ Gate of echo/1: failed\n")
    assert re.search(r"^\| ❌ failed \| f1 \| 0\.9 \| \\>= 0\.95 \| f1 of echo v1 is 0\.9, and must be at least 0\.95\. \|$", summary, re.M)

    assert gate(project, "models:/echo@champion").returncode == 0
    assert gate(project, "echo@nobody").returncode == 1
    assert gate(project, "nobody/1").returncode == 1
    for wrong in ("echo", "a/b/1", "echo/x", "echo@"):
        said = gate(project, wrong)
        assert (said.returncode, "MODEL/VERSION" in said.stderr) == (2, True), said.stderr
    assert project.slipway("gate", "echo/1", "--python", "/nowhere/python").returncode == 1


def test_promotion(project: GateProject) -> None:
    """The gate runs first; what stands against it is told; a reason overrules it and is kept; two people do not overrule each other."""
    refused = project.slipway("promote", "echo/1", "champion", "--python", sys.executable)
    assert refused.returncode == 1
    assert "f1 of echo v1 is 0.9, and must be at least 0.95." in refused.stderr and "--reason" in refused.stderr
    with pytest.raises(mlflow.MlflowException):
        MlflowClient().get_model_version_by_alias("echo", "champion")

    promoted = project.slipway("promote", "echo/2", "champion", "--python", sys.executable)
    assert (promoted.returncode, promoted.stdout) == (0, "echo/2 is champion now; its gate passed.\n")
    assert MlflowClient().get_model_version_by_alias("echo", "champion").version == "2"

    # The evaluation data change: what was said of them holds no longer.
    ROWS.head(30).to_csv(project.root / "rows.csv", index=False)
    standing = json.loads(project.slipway("promote", "echo/2", "staging", "--json", "--reason", "rolled out early").stdout)
    assert (standing["gate"]["verdict"], standing["was"]) == ("outdated", None)


def test_a_model_from_elsewhere_is_loaded_only_when_it_is_trusted(project: GateProject, tmp_path: Path) -> None:
    """It is told which file, its digest and where it comes from; trust is by content and lasts."""
    client = MlflowClient()
    mlflow.pyfunc.save_model(str(tmp_path / "foreign"), python_model=Echo("b"), pip_requirements=["mlflow"])
    logged = client.create_logged_model("0", name="foreign")
    client.log_model_artifacts(logged.model_id, str(tmp_path / "foreign"))
    client.finalize_logged_model(logged.model_id, "READY")
    client.create_registered_model("foreign")
    client.create_model_version("foreign", f"models:/{logged.model_id}", model_id=logged.model_id)
    project.rules({"foreign": {"evaluation": EVALUATION, "metrics": {"accuracy": {"min": 1}}}})

    code, report = project.gate("foreign/1")
    assert (code, report["state"]) == (1, "broken")
    pickles = [one for one in report["needs_trust"] if one["path"].endswith("python_model.pkl")]
    assert len(pickles) == 1 and re.fullmatch("[0-9a-f]{64}", pickles[0]["digest"]) and pickles[0]["from"] == f"models:/{logged.model_id}"
    said = gate(project, "foreign/1")
    assert said.returncode == 1 and pickles[0]["digest"] in said.stderr and pickles[0]["from"] in said.stderr
    assert project.gate("foreign/1", "--trust")[0] == 0
    assert project.gate("foreign/1")[0] == 0


@pytest.mark.parametrize("end", ["Ctrl+C", "the engine is killed"])
def test_what_is_stopped_leaves_no_process(project: GateProject, tmp_path: Path, end: str) -> None:
    """A model that never answers is ended with its Python; the report says so, the command ends with 1."""
    mark = tmp_path / "pid"
    with mlflow.start_run():
        mlflow.pyfunc.log_model(name="model", python_model=Waiting(str(mark)), registered_model_name="waiting", pip_requirements=["mlflow"])
    project.rules({"waiting": {"evaluation": EVALUATION, "metrics": {"accuracy": {"min": 1}}}})
    process = subprocess.Popen(project.command("gate", "waiting/1", "--json", "--python", sys.executable), cwd=project.root, env=project.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    said = []
    for line in process.stderr:
        said.append(line)
        if "predicting" in line:
            break
    else:
        pytest.fail("".join(said))
    # It writes its pid into a fifo when it begins to predict: reading waits for that.
    with open(mark) as begun:
        pid = int(begun.read())
    if end == "Ctrl+C":
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        assert json.loads(out)["state"] == "stopped"
    else:
        project.server.stop(signal.SIGKILL)
        _, err = process.communicate(timeout=60)
        assert "No Slipway engine answers" in err
        project.server = start(project.root / ".slipway")
        reports = requests.get(f"{project.server.url}/slipway/v1/gates?name=waiting", headers=project.server.root_headers, timeout=20).json()["reports"]
        assert [(report["state"], report["problem"]) for report in reports] == [("broken", "The engine ended while the gate was run. Run it again.")]
    assert process.returncode == 1
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(pid).wait(timeout=20)


@pytest.mark.parametrize(("rules", "expected"), [
    ({"evaluation": {**EVALUATION, "data": "nowhere.csv"}, "metrics": {"f1": {"min": 0}}}, r"The evaluation data nowhere\.csv are not there"),
    ({"evaluation": {**EVALUATION, "label": "why"}, "metrics": {"f1": {"min": 0}}}, r'rows\.csv has no column "why", which evaluation\.label names\. It has: y, a, b\.'),
    ({"evaluation": {"data": "rows.csv", "label": "y", "features": ["a", "c"]}, "metrics": {"f1": {"min": 0}}}, r'rows\.csv has no column "c", which evaluation\.features names'),
    ({"evaluation": {**EVALUATION, "features": ["b"]}, "metrics": {"f1": {"min": 0}}}, r"echo v1 could not predict the rows of rows\.csv: .*Its log says more: .*\.log"),
    ({"evaluation": {**EVALUATION, "data": "rows.txt"}, "metrics": {"f1": {"min": 0}}}, r"rows\.txt could not be read: ValueError: the ending of rows\.txt says no format"),
    ({"champion": {}, "metrics": {"recorded": {"min": 0}}}, None),
])
def test_bad_rules(project: GateProject, rules: dict, expected: str | None) -> None:
    """What can't be judged is said in one sentence, with the remedy; what need not be judged passes without Python."""
    (project.root / "rows.txt").write_text("y\n")
    project.rules({"echo": rules})
    code, report = project.gate("echo/1")
    if expected is None:
        assert (code, report["state"]) == (0, "passed")
        assert [check["outcome"] for check in report["checks"]] == ["passed", "not_judged", "warning"]
    else:
        assert (code, report["state"]) == (1, "broken")
        assert re.search(expected, report["problem"]), report["problem"]
