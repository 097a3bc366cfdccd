"""What serves the models, each as its users start it: one process (with its children) per server and model."""

import json
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Callable

import peers
import processes
from surroundings import NODE, ROOT, clean_environment, free_port
from workload import PROTOCOLS, Iris

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Setting:
    """What all servers are given: the trained models, and a folder for what they write."""

    models: Path
    folder: Path

    @property
    def iris(self) -> Iris:
        return Iris.read(self.models)


class Server:
    """One model behind one server."""

    name = ""
    title = ""
    protocol = ""

    def __init__(self, setting: Setting, model: str) -> None:
        self.setting = setting
        self.model = model
        self.data = setting.folder / f"{self.name}-{model}"
        self.data.mkdir(parents=True, exist_ok=True)
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    @classmethod
    def version(cls) -> str:
        return peers.version_of(cls.name)

    def variables(self) -> dict[str, str]:
        return {}

    @property
    def roots(self) -> list[int]:
        """Processes that, with their children, are this server."""
        if self._process is None:
            raise RuntimeError(f"{self.title} does not run")
        return [self._process.pid]

    def start(self, limit: float = 90.0) -> float:
        """Starts it. Returns the seconds from the spawn to the first right answer to a row."""
        self.port = free_port()
        begun = time.perf_counter()
        with (self.data / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(self.command(), cwd=self.data, env=clean_environment() | self.variables(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        self._await_answer(begun, limit, lambda: self._process is not None and self._process.poll() is None)
        return time.perf_counter() - begun

    def _await_answer(self, begun: float, limit: float, alive: Callable[[], bool]) -> None:
        make, _ = PROTOCOLS[self.protocol]
        path, headers, body = make(self.setting.iris, self.model, self.setting.iris.rows[:1])
        while time.perf_counter() - begun < limit:
            if not alive():
                raise RuntimeError(f"{self.title} ended while it started:\n{self._tail()}")
            connection = HTTPConnection("127.0.0.1", self.port, timeout=limit)
            try:
                connection.request("POST", path, body, headers)
                if connection.getresponse().status == 200:
                    return
            except (OSError, HTTPException):
                pass  # it does not listen yet, or not for long enough: asked again
            finally:
                connection.close()
            time.sleep(0.002)
        raise RuntimeError(f"{self.title} did not answer within {limit:.0f} s:\n{self._tail()}")

    def _tail(self) -> str:
        return (self.data / "log.txt").read_text(errors="replace")[-2000:]

    def memory_mib(self) -> float:
        return sum(processes.memory_mib(root) for root in self.roots)

    def pause(self) -> None:
        """Holds it still, so that it takes nothing from the one that is being measured."""
        for root in self.roots:
            processes.send(root, signal.SIGSTOP)

    def resume(self) -> None:
        for root in self.roots:
            processes.send(root, signal.SIGCONT)

    def stop(self) -> None:
        if self._process is None:
            return
        processes.end(self._process)
        self._process = None


class Mlflow(Server):
    name = "mlflow"
    title = "`mlflow models serve`"
    protocol = "mlflow"

    def command(self) -> list[str]:
        return [str(peers.prepare("mlflow") / "mlflow"), "models", "serve", "--env-manager", "local", "-h", "127.0.0.1", "-p", str(self.port), "-m", str(self.setting.models / self.model / "mlflow")]

    def variables(self) -> dict[str, str]:
        # It starts uvicorn by its name.
        return {"PATH": f"{peers.prepare('mlflow')}{os.pathsep}{os.environ['PATH']}"}


class MlServer(Server):
    name = "mlserver"
    title = "MLServer, no parallel workers"
    protocol = "v2"

    def command(self) -> list[str]:
        settings = {"parallel_workers": 0, "host": "127.0.0.1", "http_port": self.port, "grpc_port": free_port(), "metrics_port": free_port(), "debug": False}
        model = {"name": self.model, "implementation": "mlserver_sklearn.SKLearnModel", "parameters": {"uri": str(self.setting.models / self.model / "model.joblib")}}
        (self.data / "settings.json").write_text(json.dumps(settings))
        (self.data / "model-settings.json").write_text(json.dumps(model))
        return [str(peers.prepare("mlserver") / "mlserver"), "start", str(self.data)]


class Bento(Server):
    name = "bentoml"
    title = "BentoML, batching"
    protocol = "bento"

    def command(self) -> list[str]:
        return [str(peers.prepare("bentoml") / "bentoml"), "serve", "bento_service:Iris", "--working-dir", str(HERE), "--host", "127.0.0.1", "--port", str(self.port)]

    def variables(self) -> dict[str, str]:
        return {"BENCH_MODEL": str(self.setting.models / self.model / "model.joblib"), "BENTOML_HOME": str(self.data / "home"), "PYTHONDONTWRITEBYTECODE": "1"}


class Sketch(Server):
    name = "sketch"
    title = "25-line sketch (`sketch.cjs`)"
    protocol = "mlflow"

    def command(self) -> list[str]:
        served = Slipway.plan_of(self.setting, self.model)
        return [str(NODE), str(HERE / "sketch.cjs"), served["file"], served["answer"], str(self.port), str(self.data / "requests.jsonl")]


class Slipway(Server):
    """`slipway deploy`: the supervisor, its front, the traffic log. Its engine is a process of its own, which it does not need to answer."""

    name = "slipway"
    title = "Slipway"
    protocol = "mlflow"

    @classmethod
    def version(cls) -> str:
        return json.loads((ROOT / "package.json").read_text())["version"]

    @staticmethod
    def project(setting: Setting) -> Path:
        return setting.folder / "project"

    @staticmethod
    def folder_of(setting: Setting, model: str) -> Path:
        return Slipway.project(setting) / ".slipway" / "deployments" / model

    @staticmethod
    def keep_plan(setting: Setting, model: str) -> None:
        """Keeps what the front serves: the graph stands in the store's cache, whether it is deployed or not."""
        shutil.copyfile(Slipway.folder_of(setting, model) / "plan.json", setting.models / model / "plan.json")

    @staticmethod
    def plan_of(setting: Setting, model: str) -> dict:
        return json.loads((setting.models / model / "plan.json").read_text())["arms"][0]["served"]

    @staticmethod
    def run(setting: Setting, *arguments: str) -> str:
        said = subprocess.run(
            [str(NODE), str(ROOT / "dist" / "slipway.js"), *arguments], cwd=Slipway.project(setting), env=clean_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if said.returncode != 0:
            raise RuntimeError(f"`slipway {' '.join(arguments)}` failed: {said.stderr}")
        return said.stdout

    @property
    def roots(self) -> list[int]:
        return [json.loads((self.folder_of(self.setting, self.model) / "supervisor.json").read_text())["pid"]]

    def start(self, limit: float = 90.0) -> float:
        """`slipway deploy` on a store whose engine runs; the conversion is kept from the time before."""
        self.port = free_port()
        begun = time.perf_counter()
        with (self.data / "log.txt").open("ab") as log:
            deploy = subprocess.Popen(
                [str(NODE), str(ROOT / "dist" / "slipway.js"), "deploy", f"{self.model}/1", "--name", self.model, "--port", str(self.port), "--python", str(peers.prepare("mlflow") / "python")],
                cwd=self.project(self.setting), env=clean_environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._await_answer(begun, limit, lambda: deploy.poll() in (None, 0))
        took = time.perf_counter() - begun
        if deploy.wait(limit) != 0:
            raise RuntimeError(f"`slipway deploy` failed:\n{self._tail()}")
        return took

    def stop(self) -> None:
        if not self.folder_of(self.setting, self.model).exists():
            return
        # One that could not even be prepared has no supervisor; it is taken away all the same.
        if (self.folder_of(self.setting, self.model) / "supervisor.json").exists():
            self.resume()
        self.run(self.setting, "undeploy", self.model)


ALL: tuple[type[Server], ...] = (Mlflow, MlServer, Bento, Sketch, Slipway)
MODELS = {"lr": "logistic regression", "rf": "forest of 100 trees"}
