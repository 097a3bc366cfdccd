"""The peers of serving, each in a virtual environment of its own under `~/.cache/slipway`; mlflow's is that of the tracking figures."""

import subprocess
import sys
import venv
from pathlib import Path

from tracking import peers

#: What is measured against, and which versions: figures of others are another table. One scikit-learn, since all serve the same files.
PACKAGES = {
    "mlserver": ("mlserver==1.7.1", "mlserver-sklearn==1.7.1", "scikit-learn==1.9.1"),
    "bentoml": ("bentoml==1.4.39", "scikit-learn==1.9.1"),
}


def version_of(peer: str) -> str:
    return peers.version_of(peer) if peer not in PACKAGES else PACKAGES[peer][0].split("==")[1]


def prepare(peer: str) -> Path:
    """The `bin` folder of the peer's environment, which is made if it is not there yet (about a minute)."""
    if peer not in PACKAGES:
        return peers.prepare(peer)
    packages = PACKAGES[peer]
    home = peers.CACHE / f"bench-{packages[0].replace('==', '-')}"
    ready = home / ".slipway-ready"
    if not ready.exists():
        print(f"installing {' '.join(packages)} into {home} (once; about a minute)", file=sys.stderr, flush=True)
        venv.create(home, with_pip=True, clear=True)
        installed = subprocess.run(
            [home / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages], capture_output=True, text=True, check=False)
        if installed.returncode != 0:
            raise peers.PeerMissing(
                f"{packages[0]} could not be installed, so there is nothing to compare with. pip said:\n{installed.stderr.strip()[-1500:]}\n"
                f"Install it by hand with `{home}/bin/pip install {' '.join(packages)} && touch {ready}`, or leave it out with --only.")
        ready.touch()
    return home / "bin"
