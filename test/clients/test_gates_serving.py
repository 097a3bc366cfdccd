"""Promise: a gate measures what a version costs while it is served, by the real process on real models, and leaves nothing of it behind."""

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import mlflow
import pandas
import psutil
import pytest
from conftest import start
from gate_project import Echo, GateProject, Waiting
from mlflow import MlflowClient
from mlflow.models import infer_signature
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

FRAME, TARGET = load_iris(return_X_y=True, as_frame=True)
MODEL = LogisticRegression(max_iter=500).fit(FRAME, TARGET)
SLEEP_MS = 30
EASY = {"latency": {"p50_ms": 60_000, "p99_ms": 60_000}, "memory_mb": 1_000_000, "size_mb": 1_000}


class Slow(Echo):
    """A model that takes its time, holds memory while it is loaded, and writes down what psutil says of its process and of the one above."""

    def __init__(self, column: str, megabytes: int, told: Path):
        super().__init__(column)
        self.megabytes = megabytes
        self.told = str(told)

    def load_context(self, context):
        self.held = b"x" * (self.megabytes * 1_000_000)

    def predict(self, context, model_input):
        time.sleep(SLEEP_MS / 1000)
        mine = psutil.Process()
        with open(self.told, "w") as opened:
            json.dump({"python": mine.memory_info().rss, "front": mine.parent().memory_info().rss}, opened)
        return super().predict(context, model_input)


class Failing(Echo):
    """A model that is loaded, and predicts nothing."""

    def predict(self, context, model_input):
        raise ValueError("not today")


class Unloadable(Echo):
    """A model that can be looked at, and that is not loaded where it is to answer."""

    def load_context(self, context):
        if "slipway_score" in sys.argv[0]:
            raise RuntimeError("no GPU here")


ROWS = pandas.DataFrame({"a": [0.5, 1.5], "b": [1.0, 2.0]})


def log_iris(name: str = "iris", **more) -> None:
    with mlflow.start_run():
        mlflow.sklearn.log_model(MODEL, name="model", registered_model_name=name, pip_requirements=["scikit-learn"], signature=infer_signature(FRAME, MODEL.predict(FRAME)), **more)


def log_python(name: str, model: mlflow.pyfunc.PythonModel, **more) -> None:
    with mlflow.start_run():
        mlflow.pyfunc.log_model(name="model", python_model=model, registered_model_name=name, pip_requirements=["mlflow"], **{"signature": infer_signature(ROWS, ROWS["a"]), **more})


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory):
    """Versions of "iris" with and without an input example, and a slow one that Python scores."""
    with GateProject(tmp_path_factory.mktemp("serving")) as made:
        log_iris(input_example=FRAME.head(3))
        log_iris()
        log_python("slow", Slow("a", 300, made.root / "told.json"), input_example=ROWS)
        log_python("slow", Echo("a"), input_example=ROWS)
        yield made
        assert leftovers(made) == []


def leftovers(project: GateProject) -> list[str]:
    """Processes and files of measurements."""
    commands = [" ".join(one.info["cmdline"] or []) for one in psutil.process_iter(["cmdline"])]
    place = project.root / ".slipway" / "measuring"
    mine = [command for command in commands if str(project.root) in command and re.search(r"measure\.js|deployment\.js|slipway_score\.py", command)]
    return mine + ([str(one) for one in place.iterdir()] if place.exists() else [])


def judged(project: GateProject, version: str, serving: dict, *, evaluation: dict | None = None, **more) -> tuple[int, dict, dict[str, dict]]:
    """Exit code, report, checks by name."""
    project.rules({version.split("/")[0]: {"serving": serving, "pickle": "allow", **({} if evaluation is None else {"evaluation": evaluation}), **more}})
    code, report = project.gate(version)
    assert leftovers(project) == []
    return code, report, {check["name"]: check for check in report["checks"]}


def facts(check: dict) -> dict:
    return {fact["name"]: fact["value"] for fact in check["facts"]}


def files_below(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def test_a_converted_model_passes_and_its_numbers_hold(project: GateProject) -> None:
    """Size is the bytes of the graph that conversion has kept; times are ordered; memory is one process'."""
    code, report, checks = judged(project, "iris/1", EASY)
    assert (code, report["state"]) == (0, "passed"), report
    assert [(check["kind"], check["outcome"]) for check in report["checks"] if check["name"] != "pickles"] == [("serving", "passed")] * 4
    graphs = list((project.root / ".slipway" / "conversions" / "models").glob("*/model.onnx"))
    assert facts(checks["size_mb"])["bytes"] == graphs[0].stat().st_size and len(graphs) == 1
    assert checks["size_mb"]["value"] == pytest.approx(graphs[0].stat().st_size / 1e6)
    assert checks["size_mb"]["message"].endswith("It is the ONNX graph that answers.")
    times = facts(checks["p99_ms"])
    assert 0 < times["p50, ms"] <= times["p99, ms"] <= times["slowest, ms"] and 1 <= times["requests"] <= 1000
    assert re.fullmatch(r"p99 of iris v1 is \S+ ms \(limit <= 60000 ms\)\. It was asked [\d,]+ requests? of one row\.", checks["p99_ms"]["message"])
    assert (checks["p99_ms"]["limit"], checks["p99_ms"]["value"]) == ("<= 60000 ms", times["p99, ms"])
    # A Node with ONNX Runtime in it.
    assert 30 < checks["memory_mb"]["value"] < 600
    assert [fact["name"] for fact in checks["memory_mb"]["facts"]] == ["answering process, MB"]


def test_a_slow_model_fails_with_its_number(project: GateProject) -> None:
    """Python scores it: its time, its memory beside that of the front, its folder."""
    code, report, checks = judged(project, "slow/1", {"latency": {"p50_ms": 5, "p99_ms": 60_000}, "memory_mb": 100, "size_mb": 100})
    assert (code, report["state"]) == (1, "failed")
    assert {name: check["outcome"] for name, check in checks.items()} == {"p50_ms": "failed", "p99_ms": "passed", "memory_mb": "failed", "size_mb": "passed", "pickles": "passed"}
    assert checks["p50_ms"]["value"] >= SLEEP_MS
    assert re.match(r"p50 of slow v1 is \S+ ms, and may be at most 5 ms\. It was asked [\d,]+ requests of one row\.$", checks["p50_ms"]["message"])
    parts = facts(checks["memory_mb"])
    # What it holds is in it, and it is what the process itself was told at its last answer.
    seen = json.loads((project.root / "told.json").read_text())
    assert parts["its Python, MB"] > 300
    assert parts["its Python, MB"] == pytest.approx(seen["python"] / 1e6, rel=0.1)
    assert parts["answering process, MB"] == pytest.approx(seen["front"] / 1e6, rel=0.3)
    assert checks["memory_mb"]["value"] == pytest.approx(parts["its Python, MB"] + parts["answering process, MB"])
    client = MlflowClient()
    folder = Path(mlflow.artifacts.download_artifacts(client.get_model_version_download_uri("slow", "1"), dst_path=str(project.root / "downloaded")))
    # A download adds a file that says where it comes from.
    assert facts(checks["size_mb"])["bytes"] == files_below(folder) - sum(one.stat().st_size for one in folder.rglob("registered_model_meta"))
    assert checks["size_mb"]["message"].endswith("It is the folder of the model, which Python scores.")


def test_the_champion_is_asked_in_turns(project: GateProject) -> None:
    """Slower than it fails with both medians; quicker passes; without one, or as one, nothing is judged, and it is said."""
    rule = {"latency": {"times_champion": 1.1}}
    assert judged(project, "slow/1", rule)[2]["times_champion"]["message"] == 'slow has no version with the alias "champion" yet, so there is nothing that slow v1 could be slower than.'
    client = MlflowClient()
    client.set_registered_model_alias("slow", "champion", "2")
    code, report, checks = judged(project, "slow/1", rule)
    assert (code, report["champion"]) == (1, {"alias": "champion", "version": "2"})
    told = facts(checks["times_champion"])
    assert checks["times_champion"]["value"] == pytest.approx(told["p50, ms"] / told["p50 of v2, ms"]) and checks["times_champion"]["value"] > 1.1
    assert told["p50, ms"] >= SLEEP_MS and abs(told["requests"] - told["requests of v2"]) <= 1
    assert re.match(r"slow v1 takes \S+ times the median of v2 \(\S+ ms against \S+ ms\), and may take at most 1\.1 times\.", checks["times_champion"]["message"])
    client.set_registered_model_alias("slow", "champion", "1")
    assert judged(project, "slow/1", rule)[2]["times_champion"] | {"facts": None} == {
        "kind": "serving", "name": "times_champion", "outcome": "not_judged", "limit": "<= 1.1", "message": "slow v1 is the champion itself.", "facts": None}
    assert judged(project, "slow/2", rule)[0] == 0
    assert project.slipway("promote", "slow/2", "champion", "--python", project.python).returncode == 0


def test_a_champion_that_takes_other_rows_is_not_compared(project: GateProject) -> None:
    log_python("moved", Echo("c"), signature=infer_signature(ROWS.rename(columns={"a": "c"}), ROWS["a"]))
    log_python("moved", Echo("a"), input_example=ROWS)
    MlflowClient().set_registered_model_alias("moved", "champion", "1")
    code, _, checks = judged(project, "moved/2", {"latency": {"p99_ms": 60_000, "times_champion": 2}})
    assert (code, checks["p99_ms"]["outcome"], checks["times_champion"]["outcome"]) == (0, "passed", "not_judged")
    assert re.match(r"v1 gives no prediction to the rows that moved v2 was asked \(it answers 400, .*\bc\b.*\), so their times can't be compared\.", checks["times_champion"]["message"])


def test_rows_come_from_the_evaluation_data_when_there_is_no_example(project: GateProject) -> None:
    """And with neither, the checks that need rows fail with what to do."""
    FRAME.assign(species=TARGET).sample(40, random_state=0).to_csv(project.root / "rows.csv", index=False)
    code, report, checks = judged(project, "iris/2", EASY, evaluation={"data": "rows.csv", "label": "species"})
    assert (code, report["evaluation"]["rows"]) == (0, 40)
    assert checks["p50_ms"]["outcome"] == "passed"
    code, report, checks = judged(project, "iris/2", EASY)
    assert (code, report["state"], report["evaluation"]) == (1, "failed", None)
    assert {name: check["outcome"] for name, check in checks.items() if name != "pickles"} == {"p50_ms": "failed", "p99_ms": "failed", "memory_mb": "failed", "size_mb": "passed"}
    assert checks["p50_ms"]["message"].startswith("iris v2 has no input example, and the gate no evaluation data")


def test_text_columns_of_the_data_stay_text(project: GateProject) -> None:
    """A postal code is no number, with its leading zero or without."""
    rows = pandas.DataFrame({"code": ["01234", "99999"], "y": [1, 0]})
    log_python("post", Echo("code"), signature=infer_signature(rows[["code"]], rows["code"]))
    rows.to_csv(project.root / "post.csv", index=False)
    code, report, _ = judged(project, "post/1", {"latency": {"p50_ms": 60_000}}, evaluation={"data": "post.csv", "label": "y"})
    assert (code, report["state"]) == (0, "passed"), report["problem"]


def test_what_the_command_and_its_files_say(project: GateProject) -> None:
    project.rules({"slow": {"serving": {"latency": {"p50_ms": 5}}, "pickle": "allow"}})
    said = project.slipway("gate", "slow/1", "--python", project.python, "--junit", "junit.xml", "--markdown", "summary.md")
    assert said.returncode == 1
    assert re.search(r"^✗ +p50_ms +\S+ +<= 5 ms +FAILED$", said.stdout, re.M)
    told = re.search(r"^✗ (p50 of slow v1 is \S+ ms, and may be at most 5 ms\. It was asked \d+ requests of one row\.)$", said.stdout, re.M).group(1)
    assert told in (project.root / "junit.xml").read_text() and 'classname="slow.serving"' in (project.root / "junit.xml").read_text()
    assert "| p50\\_ms |" in (project.root / "summary.md").read_text()
    assert re.search(r"^slow/1: (starting|asking) slow/1$", said.stderr, re.M)


def test_a_model_that_cannot_be_served_breaks_the_gate(project: GateProject) -> None:
    """What it was, and where the log is."""
    log_python("unloadable", Unloadable("a"))
    log_python("failing", Failing("a"))
    rows = {"data": "ab.csv", "label": "b", "features": ["a", "b"]}
    ROWS.to_csv(project.root / "ab.csv", index=False)
    code, report, _ = judged(project, "unloadable/1", EASY, evaluation=rows)
    assert (code, report["state"]) == (1, "broken")
    log = re.match(r"unloadable/1 can't be served: The model could not be loaded by .*: RuntimeError: no GPU here\. .* The log says more: (\S+\.log)$", report["problem"]).group(1)
    assert "no GPU here" in Path(log).read_text()
    code, report, _ = judged(project, "failing/1", EASY, evaluation=rows)
    assert (code, report["state"]) == (1, "broken")
    assert re.match(r"failing v1 gives no prediction to a row of ab\.csv: it answers 400, .*ValueError: not today", report["problem"]), report["problem"]


def test_models_from_elsewhere_are_asked_for_together(project: GateProject, tmp_path: Path) -> None:
    """Version and champion, each with a pickle of its own, in one question."""
    client = MlflowClient()
    client.create_registered_model("foreign")
    for column in ("a", "b"):
        mlflow.pyfunc.save_model(str(tmp_path / column), python_model=Echo(column), pip_requirements=["mlflow"], signature=infer_signature(ROWS, ROWS["a"]), input_example=ROWS)
        logged = client.create_logged_model("0", name="foreign")
        client.log_model_artifacts(logged.model_id, str(tmp_path / column))
        client.finalize_logged_model(logged.model_id, "READY")
        client.create_model_version("foreign", f"models:/{logged.model_id}", model_id=logged.model_id)
    client.set_registered_model_alias("foreign", "champion", "1")
    code, report, _ = judged(project, "foreign/2", {"latency": {"times_champion": 1000}})
    assert (code, report["state"]) == (1, "broken") and '"slipway gate --trust"' in report["problem"]
    assert len([one for one in report["needs_trust"] if one["path"].endswith("python_model.pkl")]) == 2
    assert project.gate("foreign/2", "--trust")[0] == 0


@pytest.mark.parametrize("end", ["Ctrl+C", "the engine is killed", "what measures is killed"])
def test_what_is_stopped_leaves_nothing(project: GateProject, tmp_path: Path, end: str) -> None:
    """A model that never answers is ended with its Python, its front and what measures them, and the folder goes."""
    mark = tmp_path / "pid"
    name = f"waiting{len(end)}"
    log_python(name, Waiting(str(mark)))
    ROWS.to_csv(project.root / "waiting.csv", index=False)
    project.rules({name: {"serving": EASY, "pickle": "allow", "evaluation": {"data": "waiting.csv", "label": "b", "features": ["a", "b"]}}})
    process = subprocess.Popen(project.command("gate", f"{name}/1", "--json", "--python", project.python), cwd=project.root, env=project.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    # It writes its pid into a fifo when it begins to predict: reading waits for that.
    with open(mark) as begun:
        python = psutil.Process(int(begun.read()))
    front = python.parent()
    above = front.parent()
    assert ("deployment.js" in " ".join(front.cmdline()), "measure.js" in " ".join(above.cmdline())) == (True, True)
    if end == "Ctrl+C":
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        assert json.loads(out)["state"] == "stopped"
    elif end == "what measures is killed":
        above.kill()
        out, _ = process.communicate(timeout=60)
        assert (json.loads(out)["state"], json.loads(out)["problem"].split(", ")[0]) == ("broken", "The process that measures ended by SIGKILL")
    else:
        project.server.stop(signal.SIGKILL)
        process.communicate(timeout=60)
    psutil.wait_procs([python, front, above], timeout=20)
    assert leftovers(project) == []
    assert process.returncode == 1
    if end == "the engine is killed":
        project.server = start(project.root / ".slipway")
        mlflow.set_tracking_uri(project.server.uri)
        mlflow.set_experiment("gates")
