"""What servers are measured in: the machine, a port of their own, an environment that does not depend on the shell."""

import os
import platform
import socket
from pathlib import Path

#: Variables that would change what a server or its client does.
_STRAY = ("MLFLOW_", "FML_", "SLIPWAY_", "BENTOML_", "MLSERVER_", "NODE_OPTIONS", "PYTHONPATH", "PYTHONSTARTUP")


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
