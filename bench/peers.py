"""Installs the peers, once each, into virtual environments of their own under `~/.cache/slipway`."""

import os
import subprocess
import sys
import venv
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "slipway"

#: What is measured against, and which versions, the peer's own first: figures of others are another table. One scikit-learn, since all serve the same files.
PACKAGES = {
    "mlflow": ("mlflow==3.17.2",),
    "fasttrackml": ("fasttrackml==0.6.0",),
    "mlserver": ("mlserver==1.7.1", "mlserver-sklearn==1.7.1", "scikit-learn==1.9.1"),
    "bentoml": ("bentoml==1.4.39", "scikit-learn==1.9.1"),
}


class PeerMissing(Exception):
    """A peer could not be installed: says why and what to do."""


def version_of(peer: str) -> str:
    return PACKAGES[peer][0].split("==")[1]


def prepare(peer: str) -> Path:
    """The `bin` folder of the peer's environment, which is made if it is not there yet (one to three minutes)."""
    wanted = PACKAGES[peer]
    home = CACHE / f"bench-{wanted[0].replace('==', '-')}"
    ready = home / ".slipway-ready"
    if not ready.exists():
        names = " ".join(wanted)
        print(f"installing {names} into {home} (once; one to three minutes)", file=sys.stderr, flush=True)
        venv.create(home, with_pip=True, clear=True)
        installed = subprocess.run(
            [home / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted], capture_output=True, text=True, check=False)
        if installed.returncode != 0:
            raise PeerMissing(
                f"{wanted[0]} could not be installed, so there is nothing to compare with. pip said:\n{installed.stderr.strip()[-1500:]}\n"
                f"Install it by hand with `{home}/bin/pip install {names} && touch {ready}`, or leave it out with --only.")
        ready.touch()
    return home / "bin"
