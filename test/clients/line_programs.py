"""Programs that answer a JSON object a line: the statistics of Slipway, and those of its peers in their own environment."""

import json
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterator

import pytest
from conftest import NODE, ROOT

Ask = Callable[[dict], dict]


@contextmanager
def answering(*command: object) -> Iterator[Ask]:
    with subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def ask(question: dict) -> dict:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield ask
        process.stdin.close()


@contextmanager
def slipway_quality(folder: Path) -> Iterator[Ask]:
    """What src/engine/monitoring/{concept,estimation,quality} say."""
    program = folder / "askQuality.mjs"
    subprocess.run([ROOT / "node_modules/.bin/esbuild", ROOT / "test/clients/askQuality.ts", "--bundle", "--platform=node", "--format=esm", f"--outfile={program}", "--log-level=warning"], check=True, cwd=ROOT)
    with answering(NODE, program) as ask:
        yield ask


def nannyml_python() -> str:
    """The interpreter that has NannyML and river."""
    return subprocess.run([NODE, ROOT / "scripts" / "nannyml.mjs"], capture_output=True, text=True, check=True).stdout.strip()


@contextmanager
def peers() -> Iterator[Ask]:
    """What the real NannyML and river say."""
    with answering(nannyml_python(), Path(__file__).with_name("quality_peers.py")) as ask:
        yield ask


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with slipway_quality(tmp_path_factory.mktemp("quality")) as ask:
        yield ask


@pytest.fixture(scope="module")
def peer() -> Iterator[Ask]:
    with peers() as ask:
        yield ask
