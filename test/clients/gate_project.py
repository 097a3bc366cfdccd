"""A project folder with its own engine, in which models are registered by mlflow and judged by the `slipway` command."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import mlflow
from conftest import NODE, ROOT, Server, start


class Echo(mlflow.pyfunc.PythonModel):
    """A model that answers what stands in one column of the data."""

    def __init__(self, column: str):
        self.column = column

    def predict(self, context, model_input):
        return model_input[self.column]


class Waiting(mlflow.pyfunc.PythonModel):
    """A model that writes its process id into a fifo and then never answers."""

    def __init__(self, mark: str):
        self.mark = mark
        os.mkfifo(mark)

    def predict(self, context, model_input):
        with open(self.mark, "w") as opened:
            opened.write(str(os.getpid()))
        threading.Event().wait()


class GateProject:
    """`with` starts the engine and points mlflow at it."""

    python = sys.executable

    def __init__(self, root: Path):
        self.root = root
        (root / ".git").mkdir()
        (root / ".git" / "HEAD").write_text("")
        self.server: Server | None = None

    def __enter__(self) -> "GateProject":
        self.server = start(self.root / ".slipway")
        mlflow.set_tracking_uri(self.server.uri)
        # The client goes on with the experiment of whoever was before, which this engine does not have.
        mlflow.set_experiment("gates")
        return self

    def __exit__(self, *_: object) -> None:
        code = self.server.stop(signal.SIGTERM)
        mlflow.set_tracking_uri(None)
        assert code == 0, self.server.process.stderr.read()

    def rules(self, gates: dict) -> None:
        """Writes slipway.yaml; JSON is YAML."""
        (self.root / "slipway.yaml").write_text(json.dumps({"gates": gates}))

    def command(self, *arguments: str) -> list[str]:
        return [NODE, str(ROOT / "dist" / "slipway.js"), *arguments]

    def environment(self) -> dict[str, str]:
        return {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_")} | {"PYTHONPATH": os.path.dirname(__file__)}

    def slipway(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(self.command(*arguments), cwd=self.root, env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)

    def gate(self, version: str, *options: str) -> tuple[int, dict]:
        """Exit code and report."""
        said = self.slipway("gate", version, "--json", "--python", self.python, *options)
        assert said.stdout, said.stderr
        return said.returncode, json.loads(said.stdout)
