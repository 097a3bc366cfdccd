"""What is measured in: the machine, the build, a folder and a port of its own, an environment that does not depend on the shell."""

import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, Protocol, Sequence, TypeVar

from peers import CACHE

ROOT = Path(__file__).resolve().parents[1]
NODE = ROOT / "node_modules" / ".bin" / "node"

#: Variables that would change what a server or its client does.
_STRAY = ("MLFLOW_", "FML_", "SLIPWAY_", "BENTOML_", "MLSERVER_", "NODE_OPTIONS", "PYTHONPATH", "PYTHONSTARTUP")


class Named(Protocol):
    """Something that the command line chooses by its name."""

    name: str


Choice = TypeVar("Choice", bound=Named)


def clean_environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_STRAY)}
    # All would otherwise try to reach the internet.
    return kept | {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true", "BENTOML_DO_NOT_TRACK": "true", "GIT_PYTHON_REFRESH": "quiet"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def hardware() -> str:
    """Cores, memory and kernel: no host name, no date."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB of memory, {platform.system()} {platform.release().split('-')[0]}"


def node_version() -> str:
    return subprocess.run([NODE, "--version"], capture_output=True, text=True, check=True).stdout.strip().removeprefix("v")


def must_be_linux() -> None:
    if not sys.platform.startswith("linux"):
        sys.exit("This measures memory through /proc and holds servers still with SIGSTOP, so it needs Linux. Run it in a Linux machine or container.")


def must_be_built(bundle: str) -> None:
    if not NODE.exists() or not (ROOT / "dist" / bundle).exists():
        sys.exit("Slipway is not built, so it can't be measured. Run `npm ci` and `npm run build` first.")


def chosen_of(kinds: Sequence[Choice], option: str, names: str | None) -> list[Choice]:
    """Those that an option names, with commas, in the order of `kinds`; all of them where it names none."""
    wanted = [kind.name for kind in kinds] if names is None else names.split(",")
    chosen = [kind for kind in kinds if kind.name in wanted]
    if len(chosen) != len(wanted):
        sys.exit(f"{option} takes {', '.join(kind.name for kind in kinds)}, one or several with commas.")
    return chosen


@contextmanager
def data_folder() -> Iterator[Path]:
    """On a real disk, deleted afterwards: where /tmp lies in memory, syncing costs nothing and every figure would be too good."""
    CACHE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-data-", dir=CACHE))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
