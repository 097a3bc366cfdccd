"""A deployment, of iris/1 where nothing else is said, and its files, for tests of what is logged, and of what watches it."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import requests
from gate_project import GateProject
from mlflow.models import infer_signature
from sklearn.datasets import load_iris

FRAME, TARGET = load_iris(return_X_y=True, as_frame=True)
PATIENCE = 60


def stable(rows: int) -> pd.DataFrame:
    """Flowers of all kinds in turn, the same ones each time: no window is another one by chance."""
    return FRAME.iloc[np.arange(rows) * 7 % len(FRAME)].reset_index(drop=True)


@contextmanager
def deploying(root: Path) -> Iterator[GateProject]:
    """A project whose deployments end with it."""
    with GateProject(root) as project:
        yield project
        for one in json.loads(project.slipway("ps", "--json").stdout):
            ended = project.slipway("undeploy", one["name"])
            assert ended.returncode == 0, ended.stderr


def register(model, name: str, rows: pd.DataFrame, **options) -> None:
    """Logs a model in the run that is open, and makes a version of it. @param rows: what it is asked, three at least"""
    mlflow.sklearn.log_model(model, name=name, registered_model_name=name, signature=infer_signature(rows, model.predict(rows)), input_example=rows.head(3), pip_requirements=["scikit-learn"], **options)


def until(found, instead=lambda: "it did not come", patience: float = PATIENCE):
    """Waits for something that another process brings about; each look asks that process, or the disk. Gives what was found; `instead` says what was there."""
    end = time.monotonic() + patience
    while not (result := found()):
        assert time.monotonic() < end, instead()
    return result


class Traffic:
    """One deployment, and its files."""

    def __init__(self, project: GateProject, name: str, options: dict | None = None, model: str = "iris/1"):
        self.project, self.name = project, name
        (project.root / "slipway.yaml").write_text(json.dumps({"deployments": {name: {"model": model} | ({} if options is None else {"traffic": options})}}))
        said = project.slipway("deploy", model, "--name", name, "--json", "--python", project.python)
        assert said.returncode == 0, said.stderr
        self.url = json.loads(said.stdout)["url"]
        self.folder = project.root / ".slipway" / "deployments" / name

    def ask(self, id: str, rows=FRAME.head(1), session=requests, **headers) -> list:
        answer = session.post(f"{self.url}/invocations", json={"dataframe_split": rows.to_dict(orient="split")}, headers={"x-request-id": id} | headers, timeout=PATIENCE)
        assert answer.status_code == 200, answer.text
        return answer.json()["predictions"]

    def truth(self, body, status: int = 200, **options) -> dict:
        answer = requests.post(f"{self.url}/slipway/v1/feedback", json=body, timeout=PATIENCE, **options)
        assert answer.status_code == status, answer.text
        return answer.json()

    def engine(self, path: str, method: str = "GET", **options) -> dict:
        server = self.project.server
        answer = requests.request(method, f"{server.url}/slipway/v1/deployments/{self.name}{path}", headers=server.root_headers, timeout=PATIENCE, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def stop(self) -> None:
        self.engine("/stop", "POST", json={})
        until(lambda: self.engine("")["deployment"]["url"] is None)

    def files(self, kind: str) -> list[Path]:
        return sorted((self.folder / "traffic").glob(f"*.{kind}"))

    def sealed(self) -> pa.Table:
        """Stops it and gives all that was logged, when nothing is left as lines."""
        self.stop()
        until(lambda: self.files("parquet") and not self.files("jsonl"))
        return self.table()

    def table(self) -> pa.Table:
        return pa.concat_tables([pq.read_table(file) for file in self.files("parquet")], promote_options="permissive")

    @property
    def front(self) -> int | None:
        return self.engine("")["deployment"]["arms"][0]["pid"]


class Watched:
    """A deployment, and the monitor of the same name."""

    def __init__(self, project: GateProject, name: str, options: dict, model: str = "iris/1"):
        self.project, self.name = project, name
        self.traffic = Traffic(project, name, model=model)
        self.say(options)
        self.sent = 0

    def say(self, options: dict) -> None:
        (self.project.root / "slipway.yaml").write_text(json.dumps({"monitors": {self.name: {"deployment": self.name} | options}}))

    def begin(self, code: int = 0) -> str:
        said = self.project.slipway("monitor", "start", self.name, "--python", self.project.python)
        assert said.returncode == code, said.stderr
        return said.stderr

    def send(self, rows: pd.DataFrame, prefix: str = "r") -> list[str]:
        """Each row in a request of its own. Gives their ids."""
        session = requests.Session()
        ids = [f"{prefix}-{self.sent + at}" for at in range(len(rows))]
        for at, id in enumerate(ids):
            self.traffic.ask(id, rows.iloc[[at]], session)
        self.sent += len(rows)
        return ids

    def get(self, path: str, **options) -> dict:
        server = self.project.server
        answer = requests.get(f"{server.url}/slipway/v1/{path}", headers=server.root_headers, timeout=PATIENCE, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def windows(self) -> list[dict]:
        return self.get(f"monitors/{self.name}/windows")["windows"]

    def monitor(self) -> dict:
        return self.get(f"monitors/{self.name}")["monitor"]

    def alerts(self) -> list[dict]:
        return self.get("alerts", params={"monitor": self.name})["alerts"]

    def after(self, count: int) -> list[dict]:
        """Its windows, when so many have been judged."""
        return until(lambda: (found := self.windows()) and len(found) >= count and found, lambda: self.monitor() | {"windows": self.windows()})


@pytest.fixture(name="watch")
def watching(project: GateProject) -> Iterator[Callable[..., Watched]]:
    """Gives what makes a monitor with these options; they are taken away with their deployments. A file of tests that imports it has it, over its own `project`."""
    made: list[Watched] = []

    def watch(name: str, model: str = "iris/1", **options) -> Watched:
        made.append(Watched(project, name, options, model))
        return made[-1]

    yield watch
    for one in made:
        project.slipway("monitor", "remove", one.name)
        ended = project.slipway("undeploy", one.name)
        assert ended.returncode == 0, ended.stderr
