"""Lets the runs of a notebook find Slipway's engine and know their cell. Runs inside the user's kernel, standard library only.

Before each cell the environment is brought to what it should be: the address of the engine (`slipway_engine`), and in
MLFLOW_RUN_CONTEXT, which the mlflow client turns into tags at each `start_run`, the notebook, the cell, its source and the execution.
mlflow need not be imported, or even installed. Whatever the user has set as MLFLOW_TRACKING_* wins: then nothing of ours stands.
"""
import hashlib
import json
import os
import sys
import time
import uuid

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
try:
    import slipway_engine as engine
finally:
    sys.path.pop(0)

USER = "slipway"
OURS = ("slipway.", "notebook.cell.")
# The engine refuses longer values of a tag (MLflow's own limit).
LONGEST_TAG = 8000
# The editor writes a new cell's id into its window file within milliseconds; an engine that it is starting takes a second or two.
WAIT_FOR_CELL = 0.5
WAIT_FOR_ENGINE = 8.0
LOOK = 0.02


class Kernel:
    """One kernel and what was put into its environment."""

    def __init__(self, shell, home):
        self.shell = shell
        self.home = home
        self.window_file = os.environ.get("SLIPWAY_WINDOW")
        self.folder = os.getcwd()
        self.set = {}
        self.before = {}
        self.waited = False

    def before_cell(self, info=None):
        """pre_run_cell: never raises, since IPython would print a traceback under the user's cell."""
        try:
            self.refresh(info)
        except Exception as error:
            self.withdraw()
            print(f"Slipway does not track this cell: {type(error).__name__}: {error}", file=sys.stderr)

    def refresh(self, info):
        if own_tracking(os.environ) is not None:
            self.withdraw()
            return
        cell, place = self.cell(self.cell_id(info))
        if not place["tracked"]:
            self.withdraw()
            return
        address = self.address(place)
        if address is None:
            # What stands keeps standing: the engine comes back at the same port, and the client tries again.
            return
        if place.get("file") and "__vsc_ipynb_file__" not in self.shell.user_ns:
            # By this name, which Jupyter's extension sets too, mlflow itself tells a notebook from a script.
            self.shell.user_ns["__vsc_ipynb_file__"] = place["file"]
        tags = {"slipway.origin": "notebook", "slipway.execution": uuid.uuid4().hex[:16]}
        if place.get("name"):
            tags["slipway.notebook"] = place["name"]
        if cell:
            tags["slipway.cell"] = cell["id"]
            if "number" in cell:
                tags["slipway.cell.number"] = cell["number"]
        tags.update(self.source(getattr(info, "raw_cell", None)))
        self.put(variables(address, tags, self.bare()))

    def cell_id(self, info):
        """What the front end calls the cell: VS Code sends the cell's URI, Jupyter the nbformat id."""
        given = getattr(info, "cell_id", None)
        if given is None:
            parent = getattr(getattr(self.shell, "kernel", None), "get_parent", lambda _: {})("shell") or {}
            given = (parent.get("metadata") or {}).get("cellId")
        return str(given) if given else None

    def window(self, cell_id):
        """The window this kernel belongs to: the one that started it, else the only one that has this cell open."""
        if self.window_file:
            own = engine.read_window(self.window_file)
            if own is not None:
                return own
        if not cell_id:
            return None
        found = [window for window in engine.read_windows(os.path.join(self.home, "windows")) if any(cell_id in notebook["cells"] for notebook in window["notebooks"])]
        return found[0] if len(found) == 1 else None

    def cell(self, cell_id):
        """The cell as {"id": nbformat id, "number"}, None where nobody can tell it exactly, and the place of its notebook."""
        window = self.window(cell_id)
        if cell_id is None or not cell_id.startswith("vscode-notebook-cell:"):
            return {"id": cell_id} if cell_id else None, self.place(window)
        end = time.monotonic() + WAIT_FOR_CELL
        while window is not None:
            notebook = notebook_of(window, cell_id)
            if notebook is not None and (cell_id in notebook["cells"] or time.monotonic() > end):
                return notebook["cells"].get(cell_id), notebook
            if time.monotonic() > end:
                break
            time.sleep(LOOK)
            window = self.window(cell_id)
        return None, self.place(window)

    def place(self, window):
        """Project of a notebook that no window shows; its name comes from the server that started the kernel."""
        given = self.shell.user_ns.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME")
        file = engine.absolute(str(given), self.folder) if given else None
        place = engine.place_of(window, file or self.folder)
        return {**place, "file": file, "name": engine.relative(file, place["root"])} if file else place

    def address(self, place):
        """The running engine; waits for one that the editor is starting, once, and not for one that has failed."""
        found = engine.running(place["store"])
        if found is None and place.get("expected") and not self.waited:
            self.waited = True
            end = time.monotonic() + WAIT_FOR_ENGINE
            while found is None and time.monotonic() < end:
                time.sleep(LOOK)
                found = engine.running(place["store"])
        if found is not None:
            self.waited = False
        return found

    def source(self, text):
        """The cell's source as a tag; one that is too long goes into a file that the editor adds to the run's artifacts."""
        if not text:
            return {}
        if len(text) <= LONGEST_TAG and len(text.encode("utf-8", "replace")) <= 4 * LONGEST_TAG:
            return {"notebook.cell.source": text}
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        folder = os.path.join(self.home, "sources")
        os.makedirs(folder, mode=0o700, exist_ok=True)
        draft = os.path.join(folder, f"{digest}.{os.getpid()}")
        with open(draft, "w", encoding="utf-8", errors="replace", newline="") as file:
            file.write(text)
        os.replace(draft, os.path.join(folder, f"{digest}.py"))
        return {"slipway.cell.source": digest, "notebook.cell.source": text[:LONGEST_TAG - 1] + "…"}

    def bare(self):
        """The environment as it would be without us."""
        bare = dict(os.environ)
        for name, value in self.set.items():
            if bare.get(name) == value:
                bare.pop(name)
                if self.before.get(name) is not None:
                    bare[name] = self.before[name]
        return bare

    def put(self, wanted):
        bare = self.bare()
        self.before = {name: bare.get(name) for name in wanted}
        self.set = wanted
        os.environ.update(wanted)

    def withdraw(self):
        """Takes out what was put in, as far as nobody has changed it since."""
        bare = self.bare()
        for name in self.set:
            if name in bare:
                os.environ[name] = bare[name]
            else:
                os.environ.pop(name, None)
        self.set, self.before = {}, {}


def notebook_of(window, cell_id):
    """The open notebook that this cell stands in, although the cell itself may be too new to be listed."""
    start = cell_id.partition("#")[0] + "#"
    for notebook in window["notebooks"]:
        if cell_id in notebook["cells"] or any(cell.startswith(start) for cell in notebook["cells"]):
            return notebook
    return None


def own_tracking(env):
    """The first MLFLOW_TRACKING_* variable that is set and not of our making; the same rule as for terminals."""
    for name in sorted(env):
        if name.upper().startswith("MLFLOW_TRACKING_") and env[name] and not is_ours(name, env[name]):
            return name
    return None


def is_ours(name, value):
    return name.upper() == "MLFLOW_TRACKING_URI" and value.startswith((f"http://{USER}:", f"http://{USER}@"))


def variables(address, tags, base):
    """What is set, as `trackingVariables` of the editor does; `base` is the environment without us."""
    wanted = {
        "MLFLOW_TRACKING_URI": engine.tracking_uri(address, USER),
        # Else the client prints the run's address, with the token, under the cell.
        "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
        "MLFLOW_RUN_CONTEXT": json.dumps({**own_context(base.get("MLFLOW_RUN_CONTEXT")), **tags}),
    }
    listed = [entry.strip() for name in ("no_proxy", "NO_PROXY") for entry in base.get(name, "").split(",")]
    proxies = ",".join(dict.fromkeys([entry for entry in listed if entry] + [address["name"]]))
    wanted["NO_PROXY"] = proxies
    if os.name != "nt":
        wanted["no_proxy"] = proxies
    if not base.get("MLFLOW_HTTP_REQUEST_MAX_RETRIES"):
        # The client's default waits four minutes for a dead address.
        wanted["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "3"
    return wanted


def own_context(text):
    try:
        parsed = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(parsed, dict):
        return {}
    # A value that is no text would make `start_run` raise.
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in parsed.items() if not key.startswith(OURS)}


def follow():
    """Begins to follow this kernel's cells; does nothing outside a kernel, or when it follows them already."""
    try:
        shell = sys.modules["IPython"].get_ipython()
    except (KeyError, AttributeError):
        return
    if shell is None or getattr(shell, "kernel", None) is None or getattr(shell, "_slipway_kernel", None) is not None:
        return
    shell._slipway_kernel = Kernel(shell, os.path.dirname(os.path.abspath(__file__)))
    shell.events.register("pre_run_cell", shell._slipway_kernel.before_cell)
