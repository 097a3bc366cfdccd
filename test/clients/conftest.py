"""A real engine process per test session, and a project folder with its own store per test that asks for one.

SLIPWAY_NODE names a Node 22 or newer; without it the one in node_modules is taken. `dist/` must be built.
"""

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import pytest

ROOT = Path(__file__).resolve().parents[2]
NODE = os.environ.get("SLIPWAY_NODE") or str(ROOT / "node_modules" / ".bin" / "node")
TOKENS = {"SLIPWAY_CLIENT_TOKEN": "client-token-of-the-tests", "SLIPWAY_ROOT_TOKEN": "root-token-of-the-tests"}

# Nothing of the caller's own set-up may reach the client under test.
for name in [name for name in os.environ if name.startswith("MLFLOW_")]:
    del os.environ[name]
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "1"
os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"
os.environ["MLFLOW_HTTP_REQUEST_TIMEOUT"] = "20"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"


@dataclass
class Server:
    """A running engine: its process, address and store."""

    process: subprocess.Popen
    url: str
    store: Path

    @property
    def uri(self) -> str:
        """The tracking URI, with the client token in it."""
        return self.url.replace("http://", f"http://slipway:{TOKENS['SLIPWAY_CLIENT_TOKEN']}@")

    @property
    def root_headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {TOKENS['SLIPWAY_ROOT_TOKEN']}"}

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Ends the engine and waits for it. Returns its exit code."""
        self.process.send_signal(how)
        return self.process.wait(timeout=20)


def start(store: Path, *options: str) -> Server:
    """Starts `slipway server` and waits for the line that says its URL."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_")} | TOKENS
    process = subprocess.Popen(
        [NODE, str(ROOT / "dist" / "slipway.js"), "server", "--port", "0", "--store", str(store), *options],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    said = []
    for line in process.stdout:
        said.append(line)
        found = re.search(r"http://[0-9.]+:\d+", line)
        if found:
            return Server(process, found.group(0), store)
    raise RuntimeError(f"the engine ended before it was ready: {''.join(said)}{process.stderr.read()}")


def is_up(said: list[str]) -> bool:
    """Whether a server of uvicorn answers, as its log says: one of its two lines comes before it listens, and which one depends on its workers."""
    return all(any(text in line for line in said) for text in ("Application startup complete", "Uvicorn running on"))


@pytest.fixture(scope="module", autouse=True)
def settings() -> Iterator[None]:
    """No file of tests hands its servers to the next: `set_tracking_uri` and its kin are kept in variables of the environment as well."""
    before = dict(os.environ)
    yield
    if "mlflow" in sys.modules:
        import mlflow

        mlflow.set_tracking_uri(None)
        mlflow.set_registry_uri(None)
    for name in set(os.environ) - set(before):
        if name.startswith("MLFLOW_"):
            del os.environ[name]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One engine for all tests that need no store of their own."""
    running = start(tmp_path_factory.mktemp("project") / ".slipway")
    yield running
    assert running.stop() == 0, running.process.stderr.read()


@pytest.fixture
def tracking(server: Server, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Points `mlflow` at the engine, in an experiment named after the test. Gives the experiment's id."""
    import mlflow

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", server.uri)
    mlflow.set_tracking_uri(server.uri)
    experiment = mlflow.set_experiment(re.sub(r"\W+", "-", request.node.nodeid))
    yield experiment.experiment_id
    while mlflow.active_run():
        mlflow.end_run()
