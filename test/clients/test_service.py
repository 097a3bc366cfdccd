"""`slipway service`: the engine with no window open, by the real systemd where one can run, and by what its unit says everywhere."""

import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
import requests

from conftest import NODE, ROOT
from deployed import until
from users_systemd import own_home, users_systemd

#: Everything that a unit must quote.
ODD = "a b 100%h \"q\" $HOME ${HOME} 'x' \\n ü;"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a store, in a folder whose name is odd."""
    folder = tmp_path / ODD
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text("")
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Of a user whose home and runtime folder are the test's, where no systemd runs."""
    return own_home(tmp_path)


def slipway(environment: dict[str, str], project: Path, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run([NODE, str(ROOT / "dist" / "slipway.js"), *words], cwd=project, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def unquoted(text: str) -> list[str]:
    """Words of a unit's line (systemd.syntax(7), "Quoting"; systemd.unit(5), "Specifiers")."""
    words = [re.sub(r"\\(x[0-9a-f]{2}|.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], chr(int(found[1][1:], 16)) if len(found[1]) == 3 else found[1]), word) for word in re.findall(r'"((?:[^"\\]|\\.)*)"', text)]
    assert all(re.fullmatch(r"(?:[^%]|%%)*", word) for word in words)
    return [word.replace("%%", "%") for word in words]


def settings(unit: str, name: str) -> list[str]:
    return [line.partition("=")[2] for line in unit.splitlines() if line.startswith(f"{name}=")]


def test_its_unit_runs_the_engine_that_commands_find_and_that_no_silence_ends(project: Path, environment: dict[str, str], tmp_path: Path) -> None:
    store = project / ".slipway"
    unit = slipway(environment, project, "service", "install", "--print").stdout
    program, *words = unquoted(settings(unit, "ExecStart")[0])
    words = [word.replace("$$", "$") for word in words]
    assert words[1:] == ["server", "--store", str(store)]
    # The copy of the engine is made by an install.
    copy = Path(words[0]).parents[1]
    copy.parent.mkdir(parents=True)
    copy.symlink_to(ROOT)
    variables = dict(variable.split("=", 1) for line in settings(unit, "Environment") for variable in unquoted(line))
    assert variables["PATH"] == environment["PATH"]
    # As systemd gives it, and with an idle time after which an engine without a terminal would have ended.
    given = variables | {name: environment[name] for name in ("HOME", "XDG_RUNTIME_DIR")} | {"SLIPWAY_IDLE_SECONDS": "0.3"}
    engine = subprocess.Popen([program, *words], cwd="/", env=given, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        url = re.search(r"http://[0-9.]+:\d+", engine.stdout.readline())[0]
        # Another store's engine, that nobody needs either, ends meanwhile.
        other = tmp_path / "other" / ".slipway"
        idle = subprocess.run([NODE, str(ROOT / "dist" / "engine.js"), "--store", str(other)], env=given, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        assert idle.returncode == 0
        assert engine.poll() is None
        found = slipway(environment, project, "uri").stdout.strip()
        assert re.sub(r"//.*@", "//", found) == url
        assert requests.get(f"{found}/api/2.0/mlflow/experiments/get", params={"experiment_id": "0"}, timeout=20).status_code == 200
    finally:
        engine.send_signal(signal.SIGTERM)
        assert engine.wait(timeout=20) == 0


def test_systemd_takes_its_unit(project: Path, environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "slipway-odd.service"
    file.write_text(slipway(environment, project, "service", "install", "--print").stdout)
    copy = Path(unquoted(settings(file.read_text(), "ExecStart")[0])[1]).parents[1]
    copy.parent.mkdir(parents=True)
    copy.symlink_to(ROOT)
    # Where there is no systemd, the test above reads the unit all the same.
    if shutil.which("systemd-analyze"):
        said = subprocess.run(["systemd-analyze", "verify", "--user", file], env=environment, capture_output=True, text=True, check=False)
        assert (said.returncode, [line for line in said.stderr.splitlines() if "slipway-odd" in line]) == (0, [])


def test_without_systemd_it_says_what_to_do_instead(project: Path, environment: dict[str, str], tmp_path: Path) -> None:
    nothing = slipway(environment, project, "service", "install")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "Nothing has been recorded" in nothing.stderr
    assert slipway(environment, project, "run", "--", "true").returncode == 0
    bare = environment | {"PATH": str(tmp_path / "bin")}
    for given, why in ((bare, "This machine has no systemd"), (environment, "No systemd runs for this user here" if shutil.which("systemctl") else "This machine has no systemd")):
        said = slipway(given, project, "service", "install")
        assert said.returncode == 1
        assert why in said.stderr
        assert "@reboot" in said.stderr
    assert not (tmp_path / "home" / ".config").exists()
    # What it says is a command that serves: the engine that the run has started holds the store.
    command = re.search(r"^  (?!@)(.*)$", said.stderr, re.MULTILINE)[1]
    held = subprocess.run(["sh", "-c", command], cwd="/", env=environment, capture_output=True, text=True, check=False)
    assert "An engine already serves" in held.stderr
    pid = int(re.search(r"process (\d+)", held.stderr)[1])
    assert "not installed" in slipway(environment, project, "service", "status").stdout
    os.kill(pid, signal.SIGTERM)
    assert slipway(environment, project, "service", "uninstall").returncode == 1


def test_systemd_keeps_the_engine(project: Path, tmp_path: Path) -> None:
    with users_systemd(tmp_path) as environment:
        if environment is None:
            # No systemd can run here; what is said then is tested above, and what the unit does as well.
            return

        def status() -> dict:
            return json.loads(slipway(environment, project, "service", "status", "--json").stdout)

        # An engine that no service has started.
        assert slipway(environment, project, "uri").returncode == 0
        before = status()
        assert (before["file"], before["pid"]) == (None, None)
        assert before["engine"] is not None
        # The service takes over from that engine.
        installed = slipway(environment, project, "service", "install")
        assert installed.returncode == 0, installed.stderr
        assert "loginctl enable-linger" in installed.stdout
        running = status()
        assert (running["state"], running["enabled"], running["problems"], running["pid"]) == ("active", True, [], running["engine"]["pid"])
        assert running["engine"]["pid"] != before["engine"]["pid"]
        assert running["engine"]["url"] == before["engine"]["url"]
        assert Path(f"/proc/{running['pid']}/cmdline").read_bytes().split(b"\0")[-2].decode() == str(project / ".slipway")
        # A job that runs until it is told to end.
        script = f"import pathlib, time\nhere = pathlib.Path({str(tmp_path)!r})\nwhile not (here / 'end').exists():\n    time.sleep(0.05)\n(here / 'ended').touch()\n"
        assert slipway(environment, project, "run", "--detach", "--", shutil.which("python3"), "-c", script).returncode == 0
        # Again, as after an update: the same unit, a new process, one copy of the engine.
        assert slipway(environment, project, "service", "install").returncode == 0
        assert status()["pid"] not in (None, running["pid"])
        assert len(list((tmp_path / "home" / ".local" / "share" / "slipway" / "service").iterdir())) == 1
        # One that crashes comes again.
        os.kill(status()["pid"], signal.SIGKILL)
        until(lambda: status()["restarts"] == 1 and status()["engine"] is not None)
        assert slipway(environment, project, "service", "status").returncode == 0
        # Its end takes no job along, nor the files that the job's runner runs from.
        assert slipway(environment, project, "service", "uninstall").returncode == 0
        assert status()["file"] is None
        assert len(list((tmp_path / "home" / ".local" / "share" / "slipway" / "service").iterdir())) == 1
        (tmp_path / "end").touch()
        until((tmp_path / "ended").exists)
        assert slipway(environment, project, "service", "status").returncode == 1
