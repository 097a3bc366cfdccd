"""A systemd of the tests' own, as `systemd --user` runs for whoever logs in. It needs Linux, systemd and the right to make a mount namespace."""

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

#: systemd wants to see that the machine was booted with it.
_BOOTED = "test -d /run/systemd/system || { mount -t tmpfs none /run/systemd && mkdir /run/systemd/system; }; exec systemd --user"
#: What would lead to the caller's own folders, systemd or engine.
_CALLERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "DBUS_SESSION_BUS_ADDRESS", "SLIPWAY_CLIENT_TOKEN", "SLIPWAY_ROOT_TOKEN", "SLIPWAY_RUNTIME_DIR")


def own_home(folder: Path) -> dict[str, str]:
    """The environment of a user whose home and runtime folder are in `folder`."""
    home, runtime = folder / "home", folder / "run"
    home.mkdir()
    runtime.mkdir(mode=0o700)
    return {name: value for name, value in os.environ.items() if name not in _CALLERS} | {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime)}


@contextmanager
def users_systemd(folder: Path) -> Iterator[dict[str, str] | None]:
    """The environment of its user, whose home is in `folder`; None where no systemd can run."""
    environment = own_home(folder)
    if not all(shutil.which(program) for program in ("unshare", "systemd", "systemctl")):
        yield None
        return
    with (folder / "systemd.log").open("wb") as log:
        systemd = subprocess.Popen(["unshare", "--mount", "sh", "-c", _BOOTED], env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        yield environment if _is_up(systemd, environment) else None
    finally:
        if systemd.poll() is None:
            subprocess.run(["systemctl", "--user", "exit"], env=environment, check=False)
        systemd.wait(30)


def _is_up(systemd: subprocess.Popen, environment: dict[str, str]) -> bool:
    """Waits for its word."""
    while systemd.poll() is None:
        if subprocess.run(["systemctl", "--user", "show", "--property=Version"], env=environment, capture_output=True, check=False).returncode == 0:
            return True
        time.sleep(0.05)
    return False
