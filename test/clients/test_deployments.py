"""Promise: `slipway deploy`, `ps` and `undeploy` serve a real model to real clients, whatever ends meanwhile: a front, a supervisor's engine."""

import json
import os
import pwd
import shutil
import signal
import socket
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import mlflow
import psutil
import pytest
import requests
from conftest import start
from gate_project import Echo, GateProject
from mlflow.models import infer_signature
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier

FRAME, TARGET = load_iris(return_X_y=True, as_frame=True)
MODEL = RandomForestClassifier(n_estimators=20, random_state=0).fit(FRAME, TARGET)
PATIENCE = 60


class Deployed:
    """A project whose model "iris" is deployed, and what `slipway deploy --json` said."""

    def __init__(self, project: GateProject):
        self.project = project
        said = project.slipway("deploy", "iris/1", "--json", "--python", project.python)
        assert said.returncode == 0, said.stderr
        self.said = json.loads(said.stdout)
        self.url = self.said["url"]

    def ps_of(self, name: str) -> dict:
        listed = self.project.slipway("ps", "--json")
        assert listed.returncode == 0, listed.stderr
        return {one["name"]: one for one in json.loads(listed.stdout)}[name]

    def ps(self) -> dict:
        return self.ps_of("iris")

    def predict(self, rows: int = 3, session=requests) -> list:
        answer = session.post(f"{self.url}/invocations", json={"dataframe_split": FRAME.head(rows).to_dict(orient="split")}, timeout=PATIENCE)
        assert answer.status_code == 200, answer.text
        return answer.json()["predictions"]

    @property
    def front(self) -> int:
        return self.ps()["arms"][0]["pid"]


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory):
    with GateProject(tmp_path_factory.mktemp("deployments")) as project:
        with mlflow.start_run():
            mlflow.sklearn.log_model(MODEL, name="model", registered_model_name="iris", signature=infer_signature(FRAME, MODEL.predict(FRAME)), input_example=FRAME.head(3),
                                     pip_requirements=["scikit-learn"], serialization_format="cloudpickle")
        made = Deployed(project)
        yield made
        # What a test that failed has left goes too: deployments outlive everything else.
        for one in json.loads(project.slipway("ps", "--json").stdout):
            ended = project.slipway("undeploy", one["name"])
            assert ended.returncode == 0, ended.stderr
        assert project.slipway("ps", "--json").stdout.strip() == "[]"
        with pytest.raises(requests.ConnectionError):
            requests.get(f"{made.url}/ping", timeout=5)


def until(found) -> None:
    """Waits for something that another process brings about: each look asks that process."""
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end, "it did not come"


def is_over(process: psutil.Process) -> bool:
    """Nobody may have read its exit yet."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_answers_as_the_model_does(deployed: Deployed) -> None:
    assert set(deployed.said) == {"name", "url", "state", "arms"}
    assert (deployed.said["name"], deployed.said["state"]) == ("iris", "healthy")
    arm = deployed.ps()["arms"][0]
    assert {key: arm[key] for key in ("model", "version", "role", "weight")} == {"model": "iris", "version": "1", "role": "champion", "weight": 100}
    assert psutil.pid_exists(arm["pid"])
    assert deployed.predict(150) == MODEL.predict(FRAME).tolist()


def test_a_front_that_is_killed_is_replaced_and_nobody_is_refused(deployed: Deployed) -> None:
    before = deployed.front
    # Refused, or left to wait for an answer that never comes.
    refused, answered, end = [], [], threading.Event()

    def ask() -> None:
        while not end.is_set():
            try:
                # A connection of its own each time: only those whose request was under way when the front ended may break.
                answered.append(deployed.predict(1))
            except requests.RequestException as error:
                if "refused" in str(error).lower() or isinstance(error, requests.Timeout):
                    refused.append(str(error))

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for asker in askers:
        asker.start()
    until(lambda: len(answered) > 50)
    os.kill(before, signal.SIGKILL)
    seen = len(answered)
    until(lambda: len(answered) > seen + 100)
    end.set()
    for asker in askers:
        asker.join()
    assert refused == []
    until(lambda: deployed.front not in (None, before))
    assert deployed.predict(1) == MODEL.predict(FRAME.head(1)).tolist()


def test_it_outlives_its_engine_which_the_next_one_takes_over(deployed: Deployed) -> None:
    front = deployed.front
    deployed.project.server.process.send_signal(signal.SIGKILL)
    deployed.project.server.process.wait()
    assert deployed.predict(2) == MODEL.predict(FRAME.head(2)).tolist()
    deployed.project.server = start(deployed.project.root / ".slipway")
    mlflow.set_tracking_uri(deployed.project.server.uri)
    mlflow.set_experiment("gates")
    listed = deployed.ps()
    assert (listed["state"], listed["url"], listed["arms"][0]["pid"]) == ("healthy", deployed.url, front)


def test_what_is_not_converted_is_scored_by_the_users_python(deployed: Deployed) -> None:
    with mlflow.start_run():
        mlflow.pyfunc.log_model(name="model", python_model=Echo("a"), registered_model_name="echo", pip_requirements=["mlflow"])
    said = deployed.project.slipway("deploy", "echo/1", "--json", "--python", deployed.project.python)
    assert said.returncode == 0, said.stderr
    url = json.loads(said.stdout)["url"]
    answer = requests.post(f"{url}/invocations", json={"dataframe_split": {"columns": ["a", "b"], "data": [[3, 1], [4, 2]]}}, timeout=PATIENCE)
    assert (answer.status_code, answer.json()) == (200, {"predictions": [{"a": 3}, {"a": 4}]})
    python = psutil.Process(deployed.ps_of("echo")["arms"][0]["pid"])
    assert "slipway_score.py" in " ".join(python.cmdline())
    python.kill()
    until(lambda: requests.post(f"{url}/invocations", json={"dataframe_records": [{"a": 5, "b": 1}]}, timeout=PATIENCE).json() == {"predictions": [{"a": 5}]})
    assert deployed.project.slipway("undeploy", "echo").returncode == 0
    assert not psutil.pid_exists(python.pid)


def test_a_model_that_breaks_is_told_with_what_to_do(deployed: Deployed) -> None:
    with mlflow.start_run():
        info = mlflow.pyfunc.log_model(name="model", python_model=Echo("a"), registered_model_name="broken", pip_requirements=["mlflow"])
    folder = deployed.project.root / ".slipway" / "artifacts" / mlflow.get_logged_model(info.model_id).artifact_location.removeprefix("mlflow-artifacts:/")
    (folder / "python_model.pkl").write_bytes(b"\x80\x04 cut off")
    said = deployed.project.slipway("deploy", "broken/1", "--python", deployed.project.python)
    assert said.returncode == 1 and "broken is not served." in said.stderr and "could not be loaded" in said.stderr, said.stderr
    assert deployed.ps_of("broken")["state"] == "failed"
    assert deployed.project.slipway("undeploy", "broken").returncode == 0


def test_a_taken_name_a_taken_port_and_what_is_not_there_are_told(deployed: Deployed) -> None:
    again = deployed.project.slipway("deploy", "iris/1")
    assert again.returncode == 1 and '"iris" is deployed already: iris/1.' in again.stderr
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        clash = deployed.project.slipway("deploy", "iris/1", "--name", "second", "--port", str(port), "--python", deployed.project.python)
    assert clash.returncode == 1, clash.stderr
    assert f"Port {port} is taken by another program." in clash.stderr
    assert deployed.project.slipway("undeploy", "second").returncode == 0
    for wrong, why in ((("deploy", "iris/9"), "iris has no version 9"), (("undeploy", "nobody"), 'Nothing is deployed as "nobody"')):
        said = deployed.project.slipway(*wrong)
        assert said.returncode == 1 and why in said.stderr, said.stderr
    assert deployed.project.slipway("deploy", "iris/1", "--name", "Not a name").returncode == 2


def test_slipway_yaml_names_deployments_and_their_ports(deployed: Deployed) -> None:
    file = deployed.project.root / "slipway.yaml"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    file.write_text(f"deployments:\n  flower-api:\n    model: iris/1\n    port: {port}\n")
    try:
        for version in ("flower-api", "iris/1"):
            said = deployed.project.slipway("deploy", version, "--json", "--python", deployed.project.python)
            assert said.returncode == 0, said.stderr
            assert (json.loads(said.stdout)["name"], json.loads(said.stdout)["url"]) == ("flower-api", f"http://127.0.0.1:{port}")
            assert deployed.project.slipway("undeploy", "flower-api").returncode == 0
        unknown = deployed.project.slipway("deploy", "tree-api")
        assert unknown.returncode == 1 and 'has no deployment "tree-api", only flower-api' in unknown.stderr
        file.write_text("deployments:\n  flower-api: 3\n")
        broken = deployed.project.slipway("deploy", "flower-api")
        assert broken.returncode == 1 and "slipway.yaml:2:" in broken.stderr, broken.stderr
    finally:
        file.unlink()


def test_a_process_that_takes_too_much_memory_makes_room_for_another(deployed: Deployed) -> None:
    file = deployed.project.root / "slipway.yaml"
    # Less than Node takes: every process of it is over its limit.
    file.write_text("deployments:\n  narrow:\n    model: iris/1\n    limits: { memory_mb: 64 }\n")
    try:
        said = deployed.project.slipway("deploy", "narrow", "--json", "--python", deployed.project.python)
        url = json.loads(said.stdout)["url"]
        log = deployed.project.root / ".slipway" / "deployments" / "narrow" / "log.txt"
        until(lambda: log.read_text().count("more than the 64 MB of its limit") >= 2)
        # Between two of them requests wait; those that reach one that is leaving are told to come again.
        answers = []
        until(lambda: answers.append(requests.post(f"{url}/invocations", json={"dataframe_split": FRAME.head(1).to_dict(orient="split")}, timeout=PATIENCE).status_code) or answers[-1] == 200)
        assert set(answers) <= {200, 503}
    finally:
        file.unlink()
        assert deployed.project.slipway("undeploy", "narrow").returncode == 0


def test_what_is_asked_last_holds_whatever_still_comes_to_its_end(deployed: Deployed) -> None:
    with mlflow.start_run():
        model = RandomForestClassifier(n_estimators=7, random_state=1).fit(FRAME, TARGET)
        mlflow.sklearn.log_model(model, name="model", registered_model_name="hasty", signature=infer_signature(FRAME, model.predict(FRAME)), input_example=FRAME.head(3),
                                 pip_requirements=["scikit-learn"], serialization_format="cloudpickle")
    server, project = deployed.project.server, deployed.project

    def post(path: str, **body: object) -> dict:
        answer = requests.post(f"{server.url}/slipway/v1/deployments{path}", headers=server.root_headers, json=body, timeout=PATIENCE)
        assert answer.ok, answer.text
        return answer.json()["deployment"]

    def deploy() -> dict:
        return post("", model="hasty", version="1", root=str(project.root), python=project.python, env=project.environment())

    def now() -> dict:
        return requests.get(f"{server.url}/slipway/v1/deployments/hasty", headers=server.root_headers, timeout=PATIENCE).json()["deployment"]

    deploy()
    until(lambda: now()["stage"] is not None)
    assert post("/hasty/stop")["state"] == "stopped"
    # The Python of the one before is still about to end.
    deploy()
    until(lambda: now()["state"] not in ("preparing", "starting"))
    assert (now()["state"], now()["problem"]) == ("healthy", None)
    supervisor = psutil.Process(json.loads((project.root / ".slipway" / "deployments" / "hasty" / "supervisor.json").read_text())["pid"])
    supervisor.suspend()
    try:
        post("/hasty/stop")
        deploy()
        assert post("/hasty/stop")["state"] == "stopped"
    finally:
        supervisor.resume()
    until(lambda: is_over(supervisor))
    # Meanwhile another one comes up: this one could have, too.
    assert project.slipway("deploy", "hasty/1", "--name", "patient", "--python", project.python).returncode == 0
    assert (now()["state"], now()["url"]) == ("stopped", None)
    assert project.slipway("undeploy", "patient").returncode == 0 and project.slipway("undeploy", "hasty").returncode == 0


def test_a_model_from_elsewhere_is_loaded_only_when_it_is_trusted(deployed: Deployed, tmp_path: Path) -> None:
    client = mlflow.MlflowClient()
    mlflow.pyfunc.save_model(str(tmp_path / "foreign"), python_model=Echo("b"), pip_requirements=["mlflow"])
    logged = client.create_logged_model(mlflow.get_experiment_by_name("gates").experiment_id, name="foreign")
    client.log_model_artifacts(logged.model_id, str(tmp_path / "foreign"))
    client.finalize_logged_model(logged.model_id, "READY")
    client.create_registered_model("foreign")
    client.create_model_version("foreign", f"models:/{logged.model_id}", model_id=logged.model_id)
    deploy = ("deploy", "foreign/1", "--python", deployed.project.python)
    said = deployed.project.slipway(*deploy)
    assert said.returncode == 1 and f"No run of this store made the model from models:/{logged.model_id}" in said.stderr and "slipway deploy --trust" in said.stderr, said.stderr
    assert "python_model.pkl" in said.stderr and deployed.ps_of("foreign")["state"] == "failed"
    # Beside another version it is no more welcome.
    beside = deployed.project.slipway(*deploy, "--name", "iris", "--as", "shadow")
    assert beside.returncode == 1 and "No run of this store made" in beside.stderr, beside.stderr
    # Trust is by content, and lasts.
    for trusted in (("--trust",), ()):
        said = deployed.project.slipway(*deploy, "--json", *trusted)
        assert said.returncode == 0, said.stderr
        answer = requests.post(f"{json.loads(said.stdout)['url']}/invocations", json={"dataframe_records": [{"b": 5}]}, timeout=PATIENCE)
        assert answer.json() == {"predictions": [{"b": 5}]}
        assert deployed.project.slipway("undeploy", "foreign").returncode == 0
    # Other bytes are asked for again, also of a version that is served beside another one.
    other = mlflow.MlflowClient().create_logged_model(mlflow.get_experiment_by_name("gates").experiment_id, name="foreign")
    mlflow.pyfunc.save_model(str(tmp_path / "other"), python_model=Echo("c"), pip_requirements=["mlflow"])
    client.log_model_artifacts(other.model_id, str(tmp_path / "other"))
    client.finalize_logged_model(other.model_id, "READY")
    client.create_model_version("foreign", f"models:/{other.model_id}", model_id=other.model_id)
    beside = ("deploy", "foreign/2", "--python", deployed.project.python, "--name", "iris", "--as", "shadow", "--json")
    assert deployed.project.slipway(*beside).returncode == 1
    said = deployed.project.slipway(*beside, "--trust")
    assert said.returncode == 0, said.stderr
    assert ("foreign", "2", "shadow") in [(arm["model"], arm["version"], arm["role"]) for arm in json.loads(said.stdout)["arms"]]
    server = deployed.project.server
    gone = requests.post(f"{server.url}/slipway/v1/deployments/iris/arms/remove", json={"model": "foreign", "version": "2"}, headers=server.root_headers, timeout=PATIENCE)
    assert gone.status_code == 200, gone.text
    # A copy: the engine lets nobody else into the file.
    for file in (deployed.project.root / ".slipway").glob("slipway.db*"):
        shutil.copy(file, tmp_path)
    with closing(sqlite3.connect(tmp_path / "slipway.db")) as database:
        assert database.execute("SELECT DISTINCT who FROM trusted_files WHERE path = 'foreign/1'").fetchall() == [(pwd.getpwuid(os.getuid()).pw_name,)]
