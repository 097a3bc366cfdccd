"""Promises about the traffic of a deployment: each request is logged once and sealed once, whatever dies; truths find their requests; what may not be known is not kept."""

import json
import os
import signal
import threading
import time
from collections import Counter
from pathlib import Path

import mlflow
import numpy as np
import psutil
import pyarrow as pa
import pyarrow.csv
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest
import requests
from conftest import start
from deployed import FRAME, PATIENCE, TARGET, Traffic, deploying, register, until
from gate_project import GateProject
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score

MODEL = LogisticRegression(max_iter=500).fit(FRAME, TARGET)
CONSTANT = DummyClassifier(strategy="constant", constant=1).fit(FRAME, TARGET)
# What a front has not written yet is that of a quarter of a second; the rest is what a busy machine takes to do it.
UNWRITTEN = 0.75


def is_worker(process: psutil.Process) -> bool:
    try:
        return "analysis.js" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        # One that has ended since it was listed, or that nobody has waited for yet: a zombie has no command line.
        return False


def workers(server) -> list[psutil.Process]:
    return [child for child in psutil.Process(server.process.pid).children() if is_worker(child)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory):
    with deploying(tmp_path_factory.mktemp("traffic")) as made:
        for model in (MODEL, CONSTANT):
            with mlflow.start_run():
                register(model, "iris", FRAME, serialization_format="cloudpickle")
        yield made


@pytest.fixture(name="deploy")
def _deploy(project: GateProject):
    made: list[Traffic] = []

    def deploy(name: str, **options) -> Traffic:
        made.append(Traffic(project, name, options or None))
        return made[-1]

    yield deploy
    for one in made:
        ended = project.slipway("undeploy", one.name)
        assert ended.returncode == 0, ended.stderr


def test_ten_thousand_requests_over_a_killed_front_and_a_killed_engine_are_there_once(deploy) -> None:
    traffic = deploy("killed")
    answered: dict[str, float] = {}
    front = traffic.front

    def ask(thread: int) -> None:
        session = requests.Session()
        for at in range(2_500):
            id = f"{thread}-{at}"
            try:
                traffic.ask(id, session=session)
                answered[id] = time.monotonic()
            except requests.ConnectionError:
                session = requests.Session()

    threads = [threading.Thread(target=ask, args=(thread,)) for thread in range(4)]
    for thread in threads:
        thread.start()
    until(lambda: len(answered) > 3_000)
    killed = time.monotonic()
    os.kill(front, signal.SIGKILL)
    for thread in threads:
        thread.join()
    assert len(answered) > 9_900

    # The engine dies while it seals, and its worker with it.
    traffic.stop()
    server = traffic.project.server
    worker = until(lambda: workers(server))
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()
    psutil.wait_procs(worker, timeout=PATIENCE)
    traffic.project.server = start(traffic.project.root / ".slipway")
    mlflow.set_tracking_uri(traffic.project.server.uri)
    until(lambda: traffic.files("parquet") and not traffic.files("jsonl"))

    assert not list((traffic.folder / "traffic").glob("*.tmp"))
    counted = Counter(traffic.table()["id"].to_pylist())
    assert [id for id, times in counted.items() if times > 1] == []
    missing = [id for id in answered if id not in counted]
    assert [id for id in missing if not killed - UNWRITTEN < answered[id] < killed + 0.1] == []
    # What was answered and cut off before the client had it may be more.
    assert len(counted) >= len(answered) - len(missing)


def test_segments_have_the_types_of_the_signature_and_every_row(deploy) -> None:
    traffic = deploy("typed")
    predictions = traffic.ask("many", FRAME)
    traffic.ask("one", FRAME.head(1), **{"x-slipway-key": "anna"})
    refused = requests.post(f"{traffic.url}/invocations", json={"dataframe_records": [{"nothing": 1}]}, headers={"x-request-id": "refused"}, timeout=PATIENCE)
    assert refused.status_code == 400
    before = time.time()
    table = traffic.sealed()
    columns = {f"input_{name}": pa.float64() for name in FRAME.columns} | {"id": pa.string(), "row": pa.int32(), "time": pa.timestamp("ms"), "version": pa.string(), "latency_ms": pa.float64(), "prediction": pa.string()}
    for name, kind in columns.items():
        assert table.schema.field(name).type == kind, name
    frame = table.to_pandas().sort_values(["id", "row"])
    many = frame[frame["id"] == "many"]
    assert many["row"].tolist() == list(range(150))
    np.testing.assert_array_equal(many[[f"input_{name}" for name in FRAME.columns]].to_numpy(), FRAME.to_numpy())
    assert [int(one) for one in many["prediction"]] == predictions == MODEL.predict(FRAME).tolist()
    told = frame[frame["id"] == "refused"].iloc[0]
    assert (told["status"], told["outcome"], np.isnan(told["row"])) == (400, "refused", True) and "sepal length" in told["error"]
    assert set(frame["model"]) == {"iris"} and set(frame["version"]) == {"1"} and set(frame["protocol"]) == {"mlflow"}
    times = frame["time"].astype("int64") / 1000
    assert before - 60 < times.min() <= times.max() < before + 1
    metadata = pq.read_metadata(traffic.files("parquet")[0])
    assert metadata.row_group(0).column(0).compression == "ZSTD" and metadata.metadata[b"slipway.traffic"] == b"1"


def test_truths_from_everywhere_give_the_accuracy_that_scikit_learn_counts(deploy, tmp_path: Path) -> None:
    traffic = deploy("judged")
    truths = TARGET.to_numpy().copy()
    truths[::7] = (truths[::7] + 1) % 3
    predictions = MODEL.predict(FRAME)
    for at in range(0, 150, 10):
        traffic.ask(f"r{at}", FRAME.iloc[at:at + 10], **{"x-slipway-key": f"k{at}"})

    def rows(*starts: int) -> list[dict]:
        return [{"id": f"r{at}", "row": row, "truth": int(truths[at + row])} for at in starts for row in range(10)]

    def expect(*starts: int) -> None:
        taken = [at + row for at in starts for row in range(10)]
        [quality] = traffic.engine("/quality")["versions"]
        assert (quality["model"], quality["version"], quality["rows"], quality["labelled"], quality["task"]) == ("iris", "1", 150, len(taken), "classification")
        assert quality["accuracy"] == pytest.approx(accuracy_score(truths[taken], predictions[taken]), abs=1e-12)

    assert traffic.truth({"id": "r0", "truth": truths[:10].tolist()})["matched"] == 10
    assert traffic.truth({"feedback": rows(10)})["accepted"] == 10
    # The same again replaces: wrong first, then as it is.
    traffic.truth({"feedback": [{**row, "truth": 9} for row in rows(10)]})
    traffic.truth({"feedback": rows(10)})
    assert traffic.truth({"key": "k20", "truth": truths[20:30].tolist()})["matched"] == 10
    until(lambda: [one for one in traffic.engine("/quality")["versions"] if one["rows"] == 150])
    expect(0, 10, 20)

    # Files, with a front that has forgotten nothing although it was killed.
    front = traffic.front
    os.kill(front, signal.SIGKILL)
    until(lambda: traffic.front not in (None, front))
    table = pa.Table.from_pylist(rows(30, 40))
    pa.csv.write_csv(table, tmp_path / "truths.csv")
    said = traffic.project.slipway("feedback", "judged", str(tmp_path / "truths.csv"), "--json")
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout) == {"accepted": 20, "matched": 20, "unmatched_count": 0, "unmatched": [], "not_sampled_count": 0, "not_sampled": [], "refused_count": 0, "refused": []}
    expect(0, 10, 20, 30, 40)

    # Sealed, and not running.
    traffic.sealed()
    pq.write_table(pa.Table.from_pylist([*rows(50, 60, 70), {"id": "nobody", "row": 0, "truth": 1}]), tmp_path / "truths.parquet")
    said = traffic.project.slipway("feedback", "judged", str(tmp_path / "truths.parquet"))
    assert (said.returncode, said.stdout) == (0, "judged keeps 31 truths, 30 for requests in its log.\n1 truth for requests that it does not know: nobody\n"), said.stderr
    (tmp_path / "truths.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows(80)))
    assert traffic.project.slipway("feedback", "judged", str(tmp_path / "truths.jsonl")).returncode == 0
    expect(0, 10, 20, 30, 40, 50, 60, 70, 80)
    # DuckDB lives in a process of its own: the next one answers.
    killed = workers(traffic.project.server)
    assert killed
    for worker in killed:
        worker.kill()
    psutil.wait_procs(killed, timeout=PATIENCE)
    expect(0, 10, 20, 30, 40, 50, 60, 70, 80)
    (tmp_path / "wrong.csv").write_text("name,value\na,1\n")
    said = traffic.project.slipway("feedback", "judged", str(tmp_path / "wrong.csv"))
    assert said.returncode == 2 and "has columns truth and id (or key)" in said.stderr and '"name", "value"' in said.stderr
    told = traffic.engine("/requests?limit=200")["requests"]
    assert [one["id"] for one in told] == [f"r{at}" for at in range(140, -1, -10)]
    assert {one["id"]: one.get("truth") for one in told} == {f"r{at}": truths[at:at + 10].tolist() if at <= 80 else None for at in range(0, 150, 10)} | {f"r{at}": [str(one) for one in truths[at:at + 10]] for at in (30, 40)}


def test_a_shadow_is_logged_beside_the_answer_and_judged_by_the_same_truths(deploy) -> None:
    traffic = deploy("shadowed")
    shadow = traffic.project.slipway("deploy", "iris/2", "--name", "shadowed", "--as", "shadow", "--python", traffic.project.python)
    assert shadow.returncode == 0, shadow.stderr
    until(lambda: [arm for arm in traffic.engine("")["deployment"]["arms"] if (arm["version"], arm["state"]) == ("2", "ready")])
    predictions = traffic.ask("many", FRAME, **{"x-slipway-key": "anna"})
    assert predictions == MODEL.predict(FRAME).tolist()
    told = until(lambda: (told := traffic.engine("/requests")["requests"]) and len(told) == 2 and told)
    assert [(one["id"], one["role"], one["version"], one["rows"], len(one["inputs"]["sepal length (cm)"])) for one in told] == [("many", "shadow", "2", 150, 20), ("many", "champion", "1", 150, 20)]
    # The key means the answer that its sender got.
    assert traffic.truth({"key": "anna", "truth": TARGET.tolist()})["matched"] == 150
    judged = {"1": accuracy_score(TARGET, predictions), "2": 1 / 3}

    def qualities() -> dict:
        return {one["version"]: (one["role"], one["labelled"], round(one["accuracy"], 9)) for one in traffic.engine("/quality")["versions"]}

    assert qualities() == {"1": ("champion", 150, round(judged["1"], 9)), "2": ("shadow", 150, round(judged["2"], 9))}
    table = traffic.sealed().to_pandas()
    assert Counter(zip(table["id"], table["role"])) == {("many", "champion"): 150, ("many", "shadow"): 150}
    assert qualities()["2"] == ("shadow", 150, round(judged["2"], 9))


def test_requests_come_newest_first_from_the_open_file_and_from_segments(deploy) -> None:
    traffic = deploy("told")
    for at in range(30):
        traffic.ask(f"r{at}", FRAME.iloc[at:at + 1], **{"x-slipway-key": "k"})

    def pages() -> list[dict]:
        found, next = [], None
        while True:
            page = traffic.engine(f"/requests?limit=7{'' if next is None else f'&before={next}'}")
            found, next = found + page["requests"], page["next"]
            if next is None:
                return found

    open_ones = until(lambda: (told := pages()) and len(told) == 30 and told)
    assert [one["id"] for one in open_ones] == [f"r{at}" for at in range(29, -1, -1)]
    assert open_ones[0]["inputs"] == {name: [FRAME[name][29]] for name in FRAME.columns}
    traffic.sealed()
    assert pages() == open_ones
    server = traffic.project.server
    wrong = requests.get(f"{server.url}/slipway/v1/deployments/told/requests?before=yesterday", headers=server.root_headers, timeout=PATIENCE)
    assert wrong.status_code == 400 and "yesterday" in wrong.json()["message"]


def test_what_may_not_be_known_is_nowhere_on_the_disk(deploy) -> None:
    secret, hashed = FRAME.columns[0], FRAME.columns[1]
    traffic = deploy("private", exclude=[secret], hash=[hashed], sample=0.5)
    rows = FRAME.head(1).assign(**{secret: 4.123456, hashed: 3.654321})
    for at in range(200):
        traffic.ask(f"r{at}", rows)
    told = traffic.truth({"feedback": [{"id": f"r{at}", "truth": 0} for at in range(200)]})
    metrics = requests.get(f"{traffic.url}/metrics", timeout=PATIENCE).text
    table = traffic.sealed()
    assert 60 < table.num_rows < 140
    assert (told["accepted"], told["not_sampled_count"]) == (table.num_rows, 200 - table.num_rows)
    assert 'outcome="answered"} 200' in metrics
    assert f"input_{secret}" not in table.column_names
    [digest] = set(table[f"input_{hashed}"].to_pylist())
    assert len(digest) == 64
    written = b"".join(file.read_bytes() for file in traffic.folder.rglob("*") if file.is_file())
    assert b"4.123456" not in written and b"3.654321" not in written


def test_the_oldest_goes_when_there_is_too_much_and_the_log_says_so(deploy) -> None:
    traffic = deploy("kept", keep_mb=0.000001)
    traffic.ask("r0")
    traffic.stop()
    until(lambda: not traffic.files("parquet") and not traffic.files("jsonl"))
    until(lambda: "Logged requests up to" in (traffic.folder / "log.txt").read_text())
    assert "1 file" in (traffic.folder / "log.txt").read_text()
