"""Finds the engine of a project from Python, by the rules of src/connection: which store, which runtime file, whose process.

Looking starts nothing and creates nothing. Standard library only.
"""
import hashlib
import json
import os
import socket
import stat
import subprocess
import sys
import tempfile
from urllib.parse import quote

STORE = ".slipway"


def place_of(window, target):
    """Project of a file or folder: as its window says, where there is one, else as the store resolver finds it."""
    folders = (window or {}).get("folders", [])
    inside = [entry for entry in folders if is_inside(target, entry["folder"])]
    if inside:
        return max(inside, key=lambda entry: len(entry["folder"]))
    if folders:
        # A notebook outside of every folder belongs to the first, as the editor sees it.
        return folders[0]
    root = resolve_root(target)
    return {"root": root, "store": os.path.join(root, STORE), "tracked": True, "expected": False}


def resolve_root(target):
    """The nearest `.slipway/` upward as far as the git root, else the git root, else the folder (storeFolder.ts)."""
    start = os.path.realpath(target if os.path.isdir(target) else os.path.dirname(os.path.abspath(target)))
    home = os.path.realpath(os.path.expanduser("~"))
    nearest = None
    at = start
    while True:
        if nearest is None and (at == start or at != home) and os.path.isdir(os.path.join(at, STORE)):
            nearest = at
        if os.path.exists(os.path.join(at, ".git")):
            return nearest or (start if at == home and at != start else at)
        if at == home or at == os.path.dirname(at):
            return nearest or start
        at = os.path.dirname(at)


def running(store):
    """Address of the engine that runs for a store: {"name", "port", "token"}; None when none does."""
    found = [file for file in (read_runtime(folder, store) for folder in runtime_folders() if is_own(folder)) if file is not None]
    for file in found:
        # The token goes to no port whose owner is not the very process that wrote the file.
        if is_running(file["pid"], file.get("process_start")):
            host = file["host"]
            loopback = host in ("", "0.0.0.0", "::", "localhost")
            return {"name": "127.0.0.1" if loopback else host, "port": file["port"], "token": file["client_token"]}
    return None


def tracking_uri(address, user):
    host = f"[{address['name']}]" if ":" in address["name"] else address["name"]
    credential = f"{user}:{quote(address['token'], safe='')}" if address["token"] else user
    return f"http://{credential}@{host}:{address['port']}"


def runtime_folders():
    """All folders that may hold the runtime file (runtimeFolder.ts)."""
    only = os.environ.get("SLIPWAY_RUNTIME_DIR")
    if only:
        return [os.path.abspath(only)]
    home = os.path.expanduser("~")
    if os.name == "nt":
        local = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
        return [os.path.join(local, "slipway", "run"), os.path.join(tempfile.gettempdir(), "slipway")]
    last = os.path.join(tempfile.gettempdir(), f"slipway-{os.getuid()}")
    if sys.platform == "darwin":
        return [os.path.join(home, "Library", "Caches", "slipway", "run"), last]
    sessions = [folder for folder in (os.environ.get("XDG_RUNTIME_DIR"), f"/run/user/{os.getuid()}") if folder and os.path.isabs(folder) and is_own(folder)]
    cache = os.environ.get("XDG_CACHE_HOME")
    cache = cache if cache and os.path.isabs(cache) else os.path.join(home, ".cache")
    return list(dict.fromkeys([os.path.join(folder, "slipway") for folder in sessions] + [os.path.join(cache, "slipway", "run"), last]))


def is_own(folder):
    """A real folder of this user into which no one else may write."""
    try:
        entry = os.lstat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(entry.st_mode) and (os.name == "nt" or (entry.st_uid == os.getuid() and not entry.st_mode & 0o022))


def read_runtime(folder, store):
    host = socket.gethostname() if sys.platform.startswith("linux") else ""
    name = hashlib.sha256(f"{host}\0{os.path.realpath(store)}".encode()).hexdigest()[:24]
    file = os.path.join(folder, f"{name}.json")
    try:
        entry = os.lstat(file)
    except OSError:
        return None
    if not stat.S_ISREG(entry.st_mode) or (os.name != "nt" and entry.st_uid != os.getuid()):
        return None
    content = read_json(file)
    whole = isinstance(content, dict) and all(isinstance(content.get(key), str) for key in ("host", "client_token")) \
        and all(isinstance(content.get(key), int) for key in ("pid", "port"))
    return content if whole else None


def is_running(pid, start=None):
    """Whether the very process that a file tells of still runs (processIdentity.ts)."""
    if pid <= 0:
        return False
    if os.name == "nt":
        return runs_on_windows(pid)
    now = linux_start(pid) if sys.platform.startswith("linux") else ps_start(pid)
    return now is not None and (start is None or start == now)


def linux_start(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="latin-1") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in ("Z", "X") else fields[19]


def ps_start(pid):
    done = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    line = done.stdout.strip()
    return None if done.returncode != 0 or not line or line.startswith("Z") else line.split(None, 1)[1]


def runs_on_windows(pid):
    # os.kill(pid, 0) ends the process there.
    import ctypes
    kernel32 = ctypes.windll.kernel32
    handle = kernel32.OpenProcess(0x1000, False, pid)
    if not handle:
        return False
    try:
        code = ctypes.c_ulong()
        return bool(kernel32.GetExitCodeProcess(handle, ctypes.byref(code))) and code.value == 259
    finally:
        kernel32.CloseHandle(handle)


def read_window(file):
    """What a window has written about its folders and open notebooks; None when that window is gone."""
    content = read_json(file)
    return content if isinstance(content, dict) and is_running(content.get("pid", 0)) else None


def read_windows(folder):
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    found = [read_window(os.path.join(folder, name)) for name in names if name.endswith(".json")]
    return [window for window in found if window is not None]


def read_json(file):
    try:
        with open(file, encoding="utf-8") as opened:
            return json.load(opened)
    except (OSError, ValueError):
        return None


def absolute(path, folder):
    return path if os.path.isabs(path) else os.path.normpath(os.path.join(folder, path))


def is_inside(target, folder):
    try:
        return os.path.commonpath([os.path.realpath(target), os.path.realpath(folder)]) == os.path.realpath(folder)
    except ValueError:
        return False


def relative(file, root):
    """Path below the project's root with slashes; the whole path of what lies outside."""
    if is_inside(file, root):
        return os.path.relpath(os.path.realpath(file), os.path.realpath(root)).replace(os.sep, "/")
    return file.replace(os.sep, "/")
