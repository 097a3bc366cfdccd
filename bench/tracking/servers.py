"""The three servers: how each is started as its users start it, where its data lies, and what its acknowledgement is worth."""

import base64
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import peers
import processes
from connection import Connection, HttpError
from surroundings import NODE, ROOT, clean_environment, free_port


class Server:
    """One server process (with its children) on one folder. `data` is created empty by `start`."""

    name = ""
    title = ""
    durability = ""
    has_interval = True

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def version(self) -> str:
        raise NotImplementedError

    def authorization(self) -> str | None:
        return None

    @property
    def database(self) -> Path:
        raise NotImplementedError

    @property
    def log(self) -> Path:
        return self.data.with_suffix(".log")

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self, limit: float = 90.0) -> float:
        """Starts it on its folder. Returns the seconds from the spawn to the first 200 of GET /health."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        begun = time.perf_counter()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(), cwd=self.data, env=clean_environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        while time.perf_counter() - begun < limit:
            if self._process.poll() is not None:
                raise RuntimeError(f"{self.title} ended with {self._process.returncode} while starting:\n{self._tail()}")
            if self._healthy():
                return time.perf_counter() - begun
            time.sleep(0.002)
        raise RuntimeError(f"{self.title} did not answer /health within {limit:.0f} s:\n{self._tail()}")

    def _tail(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]

    def _healthy(self) -> bool:
        try:
            probe = Connection("127.0.0.1", self.port, timeout=5.0)
        except OSError:
            return False
        try:
            return probe.exchange(probe.encode("GET", "/health"))[0] == 200
        except (OSError, HttpError):
            return False
        finally:
            probe.close()

    def connect(self) -> Connection:
        return Connection("127.0.0.1", self.port, self.authorization())

    def pause(self) -> None:
        """Holds it still, so that it takes nothing from the one that is being measured."""
        processes.send(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        processes.send(self.pid, signal.SIGCONT)

    def stop(self) -> None:
        if self._process is None:
            return
        processes.end(self._process)
        self._process = None

    def bytes_on_disk(self) -> int:
        """Size of its database once what stands in the write-ahead log is moved into it (done on a copy, nothing is vacuumed)."""
        copy = self.data.with_suffix(".copy")
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        self.pause()
        try:
            for suffix in ("", "-wal", "-journal"):
                source = Path(f"{self.database}{suffix}")
                if source.exists():
                    shutil.copyfile(source, copy / f"db{suffix}")
        finally:
            self.resume()
        connection = sqlite3.connect(copy / "db")
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            size = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()[0]
        finally:
            connection.close()
            shutil.rmtree(copy, ignore_errors=True)
        return size


class Mlflow(Server):
    name = "mlflow"
    title = "`mlflow server --workers 1`"
    durability = "SQLite, rollback journal, `synchronous=FULL` (its default): about four fdatasync a call"

    def version(self) -> str:
        return peers.version_of("mlflow")

    def command(self) -> list[str]:
        return [
            str(peers.prepare("mlflow") / "mlflow"), "server", "--workers", "1", "--host", "127.0.0.1", "--port", str(self.port),
            "--backend-store-uri", f"sqlite:///{self.database}", "--artifacts-destination", str(self.data / "artifacts")]

    @property
    def database(self) -> Path:
        return self.data / "mlflow.db"


class FastTrackMl(Server):
    name = "fasttrackml"
    title = "FastTrackML"
    durability = "SQLite, WAL, no sync on commit: a power cut loses what was acknowledged"
    has_interval = False

    def version(self) -> str:
        return peers.version_of("fasttrackml")

    def command(self) -> list[str]:
        return [
            str(peers.prepare("fasttrackml") / "fml"), "server", "--listen-address", f"127.0.0.1:{self.port}",
            "--database-uri", f"sqlite://{self.database}", "--default-artifact-root", str(self.data / "artifacts")]

    @property
    def database(self) -> Path:
        return self.data / "fml.db"


class Slipway(Server):
    name = "slipway"
    title = "Slipway"
    durability = "SQLite, WAL, `synchronous=FULL`: on the disk before it is acknowledged"
    dist = ROOT / "dist"

    def version(self) -> str:
        said = subprocess.run([NODE, "-p", "require('./package.json').version"], cwd=ROOT, capture_output=True, text=True, check=True)
        return said.stdout.strip()

    def command(self) -> list[str]:
        return [str(NODE), str(self.dist / "slipway.js"), "server", "--host", "127.0.0.1", "--port", str(self.port), "--store", str(self.store)]

    @property
    def store(self) -> Path:
        return self.data / ".slipway"

    @property
    def database(self) -> Path:
        found = sorted(self.store.glob("*.db"), key=lambda file: -file.stat().st_size)
        if not found:
            raise RuntimeError(f"no database in {self.store}")
        return found[0]

    def authorization(self) -> str | None:
        """The client token, as in the tracking URI that scripts get: with it on, as users run it."""
        said = subprocess.run(
            [NODE, self.dist / "slipway.js", "uri", "--store", self.store], capture_output=True, text=True, check=False)
        address = urlsplit(said.stdout.strip())
        if said.returncode != 0 or address.port != self.port or not address.password:
            raise RuntimeError(f"`slipway uri` did not name the server on port {self.port}: {said.stdout.strip()} {said.stderr.strip()}")
        return "Basic " + base64.b64encode(f"{address.username}:{address.password}".encode()).decode()


ALL: tuple[type[Server], ...] = (Mlflow, FastTrackMl, Slipway)
